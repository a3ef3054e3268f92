import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';
import { amendmentsOf } from '../voices.ts';

/** A bill whose consignee was another company in an earlier version of the same papers. */
export const consigneeChanged: Signal = {
  name: 'consignee-changed',
  about: 'The consignee of a bill was another one in an earlier version by the same sender.',
  group: 'amendment',
  wordings: {
    'consignee-changed/changed': 'Bill {bill}: consignee {before} became {after}.',
  },
  evaluate(subject, policy) {
    const consignees = subject.parties.filter(({ value }) => value.role === 'consignee');
    if (consignees.length === 0) return notEvaluated('consignee');
    const amendment = amendmentsOf(
      consignees,
      ({ bill }) => bill,
      (a, b) => a.key === b.key,
    ).at(-1);
    if (amendment === undefined) return quiet;
    const { before, after } = amendment;
    const params = { bill: after.value.bill, before: before.value.name, after: after.value.name };
    const { weight } = policy.signals['consignee-changed'];
    return fired([reasonOf(consigneeChanged, 'consignee-changed/changed', weight, params, [after, before])]);
  },
};
