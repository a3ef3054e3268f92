import {
  instantText,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  parseShape,
  record,
  report,
  text,
  type Parsed,
  type Problem,
  type Shape,
} from '../json-shape.ts';
import { checkCondition, type Condition } from './condition.ts';

/**
 * What a rule does when its condition is true. A rule can raise a score or demand a control; it can't
 * lower a score, because making a container look clean is the act that is guarded hardest.
 */
export type RuleAction =
  | ({ readonly action: 'add-log-odds'; readonly weight: number } & RuleWording)
  | ({ readonly action: 'must-control' } & RuleWording);

/** What a reader is told when the rule holds: rules are data of their owner, and so are their translations. */
export interface RuleWording {
  /** English. */
  readonly text: string;
  /** The same sentence in other languages, by language tag. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** One rule: owned, dated, with the ground it stands on. */
export interface Rule {
  /** Kebab-case, stable: it is in the reasons. */
  readonly id: string;
  /** The role that answers for the rule. */
  readonly owner: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Why the rule is there. */
  readonly note: string;
  readonly when: Condition;
  readonly then: RuleAction;
}

/** Rules of one version. */
export interface RuleSet {
  readonly version: string;
  readonly owner: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly rules: readonly Rule[];
}

/** More rules than this in one set are refused. */
const MAX_RULES = 1000;

const condition: Shape<Condition> = (value, path, problems) => {
  checkCondition(value, path, problems);
  return value as Condition;
};

const sentence = text({ max: 300 });
const wording = {
  text: sentence,
  texts: optional(
    record(sentence, {
      pattern: /^[a-z]{2}(-[A-Z]{2})?$/,
      like: 'a language tag, e.g. "nl" or "pt-BR"',
      max: 30,
    }),
  ),
};
const adds = object({
  action: oneOf(['add-log-odds']),
  weight: number({ min: 0.01, max: 6 }),
  ...wording,
});
const demands = object({ action: oneOf(['must-control']), ...wording });
const action: Shape<RuleAction> = (value, path, problems) => {
  const isDemand = (value as { action?: unknown } | null)?.action === 'must-control';
  if (!isDemand && (value as { action?: unknown } | null)?.action !== 'add-log-odds') {
    report(problems, `${path}.action`, 'must be one of add-log-odds, must-control');
    return value as RuleAction;
  }
  return isDemand ? demands(value, path, problems) : adds(value, path, problems);
};

const ruleSetShape: Shape<RuleSet> = object({
  version: text({ max: 60 }),
  owner: text({ max: 120 }),
  validFrom: instantText,
  validTo: nullable(instantText),
  rules: list(
    object({
      id: text({
        max: 80,
        pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
        like: 'kebab-case, e.g. "reefer-from-risk-country"',
      }),
      owner: text({ max: 120 }),
      validFrom: instantText,
      validTo: nullable(instantText),
      note: text({ max: 600 }),
      when: condition,
      then: action,
    }),
    MAX_RULES,
  ),
});

/**
 * Reads a rule set from JSON. Refuses unknown keys, unknown facts, facts of another type, conditions
 * that are too deep or too large, weights that are not over 0, two rules of one id, and a validity
 * that ends before it begins.
 *
 * @returns a copy of the rule set, or every problem with its JSON path
 * @example parseRuleSet([]) // { ok: false, problems: [{ path: "$", message: "must be an object" }] }
 */
export function parseRuleSet(json: unknown): Parsed<RuleSet> {
  const parsed = parseShape(ruleSetShape, json);
  if (!parsed.ok) return parsed;
  const problems: Problem[] = [];
  checkDates(parsed.value, '$', problems);
  const ids = new Set<string>();
  parsed.value.rules.forEach((rule, index) => {
    checkDates(rule, `$.rules[${index}]`, problems);
    if (ids.has(rule.id)) report(problems, `$.rules[${index}].id`, `"${rule.id}" is there twice`);
    ids.add(rule.id);
  });
  // The copy keeps later changes of the caller's JSON out of what was checked.
  return problems.length === 0 ? { ok: true, value: structuredClone(parsed.value) } : { ok: false, problems };
}

function checkDates(
  dated: { readonly validFrom: string; readonly validTo: string | null },
  path: string,
  problems: Problem[],
): void {
  if (dated.validTo !== null && Date.parse(dated.validTo) <= Date.parse(dated.validFrom)) {
    report(problems, `${path}.validTo`, 'must be after validFrom');
  }
}
