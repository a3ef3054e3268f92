import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { defaultPolicy, signals } from '@havenwacht/risk';
import { aContainer, aDischargeOrder, day } from './a-message.ts';
import { aNode, dossierAt, now, rowsOf, type IdentityCase, type Row, type TestNode } from './a-node.ts';
import { changeRules } from './second-person.ts';
import { aSimulation, asHanded, type Simulation } from './a-simulation.ts';
import { signedIn } from './signed-in.ts';

let node: TestNode;
let simulation: Simulation;
let rows: readonly Row[];

before(async () => {
  simulation = aSimulation({ seed: 31, boxes: 200, ports: ['NLVLI', 'NLRTM'] });
  node = await aNode({ now: Date.parse(simulation.truth.now) });
  await node.receive(
    asHanded([...simulation.history, ...simulation.files.filter((file) => file.sentAt <= node.clock.now())]),
    'cli',
  );
  const capacity = { perPortPerDay: {}, otherPorts: { open: 5, scan: 10, documents: 10 } };
  await changeRules(node, 'policies', {
    ...defaultPolicy,
    version: 't1',
    validFrom: '2026-01-01T00:00:00Z',
    capacity,
  });
  await node.settle();
  rows = await rowsOf(node);
  assert.ok(rows.length > 100);
});
after(() => node.close());

interface Page {
  readonly total: number;
  readonly from: number;
  readonly items: readonly (Row & {
    readonly load: string | null;
    readonly origin: string | null;
    readonly reasons: readonly { signal: string; text: string }[];
  })[];
  readonly next: string | null;
  readonly revision: number;
}
const page = async (query: string): Promise<Page> => {
  const { status, body } = await node.get<Page>(`/api/v1/visits?${query}`);
  assert.equal(status, 200, query);
  return body;
};

test('the OpenAPI document lists every route of the interface, and nothing that is not there', async () => {
  const { body } = await node.get<{ openapi: string; paths: { [path: string]: object } }>('/openapi.json');
  assert.equal(body.openapi, '3.1.0');
  const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const registered = node.routes
    .filter(({ method, isHidden }) => method !== 'HEAD' && !isHidden)
    .map(
      ({ method, url }) => `${method.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}').replace('*', '{*}')}`,
    );
  assert.deepEqual(operations.filter((one) => one.includes('/api/v1/')).sort(), registered.sort());
  assert.ok(registered.length > 50);
});

test('a cursor walks through the whole list once, in the order of rank', async () => {
  const seen: Row[] = [];
  let cursor: string | null = null;
  do {
    const one: Page = await page(`limit=37${cursor === null ? '' : `&cursor=${cursor}`}`);
    seen.push(...one.items);
    cursor = one.next;
  } while (cursor !== null);
  assert.deepEqual(
    seen.map((row) => row.rank),
    rows.map((_, index) => index + 1),
  );
  assert.equal(new Set(seen.map((row) => row.id)).size, rows.length);
});

test('a window may begin anywhere, and one behind the end is empty', async () => {
  const window = await page('from=50&limit=10');
  assert.deepEqual(
    window.items.map((row) => row.id),
    rows.slice(50, 60).map((row) => row.id),
  );
  assert.deepEqual([window.total, window.from], [rows.length, 50]);
  const behind = await page('from=100000');
  assert.deepEqual([behind.items, behind.next, behind.total], [[], null, rows.length]);
});

