import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aCase, aClaim, aHistory, anUnknownCase } from './test/a-case.ts';
import { anyCase } from './test/any-case.ts';
import type { Calibration } from './calibration.ts';
import { claimsInOrder } from './claims-in-order.ts';
import type { ContainerCase } from './container-case.ts';
import { defaultPolicy } from './default-policy.ts';
import { logOddsOf } from './log-odds.ts';
import type { ScreeningPolicy } from './policy.ts';
import { compileRuleSet } from './rules/compile-rule-set.ts';
import { defaultRuleSet } from './rules/default-rule-set.ts';
import { screenCase, type ScreenResult } from './screen-case.ts';
import { signals } from './signals.ts';

const rules = compileRuleSet(defaultRuleSet);
const screen = (subject: ContainerCase, policy = defaultPolicy) => screenCase(subject, policy, rules);

const overlandedClaim = aClaim(true as const, { kind: 'discharge-report' });

/** Things that can come to light about any case, each of which must never lower the score. */
const evidence: Readonly<Record<string, (subject: ContainerCase) => ContainerCase>> = {
  'a partner hit': (s) => ({
    ...s,
    partnerHits: [...(s.partnerHits ?? []), aClaim({ partner: 'BR', about: 'bill', reference: 'Q-7' })],
  }),
  'an identity case': (s) => ({
    ...s,
    identityCases: [
      ...s.identityCases,
      { kind: 'two-places', wording: 'two-places', params: {}, text: 'Twice.', sources: [aClaim(0).source] },
    ],
  }),
  overlanded: (s) => ({
    ...s,
    lists: { ...s.lists, dischargeReport: { ...s.lists.dischargeReport, overlanded: [overlandedClaim] } },
  }),
  'a listed transhipment': (s) => ({
    ...s,
    transhipmentPort: [...s.transhipmentPort, aClaim('ECGYE', { kind: 'stow-plan' })],
  }),
  'a find on the corridor': (s) =>
    s.history.corridor === null || !(s.history.corridor.finds >= 0)
      ? s
      : {
          ...s,
          history: {
            ...s.history,
            corridor: {
              ...s.history.corridor,
              finds: Math.min(s.history.corridor.finds + 1, s.history.corridor.controls),
            },
          },
        },
};

function assertAddsUp(result: ScreenResult): void {
  const sum = result.reasons.reduce((total, { weight }) => total + weight, result.priorLogOdds);
  assert.ok(Math.abs(sum - result.rawLogOdds) <= 1e-9);
  const backwards =
    result.reasons.reduceRight((total, { weight }) => total + weight, 0) + result.priorLogOdds;
  assert.ok(Math.abs(backwards - result.rawLogOdds) <= 1e-9);
}

test('screenCase() adds up, stays finite and answers every signal whatever the claims', () => {
  fc.assert(
    fc.property(anyCase, (subject) => {
      const result = screen(subject);
      assertAddsUp(result);
      for (const figure of [result.score, result.rawLogOdds, result.probability])
        assert.ok(Number.isFinite(figure));
      assert.ok(result.probability > 0 && result.probability < 1);
      for (const { weight, text, params } of result.reasons) {
        assert.ok(Number.isFinite(weight));
        assert.ok(text.length > 0);
        assert.ok(
          Object.values(params).every((p) => typeof p === 'string' || Number.isFinite(p)),
          JSON.stringify(params),
        );
      }
      const weights = result.reasons.map(({ weight }) => Math.abs(weight));
      assert.deepEqual(
        weights,
        weights.toSorted((a, b) => b - a),
      );
      const fired = new Set(result.reasons.map(({ signal }) => signal));
      for (const { name } of signals) {
        const states = [
          fired.has(name),
          result.quiet.includes(name),
          result.notEvaluated.some(({ signal }) => signal === name),
        ];
        assert.equal(states.filter(Boolean).length, 1, name);
      }
    }),
    { numRuns: 300 },
  );
});

test('screenCase() answers the same for the same claims in any order', () => {
  const shuffled = <T>(items: readonly T[], draws: readonly number[]) =>
    items
      .map((item, index) => ({ item, draw: draws[index % draws.length] ?? 0 }))
      .sort((a, b) => a.draw - b.draw)
      .map(({ item }) => item);
  fc.assert(
    fc.property(
      anyCase,
      fc.array(fc.double({ noNaN: true }), { minLength: 4, maxLength: 4 }),
      (subject, draws) => {
        const mixed: ContainerCase = {
          ...subject,
          weights: shuffled(subject.weights, draws),
          parties: shuffled(subject.parties, draws),
          goods: shuffled(subject.goods, draws),
          seals: shuffled(subject.seals, draws),
          dischargePort: shuffled(subject.dischargePort, draws),
          loadPort: shuffled(subject.loadPort, draws),
          movements: shuffled(subject.movements, draws),
          load: shuffled(subject.load, draws),
        };
        assert.deepEqual(screen(mixed), screen(subject));
      },
    ),
    { numRuns: 80 },
  );
});

test('claimsInOrder() hands a case in order back as it is', () => {
  const subject = claimsInOrder(aCase());
  assert.equal(claimsInOrder(subject), subject);
});

