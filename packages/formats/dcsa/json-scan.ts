import { asciiText } from '../edifact/byte-text.ts';
import type { DcsaFinding } from './finding.ts';

/** A JSON value with the byte it starts at; for a text the byte behind its opening quote. */
export type JsonNode =
  | { readonly kind: 'object'; readonly offset: number; readonly end: number; readonly members: ReadonlyMap<string, JsonNode>; read: boolean }
  | { readonly kind: 'array'; readonly offset: number; readonly end: number; readonly items: readonly JsonNode[]; read: boolean }
  | { readonly kind: 'string'; readonly offset: number; readonly end: number; readonly value: string; read: boolean }
  | { readonly kind: 'number'; readonly offset: number; readonly end: number; readonly value: number; read: boolean }
  | { readonly kind: 'literal'; readonly offset: number; readonly end: number; readonly value: boolean | null; read: boolean }; // prettier-ignore

export type JsonScan =
  | { readonly ok: true; readonly root: JsonNode; readonly findings: readonly DcsaFinding[] }
  | { readonly ok: false; readonly findings: readonly DcsaFinding[] };

/** Largest document, deepest nesting and most values that are read. */
const jsonLimits = { bytes: 64 * 1024 * 1024, depth: 64, values: 2_000_000 } as const;

/** Findings of one kind that a scan lists; further ones are left out. */
const LISTED = 100;

/**
 * Reads a JSON document, strictly as RFC 8259 has it, keeping the byte offset of every value.
 *
 * Refuses, with the byte where it stops: no bytes, a byte 0, bytes that are not UTF-8, a document that
 * is cut off or followed by more, leading zeros, trailing commas, comments, bare control characters,
 * and whatever is larger than 64 MiB, deeper than 64 levels, or has more than 2,000,000 values. A byte order mark and duplicate keys are reported and read.
 *
 * @see docs/sources.md#rfc-8259
 * @example scanJson(new TextEncoder().encode('[1,]')).ok // false
 * @example scanJson(new TextEncoder().encode('{"a":[1,"b"]}')).ok // true
 */
export function scanJson(bytes: Uint8Array): JsonScan {
  const scanner = new JsonScanner(bytes);
  try {
    const root = scanner.document();
    return { ok: true, root, findings: scanner.findings };
  } catch (cause) {
    if (!(cause instanceof ScanStop)) throw cause;
    return { ok: false, findings: [...scanner.findings, cause.finding] };
  }
}

class ScanStop extends Error {
  readonly finding: DcsaFinding;
  constructor(finding: DcsaFinding) {
    super(finding.text);
    this.finding = finding;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class JsonScanner {
  readonly findings: DcsaFinding[] = [];
  readonly #bytes: Uint8Array;
  #at = 0;
  #values = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  document(): JsonNode {
    const bytes = this.#bytes;
    if (bytes.length > jsonLimits.bytes) this.#stop('dcsa/too-large', 0, `${bytes.length} bytes`);
    const nul = bytes.indexOf(0);
    if (nul >= 0) this.#stop('dcsa/nul-byte', nul, 'a byte 0');
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
      this.#at = 3;
      this.#note('dcsa/bom', 0, 'a byte order mark');
    }
    this.#blanks();
    if (this.#at >= bytes.length) this.#stop('dcsa/empty', 0, 'nothing in the file');
    const root = this.#value(0);
    this.#blanks();
    if (this.#at < bytes.length)
      this.#stop('dcsa/not-json', this.#at, 'more stands behind the end of the document');
    return root;
  }

  #stop(code: DcsaFinding['code'], offset: number, text: string): never {
    throw new ScanStop({ code, offset, text });
  }

  #note(code: DcsaFinding['code'], offset: number, text: string): void {
    if (this.findings.length < LISTED) this.findings.push({ code, offset, text });
  }

  #blanks(): void {
    const bytes = this.#bytes;
    for (;;) {
      const c = bytes[this.#at];
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      this.#at++;
    }
  }

  #value(depth: number): JsonNode {
    if (depth > jsonLimits.depth) this.#stop('dcsa/too-deep', this.#at, `deeper than ${jsonLimits.depth}`);
    if (++this.#values > jsonLimits.values) this.#stop('dcsa/too-large', this.#at, 'too many values');
    const c = this.#bytes[this.#at];
    switch (c) {
      case 0x7b:
        return this.#object(depth);
      case 0x5b:
        return this.#array(depth);
      case 0x22:
        return this.#string();
      case 0x74:
        return this.#literal('true', true);
      case 0x66:
        return this.#literal('false', false);
      case 0x6e:
        return this.#literal('null', null);
      default:
        if (c === 0x2d || (c !== undefined && c >= 0x30 && c <= 0x39)) return this.#number();
        return this.#unexpected('a value');
    }
  }

