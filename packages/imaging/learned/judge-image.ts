import type { GraphRunner, OpenGraph } from './graph-runner.ts';
import type { LogImage } from './log-channels.ts';
import { channels, judgingModel, type Weights } from './network.ts';

/** Where the network sees something like a projected threat. */
export interface LearnedRegion {
  /** Pixels of the scan. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Highest chance in the region, 0 … 1: how the network is trained, not how often it is right. */
  readonly chance: number;
}

export interface LearnedJudgement {
  /** The highest chance of the image, 0 … 1. */
  readonly score: number;
  readonly regions: readonly LearnedRegion[];
}

/** Columns of the 1-cm image that are judged at once, which bounds the memory, and what neighbours share. */
const tileColumns = 512;
const overlap = 64;

/** Opens the network for judging. Close it. */
export async function openJudge(
  runner: GraphRunner,
  weights: Weights,
): Promise<{
  readonly judge: (image: LogImage, threshold: number) => Promise<LearnedJudgement>;
  readonly close: () => Promise<void>;
}> {
  const graph = await runner.open(judgingModel());
  return {
    judge: async (image, threshold) => {
      const map = await chanceMap(graph, weights, image);
      return {
        score: map.chances.reduce((most, one) => Math.max(most, one), 0),
        regions: regionsOf(map, image, threshold),
      };
    },
    close: () => graph.close(),
  };
}

interface ChanceMap {
  readonly columns: number;
  readonly rows: number;
  readonly chances: Float32Array;
}

async function chanceMap(graph: OpenGraph, weights: Weights, image: LogImage): Promise<ChanceMap> {
  // Sides are multiples of 8; what is cut off at the far edges is less than 8 cm of air or post.
  const rows = image.rows - (image.rows % 8);
  const width = image.columns - (image.columns % 8);
  const map = { columns: width / 4, rows: rows / 4, chances: new Float32Array((width / 4) * (rows / 4)) };
  if (width === 0 || rows === 0) return map;
  for (let left = 0; ; left += tileColumns - overlap) {
    const right = Math.min(width, left + tileColumns);
    const values = new Float32Array(channels * rows * (right - left));
    image.planes.forEach((plane, channel) => {
      for (let y = 0; y < rows; y++) {
        const from = y * image.columns;
        values.set(plane.subarray(from + left, from + right), (channel * rows + y) * (right - left));
      }
    });
    const answer = await graph.run({
      patches: { dims: [1, channels, rows, right - left], values },
      ...weights,
    });
    const chances = answer['chance']!.values;
    const across = (right - left) / 4;
    // Each tile gives its middle: at its edges it sees the end of the world.
    const skip = left === 0 ? 0 : overlap / 8;
    for (let y = 0; y < map.rows; y++) {
      map.chances.set(
        chances.subarray(y * across + skip, (y + 1) * across),
        y * map.columns + left / 4 + skip,
      );
    }
    if (right === width) return map;
  }
}

/** Neighbouring answer pixels above the threshold, as rectangles, the surest first. */
function regionsOf(
  { columns, rows, chances }: ChanceMap,
  { bin }: LogImage,
  threshold: number,
): readonly LearnedRegion[] {
  const seen = new Uint8Array(chances.length);
  const regions: LearnedRegion[] = [];
  for (let start = 0; start < chances.length; start++) {
    if (seen[start] === 1 || chances[start]! < threshold) continue;
    let [left, right, top, bottom, chance] = [columns, 0, rows, 0, 0];
    const open = [start];
    seen[start] = 1;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [column, row] = [at % columns, Math.floor(at / columns)];
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      chance = Math.max(chance, chances[at]!);
      const beside = [
        ...(column > 0 ? [at - 1] : []),
        ...(column < columns - 1 ? [at + 1] : []),
        at - columns,
        at + columns,
      ];
      for (const next of beside) {
        if (next < 0 || next >= chances.length || seen[next] === 1 || chances[next]! < threshold) continue;
        seen[next] = 1;
        open.push(next);
      }
    }
    const side = 4 * bin;
    regions.push({
      x: left * side,
      y: top * side,
      width: (right - left + 1) * side,
      height: (bottom - top + 1) * side,
      chance,
    });
  }
  return regions.sort((a, b) => b.chance - a.chance).slice(0, mostRegions);
}

const mostRegions = 100;
