import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  compactRange,
  edgeNodes,
  fromHex,
  makeConsistencyProof,
  makeInclusionProof,
  readRoot,
  toHex,
  verifyConsistency,
  verifyInclusion,
  type ReadNodes,
} from './index.ts';
import { oneBitOff, trees } from './test/native-crypto.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex)!;

/** Keeps every node of a growing tree. */
function aTree(entries: readonly Uint8Array[]) {
  const nodes = new Map<string, Uint8Array>();
  const range = compactRange(trees);
  for (const entry of entries) {
    range.append(trees.leaf(entry), (level, index, hash) => nodes.set(`${level}/${index}`, hash));
  }
  const read: ReadNodes = async (wanted) =>
    wanted.map(
      ({ level, index }) => nodes.get(`${level}/${index}`) ?? assert.fail(`no node ${level}/${index}`),
    );
  return { read, range, leaves: entries.map((entry) => trees.leaf(entry)) };
}

/** MTH of RFC 9162 §2.1.1, as it is written there. */
function rootByDefinition(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) return trees.empty;
  if (entries.length === 1) return trees.leaf(entries[0]!);
  let k = 1;
  while (2 * k < entries.length) k *= 2;
  return trees.node(rootByDefinition(entries.slice(0, k)), rootByDefinition(entries.slice(k)));
}

const numbered = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, index) => new TextEncoder().encode(`entry ${index}`));

