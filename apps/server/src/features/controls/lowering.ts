/**
 * Lowering: every act after which a box is less likely to be controlled.
 *
 * It is typed, has a reason, and does nothing until a second person has agreed, who is drawn at random
 * from another unit and sees the same evidence: both sign over its hash, and an approval of what has
 * changed since is refused. Where a witness is connected, it takes effect once the witness has signed a
 * log that holds the approval. Some of the boxes are controlled all the same; neither signer learns of
 * it. A person under threat signs with his duress code: the answer looks the same, the lowering is void,
 * and the integrity officer is told.
 *
 * To put a box "on white" is to dismiss it. A rule set that newly leaves somebody out by name is the act
 * *whitelist*, any other one *change-rules*; the evidence of both, and of another policy, is the list of
 * boxes that fall out by it.
 */
export type LoweringAct =
  'dismiss' | 'downgrade' | 'cancel' | 'postpone' | 'whitelist' | 'change-rules' | 'change-policy';

/** The acts that lower a control. */
export const controlLowerings = ['cancel', 'postpone', 'downgrade'] as const;

export function lowersControl(act: LoweringAct): act is (typeof controlLowerings)[number] {
  return (controlLowerings as readonly string[]).includes(act);
}

export interface Lowering {
  readonly id: string;
  readonly act: LoweringAct;
  /** A decision against what screening says, or the ordinary release of a box that nothing speaks against. */
  readonly kind: 'override' | 'release';
  /** What is lowered: a visit, a control, a version of rules or policy. */
  readonly subject: string;
  readonly body: unknown;
  readonly reason: string;
  /** Of what the asker saw, made with the node's key, hex; the second person has to see the same. */
  readonly evidenceHash: string;
  readonly askedBy: string;
  readonly askedUnit: string;
  readonly askedAt: number;
  /** `null` = nobody of another unit is there to decide: it stays undone. */
  readonly secondPerson: string | null;
  readonly secondUnit: string | null;
  readonly expiresAt: number;
}

/** What became of an approval: done, void because it was given under duress, or no longer possible. */
export type LoweringOutcome = 'done' | 'none' | 'void' | 'failed';

/** Share of the approved lowerings whose box is controlled all the same, as whole hundredths. */
export const redrawnInHundred: Readonly<Record<Lowering['kind'], number>> = { override: 20, release: 2 };

/** How long a second person has. After that it is asked anew, with another one drawn. */
export const loweringLastsMs = 4 * 3_600_000;

/** An approval that waits for a witness longer than this is told to the integrity officer. */
export const witnessPatienceMs = 15 * 60_000;

/**
 * Those who may decide: of another unit than who asks, and not he himself. Who has no unit is of no other
 * one. In one order, to draw from.
 */
export function eligibleSeconds<Someone extends { readonly person: string; readonly unit: string }>(
  people: readonly Someone[],
  asker: { readonly person: string; readonly unit: string },
): readonly Someone[] {
  return people
    .filter(({ person, unit }) => person !== asker.person && unit !== '' && unit !== asker.unit)
    .sort((a, b) => (a.person < b.person ? -1 : 1));
}
