import { containerSize, type ContainerKind } from './container-shell.ts';
import { solid, type Primitive } from './primitive.ts';
import type { Chance } from './random.ts';

/** Where something is hidden. `swap`: inside boxes, with as much fruit taken out as is put in. */
export const hidingPlaces = [
  'doors',
  'top',
  'floor',
  'roof',
  'between',
  'inside-load',
  'swap',
  'evaporator',
] as const;
export type HidingPlace = (typeof hidingPlaces)[number];

/** Pressed bricks of a kilogram, 200 × 130 × 36 mm; bags hold them with air between. */
const brickDensity = 1.08;
const bagDensity = 0.88;

/**
 * Bricks and bags of 1 to 50 kg, as solids to add to a loaded scene.
 *
 * @returns the solids, and the place that was taken when the wanted one does not exist in this container
 */
export function conceal(
  place: HidingPlace,
  massKg: number,
  kind: ContainerKind,
  load: readonly Primitive[],
  chance: Chance,
): { readonly parts: readonly Primitive[]; readonly place: HidingPlace } {
  if (!(massKg > 0 && massKg <= 50)) throw new RangeError('massKg is above 0 and at most 50');
  const size = containerSize(kind);
  const { x, y, z } = size.inside;
  const [long, tall, deep] = bodyOf(massKg);
  const density = massKg < 3 ? brickDensity : bagDensity;
  const body = (atX: number, atY: number, atZ: number): Primitive =>
    solid('box', 'cocaine-hydrochloride', density, [atX, atX + long], [atY, atY + tall], [atZ, atZ + deep]);
  const anywhere = (): number => chance.between(z[0] + 80, z[1] - 80 - deep);
  const end = load.reduce((most, { x: [, to] }) => Math.max(most, to), x[0]);
  const top = load.reduce((most, { y: [, to] }) => Math.max(most, to), y[0]);
  const units = load.filter(({ organic, shape }) => organic > 0.1 && shape === 'box');
  const unit = units.length > 0 ? chance.pick(units) : undefined;
  const within = ([from, to]: readonly [number, number], length: number): number =>
    to - from > length ? chance.between(from, to - length) : (from + to - length) / 2;
  switch (place) {
    case 'evaporator':
      if (kind === '40-reefer')
        return {
          parts: [body(chance.between(300, 460 - long / 3), chance.between(1700, 2200), anywhere())],
          place,
        };
      break;
    case 'floor':
      return { parts: [body(chance.between(x[0] + 300, x[1] - 800), 30, anywhere())], place };
    case 'roof':
      return {
        parts: [body(chance.between(x[0] + 300, x[1] - 800), size.height - 30 - tall, anywhere())],
        place,
      };
    case 'top':
      if (top + tall < y[1] && unit !== undefined)
        return {
          parts: [body(chance.between(x[0] + 300, Math.max(x[0] + 301, end - long)), top + 5, anywhere())],
          place,
        };
      break;
    case 'between':
    case 'inside-load':
      if (unit !== undefined)
        return {
          parts: [
            body(
              within(unit.x, long) + (place === 'between' ? (unit.x[1] - unit.x[0]) / 2 : 0),
              within(unit.y, tall),
              within(unit.z, deep),
            ),
          ],
          place,
        };
      break;
    case 'swap':
      if (unit !== undefined) {
        // The fruit that is taken out leaves the boxes around it thinner.
        const hidden = body(within(unit.x, long), within(unit.y, tall), within(unit.z, deep));
        const near: Primitive = { ...unit, x: [unit.x[0], unit.x[1]], y: [unit.y[0], unit.y[1]] };
        const litres = ((near.x[1] - near.x[0]) * (near.y[1] - near.y[0]) * (near.z[1] - near.z[0])) / 1e6;
        const boxes = Math.max(1, Math.ceil(massKg / Math.max(1, litres * unit.organic * 0.9)));
        const tallBox = near.y[1] - near.y[0] + 27;
        const parts = [hidden];
        for (let box = 0; box < boxes; box++) {
          const down = (box % 2 === 0 ? 1 : -1) * Math.ceil(box / 2) * tallBox;
          parts.push({
            ...near,
            y: [near.y[0] + down, near.y[1] + down],
            organic: -massKg / boxes / litres,
            steel: 0,
          });
        }
        return { parts, place };
      }
      break;
    case 'doors':
      break;
  }
  return {
    parts: [
      body(
        chance.between(Math.min(end + 15, x[1] - long - 10), x[1] - long - 5),
        y[0] + chance.between(0, massKg < 3 ? 900 : 300),
        anywhere(),
      ),
    ],
    place: 'doors',
  };
}

/** Along, up and across, mm. */
function bodyOf(massKg: number): readonly [number, number, number] {
  if (massKg < 3) return [200, 130, (massKg / brickDensity / (20 * 13)) * 1e4];
  const litres = massKg / bagDensity;
  const deep = Math.min(300, 60 + 6 * massKg);
  const face = Math.sqrt((litres * 1e6) / deep / 1.6);
  return [face * 1.6, face, deep];
}
