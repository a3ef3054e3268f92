import type { BoxAshore, WaterView } from './water-view.ts';

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The only way the picture of water and yard leaves the node. */
export function presentWater(view: WaterView, asOf: number) {
  return {
    asOf: instant(asOf),
    ports: view.ports,
    vessels: view.vessels.map((vessel) => ({
      ...vessel,
      arrivalAt: instant(vessel.arrivalAt),
      departedAt: instant(vessel.departedAt),
    })),
    blocks: view.blocks.map((block) => ({ ...block, since: instant(block.since) })),
  };
}

export function presentAshore(boxes: readonly BoxAshore[]) {
  return { total: boxes.length, items: boxes.map((box) => ({ ...box, since: instant(box.since) })) };
}