// The reference tree of Certificate Transparency; docs/sources.md#ct-test-vectors
const published = {
  entries: [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ],
  roots: [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
  inclusion: [
    { index: 0, size: 1, proof: [] },
    {
      index: 0,
      size: 8,
      proof: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      index: 5,
      size: 8,
      proof: [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    {
      index: 2,
      size: 3,
      proof: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    },
    {
      index: 1,
      size: 5,
      proof: [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ],
  consistency: [
    { oldSize: 1, size: 1, proof: [] },
    {
      oldSize: 1,
      size: 8,
      proof: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      oldSize: 6,
      size: 8,
      proof: [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    {
      oldSize: 2,
      size: 5,
      proof: [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ],
} as const;

describe('the published tree', () => {
  const entries = published.entries.map(bytes);

  test('compactRange() has its root at every size', () => {
    for (const [size, root] of published.roots.entries()) {
      assert.equal(toHex(aTree(entries.slice(0, size)).range.root()), root);
    }
  });

  test('makeInclusionProof() gives its proofs, and verifyInclusion() takes them', async () => {
    const { read, leaves } = aTree(entries);
    for (const { index, size, proof } of published.inclusion) {
      assert.deepEqual((await makeInclusionProof(trees, read, index, size)).map(toHex), proof);
      const root = bytes(published.roots[size]!);
      assert.ok(verifyInclusion(trees, { index, size, leaf: leaves[index]!, proof: proof.map(bytes), root }));
    }
  });

  test('makeConsistencyProof() gives its proofs, and verifyConsistency() takes them', async () => {
    const { read } = aTree(entries);
    for (const { oldSize, size, proof } of published.consistency) {
      assert.deepEqual((await makeConsistencyProof(trees, read, oldSize, size)).map(toHex), proof);
      const [oldRoot, root] = [bytes(published.roots[oldSize]!), bytes(published.roots[size]!)];
      assert.ok(verifyConsistency(trees, { oldSize, oldRoot, size, root, proof: proof.map(bytes) }));
    }
  });
});

test('every proof of every tree up to 100 entries holds, and no other entry, index or size passes with it', async () => {
  const entries = numbered(100);
  const { read, leaves } = aTree(entries);
  const roots = await Promise.all(Array.from({ length: 101 }, (_, size) => readRoot(trees, read, size)));
  for (let size = 1; size <= 100; size += 1) {
    assert.deepEqual(roots[size], rootByDefinition(entries.slice(0, size)));
    for (let index = 0; index < size; index += 1) {
      const proof = await makeInclusionProof(trees, read, index, size);
      const claim = { index, size, leaf: leaves[index]!, proof, root: roots[size]! };
      assert.ok(verifyInclusion(trees, claim));
      for (const other of [index - 1, index + 1, index + 64, -1, index + 0.5]) {
        assert.ok(!verifyInclusion(trees, { ...claim, index: other }), `${other} for ${index} of ${size}`);
      }
      assert.ok(!verifyInclusion(trees, { ...claim, leaf: leaves[(index + 1) % 100]! }));
      assert.ok(!verifyInclusion(trees, { ...claim, root: roots[size - 1]! }));
      assert.ok(!verifyInclusion(trees, { ...claim, proof: [...proof, roots[1]!] }));
      if (proof.length > 0) assert.ok(!verifyInclusion(trees, { ...claim, proof: proof.slice(1) }));
    }
    for (let oldSize = 0; oldSize <= size; oldSize += 1) {
      const proof = await makeConsistencyProof(trees, read, oldSize, size);
      const claim = { oldSize, oldRoot: roots[oldSize]!, size, root: roots[size]!, proof };
      assert.ok(verifyConsistency(trees, claim), `${oldSize} to ${size}`);
      assert.ok(!verifyConsistency(trees, { ...claim, oldSize: size, size: oldSize }) || oldSize === size);
      assert.ok(!verifyConsistency(trees, { ...claim, proof: [...proof, roots[1]!] }));
      // Every tree begins with the empty one, so a proof from there says nothing of the root.
      if (oldSize === 0) continue;
      assert.ok(!verifyConsistency(trees, { ...claim, root: roots[size - 1]! }));
      assert.ok(!verifyConsistency(trees, { ...claim, oldRoot: roots[oldSize - 1]! }));
      if (proof.length > 0) assert.ok(!verifyConsistency(trees, { ...claim, proof: proof.slice(1) }));
    }
  }
});

test('verifyInclusion() refuses every single bit that is changed in leaf, proof, root, index or size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 100 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1))),
      async ([size, index]) => {
        const { read, range, leaves } = aTree(numbered(size));
        const proof = await makeInclusionProof(trees, read, index, size);
        const claim = { index, size, leaf: leaves[index]!, proof, root: range.root() };
        for (const leaf of oneBitOff(claim.leaf)) assert.ok(!verifyInclusion(trees, { ...claim, leaf }));
        for (const root of oneBitOff(claim.root)) assert.ok(!verifyInclusion(trees, { ...claim, root }));
        for (const [at, step] of proof.entries()) {
          for (const other of oneBitOff(step)) {
            assert.ok(!verifyInclusion(trees, { ...claim, proof: proof.with(at, other) }));
          }
        }
        for (let bit = 0; bit < 50; bit += 1) {
          const turned = (value: number): number => Number(BigInt(value) ^ (1n << BigInt(bit)));
          assert.ok(!verifyInclusion(trees, { ...claim, index: turned(index) }));
          // The size alone is not in the tree: it is bound by the checkpoint that signs it with the root.
          const otherSize = turned(size);
          const shape = await pathLength(index, otherSize);
          if (shape !== proof.length) assert.ok(!verifyInclusion(trees, { ...claim, size: otherSize }));
        }
      },
    ),
    { numRuns: 15, seed: 9162 },
  );
});

/** How many hashes a proof of this entry has; a tree that is too small has none. */
async function pathLength(index: number, size: number): Promise<number> {
  if (index >= size) return -1;
  return (await makeInclusionProof(trees, async (nodes) => nodes.map(() => trees.empty), index, size)).length;
}

test('verifyConsistency() refuses every single bit that is changed in proof or roots', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .integer({ min: 2, max: 100 })
        .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 1, max: size - 1 }))),
      async ([size, oldSize]) => {
        const { read } = aTree(numbered(size));
        const claim = {
          oldSize,
          size,
          oldRoot: await readRoot(trees, read, oldSize),
          root: await readRoot(trees, read, size),
          proof: await makeConsistencyProof(trees, read, oldSize, size),
        };
        for (const root of oneBitOff(claim.root)) assert.ok(!verifyConsistency(trees, { ...claim, root }));
        for (const oldRoot of oneBitOff(claim.oldRoot)) {
          assert.ok(!verifyConsistency(trees, { ...claim, oldRoot }));
        }
        for (const [at, step] of claim.proof.entries()) {
          for (const other of oneBitOff(step)) {
            assert.ok(!verifyConsistency(trees, { ...claim, proof: claim.proof.with(at, other) }));
          }
        }
      },
    ),
    { numRuns: 15, seed: 9162 },
  );
});

test('compactRange() goes on where another stopped, and refuses an edge of another size', async () => {
  const whole = aTree(numbered(77));
  const start = await whole.read(edgeNodes(41));
  const second = compactRange(trees, { size: 41, hashes: start });
  for (const leaf of whole.leaves.slice(41)) second.append(leaf);
  assert.deepEqual(second.root(), whole.range.root());
  assert.throws(() => compactRange(trees, { size: 42, hashes: start.slice(1) }), RangeError);
});

test('proofs of what is not there are refused', async () => {
  const { read } = aTree(numbered(3));
  await assert.rejects(makeInclusionProof(trees, read, 3, 3), RangeError);
  await assert.rejects(makeInclusionProof(trees, read, -1, 3), RangeError);
  await assert.rejects(makeConsistencyProof(trees, read, 4, 3), RangeError);
  assert.ok(
    !verifyInclusion(trees, {
      index: 0,
      size: 1,
      leaf: new Uint8Array(31),
      proof: [],
      root: new Uint8Array(31),
    }),
  );
});
