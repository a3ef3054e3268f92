export type { Access } from './access.ts';
export type { Reader } from './reader.ts';
