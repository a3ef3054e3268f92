import { containerNumber, sizeTypes, tareOf, type SizeType } from './container-numbers.ts';
import type { Lane } from './companies.ts';
import { dayMs, hourMs, instantText, toMinute } from './message-text.ts';
import type { Random } from './random.ts';
import { methods } from './signs.ts';
import { riskOf, type VoyagePlan } from './voyage.ts';
import { services } from './world.ts';

/** A box of an earlier year, one line of past-visits.ndjson. */
export interface PastVisit {
  readonly container: string;
  readonly port: string;
  readonly arrivalAt: string;
  readonly origin: string;
  readonly loadPort: string;
  readonly bills: number;
  readonly consignee: string;
  readonly shipper: string;
  readonly notify: string;
  readonly hs: string;
  readonly tareKg: number;
}

/** An earlier control, one line of outcomes.ndjson. */
export interface PastOutcome {
  readonly container: string;
  readonly port: string;
  readonly arrivalAt: string;
  readonly origin: string;
  readonly loadPort: string;
  readonly consignee: string;
  readonly shipper: string;
  readonly notify: string;
  readonly hs: string;
  readonly selectedBy: 'rule' | 'model' | 'random';
  readonly controlledAt: string;
  readonly method: 'scan' | 'open' | 'dog' | 'scan-and-open';
  readonly found: boolean;
  readonly kg: number;
}

export const historyDays = 365;

/**
 * The year before: every lane appears in it, so only planted newcomers (and nobody else) are new.
 *
 * Controls are chosen as a service with some skill would: P(chosen | loaded) 0.4, P(chosen | not) 0.03,
 * and 0.5 % at random whatever is inside. A control that meets contraband finds it with 0.85.
 *
 * @param visits at least one a lane; fewer are raised to that
 * @param before the year ends here, epoch milliseconds
 */
export function* pastYear(
  visits: number,
  before: number,
  lanes: readonly Lane[],
  plans: readonly VoyagePlan[],
  loadedPerRisk: number,
  used: Readonly<Record<SizeType, number>>,
  earlierTares: ReadonlyMap<string, number>,
  random: Random,
): Generator<{ readonly visit: PastVisit; readonly outcome: PastOutcome | null }> {
  const ports = [...new Set(plans.flatMap((plan) => [...plan.boxesByPort.keys()]))];
  const total = Math.max(visits, lanes.length) + earlierTares.size;
  const tares = [...earlierTares];
  // Cumulative weights: a draw costs a binary search, not a walk over thousands of lanes.
  const sums: number[] = [];
  let sum = 0;
  for (const lane of lanes) {
    sum += lane.weight;
    sums.push(sum);
  }
  const drawLane = (): Lane => {
    const wanted = random.next() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return lanes[low] as Lane;
  };
  const stepEvery = Math.max(1, Math.floor(total / lanes.length));
  let nextLane = 0;
  let nextTare = 0;
  for (let i = 0; i < total; i += 1) {
    const due = i % stepEvery === 0 && nextLane < lanes.length;
    const lane = due ? (lanes[nextLane] as Lane) : drawLane();
    if (due) nextLane += 1;
    const kind = lane.commodity.box;
    const sizeType: SizeType =
      kind === 'reefer'
        ? '45R1'
        : kind === 'high-cube'
          ? '45G1'
          : kind === 'open-top'
            ? '22U1'
            : random.chance(0.75)
              ? '22G1'
              : '42G1';
    const known = tares[nextTare];
    const useKnown = known !== undefined && i >= ((nextTare + 1) * total) / (tares.length + 1);
    if (useKnown) nextTare += 1;
    const container = useKnown
      ? known[0]
      : containerNumber(sizeType, random.between(0, Math.max(40, used[sizeType] * 3)));
    const port = random.pick(ports);
    const arrival = toMinute(
      before - historyDays * dayMs + ((i + random.next()) / total) * historyDays * dayMs,
    );
    const carrying = services.filter(
      (service) =>
        service.calls.includes(port) && service.loads.some((load) => load.port === lane.origin.port),
    );
    const hubbed = services.filter(
      (service) => service.calls.includes(port) && service.hub?.from.includes(lane.origin.port),
    );
    const loadPort =
      carrying.length > 0 || hubbed.length === 0
        ? lane.origin.port
        : (hubbed[0]?.hub?.port ?? lane.origin.port);
    const shipper = random.pick(lane.shippers).name;
    const visit: PastVisit = {
      container, port, arrivalAt: instantText(arrival), origin: lane.origin.port, loadPort,
      bills: lane.usualBills === 1 ? (random.chance(0.03) ? 2 : 1) : Math.max(1, lane.usualBills + random.between(-1, 1)),
      consignee: lane.consignee.name, shipper, notify: lane.notify.name, hs: lane.commodity.hs,
      tareKg: useKnown ? known[1] : tareOf(sizeType, container),
    }; // prettier-ignore
    const loaded = random.chance(Math.min(0.5, loadedPerRisk * riskOf(lane, true)));
    const atRandom = random.chance(0.005);
    const chosen = random.chance(loaded ? 0.4 : 0.03);
    let outcome: PastOutcome | null = null;
    if (atRandom || chosen) {
      const found = loaded && random.chance(0.85);
      const way = random.weighted(methods, (one) => one.share);
      const { container: box, port: where, arrivalAt, origin, consignee, notify, hs } = visit;
      outcome = {
        container: box, port: where, arrivalAt, origin, loadPort, consignee, shipper, notify, hs,
        selectedBy: chosen ? random.pick(['rule', 'rule', 'model'] as const) : 'random',
        controlledAt: instantText(toMinute(arrival + random.between(8, 60) * hourMs)),
        method: random.pick(['scan', 'scan', 'scan-and-open', 'open', 'dog'] as const),
        found, kg: found ? Math.max(2, Math.round(random.around(way.medianKg, way.spread))) : 0,
      }; // prettier-ignore
    }
    yield { visit, outcome };
  }
}

/** Kinds of containers that have been used, all from zero. */
export function noNumbersUsed(): Record<SizeType, number> {
  return Object.fromEntries(sizeTypes.map((sizeType) => [sizeType, 0])) as Record<SizeType, number>;
}
