import type {
  CallStatement,
  ConsignmentRow,
  ContainerRow,
  GoodsStatement,
  MessageRow,
  PartyStatement,
  PlacedContainer,
  VoyageRow,
} from '../cargo-row.ts';
import type { DocumentReader, Draft, ObjectNode, Offsets } from './document-reader.ts';
import type { JsonNode } from './json-scan.ts';

/**
 * Reads one arrival notice, or one notification of a notice: a message row, the voyage, each container
 * with its seals, and the consignment.
 *
 * @see docs/sources.md#dcsa-arrival-notice
 */
export function readArrivalNotice(reader: DocumentReader, node: JsonNode, path: string): void {
  if (node.kind !== 'object') {
    reader.find('dcsa/structure', node.offset, `${path} is not an arrival notice`);
    reader.unread(node.offset, path, 'out-of-place', 'not an arrival notice');
    return;
  }
  reader.hold();
  const bill = reader.text(node, 'transportDocumentReference');
  if (bill === undefined) reader.missing(node, 'transportDocumentReference');
  const carrier = reader.text(node, 'carrierCode');
  const issued = reader.instant(node, 'issueDateTime');
  if (issued === undefined && !node.members.has('issueDateTime')) reader.missing(node, 'issueDateTime');
  const messageAt: Offsets = {};
  const message: Draft<MessageRow> = {
    kind: 'message',
    offset: node.offset,
    at: messageAt,
    type: 'ARRIVAL-NOTICE',
    version: '1',
    reference: bill?.value ?? '',
    sender: carrier?.value ?? '',
    recipient: '',
    function: 'original',
    statement: 'arrival-notice',
  };
  if (bill !== undefined) messageAt['reference'] = bill.offset;
  if (carrier !== undefined) messageAt['sender'] = carrier.offset;
  if (issued !== undefined) {
    message.statedAt = issued.value;
    messageAt['statedAt'] = issued.offset;
  }
  reader.open(message);

  const transport = reader.object(node, 'transport');
  const calls = readCalls(reader, transport ?? node);
  const voyage = readVoyage(reader, transport, calls, node.offset, carrier);
  if (voyage !== undefined) reader.sink(voyage);

  const containers: Draft<PlacedContainer>[] = [];
  for (const item of reader.items(node, 'utilizedTransportEquipments')) {
    const row = readContainer(reader, item, bill, calls);
    if (row === undefined) continue;
    reader.sink(row);
    containers.push({ offset: row.at['number'] ?? row.offset, number: row.number });
  }
  for (const item of reader.items(node, 'equipmentReferences')) {
    const number = reader.container(item);
    if (number !== undefined) containers.push({ offset: number.offset, number: number.value });
  }
  reader.sink(readConsignment(reader, node, bill, calls, containers));
  reader.reportUnread(node, path);
}

function readCalls(reader: DocumentReader, node: ObjectNode): Draft<CallStatement>[] {
  const calls: Draft<CallStatement>[] = [];
  const add = (
    key: string,
    role: CallStatement['role'],
    arrival?: string,
    field: 'eta' | 'etd' = 'eta',
  ): void => {
    const call = reader.place(reader.object(node, key), role);
    const date = arrival === undefined ? undefined : reader.object(node, arrival);
    const value = date === undefined ? undefined : reader.instant(date, 'value');
    const classifier = date === undefined ? undefined : reader.text(date, 'classifier');
    if (call === undefined) return;
    if (value !== undefined) {
      const name = classifier?.value === 'ACT' ? (field === 'eta' ? 'ata' : 'atd') : field;
      call[name] = value.value;
      call.at = { ...call.at, [name]: value.offset };
    }
    calls.push(call);
  };
  add('placeOfReceipt', 'receipt');
  add('portOfLoading', 'load', 'portOfLoadingDepartureDate', 'etd');
  add('portOfDischarge', 'discharge', 'portOfDischargeArrivalDate');
  add('placeOfDelivery', 'delivery', 'placeOfDeliveryArrivalDate');
  return calls;
}

function readVoyage(
  reader: DocumentReader,
  transport: ObjectNode | undefined,
  calls: readonly CallStatement[],
  offset: number,
  carrier: { value: string; offset: number } | undefined,
): VoyageRow | undefined {
  const at: Offsets = {};
  const voyage: Draft<VoyageRow> = { kind: 'voyage', offset, at, mode: 'sea', calls };
  // The last leg is the one that arrives.
  const leg = reader.items(transport, 'legs').at(-1);
  const named = reader.object(leg, 'vesselVoyage');
  const vessel = reader.text(named, 'vesselName');
  const number =
    reader.text(named, 'carrierImportVoyageNumber') ??
    reader.text(named, 'importVoyageNumberOrReference', 'carrierVoyageNumber');
  const imo = reader.text(named, 'vesselIMONumber');
  if (vessel !== undefined) {
    voyage.vesselName = vessel.value;
    at['vesselName'] = vessel.offset;
  }
  if (number !== undefined) {
    voyage.voyage = number.value;
    at['voyage'] = number.offset;
  }
  if (imo !== undefined && /^\d{7}$/.test(imo.value)) {
    voyage.vesselImo = imo.value;
    at['vesselImo'] = imo.offset;
  } else if (imo !== undefined) {
    reader.find('dcsa/bad-value', imo.offset, `vesselIMONumber "${imo.value}" is not seven digits`);
    reader.unread(imo.offset, 'vesselIMONumber', 'bad-value', imo.value);
  }
  if (carrier !== undefined) {
    voyage.carrier = carrier.value;
    at['carrier'] = carrier.offset;
  }
  return vessel === undefined && number === undefined && imo === undefined && calls.length === 0
    ? undefined
    : voyage;
}

