import { writeFile } from 'node:fs/promises';
import { writeScanAbout } from '@havenwacht/formats/scan';
import { writeTiff } from '@havenwacht/formats/tiff';
import type { ScanImage } from '@havenwacht/imaging';
import { zlibCompression } from '../features/scans/index.ts';

/** Writes a scan as a TIFF, a page a channel, with what it says of itself on the first. */
export async function writeScan(file: string, image: ScanImage): Promise<void> {
  const { columns, rows, channels, ...about } = image;
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
  await writeFile(file, writeTiff(pages, { compression: zlibCompression }));
}
