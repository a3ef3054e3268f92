import { theNode, type Act } from '../src/platform/auth/index.ts';
import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  fromBase64,
  readCheckpoint,
  readNote,
  readVerifierKey,
  sameBytes,
  verifyConsistency,
  verifyInclusion,
  verifySignature,
  treeHash,
  type VerifierKey,
} from '@havenwacht/transparency';
import {
  collectCosignatures,
  createActLog,
  logFolder,
  openNodeKey,
  recordAct,
  recordActs,
  rebuildLog,
  verifyLog,
  type ActLog,
} from '../src/features/watch/index.ts';
import { hashContent } from '../src/features/watch/act.ts';
import { sha256, verifyEd25519 } from '../src/platform/crypto/native-crypto.ts';
import type { Database } from '../src/platform/db/index.ts';
import { createTestDatabase, testConnection } from '../src/platform/db/test-database.ts';
import { restoreBackup, writeBackup } from '../src/platform/backup/index.ts';
import { openBlobs } from '../src/platform/blobs/index.ts';
import { closeKeys, openKeys, putKeys } from '../src/platform/secrets/index.ts';
import { portsOfAct } from '../src/row-policies.ts';
import { aNode, now, type TestNode } from './a-node.ts';
import { killLog, spawnLog } from './log-process.ts';
import { signedIn } from './signed-in.ts';

const trees = treeHash(sha256);

const anAct = (over: Partial<Act> = {}): Act => ({
  kind: 'look',
  act: 'visit/read',
  subject: 'v_1',
  by: { person: 'p_1', roles: ['analyst'], session: 's_1', purpose: 'task 12' },
  at: now,
  content: { score: 3 },
  ...over,
});

const acts = (count: number, mark = 'a'): readonly Act[] =>
  Array.from({ length: count }, (_, index) => anAct({ subject: `${mark}${index}`, at: now + index }));

