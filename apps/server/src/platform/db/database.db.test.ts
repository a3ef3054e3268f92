import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connectDatabase, type Database, type Transaction } from './database.ts';
import { followNews, readNews, type News } from './follow-news.ts';
import { insertRows } from './insert-rows.ts';
import { sql } from './sql.ts';
import { createTestDatabase } from './test-database.ts';

let db: Database;

before(async () => {
  db = await createTestDatabase();
  await db.execute('create table account (name text primary key, cents bigint not null)');
  await db.execute(
    'create table wide (n bigint, at timestamptz, day date, words text[], body jsonb, bytes bytea, share float8)',
  );
});

after(() => db.close());

test('values arrive as the types the node works with', async () => {
  const [row] = await db.query(
    sql`select 5::bigint as n, to_timestamp(${Date.UTC(2026, 2, 2)}::float8 / 1000.0) as at, date '2026-03-02' as day,
      array[1, null]::bigint[] as many, '{"a": [1]}'::jsonb as body, 1.5::numeric as exact`,
  );
  assert.deepEqual(row, {
    n: 5,
    at: Date.UTC(2026, 2, 2),
    day: '2026-03-02',
    many: [1, null],
    body: { a: [1] },
    exact: '1.5',
  });
  await assert.rejects(db.query('select 9007199254740993::bigint'), RangeError);
});

test('insertRows() writes every kind of column and keeps awkward text as it is', async () => {
  const rows = [
    { n: 1, at: 1_772_431_200_123, words: ['a,b', '"', '\\', '{}', '', null, 'NULL'], body: { t: "it's ☃" } },
    { n: 2, at: null, words: [], body: null },
  ];
  const count = await insertRows(
    db,
    'wide',
    {
      n: { type: 'bigint', value: (row) => row.n },
      at: { type: 'timestamptz', value: (row) => row.at },
      words: { type: 'text[]', value: (row) => row.words },
      body: { type: 'jsonb', value: (row) => row.body },
      bytes: { type: 'bytea', value: (row) => Buffer.from([row.n, 0, 255]) },
      share: { type: 'float8', value: () => 0.1 },
    },
    rows,
  );
  assert.equal(count, 2);
  const found = await db.query('select n, at, words, body, bytes, share from wide order by n');
  assert.deepEqual(
    found,
    rows.map((row) => ({ ...row, bytes: Buffer.from([row.n, 0, 255]), share: 0.1 })),
  );
  assert.equal(await insertRows(db, 'wide', { n: { type: 'bigint', value: () => 1 } }, []), 0);
});

test('transaction() undoes everything when its work fails', async () => {
  await assert.rejects(
    db.transaction(async (tx) => {
      await tx.execute("insert into account values ('undone', 1)");
      await tx.news('undone', {});
      throw new Error('stop');
    }),
    /stop/,
  );
  assert.deepEqual(await db.query("select 1 from account where name = 'undone'"), []);
  assert.deepEqual(await db.query("select 1 from event where kind = 'undone'"), []);
});

test('transaction() runs again what PostgreSQL undid for a conflict', async () => {
  await db.execute("insert into account values ('a', 0) on conflict (name) do update set cents = 0");
  let runs = 0;
  const bothHaveRead = Promise.withResolvers<void>();
  const add = async (tx: Transaction): Promise<void> => {
    runs += 1;
    const [row] = await tx.query<{ cents: number }>("select cents from account where name = 'a'");
    if (runs === 2) bothHaveRead.resolve();
    await bothHaveRead.promise;
    await tx.execute("update account set cents = $1 where name = 'a'", [(row?.cents ?? 0) + 1]);
  };
  const options = { isolation: 'serializable' } as const;
  await Promise.all([db.transaction(add, options), db.transaction(add, options)]);
  assert.deepEqual(await db.query("select cents from account where name = 'a'"), [{ cents: 2 }]);
  assert.equal(runs, 3);
});

test('transaction() gives up what conflicts for ever, and does not repeat other failures', async () => {
  let runs = 0;
  const conflict = db.transaction(async (tx) => {
    runs += 1;
    await tx.execute("do $$ begin raise exception 'conflict' using errcode = '40001'; end $$");
  });
  await assert.rejects(conflict, /conflict/);
  assert.equal(runs, 8);
  runs = 0;
  await assert.rejects(
    db.transaction(async (tx) => {
      runs += 1;
      await tx.execute('select nonsense');
    }),
  );
  assert.equal(runs, 1);
});

test('transaction() refuses statements of a promise that nobody waited for', async () => {
  let late: Transaction | undefined;
  await db.transaction(async (tx) => {
    late = tx;
  });
  await assert.rejects(late?.query('select 1') ?? Promise.resolve(), /has ended/);
});

test('transaction() that may only read refuses to write', async () => {
  await assert.rejects(
    db.transaction((tx) => tx.execute("insert into account values ('b', 1)"), { readOnly: true }),
    /read-only/,
  );
});

test('savepoint() undoes a part with its news and keeps the rest', async () => {
  await db.transaction(async (tx) => {
    await tx.news('kept', {});
    const part = tx.savepoint(async () => {
      await tx.news('dropped', {});
      await tx.execute('select nonsense');
    });
    await assert.rejects(part, /nonsense/);
    await tx.execute("insert into account values ('kept', 1)");
  });
  assert.deepEqual(await db.query("select name from account where name = 'kept'"), [{ name: 'kept' }]);
  assert.deepEqual(await db.query("select kind from event where kind in ('kept', 'dropped')"), [
    { kind: 'kept' },
  ]);
});

