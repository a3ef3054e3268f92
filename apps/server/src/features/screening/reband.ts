import { assignBands, type ScreeningPolicy } from '@havenwacht/risk';
import type { Transaction } from '../../platform/db/index.ts';

const day = 86_400_000;

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
): Promise<readonly string[]> {
  if (places.size === 0) return [];
  const all = [...places].map((place) => place.split('|'));
  const rows = await tx.query<{
    visit_id: string;
    port: string;
    arrival_at: number | null;
    origin: string | null;
    score: number;
    mandatory: boolean;
    band: string;
    selected_by: string | null;
  }>(
    `select visit_id, s.port, arrival_at, origin, score, mandatory, band, selected_by
     from screening s join unnest($1::text[], $2::int[]) as place(port, day) on place.port = s.port
       and coalesce(floor(extract(epoch from arrival_at) / 86400)::int, -1) = place.day
     where is_open order by visit_id`,
    [all.map(([port]) => port ?? ''), all.map(([, at]) => Number(at))],
  );
  const assigned = assignBands(
    rows.map((row) => ({
      id: row.visit_id,
      port: row.port,
      arrivalDay: row.arrival_at === null ? null : Math.floor(row.arrival_at / day),
      origin: row.origin,
      score: row.score,
      mandatory: row.mandatory,
    })),
    policy,
  );
  const changed = rows.flatMap((row) => {
    const now = assigned.get(row.visit_id);
    return now !== undefined && (now.band !== row.band || now.selectedBy !== row.selected_by)
      ? [{ id: row.visit_id, ...now }]
      : [];
  });
  if (changed.length > 0) {
    await tx.query(
      `update screening set band = u.band, selected_by = u.by, revision = $4
       from unnest($1::text[], $2::text[], $3::text[]) as u(id, band, by) where visit_id = u.id`,
      [changed.map((one) => one.id), changed.map((one) => one.band), changed.map((one) => one.selectedBy), revision],
    );
  }
  return changed.map((one) => one.id);
}
