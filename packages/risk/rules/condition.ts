import { childPath, isRecord, refuseUnknownKeys, report, type Problem } from '../json-shape.ts';
import { caseFields, factCollections, type FactType } from './fact-fields.ts';

export type Comparison = '<' | '<=' | '=' | '!=' | '>=' | '>';
export type TextTest = 'equals' | 'starts-with' | 'ends-with' | 'contains' | 'words';
export type Calculation = 'add' | 'subtract' | 'multiply' | 'divide' | 'min' | 'max' | 'abs';

/** A number: a literal, a fact, or arithmetic on them. Subtract, divide take two, abs one, the others two to eight. */
export type NumberExpression =
  | number
  | { readonly field: string }
  | { readonly calc: Calculation; readonly of: readonly NumberExpression[] };

/**
 * What a rule tests. Three-valued: true, false, or unknown where a fact is missing. `all` is false as
 * soon as one part is, `any` true as soon as one is, `not` of unknown is unknown; `exists` is never
 * unknown.
 *
 * Texts compare without regard to case. `words` finds a text between borders of words. There are no
 * patterns, so that no rule can run for long.
 */
export type Condition =
  | { readonly test: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly test: 'not'; readonly of: Condition }
  | { readonly test: 'exists'; readonly field: string }
  | { readonly test: 'is'; readonly field: string; readonly value: boolean }
  | { readonly test: 'in'; readonly field: string; readonly values: readonly string[] }
  | {
      readonly test: 'text';
      readonly field: string;
      readonly how: TextTest;
      readonly value: string;
    }
  | {
      readonly test: 'compare';
      readonly left: NumberExpression;
      readonly op: Comparison;
      readonly right: NumberExpression;
    }
  | {
      readonly test: 'count';
      readonly of: string;
      /** What an item has to meet; `null` counts all. Its fields are those of the collection. */
      readonly where: Condition | null;
      readonly op: Comparison;
      readonly value: number;
    };

/** Nesting deeper than this is refused. */
export const MAX_DEPTH = 12;
/** Parts of one condition, counted over all levels. */
export const MAX_PARTS = 200;
const MAX_VALUES = 5000;
const MAX_TEXT = 200;

const COMPARISONS: readonly Comparison[] = ['<', '<=', '=', '!=', '>=', '>'];
const TEXT_TESTS: readonly TextTest[] = ['equals', 'starts-with', 'ends-with', 'contains', 'words'];
const OPERANDS: Readonly<Record<Calculation, readonly [min: number, max: number]>> = {
  add: [2, 8],
  multiply: [2, 8],
  min: [2, 8],
  max: [2, 8],
  subtract: [2, 2],
  divide: [2, 2],
  abs: [1, 1],
};

interface Scope {
  readonly types: ReadonlyMap<string, FactType>;
  /** Counting inside counting is refused. */
  readonly canCount: boolean;
  readonly budget: { parts: number };
  readonly problems: Problem[];
}

const caseTypes = new Map(caseFields.map(({ name, type }) => [name, type]));
const itemTypes = new Map(
  factCollections.map(({ name, fields }) => [name, new Map(fields.map((field) => [field.name, field.type]))]),
);

/**
 * Checks a condition from JSON: shape, names and types of facts, depth, size. Adds every problem with
 * its path; the value is a `Condition` when none was added.
 */
export function checkCondition(value: unknown, path: string, problems: Problem[]): void {
  check(value, path, 1, { types: caseTypes, canCount: true, budget: { parts: 0 }, problems });
}

function check(value: unknown, path: string, depth: number, scope: Scope): void {
  const { problems } = scope;
  if (!isWithinLimits(path, depth, scope)) return;
  if (!isRecord(value)) return report(problems, path, 'must be an object with a "test"');
  const known = (...keys: string[]) => refuseUnknownKeys(value, ['test', ...keys], path, problems);
  switch (value['test']) {
    case 'all':
    case 'any':
      known('of');
      return checkParts(
        value['of'],
        childPath(path, 'of'),
        [1, MAX_PARTS],
        (part, at) => check(part, at, depth + 1, scope),
        scope,
      );
    case 'not':
      known('of');
      return check(value['of'], childPath(path, 'of'), depth + 1, scope);
    case 'exists':
      known('field');
      return checkField(value['field'], path, null, scope);
    case 'is':
      known('field', 'value');
      checkField(value['field'], path, 'flag', scope);
      if (typeof value['value'] !== 'boolean')
        report(problems, childPath(path, 'value'), 'must be true or false');
      return;
    case 'in':
      known('field', 'values');
      checkField(value['field'], path, 'text', scope);
      return checkParts(
        value['values'],
        childPath(path, 'values'),
        [1, MAX_VALUES],
        (text, at) => checkText(text, at, problems),
        scope,
      );
    case 'text':
      known('field', 'how', 'value');
      checkField(value['field'], path, 'text', scope);
      checkOneOf(value['how'], TEXT_TESTS, childPath(path, 'how'), problems);
      return checkText(value['value'], childPath(path, 'value'), problems);
    case 'compare':
      known('left', 'op', 'right');
      checkNumber(value['left'], childPath(path, 'left'), depth + 1, scope);
      checkOneOf(value['op'], COMPARISONS, childPath(path, 'op'), problems);
      return checkNumber(value['right'], childPath(path, 'right'), depth + 1, scope);
    case 'count':
      known('of', 'where', 'op', 'value');
      return checkCount(value, path, depth, scope);
    default:
      report(
        problems,
        childPath(path, 'test'),
        'must be one of all, any, not, exists, is, in, text, compare, count',
      );
  }
}

