import { parseInstant, remember } from '@havenwacht/domain';
import type {
  CallRole,
  CallStatement,
  CargoRow,
  MovementRow,
  PartyRole,
  PartyStatement,
  SealIssuer,
  SealStatement,
  UnreadRow,
  VoyageRow,
  WeightMethod,
  WeightStatement,
} from '../cargo-row.ts';
import type { DcsaFinding, DcsaFindingCode } from './finding.ts';
import type { JsonNode } from './json-scan.ts';
import { containerNumberOf, kilogramsOf, normalisePort } from '../edifact/messages/normalise.ts';

export type Draft<T> = { -readonly [K in keyof T]: T[K] };
export type Offsets = Record<string, number>;
export type ObjectNode = JsonNode & { kind: 'object' };

/** DCSA has existed since 2019; an event dated outside this window is reported. */
const EARLIEST = Date.UTC(2015, 0, 1);
const LATEST = Date.UTC(2090, 0, 1);
const MAX_FINDINGS = 10_000;
const TEXT_LIMIT = 512;
/** Properties that only say from which list the code beside them is. */
const CODE_LIST = /codeList(?:Provider|Name)$/i;
/** Properties about natural persons; what they hold is not repeated in a row. */
const PERSONAL = /contact|signatory|email|phone/i;

/** Typed reading of JSON properties: marks what was read, reports what was not. */
export class DocumentReader {
  readonly bytes: Uint8Array;
  readonly #sink: (row: CargoRow) => void;
  /** Unread rows of an event whose message row is not out yet. */
  #held: UnreadRow[] | null = null;
  readonly findings: DcsaFinding[] = [];
  /** Findings beyond those listed. */
  unlisted = 0;

  constructor(bytes: Uint8Array, sink: (row: CargoRow) => void) {
    this.bytes = bytes;
    this.#sink = sink;
  }

  /** Holds unread rows back until `open` sends the message row they belong to. */
  hold(): void {
    this.#held = [];
  }

  open(message: CargoRow): void {
    const held = this.#held ?? [];
    this.#held = null;
    this.#sink(message);
    for (const row of held) this.#sink(row);
  }

  sink(row: CargoRow): void {
    this.#sink(row);
  }

  find(code: DcsaFindingCode, offset: number, text: string): void {
    if (this.findings.length < MAX_FINDINGS) this.findings.push({ code, offset, text: clip(text) });
    else this.unlisted++;
  }

  /** The node under a path of keys; undefined where a key is missing. Nothing is marked. */
  at(node: JsonNode | undefined, ...path: readonly string[]): JsonNode | undefined {
    let here = node;
    for (const key of path) here = here?.kind === 'object' ? here.members.get(key) : undefined;
    return here;
  }

  object(node: JsonNode | undefined, ...path: readonly string[]): ObjectNode | undefined {
    const found = this.at(node, ...path);
    if (found === undefined || isNull(found)) return undefined;
    if (found.kind === 'object') return found;
    this.#bad(found, path, 'an object');
    return undefined;
  }

  items(node: JsonNode | undefined, ...path: readonly string[]): readonly JsonNode[] {
    const found = this.at(node, ...path);
    if (found === undefined || isNull(found)) return [];
    if (found.kind === 'array') return found.items;
    this.#bad(found, path, 'a list');
    return [];
  }

  /** A text that is not empty. */
  text(
    node: JsonNode | undefined,
    ...path: readonly string[]
  ): { value: string; offset: number } | undefined {
    const found = this.at(node, ...path);
    if (found === undefined || isNull(found)) return undefined;
    if (found.kind !== 'string') {
      this.#bad(found, path, 'a text');
      return undefined;
    }
    found.read = true;
    const value = found.value.trim();
    return value === ''
      ? undefined
      : { value, offset: found.offset + found.value.length - found.value.trimStart().length };
  }

  number(
    node: JsonNode | undefined,
    ...path: readonly string[]
  ): { value: number; offset: number } | undefined {
    const found = this.at(node, ...path);
    if (found === undefined || isNull(found)) return undefined;
    if (found.kind !== 'number' || !Number.isFinite(found.value)) {
      this.#bad(found, path, 'a number');
      return undefined;
    }
    found.read = true;
    return { value: found.value, offset: found.offset };
  }

  flag(
    node: JsonNode | undefined,
    ...path: readonly string[]
  ): { value: boolean; offset: number } | undefined {
    const found = this.at(node, ...path);
    if (found === undefined || isNull(found)) return undefined;
    if (found.kind !== 'literal' || found.value === null) {
      this.#bad(found, path, 'true or false');
      return undefined;
    }
    found.read = true;
    return { value: found.value, offset: found.offset };
  }

  instant(
    node: JsonNode | undefined,
    ...path: readonly string[]
  ): { value: number; offset: number } | undefined {
    const text = this.text(node, ...path);
    if (text === undefined) return undefined;
    let value: number;
    try {
      value = /^\d{4}-\d\d-\d\d$/.test(text.value)
        ? parseInstant(`${text.value}T00:00:00Z`)
        : parseInstant(text.value);
    } catch {
      this.#badText(text, path, 'a date and time with zone (RFC 3339)');
      return undefined;
    }
    if (value < EARLIEST || value >= LATEST)
      this.find('dcsa/implausible', text.offset, `${path.join('.')}: ${text.value} lies outside 2015–2090`);
    return { value, offset: text.offset };
  }

