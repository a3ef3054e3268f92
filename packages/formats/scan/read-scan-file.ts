import { looksLikeDicom, readDx } from '../dicos/index.ts';
import { looksLikePng, readPng } from '../png/index.ts';
import { looksLikeTiff, readTiff } from '../tiff/index.ts';
import { uffAdapter, type UffAdapter } from '../uff/index.ts';
import type { Compression } from './compression.ts';
import { answerReading, ScanRefusal, type ScanFinding, type ScanReading } from './finding.ts';
import { readScanAbout, type ScanAbout } from './scan-about.ts';

/** A scan file, whatever its format: its channels as they were measured, and what it says of itself. */
export interface ScanFile {
  readonly format: 'tiff' | 'png' | 'dicos' | 'uff';
  readonly columns: number;
  readonly rows: number;
  /** Each rows × columns, row-major. */
  readonly channels: readonly Uint16Array[];
  /** `null` where nothing of it is told: then there is no air level, and nothing can be computed from it. */
  readonly about: ScanAbout | null;
  /** A DICOS instance holds one channel of its series. */
  readonly part: { readonly series: string; readonly number: number; readonly of: number } | null;
}

export interface ReadScanFileOptions {
  readonly compression: Compression;
  /** Name of the file: UFF is told by it, since its bytes are not public. */
  readonly name: string;
  /** JSON from a file beside it; it goes before what the file itself holds. */
  readonly sidecar?: string;
  /** Reader of UFF, where an administration has one. */
  readonly uff?: UffAdapter<ScanFile>;
}

/**
 * Reads a scan file of any format: TIFF (a page a channel), PNG (channels below each other), DICOS DX.
 *
 * A channel in which every sample is the same sets the file aside; saturation and missing geometry are
 * warnings. What is set aside has no pixels, so it can't be taken for one that was looked at.
 *
 * @example readScanFile(new Uint8Array(0), { compression: { inflate: () => "damaged", deflate: (bytes) => bytes }, name: "a.tiff" }).findings[0].code // "scan/empty"
 * @example readScanFile(Uint8Array.of(1), { compression: { inflate: () => "damaged", deflate: (bytes) => bytes }, name: "a.UFF" }).findings[0].code // "scan/uff"
 */
export function readScanFile(bytes: Uint8Array, options: ReadScanFileOptions): ScanReading<ScanFile> {
  return answerReading(bytes.length, (warn) => {
    const take = <Content>(reading: ScanReading<Content>): Content => {
      for (const { code, offset, text } of reading.findings.slice(0, reading.ok ? undefined : -1)) {
        warn(code, offset, text);
      }
      if (reading.ok) return reading.record;
      const { code, offset, text } = reading.findings.at(-1) as ScanFinding;
      throw new ScanRefusal(code, offset, text);
    };
    const file = readAny(bytes, options, take);
    if (file.about === null) {
      warn(
        'scan/no-about',
        0,
        'energy, air level and geometry are not told: it can be looked at, not computed with',
      );
    } else if (file.about.geometry === null) {
      warn('scan/no-geometry', 0, 'the geometry is not told: it can not be compared with another scan');
    }
    file.channels.forEach((samples, index) => judgeChannel(samples, index, warn));
    return file;
  });
}

type Take = <Content>(reading: ScanReading<Content>) => Content;

function readAny(bytes: Uint8Array, options: ReadScanFileOptions, take: Take): ScanFile {
  if (bytes.length === 0) throw new ScanRefusal('scan/empty', 0, 'the file holds no bytes');
  const aboutOf = (inside: string): ScanAbout | null => {
    const text = options.sidecar ?? inside;
    return text === '' ? null : take(readScanAbout(text));
  };
  if (looksLikeTiff(bytes)) {
    const { pages } = take(readTiff(bytes, options.compression));
    const [first] = pages;
    const { columns, rows } = first!;
    if (pages.some((page) => page.columns !== columns || page.rows !== rows)) {
      throw new ScanRefusal(
        'scan/structure',
        0,
        'the pages differ in size, so they are no channels of one scan',
      );
    }
    if (pages.some((page) => page.whiteIsZero)) {
      throw new ScanRefusal('scan/not-read', 0, 'a page counts 0 as white: its samples are inverted');
    }
    const about = aboutOf(first!.description);
    return {
      format: 'tiff',
      columns,
      rows,
      part: null,
      ...matched(
        pages.map(({ samples }) => samples),
        about,
      ),
    };
  }
  if (looksLikePng(bytes)) {
    const { columns, rows: allRows, samples, description } = take(readPng(bytes, options.compression));
    const about = aboutOf(description);
    const count = about?.channels.length ?? 1;
    if (allRows % count !== 0) {
      throw new ScanRefusal(
        'scan/structure',
        0,
        `${allRows} rows are not ${count} channels below each other`,
      );
    }
    const length = samples.length / count;
    const channels = Array.from({ length: count }, (_, i) => samples.subarray(i * length, (i + 1) * length));
    return { format: 'png', columns, rows: allRows / count, part: null, ...matched(channels, about) };
  }
  if (looksLikeDicom(bytes)) {
    const dx = take(readDx(bytes));
    const about = aboutOf(dx.about);
    const of = about?.channels.length ?? 1;
    if (dx.number < 1 || dx.number > of || !Number.isInteger(dx.number)) {
      throw new ScanRefusal('scan/structure', 0, `the instance is number ${dx.number} of ${of} channels`);
    }
    return {
      format: 'dicos',
      columns: dx.columns,
      rows: dx.rows,
      channels: [dx.samples],
      // The tags of DICOS alone tell no air level, so nothing could be computed from them.
      about,
      part: { series: dx.series, number: dx.number, of },
    };
  }
  if (/\.uff$/i.test(options.name)) return take((options.uff ?? uffAdapter).read(bytes));
  throw new ScanRefusal('scan/not-a-scan', 0, 'the first bytes are those of no scan format read here');
}

function matched(
  channels: readonly Uint16Array[],
  about: ScanAbout | null,
): Pick<ScanFile, 'channels' | 'about'> {
  if (about !== null && about.channels.length !== channels.length) {
    throw new ScanRefusal(
      'scan/about',
      0,
      `${about.channels.length} channels are told, and the file holds ${channels.length}`,
    );
  }
  return { channels, about };
}

function judgeChannel(
  samples: Uint16Array,
  index: number,
  warn: (code: 'scan/saturated', offset: number, text: string) => void,
): void {
  let [least, most, atMost] = [65_535, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    if (sample < least) least = sample;
    if (sample > most) [most, atMost] = [sample, 0];
    if (sample === most) atMost += 1;
  }
  if (least === most) {
    throw new ScanRefusal('scan/constant', 0, `every sample of channel ${index + 1} is ${most}`);
  }
  if (most === 65_535 && atMost * 100 > samples.length) {
    warn('scan/saturated', 0, `${atMost} samples of channel ${index + 1} are at the highest value`);
  }
}
