import type { Company, CompanyRegister, Lane } from './companies.ts';
import { containerNumber, tareOf, type SizeType } from './container-numbers.ts';
import { syntheticImo } from './imo.ts';
import { dayMs, hourMs, toMinute } from './message-text.ts';
import type { Random } from './random.ts';
import { methods, type Method } from './signs.ts';
import { createStowage, type Stowage } from './stowage.ts';
import { carriers, deliveries, services, type Carrier, type Service } from './world.ts';

export interface Vessel {
  readonly imo: string;
  readonly name: string;
  /** Begins with Q: no country has call signs there, the Q codes of radio do. */
  readonly callSign: string;
  readonly flag: string;
}

export interface Call {
  readonly port: string;
  readonly terminal: string;
  readonly arrival: number;
  readonly departure: number;
}

/** A voyage before its boxes exist. */
export interface VoyagePlan {
  readonly index: number;
  readonly service: Service;
  readonly carrier: Carrier;
  readonly vessel: Vessel;
  /** As most messages write it; some senders drop the leading zero. */
  readonly number: string;
  readonly loads: readonly Call[];
  readonly calls: readonly Call[];
  /** Boxes for the own ports, by port. */
  readonly boxesByPort: ReadonlyMap<string, number>;
  readonly boxes: number;
}

export interface Seal {
  readonly number: string;
  readonly issuer: 'CA' | 'SH' | 'CU';
}

export interface Bill {
  readonly number: string;
  readonly level: 'master' | 'house';
  readonly master: string | null;
  readonly consignee: Company;
  readonly shipper: Company;
  readonly notify: Company;
  readonly goodsText: string;
  readonly hs: string;
  readonly packageCode: string;
  readonly parts: readonly { readonly box: Box; readonly packages: number; readonly kg: number }[];
}

/** One container visit: what is true, and what each kind of message says where that differs. */
export interface Box {
  number: string;
  sizeType: SizeType;
  full: boolean;
  lane: Lane;
  booking: string;
  tareKg: number;
  declaredTareKg: number;
  /** Goods and packing without contraband. */
  cargoKg: number;
  declaredKg: number;
  vgmKg: number;
  vgmMethod: 'SM1' | 'SM2';
  setC: number | null;
  setCManifest: number | null;
  goodsText: string;
  hs: string;
  seals: readonly Seal[];
  sealsAtLoad: readonly Seal[];
  sealsAtDischarge: readonly Seal[];
  stow: string;
  load: Call;
  origin: string;
  /** Left out of the manifest and the stow plan although the box was transhipped. */
  originHidden: boolean;
  firstLoadedAt: number | null;
  hubDischargedAt: number | null;
  pod: string;
  podFirst: string;
  /** When the port of discharge became `pod`; `null` = it always was. */
  podChangedAt: number | null;
  delivery: string;
  gateInAt: number;
  loadedAt: number;
  dischargedAt: number;
  gateOutAt: number;
  onStowPlan: boolean;
  stowNumber: string;
  stowSizeType: SizeType;
  onOrder: boolean;
  orderSizeType: SizeType;
  reportSizeType: SizeType;
  landed: 'as-ordered' | 'overlanded' | 'shortlanded';
  manifestedAt: 'normal' | 'late' | 'never';
  /** Events of this box are told whatever the usual sample. */
  tellEvents: boolean;
  resealedAt: number | null;
  method: Method | null;
  narcoticsKg: number;
  /** Mass added after the shipper weighed. */
  addedKg: number;
}

/** A later manifest message: which bills it names, in which state. */
export interface Amendment {
  readonly at: number;
  readonly code: '4' | '1' | '9';
  readonly port: string;
  readonly bills: readonly Bill[];
  readonly sealsOf: ReadonlyMap<Box, readonly Seal[]>;
  readonly setOf: ReadonlyMap<Box, number>;
}

/** A gate message that the plan of the voyage does not explain. */
export interface GateEvent {
  readonly number: string;
  readonly sizeType: SizeType;
  readonly full: boolean;
  readonly direction: 'in' | 'out';
  readonly at: number;
  readonly sentAt: number;
  readonly port: string;
  readonly seals: readonly Seal[];
  readonly grossKg: number;
  readonly code: '9' | '5' | '1';
  readonly truck: string;
  readonly bill: string;
}

