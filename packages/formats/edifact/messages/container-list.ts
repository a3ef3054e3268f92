import type { MovementRow } from '../../cargo-row.ts';
import type { Segment } from '../segment.ts';
import type { Draft, Offsets } from './cargo-mapper.ts';
import { EquipmentMapper } from './equipment-mapper.ts';
import { CNT, DTM, EQD, FTX, NAD, TDT, qOSI } from './codes.ts';

/**
 * Messages that are a list of EQD groups under one means of transport: COPRAR, COARRI, CODECO and
 * VERMAS. A subclass says what a group is emitted as.
 */
export abstract class ContainerListMapper extends EquipmentMapper {
  #bodyBegun = false;
  #direction: '' | 'load' | 'discharge' = '';
  #directionAt = -1;

  protected read(s: Segment, tag: number, q: number): boolean {
    if (tag === EQD) {
      if (!this.#bodyBegun) {
        this.#bodyBegun = true;
        this.beforeBoxes();
        this.open();
        this.closeVoyage();
      }
      this.beginBox(s.offset);
      return this.readEqd(s, q);
    }
    if (this.boxOpen) {
      if (tag !== CNT) return this.readBoxSegment(s, tag, q);
      this.closeBox();
      return false;
    }
    if (this.#bodyBegun) return false;
    if (tag === TDT) {
      this.beginVoyage(s);
      return true;
    }
    if (tag === NAD) return this.readMessageParty(s, q);
    if (this.voyage !== null && this.readVoyageSegment(s, tag, q)) return true;
    if (tag === DTM) return this.readMessageDate(s, q);
    return this.readHead(s, tag, q);
  }

  /** FTX+OSI of the head, "L" or "D", for the messages that have it. */
  protected readDirection(s: Segment, tag: number, q: number): boolean {
    if (tag !== FTX || q !== qOSI) return false;
    const code = s.text(3);
    const text = (code === '' ? s.text(4) : code).toUpperCase();
    const said =
      text === 'L' || text === 'LOAD' ? 'load' : text === 'D' || text === 'DISCHARGE' ? 'discharge' : '';
    if (said === '') return false;
    if (this.#direction !== '') return said === this.#direction;
    this.#direction = said;
    this.#directionAt = s.offsetOf(code === '' ? 4 : 3);
    return true;
  }

  /**
   * Whether the message is about loading or discharging: by BGM 1001, else by FTX+OSI, else by the port
   * the head names (LOC+9 loads, LOC+11 discharges). '' and a report where none of them says it.
   */
  protected settleDirection(type: string): '' | 'load' | 'discharge' {
    const document = this.codes.documents.get(`${type} ${this.documentCode}`);
    const said = this.#direction;
    if (document === 'load' || document === 'discharge') {
      if (said !== '' && said !== document) {
        const text = `${said} is said here, BGM ${this.documentCode} means ${document}`;
        this.emit({ kind: 'unread', offset: this.#directionAt, what: 'FTX+OSI', reason: 'bad-value', text });
      }
      return document;
    }
    if (said !== '') {
      this.noteStatement(this.#directionAt);
      return said;
    }
    const port = this.operationalPort();
    if (port === '') this.unsettled('load or discharge');
    return port;
  }

  /** DTM of the moment the unit was handled. */
  protected readHappenedAt(s: Segment): boolean {
    const { box } = this;
    const at = this.instant(s);
    if (Number.isNaN(at)) return true;
    if (!Number.isNaN(box.happenedAt)) return box.happenedAt === at;
    box.happenedAt = at;
    box.happenedAtOffset = s.offsetOf(1, 1);
    return true;
  }

  /** Moves the place the unit was handled at (LOC+165, 175, or that of the head) into the movement. */
  protected placeMovement(row: Draft<MovementRow>, at: Offsets): void {
    const { calls } = this.box;
    const own = calls.findIndex((call) => call.role === 'call');
    const place = own >= 0 ? calls[own] : this.voyageCalls().find((call) => call.role === 'call');
    if (place === undefined) return;
    if (place.port !== undefined) {
      row.port = place.port;
      at['port'] = place.offset;
    }
    if (place.terminal !== undefined) {
      row.terminal = place.terminal;
      at['terminal'] = place.at?.['terminal'] ?? place.offset;
    }
    if (own < 0) return;
    const others = calls.filter((_, i) => i !== own);
    if (others.length > 0) row.calls = others;
    else delete row.calls;
  }

  /** A segment of the head that only this message gives a meaning. */
  protected readHead(_s: Segment, _tag: number, _q: number): boolean {
    return false;
  }

  /** The head is complete; the first group begins. */
  protected beforeBoxes(): void {}
}
