import type { CallRole, MovementEvent, PartyRole, SealIssuer, WeightMethod } from '../../cargo-row.ts';
import type { Segment } from '../segment.ts';
import type { Dialect, DocumentMeaning } from './dialects.ts';
import { codeOf } from '../packed-code.ts';

/** What the codes of one data element mean. Short codes are looked up packed, without making their text. */
class CodeTable<T> {
  readonly #byCode = new Map<number, T>();
  readonly #byText = new Map<string, T>();

  constructor(table: Readonly<Record<string, T | undefined>>) {
    for (const [text, meaning] of Object.entries(table)) {
      if (meaning === undefined) continue;
      const code = codeOf(text);
      if (code < 0) this.#byText.set(text, meaning);
      else this.#byCode.set(code, meaning);
    }
  }

  /** Meaning of `s.code(element, component)`, which is `code`. */
  of(code: number, s: Segment, element: number, component = 0): T | undefined {
    return code < 0 ? this.#byText.get(s.text(element, component)) : this.#byCode.get(code);
  }

  get(text: string): T | undefined {
    const code = codeOf(text);
    return code < 0 ? this.#byText.get(text) : this.#byCode.get(code);
  }
}

/** A dialect's tables as maps, so that no code a sender writes can reach a property of `Object`. */
export interface DialectCodes {
  readonly dialect: Dialect;
  readonly callRoles: CodeTable<CallRole>;
  readonly weightMethods: CodeTable<WeightMethod>;
  /** Some keys join 6311 and 6313 with "+". */
  readonly weighsByBoth: boolean;
  /** null for a role that a profile took out. */
  readonly partyRoles: CodeTable<PartyRole | null>;
  readonly sealIssuers: CodeTable<SealIssuer>;
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
    callRoles: codesOf(dialect.callRoles),
    weightMethods: codesOf(dialect.weightMethods),
    weighsByBoth: Object.keys(dialect.weightMethods).some((key) => key.includes('+')),
    partyRoles: new CodeTable<PartyRole | null>(dialect.partyRoles),
    sealIssuers: codesOf(dialect.sealIssuers),
    statusEvents: mapOf(dialect.statusEvents),
    documents: mapOf(dialect.documents),
    exceptions: mapOf(dialect.exceptions),
    placeholderBills: new Set(dialect.placeholderBills),
  };
  compiled.set(dialect, codes);
  return codes;
}

function codesOf<T>(table: Readonly<Record<string, T | null>>): CodeTable<T> {
  return new CodeTable<T>(Object.fromEntries(mapOf(table)));
}

function mapOf<T>(table: Readonly<Record<string, T | null>>): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const [code, meaning] of Object.entries(table)) if (meaning !== null) map.set(code, meaning);
  return map;
}
