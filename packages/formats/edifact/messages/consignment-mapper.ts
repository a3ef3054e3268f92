import type {
  CallStatement,
  ConsignmentRow,
  DangerousGoods,
  GoodsStatement,
  PartyStatement,
  PlacedContainer,
  ProcessingStatement,
} from '../../cargo-row.ts';
import type { Segment } from '../segment.ts';
import type { Draft, Offsets } from './cargo-mapper.ts';
import { joined } from './cargo-mapper.ts';
import { added, EquipmentMapper, none, noteList } from './equipment-mapper.ts';
import { isDigits, kilogramsOf } from './normalise.ts';
import {
  CNT,
  CST,
  DGS,
  FTX,
  GEI,
  GID,
  GIS,
  LOC,
  MEA,
  NAD,
  PAC,
  PCI,
  PIA,
  RFF,
  SGP,
  q11,
  q7,
  q8,
  qAAA,
  qAAD,
  qAAS,
  qBH,
  qBM,
  qBN,
  qHWB,
  qMB,
} from './codes.ts';

type GoodsDraft = Draft<GoodsStatement> & {
  at: Offsets;
  containers: string[];
  dangerous?: Draft<DangerousGoods>[];
};

/** One consignment while its segments are read. */
class ConsignmentDraft {
  readonly offset: number;
  /** Number of the document that CNI itself names. */
  document = '';
  documentAt = -1;
  master = '';
  masterAt = -1;
  bill = '';
  billAt = -1;
  house = '';
  houseAt = -1;
  bookings: string[] = none();
  bookingsAt: number[] = none();
  parties: PartyStatement[] = none();
  goods: GoodsDraft[] = none();
  containers: Draft<PlacedContainer>[] = none();
  calls: Draft<CallStatement>[] = none();
  processing: ProcessingStatement[] = none();
  packages = Number.NaN;
  packagesAt = -1;
  grossKg = Number.NaN;
  grossKgAt = -1;

  constructor(offset: number) {
    this.offset = offset;
  }

  /** Parties or goods were read, so another bill is another consignment. */
  get described(): boolean {
    return this.parties.length > 0 || this.goods.length > 0;
  }
}

/** Messages about consignments: parties, goods, and the containers they are split over. */
export abstract class ConsignmentMapper extends EquipmentMapper {
  protected consignment: ConsignmentDraft | null = null;
  #goods: GoodsDraft | null = null;
  #split: Draft<PlacedContainer> | null = null;
  #dangerous: Draft<DangerousGoods> | null = null;
  #boxInConsignment = false;

  protected override finish(): void {
    super.finish();
    this.closeConsignment();
  }

  protected beginConsignment(offset: number): ConsignmentDraft {
    this.closeBox();
    this.closeConsignment();
    this.open();
    this.closeVoyage();
    const consignment = new ConsignmentDraft(offset);
    this.consignment = consignment;
    return consignment;
  }

  /** EQD: a group of its own, inside or outside a consignment. */
  protected beginEquipment(s: Segment, q: number): boolean {
    this.beginBox(s.offset);
    this.#boxInConsignment = this.consignment !== null;
    this.#goods = null;
    this.#split = null;
    return this.readEqd(s, q);
  }

  protected override emitBox(): void {
    const { box, consignment } = this;
    const row = this.containerRow();
    if (consignment !== null && this.#boxInConsignment) {
      const named = this.#bills(consignment);
      if (box.bills.length === 0 && named.bill !== '') {
        (row as { bills: readonly string[] }).bills = [named.bill];
        noteList(row.at as Offsets, 'bills', [named.billAt]);
      }
      if (!places(consignment.containers, box.number)) {
        const placed = { offset: box.numberAt, number: box.number };
        consignment.containers = added(consignment.containers, placed);
      }
    }
    this.emit(row);
  }

