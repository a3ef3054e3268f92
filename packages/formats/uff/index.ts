export { uffAdapter, type UffAdapter } from './uff-adapter.ts';
