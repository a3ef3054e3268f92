import { containerCheckDigit } from '@havenwacht/domain';

/** Small cargo messages in EDIFACT for tests: one interchange with one message each, synthetic throughout. */

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A container number of the synthetic owner QZX with a valid check digit. */
export function aContainer(serial: number, owner = 'QZX'): string {
  const prefix = `${owner}U${String(serial).padStart(6, '0')}`;
  return prefix + String(containerCheckDigit(prefix));
}

/** A vessel on its way to a port of the node. `imo`, `callSign` and `vessel` may be left out one by one. */
export interface Voyage {
  readonly imo?: string;
  readonly callSign?: string;
  readonly vessel?: string;
  readonly voyage?: string;
  readonly port: string;
  readonly eta?: number;
  readonly ata?: number;
  readonly loadPort?: string;
  /** When it left the port of loading. */
  readonly departed?: number;
}

/** What every message says of itself. */
export interface About {
  readonly sender?: string;
  readonly at: number;
  readonly document?: string;
  /** BGM 1225: 9 original, 4 change, 5 replacement, 1 cancellation. */
  readonly function?: '9' | '4' | '5' | '1';
}

export interface Box {
  readonly number: string;
  readonly type?: string;
  readonly load?: 'full' | 'empty';
  readonly grossKg?: number;
  readonly vgmKg?: number;
  /** Seal numbers with their issuers, e.g. `['QZ1', 'CA']`. */
  readonly seals?: readonly (readonly [string, string?])[];
  readonly stow?: string;
  readonly dischargePort?: string;
  readonly loadPort?: string;
  readonly exception?: 'OVERLANDED' | 'SHORTLANDED';
  /** When it was loaded, discharged or passed the gate. */
  readonly happenedAt?: number;
}

export interface Bill {
  readonly number: string;
  readonly boxes: readonly string[];
  readonly goods?: string;
  readonly hs?: string;
  readonly grossKg?: number;
  readonly packages?: number;
  readonly shipper?: string;
  readonly consignee?: string;
  readonly notify?: string;
  readonly loadPort?: string;
  readonly dischargePort?: string;
  readonly originCountry?: string;
}

let counter = 0;

/** One interchange with one message; counts and references are right. */
function anInterchange(about: About, type: string, segments: readonly string[]): string {
  counter += 1;
  const reference = String(counter);
  const { sender = 'QZCARRIER', at } = about;
  return [
    `UNB+UNOC:3+${sender}+QZCUSTOMS+${stamp(at).slice(2, 8)}:${stamp(at).slice(8, 12)}+R${reference}`,
    `UNH+${reference}+${type}`,
    ...segments,
    `UNT+${segments.length + 2}+${reference}`,
    `UNZ+1+R${reference}`,
  ]
    .map((segment) => `${segment}'`)
    .join('\n');
}

/** CUSCAR, in the directory D.95B (boxes before the bills) or D.16A (boxes inside them). */
export function aManifest(
  about: About & {
    readonly voyage: Voyage;
    readonly boxes?: readonly Box[];
    readonly bills: readonly Bill[];
    readonly directory?: '95B' | '16A';
  },
): string {
  const { voyage, boxes = [], bills, directory = '95B' } = about;
  const equipment = (box: Box): readonly string[] => [
    `EQD+CN+${box.number}+${box.type ?? '22G1'}:102:5++3+${loadCode(box)}`,
    ...(box.grossKg === undefined ? [] : [`MEA+AAE+G+KGM:${box.grossKg}`]),
    ...seals(box),
  ];
  const inBill = directory === '16A';
  return anInterchange(about, `CUSCAR:D:${directory}:UN`, [
    ...head('785', about),
    ...transport(voyage),
    ...call('60', voyage),
    ...(inBill ? [] : boxes.flatMap(equipment)),
    ...bills.flatMap((bill, index) => [
      `CNI+${index + 1}`,
      `RFF+${inBill ? 'MB' : 'BM'}:${bill.number}`,
      ...place('9', bill.loadPort ?? voyage.loadPort ?? 'ECGYE'),
      ...place('11', bill.dischargePort ?? voyage.port),
      ...(bill.originCountry === undefined ? [] : place('76', bill.originCountry)),
      ...party('CZ', bill.shipper),
      ...party('CN', bill.consignee),
      ...party('NI', bill.notify),
      ...(inBill ? boxes.filter((box) => bill.boxes.includes(box.number)).flatMap(equipment) : []),
      ...(bill.boxes.length === 0 && bill.goods === undefined ? [] : [`GID+1+${bill.packages ?? 100}:CT`]),
      ...(bill.goods === undefined ? [] : [`FTX+AAA+++${bill.goods}`]),
      ...(bill.hs === undefined ? [] : [inBill ? `CST+1+${bill.hs}` : `PIA+5+${bill.hs}:HS`]),
      ...(bill.grossKg === undefined ? [] : [`MEA+AAE+G+KGM:${bill.grossKg}`]),
      ...bill.boxes.map((number) => `SGP+${number}+${bill.packages ?? 100}`),
    ]),
  ]);
}

