import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const made: string[] = [];
after(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Runs run-tests.ts in a tree that holds these test files and this check. */
function runTree(
  tests: Readonly<Record<string, string>>,
  check = '',
  timeoutMs = 60_000,
): { code: number | null; lines: readonly string[] } {
  const root = mkdtempSync(join(tmpdir(), 'run-tests-'));
  made.push(root);
  mkdirSync(join(root, 'tools/house'), { recursive: true });
  mkdirSync(join(root, 'packages/domain'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }\n');
  for (const file of ['run-tests.ts', 'run-checks.ts', 'source-files.ts']) {
    cpSync(join(import.meta.dirname, file), join(root, 'tools/house', file));
  }
  writeFileSync(join(root, 'tools/house/check-planted.ts'), check);
  for (const [name, body] of Object.entries(tests)) {
    writeFileSync(join(root, 'packages/domain', name), `import { test } from 'node:test';\n${body}\n`);
  }
  // Inside node:test a child would report to its parent instead of running by itself.
  const { NODE_TEST_CONTEXT: _, ...outside } = process.env;
  const env = { ...outside, HAVENWACHT_TEST_TIMEOUT_MS: String(timeoutMs) };
  const child = spawnSync(process.execPath, [join(root, 'tools/house/run-tests.ts')], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return { code: child.status, lines: child.stdout.trimEnd().split('\n') };
}

test('run-tests counts checks and tests, and passes when nothing failed', () => {
  const { code, lines } = runTree({
    'a.test.ts': "test('one', () => {});\ntest('two', async (t) => { await t.test('inner', () => {}); });",
    'b.test.ts': "test('later', { skip: 'no Chromium here' }, () => {});",
  });
  assert.equal(lines.at(-1), '4 passed, 0 failed, 1 skipped');
  assert.ok(
    lines.some((line) => /^skipped .*b\.test\.ts:2 {2}later: no Chromium here$/.test(line)),
    lines.join('\n'),
  );
  assert.equal(code, 0);
});

test('run-tests counts a skipped suite once, and says why', () => {
  const { code, lines } = runTree({
    'a.test.ts':
      "import { describe } from 'node:test';\ndescribe('corpus', { skip: 'not here' }, () => { test('x', () => {}); });",
    'b.test.ts':
      "import { describe } from 'node:test';\ndescribe('all', () => { test('x', () => {}); test('y', () => {}); });",
  });
  assert.equal(lines.at(-1), '3 passed, 0 failed, 1 skipped');
  assert.ok(
    lines.some((line) => line.endsWith('corpus: not here')),
    lines.join('\n'),
  );
  assert.equal(code, 0);
});

test('run-tests fails when one test fails, and names it', () => {
  const { code, lines } = runTree({
    'a.test.ts':
      "test('one', () => {});\ntest('outer', async (t) => { await t.test('inner', () => { throw new Error('broken'); }); });",
  });
  assert.equal(lines.at(-1), '2 passed, 1 failed, 0 skipped');
  assert.ok(lines.includes('  packages/domain/a.test.ts:3  inner'), lines.join('\n'));
  assert.equal(code, 1);
});

test('run-tests fails when a check fails', () => {
  const { code, lines } = runTree({ 'a.test.ts': "test('one', () => {});" }, 'process.exitCode = 1;');
  assert.equal(lines.at(-1), '1 passed, 1 failed, 0 skipped');
  assert.equal(code, 1);
});

test('run-tests counts a check that cannot look as skipped', () => {
  const { code, lines } = runTree(
    { 'a.test.ts': "test('one', () => {});" },
    "console.log('no database'); process.exitCode = 77;",
  );
  assert.equal(lines.at(-1), '1 passed, 0 failed, 1 skipped');
  assert.equal(code, 0);
});

test('run-tests fails when no test ran at all', () => {
  const { code, lines } = runTree({});
  assert.equal(lines.at(-1), '1 passed, 0 failed, 0 skipped');
  assert.ok(lines.includes('no test ran'));
  assert.equal(code, 1);
});

test('run-tests fails on a test file that holds no test', () => {
  const { code, lines } = runTree({ 'a.test.ts': "test('one', () => {});", 'b.test.ts': 'void test;' });
  assert.equal(lines.at(-1), '2 passed, 1 failed, 0 skipped');
  assert.ok(lines.includes('  packages/domain/b.test.ts  has no test in it'), lines.join('\n'));
  assert.equal(code, 1);
});

test('run-tests fails on a test file that cannot be loaded', () => {
  const { code, lines } = runTree({
    'a.test.ts': "test('one', () => {});",
    'b.test.ts': "import './gone.ts';",
  });
  assert.equal(lines.at(-1), '2 passed, 1 failed, 0 skipped');
  assert.equal(code, 1);
});

test('run-tests fails on a test that hangs', () => {
  const { code, lines } = runTree(
    {
      'a.test.ts': "test('one', () => {});\ntest('never', () => new Promise(() => {}));",
    },
    '',
    1_000,
  );
  assert.equal(lines.at(-1), '2 passed, 1 failed, 0 skipped');
  assert.equal(code, 1);
});
