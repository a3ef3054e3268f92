import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeReading, refusalOf } from '../test/judge-reading.ts';
import { uffAdapter } from './index.ts';

test('a file named as UFF is set aside, whatever is in it', () => {
  for (const bytes of [new Uint8Array(0), Uint8Array.of(1, 2, 3)]) {
    const reading = uffAdapter.read(bytes);
    judgeReading(reading, bytes);
    assert.equal(refusalOf(reading), 'scan/uff');
    assert.match(reading.findings[0]!.text, /no public specification/);
  }
});
