import { joinBytes } from '../../join-bytes.ts';
import { stampMinutes } from '../stamp-minutes.ts';
import { writeInterchange } from '../write-interchange.ts';
import { writeSegment } from '../write-segment.ts';
import type { WriteOptions, WrittenElement } from '../write-segment.ts';

/** What a terminal is to do with each container of an order. */
export type CohaorHandling = 'guarded-stack' | 'scanner' | 'hold';

/** One container of an order. */
export interface CohaorUnit {
  readonly container: string;
  /** ISO 6346 size and type. */
  readonly sizeType?: string;
  readonly load?: 'full' | 'empty';
}

export interface CohaorOrder {
  /** Who sends it and to whom, as the interchange names them. */
  readonly sender: string;
  readonly recipient: string;
  /** UNB 0020, UNH 0062 and BGM 1004: the number of the order, 1–14 letters and digits. */
  readonly number: string;
  /** Epoch milliseconds; written in UTC, format 203. */
  readonly madeAt: number;
  /** By when it has to be done; epoch milliseconds. */
  readonly doneBy: number;
  /** UN/LOCODE, and the terminal there. */
  readonly port: string;
  readonly terminal: string;
  readonly handling: CohaorHandling;
  /** The block that the containers are to be put into: 1–10 capital letters, digits or hyphens. */
  readonly block: string | null;
  readonly units: readonly CohaorUnit[];
}

/** Why an order can't be written; `code` is stable. */
export class CohaorWriteError extends Error {
  readonly code: 'cohaor/incomplete' | 'cohaor/too-much';
  constructor(code: 'cohaor/incomplete' | 'cohaor/too-much', message: string) {
    super(message);
    this.name = 'CohaorWriteError';
    this.code = code;
  }
}

/** DE 4079, agreed between customs and terminal (DE 3055 "ZZZ"). */
const handlingCodes: Readonly<Record<CohaorHandling, string>> = {
  'guarded-stack': 'GRD',
  scanner: 'SCN',
  hold: 'HLD',
};

/** Containers that one message can name (segment group 4). */
const mostUnits = 9_999;

/**
 * Writes an interchange with one COHAOR (D.95B): an order to a terminal to handle containers in one way.
 *
 * The order says what to do and by when. It has no place for a reason, a score or who is suspected, and
 * every container is written in the same way and in the order given: whoever reads it learns no more than
 * who carries it out. The same order gives the same bytes.
 *
 * @param order see {@link CohaorOrder}
 * @returns the bytes from UNB to UNZ
 * @throws {CohaorWriteError} "cohaor/incomplete" without containers, number, place or times, or when the
 *   number or the block has another shape; "cohaor/too-much" for more than 9,999 containers or one twice
 * @throws {EdifactWriteError} for a text the character set can't hold
 * @see docs/sources.md#unece-cohaor
 * @example new TextDecoder().decode(writeCohaor({ sender: 'NLCUS', recipient: 'QZT', number: '7', madeAt: 0, doneBy: 3600000, port: 'NLVLI', terminal: 'QZT', handling: 'hold', block: null, units: [{ container: 'QZXU2000008' }] })) // "UNB+UNOC:3+NLCUS+QZT+700101:0000+7'UNH+7+COHAOR:D:95B:UN'BGM+127+7+9'DTM+137:197001010000:203'DTM+206:197001010100:203'NAD+MS+NLCUS'NAD+MR+QZT'EQD+CN+QZXU2000008'LOC+165+NLVLI:139:6+QZT:TER:ZZZ'HAN+HLD::ZZZ'CNT+16:1'UNT+11+7'UNZ+1+7'"
 */
export function writeCohaor(order: CohaorOrder, options: WriteOptions = {}): Uint8Array {
  check(order);
  const { sender, recipient, number, units, block, madeAt } = order;
  const parts: Uint8Array[] = [];
  const put = (tag: string, ...elements: WrittenElement[]): void => {
    parts.push(writeSegment(tag, elements, options));
  };
  put('UNH', number, ['COHAOR', 'D', '95B', 'UN']);
  put('BGM', '127', number, '9');
  put('DTM', ['137', stampMinutes(madeAt), '203']);
  put('DTM', ['206', stampMinutes(order.doneBy), '203']);
  put('NAD', 'MS', sender);
  put('NAD', 'MR', recipient);
  for (const { container, sizeType, load } of units) {
    const fill = load === undefined ? '' : load === 'full' ? '5' : '4';
    put('EQD', 'CN', container, sizeType === undefined ? '' : [sizeType, '102', '5'], '', '', fill);
    put('LOC', '165', [order.port, '139', '6'], [order.terminal, 'TER', 'ZZZ']);
    if (block !== null) put('LOC', '147', block);
    put('HAN', [handlingCodes[order.handling], '', 'ZZZ']);
  }
  put('CNT', ['16', String(units.length)]);
  put('UNT', String(parts.length + 1), number);
  return writeInterchange({ sender, recipient, reference: number, madeAt }, [joinBytes(parts)], options);
}

function check(order: CohaorOrder): void {
  const incomplete = (why: string): never => {
    throw new CohaorWriteError('cohaor/incomplete', why);
  };
  const { units, block } = order;
  if (!/^[A-Z0-9]{1,14}$/.test(order.number)) incomplete('the number is 1–14 capital letters and digits');
  if (!Number.isFinite(order.madeAt) || !Number.isFinite(order.doneBy)) incomplete('the order has no times');
  if (order.sender === '' || order.recipient === '') incomplete('the order has no sender or recipient');
  if (order.port === '' || order.terminal === '') incomplete('the order names no place');
  if (block !== null && !/^[A-Z0-9-]{1,10}$/.test(block)) incomplete('the block has another shape');
  if (order.handling !== 'hold' && block === null) incomplete(`"${order.handling}" names a block`);
  if (units.length === 0) incomplete('the order names no container');
  if (units.length > mostUnits) throw new CohaorWriteError('cohaor/too-much', 'more than 9,999 containers');
  if (new Set(units.map(({ container }) => container)).size < units.length)
    throw new CohaorWriteError('cohaor/too-much', 'a container stands in the order twice');
}
