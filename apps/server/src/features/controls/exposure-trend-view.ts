import { leakExposure } from '@havenwacht/planning';
import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import { listPersons } from '../people/index.ts';
import { candidatesAt } from './candidates.ts';
import { learningsFrom, type Knower } from './control-store.ts';

/** How much of the controls of one day was known beforehand, and in which units. */
export interface ExposureDay {
  /** Start of the day, UTC. Epoch milliseconds. */
  readonly day: number;
  readonly controls: number;
  /** Of one control, person-hours; `null` on a day without controls. */
  readonly median: number | null;
  readonly highest: number | null;
  readonly units: readonly { readonly unit: string; readonly personHours: number; readonly people: number }[];
}

interface DaySums {
  /** Person-hours of each control. */
  readonly all: number[];
  readonly units: Map<string, { hours: number; readonly people: Set<string> }>;
}

const dayMs = 86_400_000;

/**
 * Leak exposure by day and unit: of every control planned for a day that was sealed, the person-hours of
 * knowledge until it was carried out or was due. A person counts for the unit he belongs to today.
 */
export async function exposureTrendView(
  tx: Querying,
  reader: Reader,
  { from, until, now }: { readonly from: number; readonly until: number; readonly now: number },
): Promise<readonly ExposureDay[]> {
  const { ports } = reader;
  const rows = await tx.query<
    Knower & { control: string; port: string; plannedAt: number; endedAt: number | null }
  >(
    sql`select c.id as control, c.port, c.planned_at as "plannedAt", k.person, k.part, k.items, k.from_at as "fromAt",
          k.on_arrival as "onArrival", k.posterior, k.reason, k.added_by as "addedBy",
          (select min(s.at) from control_step s where s.control_id = c.id and s.step in ('carry-out', 'cancel')) as "endedAt"
        from control c join control_knower k on k.control_id = c.id and (k.ended_at is null or k.from_at < k.ended_at)
        where c.planned_at >= to_timestamp(${from}::float8 / 1000.0) and c.planned_at < to_timestamp(${until}::float8 / 1000.0)
          and exists (select 1 from control_step s where s.control_id = c.id and s.step = 'seal')
          and ${ports === null ? sql`true` : sql`c.port = any(${ports}::text[])`}
        order by c.planned_at, c.id, k.from_at`,
  );
  const unitOf = new Map((await listPersons(tx)).map(({ id, groups }) => [id, groups[0] ?? '']));
  const priors = new Map<string, number>();
  for (const port of new Set(rows.map((row) => row.port))) {
    priors.set(port, 1 / (await candidatesAt(tx, port)).port);
  }
  const days = new Map<
    number,
    { all: number[]; units: Map<string, { hours: number; people: Set<string> }> }
  >();
  for (const own of Map.groupBy(rows, ({ control }) => control).values()) {
    const [{ port, plannedAt, endedAt }] = own as [(typeof own)[number]];
    const prior = priors.get(port) ?? 0;
    // What is not done yet is known until it is due, and no longer than until now.
    const end = endedAt ?? Math.min(now, plannedAt);
    const day = Math.floor(plannedAt / dayMs) * dayMs;
    const sums: DaySums = days.get(day) ?? { all: [], units: new Map() };
    days.set(day, sums);
    sums.all.push(leakExposure(learningsFrom(own), end, prior));
    for (const [unit, knowers] of Map.groupBy(own, ({ person }) => unitOf.get(person) ?? '')) {
      const sum = sums.units.get(unit) ?? { hours: 0, people: new Set<string>() };
      sums.units.set(unit, sum);
      sum.hours += leakExposure(learningsFrom(knowers), end, prior);
      for (const { person } of knowers) sum.people.add(person);
    }
  }
  const result: ExposureDay[] = [];
  for (let day = Math.floor(from / dayMs) * dayMs; day < until; day += dayMs) {
    const sums = days.get(day);
    const sorted = [...(sums?.all ?? [])].sort((a, b) => a - b);
    result.push({
      day,
      controls: sorted.length,
      median: sorted[Math.floor((sorted.length - 1) / 2)] ?? null,
      highest: sorted.at(-1) ?? null,
      units: [...(sums?.units ?? [])]
        .map(([unit, { hours, people }]) => ({ unit, personHours: hours, people: people.size }))
        .sort((a, b) => (a.unit < b.unit ? -1 : 1)),
    });
  }
  return result;
}
