import { applyCalibration, identityCalibration, type Calibration } from './calibration.ts';
import { claimsInOrder } from './claims-in-order.ts';
import type { ContainerCase } from './container-case.ts';
import { logOddsOf } from './log-odds.ts';
import { isValidAt, type RiskGroup, type ScreeningPolicy } from './policy.ts';
import type { CompiledRules } from './rules/compile-rule-set.ts';
import { factsOf } from './rules/fact-record.ts';
import type { Reason } from './signal.ts';
import { signals } from './signals.ts';

/** What screening says about one container visit. */
export interface ScreenResult {
  /** Calibrated log-odds (natural logarithm) that a control finds something; what lists are ranked by. */
  readonly score: number;
  /** The prior plus the weights of `reasons`, before calibration. */
  readonly rawLogOdds: number;
  /** Log-odds of the policy's prior yield. */
  readonly priorLogOdds: number;
  /** `score` as a probability, from 0 to 1. */
  readonly probability: number;
  /** 95 % interval of the probability; `null` where nothing was fitted to outcomes. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly calibration: Calibration['method'];
  /** Heaviest first, by absolute weight. `priorLogOdds` plus their weights is `rawLogOdds`. */
  readonly reasons: readonly Reason[];
  /** Signals and rules ("rule/<id>") that could not look, with what was missing. They never count as quiet. */
  readonly notEvaluated: readonly { readonly signal: string; readonly missing: string }[];
  /** Signals that looked and had nothing to say. */
  readonly quiet: readonly string[];
  /** Ids of the rules that demand a control. */
  readonly mandatoryRules: readonly string[];
  readonly policyVersion: string;
  readonly ruleSetVersion: string;
}

/**
 * Judges one container visit: all signals, all rules, the caps of the policy, the calibration.
 *
 * Evidence adds up as log-odds. Where the reasons of a group add more than the group's cap, or take
 * off more, an explicit reason `group-cap` takes the difference back; where all counter-reasons
 * together take off more than the policy allows, `counter-reason-cap` does. So the waterfall adds up.
 *
 * A policy or rule set that is not in force at `asOf` is named in `notEvaluated`. An expired policy
 * still judges, because a box may not slip through a date; expired rules do not run.
 *
 * Same case, policy, rules and calibration: same result, whatever the order of the claims.
 */
export function screenCase(
  subject: ContainerCase,
  policy: ScreeningPolicy,
  rules: CompiledRules,
  calibration: Calibration = identityCalibration,
): ScreenResult {
  const ordered = claimsInOrder(subject);
  const found: { readonly group: RiskGroup; readonly reason: Reason }[] = [];
  const notEvaluated: { signal: string; missing: string }[] = [];
  const quiet: string[] = [];
  for (const signal of signals) {
    const answer = signal.evaluate(ordered, policy);
    if (answer.state === 'quiet') quiet.push(signal.name);
    else if (answer.state === 'not-evaluated') {
      notEvaluated.push({ signal: signal.name, missing: answer.missing });
    } else for (const reason of answer.reasons) found.push({ group: signal.group, reason });
  }
  if (!isValidAt(policy, ordered.asOf)) notEvaluated.push({ signal: 'policy', missing: 'a policy in force' });
  const applied = applyRules(ordered, rules);
  found.push(...applied.reasons.map((reason) => ({ group: 'rule' as const, reason })));
  notEvaluated.push(...applied.notEvaluated);

  const reasons = [...found.map(({ reason }) => reason), ...capReasons(found, policy)].sort(
    (a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
  const priorLogOdds = logOddsOf(policy.prior.yield);
  const rawLogOdds = reasons.reduce((sum, { weight }) => sum + weight, priorLogOdds);
  const { logOdds, probability, interval } = applyCalibration(calibration, rawLogOdds);
  return {
    score: logOdds,
    rawLogOdds,
    priorLogOdds,
    probability,
    interval,
    calibration: calibration.method,
    reasons,
    notEvaluated,
    quiet,
    mandatoryRules: applied.mandatory,
    policyVersion: policy.version,
    ruleSetVersion: rules.version,
  };
}

function applyRules(subject: ContainerCase, rules: CompiledRules) {
  const reasons: Reason[] = [];
  const notEvaluated: { signal: string; missing: string }[] = [];
  const mandatory: string[] = [];
  if (!isValidAt(rules, subject.asOf)) {
    notEvaluated.push({ signal: 'rules', missing: 'a rule set in force' });
    return { reasons, notEvaluated, mandatory };
  }
  const facts = factsOf(subject, rules.selection);
  const truths = new Int8Array(rules.rules.length);
  rules.decide(facts, subject.asOf, truths);
  for (const [index, { id, then }] of rules.rules.entries()) {
    if (truths[index] === 0) {
      const missing = rules.missing(index, facts).join(', ') || 'facts of counted items';
      notEvaluated.push({ signal: `rule/${id}`, missing });
    }
    if (truths[index] !== 1) continue;
    if (then.action === 'must-control') mandatory.push(id);
    reasons.push({
      signal: 'rule',
      code: `rule/${id}`,
      weight: then.action === 'add-log-odds' ? then.weight : 0,
      text: then.text,
      ...(then.texts === undefined ? {} : { texts: then.texts }),
      params: { rule: id, ruleSet: rules.version },
      sources: rules.sources(index, subject),
    });
  }
  return { reasons, notEvaluated, mandatory };
}

/** What the policy takes back, so that the weights still add up. */
function capReasons(
  found: readonly { readonly group: RiskGroup; readonly reason: Reason }[],
  { groupCaps, counterReasons }: ScreeningPolicy,
): readonly Reason[] {
  const totals = new Map<RiskGroup, { up: number; down: number }>();
  for (const { group, reason } of found) {
    const total = totals.get(group) ?? { up: 0, down: 0 };
    if (reason.weight > 0) total.up += reason.weight;
    else total.down -= reason.weight;
    totals.set(group, total);
  }
  const reasons: Reason[] = [];
  let counters = 0;
  for (const [group, total] of totals) {
    const cap = groupCaps[group];
    if (total.up > cap.up) {
      reasons.push(
        capReason(
          'group-cap',
          'up',
          cap.up - total.up,
          `Reasons of group ${group} add at most ${cap.up}.`,
          group,
        ),
      );
    }
    if (total.down > cap.down) {
      const text = `Counter-reasons of group ${group} take off at most ${cap.down}.`;
      reasons.push(capReason('group-cap', 'down', total.down - cap.down, text, group));
    }
    counters += Math.min(total.down, cap.down);
  }
  if (counters > counterReasons.maxTotal) {
    const text = `Counter-reasons together take off at most ${counterReasons.maxTotal}.`;
    reasons.push(capReason('counter-reason-cap', 'total', counters - counterReasons.maxTotal, text, 'all'));
  }
  return reasons;
}

/** A sentence of the policy stands on no byte of a message. */
function capReason(signal: string, which: string, weight: number, text: string, group: string): Reason {
  return { signal, code: `${signal}/${which}`, weight, text, params: { group }, sources: [] };
}
