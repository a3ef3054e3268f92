import { sql, type News, type Transaction } from '../../platform/db/index.ts';
import { refreshStackAlarms } from '../screening/index.ts';
import { catchVisits } from './catch-visits.ts';
import { giveDueWords } from './give-words.ts';
import { judgeOrders } from './judge-orders.ts';
import { offerMessages } from './offer-messages.ts';
import type { SegregationParts } from './segregation-parts.ts';

/** Visits that are looked at in one transaction. */
const atOnce = 2_000;

interface Body {
  readonly visits?: readonly string[] | null;
  readonly containers?: readonly string[];
  readonly container?: string | null;
}

/** Looks at the visits that the list, a message, a scan or a policy speaks of. */
export function segregationReader(parts: SegregationParts): {
  readonly reader: string;
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly handle: (tx: Transaction, news: readonly News[]) => Promise<void>;
} {
  return {
    reader: 'segregation',
    kinds: [
      'cargo-changed',
      'list-changed',
      'scan-taken',
      'scan-judged',
      'segregation-policy-changed',
      'box-opened',
      'terminal-order-answered',
    ],
    limit: 200,
    async handle(tx, news) {
      const bodies = (news as readonly News<Body>[]).map(({ kind, body }) => ({ kind, ...body }));
      const all = bodies.some(
        ({ kind, visits }) =>
          kind === 'segregation-policy-changed' || (kind === 'list-changed' && visits === null),
      );
      const containers = bodies.flatMap(({ containers = [], container }) => [
        ...containers,
        ...(container === undefined || container === null ? [] : [container]),
      ]);
      const named = bodies.flatMap(({ visits }) => visits ?? []);
      const rows = await tx.query<{ visit: string }>(
        sql`select visit_id as visit from screening
            where ${all} and is_open or visit_id = any(${named}::text[]) or container = any(${containers}::text[])
            order by visit_id`,
      );
      await look(
        tx,
        parts,
        rows.map(({ visit }) => visit),
      );
      if (bodies.some(({ kind }) => kind === 'terminal-order-answered')) await judgeOrders(tx, parts, null);
    },
  };
}

async function look(tx: Transaction, parts: SegregationParts, visits: readonly string[]): Promise<void> {
  for (let from = 0; from < visits.length; from += atOnce) {
    const slice = visits.slice(from, from + atOnce);
    await catchVisits(tx, parts, slice);
    await judgeOrders(tx, parts, slice);
  }
}

/**
 * What time alone changes: words whose moment has come, messages that wait in the outbox, clocks that run,
 * orders that nobody answers, inherited risk that fades.
 */
export async function tendSegregation(parts: SegregationParts): Promise<void> {
  await giveDueWords(parts);
  await offerMessages(parts);
  await parts.db.transaction(async (tx) => {
    const running = await tx.query<{ visit: string }>(
      sql`select visit_id as visit from segregated_visit where ended_at is null order by visit_id`,
    );
    await look(
      tx,
      parts,
      running.map(({ visit }) => visit),
    );
    await judgeOrders(tx, parts, null);
    await refreshStackAlarms(tx, parts.now());
  });
}