test('every filter gives exactly the rows it names, with their ranks in the whole list', async () => {
  const all = (await page('limit=500')).items;
  const filters: { readonly [query: string]: (row: Page['items'][number]) => boolean } = {
    'port=NLVLI': (row) => row.port === 'NLVLI',
    'band=A,B': (row) => row.band === 'A' || row.band === 'B',
    'load=empty': (row) => row.load === 'empty',
    'load=full': (row) => row.load === 'full',
    [`origin=${all.find((row) => row.origin !== null)?.origin ?? ''}`]: (row) =>
      row.origin === all.find((one) => one.origin !== null)?.origin,
    'selected=random': (row) => row.selectedBy === 'random',
    'selected=model,random': (row) => row.selectedBy === 'random' || row.selectedBy === 'model',
    [`q=${all[3]!.container.slice(0, 7).toLowerCase()}`]: (row) =>
      row.container.startsWith(all[3]!.container.slice(0, 7)),
    [`q=${encodeURIComponent(all[5]!.vesselName ?? '')}`]: (row) => row.vesselName === all[5]!.vesselName,
  };
  for (const [query, keeps] of Object.entries(filters)) {
    const wanted = all.filter(keeps);
    assert.ok(wanted.length > 0 && wanted.length < all.length, `${query} divides the list`);
    const found = await page(`limit=500&${query}`);
    assert.deepEqual(
      found.items.map((row) => [row.id, row.rank]),
      wanted.map((row) => [row.id, row.rank]),
      query,
    );
    assert.equal(found.total, wanted.length);
  }
  const signal = all.flatMap((row) => row.reasons)[0]!.signal;
  const bySignal = await page(`limit=500&signal=${signal}`);
  assert.ok(bySignal.total > 0);
  for (const row of bySignal.items.slice(0, 5)) {
    assert.ok((await dossierAt(node, row.id)).reasons.some((reason) => reason.signal === signal));
  }
  assert.equal((await page("q=%25' or 1=1 --")).total, 0, 'search text is text');
});

test('every sort puts the list into its order, and back', async () => {
  const key: { readonly [sort: string]: (row: Row) => string | number } = {
    rank: (row) => row.rank,
    score: (row) => row.score,
    container: (row) => row.container,
    arrival: (row) => row.arrivalAt ?? '9999',
    port: (row) => row.port,
  };
  for (const [sort, of] of Object.entries(key)) {
    for (const [sign, direction] of [
      ['', 1],
      ['-', -1],
    ] as const) {
      const keys = (await page(`limit=500&sort=${sign}${sort}`)).items.map(of);
      const ordered = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0) * direction);
      assert.deepEqual(keys, ordered, `${sign}${sort}`);
    }
  }
});

test('parameters that make no sense are refused as a problem that names them', async () => {
  for (const query of [
    'limit=0',
    'limit=501',
    'limit=x',
    'from=-1',
    'band=E',
    'load=half',
    'origin=Ecuador',
    'port=vlissingen',
    'sort=colour',
    'selected=nobody',
    `q=${'x'.repeat(201)}`,
  ]) {
    const { status, headers, body } = await node.get(`/api/v1/visits?${query}`);
    assert.deepEqual([status, body['code'], body['status']], [400, 'request/invalid', 400], query);
    assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.match(String(body['detail']), new RegExp(query.split('=')[0]!), query);
  }
  const forged = await node.get('/api/v1/visits?cursor=p1');
  assert.equal(forged.status, 400);
  for (const [path, code] of [
    ['/api/v1/visits/v_unknown', 'screening/not-found'],
    [`/api/v1/files/${'f'.repeat(64)}`, 'intake/not-found'],
    [`/api/v1/files/${'f'.repeat(64)}/raw`, 'intake/not-found'],
    [`/api/v1/files/${'f'.repeat(64)}/bytes`, 'intake/not-found'],
    ['/api/v1/nothing', 'request/not-found'],
  ] as const) {
    const { status, body } = await node.get(path);
    assert.deepEqual([status, body['code']], [404, code], path);
  }
});

test('a text parameter with a NUL, which the database can not hold, is no fault of the node', async () => {
  for (const path of [
    '/api/v1/visits/%00',
    '/api/v1/visits?q=a%00b',
    '/api/v1/visits?signal=%00',
    '/api/v1/files?state=%00',
    '/api/v1/visits?cursor=%00',
  ]) {
    const { status } = await node.get(path);
    assert.ok(status < 500, `${path} ${status}`);
  }
});