function checkCount(
  value: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
  scope: Scope,
): void {
  const { problems } = scope;
  if (!scope.canCount) report(problems, path, 'a count within a count is refused');
  const types = itemTypes.get(value['of'] as string);
  if (types === undefined) {
    report(problems, childPath(path, 'of'), `must be one of ${[...itemTypes.keys()].join(', ')}`);
  } else if (!Object.hasOwn(value, 'where')) {
    report(problems, childPath(path, 'where'), 'is missing; null counts all');
  } else if (value['where'] !== null) {
    check(value['where'], childPath(path, 'where'), depth + 1, { ...scope, types, canCount: false });
  }
  checkOneOf(value['op'], COMPARISONS, childPath(path, 'op'), problems);
  const count = value['value'];
  if (!Number.isInteger(count) || (count as number) < 0 || (count as number) > 100_000) {
    report(problems, childPath(path, 'value'), 'must be a whole number from 0 to 100000');
  }
}

function checkNumber(value: unknown, path: string, depth: number, scope: Scope): void {
  const { problems } = scope;
  if (!isWithinLimits(path, depth, scope)) return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) report(problems, path, 'must be a finite number');
    return;
  }
  if (!isRecord(value)) return report(problems, path, 'must be a number, { field } or { calc, of }');
  if (Object.hasOwn(value, 'field')) {
    refuseUnknownKeys(value, ['field'], path, problems);
    return checkField(value['field'], path, 'number', scope);
  }
  refuseUnknownKeys(value, ['calc', 'of'], path, problems);
  const calc = value['calc'];
  if (typeof calc !== 'string' || !Object.hasOwn(OPERANDS, calc)) {
    return report(problems, childPath(path, 'calc'), `must be one of ${Object.keys(OPERANDS).join(', ')}`);
  }
  checkParts(
    value['of'],
    childPath(path, 'of'),
    OPERANDS[calc as Calculation],
    (part, at) => checkNumber(part, at, depth + 1, scope),
    scope,
  );
}

function isWithinLimits(path: string, depth: number, { budget, problems }: Scope): boolean {
  if (depth > MAX_DEPTH) {
    report(problems, path, `is nested deeper than ${MAX_DEPTH}`);
    return false;
  }
  budget.parts++;
  if (budget.parts === MAX_PARTS + 1)
    report(problems, path, `the condition has more than ${MAX_PARTS} parts`);
  return budget.parts <= MAX_PARTS;
}

function checkField(name: unknown, path: string, type: FactType | null, { types, problems }: Scope): void {
  const at = childPath(path, 'field');
  const found = typeof name === 'string' ? types.get(name) : undefined;
  if (found === undefined)
    report(problems, at, `there is no fact ${JSON.stringify(name) ?? 'without a name'}`);
  else if (type !== null && found !== type)
    report(problems, at, `${String(name)} is a ${found}, not a ${type}`);
}

function checkParts(
  parts: unknown,
  path: string,
  [min, max]: readonly [number, number],
  checkPart: (part: unknown, path: string) => void,
  { problems }: Scope,
): void {
  if (!Array.isArray(parts) || parts.length < min || parts.length > max) {
    return report(
      problems,
      path,
      min === max ? `must be a list of ${min}` : `must be a list of ${min} to ${max}`,
    );
  }
  parts.forEach((part, index) => checkPart(part, `${path}[${index}]`));
}

function checkText(value: unknown, path: string, problems: Problem[]): void {
  if (typeof value !== 'string' || value === '' || value.length > MAX_TEXT) {
    report(problems, path, `must be a text of 1 to ${MAX_TEXT} characters`);
  }
}

function checkOneOf(value: unknown, values: readonly string[], path: string, problems: Problem[]): void {
  if (!values.includes(value as string)) report(problems, path, `must be one of ${values.join(' ')}`);
}
