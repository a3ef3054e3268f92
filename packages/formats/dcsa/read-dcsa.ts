import type { CargoRow } from '../cargo-row.ts';
import type { DcsaFinding } from './finding.ts';
import type { JsonNode } from './json-scan.ts';
import { readArrivalNotice } from './arrival-notice.ts';
import { DocumentReader } from './document-reader.ts';
import { isEvent, readEvent } from './events.ts';
import { dcsaFindingKinds } from './finding.ts';
import { scanJson } from './json-scan.ts';
import { readVgm } from './vgm.ts';

/** What reading a document came to. */
export interface DcsaReport {
  readonly verdict: 'accepted' | 'warning' | 'quarantined';
  /** "TNT-EVENT", "ARRIVAL-NOTICE", "VGM", or the name of what was recognised; '' for nothing. */
  readonly type: string;
  /** Events, notices or declarations read. */
  readonly messages: number;
  readonly findings: readonly DcsaFinding[];
  /** Findings beyond the 10,000 listed. */
  readonly unlisted: number;
}

/**
 * Reads a DCSA JSON document into rows: track & trace 2.2 and 3 events, arrival notices 1, VGM
 * declarations 1. Each event, notice or declaration comes out as a message row followed by its rows, and
 * an unread row for every property that was not read.
 *
 * A document that is not JSON, is cut off, or is none that this node reads gives no rows and the verdict
 * "quarantined". A fault in one event is a finding; the event's other values and the other events are
 * taken. Never throws for any input.
 *
 * @param bytes the whole document, UTF-8
 * @param sink called for each row, in the order of the document
 * @see docs/sources.md#dcsa-track-and-trace
 * @example readDcsa(new TextEncoder().encode('[]'), () => {}).verdict // 'quarantined'
 */
export function readDcsa(bytes: Uint8Array, sink: (row: CargoRow) => void): DcsaReport {
  const scan = scanJson(bytes);
  if (!scan.ok) return report('', 0, scan.findings, 0);
  const reader = new DocumentReader(bytes, sink);
  for (const finding of scan.findings) reader.findings.push(finding);
  const { type, messages } = readDocument(reader, scan.root);
  return report(type, messages, reader.findings, reader.unlisted);
}

function report(
  type: string,
  messages: number,
  findings: readonly DcsaFinding[],
  unlisted: number,
): DcsaReport {
  const quarantined = findings.some((finding) => dcsaFindingKinds[finding.code].verdict === 'quarantined');
  const verdict = quarantined ? 'quarantined' : findings.length > 0 ? 'warning' : 'accepted';
  return { verdict, type, messages, findings, unlisted };
}

function readDocument(reader: DocumentReader, root: JsonNode): { type: string; messages: number } {
  const lists: readonly [string, string, (node: JsonNode, path: string) => void][] = [
    ['arrivalNotices', 'ARRIVAL-NOTICE', (node, path) => readArrivalNotice(reader, node, path)],
    ['arrivalNoticeNotifications', 'ARRIVAL-NOTICE', (node, path) => readArrivalNotice(reader, node, path)],
    ['VGMDeclarations', 'VGM', (node, path) => readVgm(reader, node, path)],
  ];
  for (const [key, type, read] of lists) {
    const list = reader.at(root, key);
    if (list?.kind !== 'array') continue;
    list.items.forEach((item, i) => read(item, `${key}[${i}]`));
    reportBeside(reader, root, key);
    return { type, messages: list.items.length };
  }
  const recognised = recognise(reader, root);
  if (recognised === null) {
    const events = root.kind === 'array' ? root : reader.at(root, 'events');
    if (
      events?.kind === 'array' &&
      events.items.some((item) => isEvent(reader, item) || holdsEvents(reader, item))
    ) {
      const seen = new Set<string>();
      const prefix = root.kind === 'array' ? '' : 'events';
      events.items.forEach((item, i) => readItem(reader, item, `${prefix}[${i}]`, seen));
      if (root.kind === 'object') reportBeside(reader, root, 'events');
      return { type: 'TNT-EVENT', messages: events.items.length };
    }
    if (isEvent(reader, root)) {
      readEvent(reader, root, '$', new Set());
      return { type: 'TNT-EVENT', messages: 1 };
    }
    reader.find('dcsa/not-read', root.offset, 'JSON, but not a document this node reads');
    return { type: '', messages: 0 };
  }
  if (recognised.cargo) {
    reader.find('dcsa/not-mapped', root.offset, `${recognised.name} is recognised but not read`);
    reader.unread(root.offset, '$', 'not-mapped', recognised.name);
  } else reader.find('dcsa/not-cargo', root.offset, `${recognised.name} says nothing about cargo`);
  return { type: recognised.name, messages: 0 };
}