test('a reader who has the list already gets 304 until it changes', async () => {
  const first = await node.get('/api/v1/visits?limit=5');
  const etag = first.headers.get('etag') ?? '';
  assert.match(etag, /^"/);
  const same = await node.get('/api/v1/visits?limit=5', { 'if-none-match': etag });
  assert.deepEqual([same.status, same.body], [304, '']);
});

test('no path leads out of the files that were received', async () => {
  const { hostname, port } = new URL(node.address);
  const raw = (path: string): Promise<{ readonly status: number; readonly text: string }> =>
    new Promise((resolve, reject) => {
      request({ hostname, port, path, headers: node.reader.headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      })
        .on('error', reject)
        .end();
    });
  const up = ['..', '%2e%2e', '..%2f..', '%2e%2e%2f%2e%2e', '....//..'];
  for (const path of up.flatMap((dots) => [
    `/${dots}/package.json`,
    `/api/v1/files/${dots}/raw`,
    `/api/v1/files/${dots}/${dots}/etc/passwd/raw`,
    `/assets/${dots}/${dots}/package.json`,
  ])) {
    const { status, text } = await raw(path);
    assert.ok(status === 400 || status === 404 || /^text|html/.test(text), `${path} ${status}`);
    assert.doesNotMatch(text, /root:|"dependencies"|"workspaces"/, path);
  }
  const upload = await node.post<{ name: string; id: string }>(
    `/api/v1/files?name=${encodeURIComponent('../../etc/\u0000pass\nwd')}`,
    'NO MESSAGE',
  );
  assert.deepEqual([upload.status, upload.body.name], [201, 'passwd']);
});

test('every answer of every route carries the security headers, problems too', async () => {
  for (const path of [
    '/api/v1/node',
    '/api/v1/visits',
    '/api/v1/nothing',
    '/openapi.json',
    '/healthz',
    '/api/v1/visits?limit=x',
  ]) {
    const { headers } = await node.get(path);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'self'/, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
  }
});

test('who watches is told the revision and what changed, after an upload', async () => {
  const number = aContainer(700_001);
  const controller = new AbortController();
  const stream = await fetch(`${node.address}/api/v1/live`, {
    headers: node.reader.headers,
    signal: controller.signal,
  });
  assert.match(stream.headers.get('content-type') ?? '', /^text\/event-stream/);
  const events: { readonly name: string; readonly data: Record<string, unknown> }[] = [];
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (name: string, about = ''): Promise<Record<string, unknown>> => {
    for (;;) {
      const found = events.find((event) => event.name === name && JSON.stringify(event.data).includes(about));
      if (found !== undefined) return found.data;
      const { value, done } = await reader.read();
      assert.ok(!done, `the stream ended before ${name}`);
      text += value;
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const event = /^event: (.*)$/m.exec(part)?.[1];
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (event !== undefined && data !== undefined)
          events.push({ name: event, data: JSON.parse(data) as Record<string, unknown> });
      }
    }
  };
  assert.equal((await until('clock'))['now'], new Date(node.clock.now()).toISOString());
  const at = node.clock.now();
  const order = aDischargeOrder({
    at: at - day,
    voyage: { imo: '9074729', vessel: 'SYNTHETIC LIVE', voyage: '1W', port: 'NLVLI', eta: at + 2 * day },
    boxes: [{ number }],
  });
  const { body: file } = await node.post<{ id: string }>('/api/v1/files?name=live.edi', order);
  assert.deepEqual(await until('file', file.id), { id: file.id, verdict: 'accepted' });
  await node.settle();
  const [row] = await rowsOf(node, number);
  const revision = await until('revision', row!.id);
  assert.equal(revision['revision'], row!.revision);
  assert.equal((await page('limit=1')).revision, row!.revision);
  controller.abort();
  await reader.cancel().catch(() => {});
});

test('the node says who it is, how fresh its feeds are and what waits for a person', async () => {
  const { body } = await node.get<{
    ports: readonly string[];
    clock: string;
    demo: boolean;
    quarantined: number;
    identityCases: number;
    openVisits: number;
    feeds: readonly { name: string; files: number }[];
  }>('/api/v1/node');
  assert.deepEqual(
    [body.ports, body.demo, body.clock],
    [['NLVLI', 'NLRTM'], false, new Date(node.clock.now()).toISOString()],
  );
  const { body: waiting } = await node.get<{ total: number }>('/api/v1/files?state=quarantined&limit=1');
  const { body: cases } = await node.get<{ total: number }>('/api/v1/identity-cases?state=open&limit=1');
  assert.deepEqual(
    [body.quarantined, body.identityCases, body.openVisits],
    [waiting.total, cases.total, (await page('limit=1')).total],
  );
  assert.ok(body.quarantined > 0 && body.identityCases > 0);
  assert.deepEqual(
    body.feeds.filter((feed) => feed.files > 0).map((feed) => feed.name),
    ['dcsa', 'edifact', 'history'],
  );
});

