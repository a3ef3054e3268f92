import type { Brand } from './brand.ts';
import { FormatError } from './format-error.ts';

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Brand<number, 'Instant'>;

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * A moment written as RFC 3339 has it: date, time and zone, e.g. "2026-02-28T23:59:00+01:00".
 *
 * Refused are dates that do not exist, a time without a zone, and a 60th second (none was ever added
 * to UTC after 2016). A fraction of a second is cut to milliseconds. "T" and "Z" may be lower case, and a
 * blank may stand for "T".
 *
 * @throws {FormatError} "instant/shape", or "instant/impossible" for a date or time that does not exist
 * @see docs/sources.md#rfc-3339
 * @example parseInstant("2026-02-28T23:59:00+01:00") // 1772319540000
 */
export function parseInstant(text: string): Instant {
  const match = RFC_3339.exec(text);
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHour, zoneMinute] = match ?? [];
  if (match === null) throw new FormatError('instant/shape', text, 'date, time and zone as in RFC 3339');
  const offset = zoneHour === undefined ? 0 : zoneMinutes(sign, zoneHour, zoneMinute);
  const local = localTime(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  if (local === null || offset === null || hour === '24') {
    throw new FormatError('instant/impossible', text, 'a date and time that exist');
  }
  return (local + Number((fraction ?? '').slice(0, 3).padEnd(3, '0')) - offset * MINUTE) as Instant;
}

const RFC_3339 =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))$/;

/** Parts of a date and time in the order EDIFACT formats write them, by code of data element 2379. */
const EDIFACT_FORMATS: Readonly<Record<string, string>> = {
  2: 'DMy',
  3: 'MDy',
  4: 'DMY',
  101: 'yMD',
  102: 'YMD',
  103: 'yWd',
  105: 'yJ',
  201: 'yMDhm',
  202: 'yMDhms',
  203: 'YMDhm',
  204: 'YMDhms',
  205: 'YMDhmZ',
  301: 'yMDhmZ',
  302: 'yMDhmsZ',
  303: 'YMDhmZ',
  304: 'YMDhmsZ',
};

/** Periods: the format of their first and their last part. */
const EDIFACT_PERIODS: Readonly<Record<string, string>> = { 713: '201', 717: '101', 718: '102', 719: '203' };

const WIDTHS: Readonly<Record<string, number>> = {
  Y: 4,
  y: 2,
  M: 2,
  D: 2,
  W: 2,
  d: 1,
  J: 3,
  h: 2,
  m: 2,
  s: 2,
};

/** Zones that are written as letters, in minutes east of UTC. Names that two zones share (CST, BST) are refused. */
const NAMED_ZONES: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  CET: 60,
  MEZ: 60,
  CES: 120,
  EET: 120,
  EES: 180,
  EST: -300,
  EDT: -240,
  PST: -480,
  PDT: -420,
};

/**
 * A moment from a DTM segment: the value (data element 2380) in the format its code (2379) names.
 *
 * Formats: 2, 3, 4, 101–103, 105, 201–205, 301–304; of the periods 713, 717, 718 and 719, with or
 * without a hyphen, the beginning. Dates without a time are midnight. Two-digit years are 1970–2069. Week 1
 * (103) is the ISO week. 24:00 is midnight at the end of the day. The zone of 205 and 301–304 is
 * "+0100", "+01", or letters (UTC, GMT, CET, EST, …).
 *
 * The value must have exactly the digits of its format: what a dialect does to others, its mapper
 * decides, with {@link likelyEdifactFormat}.
 *
 * @param zoneMinutesEast zone of values that carry none, in minutes east of UTC
 * @throws {FormatError} "instant/format" for a code not listed, "instant/shape" for other digits,
 *   "instant/zone" for an unknown zone, "instant/impossible" for a date or time that does not exist
 * @see docs/sources.md#unece-untdid
 * @example parseEdifactInstant("202602282359", "203") // 1772323140000
 * @example parseEdifactInstant("202602282359", "203", 60) // 1772319540000
 * @example parseEdifactInstant("202602282359CET", "303") // 1772319540000
 */
