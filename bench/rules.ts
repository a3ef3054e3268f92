/**
 * 40 rules on synthetic containers: compiled closures against json-rules-engine and zen-engine. Every
 * side gets the same plain objects and answers which rules hold for each; the answers have to be equal.
 *
 *     node bench/rules.ts SIDE CONTAINERS [CONTAINERS …]
 *
 * runs one side once and prints its figure, with a digest of the answers after each number of
 * containers.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import {
  compileRuleSet,
  flatFactReader,
  type Condition,
  type NumberExpression,
  type RuleSet,
} from '@havenwacht/risk';
import { median, type Bench } from './bench-line.ts';

type Facts = Readonly<Record<string, number | string | boolean>>;

interface SideResult {
  readonly containersPerCpuSecond: number;
  /** SHA-256 of the answers for the first containers, by their number. */
  readonly digests: Readonly<Record<number, string>>;
}

/** Answers for a list of containers: 2^i added up over the rules that hold, so that a sum names the set. */
type Side = (rules: readonly Condition[]) => {
  answer(containers: readonly Facts[]): Promise<Float64Array>;
};

const RULES = 40;
const rounds = 3;
const peers = createRequire(new URL('./peers/package.json', import.meta.url));

export const bench: Bench = {
  name: 'rules',
  about: '40 rules on 100,000 containers against json-rules-engine and zen-engine',
  async *run({ quick }) {
    const all = quick ? 20_000 : 100_000;
    const runs = [
      {
        side: 'json-rules-engine',
        name: 'json-rules-engine',
        containers: quick ? 200 : 1000,
        how: 'one run a container',
      },
      {
        side: 'zen-table',
        name: '@gorules/zen-engine',
        containers: quick ? 1000 : 5000,
        how: 'one collect table with 40 expressions, 500 calls waiting together',
      },
      {
        side: 'zen-mapped',
        name: '@gorules/zen-engine',
        containers: quick ? 1000 : 5000,
        how: 'the rules folded into one arithmetic expression that maps over 500 rows a call',
      },
    ] as const;
    const ours = await measure('ours', [...new Set(runs.map(({ containers }) => containers)), all]);
    for (const { side, name, containers, how } of runs) {
      const peer = await measure(side, [containers]);
      if (peer.digests[containers] !== ours.digests[containers]) {
        throw new Error(`${side} answers otherwise on the first ${containers} containers`);
      }
      yield {
        bench: 'rules',
        case: `${RULES} rules on ${all} containers, ${side}`,
        ours: ours.figure,
        peer: { name, version: versionOf(name), figure: peer.figure },
        unit: 'containers per CPU-second',
        ratio: ours.figure / peer.figure,
        note:
          `peer: ${how}; it ran the first ${containers}, with equal answers; every side takes plain objects; ` +
          `median of ${rounds}, each in a process of its own after a warm-up`,
      };
    }
  },
};

function versionOf(name: string): string {
  const path = new URL(`./peers/node_modules/${name}/package.json`, import.meta.url);
  return (peers(path.pathname) as { version: string }).version;
}

async function measure(side: keyof typeof sides, prefixes: readonly number[]) {
  const results: SideResult[] = [];
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`rules: ${side}, round ${round + 1} of ${rounds}\n`);
    const parameters = [import.meta.filename, side, ...prefixes.map(String)];
    const { stdout } = await promisify(execFile)(process.execPath, parameters);
    results.push(JSON.parse(stdout) as SideResult);
  }
  const figure = median(results.map(({ containersPerCpuSecond }) => containersPerCpuSecond));
  return { figure, digests: results[0]!.digests };
}

