export { openKeyFile } from './open-key-file.ts';
export { keyFor, newKey, openText, sealText, type SealedText } from './sealed-text.ts';
