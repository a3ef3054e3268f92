import { queryOptions } from '@tanstack/react-query';
import { askNode } from './problem.ts';
import { sendChange } from './session.ts';
import type { PersonName } from './session.ts';

export const plannedMethods = ['scan', 'open', 'dog', 'hull-dive', 'rov', 'drone', 'documents'] as const;
export type PlannedMethod = (typeof plannedMethods)[number];
export const disclosedItems = ['place', 'time', 'method', 'object', 'reason'] as const;
export type DisclosedItem = (typeof disclosedItems)[number];

export type ControlState =
  'proposed' | 'approved' | 'sealed' | 'disclosed' | 'carried-out' | 'judged' | 'closed' | 'cancelled';

export interface Lane {
  readonly name: string;
  readonly methods: readonly string[];
  readonly perHour: number;
}

export interface BoxStanding {
  readonly rank: number | null;
  readonly band: string;
  readonly score?: number;
}

/** A control as a taken slot; what it is about is there only for who knows it. */
export interface BoardControl {
  readonly id: string;
  readonly state: ControlState;
  readonly port: string;
  readonly lane: string;
  readonly plannedAt: string;
  /** The step the reader can take now. */
  readonly needs: 'approve' | 'seal' | 'judge' | 'close' | null;
  readonly mine: readonly string[];
  readonly exposure: {
    readonly knowNow: number;
    readonly willKnow: number;
    readonly exposure: number;
    readonly limit: number;
  } | null;
  readonly box: {
    readonly visit: string;
    readonly container: string;
    readonly arrivalAt: string | null;
    readonly then: BoxStanding | null;
    readonly now: BoxStanding | null;
    readonly moved: boolean;
  } | null;
}

/** What the desk would like to see controlled. */
export interface DeskProposal {
  readonly reference: string;
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly method: string;
  readonly reason: string;
  readonly wantedAt: string | null;
  readonly roles: readonly string[];
  readonly at: string;
}

export interface Board {
  readonly asOf: string;
  readonly lanes: readonly Lane[];
  readonly items: readonly BoardControl[];
  readonly proposals: readonly DeskProposal[];
}

export interface ExposureStep {
  readonly at: string;
  readonly people: number;
  readonly weight: number;
}

export interface Knower {
  /** Opaque id, or `part/1` for somebody who is not drawn yet. */
  readonly person: string;
  readonly part: string;
  readonly items: readonly DisclosedItem[];
  readonly fromAt: string;
  readonly onArrival: boolean;
  readonly reason: string | null;
}

export interface ControlPlan {
  readonly exposure: number;
  readonly limit: number;
  readonly burnChance: number;
  readonly knowNow: number;
  readonly willKnow: number;
  /** Who is cast in another control of about the same time. */
  readonly doubleBooked: readonly string[];
  readonly knowers: readonly Knower[];
  readonly steps: readonly ExposureStep[];
  readonly parts: readonly { readonly part: string; readonly people: number; readonly available: number }[];
  /** `null` where the reader does not know the method. */
  readonly signs:
    | readonly {
        readonly sign: string;
        readonly outsider: string;
        readonly heldUntil: string;
        readonly canHold: boolean;
        readonly openMinutes: number;
        readonly ground: string;
      }[]
    | null;
}

export interface ChangedFact {
  readonly field: string;
  readonly before: string | null;
  readonly after: string;
  readonly statedBy: string;
  readonly receivedAt: string;
  readonly source: { readonly file: string; readonly offset: number };
}

export type ItemTexts = Readonly<Partial<Record<Exclude<DisclosedItem, 'object'>, string>>>;

export interface ControlCard extends BoardControl {
  readonly steps: readonly { readonly step: string; readonly person: string; readonly at: string }[];
  readonly plan: ControlPlan | null;
  readonly content: ItemTexts;
  readonly changes: readonly ChangedFact[];
  readonly outcome: {
    readonly outcome: 'found' | 'nothing' | 'not-possible';
    readonly container: string;
    readonly kg: number | null;
    readonly concealment: string | null;
    readonly evidence: readonly { readonly sha256: string; readonly kind: string; readonly bytes: number }[];
    readonly person: string;
    readonly at: string;
  } | null;
}

export interface Lowering {
  readonly id: string;
  readonly act: string;
  readonly kind: 'override' | 'release';
  readonly subject: string;
  readonly reason: string;
  readonly evidenceHash: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly secondPerson: string | null;
  readonly expiresAt: string;
  readonly decision: 'approved' | 'refused' | null;
  readonly decidedAt: string | null;
  readonly redrawn: boolean | null;
  /** What it waits for; `null` = it is over. */
  readonly waitsFor: 'second-person' | 'witness' | null;
  readonly effect: 'done' | 'none' | 'void' | 'failed' | null;
}

