import {
  compileRuleSet,
  defaultPolicy,
  defaultRuleSet,
  parsePolicy,
  parseRuleSet,
  type CompiledRuleSet,
  type RuleSet,
  type ScreeningPolicy,
} from '@havenwacht/risk';
import type { Querying, Transaction } from '../../platform/db/index.ts';

/** The policy and the rules that hold at one instant. */
export interface PolicyInForce {
  readonly policy: ScreeningPolicy;
  readonly rules: CompiledRuleSet;
  readonly ruleSetVersion: string;
}

/**
 * The policy and rule set in force at `at`: of those whose dates hold, the one stored last. A node
 * on which nobody stored one screens with the defaults, and says so by their version.
 */
export async function policyInForce(tx: Querying, at: number): Promise<PolicyInForce> {
  const [policy] = await tx.query<{ body: unknown }>(
    `select body from screening_policy where valid_from <= to_timestamp($1::float8 / 1000.0)
       and (valid_to is null or valid_to > to_timestamp($1::float8 / 1000.0)) order by stored_at desc, version desc limit 1`,
    [at],
  );
  const [rules] = await tx.query<{ body: unknown }>(
    `select body from rule_set where valid_from <= to_timestamp($1::float8 / 1000.0)
       and (valid_to is null or valid_to > to_timestamp($1::float8 / 1000.0)) order by stored_at desc, version desc limit 1`,
    [at],
  );
  const ruleSet = rules === undefined ? defaultRuleSet : parseRuleSet(rules.body);
  return {
    policy: policy === undefined ? defaultPolicy : parsePolicy(policy.body),
    rules: compileRuleSet(ruleSet),
    ruleSetVersion: ruleSet.version,
  };
}

/** Stores a policy under its version; a version is never stored twice. */
export async function storePolicy(tx: Transaction, body: unknown, now: number): Promise<ScreeningPolicy> {
  const policy = parsePolicy(body);
  await tx.query(
    `insert into screening_policy (version, owner, valid_from, valid_to, body, stored_at)
     values ($1, $2, to_timestamp($3::float8 / 1000.0), to_timestamp($4::float8 / 1000.0), $5::jsonb,
       to_timestamp($6::float8 / 1000.0))`,
    [policy.version, policy.owner, policy.validFrom, policy.validTo ?? null, JSON.stringify(body), now],
  );
  return policy;
}

/** Stores a rule set under its version; a version is never stored twice. */
export async function storeRuleSet(tx: Transaction, body: unknown, now: number): Promise<RuleSet> {
  const ruleSet = parseRuleSet(body);
  compileRuleSet(ruleSet);
  await tx.query(
    `insert into rule_set (version, owner, valid_from, valid_to, body, stored_at)
     values ($1, $2, to_timestamp($3::float8 / 1000.0), to_timestamp($4::float8 / 1000.0), $5::jsonb,
       to_timestamp($6::float8 / 1000.0))`,
    [ruleSet.version, ruleSet.owner, ruleSet.validFrom, ruleSet.validTo ?? null, JSON.stringify(body), now],
  );
  return ruleSet;
}
