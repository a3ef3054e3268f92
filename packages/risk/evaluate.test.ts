import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evaluateScores, type ScoredOutcome } from './evaluate.ts';

const anyOutcome: fc.Arbitrary<ScoredOutcome> = fc.record({
  probability: fc.integer({ min: 0, max: 20 }).map((twentieth) => twentieth / 20),
  found: fc.boolean(),
  weight: fc.integer({ min: 1, max: 4 }),
});

/** Share of pairs of a find and no find that stand in the right order, by counting every pair. */
function aucByPairs(outcomes: readonly ScoredOutcome[]): number | null {
  let [right, pairs] = [0, 0];
  for (const hit of outcomes.filter(({ found }) => found)) {
    for (const miss of outcomes.filter(({ found }) => !found)) {
      const pair = hit.weight * miss.weight;
      pairs += pair;
      right +=
        pair * (hit.probability > miss.probability ? 1 : hit.probability === miss.probability ? 0.5 : 0);
    }
  }
  return pairs === 0 ? null : right / pairs;
}

test('the area under the curve is the share of pairs in the right order, ties half', () => {
  fc.assert(
    fc.property(fc.array(anyOutcome, { maxLength: 30 }), (outcomes) => {
      const [auc, expected] = [evaluateScores(outcomes).auc, aucByPairs(outcomes)];
      if (auc === null || expected === null) assert.equal(auc, expected);
      else assert.ok(Math.abs(auc - expected) < 1e-9);
    }),
  );
});

test('a weight of two is the same as two rows', () => {
  fc.assert(
    fc.property(fc.array(anyOutcome, { minLength: 1, maxLength: 20 }), (outcomes) => {
      const rows = outcomes.flatMap((outcome) =>
        new Array<ScoredOutcome>(outcome.weight).fill({ ...outcome, weight: 1 }),
      );
      const [weighted, repeated] = [evaluateScores(outcomes), evaluateScores(rows)];
      for (const figure of ['auc', 'brier', 'ece'] as const) {
        assert.ok(Math.abs((weighted[figure] ?? -1) - (repeated[figure] ?? -1)) < 1e-9);
      }
      weighted.top.forEach(({ precision, recall }, index) => {
        assert.ok(Math.abs(precision - repeated.top[index]!.precision) < 1e-9);
        assert.ok(Math.abs(recall - repeated.top[index]!.recall) < 1e-9);
      });
    }),
  );
});

test('precision and recall of the top 0.1 % and 0.5 % count the right rows', () => {
  // 10,000 rows; the first 10 hold 8 finds, the next 40 hold 12, the rest holds 20.
  const outcomes = Array.from({ length: 10_000 }, (_, index) => ({
    probability: 1 - index / 10_000,
    found: index < 8 || (index >= 20 && index < 32) || (index >= 5000 && index < 5020),
    weight: 1,
  }));
  const [first, second] = evaluateScores(outcomes).top;
  assert.equal(first?.share, 0.001);
  assert.ok(Math.abs(first.precision - 0.8) < 1e-9 && Math.abs(first.recall - 0.2) < 1e-9);
  assert.equal(second?.share, 0.005);
  assert.ok(Math.abs(second.precision - 0.4) < 1e-9 && Math.abs(second.recall - 0.5) < 1e-9);
});

test('Brier score and calibration error of known scores', () => {
  const outcomes = [
    { probability: 0.75, found: true, weight: 1 },
    { probability: 0.75, found: false, weight: 1 },
    { probability: 0.25, found: false, weight: 2 },
  ];
  const { brier, ece } = evaluateScores(outcomes);
  assert.equal(brier, (0.0625 + 0.5625 + 2 * 0.0625) / 4);
  assert.equal(ece, (Math.abs(1.5 - 1) + Math.abs(0.5 - 0)) / 4);
});

test('figures that the outcomes do not allow are null', () => {
  const { auc, brier, ece, top } = evaluateScores([]);
  assert.deepEqual({ auc, brier, ece, top }, { auc: null, brier: null, ece: null, top: [] });
  assert.equal(evaluateScores([{ probability: 0.5, found: true, weight: 1 }]).auc, null);
});

test('evaluateScores() refuses a probability or a weight that can not be', () => {
  for (const bad of [
    { probability: 1.1 },
    { probability: Number.NaN },
    { weight: 0 },
    { weight: Number.POSITIVE_INFINITY },
  ]) {
    assert.throws(() => evaluateScores([{ probability: 0.5, found: true, weight: 1, ...bad }]), RangeError);
  }
});
