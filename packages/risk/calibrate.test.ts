import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fitCalibration, type Outcome } from './calibrate.ts';
import { applyCalibration, identityCalibration } from './calibration.ts';
import { evaluateScores } from './evaluate.ts';
import { probabilityOf } from './log-odds.ts';
import { seededDraw } from './seeded-draw.ts';

/** Outcomes whose true log-odds are a line of the score. */
function outcomes(rows: number, slope: number, intercept: number, seed = 'a'): Outcome[] {
  return Array.from({ length: rows }, (_, index) => {
    const rawLogOdds = 8 * seededDraw(seed, `score ${index}`) - 6;
    const found = seededDraw(seed, `found ${index}`) < probabilityOf(slope * rawLogOdds + intercept);
    return { rawLogOdds, found, selectionProbability: 1 };
  });
}

const calibrationError = (rows: readonly Outcome[], apply: (rawLogOdds: number) => number) =>
  evaluateScores(rows.map(({ rawLogOdds, found }) => ({ probability: apply(rawLogOdds), found, weight: 1 })))
    .ece ?? Number.NaN;

test('fitCalibration() stays identity with too few outcomes, and says so', () => {
  for (const rows of [[], outcomes(49, 1, 0), outcomes(500, 0, -20), outcomes(500, 0, 20)]) {
    const { method, why } = fitCalibration(rows);
    assert.equal(method, 'identity');
    assert.match(why, /too few/);
  }
});

test('fitCalibration() chooses Platt between 50 rows and 1,000 rows with 100 finds', () => {
  assert.equal(fitCalibration(outcomes(800, 1, 1)).method, 'platt');
  const fewFinds = outcomes(3000, 0.8, -4);
  assert.ok(fewFinds.filter(({ found }) => found).length < 100);
  assert.equal(fitCalibration(fewFinds).method, 'platt');
  const enough = fitCalibration(outcomes(3000, 1, 0));
  assert.equal(enough.method, 'isotonic');
  assert.ok(enough.positives >= 100 && enough.rows === 3000);
});

test("Platt's sigmoid finds the line that the outcomes were drawn from", () => {
  const fit = fitCalibration(outcomes(990, 0.7, 1));
  assert.ok(fit.method === 'platt');
  assert.ok(Math.abs(fit.slope - 0.7) < 0.15, String(fit.slope));
  assert.ok(Math.abs(fit.intercept - 1) < 0.4, String(fit.intercept));
  const { probability, interval } = applyCalibration(fit, -2);
  assert.ok(interval !== null && interval.low < probability && probability < interval.high);
  assert.ok(interval.low < probabilityOf(-0.4) && probabilityOf(-0.4) < interval.high);
});

test('a score that does not rank stays as it is', () => {
  const upsideDown = outcomes(600, -1, -1);
  const fit = fitCalibration(upsideDown);
  assert.equal(fit.method, 'identity');
  assert.match(fit.why, /does not rank/);
});

test('a score that is the same for all stays as it is', () => {
  const rows = outcomes(600, 1, 1).map((row) => ({ ...row, rawLogOdds: 1 }));
  assert.equal(fitCalibration(rows).method, 'identity');
});

test('both fits lower the calibration error of scores that are off', () => {
  const fresh = outcomes(4000, 0.6, 1.5, 'fresh');
  const raw = calibrationError(fresh, probabilityOf);
  for (const rows of [900, 4000]) {
    const fit = fitCalibration(outcomes(rows, 0.6, 1.5));
    const after = calibrationError(fresh, (rawLogOdds) => applyCalibration(fit, rawLogOdds).probability);
    assert.ok(after < raw / 3, `${fit.method}: ${after} of ${raw}`);
    assert.ok(after < 0.05);
  }
});

test('weights undo a selection that saw high scores more often', () => {
  const flow = outcomes(40_000, 1, 0.5, 'flow');
  // Finds are more often among what was picked, at the same score: somebody knew more than the score.
  const picked = flow.flatMap((row, index) => {
    const selectionProbability = row.found ? 0.5 : 0.1;
    return seededDraw('pick', String(index)) < selectionProbability ? [{ ...row, selectionProbability }] : [];
  });
  const at = (rows: readonly Outcome[]) => applyCalibration(fitCalibration(rows), 0).probability;
  const truth = probabilityOf(0.5);
  assert.ok(Math.abs(at(picked) - truth) < 0.08, String(at(picked)));
  const unweighted = at(picked.map((row) => ({ ...row, selectionProbability: 1 })));
  assert.ok(Math.abs(unweighted - truth) > 0.15, String(unweighted));
});

test('isotonic regression never falls, pools what violates, and gives equal scores one step', () => {
  const rows = outcomes(1500, 1, 0).map((row) => ({ ...row, rawLogOdds: Math.round(row.rawLogOdds) }));
  const fit = fitCalibration(rows);
  assert.ok(fit.method === 'isotonic');
  const probabilities = fit.steps.map(({ probability }) => probability);
  assert.deepEqual(
    probabilities,
    probabilities.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(fit.steps.map(({ logOdds }) => logOdds)).size, fit.steps.length);
  for (const { low, probability, high } of fit.steps) {
    assert.ok(0 <= low && low <= probability && probability <= high && high <= 1);
  }
});

test('the order of the outcomes does not matter', () => {
  for (const rows of [outcomes(300, 1, 0), outcomes(1600, 1, 0)]) {
    const weighted = rows.map((row, index) => ({ ...row, selectionProbability: 0.1 + (index % 9) / 10 }));
    const [one, other] = [fitCalibration(weighted), fitCalibration(weighted.toReversed())];
    assert.equal(one.method, other.method);
    for (const raw of [-5, -1, 0, 1.5]) {
      assert.ok(
        Math.abs(applyCalibration(one, raw).probability - applyCalibration(other, raw).probability) < 1e-9,
      );
    }
  }
});

test('every calibration is finite and never falls with the score', () => {
  const fits = [
    identityCalibration,
    fitCalibration(outcomes(300, 1, 0)),
    fitCalibration(outcomes(2000, 1, 0)),
  ];
  assert.deepEqual(
    fits.map(({ method }) => method),
    ['identity', 'platt', 'isotonic'],
  );
  fc.assert(
    fc.property(
      fc.double({ min: -60, max: 60, noNaN: true }),
      fc.double({ min: 0, max: 60, noNaN: true }),
      (raw, more) => {
        for (const fit of fits) {
          const [low, high] = [applyCalibration(fit, raw), applyCalibration(fit, raw + more)];
          assert.ok(Number.isFinite(low.logOdds) && low.probability >= 0 && low.probability <= 1);
          assert.ok(high.logOdds >= low.logOdds - 1e-9);
        }
      },
    ),
  );
});

test('fitCalibration() refuses a selection probability that can not be, and a score that is not finite', () => {
  const row: Outcome = { rawLogOdds: 0, found: true, selectionProbability: 1 };
  for (const selectionProbability of [0, -0.1, 1.1, Number.NaN]) {
    assert.throws(() => fitCalibration([{ ...row, selectionProbability }]), RangeError);
  }
  assert.throws(() => fitCalibration([{ ...row, rawLogOdds: Number.POSITIVE_INFINITY }]), RangeError);
});
