import type { BoardControl, Lane } from '../../api/controls.ts';

const hour = 3_600_000;

/** One hour of one lane. */
export interface LaneHour {
  /** Start of the hour. Epoch milliseconds, UTC. */
  readonly from: number;
  readonly controls: readonly BoardControl[];
  /** More is planned than the lane can do in an hour. */
  readonly over: boolean;
}

export interface LaneRow {
  readonly name: string;
  /** Controls an hour; `null` = a lane of which no capacity is stated. */
  readonly perHour: number | null;
  readonly hours: readonly LaneHour[];
}

/**
 * The board: a row a lane, a cell an hour. Lanes that somebody named and the policy does not know come last;
 * what is cancelled takes no capacity.
 *
 * @param from start of the first hour in sight. Epoch milliseconds, UTC
 */
export function laneHours(
  lanes: readonly Lane[],
  controls: readonly BoardControl[],
  from: number,
  hours: number,
): readonly LaneRow[] {
  const own = Map.groupBy(controls, ({ lane }) => lane);
  const others = [...own.keys()].filter((name) => !lanes.some((lane) => lane.name === name)).sort();
  return [...lanes, ...others.map((name) => ({ name, perHour: null }))].map(({ name, perHour }) => ({
    name,
    perHour,
    hours: Array.from({ length: hours }, (_, index) => {
      const start = from + index * hour;
      const here = (own.get(name) ?? []).filter(
        ({ plannedAt }) => Math.floor((Date.parse(plannedAt) - from) / hour) === index,
      );
      const taken = here.filter(({ state }) => state !== 'cancelled').length;
      return { from: start, controls: here, over: perHour !== null && taken > perHour };
    }),
  }));
}
