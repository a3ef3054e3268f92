import { assignBands } from '@havenwacht/risk';
import type { Querying, Transaction } from '../../platform/db/index.ts';
import { policyInForce } from './policy-store.ts';

/** The visits of one port and day that no draw has taken in yet, and the chance the policy gives each. */
export interface ShareCandidates {
  readonly port: string;
  /** `2026-03-02` */
  readonly day: string;
  /** Version of policy and rules that gave the chances. */
  readonly model: string;
  /** Visit and its chance in billionths. */
  readonly visits: readonly (readonly [string, number])[];
}

/**
 * What the random share is drawn from: the open visits that arrive until `until` and no rule demands a
 * control of. The chances are those of the whole day, so a visit that is announced late has the one it
 * would have had. Each visit is a candidate once, whatever becomes of its day of arrival.
 */
export async function shareCandidates(
  tx: Querying,
  window: { readonly from: number; readonly until: number },
): Promise<readonly ShareCandidates[]> {
  const { policy, rules } = await policyInForce(tx, window.from);
  const rows = await tx.query<{
    visit: string;
    port: string;
    day: string;
    origin: string | null;
    score: number;
    rules: string[];
    taken: boolean;
  }>(
    `select s.visit_id as visit, s.port, to_char(s.arrival_at at time zone 'UTC', 'YYYY-MM-DD') as day, s.origin, s.score,
       s.mandatory_rules as rules, d.visit_id is not null as taken
     from screening s left join drawn_visit d using (visit_id)
     where s.is_open and s.arrival_at >= date_trunc('day', to_timestamp($1::float8 / 1000.0) at time zone 'UTC') at time zone 'UTC'
       and s.arrival_at < to_timestamp($2::float8 / 1000.0)
     order by s.visit_id`,
    [window.from, window.until],
  );
  return [...Map.groupBy(rows, ({ port, day }) => `${port} ${day}`).values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const assigned = assignBands(
      all.map((row) => ({
        visitId: row.visit,
        port: row.port,
        arrivalDay: row.day,
        originCountry: row.origin,
        score: row.score,
        mandatoryRules: row.rules,
      })),
      policy,
      '',
    );
    const chances = new Map(assigned.map((one) => [one.visitId, one.randomProbability]));
    const visits = all
      .filter((row) => !row.taken && row.rules.length === 0)
      .map(({ visit }) => [visit, Math.round((chances.get(visit) ?? 0) * 1_000_000_000)] as const);
    if (visits.every(([, chance]) => chance === 0)) return [];
    const { port, day } = first;
    return [{ port, day, model: `${policy.version} / ${rules.version}`, visits }];
  });
}

/** Notes the candidates of a draw, before anything is drawn. */
export async function takeIntoDraw(
  tx: Transaction,
  draw: string,
  visits: readonly (readonly [string, number])[],
): Promise<void> {
  await tx.execute(
    `insert into drawn_visit (visit_id, draw_id, probability)
     select visit, $1, chance from unnest($2::text[], $3::int[]) as u(visit, chance)`,
    [draw, visits.map(([visit]) => visit), visits.map(([, chance]) => chance)],
  );
}

/** The candidates of a draw that is not settled. */
export async function inDraw(tx: Querying, draw: string): Promise<readonly string[]> {
  const rows = await tx.query<{ visit_id: string }>(
    'select visit_id from drawn_visit where draw_id = $1 order by visit_id',
    [draw],
  );
  return rows.map(({ visit_id }) => visit_id);
}

/** Notes what was drawn; `null` lets the candidates go, to be drawn anew. The bands of the day follow. */
export async function settleDraw(
  tx: Transaction,
  draw: string,
  drawn: readonly string[] | null,
): Promise<void> {
  if (drawn === null) {
    await tx.execute('delete from drawn_visit where draw_id = $1', [draw]);
    return;
  }
  await tx.execute('update drawn_visit set drawn = visit_id = any($2::text[]) where draw_id = $1', [
    draw,
    drawn,
  ]);
  const [one] = await tx.query<{ container: string }>(
    `select s.container from drawn_visit d join screening s using (visit_id) where d.draw_id = $1 and s.is_open limit 1`,
    [draw],
  );
  // The bands of a day are made together: one of its containers brings all of them.
  if (one !== undefined) await tx.news('cargo-changed', { containers: [one.container] });
}
