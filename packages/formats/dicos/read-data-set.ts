import type { ByteView } from '../scan/byte-view.ts';
import { ScanRefusal } from '../scan/finding.ts';
import type { DicomDataSet, DicomElement } from './data-set.ts';
import { representationOf, tagText } from './tags.ts';

const mostElements = 65_536;
const deepestNesting = 16;
const undefinedLength = 0xffff_ffff;
const item = 0xfffe_e000;
const itemEnd = 0xfffe_e00d;
const sequenceEnd = 0xfffe_e0dd;

/** Representations whose length has four bytes after two that are kept free (PS3.5, 7.1.2). */
const longForm = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const shortForm = new Set('AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));

/**
 * Reads attributes from `start` to `end`, little endian.
 *
 * No value is copied; sequences are followed to a depth of 16, and no more than 65,536 attributes are
 * read. A value that reaches beyond what holds it is refused: what follows could not be told.
 *
 * @param explicit whether each attribute says its value representation
 */
export function readDataSet(view: ByteView, start: number, end: number, explicit: boolean): DicomDataSet {
  return new DataSetReader(view, explicit).attributes(start, end, 0, false).set;
}

class DataSetReader {
  readonly #view: ByteView;
  #explicit: boolean;
  #count = 0;

  constructor(view: ByteView, explicit: boolean) {
    this.#view = view;
    this.#explicit = explicit;
  }

  /** Attributes up to `end`, or up to the mark that ends an item of undefined length. */
  attributes(
    start: number,
    end: number,
    depth: number,
    untilMark: boolean,
  ): { readonly set: DicomDataSet; readonly next: number } {
    const set = new Map<number, DicomElement>();
    let at = start;
    while (at < end) {
      if (untilMark && this.#tag(at, end) === itemEnd) return { set, next: at + 8 };
      const { element, next } = this.#attribute(at, end, depth);
      set.set(element.tag, element);
      at = next;
    }
    if (untilMark) throw new ScanRefusal('scan/cut-off', at, 'an item does not end');
    return { set, next: at };
  }

  #tag(at: number, end: number): number {
    this.#inside(at, 8, end, 'an attribute');
    return this.#view.uint16(at, 'a tag') * 0x1_0000 + this.#view.uint16(at + 2, 'a tag');
  }

  #inside(at: number, length: number, end: number, what: string): void {
    if (at + length <= end) return;
    throw new ScanRefusal('scan/cut-off', at, `${what} needs ${length} bytes at ${at}; ${end - at} are left`);
  }

  #attribute(
    at: number,
    end: number,
    depth: number,
  ): { readonly element: DicomElement; readonly next: number } {
    this.#count += 1;
    if (this.#count > mostElements) {
      throw new ScanRefusal('scan/too-many', at, `more than ${mostElements} attributes are not read`);
    }
    const tag = this.#tag(at, end);
    const { vr, length, value } = this.#head(at, end, tag);
    if (vr === 'SQ' || (vr === 'UN' && length === undefinedLength)) {
      // A sequence of unknown representation is written in implicit VR, whatever holds it (PS3.5, 6.2.2).
      const explicit = this.#explicit;
      this.#explicit &&= vr === 'SQ';
      const { items, next } = this.#items(value, end, length, depth + 1);
      this.#explicit = explicit;
      return { element: { tag, vr: 'SQ', offset: value, bytes: empty, items }, next };
    }
    if (length === undefinedLength) {
      throw new ScanRefusal(
        'scan/not-read',
        at,
        `${tagText(tag)} is encapsulated; compressed pixels are not read`,
      );
    }
    this.#inside(value, length, end, tagText(tag));
    const bytes = this.#view.slice(value, length, tagText(tag));
    return { element: { tag, vr, offset: value, bytes, items: [] }, next: value + length };
  }

  #head(
    at: number,
    end: number,
    tag: number,
  ): { readonly vr: string; readonly length: number; readonly value: number } {
    if (!this.#explicit) {
      const length = this.#view.uint32(at + 4, 'a length');
      const vr = representationOf(tag);
      return { vr, length, value: at + 8 };
    }
    const vr = this.#view.text(at + 4, 2, 'a value representation');
    if (longForm.has(vr)) {
      this.#inside(at, 12, end, tagText(tag));
      return { vr, length: this.#view.uint32(at + 8, 'a length'), value: at + 12 };
    }
    if (!shortForm.has(vr)) {
      throw new ScanRefusal(
        'scan/structure',
        at,
        `${tagText(tag)} has the value representation ${JSON.stringify(vr)}, which is none`,
      );
    }
    return { vr, length: this.#view.uint16(at + 6, 'a length'), value: at + 8 };
  }

  #items(
    start: number,
    end: number,
    length: number,
    depth: number,
  ): { readonly items: readonly DicomDataSet[]; readonly next: number } {
    if (depth > deepestNesting) {
      throw new ScanRefusal('scan/too-many', start, `sequences are nested more than ${deepestNesting} deep`);
    }
    const open = length === undefinedLength;
    if (!open) this.#inside(start, length, end, 'a sequence');
    const stop = open ? end : start + length;
    const items: DicomDataSet[] = [];
    let at = start;
    while (at < stop) {
      this.#count += 1;
      const tag = this.#tag(at, stop);
      const itemLength = this.#view.uint32(at + 4, 'a length');
      if (open && tag === sequenceEnd) return { items, next: at + 8 };
      if (tag !== item) {
        throw new ScanRefusal('scan/structure', at, `${tagText(tag)} stands where an item has to begin`);
      }
      if (this.#count > mostElements) {
        throw new ScanRefusal('scan/too-many', at, `more than ${mostElements} attributes are not read`);
      }
      const untilMark = itemLength === undefinedLength;
      if (!untilMark) this.#inside(at + 8, itemLength, stop, 'an item');
      const read = this.attributes(at + 8, untilMark ? stop : at + 8 + itemLength, depth, untilMark);
      items.push(read.set);
      at = read.next;
    }
    if (open) throw new ScanRefusal('scan/cut-off', at, 'a sequence does not end');
    return { items, next: at };
  }
}

const empty = new Uint8Array(0);
