import { answerReading, ScanRefusal, type ScanReading } from './finding.ts';

/** What the samples of a scan file do not say themselves; the JSON that travels with it. */
export interface ScanAbout {
  /** As the scanner was told; not checked against anything yet. `null` = it was not told. */
  readonly container: string | null;
  readonly scanner: { readonly id: string; readonly manufacturer: string; readonly model: string };
  /** RFC 3339, UTC. `null` = not told. */
  readonly acquiredAt: string | null;
  /** Lane of a scanner that has several, from 1. `null` = it has one. */
  readonly lane: number | null;
  /** Which end of the container comes in the first column. */
  readonly direction: 'front-first' | 'doors-first' | null;
  /** One a channel, in the order in which the file keeps them. */
  readonly channels: readonly ChannelAbout[];
  /** `null` = not told: such a scan can be looked at, and compared with none. */
  readonly geometry: GeometryAbout | null;
}

export interface ChannelAbout {
  readonly energy: 'high' | 'low';
  /** Nominal accelerating voltage, MV. */
  readonly nominalMV: number;
  /** What the detector reads in open air, and with the beam off. */
  readonly airLevel: number;
  readonly darkLevel: number;
}

/** A vertical fan of rays; a column a pulse. Lengths in mm, angles in degrees. */
export interface GeometryAbout {
  /** From the source to the middle of the lane. */
  readonly sourceDistanceMm: number;
  /** On which side of the container, seen from its doors, the source stands. */
  readonly side: 'left' | 'right';
  /** The container's middle plane off the middle of the lane. */
  readonly laneOffsetMm: number;
  /** Size of a pixel at the middle plane: along the container, and up. */
  readonly columnPitchMm: number;
  readonly rowPitchMm: number;
  readonly sourceHeightMm: number;
  readonly tiltDegrees: number;
}

const longest = 65_536;

/**
 * Reads the JSON of a scan.
 *
 * What is missing is `null`; what is there and can't be is refused, since a lying geometry makes a
 * comparison that looks sound.
 *
 * @example readScanAbout("[]").ok // false
 * @example readScanAbout('{"channels":[{"energy":"high","nominalMV":6,"airLevel":60000}]}').record.channels[0].nominalMV // 6
 */
export function readScanAbout(text: string): ScanReading<ScanAbout> {
  return answerReading(text.length, (): ScanAbout => {
    if (text.length > longest) refuse('the JSON of the scan is too long');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      refuse('the JSON of the scan is no JSON');
    }
    const all = object(value, 'the JSON of the scan');
    const scanner = all['scanner'] === undefined ? {} : object(all['scanner'], 'scanner');
    const channels = Array.isArray(all['channels']) ? all['channels'] : refuse('channels is no list');
    if (channels.length < 1 || channels.length > 8) refuse('there are 1 to 8 channels');
    return {
      container: optionalText(all['container'], 'container'),
      scanner: {
        id: optionalText(scanner['id'], 'scanner.id') ?? '',
        manufacturer: optionalText(scanner['manufacturer'], 'scanner.manufacturer') ?? '',
        model: optionalText(scanner['model'], 'scanner.model') ?? '',
      },
      acquiredAt: instant(all['acquiredAt']),
      lane: all['lane'] == null ? null : number(all['lane'], 'lane', 1, 100),
      direction:
        all['direction'] == null
          ? null
          : oneOf(all['direction'], 'direction', ['front-first', 'doors-first']),
      channels: channels.map((one: unknown, index) => channel(object(one, `channels.${index}`), index)),
      geometry: all['geometry'] == null ? null : geometry(object(all['geometry'], 'geometry')),
    };
  });
}

/**
 * The JSON of a scan, as {@link readScanAbout} reads it.
 *
 * @example writeScanAbout(readScanAbout('{"channels":[{"energy":"low","nominalMV":4,"airLevel":9}]}').record).includes('"nominalMV":4') // true
 */
export function writeScanAbout(about: ScanAbout): string {
  return JSON.stringify(about);
}

type Fields = Readonly<Record<string, unknown>>;

function channel(fields: Fields, index: number): ChannelAbout {
  const airLevel = number(fields['airLevel'], `channels.${index}.airLevel`, 1, 65_535);
  const darkLevel =
    fields['darkLevel'] == null ? 0 : number(fields['darkLevel'], `channels.${index}.darkLevel`, 0, 65_534);
  if (darkLevel >= airLevel) refuse(`channels.${index}: it is darker in open air than with the beam off`);
  return {
    energy: oneOf(fields['energy'], `channels.${index}.energy`, ['high', 'low']),
    nominalMV: number(fields['nominalMV'], `channels.${index}.nominalMV`, 0.05, 50),
    airLevel,
    darkLevel,
  };
}

function geometry(fields: Fields): GeometryAbout {
  const within = (name: string, least: number, most: number): number =>
    number(fields[name], `geometry.${name}`, least, most);
  return {
    sourceDistanceMm: within('sourceDistanceMm', 500, 50_000),
    side: oneOf(fields['side'], 'geometry.side', ['left', 'right']),
    laneOffsetMm: within('laneOffsetMm', -5_000, 5_000),
    columnPitchMm: within('columnPitchMm', 0.1, 100),
    rowPitchMm: within('rowPitchMm', 0.1, 100),
    sourceHeightMm: within('sourceHeightMm', -5_000, 10_000),
    tiltDegrees: fields['tiltDegrees'] == null ? 0 : within('tiltDegrees', -45, 45),
  };
}

function refuse(text: string): never {
  throw new ScanRefusal('scan/about', 0, text);
}

function object(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${name} is no object`);
  return value as Fields;
}

function number(value: unknown, name: string, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  return refuse(`${name} is no number from ${least} to ${most}`);
}

function optionalText(value: unknown, name: string): string | null {
  if (value == null) return null;
  return typeof value === 'string' && value.length <= 200 ? value : refuse(`${name} is no short text`);
}

function oneOf<const Term extends string>(value: unknown, name: string, terms: readonly Term[]): Term {
  return terms.find((term) => term === value) ?? refuse(`${name} is none of ${terms.join(', ')}`);
}

function instant(value: unknown): string | null {
  if (value == null) return null;
  const text = optionalText(value, 'acquiredAt') ?? '';
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && Number.isFinite(Date.parse(text))
    ? text
    : refuse('acquiredAt is no instant in UTC');
}
