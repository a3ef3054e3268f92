import type { Claim } from '@havenwacht/domain';
import type { ContainerCase } from '../container-case.ts';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import { claimsByCountry, countryOfPlace } from '../route-of.ts';
import type { Signal } from '../signal.ts';

/**
 * The manifest names the port of transhipment as if the box began there, while another message, or
 * an earlier version, names a country the manifest leaves out. Weaker: a transhipment is named and
 * nobody names an origin.
 *
 * Quiet does not mean that the origin is true, only that nobody contradicts it.
 */
export const transhipmentHidesOrigin: Signal = {
  name: 'transhipment-hides-origin',
  about: 'A country of origin that other messages name and the manifest leaves out, or an unnamed origin.',
  group: 'route',
  wordings: {
    'transhipment-hides-origin/omitted':
      'The manifest names {named} and leaves out {omitted}, where another message places the box.',
    'transhipment-hides-origin/unnamed': 'Transhipped at {port}, and no message names where the box began.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['transhipment-hides-origin'];
    const places = [...subject.origin, ...subject.loadPort, ...subject.transhipmentPort];
    const manifest = claimsByCountry(places.filter(({ kind }) => kind === 'manifest'));
    if (manifest.size === 0 && subject.transhipmentPort.length === 0) {
      return notEvaluated('the route in the manifest');
    }

    const elsewhere = manifest.size === 0 ? [] : placesBefore(subject);
    const omitted = elsewhere.find(({ value }) => !manifest.has(countryOfPlace(value) ?? ''));
    if (omitted !== undefined) {
      const params = { named: [...manifest.keys()].sort().join(', '), omitted: omitted.value };
      const stands = [omitted, ...[...manifest.values()].flat()];
      return fired([
        reasonOf(
          transhipmentHidesOrigin,
          'transhipment-hides-origin/omitted',
          settings.omitted,
          params,
          stands,
        ),
      ]);
    }
    const transhipment = subject.transhipmentPort.find(({ value: port }) =>
      subject.loadPort.every(({ value }) => countryOfPlace(value) === countryOfPlace(port)),
    );
    if (transhipment === undefined || subject.origin.length > 0) return quiet;
    const code = 'transhipment-hides-origin/unnamed';
    return fired([
      reasonOf(transhipmentHidesOrigin, code, settings.unnamed, { port: transhipment.value }, [transhipment]),
    ]);
  },
};

/** Places outside the country of arrival that messages other than the manifest put the box in before. */
function placesBefore(subject: ContainerCase): readonly Claim<string>[] {
  const moved = subject.movements.flatMap((claim) => {
    const { classifier, port } = claim.value;
    return classifier === 'actual' && port !== null ? [{ ...claim, value: port }] : [];
  });
  const home = countryOfPlace(subject.visit.port);
  return [...subject.origin, ...subject.loadPort, ...moved].filter(({ kind, value }) => {
    const country = countryOfPlace(value);
    return kind !== 'manifest' && country !== null && country !== home;
  });
}
