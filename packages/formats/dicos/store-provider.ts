import { ByteView } from '../scan/byte-view.ts';
import { ScanRefusal } from '../scan/finding.ts';
import { joinBytes } from '../join-bytes.ts';
import {
  dicomFileHead,
  explicitLittleEndian,
  implementationClass,
  implicitLittleEndian,
} from './dicom-file.ts';
import { dicosClass } from './dx.ts';

/** What the other side sent whole, to be kept before it is answered. */
export interface StoredInstance {
  readonly callingTitle: string;
  /** A DICOM file: head and data set, in blocks. */
  readonly blocks: readonly Uint8Array[];
  readonly bytes: number;
}

/** What to do with what came: in this order. */
export type ProviderAct =
  | { readonly act: 'send'; readonly bytes: Uint8Array }
  | { readonly act: 'close' }
  /** Keep it, then call `answer` with whether it is kept, and send what that gives. Push nothing in between. */
  | {
      readonly act: 'store';
      readonly instance: StoredInstance;
      readonly answer: (kept: boolean) => Uint8Array;
    };

export interface StoreProviderOptions {
  readonly title: string;
  /** Whether a caller of this title may store here. */
  readonly mayCall: (title: string) => boolean;
  /** Bytes of an instance that are taken; beyond it the instance is refused, and the association goes on. */
  readonly mostBytes: number;
}

const verification = '1.2.840.10008.1.1';
const applicationContext = '1.2.840.10008.3.1.1.1';
const stored: ReadonlySet<string> = new Set(Object.values(dicosClass));

/** Bytes of one unit that are taken; told to the other side, who cuts to it. */
const longestUnit = 131_072;
/** An association is negotiated in few bytes: 128 contexts with their syntaxes. */
const longestRequest = 65_536;
const longestCommand = 16_384;
const mostContexts = 128;

const noBytes = new Uint8Array(0);

const status = {
  success: 0,
  outOfResources: 0xa700,
  cannotUnderstand: 0xc000,
  unknownClass: 0x0122,
} as const;

/**
 * One association of a DICOM storage provider: bytes in, acts out, no socket of its own.
 *
 * Takes verification (C-ECHO) and storage (C-STORE) of the DICOS classes, in explicit and implicit VR little
 * endian. Everything else is refused as the standard has it; what breaks the protocol aborts the
 * association. Memory is bounded by `mostBytes` and one unit of 128 KiB.
 *
 * @see docs/sources.md#dicom-2023
 */
