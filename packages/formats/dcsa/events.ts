import type { CallStatement, MessageRow, MovementEvent, MovementRow, VoyageRow } from '../cargo-row.ts';
import type { Draft, ObjectNode, Offsets } from './document-reader.ts';
import type { DocumentReader } from './document-reader.ts';
import type { JsonNode } from './json-scan.ts';

/** Equipment event codes of T&T 2.2 to 3; those without an event of their own stay "other" with their code. */
const EQUIPMENT_EVENTS: ReadonlyMap<string, MovementEvent> = new Map([
  ['LOAD', 'load'],
  ['DISC', 'discharge'],
  ['GTIN', 'gate-in'],
  ['GTOT', 'gate-out'],
  ['STUF', 'stuffed'],
  ['STRP', 'stripped'],
  ['PICK', 'picked-up'],
  ['DROP', 'dropped-off'],
  ['INSP', 'inspected'],
  ['RSEA', 'resealed'],
  ['RMVD', 'seal-removed'],
  ['CUSS', 'customs-scan'],
  ['CUSI', 'customs-inspection'],
  ['CUSR', 'customs-released'],
  ['CROS', 'other'],
  ['AVPU', 'other'],
  ['AVDO', 'other'],
  ['WAYP', 'other'],
]);

const TRANSPORT_EVENTS: ReadonlyMap<string, MovementEvent> = new Map([
  ['ARRI', 'arrived'],
  ['DEPA', 'departed'],
]);

const SHIPMENT_EVENTS: ReadonlySet<string> = new Set([
  'RECE', 'DRFT', 'PENA', 'PENU', 'PENC', 'PENM', 'REJE', 'APPR', 'ISSU', 'SURR', 'SUBM', 'VOID', 'CONF', 'REQS',
  'CMPL', 'HOLD', 'RELS', 'CANC', 'UPDT',
]); // prettier-ignore

const CLASSIFIERS: ReadonlyMap<string, MovementRow['classifier']> = new Map([
  ['PLN', 'planned'],
  ['EST', 'estimated'],
  ['ACT', 'actual'],
]);

type Kind = 'EQUIPMENT' | 'TRANSPORT' | 'SHIPMENT' | 'IOT' | 'REEFER';

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['EQUIPMENT', 'EQUIPMENT'],
  ['TRANSPORT', 'TRANSPORT'],
  ['SHIPMENT', 'SHIPMENT'],
  ['IOT', 'IOT'],
  ['REEFER', 'REEFER'],
]);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface EventShape {
  readonly reader: DocumentReader;
  readonly node: ObjectNode;
  /** Objects the properties of the event are spread over, by version. */
  readonly parts: readonly ObjectNode[];
  readonly is3: boolean;
  readonly kind: Kind;
}

/** True for an object that looks like a T&T event of any version. */
export function isEvent(reader: DocumentReader, node: JsonNode): node is ObjectNode {
  return node.kind === 'object' && kindNode(reader, node) !== undefined;
}

function kindNode(reader: DocumentReader, node: ObjectNode): JsonNode | undefined {
  return (
    reader.at(node, 'eventType') ??
    reader.at(node, 'eventClassification', 'eventTypeCode') ??
    reader.at(node, 'metadata', 'eventType') ??
    reader.at(node, 'metadata', 'eventTypeCode') ??
    reader.at(node, 'payload', 'eventType')
  );
}

/**
 * Reads one track-and-trace event into a message row and what it says: a movement, and for transport
 * events a voyage with one call.
 *
 * @param seen event ids of this document, to report repeated ones
 * @see docs/sources.md#dcsa-track-and-trace
 */
