import pg from 'pg';

/**
 * How column values arrive: `bigint` as a number and an error when a number can't hold it,
 * `timestamptz` as epoch milliseconds, `date` as `YYYY-MM-DD`, `numeric` as text, `jsonb` parsed.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (format === 'binary') return pg.types.getTypeParser(oid, format);
    return parsers.get(oid) ?? pg.types.getTypeParser(oid, format);
  },
};

const parsers = new Map<number, (text: string) => unknown>([
  [20, parseBigint],
  [
    1016,
    (text) =>
      text === '{}'
        ? []
        : text
            .slice(1, -1)
            .split(',')
            .map((one) => (one === 'NULL' ? null : parseBigint(one))),
  ],
  [1082, (text) => text],
  [1184, parseInstant],
]);

/** A 64-bit integer as a number. @throws {RangeError} beyond ±(2^53 − 1) */
export function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The integer ${text} is too large for a number.`);
  return value;
}

/** `2026-03-02 06:00:00.123+00` as epoch milliseconds; parts of a millisecond are cut off. */
export function parseInstant(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  const parts =
    /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?( BC)?$/.exec(
      text,
    );
  if (parts === null || parts[12] !== undefined)
    throw new RangeError(`Not an instant this node can hold: ${text}`);
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second,
    fraction = '',
    sign,
    offsetHour,
    offsetMinute = '0',
    offsetSecond = '0',
  ] = parts;
  const at = new Date(0);
  at.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  at.setUTCHours(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(3, '0').slice(0, 3)));
  const offset = (Number(offsetHour) * 3600 + Number(offsetMinute) * 60 + Number(offsetSecond)) * 1000;
  return at.getTime() - (sign === '-' ? -offset : offset);
}