/** A log by itself: a database, a folder, and what is needed to take it up again. */
async function aLog(from?: { readonly db?: Database; readonly folder?: string }) {
  const dataFolder = from?.folder ?? mkdtempSync(join(tmpdir(), 'havenwacht-log-'));
  const db = from?.db ?? (await createTestDatabase());
  const open = (): ActLog =>
    createActLog({
      db,
      now: () => now,
      dataFolder,
      country: 'NL',
      durable: false,
      portsOf: portsOfAct,
      onError: () => {},
    });
  return {
    db,
    dataFolder,
    log: open(),
    open,
    key: async (): Promise<VerifierKey> =>
      (await openNodeKey(join(dataFolder, 'keys'), 'note', 'NL', false)).verifier,
    checkpoint: () => readFileSync(join(dataFolder, 'log', 'checkpoint'), 'utf8'),
    async verify(kept: readonly string[] = [], withDatabase = true) {
      const key = (await openNodeKey(join(dataFolder, 'keys'), 'note', 'NL', false)).verifier;
      return verifyLog({
        folder: logFolder(join(dataFolder, 'log'), false),
        key,
        db: withDatabase ? db : null,
        kept,
      });
    },
    async close() {
      await db.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

const codes = (found: {
  readonly problems: readonly { readonly code: string; readonly entry: number | null }[];
}) => found.problems.map(({ code, entry }) => (entry === null ? code : `${code} ${entry}`));

describe('acts', () => {
  test('become entries in the order in which they committed, and what rolls back becomes none', async () => {
    const one = await aLog();
    await recordActs(one.db, acts(3));
    await assert.rejects(
      one.db.transaction(async (tx) => {
        await recordAct(tx, anAct({ subject: 'undone' }));
        throw new Error('undone');
      }),
    );
    await recordAct(one.db, anAct({ subject: 'last', by: theNode }));
    assert.ok(await one.log.drain());
    const rows = await one.db.query<{ subject: string }>('select subject from act order by entry');
    assert.deepEqual(
      rows.map(({ subject }) => subject),
      ['a0', 'a1', 'a2', 'last'],
    );
    const found = await one.verify();
    assert.deepEqual([found.ok, found.entries], [true, 4]);
    await one.close();
  });

  test('keep no content, only its hash, which does not hang on the order of names', async () => {
    const one = await aLog();
    await recordAct(one.db, anAct({ content: { secret: 'bananas', more: [1, { b: 2, a: 1 }] } }));
    await one.log.drain();
    const bundle = readFileSync(join(one.dataFolder, 'log/tile/entries/000.p/1'), 'utf8');
    assert.ok(!bundle.includes('bananas'));
    assert.ok(
      bundle.includes(
        Buffer.from(hashContent({ more: [1, { a: 1, b: 2 }], secret: 'bananas' })).toString('hex'),
      ),
    );
    assert.ok(!sameBytes(hashContent({ a: 1 }), hashContent({ a: 2 })));
    await one.close();
  });

  test('with texts that are too long, hold NUL or half a character pair are cut and still one entry', async () => {
    const one = await aLog();
    const by = { person: 'p\0', roles: ['x'.repeat(500)], session: '\ud800', purpose: 'w'.repeat(100_000) };
    await recordAct(one.db, anAct({ by, subject: 's'.repeat(9_999), content: undefined }));
    assert.ok(await one.log.drain());
    assert.ok((await one.verify()).ok);
    await one.close();
  });
});

describe('an auditor with a checkpoint that was kept elsewhere', () => {
  let one: Awaited<ReturnType<typeof aLog>>;
  let kept: string;
  let untouched: string;
  before(async () => {
    one = await aLog();
    await recordActs(one.db, acts(600));
    assert.ok(await one.log.drain());
    kept = one.checkpoint();
    await recordActs(one.db, acts(300, 'b'));
    assert.ok(await one.log.drain());
    untouched = mkdtempSync(join(tmpdir(), 'havenwacht-log-'));
    cpSync(one.dataFolder, untouched, { recursive: true });
  });
  after(async () => {
    rmSync(untouched, { recursive: true, force: true });
    await one.close();
  });
  const restore = (): void => {
    rmSync(one.dataFolder, { recursive: true, force: true });
    cpSync(untouched, one.dataFolder, { recursive: true });
  };
  const path = (name: string): string => join(one.dataFolder, 'log', name);

  test('finds an untouched log whole', async () => {
    const found = await one.verify([kept, one.checkpoint()]);
    assert.deepEqual(codes(found), []);
    assert.deepEqual([found.ok, found.entries, found.keptHeld], [true, 900, 2]);
  });

  test('finds an entry that was edited in the tiles, by its number', async () => {
    const bytes = readFileSync(path('tile/entries/001'));
    const at = bytes.indexOf('"a300"');
    bytes.write('"a999"', at);
    writeFileSync(path('tile/entries/001'), bytes);
    const found = await one.verify([kept]);
    assert.ok(!found.ok);
    assert.ok(codes(found).includes('entry 300') && codes(found).includes('row-changed 300'));
    restore();
  });

  test('finds a row that was edited, and one that was deleted, in the database', async () => {
    await one.db.execute("update act set person = 'p_2' where entry = 17");
    assert.deepEqual(codes(await one.verify()), ['row-changed 17']);
    await one.db.execute("update act set person = 'p_1' where entry = 17");
    await one.db.execute('create table hidden as select * from act where entry = 800');
    await one.db.execute('delete from act where entry = 800');
    assert.deepEqual(codes(await one.verify()), ['row-missing 800']);
    assert.deepEqual(codes(await one.verify([kept], false)), []);
    await one.db.execute('insert into act overriding system value select * from hidden; drop table hidden');
    assert.ok((await one.verify()).ok);
  });

  test('finds two rows that changed places', async () => {
    const swap = async (): Promise<void> => {
      await one.db.execute(
        `update act set entry = null where entry = 40; update act set entry = 40 where entry = 41;
         update act set entry = 41 where entry is null`,
      );
    };
    await swap();
    assert.deepEqual(codes(await one.verify()), ['row-changed 40', 'row-changed 41']);
    await swap();
    assert.ok((await one.verify()).ok);
  });

  test('finds a tile of hashes and a checkpoint that were edited, and files that are gone', async () => {
    const tile = readFileSync(path('tile/0/000'));
    tile[7]! ^= 1;
    writeFileSync(path('tile/0/000'), tile);
    assert.ok(codes(await one.verify()).includes('entry 0'));
    restore();
    rmSync(path('tile/entries/002'));
    assert.equal((await one.verify()).ok, false);
    restore();
    writeFileSync(path('checkpoint'), one.checkpoint().replace('\n900\n', '\n901\n'));
    assert.deepEqual(codes(await one.verify()), ['checkpoint']);
    rmSync(path('checkpoint'));
    assert.deepEqual(codes(await one.verify()), ['checkpoint']);
    restore();
  });

  test('finds a log that was cut back to an older state together with its table', async () => {
    const other = await aLog();
    cpSync(join(one.dataFolder, 'keys'), join(other.dataFolder, 'keys'), { recursive: true });
    // The same first acts, signed with the right key: an honest beginning, with the end missing.
    await recordActs(other.db, acts(500));
    await other.log.drain();
    const found = await other.verify([kept]);
    assert.deepEqual(codes(found), ['kept-longer 500']);
    assert.ok((await other.verify([])).ok, 'without the kept checkpoint nothing can be seen');
    await other.close();
  });

  test('finds a history that was rewritten and signed anew with the right key', async () => {
    const other = await aLog();
    cpSync(join(one.dataFolder, 'keys'), join(other.dataFolder, 'keys'), { recursive: true });
    await recordActs(other.db, acts(600).with(123, anAct({ subject: 'innocent' })));
    await recordActs(other.db, acts(400, 'b'));
    await other.log.drain();
    assert.ok((await other.verify([])).ok, 'by itself the new history is sound');
    assert.deepEqual(codes(await other.verify([kept])), ['kept-other-history 600']);
    await other.close();
  });

  test('refuses kept files that are damaged or of another log', async () => {
    const other = await aLog();
    await other.log.drain();
    const damaged = kept.replace('\n600\n', '\n601\n');
    const found = await one.verify([other.checkpoint(), damaged, 'nothing']);
    assert.deepEqual(codes(found), ['kept-not-signed', 'kept-not-signed', 'kept-unreadable']);
    await other.close();
  });

  test('sees in the folder that only the node reads its key', () => {
    if (process.platform === 'win32') return;
    assert.equal(statSync(join(one.dataFolder, 'keys/log.key')).mode & 0o777, 0o600);
  });
});

describe('the node itself', () => {
  test('keeps one full form of each tile, and at most the partial ones of its size', async () => {
    const one = await aLog();
    for (const count of [1, 200, 55, 1, 300]) {
      await recordActs(one.db, acts(count));
      await one.log.drain();
    }
    const files = readdirSync(join(one.dataFolder, 'log'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) =>
        join(parentPath, name)
          .slice(one.dataFolder.length + 5)
          .replaceAll('\\', '/'),
      )
      .sort();
    assert.deepEqual(files, [
      'checkpoint',
      'tile/0/000',
      'tile/0/001',
      'tile/0/002.p/45',
      'tile/1/000.p/2',
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002.p/45',
    ]);
    await one.close();
  });

  test('goes on after a crash between any two steps with the very tree it would have made', async () => {
    const undisturbed = await aLog();
    const crashed = await aLog();
    await undisturbed.log.drain();
    rmSync(join(crashed.dataFolder, 'keys'), { recursive: true, force: true });
    cpSync(join(undisturbed.dataFolder, 'keys'), join(crashed.dataFolder, 'keys'), { recursive: true });
    await recordActs(undisturbed.db, acts(700));
    await undisturbed.log.drain();
    await recordActs(crashed.db, acts(300));
    await crashed.log.drain();
    const early = mkdtempSync(join(tmpdir(), 'havenwacht-log-'));
    cpSync(join(crashed.dataFolder, 'log'), early, { recursive: true });
    await recordActs(crashed.db, acts(700).slice(300));
    await crashed.log.drain();
    // Placed in the table and on some of the tiles, but neither signed nor noted.
    cpSync(join(early, 'checkpoint'), join(crashed.dataFolder, 'log/checkpoint'));
    rmSync(join(crashed.dataFolder, 'log/tile/0/001'));
    rmSync(join(crashed.dataFolder, 'log/tile/1'), { recursive: true });
    cpSync(join(early, 'tile'), join(crashed.dataFolder, 'log/tile'), { recursive: true });
    await crashed.db.execute('update log_head set size = 300, root = $1', [
      Buffer.from(readCheckpointOf(readFileSync(join(early, 'checkpoint'), 'utf8')).root),
    ]);
    assert.ok(await crashed.open().drain());
    assert.equal(crashed.checkpoint(), undisturbed.checkpoint());
    assert.ok((await crashed.verify()).ok);
    rmSync(early, { recursive: true });
    await undisturbed.close();
    await crashed.close();
  });

  test('stops its log, and signs nothing, when table, tiles, checkpoint or key do not fit', async () => {
    const one = await aLog();
    await recordActs(one.db, acts(300));
    await one.log.drain();
    const signed = one.checkpoint();
    const stopsWith = async (code: string): Promise<void> => {
      const log = one.open();
      await recordAct(one.db, anAct({ subject: 'while it stands still' }));
      assert.equal(await log.drain(), false);
      assert.equal(log.failure()?.code, code);
      if (existsSync(join(one.dataFolder, 'log/checkpoint'))) assert.equal(one.checkpoint(), signed);
      const [waiting] = await one.db.query<{ count: number }>(
        'select count(*)::int as count from act where entry is null or entry >= 300',
      );
      assert.ok((waiting?.count ?? 0) > 0, 'acts wait');
    };
    const tile = join(one.dataFolder, 'log/tile/1/000.p/1');
    const sound = readFileSync(tile);
    writeFileSync(tile, Buffer.from(sound).fill(0, 0, 8));
    await stopsWith('log/tiles-damaged');
    writeFileSync(tile, sound);

    const keyFile = join(one.dataFolder, 'keys/log.key');
    const key = readFileSync(keyFile);
    rmSync(keyFile);
    await stopsWith('log/key-missing');
    writeFileSync(keyFile, 'PRIVATE+KEY+nothing');
    await stopsWith('log/key-damaged');
    writeFileSync(keyFile, key);

    rmSync(join(one.dataFolder, 'log/checkpoint'));
    await stopsWith('log/checkpoint-behind');
    writeFileSync(join(one.dataFolder, 'log/checkpoint'), signed);

    await one.db.execute('create table hidden as select * from act where entry >= 290');
    await one.db.execute('delete from act where entry >= 290');
    await stopsWith('log/table-behind');
    await one.db.execute('insert into act overriding system value select * from hidden; drop table hidden');

    assert.ok(await one.open().drain(), 'and goes on when all is in its place again');
    const found = await one.verify([signed]);
    assert.deepEqual([found.ok, found.keptHeld, found.entries], [true, 1, 305]);
    await one.close();
  });

  test('killed with kill -9 again and again loses no acknowledged act and never forks', async (t) => {
    const one = await aLog();
    const [about] = await one.db.query<{ name: string }>('select current_database() as name');
    const connection = await testConnection(about!.name);
    const acknowledged = new Set<string>();
    const kept: string[] = [];
    for (let life = 0; life < 5; life += 1) {
      const child = spawnLog({ connection, dataFolder: one.dataFolder, life });
      let text = '';
      child.stdout!.setEncoding('utf8').on('data', (part: string) => (text += part));
      const wanted = 60 + 200 * life;
      const deadline = Date.now() + 120_000;
      while (text.split('\n').length < wanted && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (existsSync(join(one.dataFolder, 'log/checkpoint')) && kept.length < 200) {
          const note = one.checkpoint();
          if (kept.at(-1) !== note) kept.push(note);
        }
      }
      await killLog(child);
      const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
      for (const line of lines) if (line !== '') acknowledged.add(line);
      t.diagnostic(`killed with ${acknowledged.size} acts acknowledged, ${kept.length} checkpoints seen`);
    }
    assert.ok(acknowledged.size > 500);
    assert.ok(await one.open().drain());
    const rows = await one.db.query<{ subject: string }>('select subject from act where entry is not null');
    const logged = new Set(rows.map(({ subject }) => subject));
    assert.equal(logged.size, rows.length, 'no act is in the log twice');
    for (const subject of acknowledged) assert.ok(logged.has(subject), subject);
    const found = await one.verify(kept);
    assert.deepEqual(codes(found), []);
    assert.equal(found.keptHeld, kept.length);
    await one.close();
  });
});

const readCheckpointOf = (note: string) => {
  const read = readNote(note);
  const checkpoint = read.ok ? readCheckpoint(read.value.text) : read;
  return checkpoint.ok ? checkpoint.value : assert.fail(checkpoint.problem);
};

describe('a backup', () => {
  /** The archive of a log, and what an auditor kept of it. */
  async function backedUp() {
    const one = await aLog();
    await recordActs(one.db, acts(700));
    assert.ok(await one.log.drain());
    const kept = one.checkpoint();
    await recordActs(one.db, acts(90, 'b'));
    assert.ok(await one.log.drain());
    await recordActs(one.db, acts(5, 'waiting'));
    const file = join(one.dataFolder, 'backup.tar.gz');
    const blobs = await openBlobs({ folder: join(one.dataFolder, 'blobs'), durable: false });
    await writeBackup({ db: one.db, blobs, file, version: '1', now });
    const keys = await closeKeys(join(one.dataFolder, 'keys'), 'words that nobody else knows');
    return { one, kept, keys, file };
  }

  /** Another machine onto which it is restored. */
  async function restored(file: string) {
    const db = await createTestDatabase({ migrated: false });
    const other = await aLog({ db });
    const blobs = await openBlobs({ folder: join(other.dataFolder, 'blobs'), durable: false });
    await restoreBackup({ db, blobs, file });
    return { ...other, rebuild: () => rebuildLog(db, logFolder(join(other.dataFolder, 'log'), false)) };
  }

  test('brings the log back: it fits a checkpoint kept elsewhere, and the node goes on with it', async () => {
    const { one, kept, keys, file } = await backedUp();
    const other = await restored(file);
    assert.equal(await other.rebuild(), 790);
    await putKeys(join(other.dataFolder, 'keys'), await openKeys(keys, 'words that nobody else knows'));
    const found = await other.verify([kept, one.checkpoint()]);
    assert.deepEqual([found.ok, found.entries, found.keptHeld], [true, 790, 2], codes(found).join());
    await recordActs(other.db, acts(300, 'c'));
    assert.ok(await other.open().drain(), 'what waited and what is new is appended and signed');
    const later = await other.verify([kept, one.checkpoint()]);
    assert.deepEqual([later.ok, later.entries, later.keptHeld], [true, 1_095, 2], codes(later).join());
    assert.equal(await other.rebuild(), null, 'files that are there are left as they are');
    await other.close();
    await one.close();
  });

  test('whose rows are not those that were signed gives no log', async () => {
    const { one, file } = await backedUp();
    for (const damage of [
      "update act set purpose = 'another' where entry = 12",
      'delete from act where entry = 12',
      'delete from act where entry >= 780',
    ]) {
      const other = await restored(file);
      await other.db.execute(damage);
      await assert.rejects(other.rebuild(), { code: 'verification/log' });
      assert.equal(await logFolder(join(other.dataFolder, 'log'), false).checkpoint(), null);
      await other.close();
    }
    await one.close();
  });

  test('without the keys leaves a log that signs nothing, and says why', async () => {
    const { one, file } = await backedUp();
    const other = await restored(file);
    await other.rebuild();
    const log = other.open();
    assert.equal(await log.drain(), false);
    assert.equal(log.failure()?.code, 'log/key-missing');
    await other.close();
    await one.close();
  });
});

describe('over HTTP', () => {
  let node: TestNode;
  let headers: Record<string, string>;
  before(async () => {
    node = await aNode();
    headers = { ...(await signedIn(node, ['auditor'])).headers };
    await node.start();
    await recordActs(node.db, acts(400));
    await recordAct(node.db, anAct({ kind: 'refusal', act: 'session/open', subject: null, at: now + 5_000 }));
    await node.actLog.drain();
  });
  after(() => node.close());

  test('the checkpoint verifies with the key that the node tells, and every proof with the checkpoint', async () => {
    const state = await node.get<{ verifierKey: string; size: number; failure: null }>(
      '/api/v1/log/state',
      headers,
    );
    assert.deepEqual([state.body.size, state.body.failure], [401, null]);
    const key = readVerifierKey(sha256, state.body.verifierKey);
    const note = await node.get<string>('/api/v1/log/checkpoint', headers);
    assert.match(note.headers.get('content-type') ?? '', /^text\/plain/);
    const read = readNote(note.body);
    assert.ok(key.ok && read.ok && verifySignature(read.value, key.value, verifyEd25519));
    const { size, root } = readCheckpointOf(note.body);
    const bundle = Buffer.from(
      await (await fetch(`${node.address}/api/v1/log/tile/entries/000`, { headers })).arrayBuffer(),
    );
    const leaf = trees.leaf(bundle.subarray(2, 2 + bundle.readUInt16BE(0)));
    const answer = await node.get<{ proof: string[] }>(`/api/v1/log/inclusion?entry=0&size=${size}`, headers);
    const proof = answer.body.proof.map((hash) => fromBase64(hash)!);
    assert.ok(verifyInclusion(trees, { index: 0, size, leaf, proof, root }));
    const old = await node.get<{ proof: string[] }>(`/api/v1/log/consistency?old=256&size=${size}`, headers);
    const oldRoot = Buffer.from(
      await (await fetch(`${node.address}/api/v1/log/tile/1/000.p/1`, { headers })).arrayBuffer(),
    );
    assert.ok(
      verifyConsistency(trees, {
        oldSize: 256,
        oldRoot,
        size,
        root,
        proof: old.body.proof.map((hash) => fromBase64(hash)!),
      }),
    );
  });

  test('entries are filtered and paged, newest first', async () => {
    type Page = {
      items: { entry: number; subject: string; at: string; content: string }[];
      next: number | null;
    };
    const first = await node.get<Page>('/api/v1/log/entries?kind=look&limit=3', headers);
    assert.deepEqual(
      first.body.items.map(({ entry }) => entry),
      [399, 398, 397],
    );
    const second = await node.get<Page>(
      `/api/v1/log/entries?kind=look&limit=3&before=${first.body.next}`,
      headers,
    );
    assert.equal(second.body.items[0]?.entry, 396);
    const refused = await node.get<Page>(
      '/api/v1/log/entries?kind=refusal&act=session/open&person=p_1',
      headers,
    );
    assert.deepEqual([refused.body.items.length, refused.body.next], [1, null]);
    const since = new Date(now + 398).toISOString();
    const timed = await node.get<Page>(
      `/api/v1/log/entries?since=${since}&until=${new Date(now + 1000).toISOString()}`,
      headers,
    );
    assert.equal(timed.body.items.length, 2);
    const subject = await node.get<Page>("/api/v1/log/entries?subject=a7'%20or%20true", headers);
    assert.equal(subject.body.items.length, 0);
  });

  test('what is not there or not well asked is refused', async () => {
    for (const [path, status] of [
      ['tile/0/001', 404],
      ['tile/0/000.p/300', 404],
      ['tile/entries/../../keys/log.key', 404],
      ['tile/entries/..%2f..%2fkeys%2flog.key', 404],
      ['inclusion?entry=401&size=401', 400],
      ['inclusion?entry=1&size=9999', 404],
      ['inclusion?entry=-1&size=5', 400],
      ['consistency?old=6&size=5', 400],
      ['entries?limit=0', 400],
      ['entries?since=yesterday', 400],
    ] as const) {
      assert.equal((await node.get(`/api/v1/log/${path}`, headers)).status, status, path);
    }
    assert.equal((await node.post('/api/v1/log/witness/add-checkpoint', {})).status, 404);
  });

  test('a verification answers what it found, and is itself an act', async () => {
    const note = await node.get<string>('/api/v1/log/checkpoint', headers);
    const sound = await node.post<{ ok: boolean; keptHeld: number }>(
      '/api/v1/log/verification',
      {
        checkpoints: [note.body],
      },
      headers,
    );
    assert.deepEqual([sound.status, sound.body.ok, sound.body.keptHeld], [200, true, 1]);
    await node.actLog.drain();
    const list = await node.get<{ items: unknown[] }>('/api/v1/log/entries?act=log/verify', headers);
    assert.equal(list.body.items.length, 1);
    const bad = await node.post<{ ok: boolean }>(
      '/api/v1/log/verification',
      {
        checkpoints: [note.body.replace(/^\d+$/m, (size) => String(Number(size) + 1))],
      },
      headers,
    );
    assert.equal(bad.body.ok, false);
  });

  test('files that are received and decided about, policies and rules leave an act', async () => {
    await node.take({ 'broken.edi': 'UNB+UNOA:2' });
    const files = await node.get<{ items: { id: string }[] }>('/api/v1/files?state=quarantined');
    const id = files.body.items[0]!.id;
    assert.equal((await node.post(`/api/v1/files/${id}/reject`, { reason: 'not readable' })).status, 200);
    await node.actLog.drain();
    const list = await node.get<{ items: { act: string }[] }>(`/api/v1/log/entries?subject=${id}`, headers);
    assert.deepEqual(
      list.body.items.map(({ act }) => act),
      ['file/reject', 'file/read', 'file/receive'],
    );
  });
});

describe('witnesses', () => {
  test('another node cosigns what continues, refuses what does not, and a fork is seen on both sides', async () => {
    const log = await aLog();
    await log.log.drain();
    const logKey = await log.key();
    const witnessNode = await aNode({ actLog: { witnessedLogs: [logKey] } });
    const witnessKey = (await openNodeKey(join(witnessNode.dataFolder, 'keys'), 'cosignature', 'NL', false))
      .verifier;
    const url = `${witnessNode.address}/api/v1/log/witness`;
    const collect = (from: { readonly db: Database; readonly log: ActLog }): Promise<void> =>
      collectCosignatures({ db: from.db, now: () => now, log: from.log }, [{ key: witnessKey, url }]);
    const state = async (db: Database) =>
      (
        await db.query<{ size: number | null; finding: string | null }>(
          'select size, finding from log_witness',
        )
      )[0];

    await recordActs(log.db, acts(10));
    await log.log.drain();
    await collect(log);
    assert.deepEqual(await state(log.db), { size: 10, finding: null });
    await recordActs(log.db, acts(300, 'b'));
    await log.log.drain();
    // The log forgot how far the witness is; the witness tells it.
    await log.db.execute('delete from log_witness');
    await collect(log);
    assert.deepEqual(await state(log.db), { size: 310, finding: null });

    const forked = await aLog();
    cpSync(join(log.dataFolder, 'keys'), join(forked.dataFolder, 'keys'), { recursive: true });
    await recordActs(forked.db, acts(310, 'x'));
    await forked.log.drain();
    await collect(forked);
    assert.match((await state(forked.db))?.finding ?? '', /forked|did not sign/);
    await recordActs(forked.db, acts(10, 'y'));
    await forked.log.drain();
    await collect(forked);
    assert.match((await state(forked.db))?.finding ?? '', /422/);

    const short = await aLog();
    cpSync(join(log.dataFolder, 'keys'), join(short.dataFolder, 'keys'), { recursive: true });
    await recordActs(short.db, acts(10));
    await short.log.drain();
    await collect(short);
    assert.match((await state(short.db))?.finding ?? '', /has seen 310 entries of this log, which has 10/);

    const stranger = await aLog();
    await stranger.log.drain();
    await collect(stranger);
    assert.match((await state(stranger.db))?.finding ?? '', /404/);
    const refusals = await witnessNode.db.query("select 1 from act where act = 'log/refuse-cosign'");
    assert.equal(refusals.length, 2, 'the fork and the proof that did not hold are acts of the witness');
    for (const one of [forked, short, stranger, log]) await one.close();
    await witnessNode.close();
  });

  test('one that is down, answers nonsense or signs with another key is a finding, not a stop', async () => {
    const log = await aLog();
    await recordActs(log.db, acts(3));
    await log.log.drain();
    const other = await aLog();
    const key = (await openNodeKey(join(other.dataFolder, 'keys'), 'cosignature', 'NL', true)).verifier;
    let answer = '';
    const liar = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.end(answer));
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
    const finding = async (): Promise<string | null> => {
      await collectCosignatures({ db: log.db, now: () => now, log: log.log }, [{ key, url }]);
      const [row] = await log.db.query<{ finding: string | null }>('select finding from log_witness');
      return row?.finding ?? null;
    };
    answer = 'thank you';
    assert.equal(await finding(), 'its answer is no signature');
    answer = `— ${key.name} ${Buffer.concat([key.keyId, Buffer.alloc(72, 1)]).toString('base64')}\n`;
    assert.equal(await finding(), 'its signature does not hold for this checkpoint');
    answer = 'x'.repeat(1_000_000);
    assert.match((await finding()) ?? '', /too long/);
    await new Promise((resolve) => liar.close(resolve));
    assert.match((await finding()) ?? '', /can't be reached/);
    await recordAct(log.db, anAct());
    assert.ok(await log.log.drain(), 'the log goes on');
    await log.close();
    await other.close();
  });
});
