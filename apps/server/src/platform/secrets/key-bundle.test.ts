import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { closeKeys, openKeys, putKeys } from './key-bundle.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-keys-'));
after(() => rmSync(home, { recursive: true }));
const passphrase = 'four words that nobody wrote';
const own = (name: string): string => join(home, name);
writeFileSync(own('people.key'), Buffer.alloc(32, 7));
writeFileSync(own('log.key'), 'PRIVATE+KEY+x');
writeFileSync(own('notes.txt'), 'no key');

test('keys come back byte for byte, for the node’s user alone, and never over a key that is there', async () => {
  const keys = await openKeys(await closeKeys(home, passphrase), passphrase);
  const folder = own('fresh');
  await putKeys(folder, keys);
  assert.deepEqual(readdirSync(folder).sort(), ['log.key', 'people.key']);
  assert.deepEqual(readFileSync(join(folder, 'people.key')), Buffer.alloc(32, 7));
  assert.equal(readFileSync(join(folder, 'log.key'), 'utf8'), 'PRIVATE+KEY+x');
  assert.equal(statSync(join(folder, 'log.key')).mode & 0o777, 0o600);
  rmSync(join(folder, 'log.key'));
  await assert.rejects(putKeys(folder, keys), { code: 'secrets/key-there' });
  assert.deepEqual(readdirSync(folder), ['people.key'], 'none is written');
});

test('a bundle shows nothing of the keys, and another passphrase or byte opens nothing', async () => {
  const text = await closeKeys(home, passphrase);
  for (const secret of [
    'PRIVATE',
    Buffer.from('PRIVATE').toString('base64'),
    Buffer.alloc(32, 7).toString('base64'),
  ]) {
    assert.ok(!text.includes(secret));
  }
  const bundle = JSON.parse(text) as { sealed: string; cost: object };
  const sealed = Buffer.from(bundle.sealed, 'base64');
  sealed[sealed.length - 1]! ^= 1;
  for (const [wrong, typed] of [
    [text, `${passphrase} `],
    [JSON.stringify({ ...bundle, sealed: sealed.toString('base64') }), passphrase],
    [JSON.stringify({ ...bundle, cost: { N: 2 ** 30, r: 8, p: 1 } }), passphrase],
    ['no JSON', passphrase],
    ['{}', passphrase],
  ] as const) {
    await assert.rejects(openKeys(wrong, typed), { code: 'verification/keys' });
  }
});

test('a short passphrase closes nothing, and a folder without keys has nothing to close', async () => {
  await assert.rejects(closeKeys(home, 'short'), { code: 'secrets/passphrase' });
  await assert.rejects(closeKeys(own('absent'), passphrase), { code: 'secrets/no-keys' });
});
