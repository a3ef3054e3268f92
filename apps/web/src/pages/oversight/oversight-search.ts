import type { EntryFilter } from '../../api/oversight.ts';

/** What the oversight page shows, as it stands in the address. */
export interface OversightSearch extends EntryFilter {
  readonly part?: 'verify' | 'health';
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 100 ? value : undefined;

/** Reads the address; what it doesn't know falls away. */
export function readOversightSearch(raw: Record<string, unknown>): OversightSearch {
  const part = (['verify', 'health'] as const).find((each) => each === raw['part']);
  const kind = (['look', 'change', 'refusal'] as const).find((each) => each === raw['kind']);
  const [act, person, subject] = [text(raw['act']), text(raw['person']), text(raw['subject'])];
  return {
    ...(part ? { part } : {}),
    ...(kind ? { kind } : {}),
    ...(act ? { act } : {}),
    ...(person ? { person } : {}),
    ...(subject ? { subject } : {}),
  };
}
