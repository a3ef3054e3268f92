import type { ExposureDay } from '../../api/oversight.ts';

/** One unit over the days, in the order of the days. */
export interface UnitTrend {
  readonly unit: string;
  /** Person-hours a day. */
  readonly hours: readonly number[];
  readonly total: number;
  readonly highest: number;
  /** Most people of it who knew on one day. */
  readonly people: number;
}

/** The exposure of each unit day by day, the most exposed unit first. */
export function unitTrends(days: readonly ExposureDay[]): readonly UnitTrend[] {
  const units = [...new Set(days.flatMap((day) => day.units.map(({ unit }) => unit)))];
  return units
    .map((unit) => {
      const own = days.map((day) => day.units.find((one) => one.unit === unit));
      const hours = own.map((one) => one?.personHours ?? 0);
      return {
        unit,
        hours,
        total: hours.reduce((sum, one) => sum + one, 0),
        highest: Math.max(...hours),
        people: Math.max(...own.map((one) => one?.people ?? 0)),
      };
    })
    .sort((a, b) => b.total - a.total || (a.unit < b.unit ? -1 : 1));
}
