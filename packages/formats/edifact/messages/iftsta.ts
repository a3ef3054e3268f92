import type { CallStatement } from '../../cargo-row.ts';
import type { Segment } from '../segment.ts';
import type { Draft, Offsets } from './cargo-mapper.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { callInstant } from './cargo-mapper.ts';
import { added, EquipmentMapper, noteList } from './equipment-mapper.ts';
import { movementRow } from './movement-row.ts';
import {
  CNI,
  DTM,
  EQD,
  LOC,
  NAD,
  RFF,
  STS,
  TDT,
  q1,
  q203,
  q334,
  q7,
  qBH,
  qBM,
  qBN,
  qEQ,
  qHWB,
  qMB,
} from './codes.ts';

/**
 * IFTSTA, the multimodal status report (D.95B, D.00B): one movement row for each status and unit.
 *
 * The status code is translated by the dialect's table; a code it does not have stays in `code` with
 * the event "other". A status that names no unit of its own is about the unit of the head (RFF+EQ),
 * else about bills only, with an empty container.
 *
 * @see docs/sources.md#unece-untdid
 */
export class IftstaMapper extends EquipmentMapper {
  #inStatus = false;
  #statusAt = -1;
  #code = '';
  #codeAt = -1;
  #lastCall: Draft<CallStatement> | null = null;
  #vesselImo = '';
  #vesselImoAt = -1;
  #voyageNumber = '';
  #voyageNumberAt = -1;
  #headBox = '';
  #headBoxAt = -1;
  #headBills: string[] = [];
  #headBillsAt: number[] = [];
  #headBookings: string[] = [];
  #headBookingsAt: number[] = [];
  /** What statuses said themselves, to report what only the head says and nobody used. */
  readonly #named = new Set<string>();
  /** The open status has had an EQD. */
  #hasUnit = false;

  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect) {
    super(header, sink, dialect, 'status');
  }

  protected read(s: Segment, tag: number, q: number): boolean {
    switch (tag) {
      case CNI:
        this.closeBox();
        this.open();
        this.#inStatus = false;
        return true;
      case STS:
        this.#begin(s);
        return true;
      default:
        return this.#inStatus ? this.#readStatusSegment(s, tag, q) : this.#readHead(s, tag, q);
    }
  }

  #begin(s: Segment): void {
    this.open();
    this.beginBox(s.offset);
    this.#inStatus = true;
    this.#statusAt = s.offset;
    this.#code = s.text(2);
    this.#codeAt = s.offsetOf(2);
    if (this.#code === '') {
      this.#code = s.text(1);
      this.#codeAt = s.offsetOf(1);
    }
    this.#lastCall = null;
    this.#vesselImo = '';
    this.#voyageNumber = '';
    this.#hasUnit = false;
  }

  #readHead(s: Segment, tag: number, q: number): boolean {
    switch (tag) {
      case DTM:
        return this.readMessageDate(s, q);
      case NAD:
        return this.readMessageParty(s, q);
      case RFF: {
        const text = s.text(1, 1);
        if (text === '') return false;
        const at = s.offsetOf(1, 1);
        switch (q) {
          case qEQ:
            if (this.#headBox !== '') return false;
            this.#headBox = this.containerNumber(s, 1, 1);
            this.#headBoxAt = at;
            return true;
          case qBM:
          case qMB:
          case qBH:
          case qHWB:
            if (this.isPlaceholder(s, text)) return true;
            this.#headBills.push(text);
            this.#headBillsAt.push(at);
            return true;
          case qBN:
            this.#headBookings.push(text);
            this.#headBookingsAt.push(at);
            return true;
          default:
            return false;
        }
      }
      default:
        return false;
    }
  }

  #readStatusSegment(s: Segment, tag: number, q: number): boolean {
    const { box } = this;
    switch (tag) {
      case EQD:
        return this.#readUnit(s, q);
      case TDT: {
        const imo = /^(?:IMO)?(\d{7})$/.exec(s.text(8))?.[1];
        if (imo !== undefined && this.#vesselImo === '') {
          this.#vesselImo = imo;
          this.#vesselImoAt = s.offsetOf(8) + s.text(8).length - imo.length;
        }
        const number = s.text(2);
        if (number === '' && imo === undefined) return false;
        if (number !== '' && this.#voyageNumber === '') {
          this.#voyageNumber = number;
          this.#voyageNumberAt = s.offsetOf(2);
        }
        return true;
      }
      case LOC: {
        const call = this.call(s, q);
        this.#lastCall = null;
        if (call === null) return false;
        if (call.port !== undefined || call.terminal !== undefined) {
          box.calls = added(box.calls, call);
          this.#lastCall = call;
        }
        return true;
      }
      case DTM: {
        if (q === q334 || q === q7 || q === q203 || q === q1) {
          if (!Number.isNaN(box.happenedAt)) return false;
          const at = this.instant(s);
          if (Number.isNaN(at)) return true;
          box.happenedAt = at;
          box.happenedAtOffset = s.offsetOf(1, 1);
          return true;
        }
        const field = callInstant(q);
        if (field === null || this.#lastCall === null) return false;
        return this.stampCall(s, this.#lastCall, field);
      }
      case RFF:
        if (q === qEQ && s.text(1, 1) !== '') {
          const number = this.containerNumber(s, 1, 1);
          if (box.number !== '') return box.number === number;
          box.number = number;
          box.numberAt = s.offsetOf(1, 1);
          return true;
        }
        return this.readBoxReference(s, q);
      default:
        return this.readBoxSegment(s, tag, q);
    }
  }

  protected override finish(): void {
    super.finish();
    const report = (what: string, text: string, offset: number): void => {
      if (text === '' || this.#named.has(text)) return;
      this.emit({ kind: 'unread', offset, what, reason: 'not-mapped', text });
    };
    report('RFF+EQ', this.#headBox, this.#headBoxAt);
    this.#headBills.forEach((bill, i) => report('RFF+BM', bill, this.#headBillsAt[i] ?? 0));
    this.#headBookings.forEach((booking, i) => report('RFF+BN', booking, this.#headBookingsAt[i] ?? 0));
  }

  protected override closeBox(): void {
    if (!this.boxOpen) return;
    const { box } = this;
    if (box.number === '' && this.#headBox !== '') {
      box.number = this.#headBox;
      box.numberAt = this.#headBoxAt;
    }
    this.boxOpen = false;
    this.emitBox();
  }

  /** EQD: the unit of this status. A further one is told the same status, place and time. */
  #readUnit(s: Segment, q: number): boolean {
    const { box } = this;
    if (this.#hasUnit) {
      this.emitBox();
      box.nextUnit();
    }
    if (!this.readEqd(s, q)) {
      this.boxForeign = false;
      return false;
    }
    this.#hasUnit = true;
    return true;
  }

  protected emitBox(): void {
    const { box } = this;
    this.#named.add(box.number);
    const event = this.codes.statusEvents.get(this.#code) ?? 'other';
    const row = movementRow(box, event);
    const at = row.at as Offsets;
    row.offset = this.#statusAt;
    if (this.#code !== '') {
      row.code = this.#code;
      at['code'] = this.#codeAt;
    }
    if (row.bills.length === 0 && this.#headBills.length > 0) {
      row.bills = this.#headBills;
      noteList(at, 'bills', this.#headBillsAt);
    }
    if (row.bookings === undefined && this.#headBookings.length > 0) {
      row.bookings = this.#headBookings;
      noteList(at, 'bookings', this.#headBookingsAt);
    }
    for (const reference of [...row.bills, ...(row.bookings ?? [])]) this.#named.add(reference);
    const place = box.calls.findIndex((call) => call.role === 'call');
    const call = box.calls[place];
    if (call !== undefined) {
      if (call.port !== undefined) {
        row.port = call.port;
        at['port'] = call.offset;
      }
      if (call.terminal !== undefined) {
        row.terminal = call.terminal;
        at['terminal'] = call.at?.['terminal'] ?? call.offset;
      }
      if (callInstantOf(call) === undefined) {
        const others = box.calls.filter((_, i) => i !== place);
        if (others.length > 0) row.calls = others;
        else delete row.calls;
      }
    }
    if (this.#vesselImo !== '') {
      row.vesselImo = this.#vesselImo;
      at['vesselImo'] = this.#vesselImoAt;
    }
    if (this.#voyageNumber !== '') {
      row.voyage = this.#voyageNumber;
      at['voyage'] = this.#voyageNumberAt;
    }
    this.emit(row);
  }
}

const callInstantOf = (call: CallStatement): number | undefined =>
  call.eta ?? call.etd ?? call.ata ?? call.atd;
