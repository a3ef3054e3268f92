import type { ContainerSize } from './container-shell.ts';
import { solid, type Primitive } from './primitive.ts';
import type { Chance } from './random.ts';

/** What a container is loaded with. */
export const cargoKinds = [
  'empty',
  'bananas',
  'cartons',
  'sacks',
  'drums',
  'liquids',
  'machinery',
  'scrap',
  'paper-rolls',
  'tiles',
] as const;
export type CargoKind = (typeof cargoKinds)[number];

/** Scenes are drawn from one of two families with other packing, sizes and scanners; only `training` is tuned on. */
export type SceneFamily = 'training' | 'evaluation';

/**
 * Goods stowed in a container, as solids. Every solid names the stack it stands in.
 *
 * @throws {RangeError} never: a container too small for a unit stays emptier
 */
export function stowLoad(
  cargo: CargoKind,
  size: ContainerSize,
  family: SceneFamily,
  chance: Chance,
): readonly Primitive[] {
  const parts: Primitive[] = [];
  loads[cargo](parts, size, family === 'training' ? 0 : 1, chance);
  return parts;
}

type Loader = (parts: Primitive[], size: ContainerSize, family: 0 | 1, chance: Chance) => void;

const loads: Readonly<Record<CargoKind, Loader>> = {
  empty: () => {},
  bananas: (parts, size, family, chance) =>
    pallets(parts, size, chance, {
      box: [
        [500, 395, 245],
        [540, 390, 210],
      ][family]!,
      perPallet: [
        [2, 3, 9],
        [2, 3, 10],
      ][family]!,
      gap: [60, 90][family]!,
      massSpread: 0.05,
      fill: (inside, stack) => fruitBox(parts, inside, stack, chance, [0.39, 0.42][family]!),
    }),
  cartons: (parts, size, family, chance) =>
    pallets(parts, size, chance, {
      box: [
        [600, 400, 330],
        [450, 380, 300],
      ][family]!,
      perPallet: [
        [2, 3, 6],
        [2, 3, 7],
      ][family]!,
      gap: [50, 110][family]!,
      massSpread: 0.12,
      fill: ({ x, y, z, mass }, stack) => {
        parts.push(solid('box', 'cellulose', 0.2 * mass, x, y, z, stack));
        const count = 1 + Math.floor(chance.even() * 3);
        for (let part = 0; part < count; part++) {
          const [a, b] = [chance.between(x[0], x[1] - 130), chance.between(y[0], y[1] - 120)];
          const material = chance.pick(['polyethylene', 'aluminium', 'cellulose'] as const);
          parts.push(
            solid(
              chance.pick(['box', 'ellipsoid'] as const),
              material,
              chance.between(0.15, 0.5),
              [a, a + 120],
              [b, b + 110],
              [z[0] + 30, z[1] - 30],
              stack,
            ),
          );
        }
      },
    }),
  sacks: (parts, size, family, chance) => {
    const [length, height, width] = [
      [780, 170, 470],
      [640, 150, 390],
    ][family]!;
    grid(size, [length!, height!, width!], 20, 0.62, (x, y, z, stack) => {
      const sag = chance.between(0.9, 1.06);
      parts.push(
        solid(
          'box',
          'cellulose',
          [0.62, 0.7][family]! * sag,
          [x[0] + 15, x[1] - 15],
          [y[0], y[1] - 18],
          z,
          stack,
        ),
      );
      parts.push(solid('ellipsoid', 'cellulose', 0.22, x, y, z, stack));
    });
  },
  drums: (parts, size, family, chance) => {
    const [across, tall] = [
      [585, 880],
      [560, 860],
    ][family]!;
    grid(size, [across!, tall!, across!], 6, 0.9, (x, y, z, stack) => {
      const level = y[0] + (y[1] - y[0]) * chance.between(0.86, 0.96);
      parts.push(
        solid(
          'upright',
          'water',
          [0.9, 1.1][family]!,
          [x[0] + 3, x[1] - 3],
          [y[0] + 2, level],
          [z[0] + 3, z[1] - 3],
          stack,
        ),
      );
      parts.push(solid('upright', 'steel', 7.85 * 0.009, x, y, z, stack));
    });
  },
  liquids: (parts, size, family, chance) => {
    const [length, tall] = [
      [1200, 1160],
      [1000, 1150],
    ][family]!;
    grid(size, [length!, tall!, 1000], 40, 0.5, (x, y, z, stack) => {
      const level = y[0] + 150 + (y[1] - y[0] - 150) * chance.between(0.8, 0.95);
      parts.push(
        solid('box', 'water', 1, [x[0] + 30, x[1] - 30], [y[0] + 150, level], [z[0] + 30, z[1] - 30], stack),
      );
      parts.push(solid('box', 'steel', 7.85 * 0.012, x, y, z, stack));
    });
  },
  machinery: (parts, size, family, chance) => {
    const { x, y, z } = size.inside;
    for (let at = x[0] + 200, stack = 0; at < x[1] - 1500; stack++) {
      const [long, tall] = [chance.between(900, 1800), chance.between(900, 1900)];
      parts.push(
        solid(
          'box',
          'steel',
          7.85 * 0.05,
          [at, at + long],
          [y[0] + 100, y[0] + tall],
          [z[0] + 250, z[1] - 250],
          stack,
        ),
      );
      for (let part = 0; part < [14, 22][family]!; part++) {
        const size = [0, 0, 0].map(() => chance.between(60, 380));
        const from = [
          chance.between(at, at + long - size[0]!),
          chance.between(y[0] + 100, y[0] + tall - size[1]!),
          chance.between(z[0] + 250, z[1] - 250 - size[2]!),
        ];
        parts.push(
          solid(
            chance.pick(['box', 'across', 'upright', 'along'] as const),
            chance.pick(['steel', 'aluminium'] as const),
            chance.between(0.7, 2.7),
            [from[0]!, from[0]! + size[0]!],
            [from[1]!, from[1]! + size[1]!],
            [from[2]!, from[2]! + size[2]!],
            stack,
          ),
        );
      }
      at += long + chance.between(80, 350);
    }
  },
  scrap: (parts, size, family, chance) => {
    const { x, y, z } = size.inside;
    const top = y[0] + (y[1] - y[0]) * 0.4;
    for (let part = 0; part < [900, 1300][family]!; part++) {
      const s = [0, 0, 0].map(() => chance.between(60, 420));
      const from = [
        chance.between(x[0] + 50, x[1] - 500),
        chance.between(y[0], top - s[1]!),
        chance.between(z[0], z[1] - s[2]!),
      ];
      parts.push(
        solid(
          chance.pick(['box', 'across', 'upright', 'ellipsoid'] as const),
          chance.pick(['steel', 'steel', 'aluminium'] as const),
          chance.between(0.2, 1.4),
          [from[0]!, from[0]! + s[0]!],
          [from[1]!, from[1]! + s[1]!],
          [from[2]!, from[2]! + s[2]!],
          0,
        ),
      );
    }
  },
  'paper-rolls': (parts, size, family, chance) => {
    const [across, tall] = [
      [1000, 1100],
      [1140, 900],
    ][family]!;
    grid(size, [across!, tall!, across!], 30, 0.9, (x, y, z, stack) => {
      parts.push(solid('upright', 'cellulose', 0.78 * chance.between(0.96, 1.04), x, y, z, stack));
      const [cx, cz] = [(x[0] + x[1]) / 2, (z[0] + z[1]) / 2];
      parts.push(solid('upright', 'cellulose', -0.75, [cx - 50, cx + 50], y, [cz - 50, cz + 50], stack));
    });
  },
  tiles: (parts, size, family, chance) => {
    const [long, tall] = [
      [1150, 700],
      [950, 620],
    ][family]!;
    grid(size, [long!, tall!, 1000], 60, 0.42, (x, y, z, stack) => {
      parts.push(solid('box', 'ceramic', 1.15 * chance.between(0.94, 1.06), x, [y[0] + 130, y[1]], z, stack));
      parts.push(solid('box', 'cellulose', 0.25, x, [y[0], y[0] + 130], z, stack));
    });
  },
};

