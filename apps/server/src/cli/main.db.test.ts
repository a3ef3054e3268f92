import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { openNodeKeys } from '../open-node.ts';
import { openBlobs } from '../platform/blobs/index.ts';
import { openDatabase } from '../platform/db/index.ts';
import { runCommandLine } from './build-program.ts';
import { commandList } from './command-list.ts';
import { exitCode } from './exit-code.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-cli-'));
chmodSync(home, 0o755);
after(() => rmSync(home, { recursive: true }));
const data = join(home, 'data');
const main = join(import.meta.dirname, 'main.ts');

/** The command line in this process; `data` is the data folder unless `env` says another. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const settings = { HAVENWACHT_DATA: data, ...env };
  Object.assign(process.env, settings);
  try {
    const [out, err, status] = await Promise.all([
      text(stdout),
      text(stderr),
      runCommandLine(commandList, args, { stdout, stderr, env: {} }).finally(() => {
        stdout.end();
        stderr.end();
      }),
    ]);
    return { status, stdout: out, stderr: err, lines: () => jsonLines(out) };
  } finally {
    for (const name of Object.keys(settings)) delete process.env[name];
  }
}

/** The command line as a process of its own. */
function spawned(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr, lines: () => jsonLines(stdout) };
}

function jsonLines(out: string): readonly Readonly<Record<string, unknown>>[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const sound =
  "UNB+UNOA:2+SENDER+RECEIVER+260302:0600+REF1'UNH+1+CODECO:D:95B:UN:ITG14'BGM+34+1+9'UNT+3+1'UNZ+1+REF1'";

test('edifact check reads standard input and files, and ends as the contract says', async () => {
  const accepted = spawned(['edifact', 'check', '--json', '-'], sound);
  assert.equal(accepted.status, exitCode.done, accepted.stderr);
  const [line] = accepted.lines();
  assert.deepEqual(
    [
      line?.['file'],
      line?.['interchange'],
      line?.['sender'],
      line?.['recipient'],
      line?.['control'],
      line?.['verdict'],
      line?.['findings'],
    ],
    ['-', 1, 'SENDER', 'RECEIVER', 'REF1', 'accepted', []],
  );
  assert.deepEqual(line?.['messages'], [
    { type: 'CODECO', version: 'D95B ITG14', reference: '1', segments: 3, verdict: 'accepted' },
  ]);

  const good = join(home, 'good.edi');
  const bad = join(home, 'bad.edi');
  writeFileSync(good, sound);
  writeFileSync(bad, 'no message at all');
  const mixed = spawned(['edifact', 'check', '--json', bad, good]);
  assert.equal(mixed.status, exitCode.someRejected);
  assert.deepEqual(
    mixed.lines().map((one) => [one['file'], one['verdict']]),
    [
      [bad, 'quarantined'],
      [good, 'accepted'],
    ],
  );
  const words = await run(['edifact', 'check', bad]);
  assert.match(words.stdout, /^quarantined {2}.*bad\.edi/);

  const absent = await run(['edifact', 'check', '--json', join(home, 'absent.edi'), good]);
  assert.equal(absent.status, exitCode.notFound);
  assert.equal(absent.lines().length, 1, 'the rest is checked all the same');
  assert.match(absent.stderr, /no such file/);
  assert.equal((await run(['edifact', 'check', home])).status, exitCode.usage);
});

test('output that nobody reads to its end is no failure', async () => {
  const file = join(home, 'big.edi');
  writeFileSync(file, Array.from({ length: 2_000 }, () => sound).join(''));
  const child = spawn(
    process.execPath,
    [main, 'edifact', 'check', '--json', ...Array.from({ length: 20 }, () => file)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  child.stdout.once('data', () => child.stdout.destroy());
  assert.deepEqual(await once(child, 'exit'), [exitCode.done, null]);
});

test('doctor makes no database where there is none', async () => {
  const { status, lines } = await run(['doctor', '--json'], { HAVENWACHT_DATA: join(home, 'nothing') });
  assert.equal(status, exitCode.done);
  assert.equal(lines().at(-1)?.['state'], 'warn');
  assert.ok(!existsSync(join(home, 'nothing')));
});

test('migrate, doctor and backup work beside a node; restore brings all of it into an empty one', async () => {
  const archive = join(home, 'backup.tar.gz');
  const db = await openDatabase({ url: null, dataFolder: data, poolSize: 2 });
  try {
    const migrated = await run(['migrate', '--json']);
    assert.equal(migrated.status, exitCode.done, migrated.stderr);
    assert.ok(migrated.lines().length > 0);
    assert.equal((await run(['migrate'])).stdout, '');
    const blobs = await openBlobs({ folder: join(data, 'blobs') });
    const { hash } = await blobs.write(Readable.from([Buffer.from(sound)]));
    await db.execute(
      "insert into file (id, bytes, name, channel, received_at, state, verdict) values ($1, $2, 'a', 'cli', now(), 'taken', 'accepted')",
      [hash, sound.length],
    );
    const well = await run(['doctor', '--json']);
    assert.equal(well.status, exitCode.done, well.stdout);
    assert.deepEqual(
      well
        .lines()
        .map(({ check, state }) => [check, state])
        .filter(([, state]) => state === 'fail'),
      [],
    );
    assert.equal(well.lines().at(-1)?.['about'], '1 files are there, 1 of them read and sound');
    const secret = join(home, 'passphrase');
    writeFileSync(secret, 'words that nobody else knows\n');
    await openNodeKeys(data);
    const withKeys = ['--keys', join(home, 'apart', 'keys.json'), '--passphrase', secret];
    mkdirSync(join(home, 'apart'));
    for (const [options, why] of [
      [['--keys', join(home, 'keys.json'), '--passphrase', secret], /beside the archive/],
      [withKeys.slice(0, 2), /--passphrase/],
    ] as const) {
      const refused = await run(['backup', archive, ...options]);
      assert.equal(refused.status, exitCode.usage);
      assert.match(refused.stderr, why);
      assert.ok(!existsSync(archive));
    }
    const backup = await run(['backup', archive, '--json', ...withKeys]);
    assert.equal(backup.status, exitCode.done, backup.stderr);
    // The file, and the setting that a migration leaves.
    assert.deepEqual([backup.lines()[0]?.['rows'], backup.lines()[0]?.['blobs']], [2, 1]);
    assert.equal((await run(['backup', archive])).status, exitCode.conflict);
    const beside = await run(['restore', archive]);
    assert.equal(beside.status, exitCode.conflict);
    assert.match(beside.stderr, /Another node/);
  } finally {
    await db.close();
  }

  assert.equal((await run(['restore', '--check', archive])).status, exitCode.done);
  assert.equal((await run(['restore', join(home, 'absent')])).status, exitCode.notFound);
  writeFileSync(join(home, 'broken.tar.gz'), 'broken');
  assert.equal(
    (await run(['restore', '--check', join(home, 'broken.tar.gz')])).status,
    exitCode.verificationFailed,
  );
  const full = await run(['restore', archive]);
  assert.equal(full.status, exitCode.conflict);
  assert.match(full.stderr, /empty node only/);

  const env = { HAVENWACHT_DATA: join(home, 'other') };
  const keys = ['--keys', join(home, 'apart', 'keys.json'), '--passphrase'];
  writeFileSync(join(home, 'other-words'), 'words that open nothing here');
  const closed = await run(['restore', archive, ...keys, join(home, 'other-words')], env);
  assert.equal(closed.status, exitCode.verificationFailed, closed.stderr);
  assert.ok(!existsSync(env.HAVENWACHT_DATA), 'nothing is restored without the keys that were asked for');
  const restored = await run(['restore', archive, '--json', ...keys, join(home, 'passphrase')], env);
  assert.equal(restored.status, exitCode.done, restored.stderr);
  for (const name of ['people.key', 'controls.key']) {
    const [kept, back] = [data, env.HAVENWACHT_DATA].map((folder) =>
      readFileSync(join(folder, 'keys', name)),
    );
    assert.deepEqual(back, kept);
  }
  const other = await openDatabase({ url: null, dataFolder: env.HAVENWACHT_DATA, poolSize: 2 });
  try {
    const [file] = await other.query<{ id: string }>('select id from file');
    assert.ok(file !== undefined);
    const path = join(env.HAVENWACHT_DATA, 'blobs', file.id.slice(0, 2), file.id);
    chmodSync(path, 0o600);
    writeFileSync(path, sound.replace('SENDER', 'FENDER'));
    const damaged = await run(['doctor', '--json'], env);
    assert.equal(damaged.status, exitCode.verificationFailed);
    assert.equal(damaged.lines().find((line) => line['check'] === 'blobs')?.['state'], 'fail');
    assert.equal((await run(['backup', join(home, 'b2.tar.gz')], env)).status, exitCode.verificationFailed);
  } finally {
    await other.close();
  }
});

test('a database that does not answer ends with 7, settings that make no sense with 2', async () => {
  const env = { DATABASE_URL: 'postgres://node:secret@127.0.0.1:1/none' };
  const down = await run(['migrate'], env);
  assert.equal(down.status, exitCode.dependencyDown);
  assert.ok(!down.stderr.includes('secret'));
  assert.equal((await run(['doctor'], env)).status, exitCode.dependencyDown);
  const wrong = await run(['migrate'], { HAVENWACHT_PORT: 'x', HAVENWACHT_POOL: '0' });
  assert.equal(wrong.status, exitCode.usage);
  assert.match(wrong.stderr, /HAVENWACHT_POOL:[\s\S]*HAVENWACHT_PORT:/);
});

test('openapi prints the document without a database, and completion a script with every command', async () => {
  const document = await run(['openapi']);
  assert.equal(document.status, exitCode.done, document.stderr);
  const { openapi, paths } = JSON.parse(document.stdout) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  assert.equal(openapi, '3.1.0');
  assert.ok('/api/v1/visits' in paths);
  const script = (await run(['completion', 'bash'])).stdout;
  for (const command of ['edifact check', 'doctor', 'restore', 'serve'])
    assert.ok(script.includes(`'${command}')`), command);
});

test('simulate refuses a folder that is not empty and options out of range', async () => {
  const folder = join(home, 'full');
  mkdirSync(folder);
  writeFileSync(join(folder, 'x'), '');
  assert.equal((await run(['simulate', '--seed', '1', '--out', folder])).status, exitCode.conflict);
  assert.equal((await run(['simulate', '--seed', '-1', '--out', join(home, 'sim')])).status, exitCode.usage);
  assert.equal(
    (await run(['simulate', '--seed', '1', '--boxes', '0', '--out', join(home, 'sim')])).status,
    exitCode.usage,
  );
  const done = await run(['simulate', '--seed', '1', '--boxes', '60', '--out', join(home, 'sim'), '--json']);
  assert.equal(done.status, exitCode.done, done.stderr);
  assert.equal(done.lines()[0]?.['boxes'], 60);
});
