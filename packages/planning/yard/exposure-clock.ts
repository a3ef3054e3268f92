/** Something that is known to have happened to a box ashore. */
export type ExposureEvent =
  /** Came off the vessel. */
  | { readonly kind: 'landed'; readonly at: number }
  /** Lifted from where it stood; it stands nowhere until the next event. */
  | { readonly kind: 'lifted'; readonly at: number }
  /** Put down, in a guarded stack, at the scanner or in any other place. */
  | { readonly kind: 'placed'; readonly at: number; readonly where: 'guarded' | 'scanner' | 'elsewhere' }
  | { readonly kind: 'scanned'; readonly at: number }
  /** A scan was judged. A clear scan ends the wait for an opening; any other begins it. */
  | { readonly kind: 'judged'; readonly at: number; readonly clear: boolean }
  /** Opened under the eyes of customs. */
  | { readonly kind: 'opened'; readonly at: number }
  /** Left the terminal, by gate or by vessel. */
  | { readonly kind: 'left'; readonly at: number; readonly by: 'gate' | 'vessel' }
  /** Came in at the gate of a depot. */
  | { readonly kind: 'at-depot'; readonly at: number };

/** Where a box can be while somebody could reach it. Only `guarded` is protected. */
export type ExposurePlace = 'ashore' | 'moving' | 'guarded' | 'at-scanner' | 'to-depot';

/** What a box waits for; it runs beside the place, guarded or not. */
export type ExposureWait = 'judgement' | 'opening';

export type ExposureState = ExposurePlace | ExposureWait;

export const exposureStates = [
  'ashore',
  'moving',
  'guarded',
  'at-scanner',
  'to-depot',
  'judgement',
  'opening',
] as const satisfies readonly ExposureState[];

/**
 * When a box is out of reach for good: a full box once it was opened, cleared or gone, an empty or a
 * reefer only at the gate of its depot, because what hides in the cooling unit or in an empty is fetched
 * on the way there.
 */
export type ExposureScope = 'until-handled' | 'until-depot';

/** Minutes above which a state raises an alarm; `total` is all time in reach. A state left out raises none. */
export type ExposureLimits = Readonly<Partial<Record<ExposureState | 'total', number>>>;

export interface ExposureSpan {
  readonly state: ExposureState;
  readonly from: number;
  readonly until: number;
}

export interface ExposureAlarm {
  readonly about: ExposureState | 'total';
  readonly limitMinutes: number;
  /** The moment the limit was passed; epoch milliseconds, UTC. */
  readonly at: number;
}

export interface Exposure {
  /** Where it is; `null` before it landed and after the clock stopped. */
  readonly place: ExposurePlace | null;
  readonly wait: ExposureWait | null;
  /** When it came into reach; `null` = it has not. */
  readonly since: number | null;
  /** When the clock stopped, or `null` while it runs. */
  readonly endedAt: number | null;
  /** By time; a place and a wait may overlap, two places never. */
  readonly spans: readonly ExposureSpan[];
  readonly minutes: Readonly<Record<ExposureState, number>>;
  /** Minutes in reach: every place but the guarded stack. */
  readonly inReachMinutes: number;
  /** By the moment the limit was passed. */
  readonly alarms: readonly ExposureAlarm[];
}

const minuteMs = 60_000;

/** Of events at one moment, which comes first: a box lands before it is placed, and is judged before it leaves. */
const order: Readonly<Record<ExposureEvent['kind'], number>> = {
  landed: 0,
  lifted: 1,
  placed: 2,
  scanned: 3,
  judged: 4,
  opened: 5,
  left: 6,
  'at-depot': 7,
};

/**
 * How long a box was in reach, state by state, from the quay to where nobody can reach it any more.
 *
 * All events are looked at anew every time, in the order in which they happened: one that is told late
 * corrects everything after it, and the order of telling does not matter. Time that is not covered by a
 * guarded stack counts as in reach; that nothing is told never makes a box safe. An event after `now` has
 * not happened. A box of which the landing was never told is in reach from the first event ashore.
 *
 * @param events in any order, doubles allowed
 * @param now epoch milliseconds, UTC
 * @param scope when it is out of reach
 * @param limits the node's policy
 * @example exposureClock([{ kind: 'landed', at: 0 }, { kind: 'placed', at: 1_800_000, where: 'guarded' }], 3_600_000, 'until-handled').inReachMinutes // 30
 */
