import type { TreeHash } from './tree-hash.ts';

/** Told of every perfect subtree when it is complete: the `index`-th of 2^level leaves. */
export type NodeVisitor = (level: number, index: number, hash: Uint8Array) => void;

/**
 * A tree that grows at its right edge and remembers only the roots of its perfect subtrees: one hash
 * for every bit that is set in its size, so that ten million entries take the memory of ten.
 */
export interface CompactRange {
  readonly size: number;
  /** Roots of the perfect subtrees, largest first. */
  readonly hashes: readonly Uint8Array[];
  append(leaf: Uint8Array, visit?: NodeVisitor): void;
  root(): Uint8Array;
}

/**
 * Starts a range, empty or where another one stopped.
 *
 * @param start `size` and its `hashes`, as another range gave them
 * @throws {RangeError} when the hashes are not as many as the size has bits
 * @see docs/sources.md#rfc-9162
 */
export function compactRange(
  hash: TreeHash,
  start: Pick<CompactRange, 'size' | 'hashes'> = { size: 0, hashes: [] },
): CompactRange {
  if (!Number.isSafeInteger(start.size) || start.size < 0 || bitsOf(start.size) !== start.hashes.length) {
    throw new RangeError(`${start.hashes.length} hashes can't be the right edge of ${start.size} entries`);
  }
  const hashes = [...start.hashes];
  let size = start.size;
  return {
    get size() {
      return size;
    },
    get hashes() {
      return hashes;
    },
    append(leaf, visit) {
      let node = leaf;
      let index = size;
      visit?.(0, index, node);
      for (let level = 1; index % 2 === 1; level += 1) {
        node = hash.node(hashes.pop()!, node);
        index = (index - 1) / 2;
        visit?.(level, index, node);
      }
      hashes.push(node);
      size += 1;
    },
    root: () => foldRight(hash, hashes),
  };
}

/** The root over perfect subtrees that stand side by side, largest first. */
export function foldRight(hash: TreeHash, hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.length === 0 ? hash.empty : hashes.reduceRight((right, left) => hash.node(left, right));
}

function bitsOf(size: number): number {
  let bits = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}
