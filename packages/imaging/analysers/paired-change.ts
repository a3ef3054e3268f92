import type { Analyser, Judgement } from '../analyser.ts';
import { calibrate } from '../calibrate.ts';
import { changePeaks, type ChangePeak } from '../change-map.ts';
import {
  framed,
  measuredSize,
  register,
  relationOf,
  type Fit,
  type FramedScan,
  type GeometryRelation,
} from '../register.ts';
import { warpOf, type PairWarp } from '../pair-warp.ts';
import type { ScanImage } from '../scan-image.ts';
import { cleanChance } from './clean-chance.ts';

/** Two scans of what should be one container. */
export interface ScanPair {
  /** The scan at departure, or any earlier one. */
  readonly earlier: ScanImage;
  readonly later: ScanImage;
  /** Class of goods whose clean pairs the chance is taken from; all goods when it is not told. */
  readonly cargo?: string;
}

/** What comparing two scans gives. */
export type PairComparison =
  | {
      readonly comparable: true;
      readonly registration: { readonly relation: GeometryRelation } & Fit;
      readonly changes: readonly (ChangePeak & { readonly pValue: number })[];
      /** Strength of the strongest change, 0 when none stands out. */
      readonly score: number;
      /** Chance that a clean pair is as strong, 0 … 1. */
      readonly pValue: number;
    }
  | {
      readonly comparable: false;
      readonly reason: string;
      readonly registration: ({ readonly relation: GeometryRelation } & Fit) | null;
    };

/** Members of one container are found within 4 mm of where they were, those of two lie 6 mm apart and more. */
const mostMembersMm = 4.8;
/** So many tiles no hidden load changes; goods that settled come near, another load goes beyond. */
const mostTilesOff = 0.2;
/** Members and tiles together, each as a share of its limit: either may be a little off, not both. */
const mostTogether = 1.25;

/** Why a registered pair is not of one container with one load; `undefined` when it is. */
function misfit(relation: GeometryRelation, { membersMm, off }: Fit): string | undefined {
  // Behind unlike geometry tiles differ by parallax alone: there the members have to tell.
  const together = membersMm / mostMembersMm + (relation === 'same' ? off / mostTilesOff : 0);
  if (together <= (relation === 'same' ? mostTogether : 1)) return undefined;
  return membersMm > mostMembersMm || relation !== 'same'
    ? 'the floor members lie elsewhere: another container'
    : 'the goods differ all over: another container or another load';
}

/**
 * Compares two scans of a container: calibrates both, registers the earlier to the later, and looks for
 * mass that came or went.
 *
 * "Cannot compare" is an answer and never counts as clear: no geometry, no whole container, another size,
 * floor members elsewhere (another container), or goods that differ all over (another load).
 *
 * @see docs/cards/paired-change.md
 */
export function comparePair(pair: ScanPair): PairComparison {
  return comparePairInFull(pair).comparison;
}

/**
 * The same, and where each place of the later scan lies in the earlier one: what a viewer needs to lay one
 * over the other. There is no such place where the scans can't be compared.
 */
export function comparePairInFull({ earlier, later, cargo }: ScanPair): {
  readonly comparison: PairComparison;
  readonly warp: PairWarp | null;
} {
  const refuse = (reason: string) =>
    ({ comparison: { comparable: false, reason, registration: null }, warp: null }) as const;
  if (earlier.container !== null && later.container !== null && earlier.container !== later.container) {
    return refuse('the scans name different containers');
  }
  const first = prepare(earlier);
  if (typeof first === 'string') return refuse(`earlier scan: ${first}`);
  const second = prepare(later);
  if (typeof second === 'string') return refuse(`later scan: ${second}`);
  const [a, b] = [measuredSize(first), measuredSize(second)];
  if (Math.abs(a.length - b.length) > 0.03 * b.length) return refuse('the containers differ in length');
  if (Math.abs(a.height - b.height) > 0.05 * b.height) return refuse('the containers differ in height');
  const relation = relationOf(first.geometry, second.geometry);
  const registered = register(first, second, relation);
  const registration = { relation, ...registered.fit };
  const reason = misfit(relation, registered.fit);
  if (reason !== undefined) {
    return { comparison: { comparable: false, reason, registration }, warp: null };
  }
  const peaks = changePeaks(registered, second, 10);
  const changes = peaks.map((peak) => ({ ...peak, pValue: cleanChance(relation, cargo, peak.strength) }));
  const score = peaks[0]?.strength ?? 0;
  const pValue = cleanChance(relation, cargo, score);
  return {
    comparison: { comparable: true, registration, changes, score, pValue },
    warp: warpOf(registered, {
      earlier: earlier.direction === 'doors-first' ? earlier.columns : null,
      later: later.direction === 'doors-first' ? later.columns : null,
    }),
  };
}

/** A scan ready to be compared, or why it is not. Doors-first scans are turned round. */
function prepare(image: ScanImage): FramedScan | string {
  const turned = image.direction === 'doors-first' ? reversed(image) : image;
  const calibrated = calibrate(turned);
  if (!calibrated.ok) return calibrated.reason;
  return framed(turned, calibrated.scan) ?? 'no whole container is seen';
}

function reversed(image: ScanImage): ScanImage {
  const { columns, rows } = image;
  const channels = image.channels.map((channel) => {
    const samples = new Uint16Array(channel.samples.length);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        samples[row * columns + column] = channel.samples[row * columns + columns - 1 - column]!;
      }
    }
    return { ...channel, samples };
  });
  return { ...image, channels, direction: 'front-first' };
}

/** Changes as weak as this in clean pairs are not shown. */
const shownChance = 0.05;

/** The pair of scans of one container: what came or went between them. */
export const pairedChange: Analyser<ScanPair> = {
  name: 'paired-change',
  version: '1',
  judge: (pair) => judgementOf(comparePair(pair), pair.later),
};

/** What a comparison says of the later scan, in the pixels that the later scan came with. */
export function judgementOf(
  compared: PairComparison,
  { columns, direction }: Pick<ScanImage, 'columns' | 'direction'>,
): Judgement {
  if (!compared.comparable) return { outcome: 'cannot-compare', reason: compared.reason };
  const turned = direction === 'doors-first';
  const findings = compared.changes
    .filter(({ pValue }) => pValue <= shownChance)
    .map(({ x, y, width, height, excessKg, sigmaKg, pValue }) => {
      const left = turned ? columns - x - width : x;
      const corners = [
        [left, y],
        [left + width, y],
        [left + width, y + height],
        [left, y + height],
      ] as const;
      return { polygon: corners, excessKg, sigmaKg, pValue };
    });
  return { outcome: 'judged', score: compared.score, pValue: compared.pValue, findings };
}
