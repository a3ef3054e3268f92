import type { Segment } from '../segment.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { ContainerListMapper } from './container-list.ts';

/**
 * COPRAR, the order to load or to discharge (D.95B, D.00B, D.16A).
 *
 * Which of the two it is stands in BGM 1001, else in FTX+OSI ("L", "D"), else in the port the head
 * names: LOC+9 loads, LOC+11 discharges. Where none of them says it, it is taken as a discharge order
 * and an unread row says so.
 *
 * @see docs/sources.md#smdg-coprar
 */
export class CoprarMapper extends ContainerListMapper {
  #direction: '' | 'load' | 'discharge' = '';

  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect) {
    super(header, sink, dialect, 'discharge-order');
  }

  protected override readHead(s: Segment, tag: string, q: string): boolean {
    const said = directionText(s, tag, q);
    if (said === '') return false;
    if (this.#direction === '') this.#direction = said;
    return true;
  }

  protected override settleStatement(): void {
    const document = this.codes.documents.get(`COPRAR ${this.documentCode}`);
    const direction =
      document === 'load' || document === 'discharge'
        ? document
        : this.#direction === ''
          ? this.operationalPort()
          : this.#direction;
    if (direction !== '') this.statement = direction === 'load' ? 'load-order' : 'discharge-order';
    else this.unsettled('load or discharge');
  }

  protected emitBox(): void {
    this.emit(this.containerRow());
  }
}

/** FTX+OSI with the code or the text "L" or "D". */
export function directionText(s: Segment, tag: string, q: string): '' | 'load' | 'discharge' {
  if (tag !== 'FTX' || q !== 'OSI') return '';
  const code = s.text(3);
  const text = (code === '' ? s.text(4) : code).toUpperCase();
  return text === 'L' || text === 'LOAD' ? 'load' : text === 'D' || text === 'DISCHARGE' ? 'discharge' : '';
}
