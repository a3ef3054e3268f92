// A long run: FUZZ=1000000 node --test packages/formats/fuzz.test.ts packages/formats/edifact/fuzz.test.ts
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzRows } from './fuzz-rows.ts';

const count = Number(process.env['FUZZ'] ?? 2000);
const step = 10_000;

test(`${count} mutated messages of every kind give rows, the same in any blocks`, (context) => {
  let inputs = 0;
  let rows = 0;
  let unread = 0;
  let implausible = 0;
  while (inputs < count) {
    const done = fuzzRows(Math.min(step, count - inputs), 1 + inputs);
    inputs += done.inputs;
    rows += done.rows;
    unread += done.unread;
    implausible += done.implausible;
    if (count > step) {
      const rssMb = Math.round(process.memoryUsage().rss / 1e6);
      context.diagnostic(JSON.stringify({ inputs, rows, slowestMs: Math.round(done.slowestMs), rssMb }));
    }
  }
  assert.equal(inputs, count);
  assert.ok(rows > inputs && unread > 0 && implausible > 0);
});
