export { closeKeys, openKeys, putKeys } from './key-bundle.ts';
export { openKeyFile } from './open-key-file.ts';
export { keyFor, newKey, openBytes, sealBytes } from './sealed-bytes.ts';
