import { instant201, instant203, type InterchangeText } from '../message-text.ts';
import { oldSizeTypes, type SizeType } from '../container-numbers.ts';
import type { Call, VoyagePlan } from '../voyage.ts';

/** What one message does differently from what its sender usually does. */
export interface Quirk {
  readonly voyageWithoutZero?: boolean;
  readonly oldSizeTypes?: boolean;
  readonly sixDigitCells?: boolean;
  readonly associationInWrongElement?: boolean;
}

/** The voyage number as this message writes it. */
export function voyageNumber(plan: VoyagePlan, quirk: Quirk): string {
  return quirk.voyageWithoutZero ? plan.number.replace(/^0+/, '') : plan.number;
}

/** C222 of TDT: IMO number or call sign, the name, the flag. */
export function vesselElement(plan: VoyagePlan, text: InterchangeText, key: 'imo' | 'call-sign'): string {
  const { vessel } = plan;
  const id = key === 'imo' ? `${vessel.imo}:146` : `${vessel.callSign}:103`;
  return `${id}::${text.free(vessel.name)}:${vessel.flag}`;
}

/** The main-carriage TDT of the directories D.95B and D.00B. */
export function transport(plan: VoyagePlan, text: InterchangeText, quirk: Quirk): string {
  return `TDT+20+${voyageNumber(plan, quirk)}+1++${plan.carrier.code}:172:20+++${vesselElement(plan, text, 'imo')}`;
}

/** The main-carriage TDT of the SMDG guides from D.13B on; the IMO number has code list agency 11. */
export function transportSmdg(plan: VoyagePlan, text: InterchangeText, quirk: Quirk): string {
  return `TDT+20+${voyageNumber(plan, quirk)}+++${plan.carrier.code}:LINES:306+++${plan.vessel.imo}:146:11:${text.free(plan.vessel.name)}`;
}

export function sizeTypeText(sizeType: SizeType, plan: VoyagePlan, quirk: Quirk): string {
  return plan.carrier.oldSizeTypes || quirk.oldSizeTypes ? oldSizeTypes[sizeType] : sizeType;
}

export function numberText(number: string, plan: VoyagePlan): string {
  return plan.carrier.blankInNumber ? `${number.slice(0, 4)} ${number.slice(4)}` : number;
}

export function cellText(stow: string, plan: VoyagePlan, quirk: Quirk): string {
  return plan.carrier.sixDigitCells || quirk.sixDigitCells ? stow.slice(1) : stow;
}

export function dtm203(qualifier: string, at: number): string {
  return `DTM+${qualifier}:${instant203(at)}:203`;
}

export function dtm201(qualifier: string, at: number): string {
  return `DTM+${qualifier}:${instant201(at)}:201`;
}

/** The call at a port of this voyage, the first European one when it is not called at. */
export function callAt(plan: VoyagePlan, port: string): Call {
  return plan.calls.find((call) => call.port === port) ?? (plan.calls[0] as Call);
}
