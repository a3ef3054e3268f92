import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulatePair, type PairPlan } from '../simulate/simulate-pair.ts';
import { comparePair, pairedChange } from './paired-change.ts';

function pairOf(over: Partial<PairPlan>) {
  const plan = {
    seed: 'test',
    family: 'training',
    cargo: 'tiles',
    geometry: 'same',
    threatKg: 0,
    pitchMm: 10,
  } as const;
  const { departure, arrival } = simulatePair({ ...plan, ...over });
  return { earlier: departure.image, later: arrival.image, mask: arrival.mask };
}

test('comparePair() finds 25 kg at the doors, where they are, and says how much', () => {
  const { earlier, later, mask } = pairOf({ cargo: 'drums', threatKg: 25, place: 'doors' });
  const compared = comparePair({ earlier, later });
  assert.ok(compared.comparable);
  const [best] = compared.changes;
  assert.ok(best !== undefined && best.strength > 50);
  assert.ok(Math.abs(best.excessKg - 25) < 15, `${best.excessKg} kg`);
  const middle = Math.round(best.y + best.height / 2) * later.columns + Math.round(best.x + best.width / 2);
  assert.equal(mask[middle], 1);
});

test('comparePair() is far less moved by a clean pair', () => {
  const compared = comparePair(pairOf({ cargo: 'drums' }));
  assert.ok(compared.comparable);
  assert.ok(compared.score < 15, `${compared.score}`);
});

test('comparePair() refuses another container with the same goods under the same number', () => {
  for (const geometry of ['same', 'mirrored'] as const) {
    const compared = comparePair(pairOf({ geometry, wrongContainer: true }));
    assert.ok(!compared.comparable);
    assert.match(compared.reason, /another/);
  }
});

test('comparePair() refuses scans that name different containers', () => {
  const { earlier, later } = pairOf({ pitchMm: 20 });
  const compared = comparePair({ earlier, later: { ...later, container: 'QZSU9999999' } });
  assert.deepEqual(compared, {
    comparable: false,
    reason: 'the scans name different containers',
    registration: null,
  });
});

test('comparePair() refuses what it can not compute with', () => {
  const { earlier, later } = pairOf({ pitchMm: 20 });
  const reasonOf = (changed: typeof later): string => {
    const compared = comparePair({ earlier, later: changed });
    return compared.comparable ? '' : compared.reason;
  };
  assert.match(reasonOf({ ...later, geometry: null }), /geometry/);
  assert.match(reasonOf({ ...later, channels: [] }), /no channel/);
  assert.match(
    reasonOf({ ...later, channels: later.channels.map((one) => ({ ...one, nominalMV: 3 })) }),
    /no curve/,
  );
  const flat = (value: number) =>
    later.channels.map((one) => ({ ...one, samples: new Uint16Array(one.samples.length).fill(value) }));
  assert.match(reasonOf({ ...later, channels: flat(65_535) }), /whole container|open air/);
  assert.match(reasonOf({ ...later, channels: flat(0) }), /open air/);
  assert.match(reasonOf({ ...later, columns: 10, rows: 10 }), /too small/);
});

test('pairedChange turns a scan round that began at the doors', () => {
  const { earlier, later } = pairOf({ cargo: 'drums', threatKg: 25, place: 'doors' });
  const backwards = {
    ...later,
    direction: 'doors-first' as const,
    channels: later.channels.map((one) => {
      const samples = new Uint16Array(one.samples.length);
      for (let at = 0; at < samples.length; at++) {
        const column = at % later.columns;
        samples[at - column + later.columns - 1 - column] = one.samples[at]!;
      }
      return { ...one, samples };
    }),
  };
  const [forward, turned] = [
    pairedChange.judge({ earlier, later }),
    pairedChange.judge({ earlier, later: backwards }),
  ];
  assert.ok(forward.outcome === 'judged' && turned.outcome === 'judged');
  assert.equal(turned.score, forward.score);
});
