import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assignBands, type BandAssignment, type BandCandidate } from './assign-bands.ts';
import { defaultPolicy } from './default-policy.ts';
import type { ScreeningPolicy } from './policy.ts';

function aPolicy(open: number, scan: number, documents: number, random = { share: 0.1, floorPerStratum: 1 }) {
  return {
    ...defaultPolicy,
    capacity: {
      perPortPerDay: { NLVLI: { open, scan, documents } },
      otherPorts: { open: 1, scan: 1, documents: 1 },
    },
    random: { ...defaultPolicy.random, ...random },
  } satisfies ScreeningPolicy;
}

function aCandidate(over: Partial<BandCandidate> & { visitId: string }): BandCandidate {
  return {
    port: 'NLVLI',
    arrivalDay: '2026-06-15',
    originCountry: 'EC',
    score: -5,
    mandatoryRules: [],
    ...over,
  };
}

function aDay(count: number, over: (index: number) => Partial<BandCandidate> = () => ({})): BandCandidate[] {
  return Array.from({ length: count }, (_, index) =>
    aCandidate({ visitId: `V${index}`, score: -index / 10, ...over(index) }),
  );
}

const of = (assignments: readonly BandAssignment[], visitId: string) =>
  assignments.find((a) => a.visitId === visitId);
const count = (assignments: readonly BandAssignment[], part: Partial<BandAssignment>) =>
  assignments.filter((a) =>
    Object.entries(part).every(([key, value]) => a[key as keyof BandAssignment] === value),
  ).length;

test('bands follow the capacity of the day', () => {
  const assignments = assignBands(aDay(200), aPolicy(10, 30, 60), 'seed');
  assert.deepEqual(
    ['A', 'B', 'C', 'D'].map((band) => count(assignments, { band: band as BandAssignment['band'] })),
    [10, 30, 60, 100],
  );
  assert.equal(count(assignments, { selectedBy: 'random' }), 4);
  assert.ok(assignments.every(({ band, selectedBy }) => (selectedBy === null) === (band === 'D')));
});

test('the model takes the highest scores', () => {
  const assignments = assignBands(aDay(200), aPolicy(10, 30, 60), 'seed');
  const rank = ({ visitId }: BandAssignment) => Number(visitId.slice(1));
  const worstA = Math.max(...assignments.filter((a) => a.band === 'A' && a.selectedBy === 'model').map(rank));
  const bestC = Math.min(...assignments.filter((a) => a.band === 'C').map(rank));
  assert.ok(worstA < bestC);
});

test('a mandatory rule comes first, whatever the score and however full the day', () => {
  const day = aDay(50, (index) => (index >= 40 ? { mandatoryRules: ['overlanded-full'] } : {}));
  const assignments = assignBands(day, aPolicy(5, 5, 5), 'seed');
  for (let index = 40; index < 50; index++) {
    assert.deepEqual(of(assignments, `V${index}`), {
      visitId: `V${index}`,
      band: 'A',
      selectedBy: 'rule',
      randomProbability: 0,
    });
  }
  assert.equal(count(assignments, { band: 'A' }), 10);
  assert.ok(count(assignments, { selectedBy: 'random' }) > 0);
});

