import type { Chance } from './random.ts';
import { solid, type Primitive } from './primitive.ts';

export type ContainerKind = '20' | '40' | '40-high' | '40-reefer';

/** Outer size, mm (ISO 668), and the room for goods inside. */
export interface ContainerSize {
  readonly length: number;
  readonly height: number;
  readonly width: number;
  readonly inside: {
    readonly x: readonly [number, number];
    readonly y: readonly [number, number];
    readonly z: readonly [number, number];
  };
}

/**
 * @see docs/sources.md#iso-668
 * @example containerSize("40-high").height // 2896
 */
export function containerSize(kind: ContainerKind): ContainerSize {
  const length = kind === '20' ? 6058 : 12_192;
  const height = kind === '40-high' || kind === '40-reefer' ? 2896 : 2591;
  const reefer = kind === '40-reefer';
  return {
    length,
    height,
    width: 2438,
    inside: {
      x: reefer ? [520, length - 110] : [90, length - 60],
      y: reefer ? [235, height - 190] : [172, height - 70],
      z: reefer ? [-1145, 1145] : [-1175, 1175],
    },
  };
}

/** Pitch of the corrugation of a side wall: outer flat, slope, inner flat, slope; mm. */
const corrugation = { pitch: 278, flat: 72, slope: 68, inner: 70, depth: 36 } as const;

/**
 * The empty container. Its traits (planks, members, weld marks) are its own: they follow from `traits`,
 * which is seeded with the container's number, so that two containers of a kind are never the same.
 */
export function containerShell(kind: ContainerKind, traits: Chance): readonly Primitive[] {
  const { length, height, width } = containerSize(kind);
  const reefer = kind === '40-reefer';
  const half = width / 2;
  const parts: Primitive[] = [];
  const steel = (
    x: readonly [number, number],
    y: readonly [number, number],
    z: readonly [number, number],
    share = 1,
  ): void => {
    parts.push(solid('box', 'steel', 7.85 * share, x, y, z));
  };
  for (const side of [-1, 1]) {
    const across = (from: number, to: number): readonly [number, number] =>
      side < 0 ? [-half + from, -half + to] : [half - to, half - from];
    for (const x of [0, length - 160]) {
      steel([x, x + 160], [110, height - 118], across(0, 160), 0.13);
      for (const y of [0, height - 118]) steel([x, x + 178], [y, y + 118], across(0, 162), 0.45);
    }
    steel([160, length - 160], [height - 75, height - 15], across(10, 70), 0.19);
    steel([160, length - 160], [20, 175], across(0, 60), 0.13);
    if (reefer) {
      // Inner and outer skin of aluminium and steel with foam between; no corrugation is seen through.
      parts.push(solid('box', 'aluminium', 2.7, [160, length - 60], [160, height - 60], across(10, 12)));
      parts.push(solid('box', 'polyethylene', 0.045, [160, length - 60], [160, height - 60], across(12, 74)));
      parts.push(solid('box', 'steel', 7.85, [160, length - 60], [160, height - 60], across(74, 74.8)));
    } else corrugatedWall(parts, length, height, across);
  }
  steel([40, length - 60], [height - 22, height - 20], [-half + 60, half - 60]);
  if (reefer) {
    parts.push(
      solid(
        'box',
        'polyethylene',
        0.045,
        [160, length - 60],
        [height - 120, height - 22],
        [-half + 74, half - 74],
      ),
    );
    parts.push(solid('box', 'polyethylene', 0.045, [160, length - 60], [90, 170], [-half + 74, half - 74]));
    // T-floor: ribs of aluminium along the container on a plate.
    parts.push(solid('box', 'aluminium', 2.7, [440, length - 100], [170, 174], [-half + 74, half - 74]));
    parts.push(
      solid('box', 'aluminium', 2.7 * 0.13, [440, length - 100], [174, 232], [-half + 74, half - 74]),
    );
    machineryBay(parts, height, traits);
  } else {
    let x = 60;
    while (x < length - 60) {
      const plank = traits.between(320, 420);
      const y: readonly [number, number] = [144, 172];
      parts.push(
        solid(
          'box',
          'cellulose',
          0.68 * (1 + 0.05 * traits.normal()),
          [x, Math.min(length - 60, x + plank)],
          y,
          [-half + 60, half - 60],
        ),
      );
      x += plank;
    }
  }
  for (let x = 300; x < length - 250; x += 300) {
    const at = x + 5 * traits.normal();
    steel([at, at + 4], [22, 144], [-half + 60, half - 60], 1 + 0.03 * traits.normal());
    steel([at, at + 45], [140, 144], [-half + 60, half - 60], 0.9);
    steel([at, at + 45], [22, 26], [-half + 60, half - 60], 0.9);
  }
  steel([40, 44], [130, height - 60], [-half + 160, half - 160]);
  steel([length - 52, length - 48], [130, height - 60], [-half + 60, half - 60], 0.8);
  for (const z of [-900, -300, 300, 900]) {
    const at = z + 6 * traits.normal();
    parts.push(
      solid(
        'upright',
        'steel',
        7.85 * 0.4,
        [length - 40, length - 6],
        [140, height - 60],
        [at - 17, at + 17],
      ),
    );
    for (const y of [400, 1100, 1800]) {
      const mark = y + 15 * traits.normal();
      steel([length - 45, length - 10], [mark, mark + 70], [at - 40, at + 40], 0.3);
    }
  }
  // Patches, plates and dents: repairs that tell one container from another.
  for (let count = 0; count < 10; count++) {
    const [x, y] = [traits.between(400, length - 700), traits.between(250, height - 500)];
    const side = traits.pick([-half + 20, half - 24]);
    steel(
      [x, x + traits.between(80, 300)],
      [y, y + traits.between(80, 300)],
      [side, side + 4],
      traits.between(0.2, 0.6),
    );
  }
  return parts;
}

