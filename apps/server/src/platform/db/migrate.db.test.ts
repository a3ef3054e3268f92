import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { migrate, pendingMigrations, readMigrations } from './migrate.ts';
import { createTestDatabase } from './test-database.ts';

const one = { number: 1, name: 'one', sql: 'create table one (id integer primary key)' };
const two = { number: 2, name: 'two', sql: 'alter table one\n  add column word text' };

async function emptyDatabase() {
  const db = await createTestDatabase({ migrated: false });
  after(() => db.close());
  return db;
}

test('migrate() applies what is missing, once, in order', async () => {
  const db = await emptyDatabase();
  assert.deepEqual(
    (await migrate(db, [one])).map(({ name }) => name),
    ['one'],
  );
  assert.deepEqual(
    (await pendingMigrations(db, [one, two])).map(({ name }) => name),
    ['two'],
  );
  assert.deepEqual(
    (await migrate(db, [one, two])).map(({ name }) => name),
    ['two'],
  );
  assert.deepEqual(await migrate(db, [one, two]), []);
});

test('migrate() lets processes that start together apply each migration once', async () => {
  const db = await emptyDatabase();
  const done = await Promise.all([migrate(db, [one, two]), migrate(db, [one, two]), migrate(db, [one, two])]);
  assert.deepEqual(
    done
      .flat()
      .map(({ name }) => name)
      .sort(),
    ['one', 'two'],
  );
});

test('migrate() refuses when an applied migration changed, and takes another indentation', async () => {
  const db = await emptyDatabase();
  await migrate(db, [one, two]);
  assert.deepEqual(
    await migrate(db, [one, { ...two, sql: '\nalter table one\n        add column word text\n' }]),
    [],
  );
  await assert.rejects(migrate(db, [one, { ...two, sql: 'alter table one add column other text' }]), {
    code: 'migration/changed',
  });
});

test('migrate() refuses a database that is ahead of the program', async () => {
  const db = await emptyDatabase();
  await migrate(db, [one, two]);
  await assert.rejects(migrate(db, [one]), { code: 'migration/unknown' });
  await assert.rejects(pendingMigrations(db, [one]), { code: 'migration/unknown' });
});

test('migrate() undoes the whole of a migration that fails and keeps those before it', async () => {
  const db = await emptyDatabase();
  const broken = {
    number: 2,
    name: 'broken',
    sql: 'create table half (id integer); select nonsense from nowhere',
  };
  await assert.rejects(migrate(db, [one, broken]), { code: 'migration/failed' });
  const rows = await db.query<{ half: boolean; one: boolean }>(
    "select to_regclass('half') is not null as half, to_regclass('one') is not null as one",
  );
  assert.deepEqual(rows, [{ half: false, one: true }]);
});

test('readMigrations() reads the migrations of the node, numbered without gap', async () => {
  const migrations = await readMigrations();
  assert.ok(migrations.length > 0);
  assert.deepEqual(
    migrations.map(({ number }) => number),
    migrations.map((_, index) => index + 1),
  );
});
