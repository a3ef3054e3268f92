import { isCheckDigitValid, isImoNumberValid } from '@havenwacht/domain';
import type { CallStatement, CargoRow, DangerousGoods, SealStatement, WeightStatement } from './cargo-row.ts';

/** What each row finding means. The list is closed. */
export const rowFindingKinds = {
  'row/container-number': 'A container number is not three letters, U, J, Z or R, and seven digits.',
  'row/check-digit': 'The last digit of a container number is not its check digit.',
  'row/size-type': 'A size and type code is not four letters or digits.',
  'row/stow': 'A stowage cell has bay 0 or tier 0.',
  'row/weight-zero': 'A mass is 0 kg.',
  'row/weight-high': 'A mass is above 60 t, more than any container may weigh.',
  'row/empty-heavy': 'An empty container weighs more than 8 t.',
  'row/temperature': 'A set temperature lies outside −70 °C to +40 °C.',
  'row/seal': 'A seal number has no letter or digit, or more than 35 characters.',
  'row/imo-number': 'The check digit of a ship number is wrong.',
  'row/time': 'A time lies before 1990 or after 2100.',
  'row/un-number': 'A UN number of dangerous goods is not four digits from 0004 to 3600.',
  'row/packages': 'A number of packages is not whole, or above 1,000,000.',
  'row/goods-weight': 'A goods item weighs more than 1,000 t.',
  'row/no-bill': 'A consignment has no bill number.',
  'row/no-goods': 'A consignment has neither goods nor containers.',
} as const satisfies Readonly<Record<string, string>>;

export type RowFindingCode = keyof typeof rowFindingKinds;

/** Something implausible in a row. The row is taken all the same. */
export interface RowFinding {
  readonly code: RowFindingCode;
  /** Byte offset of the value in the file. */
  readonly offset: number;
  readonly text: string;
}

const NOTHING: readonly RowFinding[] = [];
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const HEAVIEST_KG = 60_000;
const HEAVIEST_EMPTY_KG = 8_000;

/**
 * What is implausible in a row, by shape and range alone: nothing is looked up and nothing is dropped.
 *
 * @returns findings in the order of the row's properties; the same empty list for a plausible row
 * @see docs/sources.md#iso-6346
 * @example validateRow({ kind: 'unread', offset: 0, what: 'FTX', reason: 'not-mapped', text: '' }) // []
 */
export function validateRow(row: CargoRow): readonly RowFinding[] {
  switch (row.kind) {
    case 'container': {
      const { at } = row;
      let found = checkNumber(null, row.number, at['number'] ?? row.offset);
      if (row.sizeType !== undefined && !isSizeType(row.sizeType))
        found = add(found, 'row/size-type', at['sizeType'] ?? row.offset, row.sizeType);
      if (row.stow !== undefined && (row.stow.startsWith('000') || row.stow.endsWith('00')))
        found = add(found, 'row/stow', at['stow'] ?? row.offset, row.stow);
      found = checkSeals(found, row.seals);
      found = checkWeights(found, row.weights, row.load);
      found = checkTemperature(found, row.setTemperatureC, at['setTemperatureC'] ?? row.offset);
      found = checkCalls(found, row.calls);
      return checkDangerous(found, row.dangerous) ?? NOTHING;
    }
    case 'movement': {
      const { at } = row;
      let found =
        row.container === '' ? null : checkNumber(null, row.container, at['container'] ?? row.offset);
      if (row.sizeType !== undefined && !isSizeType(row.sizeType))
        found = add(found, 'row/size-type', at['sizeType'] ?? row.offset, row.sizeType);
      found = checkTime(found, row.happenedAt, at['happenedAt'] ?? row.offset);
      found = checkSeals(found, row.seals);
      found = checkWeights(found, row.weights, row.load);
      found = checkTemperature(found, row.setTemperatureC, at['setTemperatureC'] ?? row.offset);
      found = checkImo(found, row.vesselImo, at['vesselImo'] ?? row.offset);
      if (row.calls !== undefined) found = checkCalls(found, row.calls);
      return checkDangerous(found, row.dangerous) ?? NOTHING;
    }
    case 'voyage':
      return (
        checkCalls(checkImo(null, row.vesselImo, row.at['vesselImo'] ?? row.offset), row.calls) ?? NOTHING
      );
    case 'message':
      return checkTime(null, row.statedAt, row.at['statedAt'] ?? row.offset) ?? NOTHING;
    case 'consignment': {
      let found: RowFinding[] | null = null;
      if (row.bill === '') found = add(found, 'row/no-bill', row.offset, 'no bill number');
      if (row.action !== 'cancel' && row.goods.length === 0 && row.containers.length === 0)
        found = add(found, 'row/no-goods', row.offset, `bill ${row.bill} names no goods and no containers`);
      for (const goods of row.goods) {
        found = checkPackages(found, goods.packages, goods.at?.['packages'] ?? goods.offset);
        if (goods.grossKg !== undefined && goods.grossKg > 1_000_000)
          found = add(
            found,
            'row/goods-weight',
            goods.at?.['grossKg'] ?? goods.offset,
            `${goods.grossKg} kg`,
          );
        found = checkDangerous(found, goods.dangerous);
      }
      for (const placed of row.containers) {
        found = checkNumber(found, placed.number, placed.offset);
        found = checkPackages(found, placed.packages, placed.at?.['packages'] ?? placed.offset);
      }
      found = checkPackages(found, row.packages, row.at['packages'] ?? row.offset);
      found = checkCalls(found, row.calls);
      return found ?? NOTHING;
    }
    default:
      return NOTHING;
  }
}

