import { EdifactReader, type Segment } from '@havenwacht/formats/edifact';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Line } from './compare-versions.ts';

/** Longer messages than this are not put side by side. */
const mostLines = 20_000;

/**
 * The segments of one message of a file, UNH and UNT left out.
 *
 * @param offset byte at which the message begins
 * @returns null when no EDIFACT message begins there or it is longer than 20,000 segments
 */
export async function readVersion(
  blobs: Blobs,
  file: string,
  offset: number,
): Promise<readonly Line[] | null> {
  const lines: Line[] = [];
  let state: 'before' | 'inside' | 'after' = 'before';
  const reader = new EdifactReader({
    messageStart: (header) => {
      if (state === 'before' && header.offset === offset) state = 'inside';
    },
    segment: (segment) => {
      if (state === 'inside' && lines.length <= mostLines) lines.push(asLine(segment));
    },
    messageEnd: () => {
      if (state === 'inside') state = 'after';
    },
  });
  for await (const block of blobs.read(file)) {
    reader.push(block);
    if ((state as string) === 'after' || lines.length > mostLines) break;
  }
  reader.end();
  return (state as string) === 'before' || lines.length > mostLines ? null : lines;
}

function asLine(segment: Segment): Line {
  const elements = Array.from({ length: segment.elementCount }, (_, at) => {
    const repetitions = Array.from({ length: segment.repetitionCount(at + 1) }, (__, repetition) =>
      Array.from({ length: segment.componentCount(at + 1, repetition) }, (___, component) =>
        segment.text(at + 1, component, repetition),
      ).join(':'),
    );
    return repetitions.join(' * ');
  });
  while (elements.at(-1) === '') elements.pop();
  return { tag: segment.tag, elements, offset: segment.offset };
}
