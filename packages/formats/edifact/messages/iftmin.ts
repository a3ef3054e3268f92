import type { Segment } from '../segment.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { ConsignmentMapper } from './consignment-mapper.ts';
import { added } from './equipment-mapper.ts';
import { CNT, DTM, EQD, GID, LOC, NAD, RFF, TDT, q20 } from './codes.ts';

/** Segments that belong to the consignment, whatever stood before them. */
const OPENING: ReadonlySet<number> = new Set([RFF, NAD, CNT, GID, LOC]);

/**
 * IFTMIN, the forwarding instruction (D.95B to D.16A): one consignment with parties, goods, containers
 * and their seals.
 *
 * @see docs/sources.md#unece-untdid
 */
export class IftminMapper extends ConsignmentMapper {
  #offset = -1;

  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect) {
    super(header, sink, dialect, 'instruction');
  }

  protected read(s: Segment, tag: number, q: number): boolean {
    if (this.#offset < 0) this.#offset = s.offset;
    if (tag === DTM && !this.boxOpen) {
      if (this.voyage !== null) return this.readVoyageSegment(s, tag, q);
      return this.consignment === null ? this.readMessageDate(s, q) : false;
    }
    if (tag === TDT) {
      if (this.boxOpen || q !== q20) return false;
      this.#opened();
      this.beginVoyage(s);
      return true;
    }
    if (tag === LOC && this.voyage !== null && !this.boxOpen) return this.#readVoyagePlace(s, tag, q);
    if (tag === EQD) {
      this.#opened();
      this.closeVoyage();
      return this.beginEquipment(s, q);
    }
    if (tag === GID) this.closeBox();
    if (this.boxOpen) return this.readBoxSegment(s, tag, q);
    if (this.consignment === null && !OPENING.has(tag)) return false;
    if (tag === NAD || tag === GID) this.closeVoyage();
    return this.readConsignmentSegment(s, tag, q, this.#opened());
  }

  #opened(): NonNullable<typeof this.consignment> {
    return this.consignment ?? this.beginConsignment(this.#offset);
  }

  /** A place of the voyage is a place of the consignment: the message has one of each. */
  #readVoyagePlace(s: Segment, tag: number, q: number): boolean {
    const calls = this.voyageCalls().length;
    const read = this.readVoyageSegment(s, tag, q);
    const call = this.voyageCalls()[calls];
    const { consignment } = this;
    if (call !== undefined && consignment !== null) consignment.calls = added(consignment.calls, call);
    return read;
  }
}
