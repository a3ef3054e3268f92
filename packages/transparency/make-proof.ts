import { foldRight } from './compact-range.ts';
import type { TreeHash } from './tree-hash.ts';

/** A perfect subtree: the `index`-th of 2^level leaves. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** Gives the hashes of perfect subtrees, in the order asked. */
export type ReadNodes = (nodes: readonly TreeNode[]) => Promise<readonly Uint8Array[]>;

/** The leaves from `from` up to, not including, `to`. */
interface Leaves {
  readonly from: number;
  readonly to: number;
}

/**
 * Proof that the entry at `index` is in the tree of `size` entries: hashes from the leaf upward.
 *
 * @throws {RangeError} unless 0 ≤ index < size
 * @see docs/sources.md#rfc-9162
 */
export async function makeInclusionProof(
  hash: TreeHash,
  read: ReadNodes,
  index: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  if (!isSize(size) || !isSize(index) || index >= size) {
    throw new RangeError(`a tree of ${size} entries has no entry ${index}`);
  }
  return rootsOf(hash, read, inclusionPath(index, { from: 0, to: size }));
}

/**
 * Proof that the tree of `oldSize` entries is the beginning of the tree of `size` entries.
 *
 * @throws {RangeError} unless 0 ≤ oldSize ≤ size
 * @see docs/sources.md#rfc-9162
 */
export async function makeConsistencyProof(
  hash: TreeHash,
  read: ReadNodes,
  oldSize: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  if (!isSize(size) || !isSize(oldSize) || oldSize > size) {
    throw new RangeError(`a tree of ${oldSize} entries is not the beginning of one of ${size}`);
  }
  if (oldSize === 0 || oldSize === size) return [];
  return rootsOf(hash, read, consistencyPath(oldSize, { from: 0, to: size }, true));
}

/** The root of the first `size` entries. */
export async function readRoot(hash: TreeHash, read: ReadNodes, size: number): Promise<Uint8Array> {
  return foldRight(hash, await read(perfectNodes({ from: 0, to: size })));
}

/** The perfect subtrees at the right edge of a tree, largest first: what a compact range starts from. */
export function edgeNodes(size: number): readonly TreeNode[] {
  return perfectNodes({ from: 0, to: size });
}

/** PATH(m, D) of RFC 9162 §2.1.3.1, as the leaves under each hash. */
function inclusionPath(index: number, { from, to }: Leaves): readonly Leaves[] {
  if (to - from === 1) return [];
  const middle = from + largestPowerBelow(to - from);
  return index < middle
    ? [...inclusionPath(index, { from, to: middle }), { from: middle, to }]
    : [...inclusionPath(index, { from: middle, to }), { from, to: middle }];
}

/** SUBPROOF(m, D, b) of RFC 9162 §2.1.4.1, as the leaves under each hash. */
function consistencyPath(oldEnd: number, { from, to }: Leaves, isWhole: boolean): readonly Leaves[] {
  if (oldEnd === to) return isWhole ? [] : [{ from, to }];
  const middle = from + largestPowerBelow(to - from);
  return oldEnd <= middle
    ? [...consistencyPath(oldEnd, { from, to: middle }, isWhole), { from: middle, to }]
    : [...consistencyPath(oldEnd, { from: middle, to }, false), { from, to: middle }];
}

async function rootsOf(
  hash: TreeHash,
  read: ReadNodes,
  path: readonly Leaves[],
): Promise<readonly Uint8Array[]> {
  const parts = path.map(perfectNodes);
  const hashes = await read(parts.flat());
  let at = 0;
  return parts.map(({ length }) => foldRight(hash, hashes.slice(at, (at += length))));
}

/** Cuts leaves into perfect subtrees, largest first; `from` is a multiple of the largest. */
function perfectNodes({ from, to }: Leaves): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at = from; at < to;) {
    let level = 0;
    let width = 1;
    while (at % (2 * width) === 0 && at + 2 * width <= to) {
      level += 1;
      width *= 2;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** The largest power of two below `count`, which is at least 2. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (2 * power < count) power *= 2;
  return power;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
