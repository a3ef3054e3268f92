import type { CallRole, MovementEvent, PartyRole, SealIssuer, WeightMethod } from '../../cargo-row.ts';
import type { Dialect, DocumentMeaning } from './dialects.ts';

/** A dialect's tables as maps, so that no code a sender writes can reach a property of `Object`. */
export interface DialectCodes {
  readonly dialect: Dialect;
  readonly callRoles: ReadonlyMap<string, CallRole>;
  readonly weightMethods: ReadonlyMap<string, WeightMethod>;
  /** Some keys join 6311 and 6313 with "+". */
  readonly weighsByBoth: boolean;
  readonly partyRoles: ReadonlyMap<string, PartyRole>;
  /** Roles a profile took out. */
  readonly droppedParties: ReadonlySet<string>;
  readonly sealIssuers: ReadonlyMap<string, SealIssuer>;
  readonly statusEvents: ReadonlyMap<string, MovementEvent>;
  readonly documents: ReadonlyMap<string, DocumentMeaning>;
  readonly exceptions: ReadonlyMap<string, 'overlanded' | 'shortlanded' | 'damaged'>;
  readonly placeholderBills: ReadonlySet<string>;
}

const compiled = new WeakMap<Dialect, DialectCodes>();

/** Compiles a dialect once; the same dialect gives the same object. */
export function dialectCodes(dialect: Dialect): DialectCodes {
  const kept = compiled.get(dialect);
  if (kept !== undefined) return kept;
  const codes: DialectCodes = {
    dialect,
    callRoles: mapOf(dialect.callRoles),
    weightMethods: mapOf(dialect.weightMethods),
    weighsByBoth: Object.keys(dialect.weightMethods).some((key) => key.includes('+')),
    partyRoles: mapOf(dialect.partyRoles),
    droppedParties: new Set(
      Object.keys(dialect.partyRoles).filter((key) => dialect.partyRoles[key] === null),
    ),
    sealIssuers: mapOf(dialect.sealIssuers),
    statusEvents: mapOf(dialect.statusEvents),
    documents: mapOf(dialect.documents),
    exceptions: mapOf(dialect.exceptions),
    placeholderBills: new Set(dialect.placeholderBills),
  };
  compiled.set(dialect, codes);
  return codes;
}

function mapOf<T>(table: Readonly<Record<string, T | null>>): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const [code, meaning] of Object.entries(table)) if (meaning !== null) map.set(code, meaning);
  return map;
}
