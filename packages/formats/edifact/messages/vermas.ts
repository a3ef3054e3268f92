import type { Segment } from '../segment.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { ContainerListMapper } from './container-list.ts';
import { DOC, RFF, TDT, qVON } from './codes.ts';

/**
 * VERMAS, the verified gross mass (D.16A SMDG).
 *
 * The method stands in DOC: SM1 is weighing the packed container, SM2 adding up its parts. The time
 * is DTM+WAT or DTM+798; who weighed is NAD+WPA. A voyage named in a unit's group comes out before
 * that unit.
 *
 * @see docs/sources.md#smdg-vermas
 */
export class VermasMapper extends ContainerListMapper {
  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect) {
    super(header, sink, dialect, 'weight-report');
  }

  protected override readBoxSegment(s: Segment, tag: number, q: number): boolean {
    if (this.boxForeign) return false;
    switch (tag) {
      case DOC:
        return this.#readMethod(s);
      case TDT:
        this.beginVoyage(s);
        return true;
      case RFF:
        if (this.voyage !== null && q === qVON) return this.readVoyageSegment(s, tag, q);
        return super.readBoxSegment(s, tag, q);
      default:
        return super.readBoxSegment(s, tag, q);
    }
  }

  #readMethod(s: Segment): boolean {
    const code = s.text(1, 0);
    const method = code === 'SM1' ? 'vgm-1' : code === 'SM2' ? 'vgm-2' : undefined;
    const weight = this.box.weights.findLast((each) => each.method.startsWith('vgm'));
    if (method === undefined || weight === undefined) return false;
    if (weight.method !== 'vgm') return weight.method === method;
    weight.method = method;
    weight.at = { ...weight.at, method: s.offsetOf(1, 0) };
    return true;
  }

  protected emitBox(): void {
    this.closeVoyage();
    this.emit(this.containerRow());
  }
}