/** Mulberry32: enough for figures that only have to repeat. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words = {
  originCountry: ['EC', 'CO', 'BR', 'CR', 'PA', 'PE', 'US', 'TR', 'ZA', 'GH', 'NO', 'MA'],
  loadPort: ['ECGYE', 'ECPSJ', 'COTRB', 'BRSSZ', 'BRPNG', 'CRMOB', 'PAMIT', 'PABLB', 'PECLL', 'USNYC'],
  dischargePort: ['NLVLI', 'NLRTM', 'BEANR'],
  consigneeCountry: ['NL', 'BE', 'DE', 'FR', 'ES', 'PL', 'AL'],
  hsHeading: ['0803', '0804', '0805', '0901', '1801', '4402', '6907', '7204', '8703', '0303', '2009', '4407'],
  sizeType: ['22G1', '42G1', '45G1', '22R1', '45R1', '42U1'],
  load: ['FULL', 'FULL', 'FULL', 'EMPTY'],
  operator: ['HWA', 'HWB', 'HWC', 'HWD', 'HWE'],
  consigneeName: [
    'TO ORDER',
    'KADE FRUIT',
    'SCHELDE TRADING',
    'NOORD IMPORT',
    'DELTA FOODS',
    'TO ORDER OF BANK',
  ],
  goodsText: [
    'FRESH BANANAS IN CARTONS',
    'GENERAL CARGO',
    'CERAMIC TILES',
    'CHARCOAL IN BAGS',
    'SCRAP METAL LOOSE',
    'FROZEN FISH',
    'GREEN COFFEE IN BAGS',
    'COCOA BEANS',
    'USED CARS',
    'SAID TO CONTAIN PARTS',
  ],
} as const;

const ranges = {
  vgmKg: [3000, 31_000],
  declaredGrossKg: [3000, 31_000],
  tareKg: [2100, 5200],
  setTemperatureC: [-25, 15],
  minutesToArrival: [-1000, 10_000],
  billCount: [1, 12],
  consigneeVisits: [0, 300],
  shipperVisits: [0, 300],
  corridorControls: [0, 500],
  identityCases: [0, 2],
} as const;

const flags = ['isReefer', 'aftIsFree', 'onManifest'] as const;

/** As they come out of JSON, which is how such facts arrive. */
function containersFrom(seed: number, count: number): Facts[] {
  const random = seeded(seed);
  const containers = Array.from({ length: count }, () => {
    const facts: Record<string, number | string | boolean> = {};
    for (const [name, [min, max]] of Object.entries(ranges))
      facts[name] = Math.floor(min + random() * (max - min + 1));
    for (const [name, values] of Object.entries(words))
      facts[name] = values[Math.floor(random() * values.length)]!;
    for (const name of flags) facts[name] = random() < 0.4;
    return facts;
  });
  return JSON.parse(JSON.stringify(containers)) as Facts[];
}

type TextHow = Extract<Condition, { test: 'text' }>['how'];

