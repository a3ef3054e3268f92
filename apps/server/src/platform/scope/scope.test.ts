import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, type Sql } from '../db/sql.ts';
import { allOrNone, nodeReader, openRecord, scopesOver, type Looked, type Scope } from './index.ts';
import { HavenwachtError } from '../havenwacht-error.ts';

const asked: string[] = [];
const looked: Looked[] = [];
const scopes = scopesOver({
  db: {
    query: async (statement) => {
      asked.push((statement as Sql).toQuery().text);
      return [];
    },
    execute: async () => 0,
  },
  policies: {
    box: { table: 'box', allows: ({ ports }) => sql`port = any(${ports}::text[])` },
    secret: { table: 'secret', allows: ({ roles }) => allOrNone(roles.includes('keeper')) },
  },
  record: async (_tx, _reader, one) => void looked.push(one),
});
const aScope = (purpose: string | null = null): Scope =>
  scopes({ ...nodeReader, person: 'p_1', session: 's_1', roles: ['analyst'], ports: ['NLVLI'], purpose });

test('rows come with the condition of their policy', async () => {
  await aScope().query(sql`select count(*) from ${aScope().seen('box')} b`);
  assert.equal(
    asked.pop(),
    'select count(*) from (select "box".* from "box" where port = any($1::text[])) b',
  );
  await aScope().query(sql`select 1 from ${aScope().seen('secret')} s`);
  assert.match(asked.pop() ?? '', /where false\)/);
});

test('a statement that reads past the reader, or writes, is not sent', async () => {
  const scope = aScope();
  for (const statement of [
    sql`select 1 from box`,
    sql`select 1 from ${scope.seen('box')} b join secret on true`,
    sql`select 1 from ${scope.seen('box')} b, ${sql`secret`}`,
    sql`delete from box`,
  ]) {
    await assert.rejects(scope.query(statement), TypeError);
  }
  assert.equal(asked.length, 0);
});

test('a kind without a policy is seen by nobody, the node included', () => {
  for (const kind of ['other', 'constructor', '']) {
    assert.throws(() => aScope().seen(kind), TypeError);
    assert.throws(() => scopes(nodeReader).seen(kind), TypeError);
  }
});

test('only the node itself sees all rows; a reader that looks like it does not', async () => {
  const statement = (scope: Scope): Sql => sql`select 1 from ${scope.seen('secret')} s`;
  await scopes(nodeReader).query(statement(scopes(nodeReader)));
  assert.equal(asked.pop(), 'select 1 from "secret" s');
  const copy = scopes({ ...nodeReader });
  await copy.query(statement(copy));
  assert.match(asked.pop() ?? '', /where false/);
});

test('openRecord() writes down a look and a refusal, and asks for a purpose before it looks', async () => {
  const absent = (): HavenwachtError => new HavenwachtError('test/absent', 404, 'Not there.');
  const open = (scope: Scope, found: string | null, needsPurpose: boolean): Promise<string> =>
    openRecord(scope, { act: 'box/read', subject: 'b', needsPurpose, find: async () => found, absent });
  assert.equal(await open(aScope(), 'content', false), 'content');
  await assert.rejects(open(aScope(), null, false), { code: 'test/absent' });
  await assert.rejects(open(aScope(), 'content', true), { code: 'reader/purpose-needed' });
  await assert.rejects(open(aScope(), null, true), { code: 'reader/purpose-needed' });
  assert.equal(await open(aScope('task 1'), 'content', true), 'content');
  assert.deepEqual(
    looked.map(({ kind, content }) => [kind, content]),
    [
      ['look', 'content'],
      ['refusal', null],
      ['refusal', null],
      ['refusal', null],
      ['look', 'content'],
    ],
  );
});
