import { assignBands, type ScreeningPolicy } from '@havenwacht/risk';
import type { Transaction } from '../../platform/db/index.ts';

/** Where the random share comes from: the node's secret, or draws with others. */
export interface RandomShare {
  readonly seed: string;
  readonly share: 'seeded' | 'drawn';
}

/**
 * Gives the open visits of these ports and days of arrival their bands and selection anew; a day's
 * bands depend on all that arrives that day, so one changed score can move another box.
 *
 * @param places `port|day number`, day −1 = arrival unknown
 * @returns the visits whose band or selection changed
 */
export async function reband(
  tx: Transaction,
  places: ReadonlySet<string>,
  policy: ScreeningPolicy,
  revision: number,
  { seed, share }: RandomShare,
): Promise<readonly string[]> {
  if (places.size === 0) return [];
  const all = [...places].map((place) => place.split('|'));
  const rows = await tx.query<{
    visit_id: string;
    port: string;
    arrival_at: number | null;
    origin: string | null;
    score: number;
    mandatory_rules: string[];
    band: string;
    selected_by: string | null;
    drawn: boolean | null;
    chance: number | null;
  }>(
    `select visit_id, s.port, arrival_at, origin, score, mandatory_rules, band, selected_by, d.drawn,
       d.probability::float8 / 1000000000 as chance
     from screening s left join drawn_visit d using (visit_id) join unnest($1::text[], $2::int[]) as place(port, day) on place.port = s.port
       and coalesce(floor(extract(epoch from arrival_at) / 86400)::int, -1) = place.day
     where is_open order by visit_id`,
    [all.map(([port]) => port ?? ''), all.map(([, at]) => Number(at))],
  );
  const before = new Map(rows.map((row) => [row.visit_id, row]));
  const assigned = assignBands(
    rows.map((row) => ({
      visitId: row.visit_id,
      port: row.port,
      arrivalDay: row.arrival_at === null ? '' : new Date(row.arrival_at).toISOString().slice(0, 10),
      originCountry: row.origin,
      score: row.score,
      mandatoryRules: row.mandatory_rules,
      drawn:
        row.drawn === null || row.chance === null ? null : { isDrawn: row.drawn, probability: row.chance },
    })),
    policy,
    seed,
    share,
  );
  const changed = assigned.filter((one) => {
    const row = before.get(one.visitId);
    return row?.band !== one.band || row.selected_by !== one.selectedBy;
  });
  if (changed.length > 0) {
    await tx.query(
      `update screening set band = u.band, selected_by = u.by, random_probability = u.chance, revision = $5
       from unnest($1::text[], $2::text[], $3::text[], $4::float8[]) as u(id, band, by, chance) where visit_id = u.id`,
      [
        changed.map((one) => one.visitId),
        changed.map((one) => one.band),
        changed.map((one) => one.selectedBy),
        changed.map((one) => one.randomProbability),
        revision,
      ],
    );
  }
  return changed.map((one) => one.visitId);
}
