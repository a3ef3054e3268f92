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

  protected read(s: Segment): boolean {
    if (this.#offset < 0) this.#offset = s.offset;
    if (s.tag === 'DTM' && !this.boxOpen) {
      if (this.voyage !== null) return this.readVoyageSegment(s);
      return this.consignment === null ? this.readMessageDate(s) : false;
    }
    if (s.tag === 'TDT') {
      if (this.boxOpen || s.text(1) !== '20') return false;
      this.beginVoyage(s);
      return true;
    }
    if (s.tag === 'LOC' && this.voyage !== null && !this.boxOpen) return this.readVoyageSegment(s);
    if (s.tag === 'EQD') {
      this.open();
      this.closeVoyage();
      this.consignment ??= this.beginConsignment(this.#offset);
      return this.beginEquipment(s);
    }
    if (s.tag === 'GID') this.closeBox();
    if (this.boxOpen) return this.readBoxSegment(s);
    if (this.consignment !== null) {
      if (s.tag === 'NAD' || s.tag === 'GID') this.closeVoyage();
      return this.readConsignmentSegment(s, this.consignment);
    }
    switch (s.tag) {
      case 'RFF':
      case 'NAD':
      case 'CNT':
      case 'GID':
      case 'LOC':
        return this.#readFirst(s);
      default:
        return false;
    }
  }

  /** The first segment that belongs to the consignment opens it; the voyage stays open. */
  #readFirst(s: Segment): boolean {
    const { voyage } = this;
    if (voyage !== null) this.closeVoyage();
    const consignment = this.beginConsignment(this.#offset);
    return this.readConsignmentSegment(s, consignment);
  }
}
