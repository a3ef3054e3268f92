import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aCase, aClaim } from './test/a-case.ts';
import { defaultPolicy } from './default-policy.ts';
import { bestTotal, expectedTare, latestVgm, weightLogRatio } from './weighing-model.ts';

const ratio = (excessKg: number, sigmaKg: number) =>
  weightLogRatio({ kg: 20_000 + excessKg, sigmaKg }, [{ kg: 20_000, sigmaKg: 1, share: 1 }], defaultPolicy);

test('weightLogRatio() speaks for a hidden load when the excess is one, against it when there is none', () => {
  assert.ok(ratio(1000, 100) > 1);
  assert.ok(ratio(0, 100) < 0);
});

test('the same excess says more on the better scale', () => {
  assert.ok(ratio(600, 60) > ratio(600, 200));
  assert.ok(ratio(600, 200) > ratio(600, 1000));
});

test('the heavy tail keeps one weighing from proving anything', () => {
  assert.ok(ratio(1500, 100) < Math.log(1 / defaultPolicy.weighing.outlierShare) + 6);
});

test('weightLogRatio() is finite for all masses and sigmas', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 100_000, noNaN: true }),
      fc.double({ min: 1, max: 5000, noNaN: true }),
      fc.double({ min: 0, max: 100_000, noNaN: true }),
      (kg, sigmaKg, expected) => {
        const value = weightLogRatio({ kg, sigmaKg }, [{ kg: expected, sigmaKg, share: 1 }], defaultPolicy);
        assert.ok(Number.isFinite(value));
      },
    ),
  );
});

test('an expectation that may or may not count the box in is forgiving of both', () => {
  const declared = { kg: 20_000, sigmaKg: 1000, share: 0.3 };
  const withBox = { kg: 24_600, sigmaKg: 1000, share: 0.7 };
  for (const kg of [20_000, 24_600]) {
    assert.ok(weightLogRatio({ kg, sigmaKg: 200 }, [declared, withBox], defaultPolicy) < 0.3);
  }
  assert.ok(weightLogRatio({ kg: 24_600, sigmaKg: 200 }, [{ ...declared, share: 1 }], defaultPolicy) > 0.5);
});

test('expectedTare() takes the stated tare before the last known and before that of the kind', () => {
  const subject = aCase();
  assert.equal(expectedTare(subject, defaultPolicy)?.from, 'stated');
  assert.equal(expectedTare({ ...subject, weights: [] }, defaultPolicy)?.from, 'last-known');
  const stranger = { ...subject, weights: [], history: { ...subject.history, container: null } };
  assert.equal(expectedTare(stranger, defaultPolicy)?.from, 'size-type');
  assert.equal(expectedTare({ ...stranger, sizeType: [aClaim('????')] }, defaultPolicy), null);
});

test('masses that no box can have are not read', () => {
  const vgm = (kg: number) => aClaim({ kg, method: 'vgm' as const });
  assert.equal(latestVgm([vgm(20_000), vgm(2e7), vgm(0), vgm(-1), vgm(Number.NaN)])?.value.kg, 20_000);
});

test('bestTotal() does not take a gross mass that may leave the box out', () => {
  assert.equal(
    bestTotal([aClaim({ kg: 20_000, method: 'declared-gross' }, { kind: 'manifest' })]),
    undefined,
  );
  assert.equal(
    bestTotal([aClaim({ kg: 20_000, method: 'declared-gross' }, { kind: 'stow-plan' })])?.value.kg,
    20_000,
  );
});
