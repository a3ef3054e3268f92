import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from './setup.mjs';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('withLock() lets one in at a time', async () => {
  let inside = 0;
  let most = 0;
  const visit = () =>
    withLock(
      'visit',
      async () => {
        most = Math.max(most, ++inside);
        await sleep(1);
        inside -= 1;
      },
      folder,
    );
  await Promise.all([visit(), visit(), visit()]);
  assert.equal(most, 1);
  assert.ok(!existsSync(join(folder, 'visit.lock')));
});

test('withLock() takes over from a process that died', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(join(folder, 'dead.lock'), `${pid}\n`);
  assert.equal(await withLock('dead', async () => 'in', folder), 'in');
});

test('withLock() gives the lock back when the work throws', async () => {
  const work = withLock('broken', () => Promise.reject(new Error('no')), folder);
  await assert.rejects(work, /no/);
  assert.ok(!existsSync(join(folder, 'broken.lock')));
});

test('withLock() waits for what a killed holder left running', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  const left = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
  writeFileSync(join(folder, 'left.lock'), `${dead}\n${left.pid}\n`);
  let got = false;
  const work = withLock('left', async () => void (got = true), folder);
  await sleep(300);
  assert.equal(got, false);
  left.kill('SIGKILL');
  await work;
  assert.equal(got, true);
});
