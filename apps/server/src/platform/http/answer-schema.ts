import { z } from 'zod';

/** An answer without a body. */
export const noContent = z.null().meta({ description: 'Done; there is nothing to say.' });

/** An answer of bytes as they are; their reader's rows are filtered, there are no fields to strip. */
export function bytesAs(contentType: string) {
  const schema = z.custom<Uint8Array | NodeJS.ReadableStream>(() => true);
  return {
    content: { [contentType]: { schema: schema.meta({ type: 'string', format: 'binary' }) } },
  };
}

/** An answer of text that others wrote the format of. */
export function textAs(contentType: string) {
  return { content: { [contentType]: { schema: z.string() } } };
}
