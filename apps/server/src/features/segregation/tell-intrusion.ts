import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { readBoxEvents } from './box-events.ts';
import { segregationPolicyAt } from './policy-store.ts';
import { raiseAlarms } from './raise-alarms.ts';
import type { SegregationParts } from './segregation-parts.ts';

export interface Intrusion {
  readonly visit: string;
  /** When somebody was at the box; epoch milliseconds, UTC. */
  readonly at: number;
  readonly reason: string;
}

/**
 * Puts on record that somebody was at a box. The boxes beside it inherit a share of its risk. It can be told
 * of any box of one's ports, whether it is set apart or not, and nothing takes it back.
 */
export async function tellIntrusion(
  parts: SegregationParts,
  reader: Reader,
  { visit, at, reason }: Intrusion,
): Promise<void> {
  const now = parts.now();
  if (at > now) {
    throw new HavenwachtError('segregation/future', 422, 'What has not happened yet can not be told.');
  }
  await parts.db.transaction(async (tx) => {
    const { ports } = reader;
    const [box] = await tx.query<{ container: string; port: string }>(
      sql`select container, port from visit where id = ${visit}
          and ${ports === null ? sql`true` : sql`port = any(${ports}::text[])`}`,
    );
    if (box === undefined) throw new HavenwachtError('screening/not-found', 404, 'There is no such visit.');
    const policy = await segregationPolicyAt(tx, now);
    if (policy === null) {
      throw new HavenwachtError(
        'segregation/no-policy',
        409,
        'No policy is in force that says how risk passes to the boxes beside it.',
      );
    }
    await tx.execute(
      sql`insert into box_event (visit_id, kind, at, told_by, reason)
          values (${visit}, 'intrusion', to_timestamp(${at}::float8 / 1000.0), ${reader.person}, ${reason})
          on conflict do nothing`,
    );
    const act = 'segregation/tell-intrusion';
    await parts.recordAct(tx, {
      kind: 'change',
      act,
      subject: visit,
      by: reader,
      at: now,
      content: { at, reason },
    });
    const history = (await readBoxEvents(tx, policy, [visit])).get(visit);
    if (history === undefined) return;
    const alarm = { about: 'intrusion' as const, at, limitMinutes: null };
    await raiseAlarms(tx, parts, policy, { visit, ...box }, [alarm], history, now);
  });
}

/** The box was opened under the eyes of customs: its clock ends. */
export async function boxOpened(
  tx: Transaction,
  opened: { readonly visit: string; readonly at: number; readonly by: string; readonly reason: string },
): Promise<void> {
  await tx.execute(
    sql`insert into box_event (visit_id, kind, at, told_by, reason)
        values (${opened.visit}, 'opened', to_timestamp(${opened.at}::float8 / 1000.0), ${opened.by}, ${opened.reason})
        on conflict do nothing`,
  );
  await tx.news('box-opened', { visits: [opened.visit] });
}
