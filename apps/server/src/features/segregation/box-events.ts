import type { Source } from '@havenwacht/domain';
import { sql, type Querying } from '../../platform/db/index.ts';
import type { BoxEvent } from './judge-line.ts';
import {
  placeKind,
  terminalFor,
  type GuardedTerminal,
  type SegregationPolicy,
} from './segregation-policy.ts';

/** All that is known to have happened to one box on one visit, as far as it touches where it stands. */
export interface BoxHistory {
  readonly events: readonly BoxEvent[];
  readonly shortlanded: { readonly at: number; readonly source: Source } | null;
  /** The terminal of the policy at which it is or will be; `null` = none, or none that is known. */
  readonly terminal: GuardedTerminal | null;
  /** Where it stood, by cell, with when and who told it; the last first. */
  readonly cells: readonly { readonly cell: string; readonly at: number; readonly source: Source }[];
}

interface MovementRow {
  visit: string;
  event: string;
  at: number;
  terminal: string | null;
  position: string | null;
  file: string;
  byte: number;
  here: boolean;
}

/**
 * Reads what happened to boxes on these visits: movements that messages report as done, scans and their
 * judgement, and what the node was told at the box. What was cancelled is left out, and so is what belongs
 * to the next visit of the same container.
 */
export async function readBoxEvents(
  tx: Querying,
  policy: Pick<SegregationPolicy, 'terminals' | 'depots'> | null,
  visits: readonly string[],
): Promise<ReadonlyMap<string, BoxHistory>> {
  if (visits.length === 0) return new Map();
  const window = sql`
    select v.id, v.container, v.port, coalesce(c.arrival_at - interval '1 day', v.first_stated_at) as since,
      coalesce((select min(n.arrival_at) - interval '1 day' from visit o join port_call n on n.id = o.call_id
        where o.container = v.container and o.id <> v.id and n.arrival_at > c.arrival_at + interval '1 day'),
        'infinity'::timestamptz) as until
    from visit v join port_call c on c.id = v.call_id where v.id = any(${visits}::text[])`;
  const ports = await tx.query<{ visit: string; port: string }>(
    sql`select id as visit, port from visit where id = any(${visits}::text[])`,
  );
  const movements = await tx.query<MovementRow>(
    sql`with w as (${window})
        select w.id as visit, m.event, m.happened_at as at, m.body->>'terminal' as terminal,
          m.body->>'position' as position, message.file, (m.body->>'offset')::bigint as byte, m.port = w.port as here
        from w join movement m on m.container = w.container and m.happened_at >= w.since and m.happened_at < w.until
        join message on message.id = m.message_id
        where m.classifier = 'actual' and message.function <> 'cancel' and (m.port = w.port or m.event = 'gate-in')
          and m.event in ('discharge', 'gate-in', 'yard-move', 'picked-up', 'dropped-off', 'gate-out', 'load')
        order by m.happened_at, m.id`,
  );
  const scans = await tx.query<{
    visit: string;
    received: number;
    judged: number | null;
    verdict: string | null;
  }>(
    sql`with w as (${window})
        select w.id as visit, s.received_at as received, s.judged_at as judged, s.verdict
        from w join scan s on coalesce(s.ordered, s.told) = w.container and s.port = w.port
        where s.trial_of is null and s.state in ('open', 'judged') and s.received_at >= w.since and s.received_at < w.until`,
  );
  const told = await tx.query<{ visit: string; at: number }>(
    sql`select visit_id as visit, at from box_event where kind = 'opened' and visit_id = any(${visits}::text[])`,
  );
  const missing = await tx.query<{ visit: string; at: number; file: string; byte: number }>(
    sql`with w as (${window})
        select w.id as visit, s.stated_at as at, message.file, (s.body->>'offset')::bigint as byte
        from w join container_statement s on s.container = w.container and s.stated_at >= w.since and s.stated_at < w.until
        join message on message.id = s.message_id
        where s.body->>'exception' = 'shortlanded' and message.function <> 'cancel' order by s.stated_at, s.id`,
  );
  const named = await tx.query<{ visit: string; terminal: string }>(
    sql`select v.id as visit, s.terminal from visit v join port_call c on c.id = v.call_id
        join call_statement s on s.vessel_key = c.vessel_key and s.port = v.port
        join message on message.id = s.message_id
        where v.id = any(${visits}::text[]) and s.terminal is not null and message.function <> 'cancel'
          and (c.voyage_key is null or s.voyage_key is null or s.voyage_key = c.voyage_key)
        order by message.stated_at desc, s.message_id desc, s.seq`,
  );
  return new Map(
    visits.map((visit) => {
      const moves = movements.filter((one) => one.visit === visit);
      const own = moves.filter(({ here }) => here);
      const seen = own.flatMap(({ terminal }) => (terminal === null ? [] : [terminal])).reverse();
      const calls = named.filter((one) => one.visit === visit).map(({ terminal }) => terminal);
      const port = ports.find((one) => one.visit === visit)?.port ?? '';
      const terminal = policy === null ? null : terminalFor(policy, port, [...seen, ...calls]);
      const lost = missing.find((one) => one.visit === visit);
      return [
        visit,
        {
          events: [
            ...moves.flatMap((one) => eventsOf(policy, terminal, one)),
            ...scans.filter((one) => one.visit === visit).flatMap(scanEvents),
            ...told
              .filter((one) => one.visit === visit)
              .map((one): BoxEvent => ({ kind: 'opened', at: one.at, source: null })),
          ],
          shortlanded:
            lost === undefined ? null : { at: lost.at, source: { file: lost.file, offset: lost.byte } },
          terminal,
          cells: own
            .flatMap(({ position, at, file, byte, event }) =>
              position !== null && (event === 'gate-in' || event === 'yard-move' || event === 'dropped-off')
                ? [{ cell: position, at, source: { file, offset: byte } }]
                : [],
            )
            .reverse(),
        },
      ];
    }),
  );
}

function eventsOf(
  policy: Pick<SegregationPolicy, 'terminals' | 'depots'> | null,
  terminal: GuardedTerminal | null,
  { event, at, position, file, byte, here, terminal: name }: MovementRow,
): readonly BoxEvent[] {
  const source = { file, offset: byte };
  if (event === 'gate-in' && name !== null && policy?.depots.includes(name) === true) {
    return [{ kind: 'at-depot', at, source }];
  }
  if (!here) return [];
  switch (event) {
    case 'discharge':
      return [{ kind: 'landed', at, source }];
    case 'picked-up':
      return [{ kind: 'lifted', at, source }];
    case 'gate-in':
    case 'yard-move':
    case 'dropped-off':
      return [{ kind: 'placed', at, where: placeKind(terminal, position), source }];
    default:
      return [{ kind: 'left', at, by: event === 'load' ? 'vessel' : 'gate', source }];
  }
}

function scanEvents(scan: {
  readonly received: number;
  readonly judged: number | null;
  readonly verdict: string | null;
}): readonly BoxEvent[] {
  const scanned: BoxEvent = { kind: 'scanned', at: scan.received, source: null };
  if (scan.judged === null) return [scanned];
  return [scanned, { kind: 'judged', at: scan.judged, clear: scan.verdict === 'clear', source: null }];
}
