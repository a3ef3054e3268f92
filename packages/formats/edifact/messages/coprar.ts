import type { Segment } from '../segment.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { ContainerListMapper } from './container-list.ts';

/**
 * COPRAR, the order to load or to discharge (D.95B, D.00B, D.16A). Where the message does not say which
 * of the two it is, it is taken as a discharge order and an unread row says so.
 *
 * @see docs/sources.md#smdg-coprar
 */
export class CoprarMapper extends ContainerListMapper {
  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect) {
    super(header, sink, dialect, 'discharge-order');
  }

  protected override readHead(s: Segment, tag: number, q: number): boolean {
    return this.readDirection(s, tag, q);
  }

  protected override settleStatement(): void {
    if (this.settleDirection('COPRAR') === 'load') this.statement = 'load-order';
  }

  protected emitBox(): void {
    this.emit(this.containerRow());
  }
}
