import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startMark } from '../process-identity.ts';
import { dataFolderHolder, lockDataFolder } from './data-folder-lock.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-lock-'));
after(() => rmSync(home, { recursive: true }));

const lock = join(home, 'node.lock');
const write = (holder: object | string): void => {
  writeFileSync(lock, typeof holder === 'string' ? holder : JSON.stringify(holder));
};

test('lockDataFolder() refuses a second time and names the process, until it is given back', () => {
  const unlock = lockDataFolder(home);
  assert.equal(dataFolderHolder(home), process.pid);
  assert.throws(() => lockDataFolder(home), {
    code: 'data-folder/in-use',
    details: { pid: process.pid, host: hostname() },
  });
  unlock();
  assert.equal(dataFolderHolder(home), null);
  lockDataFolder(home)();
  assert.deepEqual(readdirSync(home), []);
});

test('lockDataFolder() refuses while another process holds the folder, and takes over when it has died', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  write({ pid: other.pid, mark: startMark(other.pid ?? 0), host: hostname() });
  assert.throws(() => lockDataFolder(home), { code: 'data-folder/in-use' });
  other.kill('SIGKILL');
  await once(other, 'exit');
  lockDataFolder(home)();
});

test('lockDataFolder() is not fooled by a later process with the same number', () => {
  write({ pid: process.ppid, mark: 'another boot 1', host: hostname() });
  lockDataFolder(home)();
  write({ pid: process.pid, mark: 'another boot 1', host: hostname() });
  lockDataFolder(home)();
});

test('lockDataFolder() believes the lock of another machine while it shows signs of life', () => {
  write({ pid: 1, mark: null, host: 'elsewhere.example' });
  assert.throws(() => lockDataFolder(home), { code: 'data-folder/in-use', message: /elsewhere\.example/ });
  const past = new Date(Date.now() - 120_000);
  utimesSync(lock, past, past);
  lockDataFolder(home)();
});

test('lockDataFolder() takes over a lock that says nothing', () => {
  for (const text of ['', 'half a l', '{"pid":"x"}']) {
    write(text);
    lockDataFolder(home)();
  }
});

test('only one of many processes that start at once gets a folder whose owner died', async () => {
  write({ pid: 4_194_304, mark: null, host: hostname() });
  const script = `
    const { lockDataFolder } = await import(${JSON.stringify(new URL('./data-folder-lock.ts', import.meta.url).href)});
    try {
      lockDataFolder(${JSON.stringify(home)});
      process.stdout.write('held');
      process.stdin.resume();
    } catch (error) {
      process.stdout.write(error.code);
    }`;
  const children = Array.from({ length: 5 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const words = await Promise.all(
    children.map(async ({ stdout }) => String(((await once(stdout, 'data')) as [Buffer])[0])),
  );
  assert.deepEqual(words.toSorted(), [...Array.from({ length: 4 }, () => 'data-folder/in-use'), 'held']);
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }),
  );
  assert.ok(existsSync(lock));
  rmSync(lock);
});
