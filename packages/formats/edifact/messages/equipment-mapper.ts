import type {
  CallStatement,
  ContainerRow,
  DangerousGoods,
  PartyStatement,
  SealStatement,
  WeightStatement,
} from '../../cargo-row.ts';
import type { Segment } from '../segment.ts';
import type { Draft, Offsets, WeightDraft } from './cargo-mapper.ts';
import { CargoMapper, joined } from './cargo-mapper.ts';
import { isDigits, normaliseCell, upperCase } from './normalise.ts';
import {
  DAM,
  DGS,
  DTM,
  FTX,
  LOC,
  MEA,
  NAD,
  PIA,
  RFF,
  SEL,
  TMP,
  q147,
  q2,
  q4,
  q5,
  q798,
  qAAA,
  qAAD,
  qBH,
  qBM,
  qBN,
  qC,
  qCA,
  qCEL,
  qCF,
  qCN,
  qF,
  qFAH,
  qHWB,
  qMB,
  qSW,
  qWAT,
} from './codes.ts';

/** The one empty list that rows share; nothing is pushed into it, see {@link added}. */
const NONE: readonly never[] = [];

/** One container while the segments of its group are read. Made once a mapper, reused for each group. */
export class EquipmentDraft {
  offset = -1;
  number = '';
  numberAt = -1;
  sizeType = '';
  sizeTypeAt = -1;
  load: '' | 'full' | 'empty' = '';
  loadAt = -1;
  operator = '';
  operatorAt = -1;
  stow = '';
  stowAt = -1;
  setTemperatureC = Number.NaN;
  setTemperatureAt = -1;
  goodsText = '';
  goodsTextAt = -1;
  hs = '';
  hsAt = -1;
  exception: ContainerRow['exception'];
  exceptionAt = -1;
  seals: SealStatement[] = none();
  weights: WeightDraft[] = none();
  calls: Draft<CallStatement>[] = none();
  dangerous: Draft<DangerousGoods>[] = none();
  parties: PartyStatement[] = none();
  bills: string[] = none();
  billsAt: number[] = none();
  bookings: string[] = none();
  bookingsAt: number[] = none();
  happenedAt = Number.NaN;
  happenedAtOffset = -1;

  begin(offset: number): void {
    this.offset = offset;
    this.number = '';
    this.numberAt = -1;
    this.sizeType = '';
    this.sizeTypeAt = -1;
    this.load = '';
    this.operator = '';
    this.stow = '';
    this.setTemperatureC = Number.NaN;
    this.goodsText = '';
    this.hs = '';
    this.exception = undefined;
    // The row keeps the lists it was given; a group that names nothing shares one empty list.
    this.seals = none();
    this.weights = none();
    this.calls = none();
    this.dangerous = none();
    this.parties = none();
    this.bills = none();
    this.bookings = none();
    this.happenedAt = Number.NaN;
  }

  /** Forgets what was said about the unit itself and keeps place, time and references. */
  nextUnit(): void {
    this.number = '';
    this.sizeType = '';
    this.load = '';
    this.operator = '';
    this.setTemperatureC = Number.NaN;
    this.exception = undefined;
    this.seals = none();
    this.weights = none();
    this.dangerous = none();
    this.parties = none();
  }
}

/** The shared empty list as a list of anything. */
export function none<T>(): T[] {
  return NONE as unknown as T[];
}

/** A list with an entry more; it starts out as the shared empty one and is kept as short as it is. */
export function added<T>(list: T[], entry: T): T[] {
  switch (list.length) {
    case 0:
      return [entry];
    case 1:
      return [list[0]!, entry];
    case 2:
      return [list[0]!, list[1]!, entry];
    case 3:
      return [list[0]!, list[1]!, list[2]!, entry];
    default:
      list.push(entry);
      return list;
  }
}

/**
 * Messages about equipment: the EQD group and everything that may stand in it, whatever the order.
 */
export abstract class EquipmentMapper extends CargoMapper {
  protected readonly box = new EquipmentDraft();
  /** A group is open. */
  protected boxOpen = false;
  /** The open group is about equipment that is no container: its segments are reported. */
  protected boxForeign = false;
  #afterDangerous = false;

  protected finish(): void {
    this.closeBox();
  }

  protected beginBox(offset: number): void {
    this.closeBox();
    this.box.begin(offset);
    this.boxOpen = true;
    this.boxForeign = false;
    this.#afterDangerous = false;
  }

  protected closeBox(): void {
    if (!this.boxOpen) return;
    this.boxOpen = false;
    if (this.boxForeign || this.box.number === '') this.#reportNameless();
    else this.emitBox();
  }

