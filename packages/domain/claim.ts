/**
 * Where a value was read: the file that said it and the byte it starts at.
 *
 * `file` is the SHA-256 of the raw bytes as 64 lower-case hex digits; `offset` counts bytes from
 * the start of that file, from 0.
 */
export interface Source {
  readonly file: string;
  readonly offset: number;
}

/** What kind of statement a message makes about cargo. One word a kind; GLOSSARY.md explains them. */
export type StatementKind =
  | 'stow-plan'
  | 'manifest'
  | 'discharge-order'
  | 'load-order'
  | 'discharge-report'
  | 'load-report'
  | 'gate-report'
  | 'weight-report'
  | 'instruction'
  | 'status'
  | 'arrival-notice';

/**
 * One party saying one thing once: a value, who said it, when, and from which byte it was read.
 *
 * Nothing overwrites a claim. A correction is a later claim; two parties that disagree leave two
 * claims standing.
 */
export interface Claim<T> {
  readonly value: T;
  readonly source: Source;
  /** When the message says it was made; the time of receipt where it does not say. Epoch milliseconds, UTC. */
  readonly statedAt: number;
  /** The sender as the envelope names it; empty when the envelope names none. */
  readonly statedBy: string;
  readonly kind: StatementKind;
}

/** Claims about one fact, oldest first by `statedAt`. Empty = nobody said anything. */
export type Claims<T> = readonly Claim<T>[];