type Found = RowFinding[] | null;

function add(found: Found, code: RowFindingCode, offset: number, text: string): RowFinding[] {
  const finding = { code, offset, text };
  if (found === null) return [finding];
  found.push(finding);
  return found;
}

function checkNumber(found: Found, number: string, offset: number): Found {
  if (isCheckDigitValid(number)) return found;
  if (/^[A-Z]{3}[UJZR]\d{7}$/.test(number)) return add(found, 'row/check-digit', offset, number);
  return add(found, 'row/container-number', offset, number);
}

function isSizeType(text: string): boolean {
  if (text.length !== 4) return false;
  for (let i = 0; i < 4; i++) {
    const c = text.charCodeAt(i);
    if (!((c >= 48 && c <= 57) || (c >= 65 && c <= 90))) return false;
  }
  return true;
}

function checkSeals(found: Found, seals: readonly SealStatement[]): Found {
  for (const seal of seals)
    if (seal.number.length > 35 || !/[\p{L}\p{N}]/u.test(seal.number))
      found = add(found, 'row/seal', seal.offset, seal.number.slice(0, 100));
  return found;
}

function checkWeights(found: Found, weights: readonly WeightStatement[], load: string | undefined): Found {
  for (const weight of weights) {
    const { kg, offset } = weight;
    if (kg === 0) found = add(found, 'row/weight-zero', offset, `${weight.method} 0 kg`);
    else if (kg > HEAVIEST_KG) found = add(found, 'row/weight-high', offset, `${weight.method} ${kg} kg`);
    else if (load === 'empty' && kg > HEAVIEST_EMPTY_KG)
      found = add(found, 'row/empty-heavy', offset, `empty, ${weight.method} ${kg} kg`);
    if (weight.weighedAt !== undefined)
      found = checkTime(found, weight.weighedAt, weight.at?.['weighedAt'] ?? offset);
  }
  return found;
}

function checkTemperature(found: Found, celsius: number | undefined, offset: number): Found {
  if (celsius === undefined || (celsius >= -70 && celsius <= 40)) return found;
  return add(found, 'row/temperature', offset, `${celsius} °C`);
}

function checkImo(found: Found, imo: string | undefined, offset: number): Found {
  if (imo === undefined || isImoNumberValid(imo)) return found;
  return add(found, 'row/imo-number', offset, imo);
}

function checkTime(found: Found, at: number | undefined, offset: number): Found {
  if (at === undefined || (at >= EARLIEST && at < LATEST)) return found;
  return add(found, 'row/time', offset, Number.isFinite(at) ? new Date(at).toISOString() : String(at));
}

function checkCalls(found: Found, calls: readonly CallStatement[]): Found {
  for (const call of calls) {
    if (call.eta !== undefined) found = checkTime(found, call.eta, call.at?.['eta'] ?? call.offset);
    if (call.etd !== undefined) found = checkTime(found, call.etd, call.at?.['etd'] ?? call.offset);
    if (call.ata !== undefined) found = checkTime(found, call.ata, call.at?.['ata'] ?? call.offset);
    if (call.atd !== undefined) found = checkTime(found, call.atd, call.at?.['atd'] ?? call.offset);
  }
  return found;
}

function checkDangerous(found: Found, dangerous: readonly DangerousGoods[] | undefined): Found {
  if (dangerous === undefined) return found;
  for (const goods of dangerous) {
    const number = goods.unNumber === undefined ? 1000 : Number(goods.unNumber);
    if (!(number >= 4 && number <= 3600))
      found = add(found, 'row/un-number', goods.at?.['unNumber'] ?? goods.offset, goods.unNumber ?? '');
  }
  return found;
}

function checkPackages(found: Found, packages: number | undefined, offset: number): Found {
  if (packages === undefined || (Number.isInteger(packages) && packages <= 1_000_000)) return found;
  return add(found, 'row/packages', offset, String(packages));
}
