/** A line of an NDJSON file with the offset of its first byte. */
export interface Line {
  readonly offset: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const longestLine = 65_536;

/** Reads NDJSON: one object a line. A line that is none is a finding; the others are given. */
export async function readLines(bytes: AsyncIterable<Uint8Array>): Promise<{
  readonly lines: readonly Line[];
  readonly findings: readonly { readonly code: string; readonly offset: number; readonly text: string }[];
}> {
  const lines: Line[] = [];
  const findings: { code: string; offset: number; text: string }[] = [];
  const decoder = new TextDecoder();
  let carry: Uint8Array = new Uint8Array(0);
  let at = 0;
  let skipping = false;
  const take = (line: Uint8Array, offset: number): void => {
    const text = decoder.decode(line).trim();
    if (text === '') return;
    try {
      const body: unknown = JSON.parse(text);
      if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
        lines.push({ offset, body: body as Record<string, unknown> });
        return;
      }
    } catch {
      // Said below: a line that can't be parsed is a finding like a line that is no object.
    }
    findings.push({ code: 'history/line', offset, text: 'this line is not a JSON object' });
  };
  for await (const block of bytes) {
    const joined = carry.length === 0 ? block : Buffer.concat([carry, block]);
    const base = at - carry.length;
    at += block.length;
    let start = 0;
    for (let end = joined.indexOf(10); end !== -1; end = joined.indexOf(10, start)) {
      if (skipping) skipping = false;
      else take(joined.subarray(start, end), base + start);
      start = end + 1;
    }
    carry = joined.slice(start);
    if (carry.length > longestLine) {
      if (!skipping)
        findings.push({
          code: 'history/line',
          offset: base + start,
          text: `a line longer than ${longestLine} bytes`,
        });
      skipping = true;
      carry = new Uint8Array(0);
    }
  }
  if (carry.length > 0 && !skipping) take(carry, at - carry.length);
  return { lines, findings };
}
