import type { MovementRow } from '../../cargo-row.ts';
import type { Segment } from '../segment.ts';
import type { Draft, Offsets } from './cargo-mapper.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { ContainerListMapper } from './container-list.ts';
import { movementRow } from './movement-row.ts';
import { HAN, q206, q7 } from './codes.ts';

/**
 * COHAOR, the order to do something particular with containers (D.95B): one planned movement a unit.
 *
 * A unit that is given a place in the stack (LOC+147: a cell, or the name of a block) is ordered to be
 * moved there; its code is that of HAN. The moment is DTM+206, by when, or DTM+7, from when; of the unit or
 * of the head.
 *
 * @see docs/sources.md#unece-cohaor
 */
export class CohaorMapper extends ContainerListMapper {
  #code = '';
  #codeAt = -1;
  #headMoment = Number.NaN;
  #headMomentAt = -1;

  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect) {
    super(header, sink, dialect, 'instruction');
  }

  protected override readMessageDate(s: Segment, q: number): boolean {
    if (q !== q206 && q !== q7) return super.readMessageDate(s, q);
    const at = this.instant(s);
    if (Number.isNaN(at)) return true;
    if (!Number.isNaN(this.#headMoment)) return this.#headMoment === at;
    this.#headMoment = at;
    this.#headMomentAt = s.offsetOf(1, 1);
    return true;
  }

  protected override beginBox(offset: number): void {
    super.beginBox(offset);
    this.#code = '';
  }

  protected override readBoxSegment(s: Segment, tag: number, q: number): boolean {
    if (tag !== HAN || this.boxForeign) return super.readBoxSegment(s, tag, q);
    const code = s.text(1);
    if (code === '' || this.#code !== '') return false;
    this.#code = code;
    this.#codeAt = s.offsetOf(1);
    return true;
  }

  /** A block has a name of its own, which is no cell. */
  protected override readStow(s: Segment): boolean {
    const { box } = this;
    const text = s.text(2);
    if (!/^[A-Z0-9-]{1,10}$/.test(text)) {
      this.badValue(s, 2);
      return true;
    }
    if (box.stow !== '') return false;
    box.stow = text;
    box.stowAt = s.offsetOf(2);
    return true;
  }

  protected override readBoxDate(s: Segment, q: number): boolean {
    if (q === q206 || q === q7) return this.readHappenedAt(s);
    return super.readBoxDate(s, q);
  }

  protected emitBox(): void {
    const row: Draft<MovementRow> = movementRow(this.box, this.box.stow === '' ? 'other' : 'yard-move');
    const at = row.at as Offsets;
    row.classifier = 'planned';
    if (this.#code !== '') {
      row.code = this.#code;
      at['code'] = this.#codeAt;
    }
    if (row.happenedAt === undefined && !Number.isNaN(this.#headMoment)) {
      row.happenedAt = this.#headMoment;
      at['happenedAt'] = this.#headMomentAt;
    }
    this.placeMovement(row, at);
    this.emit(row);
  }
}
