import { defaultLookAssumptions, lookAlerts, weighLooks, type WeighedLooks } from '@havenwacht/planning';
import { sql, type Database, type Querying, type Transaction } from '../../platform/db/index.ts';

/**
 * Reads of cases that nothing explains, beside what became of the boxes.
 *
 * A read is explained by a *task* (its reader did something with the visit a day before or after, or signed
 * a lowering of it), by the *roster* (a desk's work is its risky, drawn and demanded boxes), by a *case* (an
 * open contradiction about the container), or by oversight that said why. What came of a box counts when
 * it came after the read: it left by the gate uncontrolled though it stood high, it was gone when its
 * control came, or its number turned up twice, in two places, or with another seal.
 *
 * This is about reads. Nobody is ranked: the few sets of reads that stand out are held out to the
 * integrity officer with how often that is wrong, at most five a week.
 */
export const looks = { windowMs: 60 * 86_400_000, budgetAWeek: 5, least: 0.5 } as const;

const weekMs = 7 * 86_400_000;
/** Who was held out is not held out again for this long. */
const quietMs = 30 * 86_400_000;

export interface Read {
  readonly entry: number | null;
  readonly person: string;
  readonly role: string;
  readonly visit: string;
  readonly at: number;
  readonly explained: boolean;
  readonly outcome: boolean;
}

/** Every read of a case in a window, with whether something explains it and what came of the box. */
function readsOf(
  tx: Querying,
  window: { readonly from: number; readonly until: number },
  person: string | null = null,
): Promise<Read[]> {
  const day = sql`interval '1 day'`;
  return tx.query<Read>(
    sql`select a.entry, a.person, coalesce(a.roles[1], '') as role, a.subject as visit, a.at,
          (exists (select from triage_act t where t.visit_id = a.subject and t.person = a.person
             and t.at between a.at - ${day} and a.at + ${day})
           or exists (select from lowering l where l.subject = a.subject and a.person in (l.asked_by, l.second_person))
           or coalesce(s.is_open and a.roles && '{analyst,team-lead,image-analyst,planner}'::text[]
             and (s.band in ('A', 'B') or s.mandatory or s.selected_by is not null), false)
           or exists (select from identity_case i where i.container = s.container and i.opened_at <= a.at
             and (i.closed_at is null or i.closed_at >= a.at))
           or (a.purpose is not null and a.roles && '{integrity,auditor,data-protection}'::text[])) as explained,
          (exists (select from movement m where m.container = s.container and m.port = s.port and m.event = 'gate-out'
             and m.classifier = 'actual' and m.happened_at > a.at
             and (s.band in ('A', 'B') or s.mandatory or s.selected_by = 'random')
             and not exists (select from control_result r where r.visit_id = a.subject and r.outcome <> 'not-possible'))
           or exists (select from control_result r where r.visit_id = a.subject and r.outcome = 'not-possible' and r.at > a.at)
           or exists (select from identity_case i where i.container = s.container and i.opened_at > a.at
             and i.kind in ('two-places', 'gated-twice', 'seal-changed', 'impossible-sequence'))) as outcome
        from act a left join screening s on s.visit_id = a.subject
        where a.kind = 'look' and a.act = 'visit/read' and a.subject is not null
          and a.at >= to_timestamp(${window.from}::float8 / 1000.0) and a.at < to_timestamp(${window.until}::float8 / 1000.0)
          and (${person}::text is null or a.person = ${person}) order by a.at, a.id`,
  );
}

/**
 * How often the work of a desk is explained, without the reader himself: desks differ, and one whose work
 * leaves little behind is not suspicious for it. Pulled towards the assumption where there are few reads.
 */
function workExplained(reads: readonly Read[]): (person: string) => number {
  const strength = 20;
  const count = (some: readonly Read[]): readonly [number, number] => [
    some.length,
    some.filter(({ explained }) => explained).length,
  ];
  const byRole = new Map(
    [...Map.groupBy(reads, ({ role }) => role)].map(([role, own]) => [role, count(own)]),
  );
  const byPerson = new Map(
    [...Map.groupBy(reads, ({ person }) => person)].map(([person, own]) => [person, own]),
  );
  return (person) => {
    const own = byPerson.get(person) ?? [];
    const [all, explained] = byRole.get(own[0]?.role ?? '') ?? [0, 0];
    const [ownAll, ownExplained] = count(own);
    const rate =
      (explained - ownExplained + strength * defaultLookAssumptions.workExplained) /
      (all - ownAll + strength);
    return Math.min(0.99, Math.max(defaultLookAssumptions.snoopExplained, rate));
  };
}

/** Weighs the reads of the window. */
async function weigh(tx: Querying, until: number): Promise<readonly WeighedLooks[]> {
  const reads = await readsOf(tx, { from: until - looks.windowMs, until });
  return weighLooks(reads, defaultLookAssumptions, workExplained(reads));
}

/** Holds out what stands out newly, within the budget of the week. @returns how many */
export function raiseLookAlerts(db: Database, now: number): Promise<number> {
  return db.transaction(async (tx: Transaction) => {
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('look alerts', 0))`);
    const raised = await tx.query<{ person: string; at: number }>(
      sql`select person, raised_at as at from look_alert where raised_at > to_timestamp(${now - quietMs}::float8 / 1000.0)`,
    );
    const quiet = new Set(raised.map(({ person }) => person));
    const left = looks.budgetAWeek - raised.filter(({ at }) => at > now - weekMs).length;
    const fresh = (await weigh(tx, now)).filter(({ person }) => !quiet.has(person));
    const { alerts } = lookAlerts(fresh, Math.max(0, left), looks.least);
    for (const one of alerts) {
      await tx.execute(
        sql`insert into look_alert (person, raised_at, posterior, looks, unexplained, outcomes)
            values (${one.person}, to_timestamp(${now}::float8 / 1000.0), ${one.posterior}, ${one.looks},
              ${one.unexplained}, ${one.outcomes})`,
      );
    }
    if (alerts.length > 0) await tx.news('integrity-alert', { alert: 'looks' });
    return alerts.length;
  });
}

/** A set of reads that was held out. */
export interface LookSet {
  readonly by: string;
  readonly raisedAt: number;
  readonly posterior: number;
  readonly reads: number;
  readonly unexplained: number;
  readonly outcomes: number;
  /** The reads that nothing explains, those with an outcome first. */
  readonly unexplainedReads: readonly Read[];
}

const mostShown = 50;

/** The sets that were held out in the window, and the share of them that is expected to be wrong. */
export async function unexplainedLooks(
  tx: Querying,
  now: number,
): Promise<{ readonly sets: readonly LookSet[]; readonly falseAlarmRate: number | null }> {
  const raised = await tx.query<Omit<LookSet, 'unexplainedReads'>>(
    sql`select person as by, raised_at as "raisedAt", posterior, looks as reads, unexplained, outcomes from look_alert
        where raised_at > to_timestamp(${now - looks.windowMs}::float8 / 1000.0) order by raised_at desc, id`,
  );
  const sets: LookSet[] = [];
  for (const one of raised) {
    const window = { from: one.raisedAt - looks.windowMs, until: now };
    const unexplained = (await readsOf(tx, window, one.by)).filter(({ explained }) => !explained);
    const first = unexplained.toSorted((a, b) => Number(b.outcome) - Number(a.outcome) || b.at - a.at);
    sets.push({ ...one, unexplainedReads: first.slice(0, mostShown) });
  }
  const wrong = raised.reduce((sum, { posterior }) => sum + 1 - posterior, 0);
  return { sets, falseAlarmRate: raised.length === 0 ? null : wrong / raised.length };
}
