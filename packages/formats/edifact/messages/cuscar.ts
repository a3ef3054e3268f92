import type { Segment } from '../segment.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { ConsignmentMapper } from './consignment-mapper.ts';
import { CNI, DTM, EQD, GID, NAD, RFF, TDT, qBH, qBM, qHWB, qMB } from './codes.ts';

/**
 * CUSCAR, the cargo report (D.95B to D.16A). The directories differ in order (parties before or after
 * TDT, equipment before or inside a consignment) and in GIS against GEI; all are read.
 *
 * A consignment is a CNI with its bill: RFF+MB and RFF+BM together, or RFF+HWB or RFF+BH, make a house
 * bill under a master. A further house bill in the same CNI begins a further consignment. Replacement
 * and cancellation (BGM 1225) become the `action` of every row.
 *
 * @see docs/sources.md#unece-cuscar
 */
export class CuscarMapper extends ConsignmentMapper {
  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect) {
    super(header, sink, dialect, 'manifest');
  }

  protected read(s: Segment, tag: number, q: number): boolean {
    switch (tag) {
      case CNI: {
        const consignment = this.beginConsignment(s.offset);
        consignment.document = s.text(2);
        consignment.documentAt = s.offsetOf(2);
        return true;
      }
      case EQD:
        if (this.consignment === null) {
          this.open();
          this.closeVoyage();
        }
        return this.beginEquipment(s, q);
      case TDT:
        if (this.consignment !== null || this.boxOpen) return false;
        this.beginVoyage(s);
        return true;
      case GID:
        this.closeBox();
        break;
      case RFF:
        if (this.boxOpen && this.consignment !== null && isBill(q)) this.closeBox();
        break;
      default:
    }
    if (this.boxOpen) return this.readBoxSegment(s, tag, q);
    if (this.consignment !== null) return this.readConsignmentSegment(s, tag, q, this.consignment);
    if (tag === NAD) return this.readMessageParty(s, q);
    if (this.voyage !== null && this.readVoyageSegment(s, tag, q)) return true;
    if (tag === DTM) return this.readMessageDate(s, q);
    return false;
  }
}

const isBill = (qualifier: number): boolean =>
  qualifier === qBM || qualifier === qMB || qualifier === qBH || qualifier === qHWB;
