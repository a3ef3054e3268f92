export type { Reader } from './reader.ts';
