/**
 * What a person at the desk does with a visit.
 *
 * An act is `recorded` when it counts, `pending` while it waits for a second person. A later act can
 * put an end to it (`ended`: a release ends an assignment, a proposal ends a dismissal); its maker can
 * take it back within half a minute (`undone`), which puts back what it ended. Nothing is deleted.
 */
export const actKinds = ['assign', 'release', 'propose', 'dismiss', 'contest', 'note'] as const;
export type ActKind = (typeof actKinds)[number];

/** How a container can be looked at. */
export const controlMethods = ['documents', 'scan', 'dog', 'dive', 'open'] as const;
export type ControlMethod = (typeof controlMethods)[number];

/** What is asked of a visit, or of every visit of a selection. */
export type ActRequest =
  | { readonly kind: 'assign' }
  | { readonly kind: 'release' }
  | {
      readonly kind: 'propose';
      readonly method: ControlMethod;
      readonly reason: string;
      /** The moment the proposer would like it to happen; null leaves that to the planner. */
      readonly wantedAt: number | null;
    }
  | { readonly kind: 'dismiss'; readonly reason: string }
  | { readonly kind: 'contest'; readonly signal: string; readonly code: string; readonly reason: string }
  | { readonly kind: 'note'; readonly reason: string };

export const actStates = ['recorded', 'pending', 'ended', 'undone'] as const;
export type ActState = (typeof actStates)[number];

export interface TriageAct {
  readonly reference: string;
  readonly kind: ActKind;
  readonly visit: string;
  readonly container: string;
  readonly person: string;
  readonly roles: readonly string[];
  readonly at: number;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly state: ActState;
  readonly needs: 'second-person' | null;
}

/** What became of one visit of an act. */
export interface ActResult {
  readonly visit: string;
  readonly container: string | null;
  readonly outcome: 'recorded' | 'pending' | 'refused' | 'undone';
  /** Why it was refused or waits; null when it was recorded. */
  readonly why: string | null;
}

/** More visits than this in one act are refused: nobody can answer for more at once. */
export const mostAtOnce = 200;

/** How long the maker of an act can take it back. */
export const undoMs = 30_000;