test('batches() gives a large answer in pieces', async () => {
  const sizes: number[] = [];
  await db.transaction(async (tx) => {
    for await (const rows of tx.batches('select * from generate_series(1, $1::int) n', [25], 10))
      sizes.push(rows.length);
  });
  assert.deepEqual(sizes, [10, 10, 5]);
});

test('listen() hears what was notified after the commit, until it stops', async () => {
  const heard: (string | null)[] = [];
  const first = Promise.withResolvers<void>();
  const stop = await db.listen('test channel', (payload) => {
    heard.push(payload);
    first.resolve();
  });
  await db.transaction(async (tx) => {
    await tx.query("select pg_notify('test channel', 'one')");
    assert.deepEqual(heard, []);
  });
  await first.promise;
  await stop();
  await db.query("select pg_notify('test channel', 'two')");
  await db.query('select 1');
  assert.deepEqual(heard, ['one']);
});

test('listen() is there again after its connection was lost, and says that something may have been missed', async () => {
  const heard: (string | null)[] = [];
  let told = Promise.withResolvers<void>();
  const stop = await db.listen('again', (payload) => {
    heard.push(payload);
    told.resolve();
  });
  await db.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'",
  );
  await told.promise;
  told = Promise.withResolvers();
  await db.query("select pg_notify('again', 'later')");
  await told.promise;
  assert.deepEqual(heard, [null, 'later']);
  await stop();
});

test('a pool survives the loss of its connections', async () => {
  await Promise.all([db.query('select pg_sleep(0.01)'), db.query('select pg_sleep(0.01)')]);
  await db.transaction((tx) =>
    tx.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    ),
  );
  await new Promise((resolve) => setImmediate(resolve));
  const answers = await Promise.allSettled([
    db.query('select 1'),
    db.query('select 1'),
    db.query('select 1'),
  ]);
  assert.ok(answers.some(({ status }) => status === 'fulfilled'));
});

test('connectDatabase() says in words that nothing answers', async () => {
  const attempt = connectDatabase({
    connection: { host: '127.0.0.1', port: 1, user: 'nobody', password: 'secret', database: 'none' },
    kind: 'server',
    poolSize: 1,
  });
  await assert.rejects(attempt, (error: Error & { code: string }) => {
    assert.equal(error.code, 'database/unreachable');
    return !error.message.includes('secret');
  });
});

test('readNews() gives each event once and in order, to each reader', async () => {
  await db.transaction(async (tx) => {
    for (const n of [1, 2, 3]) await tx.news('counted', { n });
    await tx.news('other', {});
  });
  const read = async (reader: string): Promise<unknown[]> => {
    const seen: unknown[] = [];
    for (;;) {
      const news = await readNews(db, {
        reader,
        kinds: ['counted'],
        limit: 2,
        handle: async (_tx, some) => void seen.push(...some.map(({ body }) => (body as { n: number }).n)),
      });
      if (news.length === 0) return seen;
    }
  };
  assert.deepEqual(await read('first'), [1, 2, 3]);
  assert.deepEqual(await read('first'), []);
  assert.deepEqual(await read('second'), [1, 2, 3]);
});

test('readNews() gives an event again when its handling failed, with nothing of it written', async () => {
  await db.transaction((tx) => tx.news('tried', {}));
  const options = { reader: 'tries', kinds: ['tried'] };
  await assert.rejects(
    readNews(db, {
      ...options,
      handle: async (tx) => {
        await tx.execute("insert into account values ('half', 1)");
        throw new Error('not today');
      },
    }),
    /not today/,
  );
  assert.deepEqual(await db.query("select 1 from account where name = 'half'"), []);
  assert.equal((await readNews(db, { ...options, handle: async () => {} })).length, 1);
});

test('no reader skips an event, whatever the order in which transactions began and committed', async () => {
  const seen: number[] = [];
  const follower = await followNews(db, {
    reader: 'racing',
    kinds: ['raced'],
    limit: 3,
    handle: async (_tx, news) => void seen.push(...news.map(({ body }) => (body as { n: number }).n)),
    onError: (error) => {
      throw error;
    },
  });
  await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      db.transaction(async (tx) => {
        await tx.news('raced', { n });
        await tx.query('select pg_sleep($1::float8)', [((n * 7) % 10) / 1000]);
      }),
    ),
  );
  await follower.drain();
  await follower.stop();
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    Array.from({ length: 60 }, (_, n) => n),
  );
});

test('two processes that follow as one reader handle each event once', async () => {
  const seen: number[] = [];
  const options = {
    reader: 'shared',
    kinds: ['shared'],
    limit: 1,
    handle: async (tx: Transaction, news: readonly News[]) => {
      await tx.query('select pg_sleep(0.001)');
      seen.push(...news.map(({ body }) => (body as { n: number }).n));
    },
    onError: (error: unknown) => {
      throw error;
    },
  };
  const followers = await Promise.all([followNews(db, options), followNews(db, options)]);
  for (let n = 0; n < 20; n += 1) await db.transaction((tx) => tx.news('shared', { n }));
  while (seen.length < 20) for (const follower of followers) await follower.drain();
  for (const follower of followers) await follower.stop();
  assert.deepEqual(
    seen,
    Array.from({ length: 20 }, (_, n) => n),
  );
});

test('the pool waits its turn instead of opening more connections than it may', async () => {
  const [row] = await db.query<{ name: string; port: number }>(
    'select current_database() as name, inet_server_port() as port',
  );
  assert.ok(row !== undefined && row.port > 0);
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => db.query('select pg_sleep(0.005), pg_backend_pid() as pid')),
  );
  const used = new Set(answers.flat().map((answer) => (answer as { pid: number }).pid));
  assert.ok(used.size <= 8, `${used.size} connections`);
});
