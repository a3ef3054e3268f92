import { fired, notEvaluated, reasonOf } from '../reason.ts';
import type { Reason, Signal } from '../signal.ts';
import { bestTotal, expectedTare, latestWeight, sigmaKgOf, weightLogRatio } from '../weighing-model.ts';

/**
 * Masses that can't belong to this box: a stated tare over what the box weighed before or its kind
 * weighs (hidden mass in floor or wall declared as box), as a likelihood ratio; and a full box that
 * weighs less than an empty one by more than one sigma.
 *
 * @see docs/sources.md#weighing-model
 */
export const weightDeclaredVsTare: Signal = {
  name: 'weight-declared-vs-tare',
  about: 'A stated tare over that of such boxes, or a full box lighter than an empty one.',
  group: 'weight',
  wordings: {
    'weight-declared-vs-tare/tare-over':
      'Stated tare {tareKg} kg is {differenceKg} kg over the {expectedKg} kg of this box or kind; {ratio} times likelier if something is wrong.',
    'weight-declared-vs-tare/full-but-light':
      'Called full and weighs {totalKg} kg, less than its tare of {tareKg} kg.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['weight-declared-vs-tare'];
    const stated = latestWeight(subject.weights, ['tare']);
    const known = expectedTare(subject, policy, ['last-known', 'size-type']);
    const tare = expectedTare(subject, policy);
    const total = bestTotal(subject.weights);
    const full = subject.load.findLast(({ value }) => value === 'full');
    const canCompareTare = stated !== undefined && known !== null;
    const canCompareTotal = full !== undefined && total !== undefined && tare !== null;
    if (!canCompareTare && !canCompareTotal) {
      return notEvaluated('a stated tare beside a known one, or the mass of a full box');
    }
    const reasons: Reason[] = [];
    if (canCompareTare && stated.value.kg > known.kg) {
      const observed = { kg: stated.value.kg, sigmaKg: sigmaKgOf(stated.value, policy) };
      const logRatio = weightLogRatio(observed, [{ ...known, share: 1 }], policy);
      if (logRatio >= settings.min) {
        const weight = Math.min(settings.max, logRatio);
        const params = {
          tareKg: Math.round(stated.value.kg),
          expectedKg: Math.round(known.kg),
          differenceKg: Math.round(stated.value.kg - known.kg),
          ratio: Number(Math.exp(weight).toPrecision(2)),
        };
        reasons.push(
          reasonOf(weightDeclaredVsTare, 'weight-declared-vs-tare/tare-over', weight, params, [
            stated,
            ...known.stands,
          ]),
        );
      }
    }
    if (canCompareTotal) {
      const sigmaKg = Math.hypot(tare.sigmaKg, sigmaKgOf(total.value, policy));
      if (total.value.kg <= tare.kg - sigmaKg) {
        const params = { totalKg: Math.round(total.value.kg), tareKg: Math.round(tare.kg) };
        reasons.push(
          reasonOf(
            weightDeclaredVsTare,
            'weight-declared-vs-tare/full-but-light',
            settings.belowTare,
            params,
            [total, full, ...tare.stands],
          ),
        );
      }
    }
    return fired(reasons);
  },
};