export interface Voyage {
  readonly plan: VoyagePlan;
  readonly boxes: Box[];
  /** On board for ports that are not ours; only the stow plan knows them. */
  readonly otherBoxes: readonly Box[];
  readonly bills: Bill[];
  readonly amendments: Amendment[];
  readonly gateEvents: GateEvent[];
  readonly stowage: Stowage;
}

/** What the whole run shares. Counters move as voyages are built. */
export interface World {
  readonly lanes: readonly Lane[];
  readonly register: CompanyRegister;
  /** P(loaded) of a box is this times its risk factor. */
  readonly loadedPerRisk: number;
  readonly nextNumber: Record<SizeType, number>;
  bill: number;
  booking: number;
  seal: number;
}

const flags = ['PA', 'LR', 'MH', 'MT', 'NL', 'PT'];
const vesselWords = ['ALCEDO', 'BRANTA', 'CALIDRIS', 'DIOMEDEA', 'EGRETTA', 'FULICA', 'GAVIA', 'HAEMATOPUS', 'ICTERUS', 'JACANA', 'KETUPA', 'LARUS', 'MERGUS', 'NUMENIUS', 'OCEANITES', 'PUFFINUS', 'RALLUS', 'STERNA', 'TRINGA', 'URIA']; // prettier-ignore

/** The n-th vessel of the world. */
function vesselOf(index: number): Vessel {
  const word = vesselWords[index % vesselWords.length] ?? 'SULA';
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const letter = (n: number): string => letters[n % 26] ?? 'A';
  return {
    imo: syntheticImo(index),
    name: `SIM ${word}${index < vesselWords.length ? '' : ` ${Math.floor(index / vesselWords.length) + 1}`}`,
    callSign: `Q${letter(index)}${letter(Math.floor(index / 26) + index * 7)}${1 + (index % 9)}`,
    flag: flags[index % flags.length] ?? 'PA',
  };
}

const terminals: Readonly<Record<string, readonly string[]>> = {
  NLVLI: ['SIMVL1'],
  NLRTM: ['SIMRT1', 'SIMRT2'],
  BEANR: ['SIMAN1', 'SIMAN2'],
};

/** Where a service ties up: always the same terminal in a port. */
export function terminalOf(port: string, service: Service): string {
  const list = terminals[port];
  if (list === undefined) return `SIM${port.slice(2)}`;
  return list[services.indexOf(service) % list.length] ?? '';
}

/**
 * Spreads the boxes over voyages and the voyages over the arrival window.
 *
 * @param boxes container visits in all
 * @param ports own ports that are simulated
 * @param from first arrival, epoch milliseconds
 * @param to last arrival
 * @returns voyages in order of their first call; the boxes of all add up to `boxes`
 */
export function planVoyages(
  boxes: number,
  ports: readonly string[],
  from: number,
  to: number,
  random: Random,
): VoyagePlan[] {
  const usable = services.filter((service) => service.calls.some((port) => ports.includes(port)));
  const count = Math.max(1, Math.min(Math.round(boxes / 15), Math.max(10, Math.round(boxes / 1100))));
  // Take services in a fixed order by frequency so that a small run still sees most of the world.
  const order: Service[] = [];
  for (let round = 0; order.length < count; round += 1) {
    for (const service of usable) if (round < service.frequency || round >= 4) order.push(service);
  }
  const chosen = order
    .slice(0, count)
    .map((service) => ({ service, share: service.size * random.around(1, 0.2) }));
  const total = chosen.reduce((sum, one) => sum + one.share, 0);
  const starts = chosen.map((_, i) => from + ((i + random.next()) / count) * (to - from));
  const sequence = chosen.map((one) => one);
  for (let i = sequence.length - 1; i > 0; i -= 1) {
    const other = random.between(0, i);
    const kept = sequence[i] as (typeof sequence)[number];
    sequence[i] = sequence[other] as (typeof sequence)[number];
    sequence[other] = kept;
  }
  let given = 0;
  let shareSoFar = 0;
  return sequence.map((one, index) => {
    shareSoFar += one.share;
    const upTo = index === count - 1 ? boxes : Math.round((shareSoFar / total) * boxes);
    const own = upTo - given;
    given = upTo;
    const carrier = carriers.find((each) => each.code === one.service.carrier);
    if (carrier === undefined) throw new RangeError(`no carrier ${one.service.carrier}`);
    const calls: Call[] = [];
    let arrival = toMinute(starts[index] ?? from);
    for (const port of one.service.calls) {
      const stay = random.between(14, 30) * hourMs;
      calls.push({ port, terminal: terminalOf(port, one.service), arrival, departure: arrival + stay });
      arrival += stay + random.between(8, 16) * hourMs;
    }
    const first = calls[0] as Call;
    const loads = one.service.loads.map((load) => {
      const departure = toMinute(
        first.arrival - load.daysBefore * dayMs + random.between(-300, 300) * 60_000,
      );
      return {
        port: load.port,
        terminal: `SIM${load.port.slice(2)}`,
        arrival: departure - random.between(14, 26) * hourMs,
        departure,
      };
    });
    const mine = calls.filter((call) => ports.includes(call.port));
    const boxesByPort = new Map<string, number>();
    let left = own;
    mine.forEach((call, i) => {
      const part =
        i === mine.length - 1 ? left : Math.round((left / (mine.length - i)) * (0.8 + random.next() * 0.4));
      boxesByPort.set(call.port, Math.min(left, part));
      left -= Math.min(left, part);
    });
    return {
      index,
      service: one.service,
      carrier,
      vessel: vesselOf(index),
      number: `${String(random.between(1, 99)).padStart(3, '0')}${random.pick(['E', 'N', 'W', 'S'])}`,
      loads,
      calls,
      boxesByPort,
      boxes: own,
    };
  });
}