export class StoreProvider {
  readonly #options: StoreProviderOptions;
  /** What came and is not read yet, and how much of it makes the next step possible. */
  #came: Uint8Array[] = [];
  #cameBytes = 0;
  #wanted = 6;
  #callingTitle = '';
  /** Presentation contexts that were accepted: their class and syntax. */
  readonly #contexts = new Map<number, { readonly sopClass: string; readonly syntax: string }>();
  #associated = false;
  #ended = false;
  #command: Uint8Array[] = [];
  #storing: {
    readonly context: number;
    readonly request: Command;
    readonly blocks: Uint8Array[];
    bytes: number;
  } | null = null;

  constructor(options: StoreProviderOptions) {
    this.#options = options;
  }

  /** Takes what came from the other side. */
  *push(bytes: Uint8Array): Generator<ProviderAct> {
    this.#came.push(bytes);
    this.#cameBytes += bytes.length;
    // Joined only when a unit can be whole: byte by byte it would be copied as often as it has bytes.
    if (this.#cameBytes < this.#wanted) return;
    const held = joinBytes(this.#came);
    this.#hold(held);
    try {
      for (let unit = this.#nextUnit(); unit !== null && !this.#ended; unit = this.#nextUnit()) {
        yield* this.#unit(unit.kind, unit.view);
      }
    } catch (error) {
      if (!(error instanceof ScanRefusal)) throw error;
      yield* this.#abort();
    }
  }

  #hold(bytes: Uint8Array): void {
    this.#came = [bytes];
    this.#cameBytes = bytes.length;
  }

  #nextUnit(): { readonly kind: number; readonly view: ByteView } | null {
    const [held = noBytes] = this.#came;
    this.#wanted = 6;
    if (held.length < 6) return null;
    const length = new DataView(held.buffer, held.byteOffset).getUint32(2);
    const most = this.#associated ? longestUnit : longestRequest;
    if (length > most) throw new ScanRefusal('scan/too-large', 2, `a unit of ${length} bytes is not taken`);
    this.#wanted = 6 + length;
    if (held.length < this.#wanted) return null;
    this.#hold(held.subarray(6 + length));
    return { kind: held[0]!, view: new ByteView(held.subarray(6, 6 + length), false) };
  }

  *#unit(kind: number, view: ByteView): Generator<ProviderAct> {
    if (kind === 1 && !this.#associated) yield* this.#associate(view);
    else if (kind === 4 && this.#associated) yield* this.#data(view);
    else if (kind === 5 && this.#associated) {
      this.#ended = true;
      yield { act: 'send', bytes: unitOf(6, new Uint8Array(4)) };
      yield { act: 'close' };
    } else if (kind === 7) {
      this.#ended = true;
      yield { act: 'close' };
    } else yield* this.#abort();
  }

  *#abort(): Generator<ProviderAct> {
    this.#ended = true;
    yield { act: 'send', bytes: unitOf(7, Uint8Array.of(0, 0, 2, 0)) };
    yield { act: 'close' };
  }

  *#associate(view: ByteView): Generator<ProviderAct> {
    const called = view.text(4, 16, 'the called title').trim();
    this.#callingTitle = view.text(20, 16, 'the calling title').trim();
    const refusal = called !== this.#options.title ? 7 : !this.#options.mayCall(this.#callingTitle) ? 3 : 0;
    if (refusal !== 0) {
      this.#ended = true;
      // Rejected for good, by the user of the service: 7 called title, 3 calling title not known.
      yield { act: 'send', bytes: unitOf(3, Uint8Array.of(0, 1, 1, refusal)) };
      yield { act: 'close' };
      return;
    }
    const answers: Uint8Array[] = [itemOf(0x10, ascii(applicationContext))];
    for (const { kind, body } of items(view, 68, view.length)) {
      if (kind === 0x20) answers.push(this.#context(body));
    }
    answers.push(
      itemOf(
        0x50,
        joinBytes([
          itemOf(0x51, uint32(longestUnit)),
          itemOf(0x52, ascii(implementationClass)),
          itemOf(0x55, ascii('HAVENWACHT')),
        ]),
      ),
    );
    this.#associated = true;
    const head = view.slice(0, 68, 'the head of a request').slice();
    yield { act: 'send', bytes: unitOf(2, joinBytes([head, ...answers])) };
  }

  /** Accepts a context for a class that is stored, in the first syntax of the caller that is read. */
  #context(body: ByteView): Uint8Array {
    const id = body.uint8(0, 'a context');
    const parts = items(body, 4, body.length);
    const text = ({ body: one }: Item): string => one.text(0, one.length, 'a name').trim();
    const sopClass = parts.filter(({ kind }) => kind === 0x30).map(text)[0] ?? '';
    const syntax = parts
      .filter(({ kind }) => kind === 0x40)
      .map(text)
      .find((one) => one === explicitLittleEndian || one === implicitLittleEndian);
    const known = sopClass === verification || stored.has(sopClass);
    const result = !known ? 3 : syntax === undefined ? 4 : 0;
    if (result === 0 && syntax !== undefined) {
      if (this.#contexts.size === mostContexts) {
        throw new ScanRefusal('scan/too-many', 0, `more than ${mostContexts} contexts`);
      }
      this.#contexts.set(id, { sopClass, syntax });
    }
    return itemOf(
      0x21,
      joinBytes([Uint8Array.of(id, 0, result, 0), itemOf(0x40, ascii(syntax ?? implicitLittleEndian))]),
    );
  }

  *#data(view: ByteView): Generator<ProviderAct> {
    for (let at = 0; at < view.length;) {
      const length = view.uint32(at, 'a value');
      if (length < 2) throw new ScanRefusal('scan/structure', at, 'a value has no head');
      const context = view.uint8(at + 4, 'a value');
      const control = view.uint8(at + 5, 'a value');
      // A copy: the block belongs to a socket that uses it again.
      const bytes = view.slice(at + 6, length - 2, 'a value').slice();
      at += 4 + length;
      if (!this.#contexts.has(context))
        throw new ScanRefusal('scan/structure', at, 'a context that was not agreed');
      if ((control & 1) === 1) yield* this.#commandPart(context, bytes, (control & 2) === 2);
      else yield* this.#dataPart(context, bytes, (control & 2) === 2);
    }
  }

  *#commandPart(context: number, bytes: Uint8Array, last: boolean): Generator<ProviderAct> {
    if (this.#storing !== null) throw new ScanRefusal('scan/structure', 0, 'a command stands in a data set');
    this.#command.push(bytes);
    const length = this.#command.reduce((sum, one) => sum + one.length, 0);
    if (length > longestCommand) throw new ScanRefusal('scan/too-large', 0, 'a command is too long');
    if (!last) return;
    const request = readCommand(joinBytes(this.#command));
    this.#command = [];
    if (request.field === 0x0030) yield { act: 'send', bytes: answerTo(context, request, status.success) };
    else if (request.field === 0x0001 && request.hasData) {
      this.#storing = { context, request, blocks: [], bytes: 0 };
    } else throw new ScanRefusal('scan/not-read', 0, `the command ${request.field} is not served`);
  }

  *#dataPart(context: number, bytes: Uint8Array, last: boolean): Generator<ProviderAct> {
    const storing = this.#storing;
    if (storing?.context !== context) throw new ScanRefusal('scan/structure', 0, 'data without a command');
    storing.bytes += bytes.length;
    const tooMuch = storing.bytes > this.#options.mostBytes;
    if (tooMuch) storing.blocks.length = 0;
    else storing.blocks.push(bytes);
    if (!last) return;
    this.#storing = null;
    const { request } = storing;
    const { sopClass, syntax } = this.#contexts.get(context)!;
    if (tooMuch || request.sopClass !== sopClass || !stored.has(sopClass)) {
      const why = tooMuch ? status.outOfResources : status.unknownClass;
      yield { act: 'send', bytes: answerTo(context, request, why) };
      return;
    }
    const head = dicomFileHead(sopClass, request.sopInstance, syntax);
    yield {
      act: 'store',
      instance: {
        callingTitle: this.#callingTitle,
        blocks: [head, ...storing.blocks],
        bytes: head.length + storing.bytes,
      },
      answer: (kept) => answerTo(context, request, kept ? status.success : status.outOfResources),
    };
  }
}

