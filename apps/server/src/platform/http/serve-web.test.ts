import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import fastify from 'fastify';
import type { App } from './app.ts';
import { serveWeb } from './serve-web.ts';

const script = 'export const words = "the same words again and again";\n'.repeat(50);
const folder = mkdtempSync(join(tmpdir(), 'havenwacht-web-'));
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'assets', 'page-1.js'), script);
writeFileSync(join(folder, 'assets', 'page-1.js.gz'), gzipSync(script));
const app = fastify();
await serveWeb(app as unknown as App, folder);
after(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

test('a file that lies packed beside itself is sent packed to who takes that, and kept for a year', async () => {
  const url = '/assets/page-1.js';
  const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.match(String(packed.headers['content-type']), /javascript/);
  assert.match(String(packed.headers['vary']), /accept-encoding/i);
  assert.match(String(packed.headers['cache-control']), /immutable/);
  assert.equal(gunzipSync(packed.rawPayload).toString(), script);
  const plain = await app.inject({ url, headers: { 'accept-encoding': 'identity' } });
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.body, script);
});