/** Relative chance of a box to be loaded, 1 on no particular scale. */
export function riskOf(lane: Lane, full: boolean): number {
  const base = lane.origin.riskWeight * lane.commodity.riskWeight * lane.frontFactor;
  return full ? base : 0.3 * lane.origin.riskWeight;
}

const sealLetters = 'ABCDEFGHJKLMNPRSTUVWXYZ';

/** The truck that an ordinary gate-out names. */
export function truckOf(box: Box): string {
  return `SIM-${box.number.slice(6, 9)}-N`;
}

/** A fresh seal. */
export function newSeal(world: World, issuer: Seal['issuer'], random: Random): Seal {
  world.seal += random.between(1, 9);
  const head =
    issuer === 'CA' ? `Q${sealLetters[random.between(0, 22)] ?? 'A'}` : issuer === 'CU' ? 'SIMCU' : 'SIM';
  return { number: `${head}${String(world.seal).padStart(7, '0')}`, issuer };
}

/** A fresh bill number of a carrier. */
function newBill(world: World, carrier: Carrier): string {
  world.bill += 1;
  return `${carrier.code}S${String(world.bill).padStart(8, '0')}`;
}

interface BoxWish {
  readonly lane: Lane;
  readonly load: Call;
  readonly pod: string;
  readonly full: boolean;
  readonly own: boolean;
}

