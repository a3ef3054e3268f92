import type { MovementRow, VoyageRow } from '../../cargo-row.ts';
import type { Segment } from '../segment.ts';
import type { Draft, Offsets } from './cargo-mapper.ts';
import type { Dialect } from './dialects.ts';
import type { MessageIdentity, RowSink } from './message-mapper.ts';
import { ContainerListMapper } from './container-list.ts';
import { q178, q186, q203, q7 } from './codes.ts';

/**
 * COARRI, the report of what was loaded or discharged (D.95B, D.00B).
 *
 * Each unit gives a container row, and a movement row unless it was shortlanded. An exception
 * (overlanded, shortlanded, damaged) is read from FTX in the unit's group by the dialect's words, or
 * from DAM.
 *
 * @see docs/sources.md#smdg-coarri
 */
export class CoarriMapper extends ContainerListMapper {
  #event: 'load' | 'discharge' = 'discharge';
  #port = '';
  #terminal = '';
  #portAt = -1;
  #terminalAt = -1;
  #voyage: VoyageRow | null = null;

  constructor(header: MessageIdentity, sink: RowSink, dialect: Dialect) {
    super(header, sink, dialect, 'discharge-report');
  }

  protected override readHead(s: Segment, tag: number, q: number): boolean {
    return this.readDirection(s, tag, q);
  }

  protected override settleStatement(): void {
    if (this.settleDirection('COARRI') !== 'load') return;
    this.#event = 'load';
    this.statement = 'load-report';
  }

  protected override beforeBoxes(): void {
    const { voyage } = this;
    if (voyage === null) return;
    this.#voyage = voyage;
    this.settle();
    const role = this.#event === 'load' ? 'load' : 'discharge';
    const calls = this.voyageCalls();
    const call =
      calls.find((each) => each.role === role) ??
      calls.find((each) => each.role === 'call' || each.role === 'departure') ??
      (calls.length === 1 ? calls[0] : undefined);
    if (call === undefined) return;
    if (call.port !== undefined) {
      this.#port = call.port;
      this.#portAt = call.offset;
    }
    if (call.terminal !== undefined) {
      this.#terminal = call.terminal;
      this.#terminalAt = call.at?.['terminal'] ?? call.offset;
    }
  }

  protected override readBoxDate(s: Segment, q: number): boolean {
    if (q === q203 || q === q7 || q === q178 || q === q186) return this.readHappenedAt(s);
    return super.readBoxDate(s, q);
  }

  protected emitBox(): void {
    const { box } = this;
    const row = this.containerRow();
    this.emit(row);
    if (row.exception === 'shortlanded') return;
    const at: Offsets = { container: box.numberAt };
    const movement: Draft<MovementRow> = {
      kind: 'movement',
      offset: box.offset,
      at,
      container: box.number,
      event: this.#event,
      classifier: 'actual',
      seals: [],
      weights: [],
      bills: [],
    };
    if (!Number.isNaN(box.happenedAt)) {
      movement.happenedAt = box.happenedAt;
      at['happenedAt'] = box.happenedAtOffset;
    }
    if (this.#port !== '') {
      movement.port = this.#port;
      at['port'] = this.#portAt;
    }
    if (this.#terminal !== '') {
      movement.terminal = this.#terminal;
      at['terminal'] = this.#terminalAt;
    }
    if (box.stow !== '') {
      movement.position = box.stow;
      at['position'] = box.stowAt;
    }
    if (row.load !== undefined) {
      movement.load = row.load;
      at['load'] = box.loadAt;
    }
    if (row.sizeType !== undefined) {
      movement.sizeType = row.sizeType;
      at['sizeType'] = box.sizeTypeAt;
    }
    const voyage = this.#voyage;
    for (const name of ['mode', 'vesselImo', 'voyage'] as const) {
      const offset = voyage?.at[name];
      if (voyage?.[name] === undefined || offset === undefined) continue;
      Object.assign(movement, { [name]: voyage[name] });
      at[name] = offset;
    }
    this.emit(movement);
  }
}
