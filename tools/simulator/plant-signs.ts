import { containerIndex, containerNumber, mistyped, validTwin, type SizeType } from './container-numbers.ts';
import type { Company, Lane } from './companies.ts';
import { dayMs, hourMs, toMinute } from './message-text.ts';
import type { Random } from './random.ts';
import {
  dischargeReportAt,
  gateReportAt,
  lastStowPlanAt,
  manifestAt,
  orderAt,
  statusAt,
} from './schedule.ts';
import {
  carefulFactor,
  carefulShare,
  methods,
  signModel,
  signModels,
  type Method,
  type SignKind,
} from './signs.ts';
import {
  hide,
  makeBills,
  newSeal,
  truckOf,
  type Bill,
  type Box,
  type Call,
  type Seal,
  type Voyage,
  type World,
} from './voyage.ts';
import { commodities, genericTexts, ownPorts } from './world.ts';

/** A sign that a box carries, for truth.json. */
export interface PlantedSign {
  readonly box: Box;
  readonly kind: SignKind;
  /** A sign of something hidden, or its harmless twin. */
  readonly variant: 'suspicious' | 'benign';
  readonly note: string;
  /** Sending time of the first message that shows it. */
  readonly visibleAt: number;
  /** Put there to have every kind, on top of what the model draws. */
  readonly forced: boolean;
}

/** A kind that still has to be shown somewhere. */
export interface ForcedSign {
  readonly kind: SignKind;
  readonly variant: 'suspicious' | 'benign';
}

interface Ground {
  readonly voyage: Voyage;
  readonly world: World;
  readonly random: Random;
  readonly billsOf: Map<Box, Bill[]>;
  /** Boxes whose place on the lists was changed already. */
  readonly relisted: Set<Box>;
  readonly taken: Set<Box>;
  readonly lanes: readonly Lane[];
  /** Boxes that came before: number → tare then. */
  readonly earlierTares: Map<string, number>;
}

type Application = (ground: Ground, box: Box, suspicious: boolean) => number | null;

function callOf(voyage: Voyage, port: string): Call {
  return voyage.plan.calls.find((call) => call.port === port) ?? (voyage.plan.calls[0] as Call);
}

/** Gives the box bills of its own, so that a change touches no other box. */
function ownBill(ground: Ground, box: Box): Bill {
  const bills = ground.billsOf.get(box) ?? [];
  const first = bills[0];
  if (first !== undefined && bills.length === 1 && first.parts.length === 1) return first;
  for (const bill of bills) {
    const rest = { ...bill, parts: bill.parts.filter((part) => part.box !== box) };
    replaceBill(ground, bill, rest.parts.length > 0 ? [rest] : []);
  }
  const made = makeBills(ground.voyage.plan.carrier, [box], box.lane, 1, ground.world, ground.random);
  ground.voyage.bills.push(...made);
  ground.billsOf.set(box, made);
  return made[0] as Bill;
}

function replaceBill(ground: Ground, old: Bill, fresh: readonly Bill[]): void {
  const { bills } = ground.voyage;
  bills.splice(bills.indexOf(old), 1, ...fresh);
  for (const { box } of old.parts) {
    const kept = (ground.billsOf.get(box) ?? []).filter((bill) => bill !== old);
    ground.billsOf.set(box, [
      ...kept,
      ...fresh.filter((bill) => bill.parts.some((part) => part.box === box)),
    ]);
  }
}

function changeBill(ground: Ground, box: Box, change: Partial<Bill>): Bill {
  const old = ownBill(ground, box);
  const bill = { ...old, ...change };
  replaceBill(ground, old, [bill]);
  return bill;
}

function amend(
  ground: Ground,
  at: number,
  code: '4' | '1' | '9',
  port: string,
  bills: readonly Bill[],
  more: { seals?: [Box, readonly Seal[]]; set?: [Box, number] } = {},
): number {
  ground.voyage.amendments.push({
    at: toMinute(at),
    code,
    port,
    bills,
    sealsOf: new Map(more.seals === undefined ? [] : [more.seals]),
    setOf: new Map(more.set === undefined ? [] : [more.set]),
  });
  return toMinute(at);
}

