import type { ChannelAbout, ScanGeometry, ScanScales } from '../../api/scans.ts';

/** One channel as it was measured, with what its samples mean. */
export interface ViewedChannel {
  readonly energy: 'high' | 'low';
  readonly airLevel: number;
  readonly darkLevel: number;
  readonly samples: Uint16Array;
  /** Areal density as organic, g/cm², by attenuation; null = no curve for its voltage. */
  readonly density: readonly number[] | null;
}

/** A scan in the hands of the viewer. */
export interface ViewedScan {
  readonly columns: number;
  readonly rows: number;
  readonly channels: readonly ViewedChannel[];
  readonly scales: ScanScales;
  readonly geometry: ScanGeometry | null;
  /** False where the scan doesn't tell its air level: then its brightest sample stands for it. */
  readonly calibrated: boolean;
}

/** The earlier scan of a pair; without a warp it can only stand beside the later one. */
export interface ViewedPair {
  readonly earlier: ViewedScan;
  readonly warp: {
    readonly step: number;
    readonly columns: number;
    readonly rows: number;
    readonly from: Float32Array;
  } | null;
}

/** Attenuation is kept between these: below lies noise in open air, beyond nothing is told apart. */
export const leastAttenuation = -0.5;
export const mostAttenuation = 8;

/** Minus the natural logarithm of what came through: 0 in open air. */
export function attenuationOf(
  sample: number,
  { airLevel, darkLevel }: Pick<ViewedChannel, 'airLevel' | 'darkLevel'>,
): number {
  const through = Math.max(1e-6, (sample - darkLevel) / (airLevel - darkLevel));
  return Math.min(mostAttenuation, Math.max(leastAttenuation, -Math.log(through)));
}

/** A channel with what is told of it; where nothing is, the brightest sample stands for open air. */
export function viewedChannel(
  samples: Uint16Array,
  about: ChannelAbout | undefined,
  density: readonly number[] | null,
): ViewedChannel {
  if (about !== undefined && about.airLevel > about.darkLevel) return { ...about, samples, density };
  const brightest = samples.reduce((most, sample) => Math.max(most, sample), 1);
  return { energy: about?.energy ?? 'high', airLevel: brightest, darkLevel: 0, samples, density: null };
}

/** Reads a curve that is told by steps of attenuation from 0; straight on below its beginning. */
export function readCurve(curve: readonly number[], step: number, attenuation: number): number {
  const place = attenuation / step;
  const at = Math.max(0, Math.min(curve.length - 2, Math.floor(place)));
  const share = Math.min(1, place - at);
  return curve[at]! + (curve[at + 1]! - curve[at]!) * share;
}

/** Whether its two energies tell atomic numbers. */
export function hasColours({ channels, scales }: ViewedScan): boolean {
  return scales.materials !== null && channels.some(({ energy }) => energy === 'low');
}

/** The channel whose picture is shown first: the high energy, which sees deepest. */
export function highChannel({ channels }: ViewedScan): number {
  const found = channels.findIndex(({ energy }) => energy === 'high');
  return found < 0 ? 0 : found;
}
