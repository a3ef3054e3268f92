/** What has to be known of a visit before somebody may take it out of sight. */
export interface Lowering {
  readonly band: string;
  readonly mandatory: boolean;
  readonly selectedBy: 'rule' | 'model' | 'random' | null;
  /** Whether somebody proposed a control of it. */
  readonly proposed: boolean;
}

export type GuardAnswer =
  { readonly allowed: true } | { readonly allowed: false; readonly needs: 'second-person' };

/**
 * Whether one person alone may dismiss a visit. The worst leak is the one who makes a control
 * disappear: what stands in band A or B, must be controlled, was drawn by lot or chosen by a rule, or
 * is proposed for a control needs a second person.
 *
 * @example guardLowering({ band: 'D', mandatory: false, selectedBy: null, proposed: false }) // { allowed: true }
 * @example guardLowering({ band: 'D', mandatory: false, selectedBy: 'random', proposed: false }) // { allowed: false, needs: "second-person" }
 */
export function guardLowering(act: Lowering): GuardAnswer {
  const risky = act.band === 'A' || act.band === 'B' || act.mandatory || act.selectedBy !== null;
  return risky || act.proposed ? { allowed: false, needs: 'second-person' } : { allowed: true };
}
