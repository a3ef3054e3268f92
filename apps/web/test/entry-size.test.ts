import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { builtApp } from './browser.ts';

const limitKb = 170;

test(`the scripts the first page waits for stay within ${limitKb} kB gzipped, and the other pages come later`, async () => {
  const dist = await builtApp();
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const needed = new Set<string>();
  const follow = (file: string): void => {
    if (needed.has(file)) return;
    needed.add(file);
    const script = readFileSync(join(dist, 'assets', file), 'utf8');
    for (const [, imported] of script.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g))
      follow(imported!);
  };
  for (const [, file] of page.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)) follow(file!);
  const bytes = [...needed].reduce(
    (sum, file) => sum + readFileSync(join(dist, 'assets', `${file}.gz`)).length,
    0,
  );
  assert.ok(needed.size > 0 && needed.size <= 3, [...needed].join(' '));
  assert.ok(bytes / 1000 <= limitKb, `${(bytes / 1000).toFixed(1)} kB`);
  const later = readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.js'));
  for (const name of ['dossier-page', 'source-page', 'intake-page', 'identity-page', 'sea-chart'])
    assert.ok(
      later.some((file) => file.startsWith(name) && !needed.has(file)),
      `${name} is no script of its own`,
    );
});

test('what lies packed beside a file is that file', async () => {
  const dist = await builtApp();
  const packed = readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.gz'));
  assert.ok(packed.length > 20);
  for (const file of packed)
    assert.deepEqual(
      gunzipSync(readFileSync(join(dist, 'assets', file))),
      readFileSync(join(dist, 'assets', file.slice(0, -3))),
      file,
    );
});

test('the service worker keeps nothing that the build has not: one missing file and nothing is kept', async () => {
  const dist = await builtApp();
  const [, listed = ''] =
    /const files = (\[.*?\]);/.exec(readFileSync(join(dist, 'service-worker.js'), 'utf8')) ?? [];
  const files = JSON.parse(listed) as readonly string[];
  assert.ok(files.length > 10 && files.includes('/task'));
  assert.deepEqual(
    files.filter((file) => file !== '/task' && !existsSync(join(dist, file))),
    [],
  );
});
