import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { createTestDatabase } from '../db/test-database.ts';
import type { Database } from '../db/index.ts';
import { HavenwachtError } from '../havenwacht-error.ts';
import { createLog } from '../log/log.ts';
import { createApp, createMetrics, listen, openApiDocument, openEventStream, type App } from './index.ts';
import { listenMetrics } from './metrics.ts';

const log = createLog({ level: 'silent' });
let db: Database;
let app: App;
let address: string;
let posted = 0;
const folder = mkdtempSync(join(tmpdir(), 'havenwacht-web-'));
const program = { 'havenwacht-csrf': '1' };
const metrics = createMetrics();

before(async () => {
  db = await createTestDatabase();
  app = await createApp({ log, db, version: '1.2.3', webFolder: folder, metrics, hosts: ['node.example'] });
  const item = z.object({ n: z.int().min(1) });
  app.get(
    '/api/v1/item',
    {
      schema: { querystring: z.object({ n: z.coerce.number().int().min(1) }), response: { 200: item } },
      config: { access: 'public' },
    },
    async (request) => request.query,
  );
  app.post(
    '/api/v1/item',
    { schema: { body: item, response: { 201: item } }, config: { access: 'public' } },
    async (request, reply) => {
      posted += 1;
      return reply.code(201).send({ n: request.body.n + posted });
    },
  );
  app.get('/api/v1/refused', { config: { access: 'public' } }, async () => {
    throw new HavenwachtError('test/refused', 409, 'Not now.', {
      details: { until: 'later' },
      cause: new Error('inner'),
    });
  });
  app.get('/api/v1/broken', { config: { access: 'public' } }, async () => {
    throw new Error('a secret of the inside');
  });
  app.get('/api/v1/live', { config: { access: 'public' } }, (request, reply) => {
    const stream = openEventStream(request, reply, { heartbeatMs: 20, maxWaitingBytes: 100_000 });
    stream.send('revision', { revision: 7 });
    const flood = setInterval(() => {
      if (request.url.endsWith('?flood'))
        for (let n = 0; n < 100; n += 1) stream.send('flood', 'x'.repeat(10_000));
    }, 5);
    void stream.closed.then(() => {
      clearInterval(flood);
      closedStreams += 1;
    });
  });
  app.post('/api/v1/raw', { config: { rawBody: true, access: 'public' } }, async (request) => {
    let bytes = 0;
    for await (const part of request.raw) bytes += (part as Buffer).length;
    return { bytes };
  });
  address = await listen(app, { host: '127.0.0.1', port: 0 });
});

let closedStreams = 0;

after(async () => {
  await app.close();
  await db.close();
  rmSync(folder, { recursive: true });
});

test('a refusal leaves as problem+json with its code and without its cause', async () => {
  const answer = await fetch(`${address}/api/v1/refused`);
  assert.equal(answer.status, 409);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
  const { instance, ...problem } = (await answer.json()) as Record<string, unknown>;
  assert.deepEqual(problem, {
    type: 'urn:havenwacht:error:test/refused',
    title: 'In conflict with the present state',
    status: 409,
    code: 'test/refused',
    detail: 'Not now.',
    details: { until: 'later' },
  });
  assert.equal(instance, `urn:havenwacht:request:${answer.headers.get('x-request-id')}`);
});

test('an error of the inside tells the reader nothing about it', async () => {
  const answer = await fetch(`${address}/api/v1/broken`);
  assert.equal(answer.status, 500);
  const text = await answer.text();
  assert.equal((JSON.parse(text) as { code: string }).code, 'internal');
  assert.ok(!text.includes('secret'));
});

test('a request that breaks its schema is refused with every fault', async () => {
  const answer = await fetch(`${address}/api/v1/item?n=0`);
  assert.equal(answer.status, 400);
  const problem = (await answer.json()) as { code: string; details: { faults: { at: string }[] } };
  assert.equal(problem.code, 'request/invalid');
  assert.deepEqual(
    problem.details.faults.map(({ at }) => at),
    ['querystring.n'],
  );
});

test('a body that is no JSON, too large or of another type is refused with its own code', async () => {
  const send = async (body: string, type: string): Promise<string> => {
    const answer = await fetch(`${address}/api/v1/item`, {
      method: 'POST',
      body,
      headers: { ...program, 'content-type': type },
    });
    return ((await answer.json()) as { code: string }).code;
  };
  assert.equal(await send('{', 'application/json'), 'request/invalid');
  assert.equal(
    await send(JSON.stringify({ n: 1, x: 'x'.repeat(1_100_000) }), 'application/json'),
    'request/too-large',
  );
  assert.equal(await send('n=1', 'application/x-www-form-urlencoded'), 'request/content-type');
});