export function readEvent(reader: DocumentReader, node: JsonNode, path: string, seen: Set<string>): void {
  if (!isEvent(reader, node)) {
    reader.find('dcsa/structure', node.offset, `${path} is not an event`);
    reader.unread(node.offset, path, 'out-of-place', 'not an event');
    reader.reportUnread(node, path);
    return;
  }
  const is3 =
    reader.at(node, 'eventClassification') !== undefined || reader.at(node, 'metadata') !== undefined;
  const named = kindNode(reader, node);
  const kind = named?.kind === 'string' ? KINDS.get(named.value) : undefined;
  if (named !== undefined) named.read = true;
  if (kind === undefined) {
    reader.find('dcsa/unknown-code', named?.offset ?? node.offset, `${path}: no event type this node reads`);
    reader.unread(named?.offset ?? node.offset, path, 'unknown-code', 'event type');
    reader.reportUnread(node, path);
    return;
  }
  const parts: ObjectNode[] = [node];
  for (const key of [
    'metadata',
    'payload',
    'eventClassification',
    'equipmentDetails',
    'shipmentDetails',
    'transportDetails',
  ]) {
    const part = reader.at(node, key) ?? reader.at(node, 'payload', key);
    if (part?.kind === 'object') parts.push(part);
  }
  new EventReading({ reader, node, parts, is3, kind }).run(path, seen);
}

class EventReading {
  readonly #reader: DocumentReader;
  readonly #shape: EventShape;

  constructor(shape: EventShape) {
    this.#shape = shape;
    this.#reader = shape.reader;
  }

