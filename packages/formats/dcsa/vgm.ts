import type {
  CallStatement,
  ContainerRow,
  MessageRow,
  PartyStatement,
  VoyageRow,
  WeightStatement,
} from '../cargo-row.ts';
import type { DocumentReader, Draft, Offsets } from './document-reader.ts';
import type { JsonNode } from './json-scan.ts';

/**
 * Reads one VGM declaration: a message row, the voyage, and the container with its verified mass, its
 * method and time, and who weighed it. The mass of the cargo without the container is `net`.
 *
 * @see docs/sources.md#dcsa-vgm
 */
export function readVgm(reader: DocumentReader, node: JsonNode, path: string): void {
  const number = reader.container(node, 'equipmentDetails', 'equipmentReference');
  if (node.kind !== 'object' || (number === undefined && reader.at(node, 'VGM') === undefined)) {
    reader.find('dcsa/structure', node.offset, `${path} is not a VGM declaration`);
    reader.unread(node.offset, path, 'out-of-place', 'not a VGM declaration');
    if (node.kind === 'object') reader.reportUnread(node, path);
    return;
  }
  reader.hold();
  const reference = reader.text(node, 'declarationReference');
  const sender = reader.text(node, 'routingDetails', 'originatingParty', 'partyCode');
  reader.text(node, 'routingDetails', 'originatingParty', 'partyFunction');
  const recipient = reader.text(node, 'routingDetails', 'destinationParty', 'partyCode');
  reader.text(node, 'routingDetails', 'destinationParty', 'partyFunction');
  const stated = reader.instant(node, 'declarationDateTime');
  if (stated === undefined && !node.members.has('declarationDateTime'))
    reader.missing(node, 'declarationDateTime');
  const retracted = reader.flag(node, 'isRetracted')?.value === true;
  const messageAt: Offsets = {};
  const message: Draft<MessageRow> = {
    kind: 'message',
    offset: node.offset,
    at: messageAt,
    type: 'VGM',
    version: '1',
    reference: reference?.value ?? '',
    sender: sender?.value ?? '',
    recipient: recipient?.value ?? '',
    function: retracted ? 'cancel' : 'original',
    statement: 'weight-report',
  };
  if (reference !== undefined) messageAt['reference'] = reference.offset;
  if (sender !== undefined) messageAt['sender'] = sender.offset;
  if (recipient !== undefined) messageAt['recipient'] = recipient.offset;
  if (stated !== undefined) {
    message.statedAt = stated.value;
    messageAt['statedAt'] = stated.offset;
  }
  reader.open(message);

  const calls: CallStatement[] = [];
  const sailing = reader.object(node, 'vesselVoyageDetails');
  const load = reader.place(reader.object(sailing, 'portOfLoading'), 'load');
  const discharge = reader.place(reader.object(sailing, 'portOfDischarge'), 'discharge');
  if (load !== undefined) calls.push(load);
  if (discharge !== undefined) calls.push(discharge);
  if (sailing !== undefined) {
    const voyage = readVoyage(reader, sailing, calls);
    if (voyage !== undefined) reader.sink(voyage);
  }
  if (number === undefined) reader.missing(node, 'equipmentDetails.equipmentReference');
  else reader.sink(readContainer(reader, node, number, calls, retracted));
  reader.reportUnread(node, path);
}

function readVoyage(
  reader: DocumentReader,
  node: JsonNode,
  calls: readonly CallStatement[],
): VoyageRow | undefined {
  const at: Offsets = {};
  const voyage: Draft<VoyageRow> = { kind: 'voyage', offset: node.offset, at, mode: 'sea', calls };
  const name = reader.text(node, 'vesselName');
  const number =
    reader.text(node, 'exportVoyageNumberOrReference', 'carrierVoyageNumber') ??
    reader.text(node, 'carrierExportVoyageNumber');
  const carrier = reader.text(node, 'carrierCode');
  if (name !== undefined) {
    voyage.vesselName = name.value;
    at['vesselName'] = name.offset;
  }
  if (number !== undefined) {
    voyage.voyage = number.value;
    at['voyage'] = number.offset;
  }
  if (carrier !== undefined) {
    voyage.carrier = carrier.value;
    at['carrier'] = carrier.offset;
  }
  return name === undefined && number === undefined && calls.length === 0 ? undefined : voyage;
}

function readContainer(
  reader: DocumentReader,
  node: JsonNode,
  number: { value: string; offset: number },
  calls: readonly CallStatement[],
  retracted: boolean,
): ContainerRow {
  const at: Offsets = { number: number.offset };
  const equipment = reader.object(node, 'equipmentDetails');
  const verified = reader.object(node, 'VGM');
  const method = reader.text(verified, 'method');
  const weights: WeightStatement[] = [];
  const mass = reader.weight(
    reader.at(verified, 'weight'),
    method?.value === 'SM1' ? 'vgm-1' : method?.value === 'SM2' ? 'vgm-2' : 'vgm',
  );
  if (method !== undefined && method.value !== 'SM1' && method.value !== 'SM2')
    reader.find('dcsa/unknown-code', method.offset, `VGM method ${method.value}`);
  if (mass === undefined) reader.missing(verified ?? node, 'VGM.weight');
  else {
    const weightAt: Offsets = {};
    if (method !== undefined) weightAt['method'] = method.offset;
    const weighed = reader.instant(verified, 'dateTime');
    if (weighed !== undefined) {
      mass.weighedAt = weighed.value;
      weightAt['weighedAt'] = weighed.offset;
    }
    mass.at = weightAt;
    weights.push(mass);
  }
  const tare = reader.weight(reader.at(equipment, 'tareWeight'), 'tare');
  if (tare !== undefined) weights.push(tare);
  const net = reader.weight(reader.at(equipment, 'cargoGrossWeight'), 'net');
  if (net !== undefined) weights.push(net);
  const row: Draft<ContainerRow> = {
    kind: 'container',
    offset: node.offset,
    at,
    number: number.value,
    seals: reader.seals(equipment),
    weights,
    calls,
    bills: [],
    action: retracted ? 'cancel' : 'original',
  };
  const sizeType = reader.text(equipment, 'ISOEquipmentCode');
  if (sizeType !== undefined) {
    row.sizeType = sizeType.value.toUpperCase();
    at['sizeType'] = sizeType.offset;
  }
  const bill = reader.text(node, 'shipmentDetails', 'transportDocumentReference');
  if (bill !== undefined) {
    row.bills = [bill.value];
    at['bills.0'] = bill.offset;
  }
  const booking = reader.text(node, 'shipmentDetails', 'carrierBookingReference');
  if (booking !== undefined) {
    row.bookings = [booking.value];
    at['bookings.0'] = booking.offset;
  }
  const parties: PartyStatement[] = [];
  for (const [key, role] of [
    ['weighingParty', 'weigher'],
    ['responsibleParty', 'other'],
  ] as const) {
    const found = reader.at(node, key);
    const party = found === undefined ? undefined : reader.party(found, role);
    if (party !== undefined) parties.push(role === 'other' ? { ...party, code: key } : party);
  }
  if (parties.length > 0) row.parties = parties;
  return row;
}
