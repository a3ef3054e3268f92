import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatStowPosition, parseStowPosition } from './stow-position.ts';

test('parseStowPosition() reads six and seven digits alike', () => {
  assert.deepEqual(parseStowPosition('340782'), parseStowPosition('0340782'));
  assert.deepEqual(parseStowPosition('1020004'), { bay: 102, row: 0, tier: 4, onDeck: false });
});

test('parseStowPosition() calls tier 80 deck and tier 22 hold', () => {
  assert.equal(parseStowPosition('0010180').onDeck, true);
  assert.equal(parseStowPosition('0010122').onDeck, false);
});

test('parseStowPosition() refuses what is not a cell', () => {
  for (const text of ['', '34078', '00340782', '0000000', '0000182', '0340700', '03A0782', 'YARD123']) {
    assert.throws(() => parseStowPosition(text), { code: 'stow-position/shape' }, text);
  }
});

test('formatStowPosition() refuses what does not fit', () => {
  for (const [bay, row, tier] of [
    [0, 1, 2],
    [1000, 1, 2],
    [1, -1, 2],
    [1, 100, 2],
    [1, 1, 0],
    [1.5, 1, 2],
  ]) {
    assert.throws(() => formatStowPosition({ bay: bay ?? 0, row: row ?? 0, tier: tier ?? 0 }), {
      code: 'stow-position/shape',
    });
  }
});

test('formatStowPosition() undoes parseStowPosition()', () => {
  const cell = fc.record({
    bay: fc.integer({ min: 1, max: 999 }),
    row: fc.integer({ min: 0, max: 99 }),
    tier: fc.integer({ min: 1, max: 99 }),
  });
  fc.assert(
    fc.property(cell, (position) => {
      const { bay, row, tier } = parseStowPosition(formatStowPosition(position));
      assert.deepEqual({ bay, row, tier }, { ...position });
    }),
  );
});
