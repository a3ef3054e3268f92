// A long run: FUZZ=1000000 node --test packages/formats/edifact/fuzz.test.ts
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fuzzEdifact } from './fuzz.ts';

const count = Number(process.env['FUZZ'] ?? 3000);
const step = 20_000;

describe('EdifactReader', () => {
  test(`gives each of ${count} mutated inputs a verdict, the same in any blocks`, (context) => {
    const sums: Record<string, number> = { accepted: 0, warning: 0, quarantined: 0 };
    let inputs = 0;
    let slowestMs = 0;
    while (inputs < count) {
      const result = fuzzEdifact(Math.min(step, count - inputs), 1 + inputs);
      inputs += result.inputs;
      slowestMs = Math.max(slowestMs, result.slowestMs);
      for (const [verdict, times] of Object.entries(result.verdicts)) sums[verdict]! += times;
      if (count > step) {
        const rssMb = Math.round(process.memoryUsage().rss / 1e6);
        context.diagnostic(JSON.stringify({ inputs, ...sums, slowestMs: Math.round(slowestMs), rssMb }));
      }
    }
    assert.equal(inputs, count);
    assert.ok(Object.values(sums).every((times) => times > 0));
  });
});
