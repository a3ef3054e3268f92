import { nobody, type Act } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { endCredentials, storeCredential, type NewCredential, type Owned } from './credential-store.ts';
import { halfCodeHash, newHalfCode, typedCodeHash, wholeCodeHash } from './one-time-code.ts';
import type { PeopleParts } from './people-parts.ts';
import { personById, type Person } from './person-store.ts';

/** A right to set a credential, once: opened by a code that is given in person. */
export interface Enrolment {
  readonly id: string;
  readonly kind: 'first' | 'invitation' | 'recovery';
  readonly person: Person;
}

const goodForMs = { first: 3_600_000, invitation: 72 * 3_600_000, recovery: 24 * 3_600_000 } as const;

/** A code that was made now; it is shown once and kept nowhere. */
export interface GivenCode {
  readonly code: string;
  readonly expiresAt: number;
  readonly enrolment: string;
}

/** Gives a person a new code; those he was given before end. */
export async function giveCode(
  tx: Querying,
  person: string,
  kind: Enrolment['kind'],
  at: number,
): Promise<GivenCode> {
  const halves = [newHalfCode(), newHalfCode()] as const;
  const given = await storeCode(tx, {
    person,
    kind,
    at,
    hash: wholeCodeHash(halfCodeHash(halves[0]), halfCodeHash(halves[1])),
  });
  return { ...given, code: halves.join('-') };
}

/** Completes a code of which somebody else has the first half. @returns the second half */
export async function giveSecondHalf(
  tx: Querying,
  asked: { readonly kind: Enrolment['kind']; readonly person: string; readonly half: Uint8Array },
  at: number,
): Promise<GivenCode> {
  const half = newHalfCode();
  const { kind, person } = asked;
  const given = await storeCode(tx, {
    person,
    kind,
    at,
    hash: wholeCodeHash(asked.half, halfCodeHash(half)),
  });
  return { ...given, code: half };
}

async function storeCode(
  tx: Querying,
  { person, kind, at, hash }: { person: string; kind: Enrolment['kind']; at: number; hash: Uint8Array },
): Promise<Omit<GivenCode, 'code'>> {
  await endCodes(tx, person, at);
  const enrolment = opaqueId('e');
  const expiresAt = at + goodForMs[kind];
  await tx.execute(
    `insert into enrolment (id, person_id, kind, code_hash, created_at, expires_at)
     values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000.0), to_timestamp($6::float8 / 1000.0))`,
    [enrolment, person, kind, hash, at, expiresAt],
  );
  return { enrolment, expiresAt };
}

/** Ends the codes of a person that nobody used. */
export async function endCodes(tx: Querying, person: string, at: number): Promise<void> {
  await tx.execute(
    `update enrolment set ended_at = to_timestamp($2::float8 / 1000.0)
     where person_id = $1 and used_at is null and ended_at is null`,
    [person, at],
  );
}

const open = `enrolment.used_at is null and enrolment.ended_at is null
  and enrolment.expires_at > to_timestamp($2::float8 / 1000.0)`;

/** What a typed code opens; null when nothing, and nobody is told why. */
export async function enrolmentOf(tx: Querying, code: string, at: number): Promise<Enrolment | null> {
  const hash = typedCodeHash(code);
  if (hash === null) return null;
  const [found] = await tx.query<{ id: string; kind: Enrolment['kind']; person: string }>(
    `select id, kind, person_id as person from enrolment where code_hash = $1 and ${open}`,
    [hash, at],
  );
  const person = found === undefined ? null : await personById(tx, found.person);
  if (found === undefined || person === null || person.state === 'disabled') return null;
  return { id: found.id, kind: found.kind, person };
}

/**
 * Uses a code up and gives its person the credential. A recovery ends what he had before, with every
 * session that was opened with it.
 *
 * @returns null when the code was used in the meantime
 * @throws {HavenwachtError} `people/credential-taken` when the key or account is already somebody's
 */
export async function enrol(
  parts: Pick<PeopleParts, 'db' | 'now' | 'recordAct'>,
  enrolment: string,
  credential: NewCredential,
): Promise<Owned | null> {
  const at = parts.now();
  return parts.db.transaction(async (tx) => {
    const [used] = await tx.query<{ kind: Enrolment['kind']; person: string }>(
      `update enrolment set used_at = to_timestamp($2::float8 / 1000.0)
       where id = $1 and ${open} returning kind, person_id as person`,
      [enrolment, at],
    );
    if (used === undefined) return null;
    const { person } = used;
    const ended = used.kind === 'invitation' ? 0 : await endCredentials(tx, person, at);
    const id = opaqueId('c');
    if (!(await storeCredential(tx, { id, person, at }, credential))) {
      throw new HavenwachtError('people/credential-taken', 409, 'This key already belongs to somebody.');
    }
    await tx.execute("update person set state = 'active' where id = $1 and state <> 'disabled'", [person]);
    const by: Act['by'] = { ...nobody, person };
    const content = { enrolment, kind: used.kind, credential: id, way: credential.kind, ended };
    await parts.recordAct(tx, { kind: 'change', act: 'credential/set', subject: person, by, at, content });
    return { person, credential: id };
  });
}