function readContainer(
  reader: DocumentReader,
  node: JsonNode,
  bill: { value: string; offset: number } | undefined,
  calls: readonly CallStatement[],
): ContainerRow | undefined {
  const number =
    reader.container(node, 'equipment', 'equipmentReference') ?? reader.container(node, 'equipmentReference');
  if (number === undefined) {
    reader.missing(node, 'equipmentReference');
    return undefined;
  }
  const at: Offsets = { number: number.offset };
  const row: Draft<ContainerRow> = {
    kind: 'container',
    offset: node.offset,
    at,
    number: number.value,
    seals: reader.seals(node),
    weights: [],
    calls,
    bills: [],
    action: 'original',
  };
  const sizeType =
    reader.text(node, 'equipment', 'ISOEquipmentCode') ?? reader.text(node, 'ISOEquipmentCode');
  if (sizeType !== undefined) {
    row.sizeType = sizeType.value.toUpperCase();
    at['sizeType'] = sizeType.offset;
  }
  const tare = reader.weight(reader.at(node, 'equipment', 'tareWeight'), 'tare');
  if (tare !== undefined) row.weights = [tare];
  if (bill !== undefined) {
    row.bills = [bill.value];
    at['bills.0'] = bill.offset;
  }
  return row;
}

function readConsignment(
  reader: DocumentReader,
  node: ObjectNode,
  bill: { value: string; offset: number } | undefined,
  calls: readonly CallStatement[],
  containers: Draft<PlacedContainer>[],
): ConsignmentRow {
  const at: Offsets = {};
  if (bill !== undefined) at['bill'] = bill.offset;
  const parties: PartyStatement[] = [];
  for (const item of reader.items(node, 'documentParties')) {
    const party = reader.party(item);
    if (party !== undefined) parties.push(party);
  }
  const goods: GoodsStatement[] = [];
  const placed: Draft<PlacedContainer>[] = [];
  reader
    .items(node, 'consignmentItems')
    .forEach((item, i) => goods.push(readGoods(reader, item, i + 1, placed)));
  const named = new Set(placed.map((each) => each.number));
  return {
    kind: 'consignment',
    offset: node.offset,
    at,
    bill: bill?.value ?? '',
    level: 'master',
    action: 'original',
    parties,
    goods,
    containers: [...placed, ...containers.filter((each) => !named.has(each.number))],
    calls,
  };
}

function readGoods(
  reader: DocumentReader,
  node: JsonNode,
  item: number,
  placed: Draft<PlacedContainer>[],
): GoodsStatement {
  const at: Offsets = {};
  const containers: string[] = [];
  const goods: Draft<GoodsStatement> = { offset: node.offset, item, containers, at };
  const lines: string[] = [];
  const described = reader.at(node, 'descriptionOfGoods');
  for (const line of described?.kind === 'string' ? [described] : reader.items(described)) {
    const text = reader.text(line);
    if (text === undefined) continue;
    at[lines.length === 0 ? 'description' : `description.${lines.length}`] = text.offset;
    lines.push(text.value);
  }
  if (lines.length > 0) goods.description = lines.join(' ');
  const hs = reader.items(node, 'HSCodes')[0] ?? reader.at(node, 'HSCode');
  const code = reader.text(hs);
  if (code !== undefined && /^\d{4,10}$/.test(code.value)) {
    goods.hs = code.value;
    at['hs'] = code.offset;
  } else if (code !== undefined) reader.unread(code.offset, 'HSCodes', 'bad-value', code.value);
  let packages = 0;
  let kg = 0;
  let mixed = false;
  const cargo = reader.items(node, 'cargoItems');
  for (const entry of cargo) {
    const number = reader.container(entry, 'equipmentReference');
    const weight = reader.weight(reader.at(entry, 'cargoGrossWeight'), 'declared-gross');
    const count = reader.number(entry, 'outerPackaging', 'numberOfPackages');
    const type = reader.text(entry, 'outerPackaging', 'packageCode');
    if (count === undefined || weight === undefined) mixed = true;
    packages += count?.value ?? 0;
    kg += weight?.kg ?? 0;
    if (type !== undefined && goods.packageType === undefined) {
      goods.packageType = type.value;
      at['packageType'] = type.offset;
    }
    if (at['packages'] === undefined && count !== undefined) at['packages'] = count.offset;
    if (at['grossKg'] === undefined && weight !== undefined) at['grossKg'] = weight.offset;
    if (number === undefined) continue;
    containers.push(number.value);
    const place: Draft<PlacedContainer> = { offset: number.offset, number: number.value };
    const placeAt: Offsets = {};
    if (count !== undefined) {
      place.packages = count.value;
      placeAt['packages'] = count.offset;
    }
    if (weight !== undefined) {
      place.grossKg = weight.kg;
      placeAt['grossKg'] = weight.offset;
    }
    if (Object.keys(placeAt).length > 0) place.at = placeAt;
    placed.push(place);
  }
  // A sum is stated only when there is one entry: adding up is not reading.
  if (cargo.length === 1 && !mixed) {
    goods.packages = packages;
    goods.grossKg = kg;
  } else {
    delete at['packages'];
    delete at['grossKg'];
  }
  return goods;
}
