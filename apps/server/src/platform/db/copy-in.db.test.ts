import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { copiedInstant } from './copy-in.ts';
import type { Database } from './index.ts';
import { createTestDatabase } from './test-database.ts';

let db: Database;
before(async () => {
  db = await createTestDatabase();
  await db.execute(
    'create table copied (n integer primary key, word text, flag boolean, at timestamptz, body json)',
  );
});
after(() => db.close());

const columns = ['n', 'word', 'flag', 'at', 'body'];

test('copy() keeps awkward text, nulls, JSON and instants as they are', async () => {
  const words = [
    '',
    'a\tb',
    'line\nbreak\r',
    '\\N',
    '\\.',
    'back\\slash',
    'é 漢 🚢',
    '"quoted"',
    'null',
    null,
  ];
  const at = Date.UTC(2026, 1, 3, 4, 5, 6, 789);
  const count = await db.transaction((tx) =>
    tx.copy(
      'copied',
      columns,
      words.map((word, n) => [
        n,
        word,
        n % 2 === 0,
        n === 3 ? null : copiedInstant(at),
        JSON.stringify({ word }),
      ]),
    ),
  );
  assert.equal(count, words.length);
  const rows = await db.query<{ n: number; word: string | null; at: number | null; body: unknown }>(
    'select * from copied order by n',
  );
  assert.deepEqual(
    rows.map((row) => row.word),
    words,
  );
  assert.deepEqual(
    rows.map((row) => row.body),
    words.map((word) => ({ word })),
  );
  assert.equal(rows[0]?.at, at);
  assert.equal(rows[3]?.at, null);
});

test('copy() of no rows, and of more than a chunk of them', async () => {
  await db.execute('truncate copied');
  assert.equal(await db.transaction((tx) => tx.copy('copied', columns, [])), 0);
  const rows = Array.from({ length: 1_234 }, (_, n) => [n, 'x', null, null, null]);
  assert.equal(await db.transaction((tx) => tx.copy('copied', columns, rows)), 1_234);
});

test('copy() that the database refuses undoes the transaction, and the connection can be used again', async () => {
  await db.execute('truncate copied');
  await assert.rejects(
    db.transaction((tx) =>
      tx.copy('copied', columns, [
        [1, 'x', null, null, null],
        [1, 'twice', null, null, null],
      ]),
    ),
    { code: '23505' },
  );
  await assert.rejects(
    db.transaction((tx) => tx.copy('copied', columns, [[2, 'nul \0', null, null, null]])),
    { code: '22021' },
  );
  assert.deepEqual(await db.query('select n from copied'), []);
});

test('copiedInstant() is read back as the same instant, in any year', async () => {
  const years = fc.integer({ min: -4_000, max: 200_000 });
  await fc.assert(
    fc.asyncProperty(years, fc.nat(31_535_999_999), async (year, within) => {
      const at = new Date(0).setUTCFullYear(year) + within;
      const [row] = await db.query<{ ms: number }>(
        'select (extract(epoch from $1::timestamptz) * 1000)::float8 as ms',
        [copiedInstant(at)],
      );
      assert.equal(row?.ms, at);
    }),
    { numRuns: 60 },
  );
});
