import { isValidAt } from '../policy.ts';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import { claimsByCountry } from '../route-of.ts';
import type { Signal } from '../signal.ts';

/**
 * Countries on the owner's list of risk countries, wherever any message names one as origin, port of
 * loading or transhipment. The heaviest country speaks. A claim that was amended away still counts:
 * an origin can't be made safe by a later message.
 *
 * A list that is out of date is not evaluated, so that nobody screens on a forgotten one.
 */
export const riskCountry: Signal = {
  name: 'risk-country',
  about: "Origin, port of loading or transhipment in a country on the owner's dated list of risk countries.",
  group: 'route',
  wordings: {
    'risk-country/listed': 'Comes from or through {country}, on the list of {owner} of {listedOn}.',
  },
  evaluate(subject, { riskCountries }) {
    if (!isValidAt(riskCountries, subject.asOf)) return notEvaluated('a list of risk countries in force');
    const places = [...subject.origin, ...subject.loadPort, ...subject.transhipmentPort];
    const byCountry = claimsByCountry(places);
    if (byCountry.size === 0) return notEvaluated('origin, port of loading or transhipment');
    const listed = [...byCountry]
      .map(([country, claims]) => ({ country, claims, weight: weightOf(riskCountries.countries, country) }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight || (a.country < b.country ? -1 : 1));
    const [heaviest] = listed;
    if (heaviest === undefined) return quiet;
    const { country, claims, weight } = heaviest;
    const params = { country, owner: riskCountries.owner, listedOn: riskCountries.validFrom.slice(0, 10) };
    return fired([reasonOf(riskCountry, 'risk-country/listed', weight, params, claims)]);
  },
};

function weightOf(countries: Readonly<Record<string, number>>, country: string): number {
  return Object.hasOwn(countries, country) ? (countries[country] ?? 0) : 0;
}