/** Two to four parts a rule, of every kind that all three engines can say. */
function rulesFrom(seed: number): readonly Condition[] {
  const random = seeded(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const number = (): Condition => {
    const field = pick(Object.keys(ranges) as (keyof typeof ranges)[]);
    const [min, max] = ranges[field];
    const op = pick(['<', '<=', '>', '>='] as const);
    return { test: 'compare', left: { field }, op, right: Math.floor(min + random() * (max - min)) };
  };
  const text = (): Condition => {
    const field = pick(Object.keys(words) as (keyof typeof words)[]);
    const values: readonly string[] = words[field];
    const how: TextHow = pick(['equals', 'starts-with', 'contains'] as const);
    const value = pick(values);
    return {
      test: 'text',
      field,
      how,
      value: how === 'equals' ? value : value.slice(0, 2 + Math.floor(random() * 4)),
    };
  };
  const set = (): Condition => {
    const field = pick(['originCountry', 'loadPort', 'hsHeading', 'operator'] as const);
    return {
      test: 'in',
      field,
      values: [...new Set([pick(words[field]), pick(words[field]), pick(words[field])])],
    };
  };
  const part = () =>
    pick<() => Condition>([
      number,
      number,
      text,
      set,
      set,
      () => ({ test: 'is', field: pick(flags), value: random() < 0.5 }),
      () => ({ test: 'compare', left: { field: 'vgmKg' }, op: '>', right: { field: 'declaredGrossKg' } }),
      () => ({ test: 'not', of: text() }),
    ])();
  return Array.from({ length: RULES }, () => {
    const parts = Array.from({ length: 2 + Math.floor(random() * 3) }, part);
    return random() < 0.75
      ? { test: 'all', of: parts }
      : { test: 'all', of: [parts[0]!, { test: 'any', of: parts.slice(1) }] };
  });
}

const ours: Side = (conditions) => {
  const dates = { validFrom: '2026-01-01T00:00:00Z', validTo: null };
  const ruleSet: RuleSet = {
    version: 'bench',
    owner: 'bench',
    ...dates,
    rules: conditions.map((when, index) => ({
      id: `rule-${index}`,
      owner: 'bench',
      ...dates,
      note: 'bench',
      when,
      then: { action: 'add-log-odds', weight: 1, text: 'bench' },
    })),
  };
  const rules = compileRuleSet(ruleSet);
  const read = flatFactReader(rules.selection);
  const asOf = Date.UTC(2026, 5, 1);
  return {
    async answer(containers) {
      const sums = new Float64Array(containers.length);
      for (let at = 0; at < containers.length; at++) {
        const held = rules.holding(read(containers[at]!), asOf);
        sums[at] = (held[0]! >>> 0) + (held[1]! >>> 0) * 2 ** 32;
      }
      return sums;
    },
  };
};

interface JsonRulesEngine {
  addOperator(name: string, test: (fact: string, value: string) => boolean): void;
  run(facts: Facts): Promise<{ events: readonly { params: { index: number } }[] }>;
}

const jsonRulesEngine: Side = (conditions) => {
  const { Engine } = peers('json-rules-engine') as { Engine: new (rules: unknown) => JsonRulesEngine };
  const engine = new Engine(
    conditions.map((condition, index) => ({
      conditions: { all: [toJsonRule(condition)] },
      event: { type: 'hit', params: { index } },
    })),
  );
  engine.addOperator('startsWith', (fact, value) => fact.startsWith(value));
  engine.addOperator('includesText', (fact, value) => fact.includes(value));
  return {
    async answer(containers) {
      const sums = new Float64Array(containers.length);
      for (const [at, facts] of containers.entries()) {
        const { events } = await engine.run(facts);
        for (const { params } of events) sums[at]! += 2 ** params.index;
      }
      return sums;
    },
  };
};

const jsonOperators: Readonly<Record<string, string>> = {
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
  equals: 'equal',
  'starts-with': 'startsWith',
  contains: 'includesText',
};

function toJsonRule(condition: Condition): unknown {
  switch (condition.test) {
    case 'all':
    case 'any':
      return { [condition.test]: condition.of.map(toJsonRule) };
    case 'not':
      return { not: toJsonRule(condition.of) };
    case 'is':
      return { fact: condition.field, operator: 'equal', value: condition.value };
    case 'in':
      return { fact: condition.field, operator: 'in', value: condition.values };
    case 'text':
      return { fact: condition.field, operator: jsonOperators[condition.how], value: condition.value };
    case 'compare': {
      const { right } = condition;
      const value = typeof right === 'number' ? right : { fact: fieldOf(right) };
      return { fact: fieldOf(condition.left), operator: jsonOperators[condition.op], value };
    }
    case 'exists':
    case 'count':
      throw new Error(`${condition.test} is not in this benchmark`);
  }
}

interface ZenDecision {
  evaluate(context: unknown): Promise<{ result: unknown }>;
}

/** Rows that zen gets in one call, or calls that wait together. */
const zenBatch = 500;

function zenDecision(type: string, content: unknown): ZenDecision {
  const { ZenEngine } = peers('@gorules/zen-engine') as {
    ZenEngine: new () => { createDecision(content: unknown): ZenDecision };
  };
  return new ZenEngine().createDecision(zenGraph(type, content));
}

/** One "collect" table with an expression a rule; a call a container, 500 of them waiting together. */
const zenTable: Side = (conditions) => {
  const table = zenDecision('decisionTableNode', {
    hitPolicy: 'collect',
    inputs: [{ id: 'when', name: 'when', type: 'expression' }],
    outputs: [{ id: 'index', field: 'index', name: 'index', type: 'expression' }],
    rules: conditions.map((condition, index) => ({
      _id: String(index),
      when: toZen(condition, ''),
      index: String(index),
    })),
  });
  return inZenBatches(async (rows) => {
    const answers = await Promise.all(rows.map((facts) => table.evaluate(facts)));
    return answers.map(({ result }) =>
      ((result ?? []) as readonly { index: number }[]).reduce((sum, { index }) => sum + 2 ** index, 0),
    );
  });
};

/** One expression that adds up 40 choices, mapped over the rows of a batch: a call for 500 containers. */
const zenMapped: Side = (conditions) => {
  const terms = conditions.map((condition, index) => `(${toZen(condition, '#.')} ? ${2 ** index} : 0)`);
  const value = `map(rows, ${terms.join(' + ')})`;
  const mapped = zenDecision('expressionNode', { expressions: [{ id: 'sums', key: 'sums', value }] });
  return inZenBatches(async (rows) => {
    const { result } = await mapped.evaluate({ rows });
    return (result as { sums: number[] }).sums;
  });
};

function inZenBatches(answer: (rows: readonly Facts[]) => Promise<readonly number[]>): ReturnType<Side> {
  return {
    async answer(containers) {
      const sums: number[] = [];
      for (let at = 0; at < containers.length; at += zenBatch) {
        sums.push(...(await answer(containers.slice(at, at + zenBatch))));
      }
      return Float64Array.from(sums);
    },
  };
}

function zenGraph(type: string, content: unknown): unknown {
  const position = { x: 0, y: 0 };
  return {
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', position },
      { id: 'rules', name: 'rules', type, position, content },
      { id: 'out', name: 'out', type: 'outputNode', position },
    ],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules' },
      { id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out' },
    ],
  };
}

