import { readUnLocode, type Claim, type Claims } from '@havenwacht/domain';
import type { ContainerCase } from './container-case.ts';
import { latest } from './voices.ts';

/** Country of a UN/LOCODE; `null` when the code has another shape. */
export function countryOfPlace(code: string): string | null {
  return readUnLocode(code)?.slice(0, 2) ?? null;
}

/** The claim that says best where the box comes from: the newest origin, else the newest port of loading. */
export function originClaim({ origin, loadPort }: ContainerCase): Claim<string> | undefined {
  return latest(origin) ?? latest(loadPort);
}

/** When the vessel arrives: the newest actual time, else the newest estimate; `undefined` when nobody says. */
export function arrivalClaim({ arrival }: ContainerCase): ContainerCase['arrival'][number] | undefined {
  return (
    arrival.findLast(({ value }) => value.actual && Number.isFinite(value.at)) ??
    arrival.findLast(({ value }) => Number.isFinite(value.at))
  );
}

/** Claims by the country of the place they name, those without a readable place left out. */
export function claimsByCountry(claims: Claims<string>): ReadonlyMap<string, readonly Claim<string>[]> {
  const byCountry = new Map<string, Claim<string>[]>();
  for (const claim of claims) {
    const country = countryOfPlace(claim.value);
    if (country !== null) byCountry.set(country, [...(byCountry.get(country) ?? []), claim]);
  }
  return byCountry;
}

/**
 * Day of an instant, in UTC.
 *
 * @param at epoch milliseconds
 * @example dayOf(0) // "1970-01-01"
 * @example dayOf(NaN) // "an unknown day"
 */
export function dayOf(at: number): string {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString().slice(0, 10) : 'an unknown day';
}