  /** Sends the rows of the group that just ended. */
  protected abstract emitBox(): void;

  /** EQD into the open group. False, with the group marked, when it is no container. */
  protected readEqd(s: Segment, q: number): boolean {
    const { box } = this;
    this.units++;
    if (q !== qCN && q !== 0 && q !== qSW) {
      this.boxForeign = true;
      return false;
    }
    box.number = this.containerNumber(s, 2);
    box.numberAt = s.offsetOf(2);
    if (box.number === '') {
      this.boxForeign = true;
      return false;
    }
    const sizeType = s.text(3);
    if (sizeType !== '') {
      box.sizeType = upperCase(sizeType);
      box.sizeTypeAt = s.offsetOf(3);
    } else if (s.componentCount(3) > 3) {
      box.sizeType = upperCase(s.text(3, 3));
      box.sizeTypeAt = s.offsetOf(3, 3);
    }
    const fill = s.code(6);
    if (fill === q5) box.load = 'full';
    else if (fill === q4) box.load = 'empty';
    else if (fill !== 0) this.badValue(s, 6, 0, 'unknown-code');
    box.loadAt = s.offsetOf(6);
    return true;
  }

  /** A segment of the open group; false when it is not understood there. */
  protected readBoxSegment(s: Segment, tag: number, q: number): boolean {
    if (this.boxForeign) return false;
    const { box } = this;
    switch (tag) {
      case MEA:
        return !this.#afterDangerous && this.#readWeight(s, q);
      case LOC:
        return this.readBoxPlace(s, q);
      case RFF:
        return this.readBoxReference(s, q);
      case SEL: {
        const seal = this.seal(s);
        if (seal === null) return false;
        box.seals = added(box.seals, seal);
        return true;
      }
      case NAD:
        return this.#readParty(s, q);
      case TMP:
        return this.#readTemperature(s, q);
      case DGS: {
        const goods = this.dangerous(s);
        if (goods === null) return false;
        box.dangerous = added(box.dangerous, goods);
        this.#afterDangerous = true;
        return true;
      }
      case FTX:
        return this.readBoxText(s, q);
      case PIA:
        return this.#readCommodity(s);
      case DTM:
        return this.readBoxDate(s, q);
      case DAM:
        if (box.exception !== undefined) return false;
        box.exception = 'damaged';
        box.exceptionAt = s.offset;
        return true;
      default:
        return false;
    }
  }

