import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import {
  expectedTare,
  includesTare,
  latestVgm,
  latestWeight,
  sigmaKgOf,
  weightLogRatio,
  type ExpectedMass,
} from '../weighing-model.ts';

/**
 * Verified gross mass against declared gross mass, as a likelihood ratio.
 *
 * A manifest may declare goods alone or goods and box; both are expected, in the policy's shares.
 * Agreement is quiet: both masses are from before a load can be added on the way.
 *
 * @see docs/sources.md#weighing-model
 */
export const weightVgmVsDeclared: Signal = {
  name: 'weight-vgm-vs-declared',
  about: 'Verified gross mass against the declared one, as a likelihood ratio with the sigma of each method.',
  group: 'weight',
  wordings: {
    'weight-vgm-vs-declared/over':
      'Verified {vgmKg} kg ({method}, σ {sigmaKg}) is {differenceKg} kg over what {declaredKg} kg declared lets expect; {ratio} times likelier if something is wrong.',
    'weight-vgm-vs-declared/under':
      'Verified {vgmKg} kg ({method}, σ {sigmaKg}) is {differenceKg} kg under what {declaredKg} kg declared lets expect; {ratio} times likelier if something is wrong.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['weight-vgm-vs-declared'];
    const vgm = latestVgm(subject.weights);
    const declared = latestWeight(subject.weights, ['declared-gross']);
    if (vgm === undefined) return notEvaluated('verified gross mass');
    if (declared === undefined) return notEvaluated('declared gross mass');
    const total = includesTare(declared.kind);
    const tare = total ? null : expectedTare(subject, policy);
    if (!total && tare === null) return notEvaluated('empty mass of the box');

    const sigmaKg = sigmaKgOf(declared.value, policy);
    const withTare = total ? 1 : policy.weighing.manifestIncludesTareShare;
    const expectations: ExpectedMass[] = [{ kg: declared.value.kg, sigmaKg, share: withTare }];
    if (tare !== null) {
      const kg = declared.value.kg + tare.kg;
      expectations.push({ kg, sigmaKg: Math.hypot(sigmaKg, tare.sigmaKg), share: 1 - withTare });
    }
    const observed = { kg: vgm.value.kg, sigmaKg: sigmaKgOf(vgm.value, policy) };
    const logRatio = weightLogRatio(observed, expectations, policy);
    if (logRatio < settings.min) return quiet;

    const nearest = expectations
      .filter(({ share }) => share > 0)
      .reduce((best, e) => (Math.abs(observed.kg - e.kg) < Math.abs(observed.kg - best.kg) ? e : best));
    const difference = observed.kg - nearest.kg;
    const weight = Math.min(settings.max, logRatio);
    const params = {
      vgmKg: Math.round(observed.kg),
      declaredKg: Math.round(declared.value.kg),
      differenceKg: Math.round(Math.abs(difference)),
      method: vgm.value.method,
      sigmaKg: Math.round(Math.hypot(observed.sigmaKg, nearest.sigmaKg)),
      ratio: Number(Math.exp(weight).toPrecision(2)),
    };
    const code = difference >= 0 ? 'weight-vgm-vs-declared/over' : 'weight-vgm-vs-declared/under';
    const stands = [vgm, declared, ...(tare?.stands ?? [])];
    return fired([reasonOf(weightVgmVsDeclared, code, weight, params, stands)]);
  },
};
