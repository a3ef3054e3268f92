// Every check, then every test file of every room; the last line is the total.
import { availableParallelism } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { checkLines, runChecks } from './run-checks.ts';
import { sourceFiles } from './source-files.ts';

const root = resolve(import.meta.dirname, '..', '..');
const started = performance.now();
const total = { passed: 0, failed: 0, skipped: 0 };
/** A test that hangs is given up after this. */
const timeoutMs = Number(process.env['HAVENWACHT_TEST_TIMEOUT_MS'] ?? 300_000);
/** Words on the command line narrow the run to test files whose path contains one; checks are left out. */
const wanted = process.argv.slice(2);

if (wanted.length === 0) {
  for await (const result of runChecks(root)) {
    console.log(checkLines(result));
    total[result.state === 'ok' ? 'passed' : result.state === 'fail' ? 'failed' : 'skipped'] += 1;
  }
}

const files = (await sourceFiles(root)).filter(
  (file) =>
    /^(packages|apps|tools|bench)\/.*\.test\.tsx?$/.test(file) &&
    !file.includes('/fixtures/') &&
    (wanted.length === 0 || wanted.some((word) => file.includes(word))),
);
const ran = files.length === 0 ? 0 : await runTests(files);
const seconds = Math.round((performance.now() - started) / 1000);
if (ran === 0) console.log('no test ran');
console.log(`${files.length} test files, ${Math.floor(seconds / 60)} min ${seconds % 60} s`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || ran === 0 ? 1 : 0;

async function runTests(names: readonly string[]): Promise<number> {
  let count = 0;
  const failures: string[] = [];
  const place = (file: string | undefined, line: number | undefined) =>
    file === undefined ? '' : `${relative(root, file)}${line === undefined ? '' : `:${line}`}`;
  const events = run({
    files: names.map((name) => join(root, name)),
    concurrency: availableParallelism(),
    timeout: timeoutMs,
    cwd: root,
  });
  for await (const { type, data } of events) {
    if (type === 'test:pass' && data.details.type !== 'suite') {
      // A file in which no test is registered reports itself as one passed test.
      const isEmptyFile =
        data.nesting === 0 && data.file !== undefined && names.some((name) => join(root, name) === data.name);
      if (isEmptyFile) failures.push(`${place(data.name, undefined)}  has no test in it`);
      else count += 1;
      if (isEmptyFile) total.failed += 1;
      else if (data.skip !== undefined || data.todo !== undefined) {
        total.skipped += 1;
        const why = [data.skip, data.todo].find((reason) => typeof reason === 'string');
        console.log(
          `skipped ${place(data.file, data.line)}  ${data.name}${why === undefined ? '' : `: ${why}`}`,
        );
      } else total.passed += 1;
    } else if (type === 'test:fail' && (data.details.type !== 'suite' || isOwnFailure(data.details.error))) {
      // A parent that fails only because a subtest did is not counted a second time.
      if (!isOwnFailure(data.details.error)) continue;
      count += 1;
      total.failed += 1;
      const failure = `${place(data.file, data.line)}  ${data.name}\n${inspect(data.details.error.cause ?? data.details.error)}`;
      failures.push(failure);
      console.log(`fail    ${failure.replaceAll('\n', '\n        ')}`);
    } else if (type === 'test:summary' && data.file !== undefined) {
      const state = data.success ? 'ok' : 'fail';
      const seconds = (data.duration_ms / 1000).toFixed(1).padStart(5);
      console.log(
        `${state.padEnd(7)} ${seconds} s  ${String(data.counts.tests).padStart(4)}  ${place(data.file, undefined)}`,
      );
    } else if (type === 'test:stderr' && process.env['HAVENWACHT_TEST_OUTPUT'] !== undefined) {
      process.stderr.write(`${basename(data.file)}: ${data.message}`);
    }
  }
  if (failures.length > 0)
    console.log(`\nfailed:\n${failures.map((failure) => `  ${failure.split('\n')[0]}`).join('\n')}\n`);
  return count;
}

function isOwnFailure(error: Error & { failureType?: string }): boolean {
  return error.failureType !== 'subtestsFailed';
}
