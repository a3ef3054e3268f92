import type { EntryFilter } from '../../api/oversight.ts';

/** What the oversight page shows, as it stands in the address. */
export interface OversightSearch extends EntryFilter {
  readonly part?: (typeof otherParts)[number];
  /** The day whose releases are listed, UTC; default = yesterday. */
  readonly day?: string;
}

/** The parts of the page beside the log. */
const otherParts = ['verify', 'releases', 'guarded', 'exposure', 'draw', 'health'] as const;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 100 ? value : undefined;

/** Reads the address; what it doesn't know falls away. */
export function readOversightSearch(raw: Record<string, unknown>): OversightSearch {
  const part = otherParts.find((each) => each === raw['part']);
  const kind = (['look', 'change', 'refusal'] as const).find((each) => each === raw['kind']);
  const [act, person, subject] = [text(raw['act']), text(raw['person']), text(raw['subject'])];
  const day =
    typeof raw['day'] === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(raw['day']) ? raw['day'] : undefined;
  return {
    ...(part ? { part } : {}),
    ...(day === undefined || Number.isNaN(Date.parse(day)) ? {} : { day }),
    ...(kind ? { kind } : {}),
    ...(act ? { act } : {}),
    ...(person ? { person } : {}),
    ...(subject ? { subject } : {}),
  };
}