  #readWeight(s: Segment, q: number): boolean {
    const method = this.weightMethod(s, q);
    if (method === undefined) return false;
    const kg = this.massKg(s);
    if (Number.isNaN(kg)) return true;
    const weight: WeightDraft = { offset: s.offsetOf(3, 1), kg, method };
    this.box.weights = added(this.box.weights, weight);
    return true;
  }

  protected readBoxPlace(s: Segment, q: number): boolean {
    const { box } = this;
    if (q === q147) return this.readStow(s);
    const call = this.call(s, q);
    if (call === null) return false;
    if (call.port !== undefined || call.terminal !== undefined) box.calls = added(box.calls, call);
    return true;
  }

  protected readStow(s: Segment): boolean {
    const { box } = this;
    const text = s.text(2);
    const stow = normaliseCell(text, this.dialect.cellDigits);
    if (stow === '') {
      this.badValue(s, 2);
      return true;
    }
    if (box.stow !== '') return false;
    box.stow = stow;
    box.stowAt = s.offsetOf(2);
    return true;
  }

  protected readBoxReference(s: Segment, q: number): boolean {
    const { box } = this;
    const text = s.text(1, 1);
    if (text === '') return false;
    switch (q) {
      case qBM:
      case qMB:
      case qBH:
      case qHWB:
        if (this.isPlaceholder(s, text)) return true;
        if (box.bills.length === 0) box.billsAt = [];
        box.bills = added(box.bills, text);
        box.billsAt.push(s.offsetOf(1, 1));
        return true;
      case qBN:
        if (box.bookings.length === 0) box.bookingsAt = [];
        box.bookings = added(box.bookings, text);
        box.bookingsAt.push(s.offsetOf(1, 1));
        return true;
      default:
        return false;
    }
  }

  #readParty(s: Segment, q: number): boolean {
    const { box } = this;
    if (q === qCA || q === qCF) {
      const id = s.text(2);
      const element = id !== '' ? 2 : s.code(4) !== 0 ? 4 : 3;
      const name = id !== '' ? id : s.text(element);
      if (name === '') return false;
      if (box.operator === name) return true;
      if (box.operator !== '' && q === qCA) return false;
      box.operator = name;
      box.operatorAt = s.offsetOf(element);
      return true;
    }
    const party = this.party(s, q);
    if (party === null) return false;
    box.parties = added(box.parties, party);
    return true;
  }

  #readTemperature(s: Segment, q: number): boolean {
    if (q !== q2) return false;
    const { box } = this;
    const degrees = degreesOf(s.text(2, 0));
    const unit = s.code(2, 1);
    const celsius =
      unit === qCEL || unit === qC || unit === 0
        ? degrees
        : unit === qFAH || unit === qF
          ? Math.round(((degrees - 32) / 1.8) * 10) / 10
          : Number.NaN;
    if (Number.isNaN(celsius)) {
      this.badValue(s, 2, Number.isNaN(degrees) ? 0 : 1);
      return true;
    }
    if (!Number.isNaN(box.setTemperatureC)) return false;
    box.setTemperatureC = celsius === 0 ? 0 : celsius;
    box.setTemperatureAt = s.offsetOf(2, 0);
    return true;
  }

  protected readBoxText(s: Segment, q: number): boolean {
    const { box } = this;
    const text = joined(s, 4, 0);
    if (q === qAAA) {
      if (text === '') return false;
      if (box.goodsText === '') box.goodsTextAt = s.offsetOf(4);
      box.goodsText = box.goodsText === '' ? text : `${box.goodsText} ${text}`;
      return true;
    }
    if (q === qAAD) {
      const goods = box.dangerous[box.dangerous.length - 1];
      if (goods === undefined || goods.technicalName !== undefined || text === '') return false;
      goods.technicalName = text;
      goods.at = { ...goods.at, technicalName: s.offsetOf(4) };
      return true;
    }
    const code = s.text(3);
    const element = code === '' ? 4 : 3;
    const word = (code === '' ? s.text(4) : code).toUpperCase();
    const exception = this.codes.exceptions.get(word);
    if (exception === undefined || box.exception !== undefined) return false;
    box.exception = exception;
    box.exceptionAt = s.offsetOf(element);
    return true;
  }

  #readCommodity(s: Segment): boolean {
    const { box } = this;
    if (s.text(2, 1) !== 'HS' || box.hs !== '') return false;
    const hs = s.text(2, 0).replaceAll('.', '');
    if (!isDigits(hs, 4, 10)) {
      this.badValue(s, 2, 0);
      return true;
    }
    box.hs = hs;
    box.hsAt = s.offsetOf(2, 0);
    return true;
  }

  /** DTM in the group: when it was weighed. */
  protected readBoxDate(s: Segment, q: number): boolean {
    if (q !== qWAT && q !== q798) return false;
    const weight = this.lastWeight();
    if (weight === undefined) return false;
    const at = this.instant(s);
    if (Number.isNaN(at)) return true;
    if (weight.weighedAt !== undefined) return weight.weighedAt === at;
    weight.weighedAt = at;
    weight.at = { ...weight.at, weighedAt: s.offsetOf(1, 1) };
    return true;
  }

  protected lastWeight(): WeightDraft | undefined {
    return this.box.weights[this.box.weights.length - 1];
  }

  /** The row of the group as read. */
  protected containerRow(): ContainerRow {
    const { box } = this;
    const { number, numberAt, sizeType, load, operator, stow } = box;
    let at: Offsets;
    let row: Draft<ContainerRow>;
    if (sizeType !== '' && load !== '' && operator !== '' && stow !== '') {
      // The common shape, made in one piece.
      const { sizeTypeAt, loadAt, operatorAt, stowAt } = box;
      at = { number: numberAt, sizeType: sizeTypeAt, load: loadAt, operator: operatorAt, stow: stowAt };
      row = {
        kind: 'container',
        offset: box.offset,
        at,
        number,
        action: this.action,
        seals: box.seals,
        weights: box.weights as readonly WeightStatement[],
        calls: box.calls,
        bills: box.bills,
        sizeType,
        load,
        operator,
        stow,
      };
    } else {
      at = { number: numberAt };
      row = {
        kind: 'container',
        offset: box.offset,
        at,
        number,
        action: this.action,
        seals: box.seals,
        weights: box.weights as readonly WeightStatement[],
        calls: box.calls,
        bills: box.bills,
      };
      if (sizeType !== '') {
        row.sizeType = sizeType;
        at['sizeType'] = box.sizeTypeAt;
      }
      if (load !== '') {
        row.load = load;
        at['load'] = box.loadAt;
      }
      if (operator !== '') {
        row.operator = operator;
        at['operator'] = box.operatorAt;
      }
      if (stow !== '') {
        row.stow = stow;
        at['stow'] = box.stowAt;
      }
    }
    if (!Number.isNaN(box.setTemperatureC)) {
      row.setTemperatureC = box.setTemperatureC;
      at['setTemperatureC'] = box.setTemperatureAt;
    }
    if (box.bills.length > 0) noteList(at, 'bills', box.billsAt);
    if (box.bookings.length > 0) {
      row.bookings = box.bookings;
      noteList(at, 'bookings', box.bookingsAt);
    }
    if (box.dangerous.length > 0) row.dangerous = box.dangerous;
    if (box.parties.length > 0) row.parties = box.parties;
    if (box.goodsText !== '') {
      row.goodsText = box.goodsText;
      at['goodsText'] = box.goodsTextAt;
    }
    if (box.hs !== '') {
      row.hs = box.hs;
      at['hs'] = box.hsAt;
    }
    if (box.exception !== undefined) {
      row.exception = box.exception;
      at['exception'] = box.exceptionAt;
    }
    return row;
  }

  /** A group without a container: what was read of it is reported value by value. */
  #reportNameless(): void {
    const { box } = this;
    const report = (what: string, offset: number, text: string): void => {
      this.emit({
        kind: 'unread',
        offset,
        what,
        reason: 'out-of-place',
        text: `${text} (no container named)`,
      });
    };
    if (box.stow !== '') report('LOC+147', box.stowAt, box.stow);
    for (const weight of box.weights) report('MEA', weight.offset, `${weight.kg} kg ${weight.method}`);
    for (const call of box.calls)
      report('LOC', call.offset, `${call.role} ${call.port ?? call.terminal ?? ''}`);
    for (const seal of box.seals) report('SEL', seal.offset, seal.number);
    for (const goods of box.dangerous)
      report('DGS', goods.offset, `${goods.imdgClass ?? ''} ${goods.unNumber ?? ''}`);
    for (const party of box.parties) report('NAD', party.offset, party.name ?? party.id ?? party.code ?? '');
    box.bills.forEach((bill, i) => report('RFF', box.billsAt[i] ?? box.offset, bill));
    box.bookings.forEach((booking, i) => report('RFF', box.bookingsAt[i] ?? box.offset, booking));
    if (box.operator !== '') report('NAD', box.operatorAt, box.operator);
    if (!Number.isNaN(box.setTemperatureC)) report('TMP', box.setTemperatureAt, `${box.setTemperatureC} °C`);
    if (box.goodsText !== '') report('FTX', box.goodsTextAt, box.goodsText);
    if (box.hs !== '') report('PIA', box.hsAt, box.hs);
    if (box.exception !== undefined) report('FTX', box.exceptionAt, box.exception);
    if (!Number.isNaN(box.happenedAt))
      report('DTM', box.happenedAtOffset, new Date(box.happenedAt).toISOString());
  }
}