/** A wrapper that the standard does not know, around a list of events. */
function holdsEvents(reader: DocumentReader, node: JsonNode): boolean {
  if (node.kind !== 'object') return false;
  for (const member of node.members.values())
    if (member.kind === 'array' && member.items.some((item) => isEvent(reader, item))) return true;
  return false;
}

/** An event, or a wrapper: the wrapper is reported and the events in it are taken. */
function readItem(reader: DocumentReader, node: JsonNode, path: string, seen: Set<string>): void {
  if (isEvent(reader, node) || node.kind !== 'object' || !holdsEvents(reader, node)) {
    readEvent(reader, node, path, seen);
    return;
  }
  reader.find('dcsa/structure', node.offset, `${path} is a wrapper around events, not an event`);
  for (const [key, member] of node.members) {
    if (member.kind === 'array' && member.items.some((item) => isEvent(reader, item)))
      member.items.forEach((item, i) => readEvent(reader, item, `${path}.${key}[${i}]`, seen));
    else reader.unread(member.offset, `${path}.${key}`, 'not-mapped', member.kind);
  }
}

/** Properties beside the list of the document. */
function reportBeside(reader: DocumentReader, root: JsonNode, key: string): void {
  if (root.kind !== 'object') return;
  for (const [name, member] of root.members) {
    if (name === key) continue;
    if (member.kind === 'object' || member.kind === 'array') reader.reportUnread(member, name);
    else if (member.kind !== 'literal' || member.value !== null)
      reader.unread(member.offset, name, 'not-mapped', String(member.value));
  }
}

/** Documents of other DCSA interfaces, told by the properties that only they have. */
const DOCUMENTS: readonly {
  readonly name: string;
  readonly cargo: boolean;
  readonly keys: readonly string[];
}[] = [
  { name: 'API error message', cargo: false, keys: ['httpMethod', 'statusCode', 'statusCodeText'] },
  { name: 'adoption statistics', cargo: false, keys: ['apiCallsStatsByStandards'] },
  { name: 'booking', cargo: true, keys: ['receiptTypeAtOrigin', 'requestedEquipments'] },
  { name: 'bill of lading issuance', cargo: true, keys: ['document', 'issueTo'] },
  { name: 'bill of lading surrender', cargo: true, keys: ['surrenderRequestReference'] },
  { name: 'transport document', cargo: true, keys: ['transportDocumentTypeCode', 'documentParties'] },
  { name: 'just-in-time port call', cargo: true, keys: ['portCallID'] },
  { name: 'just-in-time port call service', cargo: true, keys: ['portCallServiceID'] },
  { name: 'just-in-time terminal call', cargo: true, keys: ['terminalCallID'] },
];

function recognise(reader: DocumentReader, root: JsonNode): { name: string; cargo: boolean } | null {
  for (const document of DOCUMENTS)
    if (document.keys.every((key) => reader.at(root, key) !== undefined)) return document;
  const list = root.kind === 'array' ? root : reader.at(root, 'events');
  const first = list?.kind === 'array' ? list.items[0] : undefined;
  if (first === undefined || isEvent(reader, first)) return null;
  const has = (key: string): boolean => reader.at(first, key) !== undefined;
  if (has('vesselSchedules')) return { name: 'vessel or port schedule', cargo: true };
  if (has('placeOfReceipt') && has('legs')) return { name: 'point-to-point schedule', cargo: true };
  if (has('portCall') || has('portCallService')) return { name: 'port call events', cargo: true };
  return null;
}
