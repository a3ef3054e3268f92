import assert from 'node:assert/strict';
import { scanFindingKinds, type ScanReading } from '../scan/index.ts';

/** Holds an answer against what every reader promises: listed codes, offsets inside the file, a reason. */
export function judgeReading(reading: ScanReading<unknown>, bytes: Uint8Array): void {
  for (const { code, offset, text } of reading.findings) {
    assert.ok(code in scanFindingKinds, code);
    assert.ok(Number.isInteger(offset) && offset >= 0 && offset <= bytes.length, `${code} at ${offset}`);
    assert.ok(text.length > 0);
  }
  const quarantined = reading.findings.some(({ code }) => scanFindingKinds[code].verdict === 'quarantined');
  assert.equal(quarantined, !reading.ok);
}

/** The code a file is set aside with. */
export function refusalOf(reading: ScanReading<unknown>): string {
  assert.equal(reading.ok, false);
  return reading.findings.at(-1)?.code ?? '';
}