test('GET answers carry an ETag and are not sent again to who has them', async () => {
  const first = await fetch(`${address}/api/v1/item?n=1`);
  const etag = first.headers.get('etag') ?? '';
  assert.match(etag, /^"[\w-]{27}"$/);
  const again = await fetch(`${address}/api/v1/item?n=1`, { headers: { 'if-none-match': `W/${etag}` } });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), '');
  const other = await fetch(`${address}/api/v1/item?n=2`, { headers: { 'if-none-match': etag } });
  assert.equal(other.status, 200);
});

test('a POST with an Idempotency-Key does its work once and gives the same answer again', async () => {
  const send = (n: number, key: string): Promise<Response> =>
    fetch(`${address}/api/v1/item`, {
      method: 'POST',
      body: JSON.stringify({ n }),
      headers: { ...program, 'content-type': 'application/json', 'idempotency-key': key },
    });
  const [before, first] = [posted, await send(10, 'k1')];
  const again = await send(10, 'k1');
  assert.equal(posted, before + 1);
  assert.deepEqual([again.status, await again.text()], [first.status, await first.text()]);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.equal((await send(11, 'k1')).status, 422);
  assert.equal((await send(10, 'x'.repeat(201))).status, 400);
  await db.execute(
    "insert into idempotency_key (key, request_hash) select ' /api/v1/item k2', request_hash from idempotency_key where key = ' /api/v1/item k1'",
  );
  assert.equal((await send(10, 'k2')).status, 409);
  await db.execute(
    "update idempotency_key set created_at = now() - interval '11 minutes' where key = ' /api/v1/item k2'",
  );
  assert.equal((await send(10, 'k2')).status, 201);
});

test('a refused request with an Idempotency-Key is refused the same way again', async () => {
  const send = (): Promise<Response> =>
    fetch(`${address}/api/v1/item`, {
      method: 'POST',
      body: JSON.stringify({ n: 0 }),
      headers: { ...program, 'content-type': 'application/json', 'idempotency-key': 'k3' },
    });
  assert.equal((await send()).status, 400);
  assert.equal((await send()).status, 400);
});

test('a route that takes raw bytes takes them whatever they are called', async () => {
  for (const type of ['application/edifact', 'application/json', 'text/plain', undefined]) {
    const headers: Record<string, string> = {
      ...program,
      'idempotency-key': 'k4',
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    const body = new Uint8Array(2_000_000);
    const answer = await fetch(`${address}/api/v1/raw`, { method: 'POST', body, headers });
    assert.deepEqual(await answer.json(), { bytes: 2_000_000 });
  }
});

test('every answer carries the security headers', async () => {
  for (const path of ['/api/v1/item?n=1', '/nowhere', '/docs']) {
    const { headers } = await fetch(`${address}${path}`);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'self'/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-frame-options'), 'DENY');
  }
});

test('another site can neither read under its own name nor write', async () => {
  const status = async (method: 'GET' | 'POST', headers: Record<string, string>): Promise<number> =>
    (
      await app.inject({
        method,
        url: '/api/v1/item?n=1',
        headers,
        ...(method === 'POST' ? { payload: { n: 1 } } : {}),
      })
    ).statusCode;
  assert.equal(await status('GET', { host: 'rebound.example' }), 403);
  assert.equal(await status('GET', { host: 'node.example:8080' }), 200);
  assert.equal(await status('GET', { host: '192.0.2.7:4180' }), 200);
  assert.equal(await status('POST', { host: 'localhost', origin: 'https://rebound.example' }), 403);
  assert.equal(await status('POST', { host: 'localhost', origin: 'null' }), 403);
  assert.equal(await status('POST', { host: 'localhost', 'sec-fetch-site': 'cross-site' }), 403);
  assert.equal(
    await status('POST', {
      host: 'localhost:1',
      origin: 'http://localhost:1',
      'sec-fetch-site': 'same-origin',
    }),
    201,
  );
});

test('the OpenAPI document is 3.1 and the page under /docs shows each operation', async () => {
  const document = (await openApiDocument(app)) as { openapi: string; paths: Record<string, unknown> };
  assert.equal(document.openapi, '3.1.0');
  assert.ok('/api/v1/item' in document.paths);
  assert.ok(!('/healthz' in document.paths));
  assert.deepEqual(
    await (await fetch(`${address}/openapi.json`)).json(),
    JSON.parse(JSON.stringify(document)),
  );
  const page = await (await fetch(`${address}/docs`)).text();
  assert.match(page, /<b>POST<\/b> \/api\/v1\/item/);
  assert.ok(!page.includes('<script'));
});

test('the node says that it is alive, and ready only when the database is migrated', async () => {
  assert.deepEqual(await (await fetch(`${address}/healthz`)).json(), { status: 'ok' });
  assert.equal((await fetch(`${address}/readyz`)).status, 200);
  await db.execute('alter table migration rename to elsewhere');
  try {
    const answer = await fetch(`${address}/readyz`);
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /havenwacht migrate/);
  } finally {
    await db.execute('alter table elsewhere rename to migration');
  }
});

