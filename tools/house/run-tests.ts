// Every check, then every test file of every room; the last line is the total. Words on the command
// line narrow the run to test files whose path contains one of them, and leave the checks out.
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { checkLines, runChecks } from './run-checks.ts';
import { sourceFiles } from './source-files.ts';

const root = resolve(import.meta.dirname, '..', '..');
const started = performance.now();
const words = process.argv.slice(2);
/** A test that hangs is given up after this. */
const timeoutMs = Number(process.env['HAVENWACHT_TEST_TIMEOUT_MS'] ?? 300_000);
const total = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];

if (words.length === 0) {
  for await (const result of runChecks(root)) {
    console.log(checkLines(result));
    if (result.state === 'ok') total.passed += 1;
    else if (result.state === 'skipped') total.skipped += 1;
    else fail(`the check ${result.name}`);
  }
}

const files = (await sourceFiles(root)).filter(
  (file) =>
    /^(packages|apps|tools|bench)\/.*\.test\.tsx?$/.test(file) &&
    !file.includes('/fixtures/') &&
    (words.length === 0 || words.some((word) => file.includes(word))),
);
const ran = files.length === 0 ? 0 : await runTests();
const seconds = Math.round((performance.now() - started) / 1000);

if (failures.length > 0) console.log(`\nfailed:\n${failures.map((failure) => `  ${failure}\n`).join('')}`);
if (ran === 0) console.log('no test ran');
console.log(`${files.length} test files, ${Math.floor(seconds / 60)} min ${seconds % 60} s`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || ran === 0 ? 1 : 0;

function fail(what: string, detail = ''): void {
  total.failed += 1;
  failures.push(what);
  if (detail !== '') console.log(`fail    ${what}\n${detail.replaceAll(/^/gm, '        ')}`);
}

/** Runs the files, each in a process of its own; answers how many tests ran, skipped ones left out. */
async function runTests(): Promise<number> {
  const paths = new Set(files.map((file) => join(root, file)));
  const stderr = new Map<string, string>();
  let count = 0;
  const events = run({
    files: [...paths],
    concurrency: availableParallelism(),
    timeout: timeoutMs,
    cwd: root,
  });
  for await (const { type, data } of events) {
    if (type === 'test:stderr') {
      stderr.set(data.file, `${stderr.get(data.file) ?? ''}${data.message}`);
    } else if (type === 'test:summary' && data.file !== undefined) {
      const took = (data.duration_ms / 1000).toFixed(1).padStart(5);
      console.log(`${data.success ? 'ok     ' : 'fail   '} ${took} s  ${relative(root, data.file)}`);
    } else if (type === 'test:pass') {
      const { name, skip, todo } = data;
      const reason = skip ?? todo;
      if (reason !== undefined) {
        // A skipped suite never registers its tests and counts as one.
        total.skipped += 1;
        console.log(`skipped ${place(data)}${typeof reason === 'string' ? `: ${reason}` : ''}`);
      } else if (paths.has(name)) {
        // A file that registers no test reports itself as passed.
        fail(`${relative(root, name)}  has no test in it`);
      } else if (data.details.type !== 'suite') {
        count += 1;
        total.passed += 1;
      }
    } else if (type === 'test:fail') {
      const { error } = data.details;
      // A parent that fails only because a test inside it did is not counted a second time.
      if ((error as { failureType?: string }).failureType === 'subtestsFailed') continue;
      count += 1;
      const said = paths.has(data.name) ? (stderr.get(data.name) ?? '') : '';
      fail(place(data), said === '' ? inspect(error.cause ?? error) : said.trimEnd());
    }
  }
  return count;
}

function place({ file, line, name }: { file?: string; line?: number; name: string }): string {
  const title = name.startsWith(root) ? relative(root, name) : name;
  return file === undefined
    ? title
    : `${relative(root, file)}${line === undefined ? '' : `:${line}`}  ${title}`;
}
