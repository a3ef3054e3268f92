import type { FileState } from '../../api/node-answers.ts';

export const fileStates: readonly FileState[] = [
  'accepted',
  'warning',
  'quarantined',
  'released',
  'rejected',
];
