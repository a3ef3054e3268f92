import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compactRange,
  edgeTiles,
  makeConsistencyProof,
  makeInclusionProof,
  nodesFromTiles,
  readBundle,
  readRoot,
  readTilePath,
  tilePath,
  tilesOf,
  verifyConsistency,
  verifyInclusion,
  writeBundle,
  type Tile,
} from './index.ts';
import { trees } from './test/native-crypto.ts';

test('tilesOf() has the files that the specification counts for 70,000 and 256 entries', () => {
  const count = (size: number) =>
    Object.entries(
      Object.groupBy(tilesOf(size), ({ level, width }) => `${level} ${width === 256 ? 'full' : width}`),
    )
      .map(([kind, tiles]) => `${kind}: ${tiles?.length}`)
      .sort();
  assert.deepEqual(count(70_000), [
    '0 112: 1',
    '0 full: 273',
    '1 17: 1',
    '1 full: 1',
    '2 1: 1',
    'entries 112: 1',
    'entries full: 273',
  ]);
  assert.deepEqual(count(256), ['0 full: 1', '1 1: 1', 'entries full: 1']);
  assert.deepEqual([...tilesOf(0)], []);
});

test('edgeTiles() are the partial ones of tilesOf()', () => {
  for (const size of [0, 1, 255, 256, 257, 65_536, 65_537, 70_000]) {
    const partial = [...tilesOf(size)].filter(({ width }) => width < 256).map(tilePath);
    assert.deepEqual(edgeTiles(size).map(tilePath).sort(), partial.sort());
  }
});

test('readTilePath() reads what tilePath() writes and nothing else', () => {
  fc.assert(
    fc.property(
      fc.record({
        level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
        index: fc.nat(2 ** 31 - 1),
        width: fc.integer({ min: 1, max: 256 }),
      }),
      (tile: Tile) => assert.deepEqual(readTilePath(tilePath(tile)), { ...tile }),
    ),
    { seed: 1 },
  );
  for (const path of [
    'tile/0/67',
    'tile/00/067',
    'tile/64/067',
    'tile/0/x001/067/',
    'tile/0/001/067',
    'tile/0/067.p/256',
    'tile/0/067.p/0',
    'tile/0/067.p/08',
    'tile/entries/x00a/067',
    'tile/../0/067',
    '/tile/0/067',
    'tile/0/067\n',
    'checkpoint',
  ]) {
    assert.equal(readTilePath(path), null, path);
  }
});

test('readBundle() gives back what writeBundle() was given, and refuses a bundle cut anywhere inside an entry', () => {
  const entries = [0, 1, 300, 65_535].map((length) => new Uint8Array(length).fill(length & 0xff));
  const bundle = writeBundle(entries);
  const whole = readBundle(bundle);
  assert.deepEqual(whole.ok && whole.value, entries);
  for (const end of [1, 3, 4, 6, 200, bundle.length - 1]) assert.ok(!readBundle(bundle.slice(0, end)).ok);
  assert.throws(() => writeBundle([new Uint8Array(65_536)]), RangeError);
});

test('proofs read from tiles hold in trees of several levels', async () => {
  const size = 66_000;
  const tiles = new Map<string, number[]>();
  const range = compactRange(trees);
  for (let index = 0; index < size; index += 1) {
    range.append(trees.leaf(new TextEncoder().encode(String(index))), (level, at, hash) => {
      if (level % 8 !== 0) return;
      const key = `${level / 8}/${Math.floor(at / 256)}`;
      tiles.set(key, [...(tiles.get(key) ?? []), ...hash]);
    });
    if (index % 4096 === 0) await Promise.resolve();
  }
  const read = nodesFromTiles(
    trees,
    async ({ level, index, width }) => {
      const bytes = Uint8Array.from(tiles.get(`${level}/${index}`) ?? assert.fail('no such tile'));
      assert.ok(bytes.length >= 32 * width);
      return bytes;
    },
    size,
  );
  const root = await readRoot(trees, read, size);
  assert.deepEqual(root, range.root());
  for (const index of [0, 1, 255, 256, 40_000, 65_535, 65_536, size - 1]) {
    const leaf = trees.leaf(new TextEncoder().encode(String(index)));
    const proof = await makeInclusionProof(trees, read, index, size);
    assert.ok(verifyInclusion(trees, { index, size, leaf, proof, root }));
  }
  for (const oldSize of [1, 255, 256, 300, 65_535, 65_536, 65_537, size - 1]) {
    const proof = await makeConsistencyProof(trees, read, oldSize, size);
    const oldRoot = await readRoot(trees, read, oldSize);
    assert.ok(verifyConsistency(trees, { oldSize, oldRoot, size, root, proof }), String(oldSize));
  }
});
