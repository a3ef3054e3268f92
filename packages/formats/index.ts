export type * from './cargo-row.ts';
