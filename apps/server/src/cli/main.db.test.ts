import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openBlobs } from '../platform/blobs/index.ts';
import { openDatabase } from '../platform/db/index.ts';
import { exitCode } from './exit-code.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-cli-'));
chmodSync(home, 0o755);
after(() => rmSync(home, { recursive: true }));
const data = join(home, 'data');
const main = join(import.meta.dirname, 'main.ts');

function run(args: readonly string[], options: { readonly env?: Record<string, string>; readonly input?: string } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    input: options.input ?? '',
    env: { PATH: process.env['PATH'], HAVENWACHT_DATA: data, ...options.env },
  });
  return { status, stdout, stderr, lines: () => stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const sound = "UNB+UNOA:2+SENDER+RECEIVER+260302:0600+REF1'UNH+1+CODECO:D:95B:UN:ITG14'BGM+34+1+9'UNT+3+1'UNZ+1+REF1'";

test('edifact check reads standard input and files, and ends as the contract says', () => {
  const accepted = run(['edifact', 'check', '--json', '-'], { input: sound });
  assert.equal(accepted.status, exitCode.done, accepted.stderr);
  const [line] = accepted.lines();
  assert.deepEqual([line?.['file'], line?.['interchange'], line?.['sender'], line?.['recipient'], line?.['control'], line?.['verdict'], line?.['findings']],
    ['-', 1, 'SENDER', 'RECEIVER', 'REF1', 'accepted', []]);
  assert.deepEqual(line?.['messages'], [{ type: 'CODECO', version: 'D95B ITG14', reference: '1', segments: 3, verdict: 'accepted' }]);

  const good = join(home, 'good.edi');
  const bad = join(home, 'bad.edi');
  writeFileSync(good, sound);
  writeFileSync(bad, 'no message at all');
  const mixed = run(['edifact', 'check', '--json', bad, good]);
  assert.equal(mixed.status, exitCode.someRejected);
  assert.deepEqual(mixed.lines().map((one) => [one['file'], one['verdict']]), [[bad, 'quarantined'], [good, 'accepted']]);
  const words = run(['edifact', 'check', bad]);
  assert.match(words.stdout, /^quarantined {2}.*bad\.edi/);

  const absent = run(['edifact', 'check', '--json', join(home, 'absent.edi'), good]);
  assert.equal(absent.status, exitCode.notFound);
  assert.equal(absent.lines().length, 1, 'the rest is checked all the same');
  assert.match(absent.stderr, /no such file/);
  assert.equal(run(['edifact', 'check', home]).status, exitCode.usage);
});

test('output that nobody reads to its end is no failure', async () => {
  const file = join(home, 'big.edi');
  writeFileSync(file, Array.from({ length: 2_000 }, () => sound).join(''));
  const child = spawn(process.execPath, [main, 'edifact', 'check', '--json', ...Array.from({ length: 20 }, () => file)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.once('data', () => child.stdout.destroy());
  assert.deepEqual(await once(child, 'exit'), [exitCode.done, null]);
});

test('migrate, doctor, backup and restore work together, and say what is wrong', async () => {
  const before = run(['doctor', '--json']);
  assert.equal(before.status, exitCode.done, before.stderr);
  assert.equal(before.lines().at(-1)?.['state'], 'warn', 'no database yet, and none is made');

  const migrated = run(['migrate', '--json']);
  assert.equal(migrated.status, exitCode.done, migrated.stderr);
  assert.ok(migrated.lines().length > 0);

  const db = await openDatabase({ url: null, dataFolder: data, poolSize: 1 });
  const blobs = await openBlobs({ folder: join(data, 'blobs') });
  const { hash } = await blobs.write([Buffer.from(sound)] as unknown as AsyncIterable<Uint8Array>);
  await db.execute(
    "insert into file (id, bytes, name, channel, received_at, state, verdict) values ($1, $2, 'a', 'cli', now(), 'taken', 'accepted')",
    [hash, sound.length],
  );
  await db.close();
  const well = run(['doctor', '--json']);
  assert.equal(well.status, exitCode.done, well.stdout + well.stderr);
  assert.deepEqual(well.lines().filter((line) => line['state'] !== 'ok'), []);

  const archive = join(home, 'backup.tar.gz');
  const backup = run(['backup', archive, '--json']);
  assert.equal(backup.status, exitCode.done, backup.stderr);
  assert.deepEqual([backup.lines()[0]?.['rows'], backup.lines()[0]?.['blobs']], [1, 1]);
  assert.equal(run(['backup', archive]).status, exitCode.conflict);
  assert.equal(run(['restore', archive]).status, exitCode.conflict, 'into a node that is not empty');
  assert.equal(run(['restore', '--check', archive]).status, exitCode.done);
  assert.equal(run(['restore', join(home, 'absent')]).status, exitCode.notFound);
  writeFileSync(join(home, 'broken.tar.gz'), 'broken');
  assert.equal(run(['restore', join(home, 'broken.tar.gz')]).status, exitCode.verificationFailed);
  const other = join(home, 'other');
  const restored = run(['restore', archive, '--json'], { env: { HAVENWACHT_DATA: other } });
  assert.equal(restored.status, exitCode.done, restored.stderr);
  const file = join(other, 'blobs', hash.slice(0, 2), hash);
  chmodSync(file, 0o600);
  writeFileSync(file, sound.replace('SENDER', 'FENDER'));
  const damaged = run(['doctor', '--json'], { env: { HAVENWACHT_DATA: other } });
  assert.equal(damaged.status, exitCode.verificationFailed);
  assert.equal(damaged.lines().find((line) => line['check'] === 'blobs')?.['state'], 'fail');
  assert.equal(run(['backup', join(home, 'b2.tar.gz')], { env: { HAVENWACHT_DATA: other } }).status, exitCode.verificationFailed);
});

test('a database that does not answer ends with 7, settings that make no sense with 2', () => {
  const env = { DATABASE_URL: 'postgres://node:secret@127.0.0.1:1/none' };
  const down = run(['migrate'], { env });
  assert.equal(down.status, exitCode.dependencyDown);
  assert.ok(!down.stderr.includes('secret'));
  assert.equal(run(['doctor'], { env }).status, exitCode.dependencyDown);
  const wrong = run(['migrate'], { env: { HAVENWACHT_PORT: 'x', HAVENWACHT_POOL: '0' } });
  assert.equal(wrong.status, exitCode.usage);
  assert.match(wrong.stderr, /HAVENWACHT_POOL:[\s\S]*HAVENWACHT_PORT:/);
});

test('openapi prints the document without a database, and completion a script with every command', () => {
  const document = run(['openapi']);
  assert.equal(document.status, exitCode.done, document.stderr);
  const { openapi, paths } = JSON.parse(document.stdout) as { openapi: string; paths: Record<string, unknown> };
  assert.equal(openapi, '3.1.0');
  assert.ok('/api/v1/visits' in paths);
  const script = run(['completion', 'bash']).stdout;
  for (const command of ['edifact check', 'doctor', 'restore', 'serve']) assert.ok(script.includes(`'${command}')`), command);
});

test('simulate refuses a folder that is not empty and options out of range', () => {
  const folder = join(home, 'full');
  mkdirSync(folder);
  writeFileSync(join(folder, 'x'), '');
  assert.equal(run(['simulate', '--seed', '1', '--out', folder]).status, exitCode.conflict);
  assert.equal(run(['simulate', '--seed', '-1', '--out', join(home, 'sim')]).status, exitCode.usage);
  assert.equal(run(['simulate', '--seed', '1', '--boxes', '0', '--out', join(home, 'sim')]).status, exitCode.usage);
  const done = run(['simulate', '--seed', '1', '--boxes', '60', '--out', join(home, 'sim'), '--json']);
  assert.equal(done.status, exitCode.done, done.stderr);
  assert.equal(done.lines()[0]?.['boxes'], 60);
});
