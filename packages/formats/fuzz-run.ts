/**
 * A long run over mutated inputs: half through the tokenizer and the envelope, half on into rows.
 *
 *     node packages/formats/fuzz-run.ts --inputs 1000000 [--seed 1]
 *
 * Ends with the first input that breaks a rule, as hexadecimal, and exit code 1.
 */
import { parseArgs } from 'node:util';
import { fuzzEdifact } from './edifact/fuzz.ts';
import { fuzzRows } from './fuzz-rows.ts';

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const wanted = Number(values.inputs);
const step = 10_000;
const idleMb = Math.round(process.memoryUsage().rss / 1e6);
let inputs = 0;
let rows = 0;
let slowestMs = 0;
for (let seed = Number(values.seed); inputs < wanted; seed++) {
  const half = Math.ceil(Math.min(step, wanted - inputs) / 2);
  const envelope = fuzzEdifact(half, seed);
  const mapped = fuzzRows(half, seed);
  inputs += envelope.inputs + mapped.inputs;
  rows += mapped.rows;
  slowestMs = Math.max(slowestMs, envelope.slowestMs, mapped.slowestMs);
  if (inputs % (10 * step) === 0 || inputs >= wanted) {
    const rssMb = Math.round(process.memoryUsage().rss / 1e6);
    console.log(JSON.stringify({ inputs, rows, slowestMs: Math.round(slowestMs), idleMb, rssMb }));
  }
}
