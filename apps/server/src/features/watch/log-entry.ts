import { sql } from '../../platform/scope/index.ts';

/** An act as the log holds it, a row of the table `act` that has its place. */
export interface LogEntry {
  readonly entry: number;
  readonly kind: string;
  readonly act: string;
  readonly subject: string | null;
  readonly person: string;
  readonly roles: readonly string[];
  readonly session: string | null;
  readonly purpose: string | null;
  readonly at: number;
  /** SHA-256 of the content, hexadecimal. */
  readonly content: string;
}

/** The columns of an entry, for a select. */
export const entryColumns = sql`entry, kind, act, subject, person, roles, session, purpose, at,
  encode(content_hash, 'hex') as content`;

/**
 * The bytes that are hashed into the tree: JSON in this order of names, without white space. What the
 * tiles hold is made of the row alone, so after a crash the same rows give the same tree.
 */
export function entryBytes(row: LogEntry): Uint8Array {
  const { kind, act, subject, person, roles, session, purpose, at, content } = row;
  const line = {
    v: 1,
    at: new Date(at).toISOString(),
    kind,
    act,
    subject,
    person,
    roles,
    session,
    purpose,
    content,
  };
  return new TextEncoder().encode(JSON.stringify(line));
}