function toZen(condition: Condition, row: string): string {
  switch (condition.test) {
    case 'all':
    case 'any': {
      const joint = condition.test === 'all' ? ' and ' : ' or ';
      return `(${condition.of.map((part) => toZen(part, row)).join(joint)})`;
    }
    case 'not':
      return `(not ${toZen(condition.of, row)})`;
    case 'is':
      return `(${row}${condition.field} == ${condition.value})`;
    case 'in':
      return `(${row}${condition.field} in [${condition.values.map((value) => `"${value}"`).join(', ')}])`;
    case 'text': {
      const field = `${row}${condition.field}`;
      const value = `"${condition.value}"`;
      if (condition.how === 'equals') return `(${field} == ${value})`;
      return `${condition.how === 'contains' ? 'contains' : 'startsWith'}(${field}, ${value})`;
    }
    case 'compare': {
      const { left, op, right } = condition;
      const limit = typeof right === 'number' ? String(right) : `${row}${fieldOf(right)}`;
      return `(${row}${fieldOf(left)} ${op} ${limit})`;
    }
    case 'exists':
    case 'count':
      throw new Error(`${condition.test} is not in this benchmark`);
  }
}

function fieldOf(expression: NumberExpression): string {
  if (typeof expression === 'number' || !('field' in expression))
    throw new Error('only facts are in this benchmark');
  return expression.field;
}

const sides = { ours, 'json-rules-engine': jsonRulesEngine, 'zen-table': zenTable, 'zen-mapped': zenMapped };

function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function runSide(name: keyof typeof sides, prefixes: readonly number[]): Promise<SideResult> {
  const side = sides[name](rulesFrom(11));
  const most = Math.max(...prefixes);
  await side.answer(containersFrom(5, name === 'ours' ? 20_000 : zenBatch));
  const containers = containersFrom(7, most);
  const before = process.cpuUsage();
  const sums = await side.answer(containers);
  const seconds = cpuSecondsSince(before);
  const digest = (count: number) => createHash('sha256').update(sums.subarray(0, count)).digest('hex');
  return {
    containersPerCpuSecond: most / seconds,
    digests: Object.fromEntries(prefixes.map((count) => [count, digest(count)])),
  };
}

if (import.meta.main) {
  const [name = '', ...prefixes] = process.argv.slice(2);
  if (!Object.hasOwn(sides, name) || prefixes.length === 0) throw new Error('rules.ts SIDE CONTAINERS …');
  process.stdout.write(JSON.stringify(await runSide(name as keyof typeof sides, prefixes.map(Number))));
}
