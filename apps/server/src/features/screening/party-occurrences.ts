import { partyKey } from '@havenwacht/domain';
import type { Querying } from '../../platform/db/index.ts';
import type { VisitRecord } from '../cargo/index.ts';

/** How often a company stood on earlier visits, and on which other visits of the list it stands. */
export interface PartyOccurrence {
  readonly role: string;
  readonly name: string;
  readonly country: string | null;
  /** Earlier visits with this company in any role; null when no history is loaded. */
  readonly visits: number | null;
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  readonly controls: number;
  readonly finds: number;
}

/** The roles of which history is kept. */
const roles = ['shipper', 'consignee', 'notify', 'forwarder'];

/** The companies of one visit with how often each occurred before `asOf`; the last name of each role and bill. */
export async function partyOccurrences(
  tx: Querying,
  visit: VisitRecord,
  asOf: number,
): Promise<readonly PartyOccurrence[]> {
  const last = new Map<string, { role: string; name: string; country: string | null; key: string }>();
  for (const { value } of visit.record.parties) {
    if (roles.includes(value.role)) {
      const { role, name, country } = value;
      const key = partyKey(name);
      last.set(`${role}|${key}`, { role, name, country, key });
    }
  }
  const parties = [...last.values()].sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
  const keys = [...new Set(parties.map((party) => party.key))];
  const [has] = await tx.query<{ history: boolean }>('select exists (select 1 from past_visit) as history');
  const seen = await tx.query<{ key: string; visits: number; first: number; last: number }>(
    `with named as (
       select k.key, v.container, v.arrival_at from unnest($1::text[]) as k(key) join past_visit v on v.consignee_key = k.key
       union select k.key, v.container, v.arrival_at from unnest($1::text[]) as k(key) join past_visit v on v.shipper_key = k.key
       union select k.key, v.container, v.arrival_at from unnest($1::text[]) as k(key) join past_visit v on v.notify_key = k.key
     )
     select key, count(*)::int as visits, min(arrival_at) as first, max(arrival_at) as last from named
     where arrival_at < to_timestamp($2::float8 / 1000.0) group by key`,
    [keys, asOf],
  );
  const controls = await tx.query<{ key: string; controls: number; finds: number }>(
    `select k.key, count(*)::int as controls, count(*) filter (where c.found)::int as finds
     from unnest($1::text[]) as k(key) join past_control c
       on k.key in (c.consignee_key, c.shipper_key, c.notify_key)
     where c.controlled_at < to_timestamp($2::float8 / 1000.0) group by k.key`,
    [keys, asOf],
  );
  const seenBy = new Map(seen.map((row) => [row.key, row]));
  const controlsBy = new Map(controls.map((row) => [row.key, row]));
  return parties.map(({ role, name, country, key }) => ({
    role,
    name,
    country,
    visits: has?.history === true ? (seenBy.get(key)?.visits ?? 0) : null,
    firstSeen: seenBy.get(key)?.first ?? null,
    lastSeen: seenBy.get(key)?.last ?? null,
    controls: controlsBy.get(key)?.controls ?? 0,
    finds: controlsBy.get(key)?.finds ?? 0,
  }));
}
