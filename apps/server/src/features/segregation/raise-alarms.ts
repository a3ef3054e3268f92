import { readStackCell, stackReach, type ExposureAlarm } from '@havenwacht/planning';
import { theNode } from '../../platform/auth/index.ts';
import { sql, type Transaction } from '../../platform/db/index.ts';
import { noteStackAlarms } from '../screening/index.ts';
import type { BoxHistory } from './box-events.ts';
import type { SegregationPolicy } from './segregation-policy.ts';
import type { SegregationParts } from './segregation-parts.ts';

export interface AlarmedBox {
  readonly visit: string;
  readonly container: string;
  readonly port: string;
}

/** An alarm of the clock, or that somebody was at the box. */
export type BoxAlarm = Pick<ExposureAlarm, 'at'> & {
  readonly about: ExposureAlarm['about'] | 'intrusion';
  readonly limitMinutes: number | null;
};

/**
 * Raises what was not raised before. With each new alarm the boxes that stood beside it inherit a share of
 * its risk: what was taken out may lie next door.
 */
export async function raiseAlarms(
  tx: Transaction,
  parts: SegregationParts,
  policy: SegregationPolicy,
  box: AlarmedBox,
  alarms: readonly BoxAlarm[],
  history: BoxHistory,
  now: number,
): Promise<void> {
  for (const { about, at, limitMinutes } of alarms) {
    const fresh = await tx.execute(
      sql`insert into exposure_alarm (visit_id, about, container, port, at, limit_minutes, raised_at)
          values (${box.visit}, ${about}, ${box.container}, ${box.port}, to_timestamp(${at}::float8 / 1000.0),
            ${limitMinutes}, to_timestamp(${now}::float8 / 1000.0))
          on conflict do nothing`,
    );
    if (fresh === 0) continue;
    await parts.recordAct(tx, {
      kind: 'change',
      act: 'segregation/alarm',
      subject: box.visit,
      by: theNode,
      at: now,
      content: { about, at, limitMinutes },
    });
    await tx.news('exposure-alarm', { visit: box.visit, about, at });
    await spread(tx, policy, box, about, at, history, now);
  }
}

/** The boxes that stood beside it when it fired, by the last cell that a message gives each of them. */
async function spread(
  tx: Transaction,
  policy: SegregationPolicy,
  box: AlarmedBox,
  about: BoxAlarm['about'],
  at: number,
  history: BoxHistory,
  now: number,
): Promise<void> {
  const own = history.cells.find((one) => one.at <= at);
  const cell = own === undefined ? null : readStackCell(own.cell);
  if (cell === null) return;
  const bays = [-2, -1, 0, 1, 2].map((step) => String(cell.bay + step).padStart(3, '0'));
  const others = await tx.query<{
    visit: string;
    position: string;
    terminal: string | null;
    file: string;
    byte: number;
  }>(
    sql`select s.visit_id as visit, last.position, last.terminal, last.file, last.byte
        from screening s cross join lateral (
          select m.event, m.body->>'position' as position, m.body->>'terminal' as terminal, message.file,
            (m.body->>'offset')::bigint as byte
          from movement m join message on message.id = m.message_id
          where m.container = s.container and m.port = s.port and m.classifier = 'actual' and message.function <> 'cancel'
            and m.event in ('discharge', 'gate-in', 'yard-move', 'picked-up', 'dropped-off', 'gate-out', 'load')
            and m.happened_at <= to_timestamp(${at}::float8 / 1000.0)
            and m.happened_at >= s.arrival_at - interval '1 day'
          order by m.happened_at desc, m.id desc limit 1
        ) last
        where s.port = ${box.port} and s.visit_id <> ${box.visit} and s.arrival_at <= to_timestamp(${at}::float8 / 1000.0) + interval '1 day'
          and last.event in ('gate-in', 'yard-move', 'dropped-off') and left(last.position, 3) = any(${bays}::text[])
        order by s.visit_id`,
  );
  const beside = others.flatMap(({ visit, position, file, byte }) => {
    const there = readStackCell(position);
    const reach = there === null ? 0 : stackReach(cell, there, policy.stack);
    return reach > 0 ? [{ visit, reach, file, byte }] : [];
  });
  await noteStackAlarms(
    tx,
    beside.map(({ visit, reach, file, byte }) => ({
      visit,
      beside: box.container,
      about,
      at,
      reach,
      logOdds: policy.stack.logOdds,
      halfLifeHours: policy.stack.halfLifeHours,
      source: { file, offset: byte },
    })),
    now,
  );
}
