import assert from 'node:assert/strict';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openBlobs, type Blobs } from '../blobs/index.ts';
import type { Database } from '../db/index.ts';
import { createTestDatabase } from '../db/test-database.ts';
import { restoreBackup, verifyBackup, writeBackup } from './index.ts';
import { readTar, writeTar, type TarInput } from './tar.ts';

const folder = mkdtempSync(join(tmpdir(), 'havenwacht-backup-'));
const file = join(folder, 'one.tar.gz');
const now = Date.UTC(2026, 2, 2);
const words = 'a "quoted" \\ line\nwith, commas and ☃ and {braces}';
let db: Database;
let blobs: Blobs;

before(async () => {
  db = await createTestDatabase();
  blobs = await openBlobs({ folder: join(folder, 'blobs') });
  const { hash } = await blobs.write(blocks('UNB+UNOC:3', 1));
  await blobs.write(blocks('x', 700_000));
  await db.execute(
    `insert into file (id, bytes, name, channel, received_at, state, verdict, types, interchanges)
     values ($1, 10, $2, 'http', '2026-03-02 06:00:00.123456+00', 'taken', 'accepted', array['a,b', '', null, '"'], '[null, {"a": 1e400}]')`,
    [hash, words],
  );
  await db.execute("insert into file_finding values ($1, 1, 'edifact/test', 9007199254740993, $2)", [
    hash,
    words,
  ]);
  await db.execute("insert into node_setting values ('null', 'null'), ('text', '\"☃\"')");
  await db.transaction(async (tx) => {
    for (let n = 0; n < 4_500; n += 1) await tx.news('test', { n, words });
  });
});

after(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

async function* blocks(text: string, times: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < times; n += 1000) yield Buffer.from(text.repeat(Math.min(1000, times - n)));
}

async function content(of: Database): Promise<unknown> {
  const found: Record<string, unknown> = {};
  for (const table of ['file', 'file_finding', 'node_setting', 'event']) {
    found[table] = await of.query(`select t::text as row from ${table} t order by 1`);
  }
  return found;
}