test('screens that are not built give words that say how; built ones are served, with their addresses', async () => {
  const html = { headers: { accept: 'text/html' } };
  const missing = await fetch(`${address}/queue`, html);
  assert.equal(missing.status, 503);
  assert.match(await missing.text(), /npm run build/);
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>screens</title>');
  writeFileSync(join(folder, 'assets', 'app-1.js'), 'export {}');
  writeFileSync(join(folder, '.hidden'), 'hidden');
  for (const path of ['/', '/queue', '/visits/v_1?x=1']) {
    const page = await fetch(`${address}${path}`, html);
    assert.equal(page.status, 200);
    assert.equal(await page.text(), '<title>screens</title>');
    assert.equal(page.headers.get('cache-control'), 'no-cache');
  }
  const asset = await fetch(`${address}/assets/app-1.js`);
  assert.match(asset.headers.get('cache-control') ?? '', /immutable/);
  assert.match(asset.headers.get('content-type') ?? '', /javascript/);
  assert.equal((await fetch(`${address}/assets/app-2.js`)).status, 404);
  assert.equal((await fetch(`${address}/.hidden`)).status, 404);
  assert.equal((await fetch(`${address}/api/v1/nothing`, html)).status, 401);
  assert.equal((await fetch(`${address}/%2e%2e/%2e%2e/etc/passwd`)).status, 404);
});

test('an event stream sends events and heartbeats', async () => {
  const answer = await fetch(`${address}/api/v1/live`);
  assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.match(answer.headers.get('content-security-policy') ?? '', /default-src/);
  let text = '';
  for await (const part of answer.body!) {
    text += Buffer.from(part).toString();
    if (/\n:\n/.test(text)) break;
  }
  assert.match(text, /event: revision\ndata: \{"revision":7\}\n\n/);
});

test('an event stream cuts off a reader that does not read', async () => {
  const before = closedStreams;
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write('GET /api/v1/live?flood HTTP/1.1\r\nhost: localhost\r\n\r\n');
  while (closedStreams === before) await new Promise((resolve) => setTimeout(resolve, 10));
  socket.destroy();
});

test('metrics are served on their own listener only, by route', async () => {
  const listener = await listenMetrics(metrics, { host: '127.0.0.1', port: 0 });
  try {
    const text = await (await fetch(listener.address)).text();
    assert.match(
      text,
      /havenwacht_http_request_seconds_count\{method="GET",route="\/api\/v1\/item",status="200"\} \d/,
    );
    assert.equal((await fetch(listener.address.replace('/metrics', '/other'))).status, 404);
  } finally {
    await listener.close();
  }
  assert.equal((await fetch(`${address}/metrics`)).status, 404);
});

test('closing ends open event streams instead of waiting for them', async () => {
  const other = await createApp({ log, db, version: '1', webFolder: null });
  other.get(
    '/api/v1/live',
    { config: { access: 'public' } },
    (request, reply) => void openEventStream(request, reply),
  );
  const at = await listen(other, { host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${at}/api/v1/live`);
  await other.close();
  assert.match(await answer.text(), /retry/);
});

test('closing ends connections that never carried a request', async () => {
  const other = await createApp({ log, db, version: '1', webFolder: null });
  const at = await listen(other, { host: '127.0.0.1', port: 0 });
  const socket = connect(Number(new URL(at).port), '127.0.0.1');
  await once(other.server, 'connection');
  const ended = once(socket, 'close');
  await other.close();
  await ended;
});

test('listen() takes any free port only when it may', async () => {
  const other = await createApp({ log, db, version: '1', webFolder: null });
  const port = Number(new URL(address).port);
  await assert.rejects(listen(other, { host: '127.0.0.1', port }), { code: 'EADDRINUSE' });
  await other.close();
  const third = await createApp({ log, db, version: '1', webFolder: null });
  const at = await listen(third, { host: '127.0.0.1', port, orAnyPort: true });
  assert.notEqual(at, address);
  await third.close();
});
