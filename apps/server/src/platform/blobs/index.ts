export type { Blobs } from './blobs.ts';
export { openBlobs } from './open-blobs.ts';