export function parseEdifactInstant(value: string, format: string, zoneMinutesEast = 0): Instant {
  const periodOf = EDIFACT_PERIODS[format];
  if (periodOf !== undefined) return edifactPeriod(value, format, zoneMinutesEast).from;
  const parts = EDIFACT_FORMATS[format];
  if (parts === undefined)
    throw new FormatError('instant/format', format, 'a known code of data element 2379');
  const found: Record<string, number> = {};
  let at = 0;
  for (const part of parts) {
    if (part === 'Z') continue;
    const width = WIDTHS[part] ?? 0;
    const digits = value.slice(at, at + width);
    if (digits.length !== width || !/^[0-9]+$/.test(digits)) {
      throw new FormatError('instant/shape', value, `the digits of format ${format}`);
    }
    found[part] = Number(digits);
    at += width;
  }
  const zone = value.slice(at);
  if (!parts.endsWith('Z') && zone !== '') {
    throw new FormatError('instant/shape', value, `the digits of format ${format}`);
  }
  const offset = parts.endsWith('Z') ? edifactZone(value, zone) : zoneMinutesEast;
  const { Y, y = 0, M = 1, D = 1, W, d = 1, J, h = 0, m = 0, s = 0 } = found;
  const year = Y ?? (y < 70 ? 2000 + y : 1900 + y);
  const time = localTime(year, M, D, h, m, s);
  const shift = W !== undefined ? daysToWeek(year, W, d) : J !== undefined ? daysToDay(year, J) : 0;
  if (time === null || shift === null) {
    throw new FormatError('instant/impossible', value, 'a date and time that exist');
  }
  return (time + shift * DAY - offset * MINUTE) as Instant;
}

/**
 * Both ends of a period from a DTM segment. The last part is taken as it stands: "20260228" is that
 * day's midnight at its beginning.
 *
 * @param format 713, 717, 718 or 719
 * @throws {FormatError} as {@link parseEdifactInstant}; "instant/impossible" also when it ends before it begins
 * @see docs/sources.md#unece-untdid
 * @example edifactPeriod("20260227-20260228", "718") // { from: 1772150400000, to: 1772236800000 }
 */
export function edifactPeriod(
  value: string,
  format: string,
  zoneMinutesEast = 0,
): { readonly from: Instant; readonly to: Instant } {
  const part = EDIFACT_PERIODS[format];
  if (part === undefined) throw new FormatError('instant/format', format, 'one of 713, 717, 718, 719');
  const digits = value.replace('-', '');
  const half = digits.length / 2;
  const from = parseEdifactInstant(digits.slice(0, half), part, zoneMinutesEast);
  const to = parseEdifactInstant(digits.slice(half), part, zoneMinutesEast);
  if (to < from)
    throw new FormatError('instant/impossible', value, 'an end that is not before the beginning');
  return { from, to };
}

/**
 * The format that a value of digits most likely has, by its length, for messages whose code and value
 * do not agree: 6 → 101, 8 → 102, 10 → 201, 12 → 203, 14 → 204.
 *
 * @returns `null` for other texts
 * @example likelyEdifactFormat("199909280000") // "203"
 */
export function likelyEdifactFormat(value: string): string | null {
  if (!/^[0-9]+$/.test(value)) return null;
  return { 6: '101', 8: '102', 10: '201', 12: '203', 14: '204' }[value.length] ?? null;
}

/**
 * A moment as RFC 3339 in UTC, to the second; milliseconds only where there are any.
 *
 * @throws {RangeError} when the moment lies outside what a date can hold
 * @example formatInstant(1772319540000) // "2026-02-28T22:59:00Z"
 */
export function formatInstant(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

/** Epoch milliseconds of a wall-clock time read as UTC; `null` when it does not exist. */
function localTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  const isEndOfDay = hour === 24 && minute === 0 && second === 0;
  if (hour > 23 && !isEndOfDay) return null;
  if (minute > 59 || second > 59 || year < 1000) return null;
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return midnight + hour * 3_600_000 + minute * MINUTE + second * 1000;
}

function daysToDay(year: number, day: number): number | null {
  const daysInYear = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY;
  return day >= 1 && day <= daysInYear ? day - 1 : null;
}

/** Days from 1 January to a day (1 = Monday) of an ISO week; `null` when the year has no such week. */
function daysToWeek(year: number, week: number, day: number): number | null {
  const firstMonday = (of: number) => {
    const fourth = new Date(Date.UTC(of, 0, 4));
    return fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY;
  };
  const monday = firstMonday(year) + (week - 1) * 7 * DAY;
  if (week < 1 || day < 1 || day > 7 || monday >= firstMonday(year + 1)) return null;
  return (monday - Date.UTC(year, 0, 1)) / DAY + day - 1;
}

function edifactZone(value: string, zone: string): number {
  const named = NAMED_ZONES[zone.trim().toUpperCase()];
  if (named !== undefined) return named;
  const match = /^([+-])([0-9]{2}):?([0-9]{2})?$/.exec(zone.trim());
  const minutes = match === null ? null : zoneMinutes(match[1], match[2], match[3]);
  if (minutes === null) throw new FormatError('instant/zone', value, 'a zone such as UTC, CET, +01 or +0100');
  return minutes;
}

function zoneMinutes(
  sign: string | undefined,
  hours: string | undefined,
  minutes: string | undefined,
): number | null {
  const [h, m] = [Number(hours), Number(minutes ?? 0)];
  if (h > 23 || m > 59) return null;
  return (sign === '-' ? -1 : 1) * (h * 60 + m);
}
