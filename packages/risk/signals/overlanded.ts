import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';

/** Landed without an order: the report says so, or it names a box that no discharge order named. */
export const overlanded: Signal = {
  name: 'overlanded',
  about: 'The discharge report calls the box overlanded, or names it without a discharge order.',
  group: 'lists',
  wordings: {
    'overlanded/reported': 'Reported as overlanded at {port}.',
    'overlanded/not-ordered': 'Discharged at {port} and in no discharge order.',
  },
  evaluate(subject, policy) {
    const { weight } = policy.signals.overlanded;
    const { dischargeReport, dischargeOrder } = subject.lists;
    const { port } = subject.visit;
    if (dischargeReport.overlanded.length > 0) {
      const stands = dischargeReport.overlanded;
      return fired([reasonOf(overlanded, 'overlanded/reported', weight, { port }, stands)]);
    }
    if (!dischargeReport.received) return notEvaluated('discharge report');
    if (dischargeReport.on.length === 0) return quiet;
    if (!dischargeOrder.received) return notEvaluated('discharge order');
    if (dischargeOrder.on.length > 0) return quiet;
    return fired([reasonOf(overlanded, 'overlanded/not-ordered', weight, { port }, dischargeReport.on)]);
  },
};
