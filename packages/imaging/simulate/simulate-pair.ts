import { conceal, hidingPlaces, type HidingPlace } from './conceal.ts';
import { containerShell, containerSize, type ContainerKind } from './container-shell.ts';
import { stowLoad, type CargoKind, type SceneFamily } from './loads.ts';
import type { Primitive } from './primitive.ts';
import { chanceFrom, type Chance } from './random.ts';
import { aScanner, type Scanner } from './scanner.ts';
import { takeScan, type SimulatedScan } from './take-scan.ts';

/** How the second scanner stands to the first. */
export type PairGeometry = 'same' | 'unlike' | 'mirrored';

export interface PairPlan {
  readonly seed: string;
  readonly family: SceneFamily;
  readonly cargo: CargoKind;
  readonly geometry: PairGeometry;
  /** 0 = nothing is put in. */
  readonly threatKg: number;
  readonly place?: HidingPlace;
  /** How far stacks settle and shift between the scans, mm. Default: a drive's 2. */
  readonly settlingMm?: number;
  /** The second scan is of another container with the same goods. */
  readonly wrongContainer?: boolean;
  /** Size of a pixel, mm. Default 5. */
  readonly pitchMm?: number;
}

export interface SimulatedPair {
  readonly departure: SimulatedScan;
  readonly arrival: SimulatedScan;
  /** Where it was hidden, `null` = nothing was. */
  readonly place: HidingPlace | null;
}

/**
 * The same container scanned at departure and at arrival, synthetic throughout.
 *
 * @throws {RangeError} when `threatKg` is not from 0 to 50
 */
export function simulatePair(plan: PairPlan): SimulatedPair {
  const chance = chanceFrom(`pair/${plan.family}/${plan.seed}`);
  const pitch = plan.pitchMm ?? 5;
  const kind = kindFor(plan.cargo, chance.branch('kind'));
  const load = (name: string): readonly Primitive[] =>
    stowLoad(plan.cargo, containerSize(kind), plan.family, chance.branch(name));
  const shell = (name: string): readonly Primitive[] => containerShell(kind, chance.branch(name));
  const number = syntheticNumber(chance.branch('number'));
  const first = aScanner(plan.family, pitch, chance.branch('scanner'));
  const second = secondScanner(first, plan, pitch, chance.branch('second'));
  const goods = load('load');
  const later =
    plan.wrongContainer === true
      ? load('other-load')
      : settled(goods, plan.settlingMm ?? 2, chance.branch('settling'));
  const hiding =
    plan.threatKg > 0
      ? conceal(
          plan.place ?? chance.branch('place').pick(hidingPlaces),
          plan.threatKg,
          kind,
          later,
          chance.branch('hiding'),
        )
      : undefined;
  const departure = takeScan(
    { container: number, kind, parts: [...shell('shell'), ...goods], hidden: [] },
    first,
    chance.branch('first-scan'),
  );
  const arrival = takeScan(
    {
      container: number,
      kind,
      parts: [...shell(plan.wrongContainer === true ? 'other-shell' : 'shell'), ...later],
      hidden: hiding?.parts ?? [],
    },
    second,
    chance.branch('second-scan'),
  );
  return { departure, arrival, place: hiding?.place ?? null };
}

function kindFor(cargo: CargoKind, chance: Chance): ContainerKind {
  if (cargo === 'bananas') return '40-reefer';
  if (cargo === 'tiles' || cargo === 'drums' || cargo === 'liquids') return '20';
  return chance.pick(['20', '40', '40-high'] as const);
}

function secondScanner(
  first: Scanner,
  { geometry, family }: PairPlan,
  pitch: number,
  chance: Chance,
): Scanner {
  if (geometry === 'same') {
    const laneOffsetMm = Math.round(first.geometry.laneOffsetMm + chance.between(-60, 60));
    return { ...first, geometry: { ...first.geometry, laneOffsetMm } };
  }
  const other = aScanner(family, pitch, chance);
  const { side } = first.geometry;
  const across = side === 'left' ? 'right' : 'left';
  return { ...other, geometry: { ...other.geometry, side: geometry === 'mirrored' ? across : side } };
}

/** Stacks sink in proportion to their height and slide a little. */
function settled(load: readonly Primitive[], settlingMm: number, chance: Chance): readonly Primitive[] {
  const moves = new Map<number, readonly [number, number]>();
  return load.map((part) => {
    let move = moves.get(part.stack);
    if (move === undefined) {
      const slide = chance.between(-1, 1) * settlingMm;
      const sink = chance.between(0, 1) * settlingMm;
      move = [slide, sink];
      moves.set(part.stack, move);
    }
    const down = (at: number): number => at - move[1] * Math.min(1, Math.max(0, (at - 172) / 2300));
    return {
      ...part,
      x: [part.x[0] + move[0], part.x[1] + move[0]],
      y: [down(part.y[0]), down(part.y[1])],
    };
  });
}

/** QZ is no issued owner code. The check digit is left to whoever needs one: a scan holds what it was told. */
function syntheticNumber(chance: Chance): string {
  return `QZSU${String(Math.floor(chance.even() * 1e7)).padStart(7, '0')}`;
}
