import type { FactClaim } from '../../api/node-answers.ts';

/** A claim, and whether its own sender has said something later about the field. */
export interface StandingClaim {
  readonly claim: FactClaim;
  readonly standing: boolean;
}

/**
 * Claims about one field, those that stand first, the latest first in each part.
 *
 * A claim stands until the same sender says something later in the same kind of message. Another
 * party saying something else replaces nothing: both stand, and that is the disagreement.
 */
export function standingClaims(claims: readonly FactClaim[]): StandingClaim[] {
  const latest = new Map<string, string>();
  const voice = ({ statedBy, kind }: FactClaim) => `${statedBy}\n${kind}`;
  for (const claim of claims) {
    const known = latest.get(voice(claim));
    if (known === undefined || claim.statedAt > known) latest.set(voice(claim), claim.statedAt);
  }
  return claims
    .map((claim) => ({ claim, standing: claim.statedAt === latest.get(voice(claim)) }))
    .sort(
      (a, b) => Number(b.standing) - Number(a.standing) || b.claim.statedAt.localeCompare(a.claim.statedAt),
    );
}
