import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totpAt, totpLink, totpStep } from './totp.ts';

const digit = (length: number): Buffer => Buffer.from('1234567890'.repeat(7).slice(0, length));

test('totpAt() gives the codes of RFC 6238, appendix B', () => {
  const vectors = [
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ] as const;
  for (const [seconds, sha1, sha256, sha512] of vectors) {
    const step = Math.floor(seconds / 30);
    const code = (algorithm: string, length: number): string =>
      totpAt(digit(length), step, { digits: 8, algorithm });
    assert.deepEqual([code('sha1', 20), code('sha256', 32), code('sha512', 64)], [sha1, sha256, sha512]);
  }
});

test('totpStep() takes the neighbours of a step and nothing else', () => {
  const at = 1_234_567_890_000;
  const step = Math.floor(at / 30_000);
  for (const offset of [-1, 0, 1])
    assert.equal(totpStep(digit(20), totpAt(digit(20), step + offset), at), step + offset);
  for (const offset of [-2, 2]) assert.equal(totpStep(digit(20), totpAt(digit(20), step + offset), at), null);
  const code = totpAt(digit(20), step);
  for (const bad of ['', code.slice(1), `${code}0`, `${code}é`, `x${code.slice(1)}`, '００５９２４'])
    assert.equal(totpStep(digit(20), bad, at), null, bad);
  assert.equal(totpStep(digit(20), `${code.slice(0, 3)} ${code.slice(3)}`, at), step);
});

test('totpLink() writes the secret as authenticator programs read it', () => {
  assert.deepEqual(totpLink(digit(20), 'Port A', 'analyst-2'), {
    letters: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    uri: 'otpauth://totp/Port%20A:analyst-2?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Port%20A',
  });
});
