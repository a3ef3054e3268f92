import { partyKey } from '@havenwacht/domain';
import type { ContainerCase } from '@havenwacht/risk';
import type { CallContext, VisitRecord } from '../cargo/index.ts';
import type { IdentityCase } from '../identity/index.ts';
import type { History } from './read-history.ts';

const screenedRoles = new Set(['consignee', 'shipper', 'notify', 'forwarder']);

/** Puts together what screening may look at for one visit. Pure. */
export function buildCase(
  container: string,
  visit: VisitRecord,
  context: CallContext,
  cases: readonly IdentityCase[],
  history: History,
  asOf: number,
  stackAlarms: ContainerCase['stackAlarms'] = null,
  keyOf: (name: string) => string = partyKey,
): ContainerCase {
  const { record } = visit;
  const keys = new Set<string>();
  const parties = record.parties
    .filter((claim) => screenedRoles.has(claim.value.role))
    .map((claim) => {
      const key = keyOf(claim.value.name);
      keys.add(key);
      return { ...claim, value: { ...claim.value, key } as ContainerCase['parties'][number]['value'] };
    });
  const origin = originCountry(visit);
  const corridor = `${origin ?? '?'}>${visit.port}`;
  const stow = record.stow.at(-1)?.value;
  return {
    container,
    visit: { port: visit.port, vesselImo: visit.vesselImo, voyage: visit.voyage },
    asOf,
    arrival: visit.arrivals,
    loadedAt: record.loadedAt,
    sizeType: record.sizeType,
    load: record.load,
    weights: record.weights,
    setTemperatureC: record.setTemperatureC,
    seals: record.seals,
    stow: record.stow,
    stowAround: context.cells === null || stow === undefined ? null : around(stow, context.cells),
    bills: record.bills,
    parties,
    goods: record.goods,
    operator: record.operator,
    origin: record.origin,
    loadPort: record.loadPort,
    transhipmentPort: record.transhipmentPort,
    dischargePort: record.dischargePort,
    delivery: record.delivery,
    movements: record.movements,
    lists: {
      stowPlan: { received: context.stowPlan, on: record.on.stowPlan },
      manifest: { received: context.manifest, on: record.on.manifest },
      dischargeOrder: { received: context.dischargeOrder, on: record.on.dischargeOrder },
      dischargeReport: {
        received: context.dischargeReport,
        on: record.on.dischargeReport,
        overlanded: record.on.overlanded,
      },
    },
    identityCases: cases
      .filter((one) => one.state === 'open')
      .map(({ kind, text, params: { wording, ...params }, sources }) => ({
        kind,
        wording,
        text,
        params,
        sources,
      })),
    history: {
      corridor:
        history.corridors === null
          ? null
          : { key: corridor, ...(history.corridors.get(corridor) ?? { controls: 0, finds: 0 }) },
      all: history.all,
      parties: history.parties === null ? null : pick(history.parties, keys),
      container:
        history.containers === null
          ? null
          : (history.containers.get(container) ?? { visits: 0, lastTareKg: null }),
    },
    stackAlarms,
    partnerHits: null,
  };
}

/** The country the goods began their journey in, as far as anybody said; the first word counts. */
export function originCountry(visit: VisitRecord): string | null {
  const { record } = visit;
  const place = record.origin[0] ?? record.loadPort[0];
  return place === undefined ? null : place.value.slice(0, 2);
}

/** Whether the cells before and behind are taken: in 20-foot bays two further, in 40-foot bays two or three. */
function around(
  stow: string,
  cells: ReadonlySet<string>,
): { readonly fore: boolean; readonly aft: boolean } | null {
  const padded = stow.padStart(7, '0');
  const bay = Number(padded.slice(0, 3));
  if (!Number.isInteger(bay)) return null;
  const rest = padded.slice(3);
  const taken = (offset: number): boolean => cells.has(String(bay + offset).padStart(3, '0') + rest);
  return { fore: taken(-2) || taken(-3) || taken(-4), aft: taken(2) || taken(3) || taken(4) };
}

function pick<T>(from: ReadonlyMap<string, T>, keys: ReadonlySet<string>): Readonly<Record<string, T>> {
  const picked: Record<string, T> = {};
  for (const key of keys) {
    const value = from.get(key);
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}
