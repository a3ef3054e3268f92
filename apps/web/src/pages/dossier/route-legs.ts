import type { Dossier } from '../../api/node-answers.ts';

/** One stretch of a journey by sea. */
export interface RouteLeg {
  /** UN/LOCODE. */
  readonly from: string;
  readonly to: string;
  /** When it ends, or is expected to; null = not stated. */
  readonly at: string | null;
}

/**
 * The journey as it was last stated: port of loading, of transhipment, of discharge, and on to the place
 * of delivery where that is a port.
 */
export function routeLegs(
  dossier: Pick<Dossier, 'facts' | 'port' | 'loadPort' | 'arrivalAt'>,
): readonly RouteLeg[] {
  const last = (field: string): string | null => {
    const said = dossier.facts.find((fact) => fact.field === field)?.claims.at(-1)?.value;
    return typeof said === 'string' && /^[A-Z]{2}[A-Z2-9]{3}$/.test(said) ? said : null;
  };
  const stops = [
    dossier.loadPort ?? last('loadPort'),
    last('transhipmentPort'),
    dossier.port,
    last('dischargePort'),
    last('delivery'),
  ].filter((stop) => stop !== null);
  const ports = stops.filter((stop, index) => index === 0 || stop !== stops[index - 1]);
  return ports.slice(1).map((to, index) => ({
    from: ports[index]!,
    to,
    at: to === dossier.port ? dossier.arrivalAt : null,
  }));
}
