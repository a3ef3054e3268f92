/** What is wrong in a JSON value and where: `path` reads "$.signals.corridor.maxUp". */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** The value, or every problem found in it. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks one JSON value: adds what is wrong to `problems` and returns a copy. The copy is of type `T`
 * only when nothing was added.
 */
export type Shape<T> = (value: unknown, path: string, problems: Problem[]) => T;

/** The type that a shape checks for. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** At most this many problems are reported; the rest of a broken file says nothing new. */
const MAX_PROBLEMS = 100;

/**
 * Checks a whole JSON value against a shape.
 *
 * @example parseShape(number({ min: 0, max: 1 }), 0.5) // { ok: true, value: 0.5 }
 * @example parseShape(number({ min: 0, max: 1 }), 2) // { ok: false, problems: [{ path: "$", message: "must be a number from 0 to 1" }] }
 */
export function parseShape<T>(shape: Shape<T>, value: unknown): Parsed<T> {
  const problems: Problem[] = [];
  const copy = shape(value, '$', problems);
  return problems.length === 0 ? { ok: true, value: copy } : { ok: false, problems };
}

/** Adds a problem, up to a limit that keeps a hostile file from filling the memory. */
export function report(problems: Problem[], path: string, message: string): void {
  if (problems.length < MAX_PROBLEMS) problems.push({ path, message });
}

/** A finite number from `min` to `max`, whole where `whole` is set. */
export function number(limits: {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}): Shape<number> {
  return (value, path, problems) => {
    const fits =
      typeof value === 'number' &&
      value >= limits.min &&
      value <= limits.max &&
      (limits.whole !== true || Number.isInteger(value));
    if (!fits) {
      const kind = limits.whole === true ? 'a whole number' : 'a number';
      report(problems, path, `must be ${kind} from ${limits.min} to ${limits.max}`);
    }
    return value as number;
  };
}

/** A text of 1 to `max` characters; `pattern`, if given, comes with words for the reader. */
export function text(limits: {
  readonly max: number;
  readonly pattern?: RegExp;
  readonly like?: string;
}): Shape<string> {
  return (value, path, problems) => {
    if (typeof value !== 'string' || value.length === 0 || value.length > limits.max) {
      report(problems, path, `must be a text of 1 to ${limits.max} characters`);
    } else if (limits.pattern !== undefined && !limits.pattern.test(value)) {
      report(problems, path, `must be ${limits.like ?? `like ${limits.pattern.source}`}`);
    }
    return value as string;
  };
}

/** One of the given texts. */
export function oneOf<const T extends string>(values: readonly T[]): Shape<T> {
  return (value, path, problems) => {
    if (!values.includes(value as T)) report(problems, path, `must be one of ${values.join(', ')}`);
    return value as T;
  };
}

/** An instant as RFC 3339 text in UTC, e.g. "2026-01-01T00:00:00Z". */
export const instantText: Shape<string> = (value, path, problems) => {
  const shaped = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(value);
  const at = shaped ? Date.parse(value) : Number.NaN;
  // Date.parse rolls 30 February over to March; the day that comes back tells.
  if (!shaped || Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== value.slice(0, 10)) {
    report(problems, path, 'must be an instant in UTC like "2026-01-01T00:00:00Z"');
  }
  return value as string;
};

const absent: unique symbol = Symbol('absent');

/** A key that may be left out of its object; the copy has it only where it was there. */
export function optional<T>(shape: Shape<T>): Shape<T> {
  return Object.assign<Shape<T>, { [absent]: true }>(
    (value, path, problems) => shape(value, path, problems),
    {
      [absent]: true,
    },
  );
}

/** The shape or JSON null. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path, problems) => (value === null ? null : shape(value, path, problems));
}

/** A list of at most `max` items. */
export function list<T>(shape: Shape<T>, max: number): Shape<readonly T[]> {
  return (value, path, problems) => {
    if (!Array.isArray(value) || value.length > max) {
      report(problems, path, `must be a list of at most ${max}`);
      return [];
    }
    return value.map((item, index) => shape(item, `${path}[${index}]`, problems));
  };
}

/** An object with exactly these keys; an unknown key is refused, and a missing one that is not `optional`. */
export function object<S extends Record<string, Shape<unknown>>>(
  shapes: S,
): Shape<{ readonly [K in keyof S]: Shaped<S[K]> }> {
  const keys = Object.keys(shapes);
  return (value, path, problems) => {
    const copy: Record<string, unknown> = {};
    if (!isRecord(value)) {
      report(problems, path, 'must be an object');
      return copy as { readonly [K in keyof S]: Shaped<S[K]> };
    }
    refuseUnknownKeys(value, keys, path, problems);
    for (const key of keys) {
      const at = childPath(path, key);
      if (Object.hasOwn(value, key)) copy[key] = shapes[key]!(value[key], at, problems);
      else if (!(absent in shapes[key]!)) report(problems, at, 'is missing');
    }
    return copy as { readonly [K in keyof S]: Shaped<S[K]> };
  };
}

/** An object whose keys are data, e.g. country codes; at most `max` of them. */
export function record<T>(
  shape: Shape<T>,
  keys: { readonly pattern: RegExp; readonly like: string; readonly max: number },
): Shape<Readonly<Record<string, T>>> {
  return (value, path, problems) => {
    if (!isRecord(value)) {
      report(problems, path, 'must be an object');
      return {};
    }
    const entries = Object.entries(value);
    if (entries.length > keys.max) report(problems, path, `must have at most ${keys.max} keys`);
    return Object.fromEntries(
      entries.slice(0, keys.max).map(([key, item]) => {
        const at = childPath(path, key);
        if (!keys.pattern.test(key)) report(problems, at, `the key must be ${keys.like}`);
        return [key, shape(item, at, problems)];
      }),
    );
  };
}

/** Whether a JSON value is an object and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reports every key of `value` that is not in `known`. */
export function refuseUnknownKeys(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: string,
  problems: Problem[],
): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) report(problems, childPath(path, key), 'is not known here');
  }
}

/**
 * Path of a key below `path`, quoted where it is no plain name.
 *
 * @example childPath("$.signals", "goods-generic") // '$.signals["goods-generic"]'
 */
export function childPath(path: string, key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