  #unexpected(wanted: string): never {
    const at = this.#at;
    const c = this.#bytes[at];
    if (c === undefined) this.#stop('dcsa/cut-off', at, `the document ends where ${wanted} should stand`);
    const shown = c > 0x20 && c < 0x7f ? `"${String.fromCharCode(c)}"` : `byte ${c}`;
    return this.#stop('dcsa/not-json', at, `${shown} stands where ${wanted} should`);
  }

  #object(depth: number): JsonNode {
    const offset = this.#at++;
    const members = new Map<string, JsonNode>();
    this.#blanks();
    if (this.#bytes[this.#at] !== 0x7d) {
      for (;;) {
        this.#blanks();
        if (this.#bytes[this.#at] !== 0x22) this.#unexpected('a key');
        const key = this.#string();
        this.#blanks();
        if (this.#bytes[this.#at] !== 0x3a) this.#unexpected('":"');
        this.#at++;
        this.#blanks();
        const value = this.#value(depth + 1);
        if (members.has(key.value)) this.#note('dcsa/duplicate-key', key.offset, clipped(key.value));
        else members.set(key.value, value);
        this.#blanks();
        const c = this.#bytes[this.#at];
        if (c === 0x7d) break;
        if (c !== 0x2c) this.#unexpected('"," or "}"');
        this.#at++;
      }
    }
    this.#at++;
    return { kind: 'object', offset, end: this.#at, members, read: false };
  }

  #array(depth: number): JsonNode {
    const offset = this.#at++;
    const items: JsonNode[] = [];
    this.#blanks();
    if (this.#bytes[this.#at] !== 0x5d) {
      for (;;) {
        this.#blanks();
        items.push(this.#value(depth + 1));
        this.#blanks();
        const c = this.#bytes[this.#at];
        if (c === 0x5d) break;
        if (c !== 0x2c) this.#unexpected('"," or "]"');
        this.#at++;
      }
    }
    this.#at++;
    return { kind: 'array', offset, end: this.#at, items, read: false };
  }

  #string(): JsonNode & { kind: 'string' } {
    const bytes = this.#bytes;
    const from = ++this.#at;
    let simple = true;
    for (;;) {
      const c = bytes[this.#at];
      if (c === undefined) this.#stop('dcsa/cut-off', this.#at, 'the document ends inside a text');
      if (c === 0x22) break;
      if (c < 0x20) this.#stop('dcsa/not-json', this.#at, `byte ${c} stands bare in a text`);
      if (c === 0x5c) {
        simple = false;
        this.#at++;
        this.#escape();
      } else this.#at++;
    }
    const end = this.#at++;
    const raw = asciiText(bytes, from, end) ?? this.#utf8(from, end);
    const value = simple ? raw : this.#unescaped(raw, from);
    return { kind: 'string', offset: from, end, value, read: false };
  }

  #utf8(from: number, end: number): string {
    try {
      return utf8.decode(this.#bytes.subarray(from, end));
    } catch {
      return this.#stop('dcsa/not-utf8', from, 'a text is not UTF-8');
    }
  }

  /** Checks one escape and steps over it. */
  #escape(): void {
    const c = this.#bytes[this.#at];
    if (c === 0x75) {
      for (let i = 1; i <= 4; i++) {
        const digit = this.#bytes[this.#at + i];
        if (digit === undefined) this.#stop('dcsa/cut-off', this.#at, 'the document ends inside a text');
        if (!isHex(digit))
          this.#stop('dcsa/not-json', this.#at, 'an escape "\\u" has four hexadecimal digits');
      }
      this.#at += 5;
    } else if (c !== undefined && ESCAPES.has(String.fromCharCode(c))) this.#at++;
    else if (c === undefined) this.#stop('dcsa/cut-off', this.#at, 'the document ends inside a text');
    else this.#stop('dcsa/not-json', this.#at, 'an unknown escape');
  }

  #unescaped(raw: string, offset: number): string {
    const text = raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex: string | undefined, letter: string) =>
      hex === undefined ? (ESCAPES.get(letter) ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (text.includes('\0')) this.#note('dcsa/escaped-nul', offset, 'a text holds the character 0');
    // Half a surrogate pair is no character and no database takes it.
    return text.replaceAll('\0', '\uFFFD').toWellFormed();
  }

  #number(): JsonNode {
    const bytes = this.#bytes;
    const offset = this.#at;
    const digits = (): void => {
      const from = this.#at;
      while (isDigit(bytes[this.#at])) this.#at++;
      if (this.#at === from) this.#unexpected('a digit');
    };
    if (bytes[this.#at] === 0x2d) this.#at++;
    if (bytes[this.#at] === 0x30) this.#at++;
    else digits();
    if (isDigit(bytes[this.#at])) this.#stop('dcsa/not-json', offset, 'a number begins with 0');
    if (bytes[this.#at] === 0x2e) {
      this.#at++;
      digits();
    }
    if (bytes[this.#at] === 0x65 || bytes[this.#at] === 0x45) {
      this.#at++;
      if (bytes[this.#at] === 0x2b || bytes[this.#at] === 0x2d) this.#at++;
      digits();
    }
    const value = Number(latin(bytes.subarray(offset, this.#at)));
    return { kind: 'number', offset, end: this.#at, value, read: false };
  }

  #literal(word: string, value: boolean | null): JsonNode {
    const offset = this.#at;
    for (let i = 0; i < word.length; i++) {
      if (this.#bytes[this.#at] !== word.charCodeAt(i)) this.#unexpected(`"${word}"`);
      this.#at++;
    }
    return { kind: 'literal', offset, end: this.#at, value, read: false };
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const isDigit = (c: number | undefined): boolean => c !== undefined && c >= 0x30 && c <= 0x39;
const isHex = (c: number): boolean =>
  (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);
const clipped = (text: string): string => (text.length > 100 ? text.slice(0, 99) + '…' : text);

function latin(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
