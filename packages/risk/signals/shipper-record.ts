import { evaluateRecord } from '../party-record.ts';
import type { Signal } from '../signal.ts';

/**
 * What controls of this shipper's earlier containers found. Finds raise; a long clean record is the
 * counter-reason, bounded by the policy, because a clean company can be used without knowing it.
 *
 * @see docs/sources.md#beta-shrinkage
 */
export const shipperRecord: Signal = {
  name: 'shipper-record',
  about: 'Finds and clean controls with this shipper, against the average; a clean record lowers a little.',
  group: 'party',
  wordings: {
    'shipper-record/finds': 'Shipper {name}: {finds} finds in {controls} controls.',
    'shipper-record/clean': 'Shipper {name}: {finds} finds in {controls} controls over a long time.',
  },
  evaluate: (subject, policy) =>
    evaluateRecord(shipperRecord, 'shipper', subject, policy, policy.signals['shipper-record']),
};
