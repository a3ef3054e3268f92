import {
  compileRuleSet,
  defaultPolicy,
  defaultRuleSet,
  fitCalibration,
  parsePolicy,
  parseRuleSet,
  type Calibration,
  type CompiledRules,
  type Parsed,
  type RuleSet,
  type ScreeningPolicy,
} from '@havenwacht/risk';
import type { Querying, Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';

/** The policy, the rules and the calibration that hold at one instant. */
export interface PolicyInForce {
  readonly policy: ScreeningPolicy;
  readonly rules: CompiledRules;
  readonly calibration: Calibration;
}

/**
 * What screening goes by at `at`: of the policies and rule sets whose dates hold, the one stored last.
 * A node on which nobody stored one screens with the defaults, and says so by their version.
 */
export async function policyInForce(tx: Querying, at: number): Promise<PolicyInForce> {
  const policy = await documentInForce(tx, 'screening_policy', at);
  const rules = await documentInForce(tx, 'rule_set', at);
  const inForce = policy === undefined ? defaultPolicy : accepted(parsePolicy(policy), badPolicy);
  return {
    policy: inForce,
    rules: compileRuleSet(rules === undefined ? defaultRuleSet : accepted(parseRuleSet(rules), badRules)),
    calibration: await calibrationOf(tx, inForce.version, at),
  };
}

/** The document of one kind that holds at `at` as it was stored; `undefined` where nobody stored one. */
export async function documentInForce(
  tx: Querying,
  table: 'screening_policy' | 'rule_set',
  at: number,
): Promise<unknown> {
  const [row] = await tx.query<{ body: unknown }>(
    `select body from ${table} where valid_from <= to_timestamp($1::float8 / 1000.0)
       and (valid_to is null or valid_to > to_timestamp($1::float8 / 1000.0))
     order by stored_at desc, version desc limit 1`,
    [at],
  );
  return row?.body;
}

/**
 * Fits the calibration to the controls of visits that this policy had screened before they were
 * controlled. Until there are enough of them the policy's own weights stand, and the result says so.
 */
async function calibrationOf(tx: Querying, policyVersion: string, at: number): Promise<Calibration> {
  const rows = await tx.query<{ raw: number; found: boolean; chance: number }>(
    `select s.raw_log_odds as raw, c.found,
       case when c.selected_by = 'random' then greatest(s.random_probability, 0.0001) else 1 end as chance
     from past_control c join screened_control s using (container, port, arrival_at, controlled_at)
     where s.policy_version = $1 and c.controlled_at < to_timestamp($2::float8 / 1000.0)
     order by c.controlled_at, c.container`,
    [policyVersion, at],
  );
  return fitCalibration(
    rows.map((row) => ({
      rawLogOdds: row.raw,
      found: row.found,
      selectionProbability: Math.min(1, row.chance),
    })),
  );
}

/** Stores a policy under its version; a version is never stored twice. */
export async function storePolicy(tx: Transaction, body: unknown, now: number): Promise<ScreeningPolicy> {
  const policy = accepted(parsePolicy(body), badPolicy);
  await store(tx, 'screening_policy', policy, body, now);
  return policy;
}

/** Stores a rule set under its version; a version is never stored twice. */
export async function storeRuleSet(tx: Transaction, body: unknown, now: number): Promise<RuleSet> {
  const ruleSet = accepted(parseRuleSet(body), badRules);
  compileRuleSet(ruleSet);
  await store(tx, 'rule_set', ruleSet, body, now);
  return ruleSet;
}

async function store(
  tx: Transaction,
  table: 'screening_policy' | 'rule_set',
  document: {
    readonly version: string;
    readonly owner: string;
    readonly validFrom: string;
    readonly validTo: string | null;
  },
  body: unknown,
  now: number,
): Promise<void> {
  const stored = await tx.execute(
    `insert into ${table} (version, owner, valid_from, valid_to, body, stored_at)
     values ($1, $2, $3::timestamptz, $4::timestamptz, $5::jsonb, to_timestamp($6::float8 / 1000.0))
     on conflict do nothing`,
    [document.version, document.owner, document.validFrom, document.validTo, JSON.stringify(body), now],
  );
  if (stored === 0) {
    throw new HavenwachtError(
      'screening/version-exists',
      409,
      `Version ${document.version} is stored already; give the new one another name.`,
    );
  }
}

type Refuse = (message: string, details: Readonly<Record<string, unknown>>) => HavenwachtError;
const badPolicy: Refuse = (message, details) =>
  new HavenwachtError('screening/bad-policy', 422, message, { details });
const badRules: Refuse = (message, details) =>
  new HavenwachtError('screening/bad-rules', 422, message, { details });

function accepted<T>(parsed: Parsed<T>, refuse: Refuse): T {
  if (parsed.ok) return parsed.value;
  const [first] = parsed.problems;
  throw refuse(`${first?.path ?? '$'} ${first?.message ?? 'is not valid'}`, {
    problems: parsed.problems.slice(0, 50),
  });
}
