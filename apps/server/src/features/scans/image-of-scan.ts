import type { ScanImage } from '@havenwacht/imaging';
import type { Blobs } from '../../platform/blobs/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { scanPixels } from './scan-pixels.ts';
import type { Scan } from './scan-store.ts';

/** A scan as analysers take it; `null` where it does not tell what its samples mean. */
export async function imageOfScan(tx: Querying, blobs: Blobs, scan: Scan): Promise<ScanImage | null> {
  const { about, columns, rows } = scan;
  if (about === null || columns === null || rows === null) return null;
  const samples = await scanPixels(tx, blobs, scan);
  const channels = about.channels.map((channel, index) => ({ ...channel, samples: samples[index]! }));
  return { ...about, columns, rows, channels };
}
