import { isCheckDigitValid, isImoNumberValid, readContainerNumber } from '@havenwacht/domain';
import type {
  CallStatement,
  CargoRow,
  ContainerRow,
  DangerousGoods,
  MovementRow,
  SealStatement,
  VoyageRow,
  WeightStatement,
} from './cargo-row.ts';

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
      let found: Found = null;
      if (!isCheckDigitValid(row.number)) found = addNumber(found, row.number, byteOf(row, 'number'));
      if (row.sizeType !== undefined && !isSizeType(row.sizeType))
        found = add(found, 'row/size-type', byteOf(row, 'sizeType'), row.sizeType);
      if (row.stow !== undefined && (row.stow.startsWith('000') || row.stow.endsWith('00')))
        found = add(found, 'row/stow', byteOf(row, 'stow'), row.stow);
      found = checkSeals(found, row.seals);
      found = checkWeights(found, row.weights, row.load);
      found = checkTemperature(found, row);
      found = checkCalls(found, row.calls);
      return checkDangerous(found, row.dangerous) ?? NOTHING;
    }
    case 'movement': {
      let found: Found = null;
      if (row.container !== '' && !isCheckDigitValid(row.container))
        found = addNumber(found, row.container, byteOf(row, 'container'));
      if (row.sizeType !== undefined && !isSizeType(row.sizeType))
        found = add(found, 'row/size-type', byteOf(row, 'sizeType'), row.sizeType);
      if (!isPlausibleTime(row.happenedAt)) found = addTime(found, row.happenedAt, byteOf(row, 'happenedAt'));
      found = checkSeals(found, row.seals);
      found = checkWeights(found, row.weights, row.load);
      found = checkTemperature(found, row);
      found = checkImo(found, row);
      if (row.calls !== undefined) found = checkCalls(found, row.calls);
      return checkDangerous(found, row.dangerous) ?? NOTHING;
    }
    case 'voyage':
      return checkCalls(checkImo(null, row), row.calls) ?? NOTHING;
    case 'message':
      return isPlausibleTime(row.statedAt) ? NOTHING : addTime(null, row.statedAt, byteOf(row, 'statedAt'));
    case 'consignment': {
      let found: RowFinding[] | null = null;
      if (row.bill === '') found = add(found, 'row/no-bill', row.offset, 'no bill number');
      if (row.action !== 'cancel' && row.goods.length === 0 && row.containers.length === 0)
        found = add(found, 'row/no-goods', row.offset, `bill ${row.bill} names no goods and no containers`);
      for (const goods of row.goods) {
        if (!isPackages(goods.packages))
          found = addPackages(found, goods.packages, byteOf(goods, 'packages'));
        if (goods.grossKg !== undefined && goods.grossKg > 1_000_000)
          found = add(found, 'row/goods-weight', byteOf(goods, 'grossKg'), `${goods.grossKg} kg`);
        found = checkDangerous(found, goods.dangerous);
      }
      for (const placed of row.containers) {
        if (!isCheckDigitValid(placed.number)) found = addNumber(found, placed.number, placed.offset);
        if (!isPackages(placed.packages))
          found = addPackages(found, placed.packages, byteOf(placed, 'packages'));
      }
      if (!isPackages(row.packages)) found = addPackages(found, row.packages, byteOf(row, 'packages'));
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

/** Where a value stands; looked up for what is found only, because that is rare and objects differ in shape. */
function byteOf(
  said: { readonly offset: number; readonly at?: Readonly<Record<string, number>> },
  name: string,
): number {
  return said.at?.[name] ?? said.offset;
}

function addNumber(found: Found, number: string, offset: number): RowFinding[] {
  const isShaped = readContainerNumber(number) === number;
  return add(found, isShaped ? 'row/check-digit' : 'row/container-number', offset, number);
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
    if (seal.number.length > 35 || !hasLetterOrDigit(seal.number))
      found = add(found, 'row/seal', seal.offset, seal.number.slice(0, 100));
  return found;
}

function hasLetterOrDigit(text: string): boolean {
  const c = text.charCodeAt(0);
  // Nearly all begin with one.
  return (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || /[\p{L}\p{N}]/u.test(text);
}

function checkWeights(found: Found, weights: readonly WeightStatement[], load: string | undefined): Found {
  for (const weight of weights) {
    const { kg, offset } = weight;
    if (kg === 0) found = add(found, 'row/weight-zero', offset, `${weight.method} 0 kg`);
    else if (kg > HEAVIEST_KG) found = add(found, 'row/weight-high', offset, `${weight.method} ${kg} kg`);
    else if (load === 'empty' && kg > HEAVIEST_EMPTY_KG)
      found = add(found, 'row/empty-heavy', offset, `empty, ${weight.method} ${kg} kg`);
    if (!isPlausibleTime(weight.weighedAt))
      found = addTime(found, weight.weighedAt, byteOf(weight, 'weighedAt'));
  }
  return found;
}

function checkTemperature(found: Found, row: ContainerRow | MovementRow): Found {
  const celsius = row.setTemperatureC;
  if (celsius === undefined || (celsius >= -70 && celsius <= 40)) return found;
  return add(found, 'row/temperature', byteOf(row, 'setTemperatureC'), `${celsius} °C`);
}

function checkImo(found: Found, row: MovementRow | VoyageRow): Found {
  const imo = row.vesselImo;
  if (imo === undefined || isImoNumberValid(imo)) return found;
  return add(found, 'row/imo-number', byteOf(row, 'vesselImo'), imo);
}

function isPlausibleTime(at: number | undefined): boolean {
  return at === undefined || (at >= EARLIEST && at < LATEST);
}

function addTime(found: Found, at: number | undefined, offset: number): RowFinding[] {
  const text = Number.isFinite(at) ? new Date(at ?? 0).toISOString() : String(at);
  return add(found, 'row/time', offset, text);
}

function checkCalls(found: Found, calls: readonly CallStatement[]): Found {
  for (const call of calls) {
    if (!isPlausibleTime(call.eta)) found = addTime(found, call.eta, byteOf(call, 'eta'));
    if (!isPlausibleTime(call.etd)) found = addTime(found, call.etd, byteOf(call, 'etd'));
    if (!isPlausibleTime(call.ata)) found = addTime(found, call.ata, byteOf(call, 'ata'));
    if (!isPlausibleTime(call.atd)) found = addTime(found, call.atd, byteOf(call, 'atd'));
  }
  return found;
}

function checkDangerous(found: Found, dangerous: readonly DangerousGoods[] | undefined): Found {
  if (dangerous === undefined) return found;
  for (const goods of dangerous) {
    const number = goods.unNumber === undefined ? 1000 : Number(goods.unNumber);
    if (!(number >= 4 && number <= 3600))
      found = add(found, 'row/un-number', byteOf(goods, 'unNumber'), goods.unNumber ?? '');
  }
  return found;
}

function isPackages(packages: number | undefined): boolean {
  return packages === undefined || (Number.isInteger(packages) && packages <= 1_000_000);
}

function addPackages(found: Found, packages: number | undefined, offset: number): RowFinding[] {
  return add(found, 'row/packages', offset, String(packages));
}
