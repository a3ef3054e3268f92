import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOfNothing, hashPassphrase, passphraseMatches } from './hash-passphrase.ts';

test('a passphrase matches its hash, whatever keyboard composed its letters, and no other does', async () => {
  const hash = await hashPassphrase('quatre mouettes sur la jetée');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await passphraseMatches('quatre mouettes sur la jete\u0301e', hash), true);
  assert.equal(await passphraseMatches('quatre mouettes sur la jetee', hash), false);
  assert.equal(await passphraseMatches('', hash), false);
  assert.notEqual(await hashPassphrase('quatre mouettes sur la jetée'), hash);
});

test('hashPassphrase() refuses what is short, endless or one key held down', async () => {
  for (const bad of ['', 'fourteen chars', 'a'.repeat(40), 'x1'.repeat(20), 'words and '.repeat(30)]) {
    await assert.rejects(hashPassphrase(bad), { code: 'people/passphrase' }, bad);
  }
});

test('nothing matches the hash that stands for nobody', async () => {
  for (const one of ['', '\0', 'nobody']) assert.equal(await passphraseMatches(one, hashOfNothing), false);
  assert.equal(await passphraseMatches('x', 'not a hash'), false);
});
