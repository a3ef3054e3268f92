import type { Transaction } from '../../platform/db/index.ts';

/** Brings the narrow rows of the ranked list in line with what screening now says of these visits. */
export async function listVisits(tx: Transaction, visits: readonly string[]): Promise<void> {
  if (visits.length === 0) return;
  await tx.execute(
    `delete from listed_visit using screening s
     where s.visit_id = listed_visit.visit_id and s.visit_id = any($1::text[]) and not s.is_open`,
    [visits],
  );
  await tx.execute(
    `insert into listed_visit (visit_id, container, port, mandatory, score, band, selected_by, load, origin,
       arrival_at, vessel_name, signals, search)
     select visit_id, container, port, mandatory, score, band, selected_by, load, origin, arrival_at, vessel_name,
       signals, search
     from screening where visit_id = any($1::text[]) and is_open
     on conflict (visit_id) do update set container = excluded.container, port = excluded.port,
       mandatory = excluded.mandatory, score = excluded.score, band = excluded.band,
       selected_by = excluded.selected_by, load = excluded.load, origin = excluded.origin,
       arrival_at = excluded.arrival_at, vessel_name = excluded.vessel_name, signals = excluded.signals,
       search = excluded.search`,
    [visits],
  );
}
