export { fromBase64, fromHex, readWhole, sameBytes, toBase64, toHex } from './bytes.ts';
export { readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.ts';
export { compactRange, type CompactRange } from './compact-range.ts';
export { cosign, verifyCosignature } from './cosignature.ts';
export {
  commitDraw,
  drawMessage,
  makeDraw,
  verifyDraw,
  writeCommitment,
  writeDraw,
  type DrawAbsence,
  type DrawBundle,
  type DrawCandidate,
  type DrawCommitment,
  type DrawParty,
  type VerifiedDraw,
} from './draw.ts';
export {
  edgeNodes,
  makeConsistencyProof,
  makeInclusionProof,
  readRoot,
  type ReadNodes,
  type TreeNode,
} from './make-proof.ts';
export {
  isKeyName,
  readSignerKey,
  readVerifierKey,
  verifierKey,
  writeSignerKey,
  writeVerifierKey,
  type NoteKeyKind,
  type SignerKey,
  type VerifierKey,
  type VerifyEd25519,
} from './note-key.ts';
export type { ReadResult } from './read-result.ts';
export {
  readNote,
  readSignatureLines,
  signNote,
  verifySignature,
  writeNote,
  writeSignatureLine,
  type NoteSignature,
  type SignedNote,
} from './signed-note.ts';
export {
  edgeTiles,
  nodesFromTiles,
  readBundle,
  readTilePath,
  tileHeight,
  tilePath,
  tilesOf,
  tileWidth,
  writeBundle,
  type Tile,
} from './tiles.ts';
export { treeHash, type Sha256, type TreeHash } from './tree-hash.ts';
export { verifyConsistency, verifyInclusion, type Consistency, type Inclusion } from './verify-proof.ts';
export {
  judgeCheckpoint,
  readAddCheckpoint,
  writeAddCheckpoint,
  type AddCheckpoint,
  type WitnessedTree,
  type WitnessRefusal,
} from './witness.ts';
export { certain, systematicSample } from './systematic-sample.ts';
export { proveVrf, verifyVrf, vrfPublicKey } from './vrf.ts';
