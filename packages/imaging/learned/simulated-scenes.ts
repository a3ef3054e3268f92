import type { ScanImage } from '../scan-image.ts';
import { cargoKinds, type CargoKind, type SceneFamily } from '../simulate/loads.ts';
import { simulatePair } from '../simulate/simulate-pair.ts';
import { logImage, type LogImage } from './log-channels.ts';

/** A pixel of a training scene, mm: the network sees no finer. */
const pitchMm = 10;

/**
 * What the network sees of a scan.
 *
 * @returns `null` where the scan tells no geometry, and so no size of a pixel, or has no high energy
 */
export function logImageOf(image: ScanImage): LogImage | null {
  const high = image.channels.find(({ energy }) => energy === 'high');
  if (image.geometry === null || high === undefined) return null;
  const { columns, rows } = image;
  const low = image.channels.find(({ energy }) => energy === 'low') ?? null;
  return logImage({ columns, rows, high, low, pitchMm: image.geometry.columnPitchMm });
}

/**
 * Clean simulated scenes to project threats into: so many scans of each kind of goods.
 *
 * @param onScene is told each scene as it is made
 */
export function cleanScenes(
  family: SceneFamily,
  seed: number,
  perCargo: number,
  onScene: (done: number, total: number) => void = () => {},
): readonly LogImage[] {
  const images: LogImage[] = [];
  for (let scene = 0; scene < perCargo; scene++) {
    for (const cargo of cargoKinds) {
      images.push(simulatedScene(family, cargo, `learned/${seed}/${scene}/${cargo}`, 0));
      onScene(images.length, perCargo * cargoKinds.length);
    }
  }
  return images;
}

/** One simulated scene, with a threat hidden in it by the simulator where its mass is not 0. */
export function simulatedScene(
  family: SceneFamily,
  cargo: CargoKind,
  seed: string,
  threatKg: number,
): LogImage {
  const { arrival } = simulatePair({ seed, family, cargo, geometry: 'same', threatKg, pitchMm });
  const image = logImageOf(arrival.image);
  if (image === null) throw new Error('a simulated scan tells its geometry');
  return image;
}