test('a feed is expected to go on once it came in more than one hour; history never is', async () => {
  const other = await aNode();
  const { headers } = await signedIn(other, ['administrator']);
  const expected = async (): Promise<unknown> => {
    const { body } = await other.get<{
      feeds: readonly { name: string; silentAfterMinutes: number | null }[];
    }>('/api/v1/node', headers);
    return body.feeds.map(({ name, silentAfterMinutes }) => [name, silentAfterMinutes]);
  };
  const hand = async (at: number): Promise<void> => {
    await other.take({ [`${at}.ndjson`]: `{"of": ${at}}`, [`${at}.json`]: `{"at": ${at}}` }, at);
  };
  try {
    await hand(now - 3 * day);
    assert.deepEqual(await expected(), [
      ['dcsa', null],
      ['history', null],
    ]);
    await hand(now - 2 * day);
    assert.deepEqual(await expected(), [
      ['dcsa', 60],
      ['history', null],
    ]);
  } finally {
    await other.close();
  }
});

test('identity cases are given by state, in windows', async () => {
  const get = async (
    query: string,
  ): Promise<{ readonly total: number; readonly items: readonly IdentityCase[] }> =>
    (await node.get<{ total: number; items: readonly IdentityCase[] }>(`/api/v1/identity-cases?${query}`))
      .body;
  const all = await get('limit=500');
  const open = await get('state=open&limit=500');
  assert.deepEqual(
    open.items,
    all.items.filter((one) => one.state === 'open'),
  );
  assert.deepEqual((await get('state=open&from=1&limit=2')).items, open.items.slice(1, 3));
  assert.equal((await node.get('/api/v1/identity-cases?state=shut')).status, 400);
});

test('the list of signals is that of the risk package', async () => {
  const { body } =
    await node.get<readonly { name: string; about: string; group: string }[]>('/api/v1/signals');
  assert.deepEqual(
    body,
    signals.map(({ name, about, group }) => ({ name, about, group })),
  );
  assert.ok(body.length >= 20);
});

test('every reason of the first 200 rows points at readable bytes of a file the node keeps', async () => {
  const texts = new Map(
    [...simulation.files, ...simulation.history].map(({ bytes }) => [
      createHash('sha256').update(bytes).digest('hex'),
      Buffer.from(bytes).toString('latin1'),
    ]),
  );
  const ranked = await node.db.query<{
    container: string;
    reasons: readonly { signal: string; sources: readonly { file: string; offset: number }[] }[];
  }>(
    'select container, reasons from screening where is_open order by mandatory desc, score desc, visit_id limit 200',
  );
  let looked = 0;
  for (const { container, reasons } of ranked) {
    for (const { signal, sources } of reasons) {
      for (const { file, offset } of sources) {
        const text = texts.get(file) ?? String((await node.get(`/api/v1/files/${file}/raw`)).body);
        const about = `${container} ${signal} ${file.slice(0, 8)}@${offset}: ${JSON.stringify(text.slice(Math.max(0, offset - 20), offset + 20))}`;
        // A value begins here, and what stands before it is a separator or nothing.
        assert.match(text.slice(offset, offset + 1), /[\w"[{-]/, about);
        if (offset > 0) assert.match(text.slice(offset - 1, offset), /['+:*\s"[{,\u001c-\u001f]/, about);
        looked += 1;
      }
    }
  }
  assert.ok(looked > 200, `${looked} sources`);
});

test('every fact of a dossier is marked in the view of its source with the value that was read', async () => {
  const dossier = await dossierAt(node, rows.find((row) => row.goods !== null && row.consignee !== null)!.id);
  for (const field of ['sizeType', 'seals', 'bills', 'dischargePort', 'loadPort', 'stow']) {
    for (const claim of dossier.facts.find((fact) => fact.field === field)?.claims ?? []) {
      const { file, offset } = claim.source;
      const { body } = await node.get<{ marked: { from: number; to: number } }>(
        `/api/v1/files/${file}/bytes?around=${offset}`,
      );
      const bytes = Buffer.from(
        await (await fetch(`${node.address}/api/v1/files/${file}/raw`, node.reader)).arrayBuffer(),
      );
      const marked = bytes
        .subarray(body.marked.from, body.marked.to)
        .toString('latin1')
        .toUpperCase()
        .replace(/[^A-Z0-9]/g, '');
      const shown = (claim.display.split(' (')[0] ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
      assert.ok(
        marked !== '' && (shown.includes(marked) || marked.includes(shown) || field === 'stow'),
        `${field}: ${marked} for ${claim.display}`,
      );
    }
  }
});
