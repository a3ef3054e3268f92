import { sql, type Scope } from '../../platform/scope/index.ts';

/** A box that is set apart, and how long it was in reach. */
export interface SegregatedBox {
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly terminal: string | null;
  readonly clause: string;
  readonly policyVersion: string;
  readonly caughtAt: number;
  readonly scope: string;
  readonly place: string | null;
  readonly wait: string | null;
  readonly since: number | null;
  readonly endedAt: number | null;
  readonly minutes: Readonly<Record<string, number>>;
  readonly inReachMinutes: number;
  readonly evaluatedAt: number | null;
  readonly alarms: readonly {
    readonly about: string;
    readonly at: string;
    readonly limitMinutes: number | null;
  }[];
}

/** The boxes that are set apart, those with alarms first, then those longest in reach. */
export function segregatedBoxes(scope: Scope, over: boolean): Promise<SegregatedBox[]> {
  return scope.query<SegregatedBox>(
    sql`select g.visit_id as visit, g.container, g.port, g.terminal, g.clause, g.policy_version as "policyVersion",
          g.caught_at as "caughtAt", g.scope, g.place, g.wait, g.since, g.ended_at as "endedAt", g.minutes,
          g.in_reach_minutes as "inReachMinutes", g.evaluated_at as "evaluatedAt",
          coalesce((select jsonb_agg(jsonb_build_object('about', a.about, 'at', a.at, 'limitMinutes', a.limit_minutes)
            order by a.at, a.about) from ${scope.seen('exposure-alarm')} a where a.visit_id = g.visit_id), '[]'::jsonb) as alarms
        from ${scope.seen('segregated-visit')} g where (g.ended_at is not null) = ${over}
        order by exists (select from ${scope.seen('exposure-alarm')} a where a.visit_id = g.visit_id) desc,
          g.in_reach_minutes desc, g.visit_id limit 1000`,
  );
}

export interface OrderLine {
  readonly container: string;
  readonly sizeType: string | null;
  readonly load: string | null;
  readonly said: string | null;
  readonly saidWhy: string | null;
  readonly standing: string;
  readonly found: string | null;
  readonly foundAt: string | null;
  readonly source: { readonly file: string; readonly offset: number } | null;
}

/** An order to a terminal, with what it and the messages say of it. */
export interface TerminalOrder {
  readonly id: string;
  readonly number: string;
  readonly port: string;
  readonly terminal: string;
  readonly handling: string;
  readonly block: string | null;
  readonly madeAt: number;
  readonly doneBy: number;
  readonly offers: number;
  readonly offeredAt: number | null;
  readonly fetchedAt: number | null;
  readonly answer: string | null;
  readonly answeredAt: number | null;
  readonly sha256: string;
  readonly lines: readonly OrderLine[];
}

/** Orders that this reader may see, the newest first: a terminal's own, and to staff those by policy. */
export function ordersSeen(scope: Scope): Promise<TerminalOrder[]> {
  return scope.query<TerminalOrder>(
    sql`select o.id, o.number, o.port, o.terminal, o.handling, o.block, o.made_at as "madeAt", o.done_by as "doneBy",
          o.offers, o.offered_at as "offeredAt", o.fetched_at as "fetchedAt", o.answer, o.answered_at as "answeredAt",
          o.sha256,
          (select jsonb_agg(jsonb_build_object('container', l.container, 'sizeType', l.size_type, 'load', l.load,
              'said', l.said, 'saidWhy', l.said_why, 'standing', l.standing, 'found', l.found, 'foundAt', l.found_at,
              'source', case when l.file is not null then jsonb_build_object('file', l.file, 'offset', l.at_byte) end)
            order by l.seq) from ${scope.seen('terminal-order-line')} l where l.order_id = o.id) as lines
        from ${scope.seen('terminal-order')} o order by o.made_at desc, o.id limit 200`,
  );
}

export interface SegregationCase {
  readonly id: string;
  readonly kind: string;
  readonly container: string | null;
  readonly port: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly source: { readonly file: string; readonly offset: number } | null;
  readonly openedAt: number;
  readonly closedAt: number | null;
}

/** What a planner has to look at, the newest first. */
export function segregationCases(scope: Scope, closed: boolean): Promise<SegregationCase[]> {
  return scope.query<SegregationCase>(
    sql`select id, kind, container, port, params,
          case when file is not null then jsonb_build_object('file', file, 'offset', at_byte) end as source,
          opened_at as "openedAt", closed_at as "closedAt"
        from ${scope.seen('segregation-case')} c where (closed_at is not null) = ${closed}
        order by opened_at desc, id limit 500`,
  );
}

export interface ReleaseHold {
  readonly container: string;
  readonly port: string;
  readonly since: number;
}

/** The holds a carrier may know of: on its own boxes, from the moment they had to be given. */
export function holdsSeen(scope: Scope): Promise<ReleaseHold[]> {
  return scope.query<ReleaseHold>(
    sql`select container, port, since from ${scope.seen('release-hold')} h order by since desc, container limit 500`,
  );
}
