/** SHA-256 of some bytes: 32 new bytes. Handed in, so that a server hashes natively and a browser can too. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** The three hashes a Merkle tree is made of; each is 32 bytes. */
export interface TreeHash {
  /** Of an entry: SHA-256(0x00 ‖ entry). */
  leaf(entry: Uint8Array): Uint8Array;
  /** Of two subtrees: SHA-256(0x01 ‖ left ‖ right). */
  node(left: Uint8Array, right: Uint8Array): Uint8Array;
  /** The root of a tree without entries: SHA-256 of nothing. */
  readonly empty: Uint8Array;
}

/**
 * The hashes of RFC 9162 over a SHA-256. The first byte keeps an entry from passing for a subtree.
 *
 * @see docs/sources.md#rfc-9162
 */
export function treeHash(sha256: Sha256): TreeHash {
  let leaf = new Uint8Array(1_024);
  const node = new Uint8Array(65);
  node[0] = 1;
  return {
    leaf(entry) {
      if (entry.length + 1 > leaf.length) leaf = new Uint8Array(2 * (entry.length + 1));
      leaf.set(entry, 1);
      return sha256(leaf.subarray(0, entry.length + 1));
    },
    node(left, right) {
      node.set(left, 1);
      node.set(right, 33);
      return sha256(node);
    },
    empty: sha256(new Uint8Array(0)),
  };
}