  /** The first part that has the property. */
  #having(key: string): ObjectNode | undefined {
    return this.#shape.parts.find((part) => part.members.has(key));
  }

  #text(key: string): { value: string; offset: number } | undefined {
    const part = this.#having(key);
    return part === undefined ? undefined : this.#reader.text(part, key);
  }

  run(path: string, seen: Set<string>): void {
    const reader = this.#reader;
    const { node, is3, kind } = this.#shape;
    reader.hold();
    const id = this.#eventId(seen);
    const stated = this.#instant(
      is3 ? ['eventUpdatedDateTime', 'eventCreatedDateTime'] : ['eventCreatedDateTime'],
    );
    const happened = this.#instant(['eventDateTime']);
    const retracted = this.#text('retractedEventID');
    const withdrawn = this.#having('isRetracted');
    const isWithdrawn = withdrawn !== undefined && reader.flag(withdrawn, 'isRetracted')?.value === true;
    const sender = reader.text(node, 'eventRouting', 'originatingParty', 'partyCode');
    reader.text(node, 'eventRouting', 'originatingParty', 'partyFunction');
    const messageAt: Offsets = {};
    const message: Draft<MessageRow> = {
      kind: 'message',
      offset: node.offset,
      at: messageAt,
      type: 'TNT-EVENT',
      version: is3 ? '3' : '2.2',
      reference: id?.value ?? '',
      sender: sender?.value ?? '',
      recipient: '',
      function: retracted !== undefined || isWithdrawn ? 'cancel' : 'original',
      statement: 'status',
    };
    if (id !== undefined) messageAt['reference'] = id.offset;
    if (sender !== undefined) messageAt['sender'] = sender.offset;
    if (stated !== undefined) {
      message.statedAt = stated.value;
      messageAt['statedAt'] = stated.offset;
    }
    reader.open(message);

    const row = this.#movement(kind, happened);
    if (id !== undefined) {
      row.eventId = id.value;
      (row.at as Offsets)['eventId'] = id.offset;
    }
    if (stated !== undefined) {
      row.statedAt = stated.value;
      (row.at as Offsets)['statedAt'] = stated.offset;
    }
    if (retracted !== undefined) {
      row.retracts = retracted.value;
      (row.at as Offsets)['retracts'] = retracted.offset;
    } else if (isWithdrawn && id !== undefined) {
      row.retracts = id.value;
      (row.at as Offsets)['retracts'] = id.offset;
    }
    const containers = this.#references(row);
    if (kind === 'TRANSPORT') {
      const voyage = this.#voyage(row);
      if (voyage !== undefined) reader.sink(voyage);
    }
    if (row.container !== '') containers.delete(row.container);
    if (row.container !== '' || containers.size === 0) reader.sink(row);
    if (row.container === '')
      for (const [container, offset] of containers)
        reader.sink({ ...row, container, at: { ...row.at, container: offset } });
    else
      for (const [container, offset] of containers)
        reader.unread(offset, `${path}.references`, 'not-mapped', container);
    reader.reportUnread(node, path);
  }

  #eventId(seen: Set<string>): { value: string; offset: number } | undefined {
    const reader = this.#reader;
    const { node, is3 } = this.#shape;
    const part = this.#having('eventID');
    if (part === undefined) {
      reader.missing(node, 'eventID');
      return undefined;
    }
    const found = reader.at(part, 'eventID');
    if (found?.kind !== 'string') {
      if (found !== undefined) {
        found.read = true;
        reader.find('dcsa/event-id', found.offset, 'eventID is not a text');
        reader.unread(
          found.offset,
          'eventID',
          'bad-value',
          found.kind === 'number' ? String(found.value) : found.kind,
        );
      }
      return undefined;
    }
    const id = reader.text(part, 'eventID');
    if (id === undefined) {
      reader.missing(node, 'eventID');
      return undefined;
    }
    if (!is3 && !UUID.test(id.value))
      reader.find('dcsa/event-id', id.offset, `eventID "${id.value}" is not a UUID`);
    if (seen.has(id.value))
      reader.find('dcsa/duplicate-event', id.offset, `eventID ${id.value} stands twice`);
    seen.add(id.value);
    return id;
  }

  #instant(keys: readonly string[]): { value: number; offset: number } | undefined {
    for (const key of keys) {
      const part = this.#having(key);
      if (part !== undefined) return this.#reader.instant(part, key);
    }
    this.#reader.missing(this.#shape.node, keys[0] ?? '');
    return undefined;
  }

  #movement(kind: Kind, happened: { value: number; offset: number } | undefined): Draft<MovementRow> {
    const reader = this.#reader;
    const { node } = this.#shape;
    const at: Offsets = {};
    const row: Draft<MovementRow> = {
      kind: 'movement',
      offset: node.offset,
      at,
      container: '',
      event: 'other',
      classifier: 'actual',
      seals: [],
      weights: [],
      bills: [],
    };
    const codeKey = kind === 'IOT' ? 'iotEventCode' : `${kind.toLowerCase()}EventTypeCode`;
    const code =
      this.#text(codeKey) ?? (kind === 'IOT' ? reader.text(node, 'iotDetails', 'iotEventCode') : undefined);
    if (code === undefined) reader.missing(node, codeKey);
    else {
      row.code = code.value;
      at['code'] = code.offset;
      const event =
        kind === 'EQUIPMENT'
          ? EQUIPMENT_EVENTS.get(code.value)
          : kind === 'TRANSPORT'
            ? TRANSPORT_EVENTS.get(code.value)
            : undefined;
      if (event !== undefined) row.event = event;
      const known =
        event !== undefined ||
        (kind === 'SHIPMENT' ? SHIPMENT_EVENTS.has(code.value) : kind === 'IOT' || kind === 'REEFER');
      if (!known) reader.find('dcsa/unknown-code', code.offset, `${codeKey} ${code.value}`);
    }
    if (kind === 'IOT') this.#text('iotEventTypeCode');
    const classifier = this.#text('eventClassifierCode');
    if (classifier === undefined) reader.missing(node, 'eventClassifierCode');
    else {
      const read = CLASSIFIERS.get(classifier.value);
      if (read === undefined)
        reader.find('dcsa/unknown-code', classifier.offset, `eventClassifierCode ${classifier.value}`);
      else row.classifier = read;
      at['classifier'] = classifier.offset;
    }
    if (happened !== undefined) {
      row.happenedAt = happened.value;
      at['happenedAt'] = happened.offset;
    }
    this.#equipment(row, at, kind);
    this.#where(row, at);
    return row;
  }

  #equipment(row: Draft<MovementRow>, at: Offsets, kind: Kind): void {
    const reader = this.#reader;
    const part = this.#having('equipmentReference');
    const container = part === undefined ? undefined : reader.container(part, 'equipmentReference');
    if (container !== undefined) {
      row.container = container.value;
      at['container'] = container.offset;
    } else if (kind === 'EQUIPMENT' || kind === 'IOT') reader.missing(this.#shape.node, 'equipmentReference');
    const sizeType = this.#text('ISOEquipmentCode');
    if (sizeType !== undefined) {
      row.sizeType = sizeType.value.toUpperCase();
      at['sizeType'] = sizeType.offset;
    }
    const fill = this.#text('emptyIndicatorCode');
    if (fill !== undefined) {
      if (fill.value === 'LADEN') row.load = 'full';
      else if (fill.value === 'EMPTY') row.load = 'empty';
      else reader.find('dcsa/unknown-code', fill.offset, `emptyIndicatorCode ${fill.value}`);
      if (row.load !== undefined) at['load'] = fill.offset;
    }
    const sealed = this.#having('seals');
    if (sealed !== undefined) row.seals = reader.seals(sealed);
    const reefer = reader.object(this.#shape.node, 'reeferDetails');
    if (reefer === undefined) return;
    const celsius = reader.number(reefer, 'internalSetpointTemperature');
    const unit = reader.text(reefer, 'temperatureUnit');
    if (celsius === undefined) return;
    row.setTemperatureC =
      unit?.value === 'FAH' ? Math.round(((celsius.value - 32) / 1.8) * 10) / 10 : celsius.value;
    at['setTemperatureC'] = celsius.offset;
  }

  #where(row: Draft<MovementRow>, at: Offsets): void {
    const reader = this.#reader;
    const call = this.#transportCall();
    const location = this.#having('eventLocation');
    const here =
      (location === undefined ? undefined : reader.place(reader.object(location, 'eventLocation'), 'call')) ??
      reader.place(call, 'call');
    if (here?.port !== undefined) {
      row.port = here.port;
      at['port'] = here.offset;
    }
    if (here?.terminal !== undefined) {
      row.terminal = here.terminal;
      at['terminal'] = here.at?.['terminal'] ?? here.offset;
    }
    if (call === undefined) return;
    const mode = reader.mode(call, 'modeOfTransport');
    if (mode?.value !== undefined) {
      row.mode = mode.value;
      at['mode'] = mode.offset;
    }
    const vessel = reader.object(call, 'vessel') ?? reader.object(call, 'vesselTransport');
    const imo = reader.text(vessel, 'vesselIMONumber');
    if (imo !== undefined && /^\d{7}$/.test(imo.value)) {
      row.vesselImo = imo.value;
      at['vesselImo'] = imo.offset;
    } else if (imo !== undefined) {
      reader.find('dcsa/bad-value', imo.offset, `vesselIMONumber "${imo.value}" is not seven digits`);
      reader.unread(imo.offset, 'vesselIMONumber', 'bad-value', imo.value);
    }
    const outward = row.event === 'load' || row.event === 'departed' || row.event === 'gate-in';
    const exportVoyage = (): { value: string; offset: number } | undefined =>
      reader.text(call, 'exportVoyageNumber') ??
      reader.text(call, 'carrierExportVoyageNumber') ??
      reader.text(call, 'exportVoyageNumberOrReference', 'carrierVoyageNumber');
    const importVoyage = (): { value: string; offset: number } | undefined =>
      reader.text(call, 'importVoyageNumber') ??
      reader.text(call, 'carrierImportVoyageNumber') ??
      reader.text(call, 'importVoyageNumberOrReference', 'carrierVoyageNumber');
    const voyage = outward ? (exportVoyage() ?? importVoyage()) : (importVoyage() ?? exportVoyage());
    if (voyage === undefined) return;
    row.voyage = voyage.value;
    at['voyage'] = voyage.offset;
  }

  #transportCall(): ObjectNode | undefined {
    const part = this.#having('transportCall');
    return part === undefined ? undefined : this.#reader.object(part, 'transportCall');
  }

  /** Bills and bookings into the row; containers named as references are returned. */
  #references(row: Draft<MovementRow>): Map<string, number> {
    const reader = this.#reader;
    const at = row.at as Offsets;
    const bills: string[] = [];
    const bookings: string[] = [];
    const take = (
      type: string | undefined,
      value: () => { value: string; offset: number } | undefined,
    ): boolean => {
      if (type !== 'TRD' && type !== 'BKG') return false;
      const found = value();
      if (found === undefined) return true;
      const [list, name] = type === 'TRD' ? ([bills, 'bills'] as const) : ([bookings, 'bookings'] as const);
      if (list.includes(found.value)) return true;
      at[`${name}.${list.length}`] = found.offset;
      list.push(found.value);
      return true;
    };
    const { node } = this.#shape;
    const typeOf = (item: JsonNode | undefined, key: string): string | undefined => {
      const type = reader.at(item, key);
      return type?.kind === 'string' ? type.value : undefined;
    };
    const both = (item: JsonNode | undefined, typeKey: string, valueKey: string): void => {
      if (take(typeOf(item, typeKey), () => reader.text(item, valueKey))) reader.text(item, typeKey);
    };
    both(node, 'documentTypeCode', 'documentID');
    for (const item of reader.items(this.#having('documentReferences'), 'documentReferences'))
      both(item, 'documentReferenceType', 'documentReferenceValue');
    both(reader.object(this.#having('documentReference'), 'documentReference'), 'typeCode', 'reference');
    for (const item of reader.items(
      this.#having('additionalDocumentReferences'),
      'additionalDocumentReferences',
    ))
      both(item, 'typeCode', 'reference');
    const containers = new Map<string, number>();
    for (const item of reader.items(this.#having('references'), 'references')) {
      if (typeOf(item, 'referenceType') !== 'EQ') continue;
      const container = reader.container(item, 'referenceValue');
      reader.text(item, 'referenceType');
      if (container !== undefined) containers.set(container.value, container.offset);
    }
    row.bills = bills;
    if (bookings.length > 0) row.bookings = bookings;
    return containers;
  }

  /** A transport event is about a means of transport at one call. */
  #voyage(row: Draft<MovementRow>): VoyageRow | undefined {
    const reader = this.#reader;
    const transportCall = this.#transportCall();
    const from = row.at;
    const at: Offsets = {};
    const calls: CallStatement[] = [];
    const voyage: Draft<VoyageRow> = { kind: 'voyage', offset: this.#shape.node.offset, at, calls };
    if (row.port !== undefined || row.terminal !== undefined) {
      const call: Draft<CallStatement> = {
        offset: from['port'] ?? from['terminal'] ?? row.offset,
        role: 'call',
      };
      const callAt: Offsets = {};
      if (row.port !== undefined) call.port = row.port;
      if (row.terminal !== undefined) {
        call.terminal = row.terminal;
        callAt['terminal'] = from['terminal'] ?? row.offset;
      }
      if (row.happenedAt !== undefined && row.event !== 'other') {
        const actual = row.classifier === 'actual';
        const field = row.event === 'arrived' ? (actual ? 'ata' : 'eta') : actual ? 'atd' : 'etd';
        call[field] = row.happenedAt;
        callAt[field] = from['happenedAt'] ?? row.offset;
      }
      if (Object.keys(callAt).length > 0) call.at = callAt;
      calls.push(call);
    }
    const copy = (name: 'mode' | 'voyage' | 'vesselImo'): void => {
      const value = row[name];
      if (value === undefined) return;
      Object.assign(voyage, { [name]: value });
      const offset = from[name];
      if (offset !== undefined) at[name] = offset;
    };
    copy('mode');
    copy('voyage');
    copy('vesselImo');
    const vessel = reader.object(transportCall, 'vessel') ?? reader.object(transportCall, 'vesselTransport');
    const note = (
      name: 'vesselName' | 'callSign' | 'carrier',
      found: { value: string; offset: number } | undefined,
    ): void => {
      if (found === undefined) return;
      voyage[name] = found.value;
      at[name] = found.offset;
    };
    note('vesselName', reader.text(vessel, 'vesselName'));
    note('callSign', reader.text(vessel, 'vesselCallSignNumber') ?? reader.text(vessel, 'vesselCallSign'));
    note('carrier', reader.text(vessel, 'vesselOperatorCarrierCode'));
    const says = calls.length > 0 || Object.keys(at).length > 0;
    return says ? voyage : undefined;
  }
}
