import {
  instantText,
  list,
  nullable,
  number,
  object,
  parseShape,
  record,
  report,
  text,
  type Parsed,
  type Problem,
  type Shaped,
} from './json-shape.ts';

/** Reasons of one group restate the same evidence; a policy caps what they add together. */
export type RiskGroup =
  | 'route'
  | 'party'
  | 'goods'
  | 'weight'
  | 'amendment'
  | 'seal'
  | 'lists'
  | 'identity'
  | 'access'
  | 'bills'
  | 'partner'
  | 'rule';

const why = text({ max: 600 });
const up = number({ min: 0, max: 6 });
const down = number({ min: 0, max: 2 });
const days = number({ min: 0, max: 3650 });
const visits = number({ min: 0, max: 100_000 });
const priorStrength = number({ min: 1, max: 100_000 });
const perDay = number({ min: 0, max: 1_000_000, whole: true });
const portCode = { pattern: /^[A-Z]{2}[A-Z2-9]{3}$/, like: 'a UN/LOCODE', max: 1000 };

const novelty = object({ why, first: up, recent: up, recentDays: days, fewVisits: visits });
const learned = object({ why, priorStrength, maxUp: up, maxDown: down });
const learnedParty = object({ why, priorStrength, maxUp: up, maxDown: down, minKnownDays: days });
const cap = object({ up: number({ min: 0, max: 20 }), down: number({ min: 0, max: 2 }) });
const sigma = object({
  /** One standard deviation as a share of the mass. */
  share: number({ min: 0, max: 0.5 }),
  /** The standard deviation is never under this. */
  floorKg: number({ min: 1, max: 5000 }),
  source: text({ max: 300 }),
});
const likelihoodRatio = object({ why, min: up, max: up });
const capacity = object({ open: perDay, scan: perDay, documents: perDay });

const signals = object({
  corridor: learned,
  'risk-country': object({ why }),
  'transhipment-hides-origin': object({ why, omitted: up, unnamed: up }),
  'consignee-first-seen': novelty,
  'shipper-first-seen': novelty,
  'notify-first-seen': novelty,
  'consignee-changed': object({ why, weight: up }),
  'consignee-record': learnedParty,
  'shipper-record': learnedParty,
  'party-out-of-pattern': object({ why, origin: up, heading: up, minVisits: visits, halfAtVisits: visits }),
  'goods-generic': object({ why, weight: up }),
  'goods-vs-container-type': object({ why, weight: up }),
  'goods-vs-temperature': object({ why, outside: up, unset: up, toleranceC: number({ min: 0, max: 20 }) }),
  'goods-vs-code': object({ why, weight: up }),
  'weight-declared-vs-tare': object({ why, min: up, max: up, belowTare: up }),
  'weight-vgm-vs-declared': likelihoodRatio,
  'weight-vgm-vs-weighed': likelihoodRatio,
  'empty-that-weighs': likelihoodRatio,
  'late-amendment': object({
    why,
    goods: up,
    party: up,
    port: up,
    seal: up,
    afterLoading: up,
    halfLifeMinutes: number({ min: 1, max: 100_000 }),
    min: number({ min: 0.001, max: 6 }),
  }),
  'changed-discharge-port': object({ why, changed: up, disagree: up }),
  'seal-mismatch': object({ why, different: up, typo: up }),
  'stow-not-manifest': object({ why, full: up, empty: up }),
  overlanded: object({ why, weight: up }),
  'identity-case': object({
    why,
    kinds: object({
      'two-places': up,
      'impossible-sequence': up,
      'gated-twice': up,
      'one-edit-twin': up,
      'type-changed': up,
      'seal-changed': up,
      'check-digit': up,
    }),
  }),
  'stow-reachable-at-sea': object({
    why,
    weight: up,
    highestReachableTier: number({ min: 70, max: 99, whole: true }),
  }),
  dwell: object({ why, usualDays: days, perDoubling: up, max: up }),
  'stack-neighbour': object({ why, max: up }),
  'several-bills-one-box': object({
    why,
    masters: up,
    houses: up,
    manyHouses: number({ min: 2, max: 1000, whole: true }),
  }),
  'bill-count-vs-history': object({ why, perDoubling: up, max: up, minRatio: number({ min: 1, max: 100 }) }),
  'partner-hit': object({ why, weight: up }),
});

