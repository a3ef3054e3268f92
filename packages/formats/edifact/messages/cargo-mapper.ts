import type { StatementKind } from '@havenwacht/domain';
import type {
  CallRole,
  CallStatement,
  CargoRow,
  DangerousGoods,
  MessageFunction,
  MessageRow,
  PartyStatement,
  SealStatement,
  UnreadRow,
  VoyageRow,
  WeightMethod,
  WeightStatement,
} from '../../cargo-row.ts';
import type { Segment } from '../segment.ts';
import type { Dialect } from './dialects.ts';
import type { DialectCodes } from './dialect-codes.ts';
import type { MessageIdentity, MessageMapper, RowSink } from './message-mapper.ts';
import { dialectCodes } from './dialect-codes.ts';
import { readEdifactDate } from './dialect-time.ts';
import { containerNumberOf, isDigits, kilogramsOf, normalisePort, upperCase } from './normalise.ts';
import {
  BGM,
  CNT,
  COM,
  CTA,
  DTM,
  LOC,
  RFF,
  UNS,
  q132,
  q133,
  q136,
  q137,
  q16,
  q162,
  q163,
  q178,
  q186,
  qKGM,
  qVM,
  qVON,
} from './codes.ts';

/** A statement while its segments are still being read. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };
export type Offsets = Record<string, number>;

/** Rows held back until the message row is out; more than this many open it early. */
const HELD_ROWS = 256;
const TEXT_LIMIT = 512;

/**
 * What all cargo messages have in common: the message row, the voyage, the readers of single
 * segments, and the rule that a segment is read or reported.
 *
 * A subclass reads segments in `read` and answers false for those it does not know. Hot path: 3 to
 * 5 million segments a second; nothing is allocated for a segment but what ends up in a row.
 */
