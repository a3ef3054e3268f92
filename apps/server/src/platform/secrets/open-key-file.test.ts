import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openKeyFile } from './open-key-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'havenwacht-keys-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('openKeyFile() makes a key once, for the own user alone, and gives the same one ever after', async () => {
  const file = join(folder, 'one', 'a.key');
  const key = await openKeyFile(file);
  assert.equal(key.length, 32);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(await openKeyFile(file), key);
});

test('openKeyFile() gives one key to all who start at once', async () => {
  const file = join(folder, 'many', 'a.key');
  const keys = await Promise.all(Array.from({ length: 20 }, () => openKeyFile(file)));
  assert.equal(new Set(keys.map((key) => key.toString('hex'))).size, 1);
  assert.deepEqual(readdirSync(join(folder, 'many')), ['a.key']);
});

test('openKeyFile() refuses a key that others may read, and a file that holds none', async () => {
  const file = join(folder, 'open.key');
  await openKeyFile(file);
  chmodSync(file, 0o644);
  await assert.rejects(openKeyFile(file), { code: 'secrets/open-to-others' });
  const cut = join(folder, 'cut.key');
  writeFileSync(cut, new Uint8Array(5), { mode: 0o600 });
  await assert.rejects(openKeyFile(cut), { code: 'secrets/bad-key-file' });
});
