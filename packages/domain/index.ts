export type { Claim, Claims, Source, StatementKind } from './claim.ts';
