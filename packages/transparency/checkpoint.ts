import { fromBase64, readWhole, toBase64 } from './bytes.ts';
import { refused, type ReadResult } from './read-result.ts';

/** What a log signs of itself: how many entries it has and the root of the tree over them. */
export interface Checkpoint {
  /** Which log this is: one line. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Lines that follow; readers who do not know them sign them all the same. */
  readonly extension: readonly string[];
}

/**
 * The text of a checkpoint: origin, size, root, and further lines.
 *
 * @throws {RangeError} for an empty line or one that holds a line end
 * @see docs/sources.md#c2sp-tlog-checkpoint
 * @example writeCheckpoint({ origin: 'a.example/log', size: 0, root: new Uint8Array(3), extension: [] }) // 'a.example/log\n0\nAAAA\n'
 */
export function writeCheckpoint({ origin, size, root, extension }: Checkpoint): string {
  if ([origin, ...extension].some((line) => line === '' || line.includes('\n'))) {
    throw new RangeError('origin and extension are lines that are not empty');
  }
  return [origin, String(size), toBase64(root), ...extension].map((line) => `${line}\n`).join('');
}

/** Reads the text of a checkpoint, as it stands in a note. */
export function readCheckpoint(text: string): ReadResult<Checkpoint> {
  if (!text.endsWith('\n')) return refused('the checkpoint has no end of line');
  const [origin = '', sizeText = '', rootText = '', ...extension] = text.slice(0, -1).split('\n');
  const size = readWhole(sizeText);
  const root = fromBase64(rootText);
  if (origin === '') return refused('the checkpoint has no origin');
  if (size === null) return refused('the size of the checkpoint is no whole number');
  if (root?.length !== 32) return refused('the root of the checkpoint is not 32 bytes in base64');
  if (extension.includes('')) return refused('the checkpoint has an empty line');
  return { ok: true, value: { origin, size, root, extension } };
}