export abstract class CargoMapper implements MessageMapper {
  protected readonly header: MessageIdentity;
  protected readonly dialect: Dialect;
  protected readonly codes: DialectCodes;
  protected action: MessageFunction = 'original';
  /** BGM 1001, the code of the document. */
  protected documentCode = '';
  protected statement: StatementKind;
  readonly #sink: RowSink;
  #opened = false;
  #opening = false;
  #settled = false;
  #held: CargoRow[] = [];
  #offset = -1;
  #at: Offsets = {};
  #documentNumber = '';
  #statedAt = Number.NaN;
  #parties: PartyStatement[] = [];
  #seenBgm = false;
  #declaredUnits = Number.NaN;
  #declaredUnitsAt = -1;
  #placeholders = 0;
  #placeholderAt = -1;
  #placeholderText = '';
  protected units = 0;
  /** The voyage being read; null before its TDT and after its row. */
  protected voyage: Draft<VoyageRow> | null = null;
  #voyageAt: Offsets = {};
  #voyageCalls: Draft<CallStatement>[] = [];
  /** The place that a following DTM is about; null when it was not understood. */
  #dated: Draft<CallStatement> | null = null;

  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect, statement: StatementKind) {
    this.header = header;
    this.#sink = sink;
    this.dialect = dialect;
    this.codes = dialectCodes(dialect);
    this.statement = statement;
    this.#offset = header.offset ?? -1;
  }

  segment(s: Segment): void {
    if (this.#offset < 0) this.#offset = s.offset;
    const tag = s.tagCode;
    if (tag === BGM || tag === UNS) {
      if (tag === BGM) this.#readBgm(s);
      return;
    }
    const q = s.code(1);
    if (this.read(s, tag, q)) return;
    if (tag === CNT && q === q16) {
      this.#declaredUnits = s.number(1, 1);
      this.#declaredUnitsAt = s.offsetOf(1, 1);
      if (Number.isNaN(this.#declaredUnits)) this.badValue(s, 1, 1);
      return;
    }
    this.unread(s, 'not-mapped');
  }

  end(): void {
    this.finish();
    this.closeVoyage();
    this.open();
    if (this.#placeholders > 0) {
      const times = this.#placeholders === 1 ? 'once' : `${this.#placeholders} times`;
      const text = `${this.#placeholderText} stands for no bill, ${times}`;
      this.emit({ kind: 'unread', offset: this.#placeholderAt, what: 'RFF+BM', reason: 'bad-value', text });
    }
    if (!Number.isNaN(this.#declaredUnits) && this.#declaredUnits !== this.units) {
      const text = `${this.#declaredUnits} units declared, ${this.units} read`;
      this.emit({ kind: 'unread', offset: this.#declaredUnitsAt, what: 'CNT+16', reason: 'bad-value', text });
    }
  }

  /**
   * Reads a segment of the body; false when it is not understood where it stands.
   *
   * @param tag `s.tagCode`
   * @param q `s.code(1)`, in most segments the qualifier
   */
  protected abstract read(s: Segment, tag: number, q: number): boolean;

  /** Emits what is still open. */
  protected abstract finish(): void;

  /** Last word on the statement kind before the message row goes out; called once. */
  protected settleStatement(): void {}

  protected settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.settleStatement();
  }

  /** Where the head says what the message states, when it is not BGM. */
  protected noteStatement(offset: number): void {
    note(this.#at, 'statement', offset);
  }

  /** Reports that the head does not say what the message states. */
  protected unsettled(what: string): void {
    const text = `BGM ${this.documentCode}: ${what} is not said; taken as ${this.statement}`;
    const offset = this.#at['statement'] ?? Math.max(this.#offset, 0);
    this.emit({ kind: 'unread', offset, what: 'BGM', reason: 'unknown-code', text });
  }

  protected emit(row: CargoRow): void {
    if (this.#opened) this.#sink(row);
    else {
      this.#held.push(row);
      if (this.#held.length >= HELD_ROWS) this.open();
    }
  }

  /** Sends the message row, then what was held back. Called once the message's head has been read. */
  protected open(): void {
    if (this.#opened || this.#opening) return;
    this.#opening = true;
    this.settle();
    this.#opened = true;
    const { header } = this;
    const row: Draft<MessageRow> = {
      kind: 'message',
      offset: Math.max(this.#offset, 0),
      at: this.#at,
      type: header.type,
      version: `${header.version}${header.release} ${header.association}`.trim(),
      reference: header.reference,
      sender: header.sender,
      recipient: header.recipient,
      function: this.action,
      statement: this.statement,
      dialect: this.dialect.name,
    };
    if (this.#documentNumber !== '') row.documentNumber = this.#documentNumber;
    if (!Number.isNaN(this.#statedAt)) row.statedAt = this.#statedAt;
    if (this.#parties.length > 0) row.parties = this.#parties;
    this.#sink(row);
    for (const held of this.#held) this.#sink(held);
    this.#held = [];
  }

  protected unread(s: Segment, reason: UnreadRow['reason']): void {
    // CTA and COM name natural persons and how to reach them.
    const personal = s.tagCode === CTA || s.tagCode === COM;
    const text = personal ? 'about a person; not repeated here' : segmentText(s);
    this.emit({ kind: 'unread', offset: s.offset, what: nameOf(s), reason, text });
  }

  /** Reports one value of a segment that is otherwise read. */
  protected badValue(
    s: Segment,
    element: number,
    component = 0,
    reason: UnreadRow['reason'] = 'bad-value',
  ): void {
    const at = s.offsetOf(element, component);
    this.emit({
      kind: 'unread',
      offset: at < 0 ? s.offset : at,
      what: nameOf(s),
      reason,
      text: clip(s.text(element, component)),
    });
  }

  #readBgm(s: Segment): void {
    if (this.#seenBgm) {
      this.unread(s, 'out-of-place');
      return;
    }
    this.#seenBgm = true;
    this.documentCode = s.text(1);
    const number = s.text(2);
    if (number !== '') {
      this.#documentNumber = number;
      this.#at['documentNumber'] = s.offsetOf(2);
    }
    note(this.#at, 'statement', this.documentCode === '' ? -1 : s.offsetOf(1));
    const code = s.text(3);
    if (code === '') return;
    this.#at['function'] = s.offsetOf(3);
    this.action = messageFunction(code);
    if (this.action === 'other') this.badValue(s, 3, 0, 'unknown-code');
  }

  /** DTM of the head: when the message was made. */
  protected readMessageDate(s: Segment, q: number): boolean {
    if (q !== q137) return false;
    const at = this.instant(s);
    if (Number.isNaN(at) || !Number.isNaN(this.#statedAt)) return Number.isNaN(at);
    this.#statedAt = at;
    this.#at['statedAt'] = s.offsetOf(1, 1);
    return true;
  }

  protected readMessageParty(s: Segment, q: number): boolean {
    const party = this.party(s, q);
    if (party === null) return false;
    this.#parties.push(party);
    return true;
  }

  // ——— voyage ———

  protected beginVoyage(s: Segment): void {
    this.closeVoyage();
    const at: Offsets = {};
    const voyage: Draft<VoyageRow> = { kind: 'voyage', offset: s.offset, at, calls: [] };
    this.#voyageAt = at;
    this.#voyageCalls = [];
    this.#dated = null;
    this.voyage = voyage;
    const number = s.text(2);
    if (number !== '') {
      voyage.voyage = number;
      at['voyage'] = s.offsetOf(2);
    }
    const mode = modeOf(s.text(3));
    if (mode !== undefined) {
      voyage.mode = mode;
      at['mode'] = s.offsetOf(3);
    }
    const carrier = s.text(5) === '' ? s.text(5, 3) : s.text(5);
    if (carrier !== '') {
      voyage.carrier = carrier;
      at['carrier'] = s.text(5) === '' ? s.offsetOf(5, 3) : s.offsetOf(5);
    }
    this.#readVessel(s, 8, voyage, at);
    if (s.text(4, 1) === '103' || s.text(4, 3) !== '') this.#readVessel(s, 4, voyage, at);
  }

  /** C222 or, in old directories, C228: an identification with its code list, and a name. */
  #readVessel(s: Segment, element: number, voyage: Draft<VoyageRow>, at: Offsets): void {
    const id = s.text(element, 0);
    const list = s.text(element, 1);
    const agency = s.text(element, 2);
    const name = s.text(element, 3);
    const offset = s.offsetOf(element, 0);
    if (id !== '') {
      const imo = /^(?:IMO)?(\d{7})$/.exec(id)?.[1];
      if (
        imo !== undefined &&
        (list === '146' || list === '' || list === '54' || agency === '11' || list === '11')
      ) {
        if (voyage.vesselImo === undefined) {
          voyage.vesselImo = imo;
          at['vesselImo'] = offset + id.length - imo.length;
        }
      } else if (list === '103') {
        if (voyage.callSign === undefined) {
          voyage.callSign = id;
          at['callSign'] = offset;
        }
      } else if (list === '146' || agency === '11' || list === '11') this.badValue(s, element, 0);
      else if (voyage.vesselName === undefined && name === '') {
        voyage.vesselName = id;
        at['vesselName'] = offset;
      } else this.badValue(s, element, 0, 'unknown-code');
    }
    if (name !== '' && voyage.vesselName === undefined) {
      voyage.vesselName = name;
      at['vesselName'] = s.offsetOf(element, 3);
    }
  }

  /** LOC, DTM and RFF while the voyage is open. */
  protected readVoyageSegment(s: Segment, tag: number, q: number): boolean {
    switch (tag) {
      case LOC: {
        const call = this.call(s, q);
        this.#dated = call;
        if (call === null) return false;
        if (call.port !== undefined || call.terminal !== undefined) this.#voyageCalls.push(call);
        return true;
      }
      case DTM:
        return this.#readCallDate(s, q);
      case RFF: {
        if (q !== qVON && q !== qVM) return false;
        const text = s.text(1, 1);
        const { voyage } = this;
        if (text === '' || voyage === null) return false;
        // Another voyage number stands beside the one in TDT, it does not replace it.
        if (q === qVM || voyage.voyage !== undefined) return voyage.voyage === text;
        voyage.voyage = text;
        this.#voyageAt['voyage'] = s.offsetOf(1, 1);
        return true;
      }
      default:
        return false;
    }
  }

  #readCallDate(s: Segment, q: number): boolean {
    const field = callInstant(q);
    if (field === null) return false;
    if (s.code(1, 1) === 0) return false;
    const last = this.#dated;
    // The place these dates are about was not understood, so neither are they.
    if (last === null || !this.#voyageCalls.includes(last)) return false;
    if (last.role !== 'next' && last.role !== 'departure') return this.stampCall(s, last, field);
    // Plans name both ports first and then the dates, so the q decides before the order does.
    const wanted: CallRole = field === 'eta' ? 'next' : 'departure';
    return this.stampCall(s, this.#voyageCalls.find((each) => each.role === wanted) ?? last, field);
  }

  /** Writes the instant of a DTM on a call; a bad date is reported and the call stays. */
  protected stampCall(s: Segment, call: Draft<CallStatement>, field: CallInstant): boolean {
    if (call[field] !== undefined) return false;
    const at = this.instant(s);
    if (Number.isNaN(at)) return true;
    call[field] = at;
    call.at = { ...call.at, [field]: s.offsetOf(1, 1) };
    return true;
  }

  /** Calls of the voyage being read. */
  protected voyageCalls(): readonly CallStatement[] {
    return this.#voyageCalls;
  }

  /** What happens in the only port the head names: LOC+9 loads, LOC+11 discharges. */
  protected operationalPort(): '' | 'load' | 'discharge' {
    const roles = this.#voyageCalls.map((call) => call.role);
    const loads = roles.includes('load');
    const discharges = roles.includes('discharge');
    return loads === discharges ? '' : loads ? 'load' : 'discharge';
  }

  protected closeVoyage(): void {
    const { voyage } = this;
    if (voyage === null) return;
    this.voyage = null;
    voyage.calls = this.#voyageCalls;
    this.emit(voyage);
  }

  // ——— readers of one segment ———

  /** Epoch milliseconds of a DTM; NaN with the value reported when it can't be read. */
  protected instant(s: Segment): number {
    const at = readEdifactDate(s.text(1, 1), s.text(1, 2), this.dialect.timeZone);
    if (Number.isNaN(at)) this.badValue(s, 1, 1);
    return at;
  }

  /**
   * The place of a LOC. null when its qualifier means nothing here; a call without port and terminal
   * when the port was refused (and reported).
   */
  protected call(s: Segment, q: number): Draft<CallStatement> | null {
    const role = this.codes.callRoles.of(q, s, 1);
    return role === undefined ? null : this.callAs(s, role);
  }

  protected callAs(s: Segment, role: CallRole): Draft<CallStatement> {
    const text = s.text(2);
    const port = normalisePort(text);
    const offset = s.offsetOf(2);
    const terminal = s.text(3);
    if (port !== '' && terminal === '') return { offset, role, port };
    if (port === '' && text !== '') this.badValue(s, 2);
    const call: Draft<CallStatement> = { offset: offset < 0 ? s.offset : offset, role };
    if (port !== '') call.port = port;
    if (terminal === '') return call;
    const list = s.code(3, 1);
    // Code lists 162 and 163 name a country or a part of one.
    if (list === q162 || list === q163) {
      this.badValue(s, 3, 0, 'not-mapped');
      return call;
    }
    call.terminal = terminal;
    call.at = { terminal: s.offsetOf(3) };
    if (port === '') call.offset = s.offsetOf(3);
    return call;
  }

  /** Kilograms of a MEA; NaN with the value reported when it can't be read. */
  protected massKg(s: Segment): number {
    const unit = s.code(3, 0);
    const value = s.number(3, 1);
    const kg = unit === qKGM ? value : kilogramsOf(value, unit === 0 ? this.dialect.massUnit : s.text(3, 0));
    if (Number.isNaN(kg)) this.badValue(s, 3, Number.isNaN(value) ? 1 : 0);
    return kg;
  }

  protected weightMethod(s: Segment, q: number): WeightMethod | undefined {
    const dimension = s.code(2);
    const { weightMethods } = this.codes;
    if (this.codes.weighsByBoth) {
      const both = weightMethods.get(`${s.text(1)}+${s.text(2)}`);
      if (both !== undefined) return both;
    }
    return dimension === 0 ? weightMethods.of(q, s, 1) : weightMethods.of(dimension, s, 2);
  }

  /** A SEL. Its issuer may stand in the number's own element ("SEL+45545:CA"). */
  protected seal(s: Segment): SealStatement | null {
    const number = s.text(1);
    if (number === '') return null;
    const offset = s.offsetOf(1);
    const element = s.code(2) === 0 ? 1 : 2;
    const component = element === 1 ? 1 : 0;
    const code = s.code(element, component);
    const { sealIssuer } = this.dialect;
    if (code === 0)
      return sealIssuer === undefined ? { offset, number } : { offset, number, issuer: sealIssuer };
    const issuer = this.codes.sealIssuers.of(code, s, element, component);
    if (issuer !== undefined) return { offset, number, issuer };
    this.badValue(s, element, component, 'unknown-code');
    return { offset, number };
  }

  protected dangerous(s: Segment): Draft<DangerousGoods> | null {
    const imdgClass = s.text(2);
    const unNumber = s.text(3);
    if (imdgClass === '' && unNumber === '') return null;
    const at: Offsets = {};
    const goods: Draft<DangerousGoods> = { offset: s.offset, at };
    if (imdgClass !== '') {
      goods.imdgClass = imdgClass;
      at['imdgClass'] = s.offsetOf(2);
    }
    if (isDigits(unNumber, 4, 4)) {
      goods.unNumber = unNumber;
      at['unNumber'] = s.offsetOf(3);
    } else if (unNumber !== '') this.badValue(s, 3);
    return goods;
  }

  /** A NAD, structured (C080, C059) or free (C058); null where the dialect drops its role. */
  protected party(s: Segment, q: number): PartyStatement | null {
    if (q === 0) return null;
    const known = this.codes.partyRoles.of(q, s, 1);
    if (known === null) return null;
    const role = known ?? 'other';
    const roleAt = s.offsetOf(1);
    const id = s.text(2);
    const idAt = id === '' ? -1 : s.offsetOf(2);
    const named = s.code(4) !== 0;
    let address = named ? joined(s, 3, 0) : joined(s, 3, 1);
    let addressAt = address === '' ? -1 : named ? s.offsetOf(3) : s.offsetOf(3, 1);
    const name = named ? joined(s, 4, 0) : s.text(3);
    const nameAt = s.offsetOf(named ? 4 : 3);
    for (let element = 5; element <= 8; element++) {
      const line = element === 5 ? joined(s, 5, 0) : s.text(element);
      if (line === '') continue;
      if (addressAt < 0) addressAt = s.offsetOf(element);
      address = address === '' ? line : `${address}, ${line}`;
    }
    let country = '';
    const countryCode = s.code(9);
    if (countryCode !== 0) {
      if (isTwoLetters(countryCode)) country = upperCase(s.text(9));
      else this.badValue(s, 9);
    }
    if (id === '' && role !== 'other' && name !== '' && address !== '' && country !== '') {
      // The common shape, made in one piece.
      const at = { role: roleAt, name: nameAt, address: addressAt, country: s.offsetOf(9) };
      return { offset: s.offset, role, at, name, address, country };
    }
    const at: Offsets = { role: roleAt };
    const party: Draft<PartyStatement> = { offset: s.offset, role, at };
    if (role === 'other') {
      party.code = s.text(1);
      at['code'] = roleAt;
    }
    if (id !== '') {
      party.id = id;
      at['id'] = idAt;
    }
    if (name !== '') {
      party.name = name;
      at['name'] = nameAt;
    }
    if (address !== '') {
      party.address = address;
      at['address'] = addressAt;
    }
    if (country !== '') {
      party.country = country;
      at['country'] = s.offsetOf(9);
    }
    return party;
  }

  /** A container number, '' when the segment names none. */
  protected containerNumber(s: Segment, element: number, component = 0): string {
    return containerNumberOf(s.text(element, component));
  }

  /** True for a bill that names nothing; it is counted and reported once at the end. */
  protected isPlaceholder(s: Segment, bill: string): boolean {
    if (!this.codes.placeholderBills.has(bill)) return false;
    if (this.#placeholders++ === 0) {
      this.#placeholderAt = s.offsetOf(1, 1);
      this.#placeholderText = bill;
    }
    return true;
  }
}

export type CallInstant = 'eta' | 'etd' | 'ata' | 'atd';

/** DTM 2005 of a call. */
export function callInstant(qualifier: number): CallInstant | null {
  switch (qualifier) {
    case q132:
      return 'eta';
    case q133:
      return 'etd';
    case q178:
      return 'ata';
    case q136:
    case q186:
      return 'atd';
    default:
      return null;
  }
}

/** DE 1225 in the words of the rows; an addition is a change, a deletion cancels. */
function messageFunction(code: string): MessageFunction {
  switch (code) {
    case '9':
    case '22':
      return 'original';
    case '5':
    case '20':
      return 'replace';
    case '2':
    case '4':
    case '36':
      return 'change';
    case '1':
    case '3':
      return 'cancel';
    default:
      return 'other';
  }
}

/** DE 8067, transport mode. */
export function modeOf(code: string): VoyageRow['mode'] {
  switch (code) {
    case '1':
    case '10':
    case '11':
    case '12':
      return 'sea';
    case '2':
      return 'rail';
    case '3':
      return 'road';
    case '4':
      return 'air';
    case '8':
      return 'barge';
    default:
      return undefined;
  }
}

function note(at: Offsets, name: string, offset: number): void {
  if (offset >= 0) at[name] = offset;
}

/** Whether a packed code is two letters. */
function isTwoLetters(code: number): boolean {
  const first = (code >> 8) | 0x20;
  const second = (code & 0xff) | 0x20;
  return code > 0xff && code <= 0xffff && first >= 0x61 && first <= 0x7a && second >= 0x61 && second <= 0x7a;
}

/** Components of an element from one on, joined with one blank. */
export function joined(s: Segment, element: number, from: number): string {
  const count = s.componentCount(element);
  if (count <= from) return '';
  let text = s.text(element, from);
  for (let i = from + 1; i < count; i++) {
    const part = s.text(element, i);
    if (part !== '') text = text === '' ? part : `${text} ${part}`;
  }
  return text;
}

/** Segments whose first element is a value of its own, no qualifier. */
const UNQUALIFIED: ReadonlySet<string> = new Set(['CNI', 'COM', 'GDS', 'GID', 'PAC', 'SEL', 'SGP']);

/** Tag with qualifier: "LOC+98". */
function nameOf(s: Segment): string {
  const qualifier = UNQUALIFIED.has(s.tag) ? '' : s.text(1);
  return qualifier === '' || qualifier.length > 12 ? s.tag : `${s.tag}+${qualifier}`;
}

/** A segment's text without terminator and releases, at most 512 characters. */
function segmentText(s: Segment): string {
  let text = s.tag;
  for (let element = 1; element <= s.elementCount && text.length < TEXT_LIMIT; element++) {
    text += '+';
    const repetitions = s.repetitionCount(element);
    for (let repetition = 0; repetition < repetitions && text.length < TEXT_LIMIT; repetition++) {
      if (repetition > 0) text += '*';
      const components = s.componentCount(element, repetition);
      for (let component = 0; component < components && text.length < TEXT_LIMIT; component++) {
        if (component > 0) text += ':';
        text += s.text(element, component, repetition);
      }
    }
  }
  return clip(text);
}

function clip(text: string): string {
  return text.length <= TEXT_LIMIT ? text : text.slice(0, TEXT_LIMIT - 1) + '…';
}

export type WeightDraft = Draft<WeightStatement>;