/** Hours before arrival for what is late, right after departure for what is not. */
function amendmentTime(ground: Ground, box: Box, suspicious: boolean): number {
  const arrival = (ground.voyage.plan.calls[0] as Call).arrival;
  const late = arrival - ground.random.between(5, 34) * hourMs;
  const early = box.load.departure + ground.random.between(2, 9) * hourMs;
  return suspicious ? Math.max(late, box.load.departure + hourMs) : Math.min(early, arrival - hourMs);
}

function newcomer(ground: Ground, box: Box): Company {
  return ground.world.register.european(box.lane.commodity.box, ground.random);
}

const otherType: Readonly<Record<SizeType, SizeType>> = {
  '45R1': '45G1', '22G1': '45G1', '42G1': '22G1', '45G1': '45R1', '22U1': '22G1',
}; // prettier-ignore

function shownInManifest(box: Box): number {
  return manifestAt(box.load);
}

const apply: Readonly<Record<SignKind, Application>> = {
  'seal-changed': (ground, box, suspicious) => {
    if (!box.full || box.seals.length === 0) return null;
    const first = box.seals[0] as Seal;
    let seal = newSeal(ground.world, 'CA', ground.random);
    if (!suspicious)
      seal = {
        ...first,
        number: first.number.replace(/[0-9](?=[0-9]{2}$)/, (digit) =>
          digit === '0' ? 'O' : digit === '8' ? '3' : '8',
        ),
      };
    box.tellEvents = true;
    if (!suspicious && ground.voyage.plan.carrier.events !== 'none' && ground.random.chance(0.5)) {
      // Customs of the load port looked inside and put on their own seal, and the carrier says so.
      seal = newSeal(ground.world, 'CU', ground.random);
      box.resealedAt = box.loadedAt - hourMs;
      box.sealsAtLoad = [seal];
      box.sealsAtDischarge = [seal];
      return statusAt(box.load);
    }
    const changed = [seal, ...box.seals.slice(1)];
    box.sealsAtDischarge = changed;
    if (ground.random.chance(0.5)) {
      box.sealsAtLoad = changed;
      return statusAt(box.load);
    }
    return dischargeReportAt(callOf(ground.voyage, box.pod), box.dischargedAt);
  },
  'seal-amended-late': (ground, box, suspicious) => {
    if (!box.full || box.seals.length === 0) return null;
    const bill = ownBill(ground, box);
    const at = amendmentTime(ground, box, suspicious);
    const known = box.seals;
    if (suspicious) {
      const fresh = [newSeal(ground.world, 'CA', ground.random)];
      box.sealsAtDischarge = fresh;
      return amend(ground, at, '4', box.podFirst, [bill], { seals: [box, fresh] });
    }
    box.seals = [];
    return amend(ground, at, '4', box.podFirst, [bill], { seals: [box, known] });
  },
  'clone-two-places': (ground, box, suspicious) => {
    const call = callOf(ground.voyage, box.pod);
    const at = toMinute(
      Math.max(box.loadedAt + dayMs, call.arrival - ground.random.between(30, 100) * hourMs),
    );
    if (at >= call.arrival - 12 * hourMs) return null;
    const port = ground.random.pick(ownPorts.filter((each) => each !== box.pod));
    const gate = {
      number: box.number, sizeType: box.sizeType, full: box.full, direction: 'in' as const, at, port,
      seals: suspicious ? box.seals : [], grossKg: box.vgmKg, truck: `SIM-${ground.random.between(100, 999)}-T`, bill: '',
    }; // prettier-ignore
    ground.voyage.gateEvents.push({ ...gate, sentAt: gateReportAt(at), code: '9' });
    if (!suspicious)
      ground.voyage.gateEvents.push({ ...gate, sentAt: gateReportAt(at) + 40 * 60_000, code: '1' });
    return gateReportAt(at);
  },
  'gated-out-twice': (ground, box, suspicious) => {
    if (ground.relisted.has(box)) return null;
    box.gateOutAt = toMinute(box.dischargedAt + ground.random.between(5, 18) * hourMs);
    const again = suspicious ? ground.random.between(3, 16) * hourMs : 12 * 60_000;
    const at = toMinute(box.gateOutAt + again);
    ground.voyage.gateEvents.push({
      number: box.number, sizeType: box.sizeType, full: box.full, direction: 'out', at, sentAt: gateReportAt(at) + 5 * 60_000,
      port: box.pod, seals: box.sealsAtDischarge, grossKg: box.vgmKg, code: suspicious ? '9' : '5',
      truck: suspicious ? `SIM-${ground.random.between(100, 999)}-X` : truckOf(box), bill: '',
    }); // prettier-ignore
    return gateReportAt(at) + 5 * 60_000;
  },
  'one-edit-twin': (ground, box, suspicious) => {
    // A gate has told its number already.
    if (ground.voyage.gateEvents.some(({ number }) => number === box.number)) return null;
    if (ground.relisted.has(box)) return null;
    if (!suspicious) {
      ground.relisted.add(box);
      box.stowNumber = mistyped(box.number, box.tareKg);
      return lastStowPlanAt(ground.voyage.plan);
    }
    const partner = ground.voyage.boxes.find(
      (other) =>
        other !== box && other.sizeType === box.sizeType && other.pod === box.pod && other.method === null &&
        !ground.relisted.has(other) && !ground.taken.has(other),
    ); // prettier-ignore
    if (partner === undefined) return null;
    for (let tries = 0; tries < 400; tries += 1) {
      const number = containerNumber(box.sizeType, ground.world.nextNumber[box.sizeType]);
      ground.world.nextNumber[box.sizeType] += 1;
      const twin = validTwin(number);
      if (twin === null || containerIndex(box.sizeType, twin) < 400_000) continue;
      box.number = number;
      box.stowNumber = number;
      partner.number = twin;
      partner.stowNumber = twin;
      ground.relisted.add(box).add(partner);
      ground.taken.add(partner);
      return shownInManifest(box);
    }
    return null;
  },
  'type-changed': (ground, box, suspicious) => {
    box.orderSizeType = otherType[box.sizeType];
    if (suspicious) box.reportSizeType = otherType[box.sizeType];
    return orderAt(callOf(ground.voyage, box.pod));
  },
  'undeclared-box': (ground, box, suspicious) => {
    if (ground.relisted.has(box) || !box.full) return null;
    ground.relisted.add(box);
    const bill = ownBill(ground, box);
    replaceBill(ground, bill, []);
    box.manifestedAt = suspicious ? 'never' : 'late';
    box.onOrder = !suspicious;
    if (!suspicious) amend(ground, amendmentTime(ground, box, true), '9', box.pod, [bill]);
    return lastStowPlanAt(ground.voyage.plan);
  },
  overlanded: (ground, box, suspicious) => {
    if (ground.relisted.has(box) || !box.full) return null;
    const others = ground.voyage.plan.calls.filter((call) => call.port !== box.pod);
    const other = others[0];
    if (!suspicious && other === undefined) return null;
    ground.relisted.add(box);
    box.onOrder = false;
    box.landed = 'overlanded';
    if (suspicious) {
      replaceBill(ground, ownBill(ground, box), []);
      box.manifestedAt = 'never';
      box.onStowPlan = false;
    } else if (other !== undefined) {
      ownBill(ground, box);
      box.podFirst = other.port;
      box.podChangedAt = box.dischargedAt;
    }
    return dischargeReportAt(callOf(ground.voyage, box.pod), box.dischargedAt);
  },
  'empty-weighs': (ground, box, suspicious) => {
    if (box.full) return null;
    box.vgmKg =
      box.tareKg +
      (suspicious
        ? Math.max(box.narcoticsKg, ground.random.between(150, 1400))
        : ground.random.between(60, 130));
    return lastStowPlanAt(ground.voyage.plan);
  },
  'wrong-set-point': (ground, box, suspicious) => {
    if (box.setC === null) return null;
    const right = box.setC;
    const wrong = right < 0 ? 13.3 : -18;
    box.setCManifest = wrong;
    const bill = ownBill(ground, box);
    if (suspicious) box.setC = wrong;
    else amend(ground, amendmentTime(ground, box, false), '4', box.podFirst, [bill], { set: [box, right] });
    return shownInManifest(box);
  },
  'wrong-box-for-goods': (ground, box, suspicious) => {
    if (!box.full || (suspicious ? box.sizeType === '45R1' : box.sizeType !== '45R1')) return null;
    if (suspicious) changeBill(ground, box, { goodsText: 'FROZEN WHOLE FISH', hs: '030389' });
    else {
      changeBill(ground, box, { goodsText: 'BLEACHED EUCALYPTUS PULP, NON OPERATING REEFER', hs: '470329' });
      box.setC = null;
      box.setCManifest = null;
    }
    return shownInManifest(box);
  },
  'generic-goods': (ground, box, suspicious) => {
    if (!box.full) return null;
    changeBill(
      ground,
      box,
      suspicious
        ? { goodsText: ground.random.pick(genericTexts), hs: '' }
        : { goodsText: 'GROUPAGE GENERAL CARGO' },
    );
    return shownInManifest(box);
  },
  'first-seen-consignee': (ground, box) => {
    if (!box.full) return null;
    const company = newcomer(ground, box);
    changeBill(ground, box, { consignee: company, notify: company });
    return shownInManifest(box);
  },
  'first-seen-shipper': (ground, box) => {
    if (!box.full) return null;
    changeBill(ground, box, {
      shipper: ground.world.register.abroad(box.lane.origin, box.lane.commodity.box, ground.random),
    });
    return shownInManifest(box);
  },
  'first-seen-notify': (ground, box) => {
    if (!box.full) return null;
    changeBill(ground, box, { notify: newcomer(ground, box) });
    return shownInManifest(box);
  },
  'consignee-changed-late': (ground, box, suspicious) => {
    if (!box.full) return null;
    const bill = ownBill(ground, box);
    const consignee = suspicious
      ? ground.random.chance(0.5)
        ? newcomer(ground, box)
        : ground.random.pick(ground.lanes).consignee
      : { ...bill.consignee, name: bill.consignee.name.replace(/ BV$/, ' B.V.').replace(/ NV$/, ' N.V.') };
    return amend(ground, amendmentTime(ground, box, suspicious), '4', box.podFirst, [{ ...bill, consignee }]);
  },
  'goods-changed-late': (ground, box, suspicious) => {
    if (!box.full) return null;
    const bill = ownBill(ground, box);
    const other = ground.random.pick(
      commodities.filter((one) => one.box === box.lane.commodity.box && one.hs !== bill.hs),
    );
    const change = suspicious
      ? { goodsText: ground.random.pick(other.texts.en), hs: other.hs }
      : { goodsText: `${bill.goodsText} - ${bill.parts[0]?.packages ?? 1} PKGS` };
    return amend(ground, amendmentTime(ground, box, suspicious), '4', box.podFirst, [{ ...bill, ...change }]);
  },
  'discharge-port-changed-late': (ground, box, suspicious) => {
    if (ground.relisted.has(box)) return null;
    const other = ground.voyage.plan.calls.find(
      (call) => call.port !== box.pod && ground.voyage.plan.boxesByPort.has(call.port),
    );
    if (other === undefined) return null;
    ground.relisted.add(box);
    const bill = ownBill(ground, box);
    const at = toMinute(amendmentTime(ground, box, suspicious));
    box.podFirst = other.port;
    box.podChangedAt = at;
    amend(ground, at, '1', other.port, [bill]);
    return amend(ground, at + 4 * 60_000, '9', box.pod, [bill]);
  },
  'transhipment-hides-origin': (_ground, box, suspicious) => {
    if (box.firstLoadedAt === null) return null;
    box.originHidden = true;
    if (suspicious) box.tellEvents = true;
    return suspicious ? statusAt(box.load) : manifestAt(box.load);
  },
  'vgm-mismatch': (ground, box, suspicious) => {
    if (!box.full) return null;
    const gap = suspicious
      ? Math.max(box.narcoticsKg, ground.random.between(700, 2400))
      : ground.random.between(350, 600);
    box.declaredKg = Math.max(500, Math.round((box.vgmKg - box.tareKg - gap) / 10) * 10);
    const bill = ownBill(ground, box);
    changeBill(ground, box, { parts: bill.parts.map((part) => ({ ...part, kg: box.declaredKg })) });
    return shownInManifest(box);
  },
  'tare-mismatch': (ground, box, suspicious) => {
    ground.earlierTares.set(box.number, box.tareKg);
    box.declaredTareKg =
      box.tareKg + (suspicious ? ground.random.between(260, 600) : ground.random.between(100, 160));
    return shownInManifest(box);
  },
  'several-bills': (ground, box, suspicious) => {
    if (!box.full) return null;
    const { carrier } = ground.voyage.plan;
    if (suspicious && ground.random.chance(0.6)) {
      // A second master bill names the same box, for somebody else.
      const first = ownBill(ground, box);
      const [second] = makeBills(carrier, [box], box.lane, 1, ground.world, ground.random);
      if (second === undefined) return null;
      replaceBill(ground, first, [first, { ...second, consignee: newcomer(ground, box) }]);
      return shownInManifest(box);
    }
    const count = suspicious ? ground.random.between(10, 14) : ground.random.between(2, 4);
    const houses = makeBills(carrier, [box], box.lane, count, ground.world, ground.random);
    replaceBill(ground, ownBill(ground, box), houses);
    return shownInManifest(box);
  },
  'bill-count-off': (ground, box, suspicious) => {
    if (!box.full || box.lane.usualBills !== 1) return null;
    const houses = makeBills(
      ground.voyage.plan.carrier,
      [box],
      box.lane,
      suspicious ? 4 : 2,
      ground.world,
      ground.random,
    );
    replaceBill(ground, ownBill(ground, box), houses);
    return shownInManifest(box);
  },
  'reachable-position': (ground, box) => {
    const cell = ground.voyage.stowage.takeReachable(box.sizeType.startsWith('2') ? 20 : 40);
    if (cell === null || !box.onStowPlan) return null;
    box.stow = cell;
    return lastStowPlanAt(ground.voyage.plan);
  },
  'long-dwell': (ground, box, suspicious) => {
    const days = suspicious ? ground.random.between(14, 26) : ground.random.between(9, 12);
    box.gateInAt = toMinute((box.firstLoadedAt ?? box.loadedAt) - days * dayMs);
    box.tellEvents = true;
    return statusAt(box.load);
  },
  'out-of-pattern-origin': (ground, box) => {
    if (!box.full) return null;
    const lane = ground.random.pick(ground.lanes);
    if (
      ground.lanes.some(
        (each) => each.consignee === lane.consignee && each.origin.country === box.lane.origin.country,
      )
    )
      return null;
    changeBill(ground, box, { consignee: lane.consignee, notify: lane.notify });
    return shownInManifest(box);
  },
  'unusual-goods': (ground, box) => {
    if (!box.full) return null;
    const lane = ground.lanes.find(
      (each) =>
        each.origin.country === box.lane.origin.country &&
        each.consignee !== box.lane.consignee &&
        each.commodity.hs.slice(0, 4) !== box.hs.slice(0, 4),
    );
    if (lane === undefined) return null;
    changeBill(ground, box, { consignee: lane.consignee, notify: lane.notify });
    return shownInManifest(box);
  },
};

