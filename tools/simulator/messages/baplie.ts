import type { InterchangeText } from '../message-text.ts';
import type { Box, Call, Voyage } from '../voyage.ts';
import {
  cellText,
  dtm201,
  dtm203,
  numberText,
  sizeTypeText,
  transport,
  transportSmdg,
  vesselElement,
  voyageNumber,
  type Quirk,
} from './vessel-segments.ts';

/** The port of discharge as the planner knew it then. */
function podAt(box: Box, at: number): string {
  return box.podChangedAt !== null && at < box.podChangedAt ? box.podFirst : box.pod;
}

function massKg(box: Box): number {
  return box.full ? box.vgmKg : Math.max(box.vgmKg, box.tareKg);
}

/**
 * Writes a stow plan at departure: BAPLIE 1.5 (911), 2.2 (D.95B) or 3.1 (D.13B), as the carrier's
 * planning system does.
 *
 * @param from the call that was left
 * @param next the call sailed to
 * @param boxes what is on board
 */
export function writeBaplie(
  text: InterchangeText,
  voyage: Voyage,
  from: Call,
  next: Call,
  boxes: readonly Box[],
  at: number,
  document: string,
  quirk: Quirk,
): void {
  const { plan } = voyage;
  if (plan.carrier.baplie === '1.5') writeVersion1(text, voyage, from, next, boxes, at, document, quirk);
  else if (plan.carrier.baplie === '2.2') writeVersion2(text, voyage, from, next, boxes, at, document, quirk);
  else writeVersion3(text, voyage, from, next, boxes, at, document, quirk);
}

function writeVersion1(
  text: InterchangeText,
  voyage: Voyage,
  from: Call,
  next: Call,
  boxes: readonly Box[],
  at: number,
  document: string,
  quirk: Quirk,
): void {
  const { plan } = voyage;
  const { carrier } = plan;
  text.beginMessage('BAPLIE:1:911:UN:SMDG15');
  text.add(`BGM++${document}+9`);
  text.add(dtm201('137', at));
  text.add(
    `TDT+20+${voyageNumber(plan, quirk)}++${vesselElement(plan, text, 'call-sign')}++${carrier.code}:172:20`,
  );
  text.add(`LOC+5+${from.port}:139:6`);
  text.add(`LOC+61+${next.port}:139:6`);
  text.add(dtm201('178', from.arrival));
  text.add(dtm201('136', from.departure));
  text.add(dtm201('132', next.arrival));
  text.add(`RFF+VON:${voyageNumber(plan, quirk)}`);
  for (const box of boxes) {
    text.add(`LOC+147+${cellText(box.stow, plan, quirk)}::5`);
    if (box.full) text.add(`FTX+AAA+++${text.free(box.goodsText.slice(0, 60))}`);
    text.add(`MEA+WT++KGM:${massKg(box)}`);
    if (box.setC !== null) text.add(`TMP+2+${text.decimal(box.setC, 1)}:CEL`);
    text.add(`LOC+6+${box.load.port}`);
    text.add(`LOC+12+${podAt(box, at)}`);
    text.add(`LOC+83+${box.delivery}`);
    text.add('RFF+BM:1');
    text.add(
      `EQD+CN+${numberText(box.stowNumber, plan)}+${sizeTypeText(box.stowSizeType, plan, quirk)}+++${box.full ? 5 : 4}`,
    );
    text.add(`NAD+CA+${carrier.code}:172:20`);
    const dangerous = box.full ? box.lane.commodity.dangerous : undefined;
    if (dangerous !== undefined) text.add(`DGS+IMD+${dangerous.imdgClass}+${dangerous.unNumber}`);
  }
  text.endMessage();
}