/** Makes one box with everything in order. */
function makeBox(
  plan: VoyagePlan,
  wish: BoxWish,
  booking: string,
  world: World,
  stowage: Stowage,
  random: Random,
): Box {
  const { lane, load, pod, full } = wish;
  const goods = lane.commodity;
  const sizeType: SizeType = !full
    ? random.weighted(['45R1', '22G1', '45G1'] as const, (one) => (one === '45R1' ? 3 : 2))
    : goods.box === 'reefer'
      ? '45R1'
      : goods.box === 'high-cube'
        ? '45G1'
        : goods.box === 'open-top'
          ? '22U1'
          : random.weighted(['22G1', '42G1'] as const, (one) => (one === '22G1' ? 3 : 1));
  const number = containerNumber(sizeType, world.nextNumber[sizeType]);
  world.nextNumber[sizeType] += 1;
  const tareKg = tareOf(sizeType, number);
  const longest = sizeType === '22G1' || sizeType === '22U1' ? 24_500 : 27_500;
  const cargoKg = full
    ? Math.round(Math.min(longest, goods.netKg * Math.exp(random.normal(0, goods.netSpread))) * 1.04)
    : 0;

  const vgmMethod = random.chance(0.65) ? 'SM1' : 'SM2';
  const vgmKg = full
    ? Math.round((tareKg + cargoKg + random.normal(0, vgmMethod === 'SM1' ? 45 : 110)) / 10) * 10
    : tareKg;

  const loadedAt = toMinute(load.departure - random.between(120, 840) * 60_000);
  const hub = plan.service.hub;
  const origin = lane.origin.port;
  const transhipped = hub !== null && hub.port === load.port && origin !== load.port;
  const hubDischargedAt = transhipped ? loadedAt - random.between(24, 110) * hourMs : null;
  const firstLoadedAt = hubDischargedAt === null ? null : hubDischargedAt - random.between(3, 12) * dayMs;
  const call = plan.calls.find((each) => each.port === pod) ?? (plan.calls[0] as Call);
  const dischargedAt = toMinute(call.arrival + random.between(180, 1200) * 60_000);
  const seals: Seal[] = full
    ? [newSeal(world, 'CA', random), ...(random.chance(0.4) ? [newSeal(world, 'SH', random)] : [])]
    : [];
  const feet = sizeType === '22G1' || sizeType === '22U1' ? 20 : 40;
  const text = random.pick(goods.texts[lane.origin.tongue]);
  const box: Box = {
    number, sizeType, full, lane, booking, tareKg, declaredTareKg: tareKg, cargoKg,
    declaredKg: full ? Math.round((cargoKg + random.normal(0, 40)) / 10) * 10 : 0,
    vgmKg, vgmMethod,
    setC: full && sizeType === '45R1' ? goods.setC : null,
    setCManifest: full && sizeType === '45R1' ? goods.setC : null,
    goodsText: full ? text : 'EMPTY', hs: full ? goods.hs : '',
    seals, sealsAtLoad: seals, sealsAtDischarge: seals,
    stow: stowage.take(feet, sizeType === '45R1' ? random.chance(0.6) : random.chance(0.45)),
    load, origin, originHidden: false, firstLoadedAt, hubDischargedAt,
    pod, podFirst: pod, podChangedAt: null, delivery: random.pick(deliveries[pod] ?? [pod]),
    gateInAt: toMinute((firstLoadedAt ?? loadedAt) - random.between(10, 80) * hourMs), loadedAt, dischargedAt,
    gateOutAt: toMinute(dischargedAt + random.around(46, 0.6) * hourMs),
    onStowPlan: true, stowNumber: number, stowSizeType: sizeType,
    onOrder: true, orderSizeType: sizeType, reportSizeType: sizeType, landed: 'as-ordered', manifestedAt: 'normal',
    tellEvents: false, resealedAt: null, method: null, narcoticsKg: 0, addedKg: 0,
  }; // prettier-ignore
  if (wish.own && random.chance(Math.min(0.5, world.loadedPerRisk * riskOf(lane, full)))) {
    hide(box, full ? random.weighted(methods, (one) => one.share).method : 'structure', random);
  }
  return box;
}

/**
 * Puts contraband into a box. A weighbridge (method 1) weighs it too, unless it comes in at the port;
 * adding up packages and tare (method 2) does not.
 */
export function hide(box: Box, method: Method, random: Random): void {
  const way = methods.find((one) => one.method === method);
  if (way === undefined) throw new RangeError(`no method ${method}`);
  box.method = method;
  box.narcoticsKg = Math.max(2, Math.round(random.around(way.medianKg, way.spread)));
  if (method === 'rip-off') box.addedKg = box.narcoticsKg;
  else if (box.vgmMethod === 'SM1') box.vgmKg += box.narcoticsKg;
}

/** Makes the bills of one shipment: one for all its boxes, or a master with houses for groupage. */
export function makeBills(
  carrier: Carrier,
  boxes: readonly Box[],
  lane: Lane,
  count: number,
  world: World,
  random: Random,
): Bill[] {
  const full = boxes[0]?.full ?? true;
  const line: Company = {
    name: carrier.name, id: `${carrier.code}SIM`, street: 'SIMULATIEKADE 1', city: 'ROTTERDAM', country: 'NL',
  }; // prettier-ignore
  const master = newBill(world, carrier);
  const houses = count > 1;
  return Array.from({ length: count }, () => {
    if (houses) world.bill += 1;
    return {
      number: houses ? `SIMH${String(world.bill).padStart(8, '0')}` : master,
      level: houses ? 'house' : 'master',
      master: houses ? master : null,
      consignee: full ? lane.consignee : line,
      shipper: full ? random.pick(lane.shippers) : line,
      notify: full ? lane.notify : line,
      goodsText: boxes[0]?.goodsText ?? '',
      hs: boxes[0]?.hs ?? '',
      packageCode: lane.commodity.packageCode,
      parts: boxes.map((box) => ({
        box,
        packages: full
          ? Math.max(1, Math.round(box.declaredKg / count / (lane.commodity.packageKg * 1.04)))
          : 0,
        kg: Math.round(box.declaredKg / count),
      })),
    };
  });
}