type Range = readonly [number, number];

/** Units on a grid from front to doors, stacked to a share of the height. */
function grid(
  { inside }: ContainerSize,
  [long, tall, wide]: readonly number[] & { length: number },
  gap: number,
  share: number,
  place: (x: Range, y: Range, z: Range, stack: number) => void,
): void {
  const [l, t, w] = [long!, tall!, wide!];
  const layers = Math.max(1, Math.floor(((inside.y[1] - inside.y[0]) * share) / t));
  const rows = Math.max(1, Math.floor((inside.z[1] - inside.z[0]) / (w + 4)));
  const start = -(rows * (w + 4)) / 2;
  let stack = 0;
  for (let x = inside.x[0] + 30; x + l < inside.x[1] - 330; x += l + gap) {
    for (let row = 0; row < rows; row++) {
      const z = start + row * (w + 4);
      for (let layer = 0; layer < layers; layer++) {
        const y = inside.y[0] + layer * t;
        place([x, x + l], [y, y + t - 1], [z, z + w], stack);
      }
      stack++;
    }
  }
}

interface Inside {
  readonly x: Range;
  readonly y: Range;
  readonly z: Range;
  /** Times the usual mass. */
  readonly mass: number;
}

interface PalletPlan {
  /** Along, across and up, mm. */
  readonly box: readonly number[];
  readonly perPallet: readonly number[];
  readonly gap: number;
  readonly massSpread: number;
  readonly fill: (inside: Inside, stack: number) => void;
}