const policyShape = object({
  version: text({ max: 60 }),
  /** The role that answers for this policy; a role, no person's name. */
  owner: text({ max: 120 }),
  validFrom: instantText,
  validTo: nullable(instantText),
  prior: object({
    /** Chance that a control of a container nothing is known about finds something. */
    yield: number({ min: 1e-6, max: 0.5 }),
    source: text({ max: 600 }),
  }),
  signals,
  /** Most that the reasons of a group may add to the log-odds, and most that they may take off. */
  groupCaps: object({
    route: cap,
    party: cap,
    goods: cap,
    weight: cap,
    amendment: cap,
    seal: cap,
    lists: cap,
    identity: cap,
    access: cap,
    bills: cap,
    partner: cap,
    rule: cap,
  } satisfies Record<RiskGroup, unknown>),
  counterReasons: object({
    why,
    /** Most that all counter-reasons together may take off. */
    maxTotal: number({ min: 0, max: 2 }),
  }),
  riskCountries: object({
    owner: text({ max: 120 }),
    validFrom: instantText,
    /** A list without an end would be a static list; it has to be looked at again. */
    validTo: instantText,
    note: text({ max: 600 }),
    countries: record(number({ min: 0, max: 3 }), {
      pattern: /^[A-Z]{2}$/,
      like: 'an ISO 3166-1 alpha-2 code',
      max: 260,
    }),
  }),
  weighing: object({
    sigma: object({
      'declared-gross': sigma,
      net: sigma,
      tare: sigma,
      vgm: sigma,
      'vgm-1': sigma,
      'vgm-2': sigma,
      weighed: sigma,
    }),
    /** Share of weighings that come from a much wider error: typing, the wrong box, wet goods. */
    outlierShare: number({ min: 0.0001, max: 0.5 }),
    /** How many times wider. */
    outlierWidth: number({ min: 2, max: 50 }),
    /** Masses a hidden load may have, and how often; the shares sum to 1. */
    addedLoads: list(object({ kg: number({ min: 1, max: 30_000 }), share: number({ min: 0, max: 1 }) }), 20),
    /** Standard deviation of each of these masses as a share of it, so that they leave no gaps. */
    addedLoadSpread: number({ min: 0.1, max: 1 }),
    /** Share of "something is wrong" that is another load altogether, and the width of that. */
    otherLoadShare: number({ min: 0, max: 1 }),
    otherLoadKg: number({ min: 500, max: 20_000 }),
    /** How often a declared gross mass of a manifest contains the box; other messages always do. */
    manifestIncludesTareShare: number({ min: 0, max: 1 }),
  }),
  capacity: object({
    /** Openings (band A), scans (band B) and document checks (band C) a day. */
    perPortPerDay: record(capacity, portCode),
    otherPorts: capacity,
  }),
  random: object({
    why,
    /** Share of the openings and of the scans of a day that is drawn at random. */
    share: number({ min: 0.01, max: 0.3 }),
    /** At least this many picks in every origin × port of a day, as far as the random share goes. */
    floorPerStratum: number({ min: 0, max: 100, whole: true }),
  }),
  historyWindowDays: number({ min: 30, max: 3650, whole: true }),
});

/**
 * How an administration wants containers ranked: a document that someone owns, with a version and an
 * end. Every weight is a policy value in log-odds (natural logarithm) and carries its ground in `why`;
 * none is learned from outcomes.
 */
export type ScreeningPolicy = Shaped<typeof policyShape>;

/**
 * Reads a policy from JSON. Refuses unknown and missing keys, values out of range, a validity that
 * ends before it begins, shares of added loads that do not sum to 1, and counter-reasons that could
 * outweigh the lightest hard evidence.
 *
 * @returns the policy, or every problem with its JSON path
 * @example parsePolicy(7) // { ok: false, problems: [{ path: "$", message: "must be an object" }] }
 */
export function parsePolicy(json: unknown): Parsed<ScreeningPolicy> {
  const parsed = parseShape(policyShape, json);
  if (!parsed.ok) return parsed;
  const problems: Problem[] = [];
  checkMeaning(parsed.value, problems);
  return problems.length === 0 ? parsed : { ok: false, problems };
}

/**
 * Whether something dated holds at an instant: from `validFrom` on, until just before `validTo`.
 *
 * @param at epoch milliseconds UTC
 * @example isValidAt({ validFrom: "2026-01-01T00:00:00Z", validTo: null }, Date.UTC(2026, 5, 1)) // true
 * @example isValidAt({ validFrom: "2026-01-01T00:00:00Z", validTo: "2026-06-01T00:00:00Z" }, Date.UTC(2026, 5, 1)) // false
 */
export function isValidAt(
  dated: { readonly validFrom: string; readonly validTo: string | null },
  at: number,
): boolean {
  return at >= Date.parse(dated.validFrom) && (dated.validTo === null || at < Date.parse(dated.validTo));
}

/**
 * Weights of evidence that no clean record explains away, by path. Counter-reasons together stay
 * under the lightest of them.
 */
function hardEvidence({ signals: s }: ScreeningPolicy): Readonly<Record<string, number>> {
  return {
    'partner-hit.weight': s['partner-hit'].weight,
    'overlanded.weight': s.overlanded.weight,
    'stow-not-manifest.full': s['stow-not-manifest'].full,
    'seal-mismatch.different': s['seal-mismatch'].different,
    'identity-case.kinds.two-places': s['identity-case'].kinds['two-places'],
    'identity-case.kinds.impossible-sequence': s['identity-case'].kinds['impossible-sequence'],
    'identity-case.kinds.gated-twice': s['identity-case'].kinds['gated-twice'],
  };
}

function checkMeaning(policy: ScreeningPolicy, problems: Problem[]): void {
  const { validTo, riskCountries, weighing, counterReasons } = policy;
  if (validTo !== null && Date.parse(validTo) <= Date.parse(policy.validFrom)) {
    report(problems, '$.validTo', 'must be after validFrom');
  }
  if (Date.parse(riskCountries.validTo) <= Date.parse(riskCountries.validFrom)) {
    report(problems, '$.riskCountries.validTo', 'must be after validFrom');
  }
  const shares = weighing.addedLoads.reduce((sum, { share }) => sum + share, 0);
  if (Math.abs(shares - 1) > 1e-6) {
    report(problems, '$.weighing.addedLoads', 'the shares must sum to 1');
  }
  for (const [path, weight] of Object.entries(hardEvidence(policy))) {
    if (counterReasons.maxTotal >= weight) {
      report(
        problems,
        '$.counterReasons.maxTotal',
        `must be under every hard weight, and ${path} is ${weight}`,
      );
    }
  }
  for (const [group, { up: most }] of Object.entries(policy.groupCaps)) {
    if (most === 0 && group !== 'rule') {
      report(problems, `$.groupCaps.${group}.up`, 'must be over 0: a group is not switched off by its cap');
    }
  }
}