interface LoadPlace {
  readonly load: Call;
  readonly lanes: readonly Lane[];
  readonly weight: number;
}

/** Where the boxes of a voyage come from: its load ports, and by way of its hub from elsewhere. */
function placesOf(plan: VoyagePlan, lanesByPort: ReadonlyMap<string, readonly Lane[]>): LoadPlace[] {
  return plan.loads
    .flatMap((load) => {
      const hub = plan.service.hub;
      const from = hub !== null && hub.port === load.port ? [load.port, ...hub.from] : [load.port];
      return from.map((port) => ({
        load,
        lanes: lanesByPort.get(port) ?? [],
        weight: port === load.port ? 3 : 0.7,
      }));
    })
    .filter((place) => place.lanes.length > 0);
}

/** Loads a voyage: shipments by load port and port of discharge, all in order, before any sign is planted. */
export function loadVoyage(
  plan: VoyagePlan,
  lanesByPort: ReadonlyMap<string, readonly Lane[]>,
  world: World,
  random: Random,
): Voyage {
  const others = Math.round(plan.boxes * 0.12);
  const stowage = createStowage(plan.boxes + others + 8, random.fork('stowage'));
  const voyage: Voyage = {
    plan,
    boxes: [],
    otherBoxes: [],
    bills: [],
    amendments: [],
    gateEvents: [],
    stowage,
  };
  const loadable = placesOf(plan, lanesByPort);
  for (const call of plan.calls) {
    let left = plan.boxesByPort.get(call.port) ?? 0;
    while (left > 0) {
      const place = random.weighted(loadable, (one) => one.weight);
      const lane = random.weighted(place.lanes, (one) => one.weight);
      const full = !random.chance(plan.service.emptyShare);
      const count = Math.min(left, lane.usualBills > 1 ? 1 : random.weighted([1, 2, 3, 5, 8], (n) => 1 / n));
      world.booking += 1;
      const booking = `${plan.carrier.code}B${String(world.booking).padStart(7, '0')}`;
      const boxes = Array.from({ length: count }, () =>
        makeBox(
          plan,
          { lane, load: place.load, pod: call.port, full, own: true },
          booking,
          world,
          stowage,
          random,
        ),
      );
      for (const box of boxes) if (box.method === null && random.chance(0.001)) box.landed = 'shortlanded';
      voyage.boxes.push(...boxes);
      voyage.bills.push(...makeBills(plan.carrier, boxes, lane, full ? lane.usualBills : 1, world, random));
      left -= count;
    }
  }
  const foreign = plan.calls.filter((call) => !plan.boxesByPort.has(call.port));
  const otherPort = foreign[0]?.port ?? 'DEHAM';
  const rest: Box[] = voyage.otherBoxes as Box[];
  for (let i = 0; i < others; i += 1) {
    const place = random.pick(loadable);
    const lane = random.pick(place.lanes);
    rest.push(
      makeBox(
        plan,
        { lane, load: place.load, pod: otherPort, full: true, own: false },
        'NONE',
        world,
        stowage,
        random,
      ),
    );
  }
  return voyage;
}

/** Lanes by the port their goods come from. */
export function lanesByOrigin(lanes: readonly Lane[]): ReadonlyMap<string, readonly Lane[]> {
  const map = new Map<string, Lane[]>();
  for (const lane of lanes) {
    const list = map.get(lane.origin.port);
    if (list === undefined) map.set(lane.origin.port, [lane]);
    else list.push(lane);
  }
  return map;
}

/**
 * Expected risk factor of a box over all planned voyages: what a base rate is divided by.
 *
 * @param plans at least one
 */
export function meanRisk(plans: readonly VoyagePlan[], lanes: ReadonlyMap<string, readonly Lane[]>): number {
  let risk = 0;
  let boxes = 0;
  for (const plan of plans) {
    let sum = 0;
    let weights = 0;
    for (const place of placesOf(plan, lanes)) {
      let laneRisk = 0;
      let laneWeight = 0;
      for (const lane of place.lanes) {
        const mixed =
          riskOf(lane, true) * (1 - plan.service.emptyShare) + riskOf(lane, false) * plan.service.emptyShare;
        laneRisk += mixed * lane.weight;
        laneWeight += lane.weight;
      }
      sum += (laneRisk / laneWeight) * place.weight;
      weights += place.weight;
    }
    risk += (sum / weights) * plan.boxes;
    boxes += plan.boxes;
  }
  return boxes > 0 ? risk / boxes : 1;
}
