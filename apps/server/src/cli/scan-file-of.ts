import { writeScanAbout } from '@havenwacht/formats/scan';
import { writeTiff } from '@havenwacht/formats/tiff';
import type { ScanImage } from '@havenwacht/imaging';
import { zlibCompression } from '../features/scans/index.ts';

/** A scan as a TIFF, a page a channel, with what it says of itself on the first. */
export function scanFileOf({ columns, rows, channels, ...about }: ScanImage): Uint8Array {
  const told = channels.map(({ energy, nominalMV, airLevel, darkLevel }) => ({
    energy,
    nominalMV,
    airLevel,
    darkLevel,
  }));
  const description = writeScanAbout({ ...about, channels: told });
  const pages = channels.map(({ samples }, index) => ({
    columns,
    rows,
    samples,
    ...(index === 0 ? { description } : {}),
  }));
  return writeTiff(pages, { compression: zlibCompression });
}