  port(
    node: JsonNode | undefined,
    ...path: readonly string[]
  ): { value: string; offset: number } | undefined {
    const text = this.text(node, ...path);
    if (text === undefined) return undefined;
    const value = normalisePort(text.value);
    if (value === '') {
      this.#badText(text, path, 'a UN/LOCODE');
      return undefined;
    }
    if (!isCountry(value.slice(0, 2)))
      this.find(
        'dcsa/implausible',
        text.offset,
        `${path.join('.')}: no country has the code ${value.slice(0, 2)}`,
      );
    return { value, offset: text.offset };
  }

  container(
    node: JsonNode | undefined,
    ...path: readonly string[]
  ): { value: string; offset: number } | undefined {
    const text = this.text(node, ...path);
    if (text === undefined) return undefined;
    return { value: containerNumberOf(text.value), offset: text.offset };
  }

  missing(node: JsonNode, what: string): void {
    this.find('dcsa/missing', node.offset, `${what} is missing`);
  }

  /** A place in any of the shapes DCSA has had: port and facility beside each other or nested. */
  place(node: ObjectNode | undefined, role: CallRole): Draft<CallStatement> | undefined {
    if (node === undefined) return undefined;
    const port = this.port(node, 'UNLocationCode') ?? this.port(node, 'location', 'UNLocationCode');
    const own = this.text(node, 'facilityCode') ?? this.text(node, 'facilitySMDGCode');
    const terminal =
      own ?? this.text(node, 'facility', 'facilityCode') ?? this.text(node, 'location', 'facilityCode');
    const first = port ?? terminal;
    if (first === undefined) return undefined;
    const call: Draft<CallStatement> = { offset: first.offset, role };
    if (port !== undefined) call.port = port.value;
    if (terminal !== undefined) {
      call.terminal = terminal.value;
      call.at = { terminal: terminal.offset };
    }
    return call;
  }

  seals(node: JsonNode | undefined): SealStatement[] {
    const seals: SealStatement[] = [];
    for (const item of this.items(node, 'seals')) {
      const number = this.text(item, 'sealNumber') ?? this.text(item, 'number');
      if (number === undefined) continue;
      const seal: Draft<SealStatement> = { offset: number.offset, number: number.value };
      const source = this.text(item, 'sealSource') ?? this.text(item, 'source');
      if (source !== undefined) {
        const issuer = SEAL_SOURCES.get(source.value);
        if (issuer === undefined)
          this.find('dcsa/unknown-code', source.offset, `seal source ${source.value}`);
        else seal.issuer = issuer;
      }
      seals.push(seal);
    }
    return seals;
  }

  weight(node: JsonNode | undefined, method: WeightMethod): Draft<WeightStatement> | undefined {
    if (node === undefined || isNull(node)) return undefined;
    const value = this.number(node, 'value');
    const unit = this.text(node, 'unit');
    if (value === undefined) return undefined;
    const kg = kilogramsOf(value.value, unit?.value ?? 'KGM');
    if (!(kg >= 0)) {
      this.find('dcsa/bad-value', value.offset, `${value.value} ${unit?.value ?? ''} is no mass`);
      return undefined;
    }
    return { offset: value.offset, kg, method };
  }

  party(node: JsonNode, role?: PartyRole): PartyStatement | undefined {
    if (node.kind !== 'object') return undefined;
    const code = this.text(node, 'partyFunction') ?? this.text(node, 'party', 'partyFunction');
    const at: Offsets = {};
    const party: Draft<PartyStatement> = {
      offset: node.offset,
      role: role ?? PARTY_FUNCTIONS.get(code?.value ?? '') ?? 'other',
      at,
    };
    if (code !== undefined && role === undefined) {
      at['role'] = code.offset;
      if (party.role === 'other') {
        party.code = code.value;
        at['code'] = code.offset;
      }
    }
    const name = this.text(node, 'partyName');
    if (name !== undefined) {
      party.name = name.value;
      at['name'] = name.offset;
    }
    const id = this.text(node, 'party', 'partyCode') ?? this.text(node, 'partyCode');
    if (id !== undefined) {
      party.id = id.value;
      at['id'] = id.offset;
    }
    const address = this.object(node, 'address');
    if (address !== undefined) {
      const parts: string[] = [];
      for (const key of ['street', 'streetNumber', 'floor', 'postCode', 'POBox', 'city', 'stateRegion']) {
        const part = this.text(address, key);
        if (part === undefined || part.value === 'N/A') continue;
        if (parts.length === 0) at['address'] = part.offset;
        parts.push(part.value);
      }
      if (parts.length > 0) party.address = parts.join(', ');
      const country = this.text(address, 'countryCode');
      if (country !== undefined && /^[A-Za-z]{2}$/.test(country.value)) {
        party.country = country.value.toUpperCase();
        at['country'] = country.offset;
      } else if (country !== undefined) this.#badText(country, ['countryCode'], 'two letters');
    }
    return name === undefined && id === undefined ? undefined : party;
  }