/** The method that shows a kind most. */
function likeliestMethod(kind: SignKind, full: boolean): Method {
  if (!full) return 'structure';
  const { byMethod } = signModel(kind);
  let best: Method = 'in-goods';
  for (const { method } of methods) if ((byMethod[method] ?? 0) > (byMethod[best] ?? 0)) best = method;
  return best;
}

/**
 * Gives the boxes of a voyage their signs: first those the model draws, then those that are forced.
 *
 * @param forced kinds to show here; what this voyage can't show comes back
 * @param forcedLoadedShare P(loaded) of a box that carries a forced suspicious sign, 0–1
 */
export function plantSigns(
  voyage: Voyage,
  world: World,
  forced: readonly ForcedSign[],
  forcedLoadedShare: number,
  earlierTares: Map<string, number>,
  random: Random,
): { readonly signs: readonly PlantedSign[]; readonly unplaced: readonly ForcedSign[] } {
  const billsOf = new Map<Box, Bill[]>();
  for (const bill of voyage.bills) {
    for (const { box } of bill.parts) {
      const list = billsOf.get(box);
      if (list === undefined) billsOf.set(box, [bill]);
      else list.push(bill);
    }
  }
  const ground: Ground = {
    voyage,
    world,
    random,
    billsOf,
    relisted: new Set(),
    taken: new Set(),
    lanes: world.lanes,
    earlierTares,
  };
  const signs: PlantedSign[] = [];
  const put = (box: Box, kind: SignKind, variant: PlantedSign['variant'], isForced: boolean): boolean => {
    const visibleAt = apply[kind](ground, box, variant === 'suspicious');
    if (visibleAt === null) return false;
    ground.taken.add(box);
    const note =
      variant === 'benign'
        ? signModel(kind).benign
        : box.narcoticsKg > 0
          ? `loaded, ${box.method ?? ''}`
          : 'looks like it, nothing hidden';
    signs.push({ box, kind, variant, note, visibleAt, forced: isForced });
    return true;
  };
  const draw = (box: Box, except?: SignKind): void => {
    const shown = box.method !== null && random.chance(carefulShare) ? carefulFactor : 1;
    for (const model of signModels) {
      if (model.kind === except) continue;
      const rate =
        box.method === null ? model.honest : shown * (model.byMethod[box.method] ?? model.elsewhere);
      if (random.chance(rate)) {
        // A few honest boxes look exactly like the others.
        const looksBad = box.method !== null || random.chance(0.3);
        put(box, model.kind, looksBad ? 'suspicious' : 'benign', false);
      }
    }
  };
  for (const box of [...voyage.boxes]) draw(box);
  const unplaced: ForcedSign[] = [];
  for (const wanted of forced) {
    let placed = false;
    const from = random.between(0, voyage.boxes.length - 1);
    for (let step = 0; step < voyage.boxes.length && !placed; step += 1) {
      const box = voyage.boxes[(from + step) % voyage.boxes.length] as Box;
      if (box.method !== null || ground.taken.has(box)) continue;
      const loaded = wanted.variant === 'suspicious' && random.chance(forcedLoadedShare);
      const before = {
        method: box.method,
        narcoticsKg: box.narcoticsKg,
        vgmKg: box.vgmKg,
        addedKg: box.addedKg,
      };
      if (loaded) hide(box, likeliestMethod(wanted.kind, box.full), random);
      placed = put(box, wanted.kind, wanted.variant, true);
      if (!placed) Object.assign(box, before);
      else if (loaded) draw(box, wanted.kind);
    }
    if (!placed) unplaced.push(wanted);
  }
  return { signs, unplaced };
}
