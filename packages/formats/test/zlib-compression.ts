import { deflateSync, inflateSync } from 'node:zlib';
import type { Compression } from '../scan/compression.ts';

/** The zlib of Node, for tests of this package. */
export const zlibCompression: Compression = {
  inflate(bytes, mostBytes) {
    try {
      return inflateSync(bytes, { maxOutputLength: Math.max(1, mostBytes) });
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-much' : 'damaged';
    }
  },
  deflate: (bytes) => deflateSync(bytes, { level: 1 }),
};
