import type { ControlMethod } from './disclosure-ladder.ts';

/** A message or an act by which somebody outside learns that a box is controlled. */
export type OutsideSign =
  | 'terminal-work-order'
  | 'crane-move'
  | 'scan-status'
  | 'inspection-status'
  | 'examination-response'
  | 'release-hold'
  | 'refused-appointment';

/** What a sign is given for: a control by one of its methods, or a box that is set apart by policy. */
export type OutsideOccasion = ControlMethod | 'segregation';

/** One sign: who learns it, for which methods, and how late it can lawfully be given. */
export interface SignRule {
  readonly sign: OutsideSign;
  /** Who outside learns it, e.g. "terminal", "carrier", "declarant", "haulier". */
  readonly outsider: string;
  readonly methods: readonly OutsideOccasion[];
  /**
   * The latest moment: minutes before (negative) or after the anchor. "planned" is the control,
   * "hands-on" when the box is under guard, "collectable" when it could first be fetched, "reachable"
   * when somebody could first stand at it.
   */
  readonly latest: {
    readonly anchor: 'planned' | 'hands-on' | 'collectable' | 'reachable';
    readonly minutes: number;
  };
  /** False where the node has no hand on it: somebody else gives the sign when he acts. */
  readonly canHold: boolean;
  /** True when moving other boxes too hides the real one. */
  readonly coverable: boolean;
  /** The agreement, clause or standard that sets the latest moment; an administration enters its own. */
  readonly ground: string;
}

const box: readonly ControlMethod[] = ['scan', 'open', 'dog'];

/**
 * The rules a node starts with. The signs are those of the standards; the moments are policy values that
 * an administration replaces by its agreements with terminals and by its law.
 *
 * @see docs/sources.md#control-signs
 */
export const defaultSignRules: readonly SignRule[] = [
  {
    sign: 'release-hold',
    outsider: 'release chain',
    methods: box,
    latest: { anchor: 'collectable', minutes: -15 },
    canHold: true,
    coverable: false,
    ground: 'policy: before the box can be fetched',
  },
  {
    sign: 'refused-appointment',
    outsider: 'haulier',
    methods: box,
    latest: { anchor: 'collectable', minutes: 0 },
    canHold: false,
    coverable: false,
    ground: 'policy: given by the terminal when the hold meets an appointment',
  },
  {
    sign: 'terminal-work-order',
    outsider: 'terminal',
    methods: ['scan', 'open'],
    latest: { anchor: 'planned', minutes: -35 },
    canHold: true,
    coverable: true,
    ground: 'policy: the time a terminal needs for one move',
  },
  {
    sign: 'terminal-work-order',
    outsider: 'terminal',
    methods: ['segregation'],
    latest: { anchor: 'reachable', minutes: -120 },
    canHold: true,
    coverable: true,
    ground: 'policy: the time a terminal needs to plan where a box goes from the quay',
  },
  {
    sign: 'crane-move',
    outsider: 'terminal',
    methods: ['scan', 'open'],
    latest: { anchor: 'planned', minutes: -20 },
    canHold: false,
    coverable: true,
    ground: 'policy: the move itself',
  },
  {
    sign: 'examination-response',
    outsider: 'declarant',
    methods: box,
    latest: { anchor: 'hands-on', minutes: 0 },
    canHold: true,
    coverable: false,
    ground: 'CUSRES, element 7365 value 5; policy: once the box is under guard',
  },
  {
    sign: 'scan-status',
    outsider: 'carrier and its customers',
    methods: ['scan'],
    latest: { anchor: 'hands-on', minutes: 0 },
    canHold: true,
    coverable: false,
    ground: 'DCSA event CUSS; policy: once the box is under guard',
  },
  {
    sign: 'inspection-status',
    outsider: 'carrier and its customers',
    methods: ['open', 'dog'],
    latest: { anchor: 'hands-on', minutes: 0 },
    canHold: true,
    coverable: false,
    ground: 'DCSA event CUSI; policy: once the box is under guard',
  },
];

/** The moments of one control, epoch milliseconds, UTC. */
export interface ControlMoments {
  readonly plannedAt: number;
  /** When the box is under guard; before it is known, the planned moment. */
  readonly handsOnAt: number;
  /** When somebody could first stand at the box, e.g. its discharge. */
  readonly reachableAt: number;
  /** When it could first be fetched. */
  readonly collectableAt: number;
}

/** A sign with its moment, for one control. */
export interface OutsideSignDue {
  readonly sign: OutsideSign;
  readonly outsider: string;
  /** Held back until then; epoch milliseconds, UTC. */
  readonly heldUntil: number;
  /** What the moment hangs on; one that hangs on hands-on is not known before. */
  readonly anchor: SignRule['latest']['anchor'];
  readonly canHold: boolean;
  readonly coverable: boolean;
  readonly ground: string;
  /** Minutes in which the outsider knows, can reach the box, and it is not yet under guard. */
  readonly openMinutes: number;
}

export interface OutsideLeakMap {
  /** By moment, the earliest first. */
  readonly signs: readonly OutsideSignDue[];
  readonly firstOutsiderKnowsAt: number | null;
  readonly reachableAt: number;
  /** The longest of the open times, minutes. */
  readonly openMinutes: number;
}

/**
 * Which outsider learns of a control when, with every sign held back to its latest lawful moment.
 *
 * A sign is never due after hands-on when it has to come before: a hold that must stand before the box
 * can be fetched stands then, however early that is.
 *
 * @param occasion how the control is done, or that the box is set apart
 * @param moments of the control
 * @param rules the signs; default {@link defaultSignRules}
 * @see docs/sources.md#control-signs
 * @example outsideLeakMap('drone', { plannedAt: 0, handsOnAt: 0, reachableAt: 0, collectableAt: 0 }).firstOutsiderKnowsAt // null
 */
export function outsideLeakMap(
  occasion: OutsideOccasion,
  moments: ControlMoments,
  rules: readonly SignRule[] = defaultSignRules,
): OutsideLeakMap {
  const anchors = {
    planned: moments.plannedAt,
    'hands-on': moments.handsOnAt,
    collectable: moments.collectableAt,
    reachable: moments.reachableAt,
  };
  const signs = rules
    .filter(({ methods }) => methods.includes(occasion))
    // Once the box is under guard before it could be fetched, no hold is needed to keep it there.
    .filter(({ latest }) => latest.anchor !== 'collectable' || moments.collectableAt < moments.handsOnAt)
    .map(({ sign, outsider, latest, canHold, coverable, ground }) => {
      const heldUntil = anchors[latest.anchor] + latest.minutes * 60_000;
      const open = moments.handsOnAt - Math.max(heldUntil, moments.reachableAt);
      return {
        sign,
        outsider,
        heldUntil,
        anchor: latest.anchor,
        canHold,
        coverable,
        ground,
        openMinutes: Math.max(0, Math.round(open / 60_000)),
      };
    })
    .sort((a, b) => a.heldUntil - b.heldUntil || (a.sign < b.sign ? -1 : 1));
  return {
    signs,
    firstOutsiderKnowsAt: signs[0]?.heldUntil ?? null,
    reachableAt: moments.reachableAt,
    openMinutes: Math.max(0, ...signs.map(({ openMinutes }) => openMinutes)),
  };
}
