import type { Band } from '../../api/node-answers.ts';

/** What the queue shows, as it stands in the address. Absent = no filter, order by rank. */
export interface QueueSearch {
  readonly port?: string;
  /** Letters joined by commas, in order: "A,B". */
  readonly band?: string;
  readonly load?: 'full' | 'empty';
  /** Country of origin, ISO 3166-1 alpha-2. */
  readonly origin?: string;
  readonly signal?: string;
  readonly selected?: 'rule' | 'model' | 'random';
  /** What was done with a visit. */
  readonly triage?: TriageState;
  readonly q?: string;
  readonly sort?: QueueSort;
}

export const bands: readonly Band[] = ['A', 'B', 'C', 'D'];

export const queueSorts = [
  'rank',
  '-rank',
  'score',
  '-score',
  'container',
  'arrival',
  '-arrival',
  'port',
  'vessel',
] as const;
export type QueueSort = (typeof queueSorts)[number];

export const triageStates = ['undecided', 'mine', 'proposed', 'dismissed', 'waiting'] as const;
export type TriageState = (typeof triageStates)[number];

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined =>
  all.find((each) => each === value);
const text = (value: unknown, shape: RegExp): string | undefined =>
  typeof value === 'string' && shape.test(value) ? value : undefined;

/**
 * Reads an address's search part; what it does not know or can't be is dropped, so that an old
 * bookmark still opens a list.
 *
 * @example readQueueSearch({ band: "B,A,X", sort: "rank", q: " " }) // { band: "A,B" }
 */
export function readQueueSearch(raw: Record<string, unknown>): QueueSearch {
  const asked = typeof raw['band'] === 'string' ? raw['band'].split(',') : [];
  const band = bands.filter((letter) => asked.includes(letter)).join(',');
  const sort = oneOf(queueSorts, raw['sort']);
  const q = typeof raw['q'] === 'string' ? raw['q'].slice(0, 200) : '';
  const found: Record<string, string | undefined> = {
    port: text(raw['port'], /^[A-Z]{2}[A-Z0-9]{3}$/),
    band: band === '' || band === bands.join(',') ? undefined : band,
    load: oneOf(['full', 'empty'], raw['load']),
    origin: text(raw['origin'], /^[A-Z]{2}$/),
    signal: text(raw['signal'], /^[a-z0-9-]{1,60}$/),
    selected: oneOf(['rule', 'model', 'random'], raw['selected']),
    triage: oneOf(triageStates, raw['triage']),
    q: q.trim() === '' ? undefined : q,
    sort: sort === 'rank' ? undefined : sort,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as QueueSearch;
}

/**
 * The filters as the query string the node understands, always in the same order, so that it can
 * serve as the name of the list.
 *
 * @example queueFilter({ q: "HWGU 30", band: "A,B" }) // "band=A,B&q=HWGU+30"
 */
export function queueFilter(search: QueueSearch): string {
  const query = new URLSearchParams();
  for (const name of [
    'port',
    'band',
    'load',
    'origin',
    'signal',
    'selected',
    'triage',
    'q',
    'sort',
  ] as const) {
    const value = search[name];
    if (value !== undefined) query.set(name, name === 'q' ? value.trim() : value);
  }
  return query.toString().replaceAll('%2C', ',');
}

/**
 * The order after a click on a column: the column's own first direction, then the other one where
 * the node offers it, then back to rank.
 *
 * @example nextSort(undefined, "score") // "-score"
 * @example nextSort("-score", "score") // "score"
 * @example nextSort("container", "container") // undefined
 */
export function nextSort(current: QueueSort | undefined, column: string): QueueSort | undefined {
  const first = column === 'score' ? '-score' : column === 'rank' ? '-rank' : column;
  const second = first.startsWith('-') ? column : `-${column}`;
  if (current === first) return column === 'rank' ? undefined : oneOf(queueSorts, second);
  if (current === second) return undefined;
  return oneOf(queueSorts, first);
}
