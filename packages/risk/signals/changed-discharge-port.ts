import { readUnLocode } from '@havenwacht/domain';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { amendmentsOf, standing } from '../voices.ts';

/**
 * Another port of discharge than before: one sender changed it, at any time, or senders that stand
 * name different ones. The change speaks before the disagreement that it leaves.
 */
export const changedDischargePort: Signal = {
  name: 'changed-discharge-port',
  about: 'The port of discharge was changed by its sender, or two messages that stand name different ones.',
  group: 'amendment',
  wordings: {
    'changed-discharge-port/changed': 'Port of discharge changed from {from} to {to}.',
    'changed-discharge-port/disagree': 'Messages name different ports of discharge: {from} and {to}.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['changed-discharge-port'];
    const ports = subject.dischargePort.filter(({ value }) => readUnLocode(value) !== null);
    if (ports.length === 0) return notEvaluated('port of discharge');
    const change = amendmentsOf(
      ports,
      () => '',
      (a, b) => readUnLocode(a) === readUnLocode(b),
    ).at(-1);
    if (change !== undefined) {
      const params = { from: change.before.value, to: change.after.value };
      const stands = [change.after, change.before];
      return fired([
        reasonOf(changedDischargePort, 'changed-discharge-port/changed', settings.changed, params, stands),
      ]);
    }
    const stand = standing(ports);
    const [first] = stand;
    const other = stand.find(
      ({ value }) => first !== undefined && readUnLocode(value) !== readUnLocode(first.value),
    );
    if (first === undefined || other === undefined) return quiet;
    const params = { from: first.value, to: other.value };
    return fired([
      reasonOf(changedDischargePort, 'changed-discharge-port/disagree', settings.disagree, params, [
        first,
        other,
      ]),
    ]);
  },
};
