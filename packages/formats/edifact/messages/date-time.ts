const HOUR = 3_600_000;

/** Digits of each EDIFACT date format (data element 2379) this module reads, in order. */
const FORMATS: Readonly<Record<string, string>> = {
  '101': 'yyMMdd',
  '102': 'yyyyMMdd',
  '201': 'yyMMddHHmm',
  '203': 'yyyyMMddHHmm',
  '204': 'yyyyMMddHHmmss',
  '205': 'yyyyMMddHHmmZ',
  '301': 'yyMMddHHmmZ',
  '303': 'yyyyMMddHHmmZ',
  '304': 'yyyyMMddHHmmssZ',
};

/** With a four-digit year the number of digits alone tells the format; a sender's code may contradict it. */
const BY_LENGTH: Readonly<Record<number, string>> = { 6: '101', 8: '102', 10: '201', 12: '203', 14: '204' };

/**
 * Reads an EDIFACT date or date-time.
 *
 * @param text value of data element 2380
 * @param format code of data element 2379: 101, 102, 201, 203, 204, 205, 301, 303, 304; empty = told
 *   from the number of digits (6, 8, 10, 12 or 14). 102, 203 and 204 also take each other's lengths,
 *   which senders confuse and which can't be misread.
 * @param timeZone "UTC", an offset such as "-05:00", or an IANA name; used where the value has no zone
 * @param pivot two-digit years above it belong to 19xx, others to 20xx
 * @returns epoch milliseconds, or NaN when it is not a date of that format
 * @see docs/sources.md#unece-untdid
 * @example parseEdifactDate('202301151430', '203', 'UTC') // 1673793000000
 * @example parseEdifactDate('230115', '101', 'UTC') // 1673740800000
 * @example parseEdifactDate('202301151430', '203', 'Europe/Amsterdam') // 1673789400000
 * @example parseEdifactDate('20231315', '102', 'UTC') // NaN
 */
export function parseEdifactDate(text: string, format: string, timeZone: string, pivot = 70): number {
  let pattern = FORMATS[format === '' ? (BY_LENGTH[text.length] ?? '') : format];
  if (pattern === undefined) return Number.NaN;
  const zoned = pattern.endsWith('Z');
  if (!zoned && pattern.startsWith('yyyy') && pattern.length !== text.length && text.length !== 6 && text.length !== 10)
    pattern = FORMATS[BY_LENGTH[text.length] ?? ''] ?? pattern;
  if (!zoned && pattern.length !== text.length) return Number.NaN;
  const digits = zoned ? pattern.length - 1 : pattern.length;
  if (text.length < digits) return Number.NaN;
  for (let i = 0; i < digits; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return Number.NaN;
  }
  let at = 0;
  let year: number;
  if (pattern.startsWith('yyyy')) {
    year = Number(text.slice(0, 4));
    at = 4;
  } else {
    year = Number(text.slice(0, 2));
    year += year > pivot ? 1900 : 2000;
    at = 2;
  }
  const month = two(text, at);
  const day = two(text, at + 2);
  const hour = digits > at + 4 ? two(text, at + 4) : 0;
  const minute = digits > at + 6 ? two(text, at + 6) : 0;
  const second = digits > at + 8 ? two(text, at + 8) : 0;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return Number.NaN;
  if (minute > 59 || second > 59 || hour > 24 || (hour === 24 && minute + second > 0)) return Number.NaN;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  if (!zoned) return instantInZone(local, timeZone);
  const zone = text.slice(digits).trim();
  const offset = zone === '' ? Number.NaN : fixedOffset(zone);
  return local - offset;
}

/**
 * Epoch milliseconds of a wall-clock time in a zone.
 *
 * @param local the wall-clock time written as if it were UTC, epoch milliseconds
 * @param timeZone "UTC", an offset such as "+02:00", or an IANA name; NaN for an unknown one
 * @example instantInZone(1673793000000, '-05:00') // 1673811000000
 */
export function instantInZone(local: number, timeZone: string): number {
  if (timeZone === 'UTC') return local;
  const fixed = fixedOffset(timeZone);
  if (!Number.isNaN(fixed)) return local - fixed;
  const guess = local - offsetAt(timeZone, local);
  return local - offsetAt(timeZone, guess);
}

/** Whether `instantInZone` knows the zone. */
export function isTimeZone(timeZone: string): boolean {
  return timeZone === 'UTC' || !Number.isNaN(fixedOffset(timeZone)) || !Number.isNaN(offsetAt(timeZone, 0));
}

const two = (text: string, at: number): number =>
  (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Milliseconds east of UTC of "Z", "UTC", "GMT", "+01", "-0500", "+05:30"; NaN for anything else. */
function fixedOffset(zone: string): number {
  if (zone === 'Z' || zone === 'UTC' || zone === 'GMT') return 0;
  const match = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(zone);
  if (match === null) return Number.NaN;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? '0');
  if (hours > 14 || minutes > 59) return Number.NaN;
  return (match[1] === '-' ? -1 : 1) * (hours * HOUR + minutes * 60_000);
}

const clocks = new Map<string, Intl.DateTimeFormat | null>();
const offsets = new Map<string, number>();

/** Offset of an IANA zone at an instant; kept per zone and hour, since no zone changes within one. */
function offsetAt(timeZone: string, instant: number): number {
  const hour = Math.floor(instant / HOUR);
  const key = `${timeZone} ${hour}`;
  const kept = offsets.get(key);
  if (kept !== undefined) return kept;
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    try {
      clock = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', dateStyle: 'short', hourCycle: 'h23' });
    } catch {
      clock = null;
    }
    if (clocks.size < 1000) clocks.set(timeZone, clock);
  }
  if (clock === null) return Number.NaN;
  const part: Record<string, number> = {};
  for (const { type, value } of clock.formatToParts(hour * HOUR)) part[type] = Number(value);
  const local = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
    part['second'] ?? 0,
  );
  const offset = local - hour * HOUR;
  if (offsets.size > 100_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}
