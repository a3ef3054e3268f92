import { theNode, type Act } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { opaqueId } from '../../platform/ids/opaque-id.ts';
import { giveCode, giveSecondHalf, type GivenCode } from './enrol.ts';
import { halfCodeHash, newHalfCode } from './one-time-code.ts';
import type { PeopleParts } from './people-parts.ts';
import { ableAdministrators, keepAnAdministrator, noSuchPerson, personById } from './person-store.ts';

/**
 * Somebody lost his key, or is invited where there are two administrators. One of them asks, another
 * approves, and each gets one half of a code that works only whole: neither alone can sign in as the
 * other person. Both give their half in person. After a loss the old credentials end when the code is
 * used.
 */
export interface Recovery {
  readonly id: string;
  readonly kind: 'invitation' | 'recovery';
  readonly person: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: number;
  readonly expiresAt: number;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
  readonly cancelledAt: number | null;
  readonly usedAt: number | null;
}

type Parts = Pick<PeopleParts, 'db' | 'now' | 'recordAct'>;

const approvalWithinMs = 24 * 3_600_000;

const columns = `recovery.id, recovery.kind, recovery.person_id as person, reason, asked_by as "askedBy", asked_at as "askedAt",
  recovery.expires_at as "expiresAt", approved_by as "approvedBy", approved_at as "approvedAt",
  cancelled_at as "cancelledAt", enrolment.used_at as "usedAt"`;

export async function listRecoveries(tx: Querying): Promise<readonly Recovery[]> {
  return tx.query<Recovery>(
    `select ${columns} from recovery left join enrolment on enrolment.id = recovery.enrolment_id
     order by asked_at desc, recovery.id limit 200`,
  );
}

/** The first half of a code, which is shown once and kept nowhere, and until when the second can be given. */
export interface GivenHalf {
  readonly id: string;
  readonly half: string;
  readonly expiresAt: number;
}

/** Asks for the second half of a code; what was asked for this person before ends. */
export async function askSecondAdministrator(
  tx: Querying,
  asked: {
    readonly kind: Recovery['kind'];
    readonly person: string;
    readonly reason: string;
    readonly by: Act['by'];
    readonly at: number;
  },
): Promise<GivenHalf> {
  const { kind, person, reason, by, at } = asked;
  const id = opaqueId('y');
  const half = newHalfCode();
  const expiresAt = at + approvalWithinMs;
  await tx.execute(
    `update recovery set cancelled_at = to_timestamp($2::float8 / 1000.0)
     where person_id = $1 and approved_at is null and cancelled_at is null`,
    [person, at],
  );
  await tx.execute(
    `insert into recovery (id, kind, person_id, reason, asked_by, asked_at, half_hash, expires_at)
     values ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000.0), $7, to_timestamp($8::float8 / 1000.0))`,
    [id, kind, person, reason, by.person, at, halfCodeHash(half), expiresAt],
  );
  return { id, half, expiresAt };
}

/** @returns the recovery and the first half of the code, for the one who asks */
export async function askForRecovery(
  parts: Parts,
  by: Act['by'],
  wanted: { readonly person: string; readonly reason: string },
): Promise<GivenHalf> {
  const at = parts.now();
  return parts.db.transaction(async (tx) => {
    const person = await personById(tx, wanted.person);
    if (person === null) throw noSuchPerson();
    requireOther(by.person, person.id);
    if (person.state === 'disabled') {
      throw new HavenwachtError('people/disabled', 409, 'This person is disabled; let him in first.');
    }
    const given = await askSecondAdministrator(tx, {
      kind: 'recovery',
      person: person.id,
      reason: wanted.reason,
      by,
      at,
    });
    const content = { recovery: given.id, reason: wanted.reason };
    await parts.recordAct(tx, { kind: 'change', act: 'recovery/ask', subject: person.id, by, at, content });
    return given;
  });
}

/** @returns the second half of the code, for the one who approves */
export async function approveRecovery(parts: Parts, by: Act['by'], id: string): Promise<GivenCode> {
  const at = parts.now();
  return parts.db.transaction(async (tx) => {
    const [asked] = await tx.query<{
      kind: Recovery['kind'];
      person: string;
      askedBy: string;
      half: Uint8Array;
    }>(
      `select kind, person_id as person, asked_by as "askedBy", half_hash as half from recovery
       where id = $1 and approved_at is null and cancelled_at is null
         and expires_at > to_timestamp($2::float8 / 1000.0) for update`,
      [id, at],
    );
    if (asked === undefined) {
      throw new HavenwachtError('people/no-recovery', 404, 'There is no such recovery to approve.');
    }
    requireOther(by.person, asked.person);
    if (asked.askedBy === by.person) {
      throw new HavenwachtError(
        'people/second-administrator',
        403,
        'Another administrator has to approve this.',
      );
    }
    if (!(await ableAdministrators(tx)).includes(asked.askedBy)) {
      throw new HavenwachtError('people/no-recovery', 404, 'There is no such recovery to approve.');
    }
    const given = await giveSecondHalf(tx, asked, at);
    await tx.execute(
      `update recovery set approved_by = $2, approved_at = to_timestamp($3::float8 / 1000.0), enrolment_id = $4
       where id = $1`,
      [id, by.person, at, given.enrolment],
    );
    const content = { recovery: id, enrolment: given.enrolment };
    await parts.recordAct(tx, {
      kind: 'change',
      act: 'recovery/approve',
      subject: asked.person,
      by,
      at,
      content,
    });
    return given;
  });
}

/**
 * At the node's own command line, where fewer than two other administrators are left who could do it
 * together. Whoever can type there can read the database anyway; this way it is on record.
 *
 * @throws {HavenwachtError} `people/two-administrators` where two others can
 */
export async function recoverAtCommandLine(parts: Parts, person: string): Promise<GivenCode> {
  const at = parts.now();
  return parts.db.transaction((tx) =>
    keepAnAdministrator(tx, async () => {
      const others = (await ableAdministrators(tx)).filter((one) => one !== person);
      if (others.length >= 2) {
        throw twoAdministrators();
      }
      const given = await giveCode(tx, person, 'recovery', at);
      const content = { enrolment: given.enrolment, at: 'command line' };
      await parts.recordAct(tx, {
        kind: 'change',
        act: 'recovery/approve',
        subject: person,
        by: theNode,
        at,
        content,
      });
      return given;
    }),
  );
}

export function twoAdministrators(): HavenwachtError {
  return new HavenwachtError(
    'people/two-administrators',
    403,
    'Two administrators can do this together; they have to.',
  );
}

function requireOther(administrator: string, person: string): void {
  if (administrator === person) {
    throw new HavenwachtError('people/own-recovery', 403, 'Nobody recovers himself; two others have to.');
  }
}
