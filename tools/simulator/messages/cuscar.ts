import type { Company } from '../companies.ts';
import type { InterchangeText } from '../message-text.ts';
import type { Bill, Box, Call, Seal, Voyage } from '../voyage.ts';
import {
  callAt,
  dtm203,
  numberText,
  sizeTypeText,
  transport,
  transportSmdg,
  type Quirk,
} from './vessel-segments.ts';

/** What a manifest message is about. */
export interface ManifestPart {
  readonly load: Call | null;
  readonly port: string;
  readonly bills: readonly Bill[];
  /** BGM 1225. */
  readonly code: '9' | '5' | '4' | '1';
  readonly sealsOf: ReadonlyMap<Box, readonly Seal[]>;
  readonly setOf: ReadonlyMap<Box, number>;
}

function party(text: InterchangeText, qualifier: string, company: Company, structured: boolean): string {
  const name = text.free(company.name);
  return structured
    ? `NAD+${qualifier}+${company.id}++${name}+${text.free(company.street)}+${text.free(company.city)}+++${company.country}`
    : `NAD+${qualifier}++${name}:${text.free(company.street)}:${text.free(company.city)} ${company.country}`;
}

/** Splits long text over the components of C108, 70 characters each. */
function freeText(text: InterchangeText, long: string): string {
  const parts = long.match(/.{1,70}/gsu) ?? [''];
  return parts
    .slice(0, 5)
    .map((part) => text.free(part))
    .join(':');
}

/**
 * Writes a manifest, CUSCAR of D.95B or D.16A. In D.95B one carrier names the sender before the vessel
 * and one after it; D.16A has parties first.
 */
export function writeCuscar(
  text: InterchangeText,
  voyage: Voyage,
  part: ManifestPart,
  at: number,
  document: string,
  quirk: Quirk,
): void {
  const { plan } = voyage;
  const { carrier } = plan;
  const modern = carrier.cuscar === 'D16A';
  const call = callAt(plan, part.port);
  const boxes = [...new Set(part.bills.flatMap((bill) => bill.parts.map((each) => each.box)))];
  text.beginMessage(modern ? 'CUSCAR:D:16A:UN' : 'CUSCAR:D:95B:UN');
  text.add(`BGM+${modern ? '785' : '85'}+${document}+${part.code}`);
  text.add(dtm203('137', at));
  if (modern) {
    text.add(`NAD+MS+${carrier.code}SIM:172:20`);
    text.add(`NAD+CA+${carrier.code}:LINES:306`);
    text.add(transportSmdg(plan, text, quirk));
  } else {
    if (carrier.code !== 'QCO') text.add(`NAD+MS+${carrier.code}SIM:172:20`);
    text.add(transport(plan, text, quirk));
  }
  if (part.load !== null) {
    text.add(`LOC+9+${part.load.port}:139:6`);
    if (modern) text.add(dtm203('133', part.load.departure));
  }
  text.add(`LOC+11+${part.port}:139:6`);
  text.add(dtm203('132', call.arrival));
  if (!modern && carrier.code === 'QCO') text.add(`NAD+MS+${carrier.code}SIM:172:20`);
  if (part.code !== '1') {
    for (const box of boxes) {
      text.add(
        `EQD+CN+${numberText(box.number, plan)}+${sizeTypeText(box.sizeType, plan, quirk)}:102:5++3+${box.full ? 5 : 4}`,
      );
      text.add(`MEA+AAE+T+KGM:${box.declaredTareKg}`);
      if (box.full) text.add(`MEA+AAE+G+KGM:${box.declaredTareKg + box.declaredKg}`);
      for (const seal of part.sealsOf.get(box) ?? box.seals) text.add(`SEL+${seal.number}+${seal.issuer}`);
      const setC = part.setOf.get(box) ?? box.setCManifest;
      if (setC !== null) text.add(`TMP+2+${text.decimal(setC, 1)}:CEL`);
    }
  }
  if (modern) text.add(`CNT+16:${boxes.length}`);
  part.bills.forEach((bill, index) => writeBill(text, voyage, part, bill, index + 1, modern));
  text.endMessage();
}

function writeBill(
  text: InterchangeText,
  voyage: Voyage,
  part: ManifestPart,
  bill: Bill,
  sequence: number,
  modern: boolean,
): void {
  const first = bill.parts[0]?.box;
  if (first === undefined) return;
  text.add(`CNI+${sequence}+${bill.number}`);
  if (bill.level === 'house') {
    text.add(`RFF+BH:${bill.number}`);
    text.add(`RFF+MB:${bill.master ?? ''}`);
  } else text.add(`RFF+BM:${bill.number}`);
  if (part.code === '1') return;
  text.add(`LOC+9+${first.load.port}:139:6`);
  text.add(`LOC+11+${part.port}:139:6`);
  if (first.firstLoadedAt !== null && !first.originHidden) {
    text.add(`LOC+76+${first.origin}:139:6`);
    text.add(`LOC+13+${first.load.port}:139:6`);
  }
  text.add(`LOC+7+${first.delivery}:139:6`);
  text.add(party(text, 'CZ', bill.shipper, modern));
  text.add(party(text, 'CN', bill.consignee, modern));
  text.add(party(text, 'N1', bill.notify, modern));
  const packages = bill.parts.reduce((sum, each) => sum + each.packages, 0);
  const kg = bill.parts.reduce((sum, each) => sum + each.kg, 0);
  text.add(first.full ? `GID+1+${packages}:${bill.packageCode}` : 'GID+1');
  text.add(`FTX+AAA+++${freeText(text, bill.goodsText)}`);
  if (first.full) text.add(`MEA+AAE+G+KGM:${text.decimal(kg)}`);
  for (const each of bill.parts) text.add(`SGP+${each.box.number}${first.full ? `+${each.packages}` : ''}`);
  const dangerous = first.full ? first.lane.commodity.dangerous : undefined;
  if (dangerous !== undefined) text.add(`DGS+IMD+${dangerous.imdgClass}+${dangerous.unNumber}`);
  if (first.full) text.add(`PCI+28+${text.free(`SIM MARKS ${bill.number.slice(-5)}`)}`);
  if (bill.hs !== '') text.add(`CST+1+${bill.hs}:122:6`);
}