test('a backup restored into an empty node gives the same rows, numbers and blobs', async () => {
  const manifest = await writeBackup({ db, blobs, file, version: '1', now });
  assert.deepEqual([manifest.blobs, manifest.tables.find(({ name }) => name === 'event')?.rows], [2, 4_500]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const other = await createTestDatabase({ migrated: false });
  try {
    const otherBlobs = await openBlobs({ folder: join(folder, 'other') });
    await restoreBackup({ db: other, blobs: otherBlobs, file });
    assert.deepEqual(await content(other), await content(db));
    const kept = await all(otherBlobs.list());
    assert.deepEqual(kept, await all(blobs.list()));
    for (const hash of kept) assert.equal(await otherBlobs.verify(hash), 'sound');
    await other.transaction((tx) => tx.news('later', {}));
    const [last] = await other.query<{ id: number }>("select id from event where kind = 'later'");
    assert.equal(last?.id, 4_501);
    await assert.rejects(
      other.execute("insert into file_finding values ('absent', 1, 'c', 0, 't')"),
      /foreign key/,
      'the links between tables are back',
    );
    await assert.rejects(restoreBackup({ db: other, blobs: otherBlobs, file }), {
      code: 'restore/not-empty',
    });
  } finally {
    await other.close();
  }
});

test('a backup is refused where its file is there already, and leaves that file alone', async () => {
  const before = readFileSync(file);
  await assert.rejects(writeBackup({ db, blobs, file, version: '1', now }), { code: 'backup/exists' });
  assert.deepEqual(readFileSync(file), before);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  );
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The backup with its files passed through `change`. */
async function changed(
  change: (entry: { name: string; bytes: Buffer }) => { name: string; bytes: Buffer }[],
): Promise<string> {
  const plain = gunzipSync(readFileSync(file));
  async function* entries(): AsyncGenerator<TarInput> {
    for await (const { name, bytes } of readTar(one(plain))) {
      const whole = Buffer.concat(await all(bytes));
      for (const next of change({ name, bytes: whole }))
        yield { name: next.name, size: next.bytes.length, bytes: [next.bytes] };
    }
  }
  const target = join(folder, 'changed.tar.gz');
  writeFileSync(target, gzipSync(Buffer.concat(await all(writeTar(entries())))));
  return target;
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

test('a backup with anything changed, missing or added is refused and nothing of it is written', async () => {
  const isTable = (name: string): boolean => name.startsWith('tables/event/');
  const breaches = {
    changed: await changed((entry) => [
      isTable(entry.name)
        ? { ...entry, bytes: Buffer.from(entry.bytes.toString().replace('test', 'tost')) }
        : entry,
    ]),
  };
  const other = await createTestDatabase({ migrated: false });
  try {
    const otherBlobs = await openBlobs({ folder: join(folder, 'refused') });
    await assert.rejects(restoreBackup({ db: other, blobs: otherBlobs, file: breaches.changed }), {
      code: 'verification/backup',
    });
    assert.deepEqual(await other.query('select 1 from pg_tables where schemaname = current_schema()'), []);
    assert.deepEqual(await all(otherBlobs.list()), []);
  } finally {
    await other.close();
  }
  await assert.rejects(
    verifyBackup(await changed((entry) => (entry.name.startsWith('blobs/') ? [] : [entry]))),
    /missing/,
  );
  await assert.rejects(
    verifyBackup(
      await changed((entry) =>
        entry.name === 'manifest.json' ? [{ name: 'tables/x', bytes: Buffer.from('x') }, entry] : [entry],
      ),
    ),
    /not in the manifest/,
  );
  await assert.rejects(
    verifyBackup(await changed((entry) => (entry.name === 'manifest.json' ? [] : [entry]))),
    /no manifest/,
  );
});

test('a backup that is cut off, or is no backup, is refused', async () => {
  const cut = join(folder, 'cut.tar.gz');
  for (const keep of [0.5, 0.99]) {
    writeFileSync(cut, readFileSync(file));
    truncateSync(cut, Math.floor(statSync(file).size * keep));
    await assert.rejects(verifyBackup(cut), { code: 'verification/archive' });
  }
  writeFileSync(cut, 'no archive at all');
  await assert.rejects(verifyBackup(cut), { code: 'verification/archive' });
  writeFileSync(cut, gzipSync(Buffer.alloc(2048, 'x')));
  await assert.rejects(verifyBackup(cut), { code: 'verification/archive' });
});

test('a damaged blob stops the backup instead of passing for sound', async () => {
  const other = await openBlobs({ folder: join(folder, 'damaged') });
  const { hash } = await other.write(blocks('y', 10));
  const path = join(folder, 'damaged', hash.slice(0, 2), hash);
  rmSync(path);
  writeFileSync(path, 'z'.repeat(10));
  const target = join(folder, 'two.tar.gz');
  await assert.rejects(writeBackup({ db, blobs: other, file: target, version: '1', now }), {
    code: 'verification/blob',
  });
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('two')),
    [],
  );
});

test('a backup of migrations that this program does not have is refused', async () => {
  const target = await changed((entry) =>
    entry.name === 'manifest.json'
      ? [
          {
            ...entry,
            bytes: Buffer.from(
              entry.bytes.toString().replace(/"checksum":"[0-9a-f]{8}/, '"checksum":"00000000'),
            ),
          },
        ]
      : [entry],
  );
  const other = await createTestDatabase({ migrated: false });
  try {
    const otherBlobs = await openBlobs({ folder: join(folder, 'older') });
    await assert.rejects(restoreBackup({ db: other, blobs: otherBlobs, file: target }), {
      code: 'restore/other-migrations',
    });
  } finally {
    await other.close();
  }
});
