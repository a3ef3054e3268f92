import type { Claim, Source } from '@havenwacht/domain';
import type { ContainerCase } from '../container-case.ts';
import { distinctSources } from '../reason.ts';
import { compileCondition, factTable, type Test, type Uses } from './compile-condition.ts';
import type { Condition } from './condition.ts';
import { caseFields, factCollections } from './fact-fields.ts';
import { factsOf, type FactRecord, type FactSelection } from './fact-record.ts';
import type { Rule, RuleSet } from './rule-set.ts';
import { RuleIndex, type Part } from './rule-index.ts';

/** A rule set made into closures. Rules that are not in force are answered as false. */
export interface CompiledRules {
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly validFrom: string;
  readonly validTo: string | null;
  /** What `factsOf` has to read for these rules. */
  readonly selection: FactSelection;
  /**
   * Answers every rule into `into`, in the order of `rules`. A hot path (see bench/rules.ts): it
   * allocates nothing for texts that it saw before. Not for use inside itself: it keeps its scratch.
   *
   * @param asOf epoch milliseconds: rules outside their dates answer −1
   * @param into at least as long as `rules`
   */
  decide(facts: FactRecord, asOf: number, into: Int8Array): void;
  /**
   * The rules that are true, bit i mod 32 of word i / 32; what is false and what is unknown is not told
   * apart. The fastest way to ask, for who only wants to know what fires. The answer is overwritten by the
   * next call.
   */
  holding(facts: FactRecord, asOf: number): Int32Array;
  /** Names of facts that rule `index` asks for and that are missing. */
  missing(index: number, facts: FactRecord): readonly string[];
  /** The bytes that rule `index` stands on in this case: of its facts, and of the items it counted. */
  sources(index: number, subject: ContainerCase): readonly Source[];
}

interface CompiledRule {
  /** What the index can't say: choices in a choice, second choices, counts, arithmetic. All have to hold. */
  readonly rest: readonly Test[];
  readonly from: number;
  readonly to: number;
  readonly fields: readonly number[];
  readonly counts: Uses['counts'];
}

const caseTable = factTable(caseFields);

/**
 * Compiles a rule set that `parseRuleSet` accepted. No code is generated. The simple tests that rules
 * need, or need one of, go into an index by fact, which rules out most rules in one pass; what is left
 * of a rule is a few closures, asked only when the index leaves the rule open.
 *
 * @throws {RangeError} for a fact or collection that does not exist
 */