export function exposureClock(
  events: readonly ExposureEvent[],
  now: number,
  scope: ExposureScope,
  limits: ExposureLimits = {},
): Exposure {
  const happened = events
    .filter(({ at }) => at <= now)
    .toSorted((a, b) => a.at - b.at || order[a.kind] - order[b.kind] || compare(variantOf(a), variantOf(b)));
  const spans: ExposureSpan[] = [];
  let standing: ExposurePlace | null = null;
  let waits: ExposureWait | null = null;
  /** Why nobody can reach it any more; `null` = somebody can, once it is ashore. */
  let stopped: 'opened' | 'cleared' | 'left' | 'at-depot' | null = null;
  let place: ExposurePlace | null = null;
  let placeFrom = 0;
  let wait: ExposureWait | null = null;
  let waitFrom = 0;
  let since: number | null = null;
  let endedAt: number | null = null;

  for (const event of happened) {
    const { at } = event;
    switch (event.kind) {
      case 'landed':
      case 'scanned':
        standing ??= 'ashore';
        if (event.kind === 'scanned') waits ??= 'judgement';
        break;
      case 'lifted':
      case 'placed':
        standing = event.kind === 'lifted' ? 'moving' : placeOf[event.where];
        // Who is put down was not gone, or is back.
        if (stopped === 'left') stopped = null;
        break;
      case 'judged':
        waits = event.clear ? null : 'opening';
        if (!event.clear && stopped === 'cleared') stopped = null;
        if (event.clear && scope === 'until-handled') stopped ??= 'cleared';
        break;
      case 'opened':
        waits = null;
        if (scope === 'until-handled' && stopped !== 'left') stopped = 'opened';
        break;
      case 'left':
        waits = null;
        if (scope === 'until-depot' && event.by === 'gate') standing = 'to-depot';
        else stopped ??= 'left';
        break;
      case 'at-depot':
        stopped ??= 'at-depot';
        break;
    }
    const nowAt = stopped === null ? standing : null;
    const nowWaits = stopped === null && nowAt !== null ? waits : null;
    if (nowAt !== place) {
      if (place !== null && at > placeFrom) spans.push({ state: place, from: placeFrom, until: at });
      place = nowAt;
      placeFrom = at;
    }
    if (nowWaits !== wait) {
      if (wait !== null && at > waitFrom) spans.push({ state: wait, from: waitFrom, until: at });
      wait = nowWaits;
      waitFrom = at;
    }
    if (place !== null) since ??= at;
    endedAt = stopped === null || since === null ? null : (endedAt ?? at);
  }
  const running: ExposureSpan[] = [];
  if (place !== null && now > placeFrom) running.push({ state: place, from: placeFrom, until: now });
  if (wait !== null && now > waitFrom) running.push({ state: wait, from: waitFrom, until: now });
  const all = [...spans, ...running].sort(
    (a, b) => a.from - b.from || exposureStates.indexOf(a.state) - exposureStates.indexOf(b.state),
  );
  const minutes = Object.fromEntries(
    exposureStates.map((state) => [state, minutesIn(all.filter((span) => span.state === state))]),
  ) as Record<ExposureState, number>;
  const inReach = all.filter(({ state }) => isInReach(state));
  return {
    place,
    wait,
    since,
    endedAt,
    spans: all,
    minutes,
    inReachMinutes: minutesIn(inReach),
    alarms: alarmsOf(all, inReach, limits),
  };
}

const placeOf = { guarded: 'guarded', scanner: 'at-scanner', elsewhere: 'ashore' } as const;

function isInReach(state: ExposureState): boolean {
  return state !== 'guarded' && state !== 'judgement' && state !== 'opening';
}

function minutesIn(spans: readonly ExposureSpan[]): number {
  return spans.reduce((sum, { from, until }) => sum + (until - from), 0) / minuteMs;
}

function alarmsOf(
  all: readonly ExposureSpan[],
  inReach: readonly ExposureSpan[],
  limits: ExposureLimits,
): readonly ExposureAlarm[] {
  return ([...exposureStates, 'total'] as const)
    .flatMap((about) => {
      const limitMinutes = limits[about];
      if (limitMinutes === undefined) return [];
      const spans = about === 'total' ? inReach : all.filter(({ state }) => state === about);
      const at = passedAt(spans, limitMinutes * minuteMs);
      return at === null ? [] : [{ about, limitMinutes, at }];
    })
    .sort((a, b) => a.at - b.at || compare(a.about, b.about));
}

/** When the time in these spans, taken together, passed a limit. */
function passedAt(spans: readonly ExposureSpan[], limitMs: number): number | null {
  let left = limitMs;
  for (const { from, until } of spans) {
    if (until - from > left) return from + left;
    left -= until - from;
  }
  return null;
}

/** What tells two events of one kind and moment apart; the worse one is taken last and stands. */
function variantOf(event: ExposureEvent): string {
  if (event.kind === 'placed') return event.where === 'guarded' ? '0' : event.where === 'scanner' ? '1' : '2';
  if (event.kind === 'judged') return event.clear ? '0' : '1';
  if (event.kind === 'left') return event.by;
  return '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
