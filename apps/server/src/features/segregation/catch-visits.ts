import {
  defaultSignRules,
  exposureClock,
  outsideLeakMap,
  type Exposure,
  type SignRule,
} from '@havenwacht/planning';
import { theNode } from '../../platform/auth/index.ts';
import { sql, type Transaction } from '../../platform/db/index.ts';
import { readBoxEvents, type BoxHistory } from './box-events.ts';
import { syncCases } from './case-store.ts';
import { holdBack } from './outside-acts.ts';
import { segregationPolicyAt } from './policy-store.ts';
import { raiseAlarms } from './raise-alarms.ts';
import { clauseFor, scopeOf, type CaughtFacts, type SegregationPolicy } from './segregation-policy.ts';
import type { SegregationParts } from './segregation-parts.ts';

interface VisitFacts extends CaughtFacts {
  readonly visit: string;
  readonly container: string;
  readonly isOpen: boolean;
  readonly arrivalAt: number | null;
  readonly isCaught: boolean;
  /** Scope at which it was caught; `null` = it was not. */
  readonly scope: 'until-handled' | 'until-depot' | null;
}

/**
 * Looks at visits anew: who is caught by the policy is set apart, and the clock of everyone set apart is
 * read from all that is known of him.
 *
 * A box that was set apart stays so until it is opened, cleared or gone, whatever a later policy says: a
 * policy that catches less lets nobody out who was caught.
 */
export async function catchVisits(
  tx: Transaction,
  parts: SegregationParts,
  visits: readonly string[],
): Promise<void> {
  const now = parts.now();
  const policy = await segregationPolicyAt(tx, now);
  const facts = await tx.query<VisitFacts>(
    sql`select s.visit_id as visit, s.container, s.port, s.origin, s.load_port as "loadPort", s.load,
          s.size_type as "sizeType", s.band, s.signals, s.is_open as "isOpen", s.arrival_at as "arrivalAt",
          g.visit_id is not null as "isCaught", g.scope
        from screening s left join segregated_visit g on g.visit_id = s.visit_id
        where s.visit_id = any(${visits}::text[]) and (g.visit_id is not null or (s.is_open and s.standing = 'expected'))
        order by s.visit_id`,
  );
  const caught = facts.filter((one) => one.isCaught || (policy !== null && clauseFor(policy, one) !== null));
  const histories = await readBoxEvents(
    tx,
    policy,
    caught.map(({ visit }) => visit),
  );
  for (const one of caught) {
    const history = histories.get(one.visit);
    if (history === undefined) continue;
    if (!one.isCaught && policy !== null) await setApart(tx, parts, policy, one, now);
    await readClock(tx, parts, policy, one, history, now);
  }
}

async function setApart(
  tx: Transaction,
  parts: SegregationParts,
  policy: SegregationPolicy,
  facts: VisitFacts,
  now: number,
): Promise<void> {
  const clause = clauseFor(policy, facts);
  if (clause === null) return;
  await tx.execute(
    sql`insert into segregated_visit (visit_id, container, port, policy_version, clause, caught_at, scope)
        values (${facts.visit}, ${facts.container}, ${facts.port}, ${policy.version}, ${clause.name},
          to_timestamp(${now}::float8 / 1000.0), ${scopeOf(facts)})
        on conflict do nothing`,
  );
  await parts.recordAct(tx, {
    kind: 'change',
    act: 'segregation/set-apart',
    subject: facts.visit,
    by: theNode,
    at: now,
    content: { policy: policy.version, clause: clause.name },
  });
}

async function readClock(
  tx: Transaction,
  parts: SegregationParts,
  policy: SegregationPolicy | null,
  facts: VisitFacts,
  history: BoxHistory,
  now: number,
): Promise<void> {
  const { visit, container, port } = facts;
  const scope = facts.scope ?? scopeOf(facts);
  const clock = exposureClock(history.events, now, scope, policy?.limitsMinutes ?? {});
  await tx.execute(
    sql`update segregated_visit set terminal = ${history.terminal?.code ?? null}, place = ${clock.place},
          wait = ${clock.wait}, since = to_timestamp(${clock.since}::float8 / 1000.0),
          ended_at = to_timestamp(${clock.endedAt}::float8 / 1000.0),
          minutes = ${JSON.stringify(clock.minutes)}::jsonb, in_reach_minutes = ${clock.inReachMinutes},
          evaluated_at = to_timestamp(${now}::float8 / 1000.0)
        where visit_id = ${visit}`,
  );
  if (policy === null) return;
  if (clock.endedAt === null) await orderWhenLawful(tx, parts, policy, facts, history, clock, now);
  const isLost = history.terminal === null && clock.endedAt === null;
  await syncCases(
    tx,
    parts,
    { subject: visit, port, container },
    isLost ? [{ kind: 'terminal-unknown', params: {}, source: null }] : [],
    now,
  );
  await raiseAlarms(tx, parts, policy, { visit, container, port }, clock.alarms, history, now);
}

/**
 * Holds the terminal's order back to the moment the map of outside leaks gives. The moment moves with the
 * vessel; where nobody knows when the box can be reached, the order waits for that.
 */
async function orderWhenLawful(
  tx: Transaction,
  parts: SegregationParts,
  policy: SegregationPolicy,
  facts: VisitFacts,
  history: BoxHistory,
  clock: Exposure,
  now: number,
): Promise<void> {
  const reachableAt = clock.since ?? facts.arrivalAt;
  const at = reachableAt ?? now;
  const { signs } = outsideLeakMap(
    'segregation',
    { plannedAt: at, handsOnAt: at, reachableAt: at, collectableAt: at },
    rulesOf(policy),
  );
  await holdBack(
    tx,
    parts,
    facts.visit,
    signs
      .filter(({ canHold }) => canHold)
      .map(({ sign, anchor, heldUntil, ground }) => ({
        sign,
        anchor,
        heldUntil: reachableAt === null || history.terminal === null ? null : heldUntil,
        ground,
        about: {
          visit: facts.visit,
          container: facts.container,
          port: facts.port,
          sizeType: facts.sizeType,
          load: facts.load === 'full' || facts.load === 'empty' ? facts.load : null,
          handling: 'guarded-stack',
          doneBy: at + policy.doneWithinMinutes * 60_000,
        },
      })),
    now,
  );
}

/** The house's rules with the node's own time for its terminals. */
export function rulesOf(policy: Pick<SegregationPolicy, 'orderLeadMinutes'>): readonly SignRule[] {
  return defaultSignRules.map((rule) =>
    rule.methods.includes('segregation')
      ? { ...rule, latest: { ...rule.latest, minutes: -policy.orderLeadMinutes } }
      : rule,
  );
}