interface Command {
  readonly field: number;
  readonly messageId: number;
  readonly sopClass: string;
  readonly sopInstance: string;
  readonly hasData: boolean;
}

/** A command set: group 0000, implicit VR little endian (PS3.7, 6.3). */
function readCommand(bytes: Uint8Array): Command {
  const view = new ByteView(bytes, true);
  const texts = new Map<number, string>();
  const numbers = new Map<number, number>();
  for (let at = 0; at < bytes.length;) {
    if (view.uint16(at, 'a command') !== 0)
      throw new ScanRefusal('scan/structure', at, 'a command has another group');
    const element = view.uint16(at + 2, 'a command');
    const length = view.uint32(at + 4, 'a command');
    view.need(at + 8, length, 'a command');
    if (length === 2) numbers.set(element, view.uint16(at + 8, 'a command'));
    texts.set(element, view.text(at + 8, length, 'a command').trim());
    at += 8 + length;
  }
  const sopInstance = texts.get(0x1000) ?? '';
  if (sopInstance !== '' && !/^[0-9.]{1,64}$/.test(sopInstance)) {
    throw new ScanRefusal('scan/structure', 0, 'the name of an instance is none');
  }
  return {
    field: numbers.get(0x0100) ?? -1,
    messageId: numbers.get(0x0110) ?? 0,
    sopClass: texts.get(0x0002) ?? '',
    sopInstance,
    hasData: numbers.get(0x0800) !== 0x0101,
  };
}

function answerTo(context: number, request: Command, result: number): Uint8Array {
  const element = (number: number, bytes: Uint8Array): Uint8Array => {
    const head = new Uint8Array(8);
    const view = new DataView(head.buffer);
    view.setUint16(2, number, true);
    view.setUint32(4, bytes.length, true);
    return joinBytes([head, bytes]);
  };
  const short = (number: number, value: number): Uint8Array =>
    element(number, Uint8Array.of(value & 0xff, value >> 8));
  const name = (number: number, text: string): Uint8Array =>
    element(number, ascii(text.length % 2 === 0 ? text : `${text}\0`));
  const body = joinBytes([
    name(0x0002, request.sopClass),
    short(0x0100, request.field | 0x8000),
    short(0x0120, request.messageId),
    short(0x0800, 0x0101),
    short(0x0900, result),
    ...(request.sopInstance === '' ? [] : [name(0x1000, request.sopInstance)]),
  ]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.length, true);
  const command = joinBytes([element(0, length), body]);
  return unitOf(4, joinBytes([uint32(command.length + 2), Uint8Array.of(context, 3), command]));
}

interface Item {
  readonly kind: number;
  readonly body: ByteView;
}

function items(view: ByteView, start: number, end: number): readonly Item[] {
  const found: Item[] = [];
  for (let at = start; at < end;) {
    const kind = view.uint8(at, 'an item');
    const length = view.uint16(at + 2, 'an item');
    found.push({ kind, body: new ByteView(view.slice(at + 4, length, 'an item'), false) });
    at += 4 + length;
  }
  return found;
}

function itemOf(kind: number, body: Uint8Array): Uint8Array {
  return joinBytes([Uint8Array.of(kind, 0, body.length >> 8, body.length & 0xff), body]);
}

function unitOf(kind: number, body: Uint8Array): Uint8Array {
  return joinBytes([Uint8Array.of(kind, 0), uint32(body.length), body]);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
