/** One control after the fact: who knew of it, and whether it was burnt. */
export interface PastControl {
  /** Opaque ids of all who could know before hands-on. */
  readonly knowers: ReadonlySet<string> | readonly string[];
  /** Signs that it was betrayed: the box was emptied, swapped, fetched or abandoned just before. */
  readonly burnt: boolean;
}

/** What is taken for known about leaks; every number is a chance, 0–1. */
export interface LeakAssumptions {
  /**
   * That a control shows the signs of a leak without one. "observed" takes the share of burnt controls
   * among all: it counts the leaks too, and so errs on the side of the people.
   */
  readonly chanceBurn: number | 'observed';
  /** Before any evidence, that somebody leaks at all. */
  readonly someoneLeaks: number;
  /** Shares of the controls he knows that a leaker betrays; each is held possible, all alike. */
  readonly leakRates: readonly number[];
}

export const defaultLeakAssumptions: LeakAssumptions = {
  chanceBurn: 'observed',
  someoneLeaks: 0.2,
  leakRates: [0.01, 0.02, 0.05, 0.1, 0.2, 0.4],
};

/** A small set of people with how likely each is the leaker, never a name to act on. */
export interface Attribution {
  /** The likeliest first, at most as many as were asked for. */
  readonly suspects: readonly { readonly person: string; readonly posterior: number }[];
  /** That nobody leaks and the burnt controls are coincidence, 0–1. */
  readonly nobody: number;
  /** That the leaker, if there is one, is not in the set, 0–1: shown beside it, always. */
  readonly missed: number;
}

/**
 * Who could have leaked, from who knew of which control.
 *
 * Bayes over the hypotheses "nobody leaks" and "this one person leaks, at one of the rates", from burnt
 * controls and from those that were not. Compartments that are put together at random are what makes
 * it work: people who always know the same controls can't be told apart.
 *
 * @param controls past controls; order does not matter
 * @param people all who could leak; those who know nothing keep their prior
 * @param size how many to return
 * @see docs/sources.md#leak-attribution
 * @example attributeLeak([], ['p1', 'p2'], 1).nobody // 0.8
 */
export function attributeLeak(
  controls: readonly PastControl[],
  people: readonly string[],
  size: number,
  assumptions: LeakAssumptions = defaultLeakAssumptions,
): Attribution {
  const { someoneLeaks, leakRates } = assumptions;
  const chanceBurn =
    assumptions.chanceBurn === 'observed'
      ? (controls.filter(({ burnt }) => burnt).length + 0.5) / (controls.length + 1)
      : assumptions.chanceBurn;
  const counts = new Map(people.map((person) => [person, { burnt: 0, quiet: 0 }]));
  for (const { knowers, burnt } of controls) {
    for (const person of new Set(knowers)) {
      const count = counts.get(person);
      if (count !== undefined) count[burnt ? 'burnt' : 'quiet'] += 1;
    }
  }
  // Against "nobody leaks" only the controls a person knew of count: all others are as likely either way.
  const likelihoods = people.map((person) => {
    const { burnt, quiet } = counts.get(person) ?? { burnt: 0, quiet: 0 };
    let sum = 0;
    for (const rate of leakRates) {
      const burn = rate + (1 - rate) * chanceBurn;
      sum += Math.exp(burnt * Math.log(burn / chanceBurn) + quiet * Math.log((1 - burn) / (1 - chanceBurn)));
    }
    return sum / leakRates.length;
  });
  const each = someoneLeaks / Math.max(1, people.length);
  const total = 1 - someoneLeaks + likelihoods.reduce((sum, one) => sum + each * one, 0);
  const ranked = people
    .map((person, index) => ({ person, posterior: (each * (likelihoods[index] ?? 0)) / total }))
    .sort((a, b) => b.posterior - a.posterior || (a.person < b.person ? -1 : 1));
  const suspects = ranked.slice(0, size);
  const leaks = ranked.reduce((sum, one) => sum + one.posterior, 0);
  const inSet = suspects.reduce((sum, one) => sum + one.posterior, 0);
  return {
    suspects,
    nobody: (1 - someoneLeaks) / total,
    missed: leaks > 0 ? Math.max(0, 1 - inSet / leaks) : 0,
  };
}
