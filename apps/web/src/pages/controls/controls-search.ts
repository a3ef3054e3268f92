/** What the page of controls shows, as it stands in the address. */
export interface ControlsSearch {
  /** The control whose card is open. */
  readonly control?: string;
  /** The visit a control is being planned for; empty = a visit that is still to be named. */
  readonly plan?: string;
  /** Hours by which the board is moved from now. */
  readonly shift?: number;
}

/** How far the board reaches: hours before and after now. */
export const hoursBefore = 12;
export const hoursAfter = 48;
/** Hours in sight at once. */
export const hoursShown = 12;
/** The same beside an open control, which takes the room of the others. */
export const hoursBesideCard = 6;

const hour = 3_600_000;

/**
 * The first hour to show so that a chosen control stays in sight.
 *
 * @param from what is shown otherwise. Epoch milliseconds, UTC, a full hour
 * @param plannedAt moment of the chosen control, RFC 3339; none = nothing is chosen
 * @example hourInSight(0, 6, '1970-01-01T08:20:00Z') // 25200000
 * @example hourInSight(0, 6, '1970-01-01T02:20:00Z') // 0
 */
export function hourInSight(from: number, hours: number, plannedAt: string | undefined): number {
  if (plannedAt === undefined) return from;
  const at = Math.floor(Date.parse(plannedAt) / hour) * hour;
  return at >= from && at < from + hours * hour ? from : at - hour;
}

const name = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\w-]{0,40}$/.test(value) ? value : undefined;

/** Reads the address; what it doesn't know falls away. */
export function readControlsSearch(raw: Record<string, unknown>): ControlsSearch {
  const [control, plan, shift] = [name(raw['control']), name(raw['plan']), Number(raw['shift'])];
  return {
    ...(control ? { control } : {}),
    ...(plan === undefined ? {} : { plan }),
    ...(Number.isInteger(shift) && shift !== 0
      ? { shift: Math.min(hoursAfter - hoursShown, Math.max(1 - hoursBefore, shift)) }
      : {}),
  };
}
