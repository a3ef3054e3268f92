import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { latestVgm, latestWeight, sigmaKgOf, weightLogRatio } from '../weighing-model.ts';

/**
 * A weighing on the way against the verified gross mass of the packing place, as a likelihood ratio.
 * Two weighings of the same box see a load that was added between them; agreement is quiet.
 *
 * @see docs/sources.md#weighing-model
 */
export const weightVgmVsWeighed: Signal = {
  name: 'weight-vgm-vs-weighed',
  about: 'A weighing on the way against the verified gross mass, as a likelihood ratio.',
  group: 'weight',
  wordings: {
    'weight-vgm-vs-weighed/over':
      'Weighed {weighedKg} kg is {differenceKg} kg over the verified {vgmKg} kg (σ {sigmaKg}); {ratio} times likelier if something is wrong.',
    'weight-vgm-vs-weighed/under':
      'Weighed {weighedKg} kg is {differenceKg} kg under the verified {vgmKg} kg (σ {sigmaKg}); {ratio} times likelier if something is wrong.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['weight-vgm-vs-weighed'];
    const weighed = latestWeight(subject.weights, ['weighed']);
    const vgm = latestVgm(subject.weights);
    if (weighed === undefined) return notEvaluated('a weighing on the way');
    if (vgm === undefined) return notEvaluated('verified gross mass');
    const observed = { kg: weighed.value.kg, sigmaKg: sigmaKgOf(weighed.value, policy) };
    const expected = { kg: vgm.value.kg, sigmaKg: sigmaKgOf(vgm.value, policy), share: 1 };
    const logRatio = weightLogRatio(observed, [expected], policy);
    if (logRatio < settings.min) return quiet;
    const weight = Math.min(settings.max, logRatio);
    const difference = observed.kg - expected.kg;
    const params = {
      weighedKg: Math.round(observed.kg),
      vgmKg: Math.round(expected.kg),
      differenceKg: Math.round(Math.abs(difference)),
      sigmaKg: Math.round(Math.hypot(observed.sigmaKg, expected.sigmaKg)),
      ratio: Number(Math.exp(weight).toPrecision(2)),
    };
    const code = difference >= 0 ? 'weight-vgm-vs-weighed/over' : 'weight-vgm-vs-weighed/under';
    return fired([reasonOf(weightVgmVsWeighed, code, weight, params, [weighed, vgm])]);
  },
};
