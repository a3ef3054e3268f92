import { defaultStackReach, exposureStates, type ExposureScope } from '@havenwacht/planning';
import { z } from 'zod';

/**
 * What an administration sets apart, and how. Data that somebody owns, with a date and a version; a list of
 * countries that nobody renews runs out.
 */
const country = z.string().regex(/^[A-Z]{2}$/);
const port = z.string().regex(/^[A-Z]{2}[A-Z2-9]{3}$/);
const block = z.string().regex(/^\d{3}$/);
const minutes = z.number().min(1).max(100_000);
const share = z.number().min(0).max(1);
const code = z.string().regex(/^[A-Z0-9]{1,6}$/);

/** Every condition that is given has to hold; a clause without any would catch all and is refused. */
const clause = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]{1,60}$/),
    why: z.string().trim().min(3).max(400),
    /** Country in which the goods or the box began. */
    originCountries: z.array(country).min(1).optional(),
    loadPorts: z.array(port).min(1).optional(),
    corridors: z
      .array(z.strictObject({ from: z.union([country, port]), to: port }))
      .min(1)
      .optional(),
    /** Signals of screening that speak for it; one is enough. */
    signals: z.array(z.string().min(1).max(60)).min(1).optional(),
    bands: z
      .array(z.enum(['A', 'B', 'C', 'D']))
      .min(1)
      .optional(),
    load: z.enum(['full', 'empty']).optional(),
    reefer: z.boolean().optional(),
  })
  .refine(
    ({ name: _, why: __, ...conditions }) =>
      Object.values(conditions).some((condition) => condition !== undefined),
    { message: 'has no condition and would catch every box' },
  );

const terminal = z.strictObject({
  port,
  code,
  /** The group whose people see these orders in the portal. */
  organisation: z.string().regex(/^[A-Za-z0-9_-]{1,60}$/),
  /** How its messages name it, besides its code. */
  knownAs: z.array(z.string().min(1).max(40)).default([]),
  /** Address in the interchange: UNB recipient. */
  recipient: z.string().min(1).max(35),
  guardedBlocks: z.array(block).min(1),
  scanBlocks: z.array(block).default([]),
  /** Boxes that a guarded block takes; above it the block shows as full. */
  guardedPlaces: z.number().int().min(1).max(100_000).optional(),
});

const shape = z
  .strictObject({
    version: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/),
    owner: z.string().trim().min(1).max(120),
    validFrom: z.iso.datetime({ offset: true }),
    validTo: z.iso.datetime({ offset: true }).nullable(),
    /** UNB sender of the orders. */
    sender: z.string().min(1).max(35),
    clauses: z.array(clause).max(500),
    terminals: z.array(terminal).max(200),
    /** Terminal codes of depots: where an empty or a reefer is out of scope. */
    depots: z.array(z.string().min(1).max(40)).default([]),
    /** Minutes before the box can be reached at which the terminal is told. */
    orderLeadMinutes: minutes.default(120),
    /** Minutes after the box can be reached by which it has to stand in the guarded stack. */
    doneWithinMinutes: minutes.default(240),
    /** Minutes after the box can be reached at which it could first be fetched. */
    collectableAfterMinutes: minutes.default(240),
    /** Minutes without any answer after which an order is uncertain and is offered again. */
    answerMinutes: minutes.default(30),
    /** Minutes in which a yard event has to confirm what the terminal said it did. */
    confirmMinutes: minutes.default(60),
    /** Boxes that are moved along with each one, so that the order does not tell which it is about. */
    coverMoves: z.number().int().min(0).max(10).default(0),
    limitsMinutes: z.partialRecord(z.enum([...exposureStates, 'total']), minutes).default({}),
    stack: z
      .strictObject({
        logOdds: z.number().min(0).max(4),
        halfLifeHours: z.number().min(0.1).max(1_000),
        besideShare: share,
        aboveShare: share,
      })
      .default(defaultStackReach),
  })
  .refine(({ validFrom, validTo }) => validTo === null || Date.parse(validTo) > Date.parse(validFrom), {
    message: 'ends before it begins',
    path: ['validTo'],
  })
  .refine(({ clauses }) => new Set(clauses.map(({ name }) => name)).size === clauses.length, {
    message: 'names a clause twice',
    path: ['clauses'],
  })
  .refine(
    ({ terminals }) => new Set(terminals.map((one) => `${one.port} ${one.code}`)).size === terminals.length,
    { message: 'names a terminal twice', path: ['terminals'] },
  );