/** BAPLIE 2.2. */
export function aStowPlan(
  about: About & { readonly voyage: Voyage; readonly boxes: readonly Box[] },
): string {
  const { voyage, boxes } = about;
  return anInterchange(about, 'BAPLIE:D:95B:UN:SMDG22', [
    ...head('', about),
    ...transport(voyage),
    ...place('5', voyage.loadPort ?? 'ECGYE'),
    ...(voyage.departed === undefined ? [] : [`DTM+136:${stamp(voyage.departed)}:203`]),
    ...call('61', voyage),
    ...boxes.flatMap((box) => [
      `LOC+147+${box.stow ?? '0010182'}::5`,
      ...(box.grossKg === undefined ? [] : [`MEA+WT++KGM:${box.grossKg}`]),
      ...(box.vgmKg === undefined ? [] : [`MEA+VGM++KGM:${box.vgmKg}`]),
      ...place('9', box.loadPort ?? voyage.loadPort ?? 'ECGYE'),
      ...place('11', box.dischargePort ?? voyage.port),
      'RFF+BM:1',
      `EQD+CN+${box.number}+${box.type ?? '22G1'}:102:5+++${loadCode(box)}`,
    ]),
  ]);
}

/** COPRAR, the order to discharge. */
export function aDischargeOrder(
  about: About & { readonly voyage: Voyage; readonly boxes: readonly Box[] },
): string {
  const { voyage, boxes } = about;
  return anInterchange(about, 'COPRAR:D:95B:UN:SMDG16', [
    ...head('43', about),
    ...transport(voyage),
    ...call('11', voyage),
    ...boxes.flatMap((box) => [
      `EQD+CN+${box.number}+${box.type ?? '22G1'}:102:5++3+${loadCode(box)}`,
      ...place('9', box.loadPort ?? voyage.loadPort ?? 'ECGYE'),
      ...(box.grossKg === undefined ? [] : [`MEA+AAE+G+KGM:${box.grossKg}`]),
      ...seals(box),
    ]),
    `CNT+16:${boxes.length}`,
  ]);
}

/** COARRI, what was discharged at `voyage.port`, or loaded at `voyage.loadPort`. */
export function aQuayReport(
  about: About & {
    readonly event: 'discharge' | 'load';
    readonly voyage: Voyage;
    readonly boxes: readonly Box[];
  },
): string {
  const { voyage, boxes, event } = about;
  return anInterchange({ sender: 'QZTERMINAL', ...about }, 'COARRI:D:95B:UN:SMDG15', [
    ...head(event === 'discharge' ? '44' : '46', about),
    ...transport(voyage),
    ...(event === 'discharge' ? call('11', voyage) : place('9', voyage.loadPort ?? 'ECGYE')),
    ...boxes.flatMap((box) => [
      `EQD+CN+${box.number}+${box.type ?? '22G1'}:102:5++3+${loadCode(box)}`,
      ...(box.happenedAt === undefined ? [] : [`DTM+203:${stamp(box.happenedAt)}:203`]),
      ...(box.grossKg === undefined ? [] : [`MEA+AAE+G+KGM:${box.grossKg}`]),
      ...seals(box),
      ...(box.exception === undefined ? [] : [`FTX+AAI+++${box.exception}`]),
    ]),
    `CNT+16:${boxes.length}`,
  ]);
}

/** CODECO, gate in or gate out at `port`. */
export function aGateReport(
  about: About & {
    readonly event: 'gate-in' | 'gate-out';
    readonly port: string;
    /** Code of the terminal or depot whose gate it is. */
    readonly terminal?: string;
    readonly boxes: readonly Box[];
  },
): string {
  return aCodeco(about.event === 'gate-in' ? '34' : '36', about);
}

