import type { Segment } from '../segment.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { EquipmentMapper } from './equipment-mapper.ts';
import { DTM, EQD, LOC, NAD, TDT, q147 } from './codes.ts';

/**
 * BAPLIE, the bayplan: 1.5 (911 SMDG15), 2.x (D.95B SMDG20/22, also D.04B) and 3.1 (D.13B SMDG31).
 *
 * A group opens with the cell (LOC+147) or with the equipment (EQD), whichever of the two the message
 * writes first after its head; both orders occur in every directory. Ports are LOC+9/11 or LOC+6/12.
 *
 * @see docs/sources.md#smdg-baplie
 */
export class BaplieMapper extends EquipmentMapper {
  #leader: '' | 'LOC' | 'EQD' = '';
  #cell = '';
  #cellAt = -1;

  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect) {
    super(header, sink, dialect, 'stow-plan');
  }

  protected read(s: Segment, tag: number, q: number): boolean {
    switch (tag) {
      case LOC:
        if (q === q147) return this.#readCell(s);
        break;
      case EQD:
        return this.#readEquipment(s, q);
      case TDT:
        if (this.boxOpen) return false;
        this.beginVoyage(s);
        return true;
      default:
    }
    if (this.boxOpen) return this.readBoxSegment(s, tag, q);
    if (this.voyage !== null) return this.readVoyageSegment(s, tag, q);
    if (tag === DTM) return this.readMessageDate(s, q);
    if (tag === NAD) return this.readMessageParty(s, q);
    return false;
  }

  #readCell(s: Segment): boolean {
    if (this.#leader === '') this.#begin('LOC');
    if (this.#leader === 'LOC') this.beginBox(s.offset);
    else if (!this.boxOpen || this.boxForeign) return false;
    const read = this.readStow(s);
    this.#cell = this.box.stow;
    this.#cellAt = this.box.stowAt;
    return read;
  }

  #readEquipment(s: Segment, q: number): boolean {
    if (this.#leader === '') this.#begin('EQD');
    if (this.#leader === 'EQD' || !this.boxOpen) this.beginBox(s.offset);
    else if (this.box.number !== '' || this.boxForeign) {
      // A second unit in the same cell: a bundle of flats.
      this.beginBox(s.offset);
      this.box.stow = this.#cell;
      this.box.stowAt = this.#cellAt;
    }
    return this.readEqd(s, q);
  }

  #begin(leader: 'LOC' | 'EQD'): void {
    this.#leader = leader;
    this.open();
    this.closeVoyage();
  }

  protected emitBox(): void {
    this.emit(this.containerRow());
  }
}
