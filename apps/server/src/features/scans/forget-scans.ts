import { fileById } from '../intake/index.ts';
import type { ScanParts } from './receive-scan.ts';
import { keptUntil } from './scan.ts';
import { keptScans, removeParts } from './scan-store.ts';

/** Scans that are looked at in one go; the rest have their turn next time. */
const atOnce = 1_000;

/**
 * Forgets the bytes of scans whose time is over. What was judged, by whom and when, stays: it holds no
 * image. Bytes that came in as a message too stay with intake.
 *
 * @returns how many scans were forgotten
 */
export async function forgetScans({ db, blobs, now }: ScanParts): Promise<number> {
  const at = now();
  const over = (await keptScans(db, atOnce)).filter((scan) => keptUntil(scan).until <= at);
  for (const { id } of over) {
    const files = await db.transaction((tx) => removeParts(tx, id, at));
    for (const file of files) if ((await fileById(db, file)) === null) await blobs.remove(file);
  }
  return over.length;
}