/** CODECO, a move within the terminal; `stow` is the cell in the stack, BBBRRTT. */
export function aYardMove(
  about: About & { readonly port: string; readonly terminal?: string; readonly boxes: readonly Box[] },
): string {
  return aCodeco('266', about);
}

function aCodeco(
  code: string,
  about: About & { readonly port: string; readonly terminal?: string; readonly boxes: readonly Box[] },
): string {
  const { port, terminal, boxes } = about;
  const at = terminal === undefined ? '' : `+${terminal}:TER:ZZZ`;
  return anInterchange({ sender: 'QZTERMINAL', ...about }, 'CODECO:D:95B:UN:SMDG16', [
    ...head(code, about),
    ...boxes.flatMap((box) => [
      `EQD+CN+${box.number}+${box.type ?? '22G1'}:102:5++3+${loadCode(box)}`,
      ...(box.happenedAt === undefined ? [] : [`DTM+7:${stamp(box.happenedAt)}:203`]),
      ...place('165', port).map((segment) => segment + at),
      ...(box.stow === undefined ? [] : [`LOC+147+${box.stow}::5`]),
      ...seals(box),
    ]),
    `CNT+16:${boxes.length}`,
  ]);
}

/** VERMAS, verified gross masses. */
export function aVerifiedMass(
  about: About & { readonly voyage: Voyage; readonly boxes: readonly Box[] },
): string {
  const { voyage, boxes } = about;
  return anInterchange({ sender: 'QZSHIPPER', ...about }, 'VERMAS:D:16A:UN:SMDG10', [
    ...head('749', about),
    ...boxes.flatMap((box) => [
      `EQD+CN+${box.number}:6346:5+${box.type ?? '22G1'}:6346:5+++5`,
      `MEA+AAE+VGM+KGM:${box.vgmKg ?? 0}`,
      `DTM+WAT:${stamp(about.at)}:203`,
      ...transport(voyage).map((segment) => segment.replace('+1++', '+++')),
    ]),
  ]);
}

/** IFTSTA, one status of one container, e.g. `CUSI` for an inspection by customs. */
export function aStatus(
  about: About & {
    readonly status: string;
    readonly number: string;
    readonly port: string;
    readonly happenedAt: number;
  },
): string {
  const { status, number, port, happenedAt } = about;
  return anInterchange(about, 'IFTSTA:D:00B:UN', [
    ...head('23', about),
    'CNI+1',
    `STS+1+${status}`,
    `DTM+334:${stamp(happenedAt)}:203`,
    ...place('175', port),
    `EQD+CN+${number}+22G1:102:5+++5`,
  ]);
}

/** The bytes of a text, as a stream in blocks of `blockBytes`. */
export async function* inBlocks(bytes: Uint8Array | string, blockBytes = 65_536): AsyncGenerator<Uint8Array> {
  const all = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  for (let start = 0; start < all.length; start += blockBytes) yield all.subarray(start, start + blockBytes);
}

function stamp(at: number): string {
  return new Date(at).toISOString().replace(/\D/g, '').slice(0, 12);
}

function head(code: string, about: About): readonly string[] {
  counter += 1;
  return [
    `BGM+${code}+${about.document ?? `QZDOC${counter}`}+${about.function ?? '9'}`,
    `DTM+137:${stamp(about.at)}:203`,
  ];
}

function transport({ imo, callSign, vessel, voyage }: Voyage): readonly string[] {
  const identity =
    imo !== undefined
      ? `${imo}:146::${vessel ?? ''}`
      : callSign !== undefined
        ? `${callSign}:103::${vessel ?? ''}`
        : `:::${vessel ?? ''}`;
  return [`TDT+20+${voyage ?? ''}+1++QZX:172:20+++${identity}`];
}

function call(role: string, { port, eta, ata }: Voyage): readonly string[] {
  return [
    ...place(role, port),
    ...(eta === undefined ? [] : [`DTM+132:${stamp(eta)}:203`]),
    ...(ata === undefined ? [] : [`DTM+178:${stamp(ata)}:203`]),
  ];
}

const place = (role: string, code: string): readonly string[] => [`LOC+${role}+${code}:139:6`];
const loadCode = (box: Box): string => (box.load === 'empty' ? '4' : '5');
const seals = (box: Box): readonly string[] =>
  (box.seals ?? []).map(([number, issuer]) => `SEL+${number}${issuer === undefined ? '' : `+${issuer}`}`);
const party = (role: string, name: string | undefined): readonly string[] =>
  name === undefined ? [] : [`NAD+${role}+++${name}`];
