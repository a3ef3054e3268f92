import assert from 'node:assert/strict';
import { createCipheriv, createECDH, hkdfSync, pbkdf2Sync, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { bytesOf, fromBase64, sha256Of, textOf, toBase64 } from './bytes.ts';
import { closeBytes, closeForNode, openBytes, openEnvelope } from './closed-bytes.ts';

const task = 'c_0000000000000000000000';
const aKey = (usages: KeyUsage[]): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new Uint8Array(32).fill(3), 'AES-GCM', false, usages);

test('openBytes() opens what closeBytes() closed, and nothing that was changed or belongs elsewhere', async () => {
  const key = await aKey(['encrypt', 'decrypt']);
  const closed = await closeBytes(key, bytesOf('Quay 12'), `${task}/card`);
  assert.equal(textOf(await openBytes(key, closed, `${task}/card`)), 'Quay 12');
  assert.ok(!Buffer.from(closed).toString('latin1').includes('Quay'));
  await assert.rejects(openBytes(key, closed, 'c_1/card'));
  await assert.rejects(openBytes(key, closed.with(20, closed[20]! ^ 1), `${task}/card`));
});

test('closeForNode() closes so that only the other side of the inbox opens it', async () => {
  const node = createECDH('prime256v1');
  const inbox = node.generateKeys('base64url');
  const closed = await closeForNode(inbox, `${task}/i/note`, bytesOf('nothing to see'));
  const point = closed.subarray(0, 65);
  const shared = node.computeSecret(point);
  const derived = hkdfSync('sha256', shared, new Uint8Array(0), `task-item/${toBase64(point)}`, 32);
  const key = await crypto.subtle.importKey('raw', derived, 'AES-GCM', false, ['decrypt']);
  assert.equal(textOf(await openBytes(key, closed.subarray(65), `${task}/i/note`)), 'nothing to see');
  const again = await closeForNode(inbox, `${task}/i/note`, bytesOf('nothing to see'));
  assert.notDeepEqual(again, closed);
});

test('openEnvelope() opens with the number it was closed with and with no other', async () => {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', pbkdf2Sync('CSQU3054383', salt, 1_000, 32, 'sha256'), nonce);
  cipher.setAAD(Buffer.from(`${task}/arrival`));
  const body = Buffer.concat([cipher.update('{"container":"CSQU3054383"}'), cipher.final()]);
  const envelope = {
    salt: salt.toString('base64url'),
    rounds: 1_000,
    sealed: Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url'),
  };
  assert.deepEqual(await openEnvelope(task, envelope, 'CSQU3054383'), { container: 'CSQU3054383' });
  assert.equal(await openEnvelope(task, envelope, 'CSQU3054384'), null);
  assert.equal(await openEnvelope('c_other', envelope, 'CSQU3054383'), null);
});

test('bytes go through text and back, and their hash is SHA-256', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
  assert.equal(
    await sha256Of(bytesOf('abc')),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
