import { queryOptions } from '@tanstack/react-query';
import { askNode } from './problem.ts';
import { sendChange } from './session.ts';

export interface EntryFilter {
  readonly kind?: LogEntry['kind'];
  readonly act?: string;
  readonly person?: string;
  readonly subject?: string;
}

export interface LogEntry {
  readonly entry: number;
  readonly at: string;
  readonly kind: 'look' | 'change' | 'refusal';
  readonly act: string;
  readonly subject: string | null;
  /** Opaque: whose it is stands in no log. */
  readonly person: string;
  readonly roles: readonly string[];
  readonly session: string | null;
  readonly purpose: string | null;
  /** SHA-256 of what was shown or changed, hexadecimal. */
  readonly content: string;
}

export interface LogState {
  readonly verifierKey: string | null;
  readonly size: number | null;
  readonly waiting: number;
  readonly failure: { readonly text: string } | null;
  readonly witnesses: readonly {
    readonly name: string;
    readonly size: number | null;
    readonly cosignedAt: string | null;
    readonly triedAt: string;
    /** What is wrong with it; null = nothing. */
    readonly finding: string | null;
  }[];
}

export interface LogVerification {
  readonly ok: boolean;
  readonly entries: number;
  readonly root: string | null;
  readonly origin: string | null;
  readonly keptHeld: number;
  readonly problems: readonly {
    readonly code: string;
    readonly entry: number | null;
    readonly text: string;
  }[];
  readonly problemCount: number;
}

export interface Checkup {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly about: string;
  readonly do?: string;
}

const entriesPerPage = 100;

export function entriesQuery(filter: EntryFilter, before: number | null) {
  const query = new URLSearchParams({ limit: String(entriesPerPage) });
  for (const name of ['kind', 'act', 'person', 'subject'] as const) {
    const value = filter[name];
    if (value !== undefined) query.set(name, value);
  }
  if (before !== null) query.set('before', String(before));
  return queryOptions({
    queryKey: ['log-entries', query.toString()],
    queryFn: ({ signal }) =>
      askNode<{ readonly items: readonly LogEntry[]; readonly next: number | null }>(
        `/api/v1/log/entries?${query}`,
        { signal },
      ),
  });
}

export const logStateQuery = queryOptions({
  queryKey: ['log-state'],
  queryFn: ({ signal }) => askNode<LogState>('/api/v1/log/state', { signal }),
});

export const checkupsQuery = queryOptions({
  queryKey: ['checkups'],
  queryFn: ({ signal }) =>
    askNode<{ readonly at: string; readonly items: readonly Checkup[] }>('/api/v1/health-checks', { signal }),
});

/** Has the node compute its log again and compare it with checkpoints that were kept elsewhere. */
export const verifyLog = (checkpoints: readonly string[]): Promise<LogVerification> =>
  sendChange('POST', '/log/verification', { checkpoints });

/** A risky box that left the port, and nobody says why it was let go. */
export interface UnexplainedRelease {
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly band: string;
  readonly leftAt: string;
}

/** The releases of one day, UTC. @param day `2026-03-02` */
export function releasesQuery(day: string) {
  const from = Date.parse(`${day}T00:00:00Z`);
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    until: new Date(from + 86_400_000).toISOString(),
  });
  return queryOptions({
    queryKey: ['releases', day],
    queryFn: async ({ signal }) =>
      (
        await askNode<{ items: readonly UnexplainedRelease[] }>(`/api/v1/releases/unexplained?${query}`, {
          signal,
        })
      ).items,
  });
}

/** Something the node itself holds out to the integrity officer. */
interface IntegrityAlert {
  readonly at: string;
  readonly alert: string;
  /** The lowering or draw it is about. */
  readonly about: string | null;
}

export const alertsQuery = queryOptions({
  queryKey: ['alerts'],
  queryFn: async ({ signal }) =>
    (await askNode<{ items: readonly IntegrityAlert[] }>('/api/v1/alerts', { signal })).items,
});

/** A control that should have been done and was not, as a slot. */
interface OverdueControl {
  readonly id: string;
  readonly state: string;
  readonly port: string;
  readonly lane: string;
  readonly plannedAt: string;
}

export const overdueQuery = queryOptions({
  queryKey: ['controls', 'overdue'],
  queryFn: async ({ signal }) =>
    (await askNode<{ items: readonly OverdueControl[] }>('/api/v1/controls/overdue', { signal })).items,
});

export interface ExposureDay {
  readonly day: string;
  readonly controls: number;
  readonly median: number | null;
  readonly highest: number | null;
  readonly units: readonly {
    readonly unit: string;
    readonly personHours: number;
    readonly people: number;
  }[];
}

export function exposureTrendQuery(days: number) {
  return queryOptions({
    queryKey: ['exposure-trend', days],
    queryFn: async ({ signal }) =>
      (await askNode<{ items: readonly ExposureDay[] }>(`/api/v1/exposure-trend?days=${days}`, { signal }))
        .items,
  });
}

export interface DrawVerdict {
  readonly ok: boolean;
  readonly problem: string | null;
  readonly context: string | null;
  readonly model: string | null;
  readonly at: string | null;
  readonly candidates: number;
  readonly drawn: readonly string[];
  readonly absent: readonly { readonly party: string; readonly reason: string }[];
  readonly organiser: string | null;
  readonly compared: 'given' | 'this-node' | null;
  readonly parties: readonly { readonly name: string; readonly key: string }[];
}

/** Has the node check a draw from its commitment to the sample. */
export const verifyDraw = (bundle: string, organiser: string): Promise<DrawVerdict> =>
  sendChange('POST', '/draws/verification', { bundle, organiser: organiser === '' ? null : organiser });
