import type { InterchangeText } from '../message-text.ts';
import type { Bill, Box, Call, Voyage } from '../voyage.ts';
import { dtm203, transport, type Quirk } from './vessel-segments.ts';

/** Writes verified gross masses of one load port, VERMAS D.16A SMDG10. */
export function writeVermas(
  text: InterchangeText,
  voyage: Voyage,
  load: Call,
  boxes: readonly Box[],
  at: number,
  document: string,
): void {
  const { plan } = voyage;
  text.beginMessage('VERMAS:D:16A:UN:SMDG10');
  text.add(`BGM+749+${document}+9`);
  text.add(dtm203('137', at));
  text.add(`NAD+CA+${plan.carrier.code}:LINES:306`);
  for (const box of boxes) {
    text.add(`EQD+CN+${box.number}:6346:5+${box.sizeType}:6346:5+++5`);
    text.add(`RFF+BN:${box.booking}`);
    text.add(`LOC+9+${load.port}`);
    const seal = box.seals[0];
    if (seal !== undefined) text.add(`SEL+${seal.number}+${seal.issuer}`);
    text.add(`MEA+AAE+VGM+KGM:${box.vgmKg}`);
    text.add(dtm203('798', box.gateInAt - 3_600_000));
    text.add(
      `TDT+20+${plan.number}+++${plan.carrier.code}:LINES:306+++${plan.vessel.imo}:146:11:${text.free(plan.vessel.name)}`,
    );
    text.add(`DOC+${box.vgmMethod}:VGM:306`);
    text.add(`NAD+WPA+++${text.free(`SIM WEEGBRUG ${load.port}`)}`);
  }
  text.endMessage();
}

/** Writes shipping instructions, IFTMIN D.00B, one message a bill. */
export function writeIftmin(
  text: InterchangeText,
  voyage: Voyage,
  bills: readonly Bill[],
  at: number,
  quirk: Quirk,
): void {
  const { plan } = voyage;
  for (const bill of bills) {
    const first = bill.parts[0]?.box;
    if (first === undefined) continue;
    text.beginMessage('IFTMIN:D:00B:UN');
    text.add(`BGM+340+SI${bill.number}+9`);
    text.add(dtm203('137', at));
    text.add(`RFF+BN:${first.booking}`);
    text.add(`RFF+BM:${bill.number}`);
    text.add(transport(plan, text, quirk));
    text.add(`LOC+9+${first.load.port}:139:6`);
    text.add(`LOC+11+${first.podFirst}:139:6`);
    if (first.firstLoadedAt !== null) text.add(`LOC+76+${first.origin}:139:6`);
    for (const [qualifier, company] of [
      ['CZ', bill.shipper],
      ['CN', bill.consignee],
      ['N1', bill.notify],
    ] as const) {
      text.add(
        `NAD+${qualifier}+${company.id}++${text.free(company.name)}+${text.free(company.street)}+${text.free(company.city)}+++${company.country}`,
      );
    }
    text.add(`GID+1+${bill.parts.reduce((sum, part) => sum + part.packages, 0)}:${bill.packageCode}`);
    if (bill.hs !== '') text.add(`PIA+5+${bill.hs}:HS`);
    text.add(`FTX+AAA+++${text.free(bill.goodsText.slice(0, 70))}`);
    text.add(`MEA+AAE+G+KGM:${bill.parts.reduce((sum, part) => sum + part.kg, 0)}`);
    for (const part of bill.parts) text.add(`SGP+${part.box.number}+${part.packages}`);
    for (const { box } of bill.parts) {
      text.add(`EQD+CN+${box.number}+${box.sizeType}:102:5+2+2+5`);
      for (const seal of box.seals) text.add(`SEL+${seal.number}+${seal.issuer}`);
      if (box.setCManifest !== null) text.add(`TMP+2+${text.decimal(box.setCManifest, 1)}:CEL`);
    }
    text.endMessage();
  }
}

/** One status of a box. */
export interface BoxStatus {
  readonly box: Box;
  readonly code: 'GTIN' | 'LOAD' | 'DISC';
  readonly at: number;
  readonly port: string;
  /** On the vessel of this voyage, not on an earlier one. */
  readonly thisVoyage: boolean;
}

/** Statuses of a box up to its loading on this voyage, oldest first. */
export function statusesOf(box: Box): BoxStatus[] {
  const list: BoxStatus[] = [{ box, code: 'GTIN', at: box.gateInAt, port: box.origin, thisVoyage: false }];
  if (box.firstLoadedAt !== null && box.hubDischargedAt !== null) {
    list.push({ box, code: 'LOAD', at: box.firstLoadedAt, port: box.origin, thisVoyage: false });
    list.push({ box, code: 'DISC', at: box.hubDischargedAt, port: box.load.port, thisVoyage: false });
  }
  list.push({ box, code: 'LOAD', at: box.loadedAt, port: box.load.port, thisVoyage: true });
  return list;
}

/** Writes statuses, IFTSTA D.00B, one consignment a status. */
export function writeIftsta(
  text: InterchangeText,
  voyage: Voyage,
  statuses: readonly BoxStatus[],
  at: number,
  document: string,
  quirk: Quirk,
): void {
  const { plan } = voyage;
  text.beginMessage('IFTSTA:D:00B:UN');
  text.add(`BGM+23+${document}+9`);
  text.add(dtm203('137', at));
  text.add(`NAD+CA+${plan.carrier.code}:160:20`);
  statuses.forEach((status, index) => {
    text.add(`CNI+${index + 1}`);
    text.add(`STS+1+${status.code}`);
    text.add(`RFF+BN:${status.box.booking}`);
    text.add(dtm203('334', status.at));
    text.add(`LOC+175+${status.port}:139:6`);
    if (status.thisVoyage) text.add(transport(plan, text, quirk));
    text.add(`EQD+CN+${status.box.number}+${status.box.sizeType}:102:5+++${status.box.full ? 5 : 4}`);
    const seals = status.thisVoyage ? status.box.sealsAtLoad : status.box.seals;
    for (const seal of seals) text.add(`SEL+${seal.number}+${seal.issuer}`);
  });
  text.endMessage();
}
