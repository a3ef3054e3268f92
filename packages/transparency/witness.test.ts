import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  compactRange,
  judgeCheckpoint,
  makeConsistencyProof,
  readAddCheckpoint,
  readRoot,
  signNote,
  verifierKey,
  writeAddCheckpoint,
  writeCheckpoint,
  writeNote,
  type ReadNodes,
  type WitnessedTree,
} from './index.ts';
import { publicKeyOf, sha256, signWith, trees, verifyEd25519 } from './test/native-crypto.ts';

const seed = new Uint8Array(32).fill(3);
const origin = 'log.example/one';
const key = verifierKey(sha256, { name: origin, kind: 'note', publicKey: publicKeyOf(seed) });

/** A log of one node: entries are texts. */
function aLog(entries: readonly string[]) {
  const nodes = new Map<string, Uint8Array>();
  const range = compactRange(trees);
  for (const entry of entries) {
    range.append(trees.leaf(new TextEncoder().encode(entry)), (level, index, hash) =>
      nodes.set(`${level}/${index}`, hash),
    );
  }
  const read: ReadNodes = async (wanted) => wanted.map(({ level, index }) => nodes.get(`${level}/${index}`)!);
  return {
    root: (size: number) => readRoot(trees, read, size),
    async request(oldSize: number, size: number, signer = seed, name = origin): Promise<string> {
      const text = writeCheckpoint({
        origin: name,
        size,
        root: await readRoot(trees, read, size),
        extension: [],
      });
      const note = writeNote({ text, signatures: [signNote(text, key, signWith(signer))] });
      return writeAddCheckpoint(oldSize, await makeConsistencyProof(trees, read, oldSize, size), note);
    },
  };
}

const entries = Array.from({ length: 40 }, (_, index) => `entry ${index}`);

function judge(body: string, seen: WitnessedTree | null) {
  const request = readAddCheckpoint(body);
  if (!request.ok) return { ok: false, status: 400, why: 'malformed' } as const;
  const known = request.value.checkpoint.origin === origin ? key : null;
  return judgeCheckpoint(trees, verifyEd25519, request.value, known, seen);
}

describe('judgeCheckpoint()', () => {
  const log = aLog(entries);
  const seenAt = async (size: number): Promise<WitnessedTree> => ({ size, root: await log.root(size) });

  test('signs the first checkpoint, a continued one, and the same one again', async () => {
    assert.deepEqual(judge(await log.request(0, 7), null), { ok: true });
    assert.deepEqual(judge(await log.request(7, 40), await seenAt(7)), { ok: true });
    assert.deepEqual(judge(await log.request(40, 40), await seenAt(40)), { ok: true });
  });

  test('refuses to go back: an older checkpoint, replayed as it was, gets the size that was seen', async () => {
    const seen = await seenAt(40);
    assert.deepEqual(judge(await log.request(0, 7), seen), {
      ok: false,
      status: 409,
      why: 'other-size',
      size: 40,
    });
    assert.deepEqual(judge(await log.request(7, 20), seen), {
      ok: false,
      status: 409,
      why: 'other-size',
      size: 40,
    });
    const shrunk = (await log.request(20, 20)).replace('old 20', 'old 40');
    assert.deepEqual(judge(shrunk, seen), { ok: false, status: 400, why: 'shrinks' });
  });

  test('refuses a fork: another entry early in the tree, at the same and at a later size', async () => {
    const other = aLog(entries.with(2, 'rewritten'));
    const seen = await seenAt(20);
    assert.deepEqual(judge(await other.request(20, 20), seen), {
      ok: false,
      status: 409,
      why: 'fork',
      size: 20,
    });
    assert.deepEqual(judge(await other.request(20, 40), seen), {
      ok: false,
      status: 422,
      why: 'not-consistent',
    });
  });

  test('refuses a signature by another key and a log that it does not know', async () => {
    const thief = new Uint8Array(32).fill(4);
    assert.deepEqual(judge(await log.request(0, 7, thief), null), {
      ok: false,
      status: 403,
      why: 'not-signed',
    });
    const unknown = await log.request(0, 7, seed, 'log.example/two');
    assert.deepEqual(judge(unknown, null), { ok: false, status: 404, why: 'unknown-log' });
  });

  test('refuses a proof with anything missing, added or where none is due', async () => {
    const seen = await seenAt(7);
    const lines = (await log.request(7, 40)).split('\n');
    const proof = lines.slice(1, lines.indexOf(''));
    assert.ok(proof.length > 2);
    assert.equal(judge([lines[0], ...lines.slice(2)].join('\n'), seen).ok, false);
    assert.equal(judge([lines[0], lines[1], ...lines.slice(1)].join('\n'), seen).ok, false);
    const first = (await log.request(0, 7)).replace('old 0\n', `old 0\n${proof[0]}\n`);
    assert.deepEqual(judge(first, null), { ok: false, status: 422, why: 'not-consistent' });
  });
});

test('readAddCheckpoint() refuses what is not written as the protocol says', async () => {
  const body = await aLog(entries).request(7, 40);
  assert.ok(readAddCheckpoint(body).ok);
  for (const other of [
    '',
    body.replace('old 7', 'old 07'),
    body.replace('old 7', 'old -7'),
    body.replace('old 7', 'OLD 7'),
    body.replace('\n\n', '\n'),
    body.replace(/\n[^\n]+\n/, '\nnot base64\n'),
    body.replace('old 7\n', `old 7\n${`${'A'.repeat(43)}=\n`.repeat(64)}`),
  ]) {
    assert.ok(!readAddCheckpoint(other).ok, JSON.stringify(other.slice(0, 60)));
  }
});
