import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying, type Sql, type Transaction } from '../../platform/db/index.ts';
import type { Lowering, LoweringOutcome } from './lowering.ts';

export interface LoweringRow extends Lowering {
  readonly decision: 'approved' | 'refused' | null;
  readonly decidedAt: number | null;
  /** Only for those who may know: whether the node drew the box at once, and what came of the approval. */
  readonly redrawn: boolean | null;
  /** `null` until it took effect: it waits for its second person, or for a witness. */
  readonly effect: LoweringOutcome | null;
  readonly effectAt: number | null;
}

const overseers = ['integrity', 'auditor'];

/** Who asked, who was drawn, and those who oversee its port; nobody else sees a lowering. */
function visibleTo({ person, roles, ports }: Reader): Sql {
  const own = sql`(l.asked_by = ${person} or l.second_person = ${person})`;
  if (!overseers.some((role) => roles.includes(role))) return own;
  if (ports === null) return sql`true`;
  return sql`(${own} or not exists (
    select from visit v where v.id = l.subject and v.port <> all(${ports}::text[])
    union all select from control c where c.id = l.subject and c.port <> all(${ports}::text[])))`;
}

export function loweringStore(tx: Querying, reader: Reader) {
  const select = sql`select l.id, l.act, l.kind, l.subject, l.body, l.reason, l.evidence_hash as "evidenceHash", l.asked_by as "askedBy",
      l.asked_unit as "askedUnit", l.asked_at as "askedAt", l.second_person as "secondPerson",
      l.second_unit as "secondUnit", l.expires_at as "expiresAt", d.decision, d.at as "decidedAt", d.redrawn, e.outcome as effect,
      e.at as "effectAt"
    from lowering l left join lowering_decision d on d.lowering_id = l.id
      left join lowering_effect e on e.lowering_id = l.id where ${visibleTo(reader)}`;
  return {
    async byId(id: string): Promise<LoweringRow | null> {
      const [row] = await tx.query<LoweringRow>(sql`${select} and l.id = ${id}`);
      return row ?? null;
    },
    list(since: number): Promise<LoweringRow[]> {
      return tx.query<LoweringRow>(
        sql`${select} and l.asked_at >= to_timestamp(${since}::float8 / 1000.0) order by l.asked_at desc, l.id limit 500`,
      );
    },
  };
}

export async function insertLowering(
  tx: Transaction,
  lowering: Lowering & { readonly candidatesHash: string; readonly drawnNumber: string },
): Promise<void> {
  const l = lowering;
  await tx.execute(
    sql`insert into lowering (id, act, kind, subject, body, reason, evidence_hash, asked_by, asked_unit, asked_at, second_person,
          second_unit, candidates_hash, drawn_number, expires_at)
        values (${l.id}, ${l.act}, ${l.kind}, ${l.subject}, ${JSON.stringify(l.body)}::jsonb, ${l.reason}, ${l.evidenceHash},
          ${l.askedBy}, ${l.askedUnit}, to_timestamp(${l.askedAt}::float8 / 1000.0), ${l.secondPerson}, ${l.secondUnit},
          ${l.candidatesHash}, ${l.drawnNumber}, to_timestamp(${l.expiresAt}::float8 / 1000.0))`,
  );
}

export async function insertDecision(
  tx: Transaction,
  decision: {
    readonly lowering: string;
    readonly decision: 'approved' | 'refused';
    readonly person: string;
    readonly credential: string;
    readonly evidenceHash: string;
    readonly at: number;
    readonly redrawn: boolean | null;
    readonly effect: 'done' | 'none' | 'void';
  },
): Promise<void> {
  await tx.execute(
    sql`insert into lowering_decision (lowering_id, decision, person, credential, evidence_hash, at, redrawn, effect)
        values (${decision.lowering}, ${decision.decision}, ${decision.person}, ${decision.credential},
          ${decision.evidenceHash}, to_timestamp(${decision.at}::float8 / 1000.0), ${decision.redrawn}, ${decision.effect})`,
  );
}

/** An approval that has not taken effect, whoever asks: for the node's own hand. */
export interface WaitingApproval extends Lowering {
  readonly isVoid: boolean;
  readonly redrawn: boolean | null;
  /** Who signed second, and with which key. */
  readonly decidedBy: string;
  readonly credential: string;
  readonly decidedAt: number;
  /** Where the approval stands in the log; `null` = not yet. */
  readonly entry: number | null;
}

/** The approvals that wait for their effect, the oldest first; all of them, or one. */
export function waitingApprovals(tx: Querying, id: string | null = null): Promise<WaitingApproval[]> {
  return tx.query<WaitingApproval>(
    sql`select l.id, l.act, l.kind, l.subject, l.body, l.reason, l.evidence_hash as "evidenceHash", l.asked_by as "askedBy",
          l.asked_unit as "askedUnit", l.asked_at as "askedAt", l.second_person as "secondPerson",
          l.second_unit as "secondUnit", l.expires_at as "expiresAt", d.effect = 'void' as "isVoid", d.redrawn,
          d.person as "decidedBy", d.credential, d.at as "decidedAt",
          (select min(a.entry) from act a where a.subject = l.id and a.act = 'lowering/approved') as entry
        from lowering_decision d join lowering l on l.id = d.lowering_id
        where d.decision = 'approved' and not exists (select from lowering_effect e where e.lowering_id = l.id)
          and (${id}::text is null or l.id = ${id}) order by d.at, l.id`,
  );
}

/** Writes that a decision took effect. @returns false when it had already */
export async function insertEffect(
  tx: Transaction,
  effect: {
    readonly lowering: string;
    readonly outcome: LoweringOutcome;
    readonly why: string | null;
    readonly witness: string | null;
    readonly at: number;
  },
): Promise<boolean> {
  const written = await tx.execute(
    sql`insert into lowering_effect (lowering_id, outcome, why, witness, at)
        values (${effect.lowering}, ${effect.outcome}, ${effect.why}, ${effect.witness},
          to_timestamp(${effect.at}::float8 / 1000.0)) on conflict do nothing`,
  );
  return written > 0;
}