test('no score takes a random pick off the list', () => {
  const before = assignBands(aDay(300), aPolicy(10, 40, 60), 'seed');
  const picks = before.filter(({ selectedBy }) => selectedBy === 'random').map(({ visitId }) => visitId);
  assert.ok(picks.length >= 5);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 7, maxLength: 7 }),
      (scores) => {
        const day = aDay(300, (index) => ({ score: scores[index % scores.length]! }));
        const after = assignBands(day, aPolicy(10, 40, 60), 'seed');
        for (const visitId of picks) {
          assert.equal(of(after, visitId)?.selectedBy, 'random');
          assert.match(of(after, visitId)?.band ?? '', /[AB]/);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('a random pick for a scan that scores high enough is opened, and stays random', () => {
  const day = aDay(100);
  const first = assignBands(day, aPolicy(10, 40, 0), 'seed');
  const pick = first.find(({ selectedBy, band }) => selectedBy === 'random' && band === 'B')?.visitId ?? '';
  const raised = day.map((candidate) =>
    candidate.visitId === pick ? { ...candidate, score: 9 } : candidate,
  );
  const second = assignBands(raised, aPolicy(10, 40, 0), 'seed');
  assert.deepEqual([of(second, pick)?.band, of(second, pick)?.selectedBy], ['A', 'random']);
  assert.deepEqual([count(second, { band: 'A' }), count(second, { band: 'B' })], [10, 40]);
});

test('the order of the candidates does not matter, and another seed draws others', () => {
  const day = aDay(200, () => ({ score: 1 }));
  const policy = aPolicy(10, 30, 60);
  const one = assignBands(day, policy, 'seed');
  assert.deepEqual(assignBands(day.toReversed(), policy, 'seed'), one);
  assert.notDeepEqual(assignBands(day, policy, 'other'), one);
});

test('each port and day has its own capacity; an unknown port has that of other ports', () => {
  const candidates = [
    ...aDay(5),
    ...aDay(5).map((c) => ({ ...c, visitId: `next ${c.visitId}`, arrivalDay: '2026-06-16' })),
    ...aDay(5).map((c) => ({ ...c, visitId: `else ${c.visitId}`, port: 'DEHAM' })),
  ];
  const assignments = assignBands(candidates, aPolicy(2, 1, 1), 'seed');
  assert.equal(count(assignments, { band: 'A' }), 2 + 2 + 1);
});

test('every origin gets its floor as far as the random share goes', () => {
  const origins = ['EC', 'CO', 'US', 'TR', 'SL'];
  const day = aDay(500, (index) => ({ originCountry: index < 496 ? 'EC' : origins[index - 495]! }));
  const assignments = assignBands(day, aPolicy(20, 40, 0), 'seed');
  for (let index = 496; index < 500; index++)
    assert.equal(of(assignments, `V${index}`)?.selectedBy, 'random');
  assert.equal(of(assignments, 'V499')?.randomProbability, 1);
});

test('where the share does not reach all origins, chance decides which', () => {
  const day = aDay(60, (index) => ({ originCountry: `C${index % 30}` }));
  const policy = aPolicy(0, 20, 0);
  const reached = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const picks = assignBands(day, policy, String(seed)).filter(({ selectedBy }) => selectedBy === 'random');
    assert.equal(picks.length, 2);
    for (const { visitId, randomProbability } of picks) {
      reached.add(`C${Number(visitId.slice(1)) % 30}`);
      assert.ok(Math.abs(randomProbability - 2 / 60) < 1e-12);
    }
  }
  assert.ok(reached.size > 25);
});

test('the stated chance is how often a visit is picked', () => {
  const day = aDay(40, (index) => ({ originCountry: index < 30 ? 'EC' : index < 37 ? 'US' : null }));
  const policy = aPolicy(10, 60, 0, { share: 0.1, floorPerStratum: 1 });
  const picked = new Map<string, number>();
  const seeds = 1500;
  let chances: readonly BandAssignment[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    chances = assignBands(day, policy, `s${seed}`);
    for (const { visitId, selectedBy } of chances) {
      if (selectedBy === 'random') picked.set(visitId, (picked.get(visitId) ?? 0) + 1);
    }
  }
  for (const { visitId, randomProbability } of chances) {
    const rate = (picked.get(visitId) ?? 0) / seeds;
    const sigma = Math.sqrt((randomProbability * (1 - randomProbability)) / seeds);
    assert.ok(Math.abs(rate - randomProbability) < 5 * sigma, `${visitId}: ${rate} for ${randomProbability}`);
  }
  const expected = chances.reduce((sum, { randomProbability }) => sum + randomProbability, 0);
  assert.ok(Math.abs(expected - 7) < 1e-9);
});

test('assignBands() refuses a visit that comes twice and a score that is not finite', () => {
  assert.throws(() => assignBands([...aDay(2), ...aDay(1)], defaultPolicy, 's'), RangeError);
  assert.throws(
    () =>
      assignBands(
        aDay(1, () => ({ score: Number.NaN })),
        defaultPolicy,
        's',
      ),
    RangeError,
  );
});

test('no candidates, no assignments; no capacity, all in the rest', () => {
  assert.deepEqual(assignBands([], defaultPolicy, 's'), []);
  assert.ok(assignBands(aDay(5), aPolicy(0, 0, 0), 's').every(({ band }) => band === 'D'));
});

test('what a provable draw picked stands in the bands, all of it and nothing else, with the chance it had', () => {
  const picks = new Set(['V7', 'V130', 'V199']);
  const day = aDay(200, (index) => ({
    drawn: { isDrawn: picks.has(`V${index}`), probability: 0.015 },
  }));
  const assignments = assignBands(day, aPolicy(10, 30, 60), 'seed', 'drawn');
  const random = assignments.filter(({ selectedBy }) => selectedBy === 'random');
  assert.deepEqual(new Set(random.map(({ visitId }) => visitId)), picks);
  assert.ok(assignments.every(({ randomProbability }) => randomProbability === 0.015));
  assert.deepEqual([count(assignments, { band: 'A' }), count(assignments, { band: 'B' })], [10, 30]);
  const none = assignBands(aDay(200), aPolicy(10, 30, 60), 'seed', 'drawn');
  assert.equal(count(none, { selectedBy: 'random' }), 0);
});
