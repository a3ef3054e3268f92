import { evaluateRecord } from '../party-record.ts';
import type { Signal } from '../signal.ts';

/**
 * What controls of this consignee's earlier containers found. Finds raise; a long clean record is the
 * counter-reason, bounded by the policy, because a clean company can be used without knowing it.
 *
 * @see docs/sources.md#beta-shrinkage
 */
export const consigneeRecord: Signal = {
  name: 'consignee-record',
  about: 'Finds and clean controls with this consignee, against the average; a clean record lowers a little.',
  group: 'party',
  wordings: {
    'consignee-record/finds': 'Consignee {name}: {finds} finds in {controls} controls.',
    'consignee-record/clean': 'Consignee {name}: {finds} finds in {controls} controls over a long time.',
  },
  evaluate: (subject, policy) =>
    evaluateRecord(consigneeRecord, 'consignee', subject, policy, policy.signals['consignee-record']),
};
