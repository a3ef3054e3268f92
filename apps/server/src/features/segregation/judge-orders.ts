import { sql, type Transaction } from '../../platform/db/index.ts';
import { openBytes } from '../../platform/secrets/index.ts';
import { readBoxEvents } from './box-events.ts';
import { syncCases, type WantedCase } from './case-store.ts';
import { judgeLine, type BoxEvent, type LineFinding } from './judge-line.ts';
import { segregationPolicyAt } from './policy-store.ts';
import type { SegregationParts } from './segregation-parts.ts';

interface OrderRow {
  readonly id: string;
  readonly port: string;
  readonly number: string;
  readonly handling: 'guarded-stack' | 'scanner' | 'hold';
  readonly madeAt: number;
  readonly doneBy: number;
  readonly fetchedAt: number | null;
  readonly answer: string | null;
  readonly covers: string;
}

interface LineRow {
  readonly order: string;
  readonly seq: number;
  readonly visit: string;
  readonly container: string;
  readonly said: 'done' | 'cannot' | null;
  readonly saidAt: number | null;
}

/** An order is looked at for so long after it had to be done; what becomes of the boxes later is the clock's. */
const watchedDays = 30;
const minuteMs = 60_000;

/**
 * Holds orders against what messages say: each line is confirmed, contradicted or still open, and what a
 * planner has to look at becomes a case. A terminal that never answers is uncertain first and overdue then.
 * What the terminal says of itself confirms nothing; it is a promise that an event has to keep.
 *
 * @param visits whose lines to look at; `null` = all orders that are still watched
 */
export async function judgeOrders(
  tx: Transaction,
  parts: SegregationParts,
  visits: readonly string[] | null,
): Promise<void> {
  const now = parts.now();
  const orders = await tx.query<OrderRow>(
    sql`select o.id, o.port, o.number, o.handling, o.made_at as "madeAt", o.done_by as "doneBy",
          o.fetched_at as "fetchedAt", o.answer, o.sealed_covers as covers
        from terminal_order o
        where o.done_by > to_timestamp(${now}::float8 / 1000.0) - make_interval(days => ${watchedDays})
          and (${visits}::text[] is null
            or exists (select from terminal_order_line l where l.order_id = o.id and l.visit_id = any(${visits}::text[])))
        order by o.made_at, o.id for update of o`,
  );
  if (orders.length === 0) return;
  const policy = await segregationPolicyAt(tx, now);
  const lines = await tx.query<LineRow>(
    sql`select order_id as "order", seq, visit_id as visit, container, said, said_at as "saidAt"
        from terminal_order_line where order_id = any(${orders.map(({ id }) => id)}::text[]) order by order_id, seq`,
  );
  const histories = await readBoxEvents(tx, policy, [...new Set(lines.map(({ visit }) => visit))]);
  for (const order of orders) {
    const covers = JSON.parse(
      openBytes(parts.nodeKey, Buffer.from(order.covers, 'base64url'), `covers/${order.id}`).toString('utf8'),
    ) as readonly string[];
    let isOpen = false;
    for (const line of lines.filter((one) => one.order === order.id)) {
      const isCover = covers.includes(line.container);
      const { events = [], shortlanded = null } = histories.get(line.visit) ?? {};
      const finding = judged(order, events, shortlanded, isCover);
      await writeFinding(tx, order.id, line.seq, finding);
      // A box that is only moved along is nobody's worry.
      if (finding.standing === 'ordered' && order.handling !== 'hold' && !isCover) isOpen = true;
      const wanted = isCover ? [] : lineCases(order, line, finding, policy?.confirmMinutes ?? 60, now);
      const subject = `${order.id}/${line.seq}`;
      // An order for a control names its object, which its compartment keeps: the case names the order alone.
      const byPolicy = order.handling === 'guarded-stack';
      const container = byPolicy ? line.container : null;
      const shown = byPolicy ? wanted : wanted.map((one) => ({ ...one, source: null }));
      await syncCases(tx, parts, { subject, port: order.port, container }, shown, now);
    }
    const wanted = orderCases(order, isOpen, policy?.answerMinutes ?? 30, now);
    await syncCases(tx, parts, { subject: order.id, port: order.port, container: null }, wanted, now);
  }
}

function judged(
  order: OrderRow,
  events: readonly BoxEvent[],
  shortlanded: Parameters<typeof judgeLine>[3],
  isCover: boolean,
): LineFinding {
  const first = judgeLine(order.handling, order.madeAt, events, shortlanded, handledAt(events));
  if (!isCover) return first;
  const stood = events
    .filter(({ kind, at, ...event }) => kind === 'placed' && at >= order.madeAt && 'where' in event)
    .find((event) => event.kind === 'placed' && event.where !== 'elsewhere');
  return stood === undefined
    ? first
    : judgeLine(order.handling, order.madeAt, events, shortlanded, stood.at + 1);
}

/** When customs was done with a box: opened, or judged clear and never found otherwise after. */
function handledAt(events: readonly BoxEvent[]): number | null {
  const opened = events.filter(({ kind }) => kind === 'opened').map(({ at }) => at);
  const judgements = events.filter((event) => event.kind === 'judged').toSorted((a, b) => a.at - b.at);
  const last = judgements.at(-1);
  const cleared = last?.kind === 'judged' && last.clear ? [last.at] : [];
  const all = [...opened, ...cleared];
  return all.length === 0 ? null : Math.min(...all);
}

function lineCases(
  order: OrderRow,
  line: LineRow,
  finding: LineFinding,
  confirmMinutes: number,
  now: number,
): readonly WantedCase[] {
  const params = { order: order.number };
  if (finding.standing === 'contradicted') {
    const { found, source } = finding;
    if (found === 'in-stack' || found === 'at-scanner') return [];
    return [{ kind: found, params: { ...params, at: new Date(finding.at).toISOString() }, source }];
  }
  if (finding.standing === 'confirmed') return [];
  if (line.said === 'cannot') return [{ kind: 'refused', params, source: null }];
  const saidAt = line.said === 'done' ? line.saidAt : null;
  if (saidAt !== null && order.handling !== 'hold' && now > saidAt + confirmMinutes * minuteMs) {
    return [{ kind: 'said-done-unseen', params, source: null }];
  }
  return [];
}

function orderCases(
  order: OrderRow,
  isOpen: boolean,
  answerMinutes: number,
  now: number,
): readonly WantedCase[] {
  const params = { order: order.number };
  const isSilent = order.answer === null && (order.handling === 'hold' || isOpen);
  return [
    ...(isSilent && now > order.madeAt + answerMinutes * minuteMs
      ? [{ kind: 'order-unanswered' as const, params, source: null }]
      : []),
    ...(isOpen && now > order.doneBy ? [{ kind: 'order-overdue' as const, params, source: null }] : []),
  ];
}

async function writeFinding(
  tx: Transaction,
  order: string,
  seq: number,
  finding: LineFinding,
): Promise<void> {
  const { standing } = finding;
  const { found = null, at = null, source = null } = finding.standing === 'ordered' ? {} : finding;
  await tx.execute(
    sql`update terminal_order_line set standing = ${standing}, found = ${found},
          found_at = to_timestamp(${at}::float8 / 1000.0), file = ${source?.file ?? null}, at_byte = ${source?.offset ?? null}
        where order_id = ${order} and seq = ${seq}
          and (standing, found, found_at, file) is distinct from
            (${standing}, ${found}, to_timestamp(${at}::float8 / 1000.0), ${source?.file ?? null})`,
  );
}
