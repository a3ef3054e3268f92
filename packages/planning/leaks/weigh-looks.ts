/** One person opening one record. */
export interface Look {
  /** Opaque id of the person. */
  readonly person: string;
  /** True when a task, a roster or a case explains why he looked. */
  readonly explained: boolean;
  /** True when the box later came to something it should not have: burnt, gone, fetched by fraud, seized elsewhere. */
  readonly outcome: boolean;
}

/** Chances, 0–1, that a look is explained and that it has a later outcome, when it is work and when it is snooping. */
export interface LookAssumptions {
  readonly workExplained: number;
  readonly workOutcome: number;
  readonly snoopExplained: number;
  readonly snoopOutcome: number;
  /** Before any evidence, that a person snoops at all. */
  readonly prior: number;
  /** Shares of a snooper's looks that are snooping; each is held possible, all alike. */
  readonly shares: readonly number[];
}

export const defaultLookAssumptions: LookAssumptions = {
  workExplained: 0.94,
  workOutcome: 0.004,
  snoopExplained: 0.3,
  snoopOutcome: 0.2,
  prior: 0.01,
  shares: [0.01, 0.02, 0.05, 0.1, 0.2],
};

/** How far one person's looks speak for snooping. */
export interface WeighedLooks {
  readonly person: string;
  readonly looks: number;
  readonly unexplained: number;
  readonly outcomes: number;
  /** That he snoops, 0–1, given his looks and the assumptions. */
  readonly posterior: number;
}

/**
 * Who looks without a task, weighed by what became of the boxes he looked at.
 *
 * Each person's looks are a mixture of work and, if he snoops, a share of snooping; the share is not
 * known, so several are held possible. How often work is unexplained differs by desk: `workExplained`
 * may be given for each person.
 *
 * @param looks in any order
 * @param workExplained the share of a person's work that is explained, by his desk; default from the assumptions
 * @returns everybody who looked, the likeliest first
 * @see docs/sources.md#explained-looks
 * @example weighLooks([])  // []
 */
export function weighLooks(
  looks: readonly Look[],
  assumptions: LookAssumptions = defaultLookAssumptions,
  workExplained: (person: string) => number = () => assumptions.workExplained,
): readonly WeighedLooks[] {
  return [...Map.groupBy(looks, ({ person }) => person)]
    .map(([person, own]) => ({
      person,
      looks: own.length,
      unexplained: own.filter(({ explained }) => !explained).length,
      outcomes: own.filter(({ outcome }) => outcome).length,
      posterior: posteriorOfSnooping(own, assumptions, workExplained(person)),
    }))
    .sort((a, b) => b.posterior - a.posterior || (a.person < b.person ? -1 : 1));
}

function posteriorOfSnooping(
  looks: readonly Look[],
  assumptions: LookAssumptions,
  workExplained: number,
): number {
  const chance = (yes: boolean, probability: number): number => (yes ? probability : 1 - probability);
  // The four kinds of look, counted: the likelihood needs no more.
  const kinds = new Map<string, { look: Look; count: number }>();
  for (const look of looks) {
    const key = `${look.explained} ${look.outcome}`;
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { look, count: 1 });
    else kind.count += 1;
  }
  let ratio = 0;
  for (const share of assumptions.shares) {
    let logRatio = 0;
    for (const { look, count } of kinds.values()) {
      const work = chance(look.explained, workExplained) * chance(look.outcome, assumptions.workOutcome);
      const snoop =
        chance(look.explained, assumptions.snoopExplained) * chance(look.outcome, assumptions.snoopOutcome);
      logRatio += count * Math.log((share * snoop + (1 - share) * work) / work);
    }
    ratio += Math.exp(Math.min(700, logRatio)) / assumptions.shares.length;
  }
  const odds = (assumptions.prior / (1 - assumptions.prior)) * ratio;
  return odds / (1 + odds);
}

/** Whom to show, within a budget of alerts, and how often that would be wrong. */
export interface LookAlerts {
  readonly alerts: readonly WeighedLooks[];
  /** Expected share of the alerts that are wrong, 0–1; `null` when there is none. */
  readonly falseAlarmRate: number | null;
}

/**
 * The few to look into: those above a posterior, at most `budget` of them.
 *
 * @param weighed as {@link weighLooks} gives them
 * @param budget most alerts, e.g. 5 a week
 * @param least posterior an alert needs, 0–1
 * @example lookAlerts([], 5, 0.5) // { alerts: [], falseAlarmRate: null }
 */
export function lookAlerts(weighed: readonly WeighedLooks[], budget: number, least: number): LookAlerts {
  const alerts = weighed.filter(({ posterior }) => posterior >= least).slice(0, budget);
  const wrong = alerts.reduce((sum, { posterior }) => sum + 1 - posterior, 0);
  return { alerts, falseAlarmRate: alerts.length === 0 ? null : wrong / alerts.length };
}
