/**
 * Lowering: every act after which a box is less likely to be controlled.
 *
 * It is typed, has a reason, and does nothing until a second person has agreed, who is drawn at random
 * from another unit and sees the same evidence: both sign over its hash. Some of the boxes are controlled
 * all the same, drawn when the second person signs; neither learns of it. A person under threat signs
 * with his duress code: the answer looks the same, the lowering is void, and the integrity officer is told.
 */
export const loweringActs = [
  'dismiss',
  'downgrade',
  'cancel',
  'postpone',
  'whitelist',
  'change-rules',
  'change-policy',
] as const;

export type LoweringAct = (typeof loweringActs)[number];

export interface Lowering {
  readonly id: string;
  readonly act: LoweringAct;
  /** A decision against what screening says, or the ordinary release of a box that nothing speaks against. */
  readonly kind: 'override' | 'release';
  /** What is lowered: a visit, a control, a version of rules or policy. */
  readonly subject: string;
  readonly body: unknown;
  readonly reason: string;
  /** SHA-256 of what the asker saw, hex; the second person has to see the same. */
  readonly evidenceHash: string;
  readonly askedBy: string;
  readonly askedUnit: string;
  readonly askedAt: number;
  /** `null` = nobody of another unit is there to decide: it stays undone. */
  readonly secondPerson: string | null;
  readonly secondUnit: string | null;
  readonly expiresAt: number;
}

/** Share of the approved lowerings whose box is controlled all the same, as whole hundredths. */
export const redrawnInHundred: Readonly<Record<Lowering['kind'], number>> = { override: 20, release: 2 };

/** How long a second person has. After that it is asked anew, with another one drawn. */
export const loweringLastsMs = 4 * 3_600_000;

/** Those who may decide: of another unit than who asks, and not he himself. In one order, to draw from. */
export function eligibleSeconds<Someone extends { readonly person: string; readonly unit: string }>(
  people: readonly Someone[],
  asker: { readonly person: string; readonly unit: string },
): readonly Someone[] {
  return people
    .filter(({ person, unit }) => person !== asker.person && unit !== asker.unit)
    .sort((a, b) => (a.person < b.person ? -1 : 1));
}
