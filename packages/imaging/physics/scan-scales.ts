import type { ScanChannel } from '../scan-image.ts';
import { logAttenuation, organicDensity, type BeamMV } from './beam.ts';

/** What attenuation means for the channels of a scan, so that a viewer can say density and atomic number. */
export interface ScanScales {
  /** Attenuation between two values of the lists below; the first is of 0, open air. */
  readonly step: number;
  /** Areal density as if all were cellulose, g/cm², of each channel; `null` = no curve for its voltage. */
  readonly density: readonly (readonly number[] | null)[];
  /**
   * What the low channel reads behind each material when the high one reads 0, `step`, …; `null` where the
   * scan has no two energies with curves. From light to heavy.
   */
  readonly materials: readonly { readonly atomicNumber: number; readonly low: readonly number[] }[] | null;
}

const step = 0.1;
const steps = 81;

/** The materials that colours are told between, by the atomic number that counts for pairs. */
const told = [
  { material: 'cellulose', atomicNumber: 6.4 },
  { material: 'aluminium', atomicNumber: 13 },
  { material: 'steel', atomicNumber: 26 },
] as const;

/**
 * Scales of the channels of a scan, from their nominal voltages.
 *
 * Attenuation is minus the natural logarithm of the transmission. Densities and materials are those of free
 * streaming: scatter makes thick goods look lighter than they are.
 *
 * @see docs/sources.md#lalor-2023
 * @example scanScales([{ energy: "high", nominalMV: 6 }]).materials // null
 * @example scanScales([{ energy: "high", nominalMV: 5 }]).density[0] // null
 */
export function scanScales(channels: readonly Pick<ScanChannel, 'energy' | 'nominalMV'>[]): ScanScales {
  const density = channels.map(({ nominalMV }) =>
    isBeam(nominalMV) ? attenuations.map((value) => rounded(organicDensity(nominalMV, value))) : null,
  );
  const high = channels.find(({ energy }) => energy === 'high')?.nominalMV;
  const low = channels.find(({ energy }) => energy === 'low')?.nominalMV;
  const materials = isBeam(high) && isBeam(low) ? materialsOf(high, low) : null;
  return { step, density, materials };
}

const attenuations = Array.from({ length: steps }, (_, index) => index * step);
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

function isBeam(nominalMV: number | undefined): nominalMV is BeamMV {
  return nominalMV === 4 || nominalMV === 6 || nominalMV === 9 || nominalMV === 10;
}

type Materials = NonNullable<ScanScales['materials']>;

const known = new Map<string, Materials>();

function materialsOf(high: BeamMV, low: BeamMV): Materials {
  const key = `${high}/${low}`;
  let found = known.get(key);
  if (found === undefined) {
    found = told.map(({ material, atomicNumber }) => ({
      atomicNumber,
      low: lowBehind(material, high, low),
    }));
    known.set(key, found);
  }
  return found;
}

/** g/cm² of one step through growing thickness. */
const stride = 0.5;

/** Walks through growing thickness once and reads the low channel wherever the high one passes a step. */
function lowBehind(material: (typeof told)[number]['material'], high: BeamMV, low: BeamMV): number[] {
  const behind = (density: number): { readonly high: number; readonly low: number } => {
    const layers = [{ material, arealDensity: density }];
    return { high: logAttenuation(high, layers), low: logAttenuation(low, layers) };
  };
  let density = 0;
  let [from, to] = [behind(0), behind(stride)];
  return attenuations.map((wanted) => {
    while (to.high < wanted) {
      density += stride;
      [from, to] = [to, behind(density + stride)];
    }
    const share = (wanted - from.high) / (to.high - from.high);
    return rounded(from.low + (to.low - from.low) * share);
  });
}
