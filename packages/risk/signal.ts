import type { Source } from '@havenwacht/domain';
import type { ContainerCase } from './container-case.ts';
import type { RiskGroup, ScreeningPolicy } from './policy.ts';

/** One sentence for a reader, with the bytes it stands on. */
export interface Reason {
  /** The signal's name, kebab-case, stable: it is in the API. */
  readonly signal: string;
  /** Which of the signal's wordings, e.g. "seal-mismatch/different"; key of the translations. */
  readonly code: string;
  /** Contribution to the log-odds (natural logarithm); negative for a counter-reason, 0 for a note. */
  readonly weight: number;
  /** English sentence. */
  readonly text: string;
  /** What `text` was filled with, for translation. */
  readonly params: Readonly<Record<string, string | number>>;
  /** `text` in other languages, by language tag, where it is data and not one of a signal's wordings. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly sources: readonly Source[];
}

/**
 * What a signal answers. `quiet` = looked, nothing to say. `not-evaluated` = could not look, and
 * says what is missing; it never counts as quiet.
 */
export type SignalAnswer =
  | { readonly state: 'fired'; readonly reasons: readonly Reason[] }
  | { readonly state: 'quiet' }
  | { readonly state: 'not-evaluated'; readonly missing: string };

/** A signal: pure, deterministic, reads only the case and the policy. */
export interface Signal {
  readonly name: keyof ScreeningPolicy['signals'];
  /** What it looks at, one sentence, for the guide. */
  readonly about: string;
  /** Signals that restate the same evidence share a group; the group's weight is capped. */
  readonly group: RiskGroup;
  /** English sentences by reason code, with `{name}` where a param goes. */
  readonly wordings: Readonly<Record<string, string>>;
  evaluate(subject: ContainerCase, policy: ScreeningPolicy): SignalAnswer;
}