type Across = (from: number, to: number) => readonly [number, number];

function corrugatedWall(parts: Primitive[], length: number, height: number, across: Across): void {
  const { pitch, flat, slope, inner, depth } = corrugation;
  const y: readonly [number, number] = [160, height - 70];
  const sloped = Math.hypot(slope, depth) / slope;
  for (let x = 160; x < length - 160; x += pitch) {
    const end = (to: number): number => Math.min(length - 160, x + to);
    const add = (from: number, to: number, at: number, share: number): void => {
      if (end(to) <= end(from)) return;
      parts.push(solid('box', 'steel', 7.85 * share, [end(from), end(to)], y, across(at, at + 1.8)));
    };
    add(0, flat, 4, 1);
    add(flat, flat + slope, depth / 2, sloped);
    add(flat + slope, flat + slope + inner, depth + 4, 1);
    add(flat + slope + inner, pitch, depth / 2, sloped);
  }
}

function machineryBay(parts: Primitive[], height: number, traits: Chance): void {
  const shift = (): number => 12 * traits.normal();
  parts.push(solid('box', 'aluminium', 2.7, [430, 434], [170, height - 120], [-1140, 1140]));
  parts.push(solid('box', 'polyethylene', 0.045, [340, 430], [170, height - 120], [-1140, 1140]));
  const [a, b] = [shift(), shift()];
  parts.push(solid('upright', 'steel', 3.4, [80 + a, 280 + a], [320 + b, 700 + b], [-420 + a, -200 + a]));
  parts.push(solid('box', 'aluminium', 0.55, [60, 300], [800 + b, 1500 + b], [-900, 900]));
  parts.push(solid('box', 'aluminium', 0.42, [440, 515], [1900 + a, 2550 + a], [-950, 950]));
  for (const z of [-550, 0, 550]) {
    parts.push(solid('across', 'steel', 2.2, [130 + a, 250 + a], [2250 + b, 2370 + b], [z - 90, z + 90]));
  }
}
