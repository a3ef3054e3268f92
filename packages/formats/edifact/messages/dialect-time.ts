import { likelyEdifactFormat, parseEdifactInstant } from '@havenwacht/domain';

const HOUR = 3_600_000;

/** Formats whose value carries its own zone. */
const ZONED: ReadonlySet<string> = new Set(['205', '301', '302', '303', '304']);
/** Formats with a four-digit year: the number of digits alone tells them apart, so a confused code does no harm. */
const BY_LENGTH: ReadonlySet<string> = new Set(['102', '203', '204']);

/**
 * Reads the value of a DTM segment in the zone of a dialect.
 *
 * @param text value of data element 2380
 * @param format code of data element 2379; empty = told from the number of digits. 102, 203 and 204
 *   also take each other's lengths, which senders confuse.
 * @param timeZone "UTC", an offset such as "-05:00", or an IANA name; used where the value has no zone
 * @returns epoch milliseconds, or NaN when it is not a date of that format
 * @see docs/sources.md#unece-untdid
 * @example readEdifactDate('202301151430', '203', 'UTC') // 1673793000000
 * @example readEdifactDate('202301151430', '102', 'UTC') // 1673793000000
 * @example readEdifactDate('230115', '101', 'UTC') // 1673740800000
 * @example readEdifactDate('202301151430', '203', 'Europe/Amsterdam') // 1673789400000
 * @example readEdifactDate('20231315', '102', 'UTC') // NaN
 */
export function readEdifactDate(text: string, format: string, timeZone: string): number {
  let code = format;
  if (code === '' || BY_LENGTH.has(code)) {
    const likely = likelyEdifactFormat(text);
    if (likely !== null && (code === '' || BY_LENGTH.has(likely))) code = likely;
  }
  try {
    const instant = parseEdifactInstant(text, code);
    return ZONED.has(code) ? instant : instantInZone(instant, timeZone);
  } catch {
    return Number.NaN;
  }
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
      clock = new Intl.DateTimeFormat('en-GB', {
        timeZone,
        timeStyle: 'medium',
        dateStyle: 'short',
        hourCycle: 'h23',
      });
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
