/**
 * A scan goes one way.
 *
 * `waiting`: a DICOS series of which channels are missing. `quarantined`: what came can't be judged, with
 * the reason as finding. `open`: waits for an image analyst. `judged`: has a verdict; the analyst may then
 * see what algorithms say and judge a second time. `forgotten`: the bytes are gone, what was judged stays.
 *
 * Only `clear` is clear. What waits, is set aside, or was judged "cannot tell" never counts as it.
 */
export type ScanState = 'waiting' | 'quarantined' | 'open' | 'judged' | 'forgotten';

export type ScanVerdict = 'clear' | 'suspicious' | 'cannot-tell';

/** Whether the image is of the container that was to be scanned. */
export type NumberCheck = 'agrees' | 'differs' | 'lanes-swapped' | 'not-told' | 'not-ordered';

/** A rectangle in pixels of the scan; with corners it is the frame of what was drawn. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly corners?: readonly (readonly [number, number])[];
}

/**
 * Holds the number that the image tells against the one that was ordered.
 *
 * Two lanes scanned at once are swapped when each image tells the number that was ordered for the other:
 * then both are named so, and neither can be cleared as the wrong container.
 *
 * @param others numbers ordered at the same scanner and still open
 */
export function checkNumber(
  ordered: string | null,
  told: string | null,
  others: readonly string[],
): NumberCheck {
  if (ordered === null) return told === null ? 'not-told' : 'not-ordered';
  if (told === null) return 'not-told';
  if (plainNumber(told) === plainNumber(ordered)) return 'agrees';
  return others.some((other) => plainNumber(other) === plainNumber(told)) ? 'lanes-swapped' : 'differs';
}

/** As scanners write it, with blanks or a hyphen before the check digit. */
function plainNumber(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** Whether any region overlaps the truth. */
export function hits(regions: readonly Region[], truth: Region): boolean {
  return regions.some(
    (one) =>
      one.x < truth.x + truth.width &&
      truth.x < one.x + one.width &&
      one.y < truth.y + truth.height &&
      truth.y < one.y + one.height,
  );
}

/** How often an analyst found what was projected, with the interval that the few trials allow. */
export interface Skill {
  readonly trials: number;
  readonly found: number;
  /** Share found, and its 95 % interval (Wilson, 1927); `null` without a trial. */
  readonly share: number | null;
  readonly from: number;
  readonly to: number;
}

export function skillOf(found: number, trials: number): Skill {
  if (trials === 0) return { trials, found, share: null, from: 0, to: 1 };
  const z = 1.959964;
  const share = found / trials;
  const centre = share + (z * z) / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  return {
    trials,
    found,
    share,
    from: Math.max(0, (centre - half) / scale),
    to: Math.min(1, (centre + half) / scale),
  };
}

const day = 86_400_000;

/**
 * How long the bytes of a scan are kept after it was judged, or received where it never was, and on what
 * ground. The longest stands for what a court may ask for; what showed nothing goes first.
 */
const retention = {
  suspicious: { days: 3_650, ground: 'evidence' },
  'cannot-tell': { days: 180, ground: 'second look' },
  clear: { days: 90, ground: 'comparison with later scans of the same container' },
  none: { days: 30, ground: 'not judged' },
} as const;

/** Until when the bytes of a scan are kept, and why. */
export function keptUntil(scan: {
  readonly verdict: ScanVerdict | null;
  readonly judgedAt: number | null;
  readonly receivedAt: number;
}): { readonly until: number; readonly ground: string } {
  const { days, ground } = retention[scan.verdict ?? 'none'];
  return { until: (scan.judgedAt ?? scan.receivedAt) + days * day, ground };
}