  mode(
    node: JsonNode | undefined,
    ...path: readonly string[]
  ): { value: VoyageRow['mode']; offset: number } | undefined {
    const text = this.text(node, ...path);
    if (text === undefined) return undefined;
    const value = MODES.get(text.value.toUpperCase());
    if (value === undefined) this.find('dcsa/unknown-code', text.offset, `mode of transport ${text.value}`);
    return value === undefined ? undefined : { value, offset: text.offset };
  }

  /** Reports every property under a node that nobody read: whole objects at once, else leaf by leaf. */
  reportUnread(node: JsonNode, path: string): void {
    if (node.kind === 'object') {
      for (const [key, member] of node.members)
        if (!CODE_LIST.test(key) || !anyRead(node)) this.#reportMember(member, `${path}.${key}`);
    } else if (node.kind === 'array')
      node.items.forEach((item, i) => this.#reportMember(item, `${path}[${i}]`));
    else this.#reportMember(node, path);
  }

  #reportMember(node: JsonNode, path: string): void {
    if (node.kind === 'object' || node.kind === 'array') {
      if (anyRead(node)) {
        this.reportUnread(node, path);
        return;
      }
      // An empty list or object says nothing.
      if (node.kind === 'object' ? node.members.size === 0 : node.items.length === 0) return;
    } else if (node.read || isNull(node)) return;
    const text =
      PERSONAL.test(path) || isPersonal(node) ? 'about a person; not repeated here' : this.#textOf(node);
    this.unread(node.offset, path, 'not-mapped', text);
  }

  unread(offset: number, what: string, reason: UnreadRow['reason'], text: string): void {
    const row: UnreadRow = { kind: 'unread', offset, what: clip(what), reason, text: clip(text) };
    if (this.#held === null) this.#sink(row);
    else this.#held.push(row);
  }

  #textOf(node: JsonNode): string {
    if (node.kind === 'string') return node.value;
    const raw = new TextDecoder().decode(
      this.bytes.subarray(node.offset, Math.min(node.end, node.offset + 2 * TEXT_LIMIT)),
    );
    return raw.replace(/\s+/g, ' ');
  }

  #bad(node: JsonNode, path: readonly string[], wanted: string): void {
    if (node.read) return;
    node.read = true;
    const text = this.#textOf(node);
    this.find('dcsa/bad-value', node.offset, `${path.join('.')}: ${text} is not ${wanted}`);
    this.unread(node.offset, path.join('.'), 'bad-value', text);
  }

  #badText(text: { value: string; offset: number }, path: readonly string[], wanted: string): void {
    this.find('dcsa/bad-value', text.offset, `${path.join('.')}: "${text.value}" is not ${wanted}`);
    this.unread(text.offset, path.join('.'), 'bad-value', text.value);
  }
}

const SEAL_SOURCES: ReadonlyMap<string, SealIssuer> = new Map([
  ['CAR', 'carrier'],
  ['SHI', 'shipper'],
  ['CUS', 'customs'],
  ['VET', 'veterinary'],
  ['PHY', 'veterinary'],
]);

const PARTY_FUNCTIONS: ReadonlyMap<string, PartyRole> = new Map([
  ['OS', 'shipper'],
  ['CN', 'consignee'],
  ['N1', 'notify'],
  ['N2', 'notify'],
  ['NI', 'notify'],
  ['CA', 'carrier'],
  ['DDR', 'forwarder'],
  ['DDS', 'forwarder'],
  ['HE', 'forwarder'],
  ['BA', 'forwarder'],
]);

const MODES: ReadonlyMap<string, NonNullable<MovementRow['mode']>> = new Map([
  ['VESSEL', 'sea'],
  ['BARGE', 'barge'],
  ['RAIL', 'rail'],
  ['TRUCK', 'road'],
  ['ROAD', 'road'],
]);

const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** UN/LOCODE has XZ for installations in international waters. */
const isCountry = remember((code) => code === 'XZ' || countries.of(code) !== undefined);

const isNull = (node: JsonNode): boolean => node.kind === 'literal' && node.value === null;

function anyRead(node: JsonNode): boolean {
  if (node.read) return true;
  if (node.kind === 'object') {
    for (const member of node.members.values()) if (anyRead(member)) return true;
    return false;
  }
  return node.kind === 'array' && node.items.some(anyRead);
}

function isPersonal(node: JsonNode): boolean {
  if (node.kind === 'array') return node.items.some(isPersonal);
  if (node.kind !== 'object') return false;
  for (const [key, member] of node.members) if (PERSONAL.test(key) || isPersonal(member)) return true;
  return false;
}

const clip = (text: string): string =>
  text.length <= TEXT_LIMIT ? text : text.slice(0, TEXT_LIMIT - 1) + '…';
