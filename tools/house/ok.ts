// `npm run ok`: every check on this clone.
import { resolve } from 'node:path';
import { checkLines, runChecks } from './run-checks.ts';

const root = resolve(import.meta.dirname, '..', '..');
const started = performance.now();
let failed = 0;
for await (const result of runChecks(root)) {
  console.log(checkLines(result));
  if (result.state === 'fail') failed += 1;
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(failed === 0 ? `all ok in ${seconds} s` : `${failed} of the checks failed, ${seconds} s`);
process.exitCode = failed === 0 ? 0 : 1;
