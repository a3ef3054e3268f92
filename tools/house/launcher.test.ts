import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

const clone = mkdtempSync(join(tmpdir(), 'a clone with blanks-'));
after(() => rmSync(clone, { recursive: true, force: true }));

const real = resolve(import.meta.dirname, '..', '..');
const main = join(clone, 'apps/server/src/cli/main.ts');
mkdirSync(join(clone, 'bin'), { recursive: true });
mkdirSync(join(main, '..'), { recursive: true });
mkdirSync(join(clone, 'node_modules/.bin'), { recursive: true });
cpSync(join(real, 'bin/havenwacht'), join(clone, 'bin/havenwacht'));
symlinkSync(process.execPath, join(clone, 'node_modules/.bin/node'));
writeFileSync(join(clone, 'package.json'), '{ "type": "module" }\n');
writeFileSync(
  main,
  `const args: readonly string[] = process.argv.slice(2);
if (args[0] === 'wait') {
  process.once('SIGTERM', () => process.exit(43));
  setInterval(() => {}, 1000);
  console.log('waiting');
} else {
  console.log(JSON.stringify({ args, cwd: process.cwd(), node: process.execPath }));
  process.exitCode = 3;
}
`,
);

test('bin/havenwacht passes arguments, working directory and exit code', () => {
  const cwd = tmpdir();
  const child = spawnSync(join(clone, 'bin/havenwacht'), ['edifact', 'check', 'a b', ''], {
    cwd,
    encoding: 'utf8',
  });
  const answer = JSON.parse(child.stdout) as { args: string[]; cwd: string; node: string };
  assert.deepEqual(answer.args, ['edifact', 'check', 'a b', '']);
  assert.equal(answer.cwd, resolve(cwd));
  assert.equal(child.status, 3);
});

test('bin/havenwacht is found through symbolic links, relative ones too', () => {
  const folder = join(clone, 'elsewhere');
  mkdirSync(folder);
  symlinkSync('../bin/havenwacht', join(folder, 'first'));
  symlinkSync(join(folder, 'first'), join(folder, 'havenwacht'));
  const direct = spawnSync('./havenwacht', [], { cwd: folder, encoding: 'utf8' });
  assert.equal(direct.status, 3, direct.stderr);
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  const byPath = spawnSync('havenwacht', [], { cwd: '/', env, encoding: 'utf8' });
  assert.equal(byPath.status, 3, byPath.stderr);
});

test('bin/havenwacht passes a signal on', async () => {
  const child = spawn(join(clone, 'bin/havenwacht'), ['wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 43);
});

test('bin/havenwacht says what to do where nothing is installed', () => {
  const bare = mkdtempSync(join(tmpdir(), 'bare-'));
  try {
    mkdirSync(join(bare, 'bin'));
    cpSync(join(real, 'bin/havenwacht'), join(bare, 'bin/havenwacht'));
    const child = spawnSync(join(bare, 'bin/havenwacht'), [], { encoding: 'utf8' });
    assert.equal(child.status, 7);
    assert.match(child.stderr, /npm ci/);
  } finally {
    rmSync(bare, { recursive: true, force: true });
  }
});