export type SegregationPolicy = z.infer<typeof shape>;
export type GuardedTerminal = SegregationPolicy['terminals'][number];

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: SegregationPolicy }
  | { readonly ok: false; readonly problems: readonly { readonly path: string; readonly message: string }[] };

/** Reads a policy; every problem at once. */
export function parseSegregationPolicy(json: unknown): ParsedPolicy {
  const parsed = shape.safeParse(json);
  if (parsed.success) return { ok: true, policy: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map(({ path, message }) => ({
      path: ['$', ...path].join('.'),
      message,
    })),
  };
}

/** What a policy looks at: the box as screening knows it. */
export interface CaughtFacts {
  readonly port: string;
  readonly origin: string | null;
  readonly loadPort: string | null;
  readonly load: string | null;
  readonly sizeType: string | null;
  readonly band: string;
  readonly signals: readonly string[];
}

/** The first clause that catches a box; `null` = none does. A fact that nobody stated meets no condition. */
export function clauseFor(
  policy: Pick<SegregationPolicy, 'clauses'>,
  facts: CaughtFacts,
): SegregationPolicy['clauses'][number] | null {
  return policy.clauses.find((one) => catches(one, facts)) ?? null;
}

function catches(one: SegregationPolicy['clauses'][number], facts: CaughtFacts): boolean {
  const isIn = (list: readonly string[] | undefined, value: string | null): boolean =>
    list === undefined || (value !== null && list.includes(value));
  return (
    isIn(one.originCountries, facts.origin) &&
    isIn(one.loadPorts, facts.loadPort) &&
    isIn(one.bands, facts.band) &&
    (one.signals === undefined || one.signals.some((signal) => facts.signals.includes(signal))) &&
    (one.load === undefined || one.load === facts.load) &&
    (one.reefer === undefined || one.reefer === isReefer(facts.sizeType)) &&
    (one.corridors === undefined ||
      one.corridors.some(
        ({ from, to }) => to === facts.port && (from === facts.origin || from === facts.loadPort),
      ))
  );
}

/** ISO 6346: the third character of a size type is R for a container with a cooling unit. */
function isReefer(sizeType: string | null): boolean {
  return sizeType?.[2] === 'R';
}

/** An empty or a reefer stays in scope until the depot: what hides in it is fetched there, or on the way. */
export function scopeOf({ load, sizeType }: Pick<CaughtFacts, 'load' | 'sizeType'>): ExposureScope {
  return load === 'empty' || isReefer(sizeType) ? 'until-depot' : 'until-handled';
}

/**
 * The terminal of the policy that messages name for a box; the only one of its port where they name none.
 * `null` = nobody can be told to move it.
 */
export function terminalFor(
  policy: Pick<SegregationPolicy, 'terminals'>,
  portOfBox: string,
  named: readonly string[],
): GuardedTerminal | null {
  const here = policy.terminals.filter((one) => one.port === portOfBox);
  for (const name of named) {
    const found = here.find((one) => isAt(one, name));
    if (found !== undefined) return found;
  }
  return named.length === 0 && here.length === 1 ? (here[0] ?? null) : null;
}

/** Whether a message that names a terminal so means this one. */
function isAt(one: Pick<GuardedTerminal, 'code' | 'knownAs'>, name: string): boolean {
  return name === one.code || one.knownAs.includes(name);
}

/** What kind of place a cell or a block is to the terminal. */
export function placeKind(
  one: Pick<GuardedTerminal, 'guardedBlocks' | 'scanBlocks'> | null,
  position: string | null,
): 'guarded' | 'scanner' | 'elsewhere' {
  const name = position === null || one === null ? null : blockOf(position);
  if (name === null || one === null) return 'elsewhere';
  return one.guardedBlocks.includes(name)
    ? 'guarded'
    : one.scanBlocks.includes(name)
      ? 'scanner'
      : 'elsewhere';
}

/** The block of a cell as messages write it: its bay, the first three of seven digits; `null` for what is no cell. */
function blockOf(position: string): string | null {
  return /^\d{3}(\d{4})?$/.test(position) ? position.slice(0, 3) : null;
}