/** Boxes in columns on wooden pallets, two pallets side by side. */
function pallets(parts: Primitive[], { inside }: ContainerSize, chance: Chance, plan: PalletPlan): void {
  const [long, wide, tall] = plan.box as [number, number, number];
  const [along, across, up] = plan.perPallet as [number, number, number];
  let stack = 0;
  for (let x = inside.x[0] + 40; x + along * long < inside.x[1] - 300; x += along * long + plan.gap) {
    for (const left of [-across * wide * 0.92, 0.02 * wide]) {
      const shift = [chance.between(-12, 12), chance.between(-8, 8)] as const;
      const width = across * wide * 0.9;
      parts.push(
        solid(
          'box',
          'cellulose',
          0.18,
          [x, x + along * long],
          [inside.y[0], inside.y[0] + 140],
          [left, left + width],
          stack,
        ),
      );
      const layers = Math.min(up, Math.floor((inside.y[1] - inside.y[0] - 190) / tall));
      for (let a = 0; a < along; a++) {
        for (let c = 0; c < across; c++) {
          for (let u = 0; u < layers; u++) {
            const from = [
              x + a * long + shift[0] + 3 * chance.normal(),
              inside.y[0] + 140 + u * tall,
              left + (c * width) / across + shift[1],
            ];
            plan.fill(
              {
                x: [from[0]! + 3, from[0]! + long - 3],
                y: [from[1]!, from[1]! + tall - 2],
                z: [from[2]! + 2, from[2]! + width / across - 2],
                mass: 1 + plan.massSpread * chance.normal(),
              },
              stack,
            );
          }
        }
      }
      stack++;
    }
  }
}

/** A carton with hands of fruit in it and air between them. */
function fruitBox(
  parts: Primitive[],
  { x, y, z, mass }: Inside,
  stack: number,
  chance: Chance,
  density: number,
): void {
  parts.push(solid('box', 'cellulose', 0.055, x, y, z, stack));
  parts.push(
    solid(
      'box',
      'fruit',
      density * 0.6 * mass,
      [x[0] + 12, x[1] - 12],
      [y[0] + 5, y[1] - 25],
      [z[0] + 10, z[1] - 10],
      stack,
    ),
  );
  for (let hand = 0; hand < 3; hand++) {
    const [cx, cy] = [
      x[0] + ((hand + 0.5) * (x[1] - x[0])) / 3 + 18 * chance.normal(),
      (y[0] + y[1]) / 2 + 18 * chance.normal(),
    ];
    const [rx, ry] = [chance.between(60, 100), chance.between(55, 95)];
    parts.push(
      solid(
        'ellipsoid',
        'fruit',
        density * 0.75 * mass,
        [cx - rx, cx + rx],
        [cy - ry, cy + ry],
        [z[0] + 8, z[1] - 8],
        stack,
      ),
    );
  }
}