  /** A segment of the open consignment; false when it is not understood there. */
  protected readConsignmentSegment(
    s: Segment,
    tag: number,
    q: number,
    consignment: ConsignmentDraft,
  ): boolean {
    switch (tag) {
      case RFF:
        return this.#readReference(s, q, consignment);
      case NAD: {
        if (this.#goods !== null) return false;
        const party = this.party(s, q);
        if (party === null) return false;
        consignment.parties = added(consignment.parties, party);
        return true;
      }
      case LOC: {
        if (this.#goods !== null) return false;
        const call = this.call(s, q);
        if (call === null) return false;
        if (call.port !== undefined || call.terminal !== undefined)
          consignment.calls = added(consignment.calls, call);
        return true;
      }
      case CNT:
        return this.#goods === null && this.#readTotal(s, q, consignment);
      case GIS:
      case GEI: {
        const element = tag === GIS ? 1 : 2;
        const code = s.text(element);
        if (code === '' || this.#goods !== null) return false;
        consignment.processing = added(consignment.processing, { offset: s.offsetOf(element), code });
        return true;
      }
      case GID:
        this.#beginGoods(s, consignment);
        return true;
      case FTX:
        return this.#readText(s, q, consignment);
      case SGP:
        return this.#readSplit(s, consignment);
      case MEA:
        return this.#readMass(s, q, consignment);
      case PAC:
        return this.#readPackages(s);
      case PCI: {
        const goods = this.#goods;
        const marks = joined(s, 2, 0);
        if (goods === null || marks === '') return false;
        if (goods.marks === undefined) goods.at['marks'] = s.offsetOf(2);
        goods.marks = goods.marks === undefined ? marks : `${goods.marks} ${marks}`;
        return true;
      }
      case CST:
      case PIA:
        return this.#readCommodity(s);
      case DGS: {
        const goods = this.#goods;
        if (goods === null) return false;
        const dangerous = this.dangerous(s);
        if (dangerous === null) return false;
        (goods.dangerous ??= []).push(dangerous);
        this.#dangerous = dangerous;
        return true;
      }
      default:
        return false;
    }
  }

  #beginGoods(s: Segment, consignment: ConsignmentDraft): void {
    const item = s.number(1);
    const goods: GoodsDraft = {
      offset: s.offset,
      item: Number.isNaN(item) ? consignment.goods.length + 1 : item,
      containers: none(),
      at: {},
    };
    if (!Number.isNaN(item)) goods.at['item'] = s.offsetOf(1);
    else if (s.text(1) !== '') this.badValue(s, 1);
    this.#takePackages(s, goods, 2, 0, 1);
    consignment.goods = added(consignment.goods, goods);
    this.#goods = goods;
    this.#split = null;
    this.#dangerous = null;
  }

  #takePackages(s: Segment, goods: GoodsDraft, element: number, count: number, type: number): void {
    const packages = s.number(element, count);
    if (!Number.isNaN(packages) && goods.packages === undefined) {
      goods.packages = packages;
      goods.at['packages'] = s.offsetOf(element, count);
    } else if (Number.isNaN(packages) && s.text(element, count) !== '') this.badValue(s, element, count);
    const code = s.text(element, type);
    const component = code === '' ? type + 3 : type;
    const text = code === '' ? s.text(element, component) : code;
    if (text !== '' && goods.packageType === undefined) {
      goods.packageType = text;
      goods.at['packageType'] = s.offsetOf(element, component);
    }
  }

  #readPackages(s: Segment): boolean {
    const goods = this.#goods;
    if (goods === null || goods.packages !== undefined) return false;
    const packages = s.number(1);
    if (Number.isNaN(packages)) {
      if (s.text(1) === '') return false;
      this.badValue(s, 1);
    } else {
      goods.packages = packages;
      goods.at['packages'] = s.offsetOf(1);
    }
    const type = s.text(3);
    if (type !== '' && goods.packageType === undefined) {
      goods.packageType = type;
      goods.at['packageType'] = s.offsetOf(3);
    }
    return true;
  }

