/** One segment of a message: its tag and its elements as text. */
export interface Line {
  readonly tag: string;
  readonly elements: readonly string[];
  /** Byte offset in the file. */
  readonly offset: number;
}

export interface ShownLine {
  readonly tag: string;
  readonly offset: number;
  readonly elements: readonly { readonly text: string; readonly changed: boolean }[];
}

export type ComparedLine =
  | { readonly kind: 'same' | 'changed'; readonly earlier: ShownLine; readonly later: ShownLine }
  | { readonly kind: 'gone'; readonly earlier: ShownLine; readonly later: null }
  | { readonly kind: 'new'; readonly earlier: null; readonly later: ShownLine };

/** More differing lines than this are not put side by side one by one. */
const mostEdits = 600;

/**
 * Puts two versions of a message side by side: equal lines in the same row, a line that changed beside
 * what became of it with the changed elements marked, the others alone.
 *
 * The fewest lines possible are changed (Myers' shortest edit script). Beyond 600 differing lines
 * the messages have little in common and the answer is null.
 *
 * @example compareVersions([{ tag: 'EQD', elements: ['CN', 'A'], offset: 0 }], [{ tag: 'EQD', elements: ['CN', 'B'], offset: 0 }])?.[0]?.kind // "changed"
 */
export function compareVersions(
  earlier: readonly Line[],
  later: readonly Line[],
): readonly ComparedLine[] | null {
  const keep = common(earlier.map(asText), later.map(asText));
  if (keep === null) return null;
  const rows: ComparedLine[] = [];
  let a = 0;
  let b = 0;
  for (const [nextA, nextB] of [...keep, [earlier.length, later.length] as const]) {
    rows.push(...between(earlier.slice(a, nextA), later.slice(b, nextB)));
    const [one, other] = [earlier[nextA], later[nextB]];
    if (one !== undefined && other !== undefined)
      rows.push({ kind: 'same', earlier: plain(one), later: plain(other) });
    a = nextA + 1;
    b = nextB + 1;
  }
  return rows;
}

const asText = (line: Line): string => [line.tag, ...line.elements].join('\u001d');

/** Pairs of places that hold the same line, rising in both; null when too little is the same. */
function common(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] | null {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail += 1;
  const middle = shortestEdit(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  if (middle === null) return null;
  return [
    ...Array.from({ length: head }, (_, at) => [at, at] as const),
    ...middle.map(([x, y]) => [x + head, y + head] as const),
    ...Array.from({ length: tail }, (_, at) => [a.length - tail + at, b.length - tail + at] as const),
  ];
}

function shortestEdit(
  a: readonly string[],
  b: readonly string[],
): readonly (readonly [number, number])[] | null {
  const most = Math.min(a.length + b.length, mostEdits);
  const furthest = new Map<number, number>([[1, 0]]);
  const steps: Map<number, number>[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    steps.push(new Map(furthest));
    for (let k = -edits; k <= edits; k += 2) {
      let x = down(furthest, k, edits) ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(steps, a.length, b.length);
    }
  }
  return null;
}

/** Whether the furthest path on diagonal `k` comes from a line that is only in the later version. */
function down(furthest: ReadonlyMap<number, number>, k: number, edits: number): boolean {
  return k === -edits || (k !== edits && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
}

function walkBack(
  steps: readonly ReadonlyMap<number, number>[],
  lengthA: number,
  lengthB: number,
): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let [x, y] = [lengthA, lengthB];
  for (let edits = steps.length - 1; edits >= 0; edits -= 1) {
    const furthest = steps[edits]!;
    const k = x - y;
    const from = down(furthest, k, edits) ? k + 1 : k - 1;
    const fromX = furthest.get(from) ?? 0;
    const fromY = fromX - from;
    while (x > Math.max(fromX, 0) && y > Math.max(fromY, 0)) {
      x -= 1;
      y -= 1;
      pairs.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return pairs.reverse();
}

/** Lines between two that are the same: those with one tag are paired in their order, the rest stand alone. */
function between(earlier: readonly Line[], later: readonly Line[]): readonly ComparedLine[] {
  const rows: ComparedLine[] = [];
  let b = 0;
  for (const line of earlier) {
    const pair = later.findIndex((other, at) => at >= b && other.tag === line.tag);
    if (pair === -1) {
      rows.push({ kind: 'gone', earlier: plain(line), later: null });
      continue;
    }
    for (const other of later.slice(b, pair)) rows.push({ kind: 'new', earlier: null, later: plain(other) });
    const other = later[pair]!;
    rows.push({ kind: 'changed', earlier: marked(line, other), later: marked(other, line) });
    b = pair + 1;
  }
  for (const other of later.slice(b)) rows.push({ kind: 'new', earlier: null, later: plain(other) });
  return rows;
}

const plain = (line: Line): ShownLine => ({
  tag: line.tag,
  offset: line.offset,
  elements: line.elements.map((text) => ({ text, changed: false })),
});

const marked = (line: Line, other: Line): ShownLine => ({
  tag: line.tag,
  offset: line.offset,
  elements: line.elements.map((text, at) => ({ text, changed: text !== (other.elements[at] ?? '') })),
});
