import { EdifactEnvelope, type EdifactReaderHandler } from './envelope.ts';
import { EdifactTokenizer, type EdifactLimits } from './tokenizer.ts';

/**
 * Reads EDIFACT bytes of any size and tells what stands in them: interchanges, messages, their segments,
 * findings and verdicts. Push the blocks of the file in order, of any size, then call `end`; what is told
 * does not depend on the block size. Any bytes may be pushed: nothing is thrown, and no more than one
 * block and one segment are held.
 *
 * A file has at least one interchange: an empty one, or one without any EDIFACT in it, gives one that is
 * quarantined.
 *
 * @see docs/sources.md#iso-9735
 */
export class EdifactReader {
  readonly #tokenizer: EdifactTokenizer;

  constructor(handler: EdifactReaderHandler, limits: Partial<EdifactLimits> = {}) {
    this.#tokenizer = new EdifactTokenizer(new EdifactEnvelope(handler, limits), limits);
  }

  push(block: Uint8Array): void {
    this.#tokenizer.push(block);
  }

  end(): void {
    this.#tokenizer.end();
  }
}
