import type { Querying } from '../../platform/db/index.ts';
import type { Role } from './roles.ts';

/** One sitting of one person at one browser. Its token lies with the browser; the node keeps its hash. */
export interface Session {
  readonly id: string;
  readonly person: string;
  /** What the person showed; null = nothing, a role that was switched to in a demonstration. */
  readonly credential: string | null;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  readonly ports: readonly string[] | null;
  readonly openedAt: number;
  readonly expiresAt: number;
  /** The last request that somebody at the browser caused; written at most twice a minute. */
  readonly seenAt: number;
  readonly steppedUpAt: number | null;
  readonly lockedAt: number | null;
}

const sessionColumns = `session.id, session.person_id as person, session.credential_id as credential,
  person.roles, person.groups, person.ports, opened_at as "openedAt", expires_at as "expiresAt",
  seen_at as "seenAt", stepped_up_at as "steppedUpAt", locked_at as "lockedAt"`;

/**
 * A session stands while nobody ended it, its time is not over, its person is active and what he
 * showed still counts. One without a credential stands in a demonstration only.
 */
const standing = `session.ended_at is null and session.expires_at > to_timestamp($2::float8 / 1000.0)
  and person.state = 'active' and (credential.id is not null and credential.ended_at is null
    or session.credential_id is null and $3::boolean)`;

const sessions = `session join person on person.id = session.person_id
  left join credential on credential.id = session.credential_id`;

/** When it is asked, and whether this node is a demonstration. */
export interface Moment {
  readonly at: number;
  readonly demo: boolean;
}

export async function sessionByToken(
  tx: Querying,
  tokenHash: Uint8Array,
  { at, demo }: Moment,
): Promise<Session | null> {
  const [found] = await tx.query<Session>(
    `select ${sessionColumns} from ${sessions} where token_hash = $1 and ${standing}`,
    [tokenHash, at, demo],
  );
  return found ?? null;
}

/** Those of these sessions that still stand. */
export async function standingSessions(
  tx: Querying,
  ids: readonly string[],
  { at, demo }: Moment,
): Promise<readonly Session[]> {
  return tx.query<Session>(
    `select ${sessionColumns} from ${sessions} where session.id = any($1::text[]) and ${standing}`,
    [ids, at, demo],
  );
}

export async function storeSession(
  tx: Querying,
  session: Pick<Session, 'id' | 'person' | 'credential' | 'openedAt' | 'expiresAt'> & {
    readonly tokenHash: Uint8Array;
  },
): Promise<void> {
  await tx.execute(
    `insert into session (id, token_hash, person_id, credential_id, opened_at, expires_at, seen_at, stepped_up_at)
     values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000.0), to_timestamp($6::float8 / 1000.0),
       to_timestamp($5::float8 / 1000.0), to_timestamp($5::float8 / 1000.0))`,
    [session.id, session.tokenHash, session.person, session.credential, session.openedAt, session.expiresAt],
  );
}

/** Writes down that somebody is at the browser. */
export async function touchSession(tx: Querying, id: string, at: number): Promise<void> {
  await tx.execute(
    'update session set seen_at = greatest(seen_at, to_timestamp($2::float8 / 1000.0)) where id = $1',
    [id, at],
  );
}

/** Sessions of a person that stand, newest first. */
export async function sessionsOf(
  tx: Querying,
  person: string,
  { at, demo }: Moment,
): Promise<readonly Session[]> {
  return tx.query<Session>(
    `select ${sessionColumns} from ${sessions} where session.person_id = $1 and ${standing} order by opened_at desc`,
    [person, at, demo],
  );
}

/** A fresh credential was shown: the session is awake, and goes on under another token. */
export async function renewSession(
  tx: Querying,
  id: string,
  renewed: { readonly tokenHash: Uint8Array; readonly credential: string; readonly at: number },
): Promise<boolean> {
  const done = await tx.execute(
    `update session set token_hash = $2, credential_id = $3, locked_at = null,
       stepped_up_at = to_timestamp($4::float8 / 1000.0), seen_at = to_timestamp($4::float8 / 1000.0)
     where id = $1 and ended_at is null`,
    [id, renewed.tokenHash, renewed.credential, renewed.at],
  );
  return done === 1;
}

export async function lockSession(tx: Querying, id: string, at: number): Promise<void> {
  await tx.execute(
    'update session set locked_at = to_timestamp($2::float8 / 1000.0) where id = $1 and locked_at is null',
    [id, at],
  );
  await tx.query("select pg_notify('session', $1)", [id]);
}

/** @returns false when this person has no such open session */
export async function endSession(tx: Querying, id: string, person: string, at: number): Promise<boolean> {
  const ended = await tx.execute(
    `update session set ended_at = to_timestamp($3::float8 / 1000.0)
     where id = $1 and person_id = $2 and ended_at is null`,
    [id, person, at],
  );
  await tx.query("select pg_notify('session', $1)", [id]);
  return ended === 1;
}
