/**
 * The zlib format (RFC 1950), handed in: Node and browsers have it built in, and a package does no I/O.
 *
 * @see docs/adr/0011-scan-files.md
 */
export interface Compression {
  /**
   * Unpacks a whole zlib stream.
   *
   * @returns the bytes, or why not: `too-much` as soon as more than `mostBytes` come out, without holding them
   */
  inflate(bytes: Uint8Array, mostBytes: number): Uint8Array | 'damaged' | 'too-much';
  deflate(bytes: Uint8Array): Uint8Array;
}