function writeVersion2(
  text: InterchangeText,
  voyage: Voyage,
  from: Call,
  next: Call,
  boxes: readonly Box[],
  at: number,
  document: string,
  quirk: Quirk,
): void {
  const { plan } = voyage;
  const { carrier } = plan;
  const [load, discharge] = carrier.stowPorts.split('/');
  text.beginMessage(quirk.associationInWrongElement ? 'BAPLIE:D:95B:UN+SMDG22' : 'BAPLIE:D:95B:UN:SMDG22');
  text.add(`BGM++${document}+9`);
  text.add(dtm201('137', at));
  text.add(transport(plan, text, quirk));
  text.add(`LOC+5+${from.port}:139:6`);
  text.add(`LOC+61+${next.port}:139:6`);
  text.add(dtm201('136', from.departure));
  text.add(dtm201('132', next.arrival));
  text.add(`RFF+VON:${voyageNumber(plan, quirk)}`);
  for (const box of boxes) {
    text.add(`LOC+147+${cellText(box.stow, plan, quirk)}::5`);
    if (box.full) text.add(`FTX+AAA+++${text.free(box.goodsText.slice(0, 60))}`);
    text.add(`MEA+WT++KGM:${massKg(box)}`);
    if (box.full && carrier.stowWeight === 'short') text.add(`MEA+VGM++KGM:${box.vgmKg}`);
    if (box.setC !== null) text.add(`TMP+2+${text.decimal(box.setC, 1)}:CEL`);
    text.add(`LOC+${load ?? '9'}+${box.load.port}:139:6`);
    text.add(`LOC+${discharge ?? '11'}+${podAt(box, at)}:139:6`);
    if (box.firstLoadedAt !== null && !box.originHidden) text.add(`LOC+76+${box.origin}:139:6`);
    text.add(`LOC+83+${box.delivery}:139:6`);
    text.add(box.booking === 'NONE' ? 'RFF+BM:1' : `RFF+BN:${box.booking}`);
    text.add(
      `EQD+CN+${box.stowNumber}+${sizeTypeText(box.stowSizeType, plan, quirk)}:102:5+++${box.full ? 5 : 4}`,
    );
    text.add(`NAD+CA+${carrier.code}:172:20`);
    const dangerous = box.full ? box.lane.commodity.dangerous : undefined;
    if (dangerous !== undefined) text.add(`DGS+IMD+${dangerous.imdgClass}+${dangerous.unNumber}`);
  }
  text.endMessage();
}

function writeVersion3(
  text: InterchangeText,
  voyage: Voyage,
  from: Call,
  next: Call,
  boxes: readonly Box[],
  at: number,
  document: string,
  quirk: Quirk,
): void {
  const { plan } = voyage;
  const { carrier } = plan;
  text.beginMessage('BAPLIE:D:13B:UN:SMDG31');
  text.add(`BGM+659+${document}+9`);
  text.add(dtm203('137', at));
  text.add(`NAD+CA+${carrier.code}:LINES:306`);
  text.add(transportSmdg(plan, text, quirk));
  text.add(`RFF+VON:${voyageNumber(plan, quirk)}`);
  text.add(`LOC+5+${from.port}`);
  text.add(dtm203('136', from.departure));
  text.add(`LOC+61+${next.port}`);
  text.add(dtm203('132', next.arrival));
  text.add('UNS+D');
  for (const box of boxes) {
    text.add(`LOC+147+${cellText(box.stow, plan, quirk)}:9711:5`);
    text.add(
      `EQD+CN+${box.stowNumber}:6346:5+${sizeTypeText(box.stowSizeType, plan, quirk)}:6346:5+++${box.full ? 5 : 4}`,
    );
    text.add(`NAD+CF+${carrier.code}:LINES:306`);
    text.add(box.full ? `MEA+AAE+VGM+KGM:${box.vgmKg}` : `MEA+AAE+AET+KGM:${massKg(box)}`);
    if (box.booking !== 'NONE') text.add(`RFF+BN:${box.booking}`);
    if (box.full) text.add(`FTX+AAA+++${text.free(box.goodsText.slice(0, 60))}`);
    text.add(`LOC+9+${box.load.port}`);
    text.add(`LOC+11+${podAt(box, at)}`);
    if (box.firstLoadedAt !== null && !box.originHidden) text.add(`LOC+76+${box.origin}`);
    text.add(`LOC+83+${box.delivery}`);
    if (box.setC !== null) text.add(`TMP+2+${text.decimal(box.setC, 1)}:CEL`);
    const dangerous = box.full ? box.lane.commodity.dangerous : undefined;
    if (dangerous !== undefined) text.add(`DGS+IMD+${dangerous.imdgClass}+${dangerous.unNumber}`);
  }
  text.add(`CNT+16:${boxes.length}`);
  text.endMessage();
}