/** What a lowering is about, for the two who sign it. */
export type LoweringEvidence =
  | {
      readonly about: 'visit';
      readonly container: string;
      readonly port: string;
      readonly band: string;
      readonly reasons: readonly {
        readonly signal: string;
        readonly code: string;
        readonly weight: number;
      }[];
    }
  | {
      readonly about: 'control';
      readonly container: string;
      readonly place: string;
      readonly time: string;
      readonly method: string;
      readonly reason: string;
      /** What it would become; empty where it is cancelled. */
      readonly becomes: { readonly plannedAt?: string; readonly method?: string };
    }
  | {
      readonly about: 'change';
      readonly change: string;
      readonly version: string;
      readonly document: unknown;
      /** Open boxes that fall out; those of the reader's ports are named. */
      readonly fallen: { readonly count: number; readonly boxes: readonly FallenBox[] };
      /** What rules newly leave out, as `field=value`. */
      readonly exempts: readonly string[];
    };

export interface FallenBox {
  readonly visit: string;
  readonly container: string;
  readonly port: string;
}

export interface LoweringInFull extends Lowering {
  /** `null` once it is decided. */
  readonly evidence: LoweringEvidence | null;
}

export interface Wish {
  readonly visit: string;
  readonly method: PlannedMethod;
  readonly place: string;
  readonly plannedAt: string;
  readonly officers: number | null;
}

/** The controls of a day. Asked again by news, and every minute for what comes with the hour. */
export function boardQuery(from: string, until: string) {
  return queryOptions({
    queryKey: ['controls', 'board', from, until],
    queryFn: ({ signal }) =>
      askNode<Board>(`/api/v1/control-board?${new URLSearchParams({ from, until })}`, { signal }),
    refetchInterval: 60_000,
  });
}

export function cardQuery(id: string) {
  return queryOptions({
    queryKey: ['controls', 'card', id],
    queryFn: ({ signal }) =>
      askNode<ControlCard>(`/api/v1/controls/${encodeURIComponent(id)}/card`, { signal }),
  });
}

/** What a plan would mean; asked again with every change of it, the last answer staying until the next. */
export function planQuery(wish: Wish) {
  return queryOptions({
    queryKey: ['control-plan', wish],
    queryFn: () => sendChange<ControlPlan>('POST', '/control-plans', wish),
    staleTime: 30_000,
    gcTime: 60_000,
  });
}

export const loweringsQuery = queryOptions({
  queryKey: ['controls', 'lowerings'],
  queryFn: async ({ signal }) =>
    (await askNode<{ items: readonly Lowering[] }>('/api/v1/lowerings', { signal })).items,
});

/** To open it is to know of it: it is asked for once, when its dialog opens. */
export function loweringQuery(id: string) {
  return queryOptions({
    queryKey: ['lowering', id],
    queryFn: ({ signal }) =>
      askNode<LoweringInFull>(`/api/v1/lowerings/${encodeURIComponent(id)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How everybody of this administration is called. */
export const directoryQuery = queryOptions({
  queryKey: ['directory'],
  queryFn: ({ signal }) => askNode<readonly PersonName[]>('/api/v1/directory', { signal }),
  staleTime: 5 * 60_000,
});

const control = (id: string): string => `/controls/${encodeURIComponent(id)}`;

export const proposeControl = (
  wish: Wish & { readonly reason: string; readonly lane: string },
): Promise<{ readonly id: string }> => sendChange('POST', '/controls', wish);

/** Takes a step of a control, or opens one to read before it is signed. */
export const takeStep = (
  id: string,
  step: 'review' | 'approve' | 'seal' | 'judge' | 'close',
): Promise<unknown> => sendChange('POST', `${control(id)}/${step}`, {});

export const addKnower = (
  id: string,
  knower: {
    readonly person: string;
    readonly items: readonly DisclosedItem[];
    readonly fromAt: string;
    readonly reason: string;
  },
): Promise<unknown> => sendChange('POST', `${control(id)}/knowers`, knower);

/** What can be asked of a control that lowers it: an end, a later moment, or a lighter method. */
export type ControlLowering =
  | { readonly act: 'cancel' }
  | { readonly act: 'postpone'; readonly body: { readonly plannedAt: string } }
  | { readonly act: 'downgrade'; readonly body: { readonly method: PlannedMethod } };

/** Asks to lower a control. Nothing happens by it: a second person decides. */
export const askLowering = (id: string, wish: ControlLowering, reason: string): Promise<Lowering> =>
  sendChange('POST', '/lowerings', { ...wish, subject: id, reason });

export const decideLowering = (
  lowering: Lowering,
  decision: 'approved' | 'refused',
  code: string,
): Promise<Lowering> =>
  sendChange('POST', `/lowerings/${encodeURIComponent(lowering.id)}/decide`, {
    decision,
    evidenceHash: lowering.evidenceHash,
    code,
  });

export const setOwnCodes = (codes: { readonly confirm: string; readonly duress: string }): Promise<unknown> =>
  sendChange('PUT', '/own-codes', codes);
