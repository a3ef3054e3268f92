import { readFile, stat } from 'node:fs/promises';
import { readScanFile, type ScanFile, type ScanReading } from '@havenwacht/formats/scan';
import { largestScanBytes, zlibCompression } from '../features/scans/index.ts';
import { HavenwachtError } from '../platform/havenwacht-error.ts';

/** Reads a scan file with the JSON that may lie beside it: a.tiff and a.json. */
export async function readScanPath(file: string): Promise<ScanReading<ScanFile>> {
  const found = await stat(file);
  if (!found.isFile()) throw new HavenwachtError('scan-info/no-file', 400, 'This is no file.');
  if (found.size > largestScanBytes) {
    const text = `${found.size} bytes are more than the ${largestScanBytes} that are read of a scan file`;
    return { ok: false, findings: [{ code: 'scan/too-large', offset: 0, text }] };
  }
  const sidecar = await readFile(file.replace(/\.[^./\\]+$/, '.json'), 'utf8').catch(() => undefined);
  return readScanFile(await readFile(file), {
    name: file,
    compression: zlibCompression,
    ...(sidecar === undefined || file.endsWith('.json') ? {} : { sidecar }),
  });
}