/**
 * Degrees: up to three digits, a point or comma with up to three more, the sign in front or, as in older
 * plans, behind; NaN for anything else.
 */
function degreesOf(text: string): number {
  let from = 0;
  let to = text.length;
  let negative = false;
  const first = text.charCodeAt(0);
  if (first === 0x2b || first === 0x2d) {
    negative = first === 0x2d;
    from = 1;
  }
  if (to > from && text.charCodeAt(to - 1) === 0x2d) {
    negative = true;
    to--;
  }
  let whole = 0;
  let mark = -1;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x30 && c <= 0x39) whole = whole * 10 + c - 0x30;
    else if (mark < 0 && (c === 0x2e || c === 0x2c)) mark = i;
    else return Number.NaN;
  }
  const digits = (mark < 0 ? to : mark) - from;
  const decimals = mark < 0 ? 0 : to - mark - 1;
  if (digits < 1 || digits > 3 || decimals > 3 || (mark >= 0 && decimals < 1)) return Number.NaN;
  const degrees = whole / 10 ** decimals;
  return negative ? -degrees : degrees;
}

/** Writes the bytes of a list of strings as `name.0`, `name.1`, … */
export function noteList(at: Offsets, name: string, offsets: readonly number[]): void {
  for (let i = 0; i < offsets.length; i++) at[LIST_KEYS[name]?.[i] ?? `${name}.${i}`] = offsets[i] ?? -1;
}

const LIST_KEYS: Readonly<Record<string, readonly string[]>> = {
  bills: ['bills.0', 'bills.1', 'bills.2', 'bills.3'],
  bookings: ['bookings.0', 'bookings.1', 'bookings.2', 'bookings.3'],
};
