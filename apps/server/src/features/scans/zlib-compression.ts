import { deflateSync, inflateSync } from 'node:zlib';
import type { Compression } from '@havenwacht/formats/scan';

/** The zlib of Node for scan files. Level 1: a scan is as large packed a little as packed much. */
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
