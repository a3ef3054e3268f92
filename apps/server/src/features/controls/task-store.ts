import type { Reader } from '../../platform/auth/index.ts';
import { sql, type Querying } from '../../platform/db/index.ts';
import { looksCancelledTo } from './control-store.ts';

/** That a person has something to do, and from when he learns what. */
export interface OwnTask {
  readonly id: string;
  readonly plannedAt: number;
  readonly opensAt: number;
}

const hourMs = 3_600_000;
/** So long before his time a person sees that there will be something. */
const slotAheadMs = hourMs;
/** Nobody is asked for what was planned longer ago. */
const pastMs = 12 * hourMs;
/** So long a phone keeps what was opened, from the planned moment or from when it was opened. */
const keptMs = 2 * hourMs;
/** So long before its moment a task can be taken along; a place without network is not further away. */
const alongMs = 15 * 60_000;

/** A reader's own tasks that are not done: those that are cast with him, or that he was let know of. */
export function ownTasks(tx: Querying, reader: Reader, now: number): Promise<OwnTask[]> {
  const moment = (at: number) => sql`to_timestamp(${at}::float8 / 1000.0)`;
  return tx.query<OwnTask>(
    sql`select c.id, c.planned_at as "plannedAt", min(k.from_at) as "opensAt"
        from control c join control_knower k on k.control_id = c.id
        where k.person = ${reader.person} and (k.added_by = 'ladder' or k.part = 'added')
          and c.state in ('sealed', 'disclosed') and c.planned_at > ${moment(now - pastMs)}
          and not ${looksCancelledTo(reader)}
        group by c.id having min(k.from_at) <= ${moment(now + slotAheadMs)}
        order by min(k.from_at), c.id`,
  );
}

/** Until when a phone may keep what was opened at `now`. */
export function keptUntil(task: Pick<OwnTask, 'plannedAt'>, now: number): number {
  return Math.max(task.plannedAt, now) + keptMs;
}

/** From when a task can be taken to a place without network. */
export function alongFrom(task: Pick<OwnTask, 'plannedAt'>): number {
  return task.plannedAt - alongMs;
}
