export type * from './cargo-row.ts';
export { rowFindingKinds, validateRow } from './validate-row.ts';
export type { RowFinding, RowFindingCode } from './validate-row.ts';
