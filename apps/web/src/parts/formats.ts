/** Numbers, instants and spans in the reader's language; made once per language. */
export interface Formats {
  /** Whole number with the language's grouping. */
  count(value: number): string;
  /** Any number, at most two decimals. */
  number(value: number): string;
  /** Probability 0–1 as a percentage, one decimal below 10 %. */
  percent(probability: number): string;
  /** Log-odds with a sign and two decimals; a true minus. */
  signed(weight: number): string;
  bytes(value: number): string;
  /** "2 Mar, 06:00" in UTC. */
  utc(instant: string | number): string;
  /** The same in the reader's zone. */
  local(instant: string | number): string;
  /** In the reader's zone beside the UTC one: without the day where it is the same day. */
  localBeside(instant: string | number): string;
  /** "06:00" in UTC, for the clock. */
  /** Day and year, UTC: for what lies months back. */
  day(instant: string): string;
  utcTime(instant: number): string;
  /** To the second, UTC: for what the node recorded. */
  utcSeconds(instant: number): string;
  localTime(instant: number): string;
  /** Name of the reader's zone, short: "CET". */
  zone(instant: number): string;
  /** A span of minutes in its two largest units: "6h 10m", "2d 4h". Never negative. */
  span(minutes: number): string;
}

/** English here is the English of European administrations: day before month, zones as CET. */
const regional: Record<string, string> = { en: 'en-GB' };

/**
 * @param reader BCP 47 tag of the reader's language
 * @param timeZone IANA zone for local times; the machine's own when absent
 */
export function formatsFor(reader: string, timeZone?: string): Formats {
  const language = regional[reader] ?? reader;
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const whole = new Intl.NumberFormat(language);
  const any = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const fine = new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const coarse = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const sign = new Intl.NumberFormat(language, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const unit = (name: string, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'narrow',
      maximumFractionDigits: digits,
    });
  const units = { day: unit('day'), hour: unit('hour'), minute: unit('minute') };
  const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'].map(
    (name) =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        maximumFractionDigits: 1,
      }),
  );
  const utcDay = new Intl.DateTimeFormat(language, { ...day, timeZone: 'UTC' });
  const localDay = new Intl.DateTimeFormat(language, { ...day, ...zone });
  const utcClock = new Intl.DateTimeFormat(language, { ...clock, timeZone: 'UTC' });
  const longDay = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const utcSecondClock = new Intl.DateTimeFormat(language, { ...clock, second: '2-digit', timeZone: 'UTC' });
  const localClock = new Intl.DateTimeFormat(language, { ...clock, ...zone });
  const zoneName = new Intl.DateTimeFormat(language, { ...clock, ...zone, timeZoneName: 'short' });
  const utcDate = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeZone: 'UTC' });
  const localDate = new Intl.DateTimeFormat(language, { dateStyle: 'short', ...zone });
  const date = (instant: string | number) => new Date(instant);

  return {
    count: (value) => whole.format(value),
    number: (value) => any.format(value),
    percent: (probability) => (probability < 0.0995 ? fine : coarse).format(probability),
    signed: (weight) => sign.format(weight).replace('-', '−'),
    bytes: (value) => {
      const step = Math.min(3, Math.floor(Math.log10(Math.max(1, value)) / 3));
      return sizes[step]!.format(value / 1000 ** step);
    },
    utc: (instant) => utcDay.format(date(instant)),
    local: (instant) => localDay.format(date(instant)),
    localBeside: (instant) =>
      (utcDate.format(date(instant)) === localDate.format(date(instant)) ? localClock : localDay).format(
        date(instant),
      ),
    day: (instant) => (instant === '' ? '–' : longDay.format(date(instant))),
    utcTime: (instant) => utcClock.format(instant),
    utcSeconds: (instant) => utcSecondClock.format(instant),
    localTime: (instant) => localClock.format(instant),
    zone: (instant) =>
      zoneName.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '',
    span: (minutes) => {
      const all = Math.max(0, Math.round(minutes));
      const days = Math.floor(all / 1440);
      const hours = Math.floor((all % 1440) / 60);
      const rest = all % 60;
      const parts =
        days > 0
          ? [units.day.format(days), hours > 0 ? units.hour.format(hours) : '']
          : hours > 0
            ? [units.hour.format(hours), rest > 0 ? units.minute.format(rest) : '']
            : [units.minute.format(rest)];
      return parts.filter((part) => part !== '').join(' ');
    },
  };
}
