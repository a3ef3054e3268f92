import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { builtApp } from './browser.ts';

const limitKb = 170;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

test(`the scripts the first page waits for stay within ${limitKb} kB gzipped, and the other pages come later`, async () => {
  const dist = await builtApp();
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const needed = new Set<string>();
  const follow = (name: string) => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const imported of manifest[name]?.imports ?? []) follow(imported);
  };
  for (const [name, chunk] of Object.entries(manifest)) if (chunk.isEntry) follow(name);
  const bytes = [...needed].reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(dist, manifest[name]!.file)), { level: 9 }).length,
    0,
  );
  assert.ok(needed.size > 0);
  assert.ok(bytes / 1000 <= limitKb, `${(bytes / 1000).toFixed(1)} kB`);
  for (const page of ['dossier', 'source', 'intake', 'identity'])
    assert.ok(![...needed].some((name) => name.includes(`${page}-page`)), `${page} is in the entry`);
});