export function compileRuleSet(ruleSet: RuleSet): CompiledRules {
  const index = new RuleIndex(caseTable);
  const compiled = ruleSet.rules.map((rule, at) => compileRule(rule, at, index));
  index.close(compiled.length);
  const rests = compiled.map(({ rest }) => rest);
  const froms = Float64Array.from(compiled, ({ from }) => from);
  const tos = Float64Array.from(compiled, ({ to }) => to);
  const setFrom = Date.parse(ruleSet.validFrom);
  const setTo = ruleSet.validTo === null ? Number.POSITIVE_INFINITY : Date.parse(ruleSet.validTo);
  const words = (compiled.length + 31) >> 5;
  const bitsOf = (isIn: (rule: CompiledRule) => boolean): Int32Array => {
    const bits = new Int32Array(words);
    compiled.forEach((rule, at) => {
      if (isIn(rule)) bits[at >> 5]! |= 1 << (at & 31);
    });
    return bits;
  };
  const restless = bitsOf(({ rest }) => rest.length === 0);
  const held = new Int32Array(words);
  let inForceAt = Number.NaN;
  let inForce: Int32Array = new Int32Array(words);
  return {
    version: ruleSet.version,
    rules: ruleSet.rules,
    validFrom: ruleSet.validFrom,
    validTo: ruleSet.validTo,
    selection: {
      fields: [...new Set(compiled.flatMap(({ fields }) => fields))].sort((a, b) => a - b),
      collections: [...new Set(compiled.flatMap(({ counts }) => counts.map((c) => c.collection)))],
    },
    decide(facts, asOf, into) {
      into.fill(-1, 0, compiled.length);
      if (!(asOf >= setFrom && asOf < setTo)) return;
      index.apply(facts);
      for (let word = 0; word < index.no.length; word++) {
        const unknown = index.unknown[word]!;
        for (let open = ~index.no[word]!; open !== 0; open &= open - 1) {
          const bit = 31 - Math.clz32(open & -open);
          const at = (word << 5) + bit;
          if (at >= compiled.length) break;
          if (!(asOf >= froms[at]! && asOf < tos[at]!)) continue;
          const rest = rests[at]!;
          let truth = (unknown >>> bit) & 1 ? 0 : 1;
          for (let part = 0; part < rest.length && truth >= 0; part++) {
            const answer = rest[part]!(facts);
            if (answer < truth) truth = answer;
          }
          into[at] = truth;
        }
      }
    },
    holding(facts, asOf) {
      if (asOf !== inForceAt) {
        const holds = asOf >= setFrom && asOf < setTo;
        inForce = bitsOf(({ from, to }) => holds && asOf >= from && asOf < to);
        inForceAt = asOf;
      }
      index.apply(facts);
      for (let word = 0; word < words; word++) {
        const open = inForce[word]! & ~index.no[word]! & ~index.unknown[word]!;
        let firing = open & restless[word]!;
        for (let asked = open & ~restless[word]!; asked !== 0; asked &= asked - 1) {
          const lowest = asked & -asked;
          const rest = rests[(word << 5) + 31 - Math.clz32(lowest)]!;
          let part = 0;
          while (part < rest.length && rest[part]!(facts) > 0) part++;
          if (part === rest.length) firing |= lowest;
        }
        held[word] = firing;
      }
      return held;
    },
    missing(rule, facts) {
      const { fields = [] } = compiled[rule] ?? {};
      return fields
        .filter((field) => Number.isNaN(facts.numbers[field]) && facts.texts[field] === null)
        .map((field) => caseFields[field]?.name ?? '');
    },
    sources(at, subject) {
      const rule = compiled[at];
      if (rule === undefined) return [];
      const stands: (Claim<unknown> | Source)[] = rule.fields.flatMap((field) => [
        ...(caseFields[field]?.stands(subject) ?? []),
      ]);
      if (rule.counts.length > 0) {
        const facts = factsOf(subject, { fields: [], collections: rule.counts.map((c) => c.collection) });
        for (const { collection, where } of rule.counts) {
          const claims = factCollections[collection]?.items(subject) ?? [];
          const records = facts.items[collection] ?? [];
          stands.push(...claims.filter((_, item) => where(records[item]!) > 0));
        }
      }
      return distinctSources(stands.map((item) => ('source' in item ? item.source : item)));
    },
  };
}

function compileRule(rule: Rule, at: number, index: RuleIndex): CompiledRule {
  const uses: Uses = { fields: new Set(), counts: [] };
  const rest: Test[] = [];
  for (const part of needed([rule.when, true])) {
    const [condition, isWanted] = part;
    if (index.require(at, part, uses) || index.choose(at, alternatives(part), uses)) continue;
    rest.push(compileCondition(isWanted ? condition : { test: 'not', of: condition }, caseTable, uses));
  }
  return {
    rest,
    from: Date.parse(rule.validFrom),
    to: rule.validTo === null ? Number.POSITIVE_INFINITY : Date.parse(rule.validTo),
    fields: [...uses.fields],
    counts: uses.counts,
  };
}

/** The parts that all have to hold, or whose opposite has to: not any = all not. */
function needed([condition, isWanted]: Part): readonly Part[] {
  if (condition.test === 'not') return needed([condition.of, !isWanted]);
  if (condition.test === (isWanted ? 'all' : 'any')) {
    const { of } = condition as Extract<Condition, { test: 'all' | 'any' }>;
    return of.flatMap((part) => needed([part, isWanted]));
  }
  return [[condition, isWanted]];
}

/** The parts of which one has to hold: the opposites of what the opposite of the whole needs. */
function alternatives([condition, isWanted]: Part): readonly Part[] {
  return needed([condition, !isWanted]).map(([part, isOppositeWanted]) => [part, !isOppositeWanted]);
}
