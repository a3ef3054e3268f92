import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  cosign,
  readCheckpoint,
  readNote,
  readSignerKey,
  readVerifierKey,
  signNote,
  toHex,
  verifierKey,
  verifyCosignature,
  verifySignature,
  writeCheckpoint,
  writeNote,
  writeSignerKey,
  writeVerifierKey,
} from './index.ts';
import { oneBitOff, publicKeyOf, sha256, signWith, verifyEd25519 } from './test/native-crypto.ts';

// The example of the documentation of Go's sumdb/note; docs/sources.md#go-sumdb-note
const published = {
  verifier: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  signer: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

function value<T>(
  read: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string },
): T {
  return read.ok ? read.value : assert.fail(read.problem);
}

describe('the published note', () => {
  const key = value(readVerifierKey(sha256, published.verifier));
  const note = `${published.text}\n${published.signature}`;

  test('its keys are read and written back', () => {
    assert.equal(toHex(key.keyId), 'c74f20a3');
    assert.equal(writeVerifierKey(key), published.verifier);
    const signer = value(readSignerKey(sha256, publicKeyOf, published.signer));
    assert.equal(writeSignerKey(signer), published.signer);
  });

  test('its signature is made again, byte for byte', () => {
    const signer = value(readSignerKey(sha256, publicKeyOf, published.signer));
    const signature = signNote(published.text, signer, signWith(signer.seed));
    assert.equal(writeNote({ text: published.text, signatures: [signature] }), note);
  });

  test('it verifies, and with any bit of the signature or any letter of the text changed it does not', () => {
    const read = value(readNote(note));
    assert.ok(verifySignature(read, key, verifyEd25519));
    const [signature] = read.signatures;
    for (const bytes of oneBitOff(signature!.bytes)) {
      assert.ok(!verifySignature({ ...read, signatures: [{ ...signature!, bytes }] }, key, verifyEd25519));
    }
    for (let at = 0; at < read.text.length - 1; at += 1) {
      const text = `${read.text.slice(0, at)}~${read.text.slice(at + 1)}`;
      assert.ok(!verifySignature({ ...read, text }, key, verifyEd25519));
    }
  });

  test('no part of a verifier key and no key with a letter changed is one', () => {
    for (let from = 0; from <= published.verifier.length; from += 1) {
      for (let to = from; to <= published.verifier.length; to += 1) {
        if (to - from === published.verifier.length) continue;
        assert.ok(!readVerifierKey(sha256, published.verifier.slice(from, to)).ok);
      }
    }
    for (let at = 0; at < published.verifier.length; at += 1) {
      const next = String.fromCharCode(published.verifier.charCodeAt(at) + 1);
      const other = published.verifier.slice(0, at) + next + published.verifier.slice(at + 1);
      assert.ok(!readVerifierKey(sha256, other).ok, other);
    }
  });

  test('a signature by another name or key, or twice with one that is wrong, is not one by this key', () => {
    const read = value(readNote(note));
    const [signature] = read.signatures;
    const signedBy = (signatures: typeof read.signatures): boolean =>
      verifySignature({ ...read, signatures }, key, verifyEd25519);
    assert.ok(!signedBy([{ ...signature!, name: 'PeterNeuman' }]));
    assert.ok(!signedBy([{ ...signature!, keyId: new Uint8Array(4) }]));
    assert.ok(!signedBy([signature!, { ...signature!, bytes: new Uint8Array(64) }]));
    assert.ok(signedBy([{ name: 'other', keyId: new Uint8Array(4), bytes: new Uint8Array(9) }, signature!]));
  });
});

test('readNote() refuses what is not written as a note is', () => {
  const { text, signature } = published;
  for (const [what, note] of [
    ['no empty line', text + signature],
    ['no signature', `${text}\n`],
    ['no end of line', `${text}\n${signature.trimEnd()}`],
    ['a hyphen for a dash', `${text}\n${signature.replace('—', '-')}`],
    ['two spaces', `${text}\n${signature.replace('— ', '—  ')}`],
    ['a base64 that has a second spelling', `${text}\n${signature.replace('nAM=', 'nAN=')}`],
    ['a base64 without padding', `${text}\n${signature.replace('=', '')}`],
    ['a control character', `a\u0007\n\n${signature}`],
    ['a carriage return', `a\r\n\n${signature}`],
    ['a name with a plus', `${text}\n${signature.replace('PeterN', 'Peter+N')}`],
    ['too many signatures', `${text}\n${signature.repeat(101)}`],
    ['nothing', ''],
  ] as const) {
    assert.ok(!readNote(note).ok, what);
  }
});

