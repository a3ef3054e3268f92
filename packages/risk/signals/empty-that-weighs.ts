import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { bestTotal, expectedTare, sigmaKgOf, weightLogRatio } from '../weighing-model.ts';

/**
 * A box that a message calls empty and that weighs more than its tare, as a likelihood ratio.
 * Empties stay in scope: they are used to bring loads in and to take them on.
 *
 * @see docs/sources.md#weighing-model
 */
export const emptyThatWeighs: Signal = {
  name: 'empty-that-weighs',
  about: 'A box called empty that weighs more than its tare, as a likelihood ratio.',
  group: 'weight',
  wordings: {
    'empty-that-weighs/over':
      'Called empty, and {totalKg} kg ({method}) is {differenceKg} kg over the tare of {tareKg} kg (σ {sigmaKg}); {ratio} times likelier if something is wrong.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['empty-that-weighs'];
    if (subject.load.length === 0) return notEvaluated('whether the box is full or empty');
    const empty = subject.load.findLast(({ value }) => value === 'empty');
    if (empty === undefined) return quiet;
    const total = bestTotal(subject.weights);
    if (total === undefined) return notEvaluated('a mass of the empty box');
    const tare = expectedTare(subject, policy);
    if (tare === null) return notEvaluated('empty mass of the box');
    const observed = { kg: total.value.kg, sigmaKg: sigmaKgOf(total.value, policy) };
    const difference = observed.kg - tare.kg;
    const logRatio = weightLogRatio(observed, [{ ...tare, share: 1 }], policy);
    if (difference <= 0 || logRatio < settings.min) return quiet;
    const weight = Math.min(settings.max, logRatio);
    const params = {
      totalKg: Math.round(observed.kg),
      method: total.value.method,
      differenceKg: Math.round(difference),
      tareKg: Math.round(tare.kg),
      sigmaKg: Math.round(Math.hypot(observed.sigmaKg, tare.sigmaKg)),
      ratio: Number(Math.exp(weight).toPrecision(2)),
    };
    const stands = [total, empty, ...tare.stands];
    return fired([reasonOf(emptyThatWeighs, 'empty-that-weighs/over', weight, params, stands)]);
  },
};