  #readText(s: Segment, q: number, consignment: ConsignmentDraft): boolean {
    const text = joined(s, 4, 0);
    if (text === '') return false;
    const dangerous = this.#dangerous;
    if (q === qAAD && dangerous !== null && dangerous.technicalName === undefined) {
      dangerous.technicalName = text;
      dangerous.at = { ...dangerous.at, technicalName: s.offsetOf(4) };
      return true;
    }
    if (q !== qAAA) return false;
    // A description before any item describes the consignment: item 0.
    let goods = this.#goods;
    if (goods === null) {
      goods = { offset: s.offset, item: 0, containers: none(), at: {} };
      consignment.goods = added(consignment.goods, goods);
      this.#goods = null;
    }
    if (goods.description === undefined) {
      goods.description = text;
      goods.at['description'] = s.offsetOf(4);
    } else {
      goods.description = `${goods.description} ${text}`;
      let i = 1;
      while (goods.at[`description.${i}`] !== undefined) i++;
      goods.at[`description.${i}`] = s.offsetOf(4);
    }
    return true;
  }

  #readSplit(s: Segment, consignment: ConsignmentDraft): boolean {
    const number = this.containerNumber(s, 1);
    if (number === '') return false;
    const placed: Draft<PlacedContainer> = { offset: s.offsetOf(1), number };
    const packages = s.number(2);
    if (!Number.isNaN(packages)) {
      placed.packages = packages;
      placed.at = { packages: s.offsetOf(2) };
    } else if (s.text(2) !== '') this.badValue(s, 2);
    // An EQD in the consignment placed it already, without saying how much.
    const bare = consignment.containers.findIndex(
      (each) => each.number === number && each.packages === undefined && each.grossKg === undefined,
    );
    if (bare >= 0 && !consignment.goods.some((goods) => goods.containers.includes(number)))
      consignment.containers[bare] = placed;
    else consignment.containers = added(consignment.containers, placed);
    if (this.#goods !== null) this.#goods.containers = added(this.#goods.containers, number);
    this.#split = placed;
    return true;
  }

  #readMass(s: Segment, q: number, consignment: ConsignmentDraft): boolean {
    if (this.#dangerous !== null) return false;
    const method = this.weightMethod(s, q);
    if (method !== 'declared-gross') return false;
    const target = this.#split ?? this.#goods;
    if (target === null) {
      if (!Number.isNaN(consignment.grossKg)) return false;
      const kg = this.massKg(s);
      if (Number.isNaN(kg)) return true;
      consignment.grossKg = kg;
      consignment.grossKgAt = s.offsetOf(3, 1);
      return true;
    }
    if (target.grossKg !== undefined) return false;
    const kg = this.massKg(s);
    if (Number.isNaN(kg)) return true;
    target.grossKg = kg;
    const at = s.offsetOf(3, 1);
    if (target === this.#goods) target.at['grossKg'] = at;
    else if (target.at === undefined) target.at = { grossKg: at };
    else target.at = { packages: target.at['packages'] ?? -1, grossKg: at };
    return true;
  }

  /** CST (customs code) or PIA (with the list HS). */
  #readCommodity(s: Segment): boolean {
    const goods = this.#goods;
    if (goods === null || goods.hs !== undefined) return false;
    if (s.tagCode === PIA && s.text(2, 1) !== 'HS') return false;
    const text = s.text(2, 0);
    if (text === '') return false;
    const hs = isDigits(text, 4, 10) ? text : text.replace(/[. ]/g, '');
    if (!isDigits(hs, 4, 10)) {
      this.badValue(s, 2, 0);
      return true;
    }
    goods.hs = hs;
    goods.at['hs'] = s.offsetOf(2, 0);
    return true;
  }

  #readTotal(s: Segment, q: number, consignment: ConsignmentDraft): boolean {
    const value = s.number(1, 1);
    if (q === q7) {
      const unit = s.text(1, 2);
      const kg = kilogramsOf(value, unit === '' ? this.dialect.massUnit : unit);
      if (Number.isNaN(kg)) this.badValue(s, 1, Number.isNaN(value) ? 1 : 2);
      else if (!Number.isNaN(consignment.grossKg)) return false;
      else {
        consignment.grossKg = kg;
        consignment.grossKgAt = s.offsetOf(1, 1);
      }
      return true;
    }
    if (q !== q8 && q !== q11) return false;
    if (Number.isNaN(value)) this.badValue(s, 1, 1);
    else if (!Number.isNaN(consignment.packages)) return false;
    else {
      consignment.packages = value;
      consignment.packagesAt = s.offsetOf(1, 1);
    }
    return true;
  }

  #readReference(s: Segment, q: number, consignment: ConsignmentDraft): boolean {
    const text = s.text(1, 1);
    if (text === '') return false;
    const at = s.offsetOf(1, 1);
    switch (q) {
      case qBN:
        consignment.bookings = added(consignment.bookings, text);
        consignment.bookingsAt = added(consignment.bookingsAt, at);
        return true;
      case qMB:
        if (consignment.master !== '' || consignment.described) return false;
        consignment.master = text;
        consignment.masterAt = at;
        return true;
      case qBM:
      case qAAS: {
        if (this.isPlaceholder(s, text)) return true;
        let target = consignment;
        if (consignment.described && text !== consignment.bill) {
          target = this.beginConsignment(s.offset);
          this.#goods = null;
        }
        if (target.bill !== '' && target.bill !== text) return false;
        target.bill = text;
        target.billAt = at;
        return true;
      }
      case qBH:
      case qHWB: {
        let target = consignment;
        if (consignment.described) {
          // Another house bill under the same master.
          const master = consignment.master === '' ? consignment.bill : consignment.master;
          const masterAt = consignment.master === '' ? consignment.billAt : consignment.masterAt;
          target = this.beginConsignment(s.offset);
          target.master = master;
          target.masterAt = masterAt;
        }
        if (target.house !== '') return false;
        target.house = text;
        target.houseAt = at;
        return true;
      }
      default:
        return false;
    }
  }

  #bills(consignment: ConsignmentDraft): {
    bill: string;
    billAt: number;
    level: 'master' | 'house';
    master: string;
    masterAt: number;
  } {
    const { master, masterAt, bill, billAt, house, houseAt, document, documentAt } = consignment;
    if (house !== '') {
      const over = master === '' ? bill : master;
      return {
        bill: house,
        billAt: houseAt,
        level: 'house',
        master: over,
        masterAt: master === '' ? billAt : masterAt,
      };
    }
    if (bill !== '' && master !== '' && bill !== master)
      return { bill, billAt, level: 'house', master, masterAt };
    if (bill !== '') return { bill, billAt, level: 'master', master: '', masterAt: -1 };
    if (master !== '') return { bill: master, billAt: masterAt, level: 'master', master: '', masterAt: -1 };
    return { bill: document, billAt: documentAt, level: 'master', master: '', masterAt: -1 };
  }

  protected closeConsignment(): void {
    const { consignment } = this;
    if (consignment === null) return;
    this.closeVoyage();
    this.consignment = null;
    this.#goods = null;
    this.#split = null;
    this.#dangerous = null;
    const named = this.#bills(consignment);
    const at: Offsets = {};
    if (named.bill !== '') at['bill'] = named.billAt;
    const row: Draft<ConsignmentRow> = {
      kind: 'consignment',
      offset: consignment.offset,
      at,
      bill: named.bill,
      level: named.level,
      action: this.action,
      parties: consignment.parties,
      goods: consignment.goods,
      containers: consignment.containers,
      calls: consignment.calls,
    };
    if (named.master !== '') {
      row.masterBill = named.master;
      at['masterBill'] = named.masterAt;
    }
    if (!Number.isNaN(consignment.packages)) {
      row.packages = consignment.packages;
      at['packages'] = consignment.packagesAt;
    }
    if (!Number.isNaN(consignment.grossKg)) {
      row.grossKg = consignment.grossKg;
      at['grossKg'] = consignment.grossKgAt;
    }
    if (consignment.bookings.length > 0) {
      row.bookings = consignment.bookings;
      noteList(at, 'bookings', consignment.bookingsAt);
    }
    if (consignment.processing.length > 0) row.processing = consignment.processing;
    if (named.bill === '')
      this.emit({
        kind: 'unread',
        offset: consignment.offset,
        what: 'RFF+BM',
        reason: 'bad-value',
        text: 'the consignment names no bill',
      });
    this.emit(row);
  }
}

function places(containers: readonly PlacedContainer[], number: string): boolean {
  for (const placed of containers) if (placed.number === number) return true;
  return false;
}