describe('checkpoints', () => {
  // The example of C2SP tlog-checkpoint; docs/sources.md#c2sp-tlog-checkpoint
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

  test('the published one is read and written back', () => {
    const checkpoint = value(readCheckpoint(text));
    assert.equal(checkpoint.origin, 'example.com/behind-the-sofa');
    assert.equal(checkpoint.size, 20_852_163);
    assert.equal(writeCheckpoint(checkpoint), text);
    assert.equal(value(readCheckpoint(`${text}further\n`)).extension[0], 'further');
  });

  test('readCheckpoint() refuses what has a second reading', () => {
    for (const other of [
      text.replace('20852163', '020852163'),
      text.replace('20852163', '-1'),
      text.replace('20852163', '2e3'),
      text.replace('20852163', '99999999999999999999'),
      text.replace('q2I=', 'q2J='),
      text.replace('CsUY', ''),
      text.replace('example.com/behind-the-sofa', ''),
      `${text}\n`,
      text.trimEnd(),
      '',
    ]) {
      assert.ok(!readCheckpoint(other).ok, JSON.stringify(other));
    }
    assert.throws(
      () => writeCheckpoint({ origin: 'a\nb', size: 0, root: new Uint8Array(32), extension: [] }),
      RangeError,
    );
  });
});

describe('cosignatures', () => {
  const seed = new Uint8Array(32).fill(7);
  const key = verifierKey(sha256, {
    name: 'witness.example/w1',
    kind: 'cosignature',
    publicKey: publicKeyOf(seed),
  });
  const text = writeCheckpoint({
    origin: 'a.example/log',
    size: 3,
    root: new Uint8Array(32).fill(1),
    extension: [],
  });
  const signature = cosign(text, 1_679_315_147, key, signWith(seed));

  test('a cosignature says when the witness saw the checkpoint', () => {
    const note = value(readNote(writeNote({ text, signatures: [signature] })));
    assert.equal(verifyCosignature(note, key, verifyEd25519), 1_679_315_147);
    // Written out once more from the specification: the signature is over these bytes.
    const message = new TextEncoder().encode(`cosignature/v1\ntime 1679315147\n${text}`);
    assert.ok(verifyEd25519(key.publicKey, message, signature.bytes.slice(8)));
    assert.equal(toHex(signature.bytes.slice(0, 8)), '00000000641850cb');
  });

  test('any bit changed in its time or signature, and another checkpoint, are refused', () => {
    for (const bytes of oneBitOff(signature.bytes)) {
      assert.equal(
        verifyCosignature({ text, signatures: [{ ...signature, bytes }] }, key, verifyEd25519),
        null,
      );
    }
    const other = text.replace('\n3\n', '\n4\n');
    assert.equal(verifyCosignature({ text: other, signatures: [signature] }, key, verifyEd25519), null);
    assert.equal(verifyCosignature({ text, signatures: [] }, key, verifyEd25519), null);
  });

  test('a key for notes does not pass for a witness, nor the other way', () => {
    const noteKey = verifierKey(sha256, { ...key, kind: 'note' });
    assert.notDeepEqual(noteKey.keyId, key.keyId);
    const signed = signNote(text, noteKey, signWith(seed));
    assert.equal(verifyCosignature({ text, signatures: [signed] }, noteKey, verifyEd25519), null);
    assert.ok(!verifySignature({ text, signatures: [signature] }, key, verifyEd25519));
  });

  test('the published example has the shape that is read here', () => {
    const line =
      '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';
    const note = value(readNote(`${text}\n${line}`));
    assert.equal(note.signatures[0]?.bytes.length, 72);
    assert.equal(toHex(note.signatures[0]!.bytes.slice(0, 8)), '00000000641850cb');
  });
});
