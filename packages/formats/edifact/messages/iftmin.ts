import type { Segment } from '../segment.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { ConsignmentMapper } from './consignment-mapper.ts';

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

  protected read(s: Segment, tag: string, q: string): boolean {
    if (this.#offset < 0) this.#offset = s.offset;
    if (tag === 'DTM' && !this.boxOpen) {
      if (this.voyage !== null) return this.readVoyageSegment(s, tag, q);
      return this.consignment === null ? this.readMessageDate(s, q) : false;
    }
    if (tag === 'TDT') {
      if (this.boxOpen || q !== '20') return false;
      this.beginVoyage(s);
      return true;
    }
    if (tag === 'LOC' && this.voyage !== null && !this.boxOpen) return this.readVoyageSegment(s, tag, q);
    if (tag === 'EQD') {
      this.open();
      this.closeVoyage();
      this.consignment ??= this.beginConsignment(this.#offset);
      return this.beginEquipment(s, q);
    }
    if (tag === 'GID') this.closeBox();
    if (this.boxOpen) return this.readBoxSegment(s, tag, q);
    if (this.consignment !== null) {
      if (tag === 'NAD' || s.tag === 'GID') this.closeVoyage();
      return this.readConsignmentSegment(s, tag, q, this.consignment);
    }
    switch (tag) {
      case 'RFF':
      case 'NAD':
      case 'CNT':
      case 'GID':
      case 'LOC':
        return this.#readFirst(s, tag, q);
      default:
        return false;
    }
  }

  /** The first segment that belongs to the consignment opens it; the voyage stays open. */
  #readFirst(s: Segment, tag: string, q: string): boolean {
    const { voyage } = this;
    if (voyage !== null) this.closeVoyage();
    const consignment = this.beginConsignment(this.#offset);
    return this.readConsignmentSegment(s, tag, q, consignment);
  }
}
