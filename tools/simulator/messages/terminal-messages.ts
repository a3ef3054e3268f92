import type { InterchangeText } from '../message-text.ts';
import { truckOf, type Box, type Call, type GateEvent, type Voyage } from '../voyage.ts';
import { callAt, cellText, dtm203, sizeTypeText, transport, type Quirk } from './vessel-segments.ts';

/** Writes the order to discharge, COPRAR D.95B, document 43. */
export function writeCoprar(
  text: InterchangeText,
  voyage: Voyage,
  call: Call,
  boxes: readonly Box[],
  document: string,
  quirk: Quirk,
): void {
  const { plan } = voyage;
  const { carrier } = plan;
  text.beginMessage(quirk.associationInWrongElement ? 'COPRAR:D:95B:UN+ITG10' : 'COPRAR:D:95B:UN:ITG12');
  text.add(`BGM+43+${document}+9`);
  text.add(`RFF+XXX:1`);
  text.add(transport(plan, text, quirk));
  text.add(`LOC+11+${call.port}:139:6+${call.terminal}:TER:ZZZ`);
  text.add(dtm203('132', call.arrival));
  text.add(dtm203('133', call.departure));
  text.add(`NAD+CA+${carrier.code}:160:20`);
  for (const box of boxes) {
    text.add(
      `EQD+CN+${box.number}+${sizeTypeText(box.orderSizeType, plan, quirk)}:102:5++3+${box.full ? 5 : 4}`,
    );
    text.add(`RFF+BN:${box.booking}`);
    text.add(`LOC+147+${cellText(box.stow, plan, quirk)}:139:5`);
    text.add(`LOC+9+${box.load.port}:139:6`);
    text.add(`LOC+11+${call.port}:139:6`);
    text.add(`MEA+AAE+G+KGM:${box.full ? box.declaredTareKg + box.declaredKg : box.vgmKg}`);
    if (box.full) text.add(`MEA+AAE+VGM+KGM:${box.vgmKg}`);
    if (box.setC !== null) text.add(`TMP+2+${text.decimal(box.setC, 1)}:CEL`);
    for (const seal of box.seals) text.add(`SEL+${seal.number}+${seal.issuer}`);
    text.add(`NAD+CF+${carrier.code}:160:20`);
  }
  text.add(`CNT+16:${boxes.length}`);
  text.endMessage();
}

/** Writes what was discharged, COARRI D.95B, document 44; over- and shortlanded boxes are told by FTX. */
export function writeCoarri(
  text: InterchangeText,
  voyage: Voyage,
  call: Call,
  boxes: readonly Box[],
  document: string,
  quirk: Quirk,
): void {
  const { plan } = voyage;
  text.beginMessage('COARRI:D:95B:UN:ITG12');
  text.add(`BGM+44+${document}+9`);
  text.add(transport(plan, text, quirk));
  text.add(`LOC+11+${call.port}:139:6+${call.terminal}:TER:ZZZ`);
  text.add(dtm203('178', call.arrival));
  text.add(`NAD+CF+${plan.carrier.code}:160:20`);
  for (const box of boxes) {
    text.add(
      `EQD+CN+${box.number}+${sizeTypeText(box.reportSizeType, plan, quirk)}:102:5++3+${box.full ? 5 : 4}`,
    );
    text.add(`RFF+BN:${box.booking}`);
    if (box.landed !== 'shortlanded') text.add(dtm203('203', box.dischargedAt));
    text.add(`LOC+9+${box.load.port}:139:6`);
    text.add(`LOC+11+${call.port}:139:6`);
    if (box.onStowPlan) text.add(`LOC+147+${cellText(box.stow, plan, quirk)}:139:5`);
    text.add(`MEA+AAE+G+KGM:${box.vgmKg + box.addedKg}`);
    for (const seal of box.sealsAtDischarge) text.add(`SEL+${seal.number}+${seal.issuer}+1`);
    if (box.landed === 'overlanded') text.add('FTX+AAI+++OVERLANDED');
    if (box.landed === 'shortlanded') text.add('FTX+AAI+++SHORTLANDED');
  }
  text.add(`CNT+16:${boxes.length}`);
  text.endMessage();
}

/** A gate move as a message tells it. */
export interface GateMove {
  readonly number: string;
  readonly sizeType: string;
  readonly full: boolean;
  readonly at: number;
  readonly seals: readonly { readonly number: string; readonly issuer: string }[];
  readonly grossKg: number;
  readonly truck: string;
  readonly booking: string;
}

/** The gate-out of a discharged box. */
export function gateOutOf(box: Box, voyage: Voyage, quirk: Quirk): GateMove {
  return {
    number: box.number, sizeType: sizeTypeText(box.reportSizeType, voyage.plan, quirk), full: box.full, at: box.gateOutAt,
    seals: box.sealsAtDischarge, grossKg: box.vgmKg + box.addedKg, truck: truckOf(box), booking: box.booking,
  }; // prettier-ignore
}

/** A gate move that nobody planned. */
export function gateMoveOf(event: GateEvent): GateMove {
  return { ...event, booking: '' };
}

/** Writes gate moves of one terminal, CODECO D.95B: document 34 in, 36 out. */
export function writeCodeco(
  text: InterchangeText,
  voyage: Voyage | null,
  port: string,
  terminal: string,
  direction: 'in' | 'out',
  code: string,
  moves: readonly GateMove[],
  document: string,
  quirk: Quirk,
): void {
  text.beginMessage('CODECO:D:95B:UN:ITG14');
  text.add(`BGM+${direction === 'in' ? 34 : 36}+${document}+${code}`);
  if (voyage !== null) {
    const call = callAt(voyage.plan, port);
    text.add(transport(voyage.plan, text, quirk));
    text.add(`LOC+11+${call.port}:139:6+${call.terminal}:TER:ZZZ`);
    text.add(`NAD+CF+${voyage.plan.carrier.code}:160:20`);
  } else text.add('NAD+CF+QAL:160:20');
  for (const move of moves) {
    text.add(`EQD+CN+${move.number}+${move.sizeType}:102:5++3+${move.full ? 5 : 4}`);
    if (move.booking !== '') text.add(`RFF+BN:${move.booking}`);
    text.add(dtm203('7', move.at));
    text.add(`LOC+165+${port}:139:6+${terminal}:TER:ZZZ`);
    text.add(`MEA+AAE+G+KGM:${move.grossKg}`);
    for (const seal of move.seals) text.add(`SEL+${seal.number}+${seal.issuer}+1`);
    text.add(`TDT+1++3+31+SIMHAULIER:172:ZZZ+++${move.truck}`);
  }
  text.add(`CNT+16:${moves.length}`);
  text.endMessage();
}
