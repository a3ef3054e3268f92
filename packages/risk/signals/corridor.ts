import { averageRate, learnedLogOdds } from '../learned-rate.ts';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { latest } from '../voices.ts';

/**
 * What controls on this corridor (origin country → port) found, against the average of all controls.
 *
 * Shrinkage: p = (finds + m·p0) / (controls + m), weight = logit(p) − logit(p0) within the policy's
 * bounds, where p0 is the average rate of all controls and m the policy's `priorStrength`. A corridor
 * with few controls therefore stays near 0, and one without any is quiet.
 *
 * Controls are chosen, not drawn: the counts say how targeted controls did there, which is why the
 * way down is short.
 *
 * @see docs/sources.md#beta-shrinkage
 */
export const corridor: Signal = {
  name: 'corridor',
  about:
    'Finds and controls on this corridor in the history window, shrunk toward the average of all controls.',
  group: 'route',
  wordings: {
    'corridor/over-average':
      '{finds} finds in {controls} controls on {corridor}; all corridors: {averagePercent} %.',
    'corridor/under-average':
      'Only {finds} finds in {controls} controls on {corridor}; all corridors: {averagePercent} %.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals.corridor;
    const { corridor: counted, all } = subject.history;
    if (counted === null) return notEvaluated('outcomes of controls on this corridor');
    const average = averageRate(all, policy.prior.yield, settings.priorStrength);
    if (average === null) return notEvaluated('outcomes of controls');
    const origins = subject.origin.length > 0 ? subject.origin : subject.loadPort;
    if (origins.length === 0) return notEvaluated('origin or port of loading');
    const weight = learnedLogOdds(counted, average, settings);
    if (weight === 0) return quiet;
    const code = weight > 0 ? 'corridor/over-average' : 'corridor/under-average';
    const params = {
      finds: counted.finds,
      controls: counted.controls,
      corridor: counted.key,
      averagePercent: Number((100 * average).toPrecision(2)),
    };
    const port = latest(subject.dischargePort);
    return fired([
      reasonOf(corridor, code, weight, params, port === undefined ? origins : [...origins, port]),
    ]);
  },
};
