import type { MovementRow } from '../../cargo-row.ts';
import type { Segment } from '../segment.ts';
import type { Draft, Offsets } from './cargo-mapper.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { modeOf } from './cargo-mapper.ts';
import { ContainerListMapper } from './container-list.ts';
import { movementRow } from './movement-row.ts';
import { TDT, q181, q203, q7 } from './codes.ts';

/**
 * CODECO, gate in and gate out (D.95B, D.00B): one movement row per unit, complete in itself.
 *
 * The gate is LOC+165 (or LOC+175) in the unit's group or in the head; the time is DTM+7, 203 or 181.
 *
 * @see docs/sources.md#smdg-codeco
 */
export class CodecoMapper extends ContainerListMapper {
  #mode: MovementRow['mode'];
  #modeAt = -1;
  #vehicle = '';
  #vehicleAt = -1;

  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect) {
    super(header, sink, dialect, 'gate-report');
  }

  protected override beginBox(offset: number): void {
    super.beginBox(offset);
    this.#mode = undefined;
    this.#vehicle = '';
  }

  protected override readBoxSegment(s: Segment, tag: number, q: number): boolean {
    if (tag !== TDT || this.boxForeign) return super.readBoxSegment(s, tag, q);
    // The inland carrier of this unit: mode, and the vehicle where it is named.
    if (this.#mode !== undefined || this.#vehicle !== '') return false;
    this.#mode = modeOf(s.text(3));
    this.#modeAt = s.offsetOf(3);
    const component = s.text(8, 3) === '' ? 0 : 3;
    this.#vehicle = s.text(8, component);
    this.#vehicleAt = s.offsetOf(8, component);
    return this.#mode !== undefined || this.#vehicle !== '';
  }

  protected override readBoxDate(s: Segment, q: number): boolean {
    if (q === q7 || q === q203 || q === q181) return this.readHappenedAt(s);
    return super.readBoxDate(s, q);
  }

  protected emitBox(): void {
    const document = this.codes.documents.get(`CODECO ${this.documentCode}`);
    const event =
      document === 'gate-in' || document === 'gate-out' || document === 'yard-move' ? document : 'other';
    const row: Draft<MovementRow> = movementRow(this.box, event);
    const at = row.at as Offsets;
    if (event === 'other' && this.documentCode !== '') row.code = this.documentCode;
    this.placeMovement(row, at);
    if (this.#mode !== undefined) {
      row.mode = this.#mode;
      at['mode'] = this.#modeAt;
    }
    if (this.#vehicle !== '') {
      row.vehicle = this.#vehicle;
      at['vehicle'] = this.#vehicleAt;
    }
    this.emit(row);
  }
}
