import { sameBytes } from './bytes.ts';
import type { TreeHash } from './tree-hash.ts';

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  /** Hash of the entry, as {@link TreeHash.leaf} makes it. */
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface Consistency {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether an entry is in a tree, by the algorithm of RFC 9162 §2.1.3.2.
 *
 * @see docs/sources.md#rfc-9162
 */
export function verifyInclusion(hash: TreeHash, { index, size, leaf, proof, root }: Inclusion): boolean {
  if (!isSize(size) || !isSize(index) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  let first = index;
  let last = size - 1;
  let found = leaf;
  for (const step of proof) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      found = hash.node(step, found);
      while (first % 2 === 0 && first !== 0) {
        first /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      found = hash.node(found, step);
    }
    first = Math.floor(first / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(found, root);
}

/**
 * Whether one tree is the beginning of another, by the algorithm of RFC 9162 §2.1.4.2. Everything
 * begins with the empty tree, and a tree begins with itself; both need an empty proof.
 *
 * @see docs/sources.md#rfc-9162
 */
export function verifyConsistency(hash: TreeHash, claim: Consistency): boolean {
  const { oldSize, oldRoot, size, root, proof } = claim;
  if (!isSize(oldSize) || !isSize(size) || oldSize > size) return false;
  if (!areHashes([oldRoot, root, ...proof])) return false;
  if (oldSize === size) return proof.length === 0 && sameBytes(oldRoot, root);
  if (oldSize === 0) return proof.length === 0 && sameBytes(oldRoot, hash.empty);
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  const [start, ...steps] = path;
  if (start === undefined || proof.length === 0) return false;
  let first = oldSize - 1;
  let last = size - 1;
  while (first % 2 === 1) {
    first = Math.floor(first / 2);
    last = Math.floor(last / 2);
  }
  let foundOld = start;
  let found = start;
  for (const step of steps) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      foundOld = hash.node(step, foundOld);
      found = hash.node(step, found);
      while (first % 2 === 0 && first !== 0) {
        first /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      found = hash.node(found, step);
    }
    first = Math.floor(first / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(foundOld, oldRoot) && sameBytes(found, root);
}

function isPowerOfTwo(size: number): boolean {
  let rest = size;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every(({ length }) => length === 32);
}