for (const [name, add] of Object.entries(evidence)) {
  test(`the score never falls when ${name} comes to light`, () => {
    fc.assert(
      fc.property(anyCase, (subject) => {
        assert.ok(screen(add(subject)).rawLogOdds >= screen(subject).rawLogOdds - 1e-9);
      }),
      { numRuns: 80 },
    );
  });
}

test('screenCase() does not change the case it is given', () => {
  const subject = aCase();
  const before = structuredClone(subject);
  screen(subject);
  assert.deepEqual(subject, before);
});

test('a case of which nothing is known has the prior and no quiet signal but the ledger', () => {
  const result = screen(anUnknownCase());
  assert.equal(result.rawLogOdds, logOddsOf(defaultPolicy.prior.yield));
  assert.deepEqual(result.reasons, []);
  assert.deepEqual(result.quiet, ['identity-case']);
});

test('a group that adds more than its cap is taken back by a reason of its own', () => {
  const partnerHits = ['BE', 'BR', 'PA', 'CR'].map((partner) =>
    aClaim({ partner, about: 'box', reference: '1' }),
  );
  const result = screen(aCase({ partnerHits }));
  const cap = result.reasons.find(
    ({ code, params }) => code === 'group-cap/up' && params['group'] === 'partner',
  );
  assert.ok(cap);
  assert.equal(
    cap.weight,
    defaultPolicy.groupCaps.partner.up - 4 * defaultPolicy.signals['partner-hit'].weight,
  );
  assertAddsUp(result);
});

test('all counter-reasons together stay under one piece of hard evidence', () => {
  const clean = aHistory({ controls: 100_000, firstSeen: 0, origins: { NO: 200 } });
  const spotless = aCase({
    origin: [aClaim('NOOSL')],
    loadPort: [aClaim('NOOSL')],
    history: {
      corridor: { key: 'NO-NLVLI', controls: 100_000, finds: 0 },
      all: { controls: 1e6, finds: 50_000 },
      parties: { CONSIGNEE: clean, SHIPPER: clean, NOTIFY: clean },
      container: null,
    },
  });
  const before = screen(spotless);
  assert.ok(before.reasons.some(({ code }) => code === 'counter-reason-cap/total'));
  assert.ok(before.reasons.some(({ code, weight }) => code === 'group-cap/down' && weight > 0));
  assert.ok(before.rawLogOdds < before.priorLogOdds);
  assert.ok(before.rawLogOdds >= before.priorLogOdds - defaultPolicy.counterReasons.maxTotal - 1e-9);
  for (const name of ['a partner hit', 'an identity case', 'overlanded']) {
    const after = screen(evidence[name]!(spotless));
    assert.ok(after.rawLogOdds > after.priorLogOdds, name);
    assertAddsUp(after);
  }
});

test('an expired policy still judges and says so; expired rules do not run and say so', () => {
  const expired: ScreeningPolicy = { ...defaultPolicy, validTo: '2026-01-01T00:00:00Z' };
  const oldRules = compileRuleSet({ ...defaultRuleSet, validTo: '2026-01-01T00:00:00Z' });
  const result = screenCase(aCase(), expired, oldRules);
  assert.ok(result.notEvaluated.some(({ signal }) => signal === 'policy'));
  assert.ok(result.notEvaluated.some(({ signal }) => signal === 'rules'));
  assert.ok(result.reasons.every(({ signal }) => signal !== 'rule'));
  assert.ok(result.reasons.length > 0);
});

test('a mandatory rule is named, and its reason adds nothing and points at its bytes', () => {
  const result = screen(evidence['overlanded']!(aCase()));
  assert.deepEqual(result.mandatoryRules, ['overlanded-full']);
  const reason = result.reasons.find(({ code }) => code === 'rule/overlanded-full');
  assert.equal(reason?.weight, 0);
  assert.ok(reason?.sources.some(({ offset }) => offset === overlandedClaim.source.offset));
});

test('a rule that lacks a fact is not evaluated and names the fact', () => {
  const result = screen(aCase({ sizeType: [], history: { ...aCase().history, container: null } }));
  const entry = result.notEvaluated.find(({ signal }) => signal === 'rule/reefer-cooling-unit');
  assert.equal(entry?.missing, 'isReefer');
});

test('calibration changes the score and the probability, and leaves the waterfall as it is', () => {
  const platt: Calibration = {
    method: 'platt',
    slope: 0.5,
    intercept: 1,
    covariance: [0.01, 0.04, 0],
    rows: 100,
    positives: 20,
    why: 'test',
  };
  const plain = screen(aCase());
  const calibrated = screenCase(aCase(), defaultPolicy, rules, platt);
  assert.equal(calibrated.rawLogOdds, plain.rawLogOdds);
  assert.equal(calibrated.score, plain.rawLogOdds * 0.5 + 1);
  assert.equal(calibrated.calibration, 'platt');
  assert.ok(calibrated.interval !== null && calibrated.interval.low < calibrated.probability);
  assert.equal(plain.interval, null);
});
