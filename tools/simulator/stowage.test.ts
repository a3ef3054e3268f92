import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStowPosition } from '@havenwacht/domain';
import { createRandom } from './random.ts';
import { createStowage } from './stowage.ts';

test('createStowage() gives every box a cell of its own, 20 ft in odd and 40 ft in even bays', () => {
  for (const boxes of [5, 60, 900, 3500]) {
    const random = createRandom(boxes);
    const stowage = createStowage(boxes, random);
    const taken = new Set<string>();
    for (let i = 0; i < boxes; i += 1) {
      const feet = random.chance(0.4) ? 20 : 40;
      const text =
        (random.chance(0.1) ? stowage.takeReachable(feet) : null) ?? stowage.take(feet, random.chance(0.5));
      const cell = parseStowPosition(text);
      assert.equal(cell.bay % 2, feet === 20 ? 1 : 0, text);
      assert.ok(!taken.has(text), `${text} twice`);
      taken.add(text);
    }
  }
});

test('a reachable cell is on deck, in the lowest tier, with nothing in the bay behind', () => {
  const stowage = createStowage(800, createRandom(4));
  const reachable: string[] = [];
  for (;;) {
    const text = stowage.takeReachable(40);
    if (text === null) break;
    reachable.push(text);
  }
  const others = new Set(Array.from({ length: 800 }, () => stowage.take(40, true)));
  assert.ok(reachable.length > 0);
  for (const text of reachable) {
    const { bay, row, tier, onDeck } = parseStowPosition(text);
    assert.ok(onDeck && tier === 82);
    const behind = String(bay + 4).padStart(3, '0') + String(row).padStart(2, '0') + '82';
    assert.ok(!others.has(behind), `${text} has ${behind} behind it`);
  }
});
