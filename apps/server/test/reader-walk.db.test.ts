import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  fieldTable,
  maySeeField,
  roleNames,
  type RecordKind,
  type Role,
} from '../src/features/people/index.ts';
import type { Reader } from '../src/platform/auth/index.ts';
import { nodeReader } from '../src/platform/scope/index.ts';
import { aContainer, aManifest, day, type Voyage } from './a-message.ts';
import { aNode, type Answer, type TestNode } from './a-node.ts';
import { aSimulation, asHanded } from './a-simulation.ts';
import { signedIn } from './signed-in.ts';

/**
 * Walks every route with every role, with ports and without, and with nobody, on a node filled with a
 * simulated port and two planted records. The reader "analyst of NLVLI" may see the planted record of
 * NLVLI and nothing of the one of NLRTM.
 */
let node: TestNode;
let walkers: readonly Walker[];
let told: Told;

interface Walker {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly ports: readonly string[] | null;
  readonly headers: Record<string, string>;
}

/** The words of a planted record: they occur nowhere else. */
interface Planted {
  readonly container: string;
  readonly vessel: string;
  readonly consignee: string;
  readonly goods: string;
  readonly file: string;
  readonly visit: string;
}

interface Told {
  readonly own: Planted;
  readonly foreign: Planted;
  /** All that the node holds, by the field that shows it. */
  readonly values: Readonly<Record<'container' | 'consignee' | 'goods' | 'vesselName', readonly string[]>>;
}

const nobody: Walker = { name: 'nobody', roles: [], ports: null, headers: { cookie: '' } };
const absentFile = 'f'.repeat(64);

async function plant(serial: number, words: string, voyage: Voyage): Promise<Omit<Planted, 'visit'>> {
  const planted = {
    container: aContainer(serial),
    vessel: voyage.vessel ?? '',
    consignee: `${words} IMPORT`,
    goods: `${words} GOODS`,
  };
  const [received] = await node.take({
    [`${words}.edi`]: aManifest({
      at: node.clock.now() - day,
      voyage,
      boxes: [{ number: planted.container, grossKg: 9_000 }],
      bills: [
        {
          number: `QZB${serial}`,
          boxes: [planted.container],
          goods: planted.goods,
          consignee: planted.consignee,
          dischargePort: voyage.port,
        },
      ],
    }),
  });
  return { ...planted, file: received?.file.id ?? '' };
}

before(async () => {
  const simulation = aSimulation({ seed: 37, boxes: 60, ports: ['NLVLI', 'NLRTM'] });
  node = await aNode({ now: Date.parse(simulation.truth.now) });
  await node.receive(asHanded([...simulation.history, ...simulation.files]), 'cli');
  const eta = node.clock.now() + 2 * day;
  const own = await plant(900_001, 'CANARY YELLOW', {
    imo: '9074729',
    vessel: 'YELLOWBIRD',
    voyage: '1Y',
    port: 'NLVLI',
    eta,
  });
  const foreign = await plant(900_002, 'CANARY VIOLET', {
    imo: '9321483',
    vessel: 'VIOLETBIRD',
    voyage: '1V',
    port: 'NLRTM',
    eta,
  });
  const visitOf = async (container: string): Promise<string> => {
    const rows = await node.db.query<{ visit_id: string }>(
      'select visit_id from screening where container = $1 and is_open',
      [container],
    );
    assert.equal(rows.length, 1, `${container} is in the list once`);
    return rows[0]!.visit_id;
  };
  const distinct = async (column: string): Promise<readonly string[]> =>
    (
      await node.db.query<{ value: string }>(
        `select distinct ${column} as value from screening where length(${column}) > 5`,
      )
    ).map((row) => row.value);
  told = {
    own: { ...own, visit: await visitOf(own.container) },
    foreign: { ...foreign, visit: await visitOf(foreign.container) },
    values: {
      container: await distinct('container'),
      consignee: await distinct('consignee'),
      goods: await distinct('goods'),
      vesselName: await distinct('vessel_name'),
    },
  };
  const walker = async (roles: readonly Role[], ports: readonly string[] | null): Promise<Walker> => ({
    name: `${roles.join('+')}${ports === null ? '' : ` of ${ports.join()}`}`,
    roles,
    ports,
    headers: { ...(await signedIn(node, roles, { ports })).headers, 'havenwacht-purpose': 'task%201' },
  });
  walkers = [
    nobody,
    ...(await Promise.all(roleNames.map((role) => walker([role], null)))),
    ...(await Promise.all(roleNames.map((role) => walker([role], ['NLVLI'])))),
    await walker(['analyst', 'team-lead', 'planner'], ['NLVLI']),
    await walker(['auditor', 'press', 'liaison'], null),
    await walker(['analyst'], []),
  ];
});
after(() => node.close());

/** A record in an answer, and the kind whose fields it may have. */
type Found = readonly (readonly [RecordKind, unknown])[];
interface Call {
  readonly path: string;
  readonly body?: unknown;
  readonly raw?: string;
}
interface Recipe {
  readonly calls: () => readonly Call[];
  /** The records in a good answer; `null` when the answer is bytes. */
  readonly records: ((body: never) => Found) | null;
  /** Answered with an event stream: only its beginning is read. */
  readonly stream?: true;
}

const each = (kind: RecordKind, path: string): Recipe => ({
  calls: () => [{ path }],
  records: (body: readonly unknown[]) => body.map((one) => [kind, one]),
});
const page = (kind: RecordKind, ...paths: readonly string[]): Recipe => ({
  calls: () => paths.map((path) => ({ path })),
  records: (body: { readonly items: readonly unknown[] }) => body.items.map((one) => [kind, one]),
});
const ofFiles = (kind: RecordKind | null, rest: string): Recipe => ({
  calls: () =>
    [told.own.file, told.foreign.file, absentFile].map((id) => ({ path: `/api/v1/files/${id}${rest}` })),
  records: kind === null ? null : (body: unknown) => [[kind, body]],
});
const decided = (act: string): Recipe => ({
  calls: () =>
    [told.own.file, told.foreign.file, absentFile].map((id) => ({
      path: `/api/v1/files/${id}/${act}`,
      body: { reason: 'looked at it' },
    })),
  records: (body: unknown) => [['file', body]],
});

/** How each route is called. One that is missing here fails the walk. */
const recipes: Readonly<Record<string, Recipe>> = {
  'GET /api/v1/visits': page(
    'visit',
    '/api/v1/visits?limit=500',
    '/api/v1/visits?limit=500&q=canary',
    '/api/v1/visits?limit=500&q=violet&sort=-vessel',
    '/api/v1/visits?limit=3&sort=arrival&signal=identity-case',
  ),
  'GET /api/v1/visits/:id': {
    calls: () =>
      [told.own.visit, told.foreign.visit, 'v_absent'].map((id) => ({ path: `/api/v1/visits/${id}` })),
    records: (body: unknown) => [['dossier', body]],
  },
  'GET /api/v1/signals': each('signal', '/api/v1/signals'),
  'GET /api/v1/policy': {
    calls: () => [{ path: '/api/v1/policy' }],
    records: (body: unknown) => [['policy', body]],
  },
  'POST /api/v1/policies': {
    calls: () => [{ path: '/api/v1/policies', body: { version: 'none' } }],
    records: (body: unknown) => [['policy', body]],
  },
  'GET /api/v1/rule-sets': each('rule-set', '/api/v1/rule-sets'),
  'POST /api/v1/rule-sets': {
    calls: () => [{ path: '/api/v1/rule-sets', body: { version: 'none' } }],
    records: (body: unknown) => [['rule-set', body]],
  },
  'GET /api/v1/identity-cases': page('identity-case', '/api/v1/identity-cases?limit=500'),
  'GET /api/v1/files': page('file', '/api/v1/files?limit=500', '/api/v1/files?state=quarantined'),
  'GET /api/v1/files/:hash': ofFiles('file-in-full', ''),
  'GET /api/v1/files/:hash/bytes': ofFiles('source', '/bytes?around=200'),
  'GET /api/v1/files/:hash/raw': ofFiles(null, '/raw'),
  'GET /api/v1/files/:hash/contrl': ofFiles(null, '/contrl'),
  'POST /api/v1/files': {
    calls: () => [{ path: '/api/v1/files?name=walk', raw: 'no message at all' }],
    records: (body: unknown) => [['file', body]],
  },
  'POST /api/v1/files/:hash/release': decided('release'),
  'POST /api/v1/files/:hash/reject': decided('reject'),
  'GET /api/v1/node': {
    calls: () => [{ path: '/api/v1/node' }],
    records: (body: unknown) => [['node', body]],
  },
  'GET /api/v1/live': { calls: () => [{ path: '/api/v1/live' }], records: null, stream: true },
};

const walked = (): readonly string[] => [
  ...new Set(
    node.routes.filter(({ method }) => method !== 'HEAD').map(({ method, url }) => `${method} ${url}`),
  ),
];

test('the walk knows how to call every route of the node', () => {
  assert.deepEqual([...walked()].sort(), Object.keys(recipes).sort());
});

test('no answer of any route has a field or a value that its reader may not see', async () => {
  let answered = 0;
  for (const route of walked()) {
    const recipe = recipes[route];
    assert.ok(recipe !== undefined, `${route} has no recipe`);
    for (const walker of walkers) {
      for (const call of recipe.calls()) {
        const { status, bytes } = await ask(walker, route, call, recipe.stream === true);
        const about = `${walker.name}: ${route} ${call.path}`;
        assert.ok(status < 500, `${about} answers ${status} ${bytes.slice(0, 300)}`);
        for (const value of forbidden(walker)) {
          assert.ok(!bytes.includes(value), `${about} tells ${value}`);
        }
        if (status >= 300) continue;
        answered += 1;
        if (recipe.records === null) continue;
        for (const [kind, record] of recipe.records(JSON.parse(bytes) as never)) {
          for (const field of fieldsOf(kind, record)) {
            assert.ok(maySeeField(readerLike(walker), kind, field), `${about} shows ${kind}.${field}`);
          }
        }
      }
    }
  }
  assert.ok(answered > 100, `${answered} good answers`);
});

test('the walk sees what is there: the planted words reach who may see them', async () => {
  const analyst = walkers.find(({ name }) => name === 'analyst of NLVLI')!;
  const { bytes } = await ask(analyst, 'GET', { path: '/api/v1/visits?q=canary' }, false);
  for (const word of [told.own.container, told.own.vessel, told.own.consignee, told.own.goods]) {
    assert.ok(bytes.includes(word), word);
  }
  assert.ok(forbidden(analyst).includes(told.foreign.container));
  assert.ok(!forbidden(analyst).includes(told.own.container));
});

test('a record that is not for the reader and one that is not there are one refusal, by one and the same work', async () => {
  const analyst = walkers.find(({ name }) => name === 'analyst of NLVLI')!;
  const pairs = [
    ...['', '/bytes?around=5', '/raw', '/contrl'].map((rest): readonly [string, string] => [
      `/api/v1/files/${told.foreign.file}${rest}`,
      `/api/v1/files/${absentFile}${rest}`,
    ]),
    [`/api/v1/visits/${told.foreign.visit}`, '/api/v1/visits/v_absent'] as const,
  ];
  for (const [foreign, absent] of pairs) {
    for (const headers of [{}, { 'if-none-match': '*' }, { 'if-none-match': '"x"' }]) {
      const [one, other] = [
        await refusal(analyst, foreign, headers),
        await refusal(analyst, absent, headers),
      ] as const;
      assert.equal(one.status, 404, foreign);
      assert.deepEqual(one, other, foreign);
      assert.ok(one.statements.length > 0);
    }
  }
});

test('a decision about a file that is not for the reader is refused as if it were not there, and nothing is done', async () => {
  const lead = walkers.find(({ name }) => name === 'team-lead of NLVLI')!;
  for (const act of ['release', 'reject']) {
    const answers = await Promise.all(
      [told.foreign.file, absentFile].map((id) =>
        node.post(`/api/v1/files/${id}/${act}`, { reason: 'because' }, lead.headers),
      ),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 404],
    );
  }
  const [file] = await node.db.query<{ state: string }>('select state from file where id = $1', [
    told.foreign.file,
  ]);
  assert.equal(file?.state, 'taken');
});

test('ranks, totals and pages count what the reader may see, without a gap', async () => {
  const analyst = walkers.find(({ name }) => name === 'analyst of NLVLI')!;
  const { body } = await node.get<{ total: number; items: readonly { rank: number; port: string }[] }>(
    '/api/v1/visits?limit=500',
    analyst.headers,
  );
  assert.deepEqual(
    body.items.map((row) => row.rank),
    body.items.map((_, index) => index + 1),
  );
  assert.equal(body.total, body.items.length);
  assert.ok(body.items.every((row) => row.port === 'NLVLI'));
  const { body: whole } = await node.get<{ total: number }>('/api/v1/visits?limit=1');
  assert.ok(body.total > 0 && body.total < whole.total);
  const { body: none } = await node.get<{ total: number; revision: number }>(
    '/api/v1/visits',
    walkers.find(({ name, ports }) => name.startsWith('analyst of') && ports?.length === 0)!.headers,
  );
  assert.deepEqual([none.total, none.revision], [0, 0]);
  const { body: about } = await node.get<{ openVisits: number }>('/api/v1/node', analyst.headers);
  assert.equal(about.openVisits, body.total);
  for (const item of body.items.slice(0, 10) as unknown as readonly { id: string; rank: number }[]) {
    const { body: dossier } = await node.get<{ rank: number }>(`/api/v1/visits/${item.id}`, analyst.headers);
    assert.equal(dossier.rank, item.rank);
  }
});

test('who may not see a field can neither search, filter nor sort by it', async () => {
  const images = walkers.find(({ name }) => name === 'image-analyst')!;
  const ids = async (query: string): Promise<readonly string[]> =>
    (
      await node.get<{ items: readonly { id: string }[] }>(
        `/api/v1/visits?limit=500&${query}`,
        images.headers,
      )
    ).body.items.map((row) => row.id);
  const all = await ids('');
  assert.ok(all.length > 20);
  assert.deepEqual(
    await ids(`q=${encodeURIComponent(told.own.consignee)}`),
    [],
    'the consignee is not searched',
  );
  assert.deepEqual(await ids(`q=${told.own.container}`), [told.own.visit]);
  assert.deepEqual(await ids('signal=identity-case'), all, 'reasons are not for him');
  assert.deepEqual(await ids('sort=-score'), all, 'nor is the score');
  const auditor = walkers.find(({ name }) => name === 'auditor')!;
  const { body } = await node.get<{ items: readonly { id: string }[] }>(
    `/api/v1/visits?limit=500&q=${told.own.container}&sort=container`,
    auditor.headers,
  );
  assert.equal(body.items.length, all.length);
});

test('an auditor knows a visit by a pseudonym, which opens what he may see of it and nothing else', async () => {
  const auditor = walkers.find(({ name }) => name === 'auditor')!;
  const { body } = await node.get<{ items: readonly { id: string }[] }>('/api/v1/visits', auditor.headers);
  const [first] = body.items;
  assert.match(first!.id, /^x_[0-9a-f]{32}$/);
  const opened = await node.get<{ id: string }>(`/api/v1/visits/${first!.id}`, auditor.headers);
  assert.deepEqual([opened.status, opened.body.id], [200, first!.id]);
  assert.equal((await node.get(`/api/v1/visits/${told.own.visit}`, auditor.headers)).status, 404);
  const analyst = walkers.find(({ name }) => name === 'analyst')!;
  assert.equal((await node.get(`/api/v1/visits/${first!.id}`, analyst.headers)).status, 404);
});

test('who oversees says why before he opens a dossier, and learns nothing from being asked', async () => {
  const auditor = walkers.find(({ name }) => name === 'integrity')!;
  const silent = { ...auditor.headers, 'havenwacht-purpose': '' };
  const answers = await Promise.all(
    [told.own.visit, 'v_absent'].map((id) => node.get(`/api/v1/visits/${id}`, silent)),
  );
  assert.deepEqual(
    answers.map(({ status, body }) => [status, body['code']]),
    [
      [422, 'reader/purpose-needed'],
      [422, 'reader/purpose-needed'],
    ],
  );
  assert.equal((await node.get(`/api/v1/visits/${told.own.visit}`, auditor.headers)).status, 200);
});

test('a look is written down with its purpose, and so is a refusal', async () => {
  const analyst = walkers.find(({ name }) => name === 'analyst of NLVLI')!;
  const since = node.acts.length;
  await node.get(`/api/v1/visits/${told.own.visit}`, analyst.headers);
  await node.get(`/api/v1/visits/${told.foreign.visit}`, analyst.headers);
  await node.get(`/api/v1/files/${told.own.file}/raw`, { ...analyst.headers, 'havenwacht-purpose': '' });
  assert.deepEqual(
    node.acts.slice(since).map(({ kind, act, subject, by }) => [kind, act, subject, by.purpose]),
    [
      ['look', 'visit/read', told.own.visit, 'task 1'],
      ['refusal', 'visit/read', told.foreign.visit, 'task 1'],
      ['look', 'file/raw', told.own.file, null],
    ],
  );
});

test('bytes that the node has already are taken from a reader who may not see them as if they were new', async () => {
  const analyst = walkers.find(({ name }) => name === 'analyst of NLVLI')!;
  const bytes = String((await node.get(`/api/v1/files/${told.foreign.file}/raw`)).body);
  const [known, fresh] = [
    await node.post('/api/v1/files?name=mine', bytes, analyst.headers),
    await node.post('/api/v1/files?name=mine', bytes.replaceAll('VIOLET', 'INDIGO'), analyst.headers),
  ] as const;
  const looks = ({ status, body: { id: _, ...body } }: Answer): unknown => [status, body];
  assert.deepEqual(looks(known), looks(fresh));
  assert.equal(known.status, 201);
});

test("another's Idempotency-Key never gives his answer", async () => {
  const key = { 'idempotency-key': 'walk-1' };
  const [one, other] = [
    walkers.find(({ name }) => name === 'team-lead')!,
    walkers.find(({ name }) => name === 'team-lead of NLVLI')!,
  ];
  const send = (walker: Walker): Promise<Answer> =>
    node.post(
      `/api/v1/files/${told.foreign.file}/reject`,
      { reason: 'of no use' },
      { ...walker.headers, ...key },
    );
  assert.equal((await send(one)).status, 409);
  const answer = await send(other);
  assert.deepEqual([answer.status, answer.headers.get('idempotency-replayed')], [404, null]);
});

test('every route says in its schema what it answers', () => {
  for (const { method, url, answers } of node.routes) {
    assert.ok(
      answers.some((status) => status.startsWith('2')),
      `${method} ${url}`,
    );
  }
});

test('who watches hears of what he may see, and how much of it, and of nothing else', async () => {
  const analyst = walkers.find(({ name }) => name === 'analyst of NLVLI')!;
  const controller = new AbortController();
  const stream = await fetch(`${node.address}/api/v1/live`, {
    headers: { ...analyst.headers, 'last-event-id': '1' },
    signal: controller.signal,
  });
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  const eta = node.clock.now() + 3 * day;
  const voyage = { imo: '9074729', vessel: 'YELLOWBIRD', voyage: '2Y', eta };
  await plant(900_011, 'CANARY SCARLET', { ...voyage, port: 'NLRTM' });
  const seen = await plant(900_012, 'CANARY OCHRE', { ...voyage, port: 'NLVLI' });
  let heard = '';
  while (!heard.includes('event: revision')) {
    const { value, done } = await reader.read();
    assert.ok(!done, heard);
    heard += value;
  }
  controller.abort();
  await reader.cancel().catch(() => {});
  const data = (event: string): readonly Record<string, unknown>[] =>
    [...heard.matchAll(new RegExp(`event: ${event}\\ndata: (.*)`, 'g'))].map(
      (match) => JSON.parse(match[1]!) as Record<string, unknown>,
    );
  assert.deepEqual(
    data('file').map((one) => one['id']),
    [seen.file],
  );
  const [revision] = data('revision');
  const rows = await node.db.query<{ visit_id: string }>(
    "select visit_id from screening where revision = $1 and port = 'NLVLI' order by visit_id",
    [revision!['revision']],
  );
  assert.ok(rows.length > 0);
  assert.deepEqual(
    [revision!['total'], revision!['changed']],
    [rows.length, rows.map((row) => row.visit_id)],
  );
  assert.equal(
    data('revision').length,
    1,
    'of the revision that touched the other port alone nothing is told',
  );
});

async function ask(
  walker: Walker,
  route: string,
  call: Call,
  stream: boolean,
): Promise<{ readonly status: number; readonly bytes: string }> {
  const controller = new AbortController();
  const post = route.startsWith('POST');
  const answer = await fetch(new URL(call.path, node.address), {
    method: post ? 'POST' : 'GET',
    headers: {
      ...walker.headers,
      ...(post
        ? { 'content-type': call.raw === undefined ? 'application/json' : 'application/octet-stream' }
        : {}),
    },
    ...(post ? { body: call.raw ?? JSON.stringify(call.body) } : {}),
    signal: controller.signal,
  });
  if (!stream || answer.status !== 200) return { status: answer.status, bytes: await answer.text() };
  const { value } = await answer.body!.getReader().read();
  controller.abort();
  return { status: answer.status, bytes: Buffer.from(value ?? new Uint8Array()).toString() };
}

function readerLike(walker: Walker): Reader {
  return { ...nodeReader, person: 'p_walker', session: 's_walker', roles: walker.roles, ports: walker.ports };
}

/** Every value that must not be in an answer to this walker. */
function forbidden(walker: Walker): readonly string[] {
  const reader = readerLike(walker);
  const { foreign, values } = told;
  const byField = (Object.keys(values) as (keyof Told['values'])[]).filter(
    (field) => !maySeeField(reader, 'visit', field) && !maySeeField(reader, 'file', 'name'),
  );
  return [
    ...byField.flatMap((field) => values[field]),
    ...(walker.ports === null ? [] : [foreign.container, foreign.vessel, foreign.consignee, foreign.goods]),
  ];
}

/** The names of all fields of a record, as deep as the table goes. */
function fieldsOf(kind: RecordKind, record: unknown): readonly string[] {
  const names = (value: unknown, fields: unknown, at: string): readonly string[] => {
    if (Array.isArray(fields)) return [at];
    if (Array.isArray(value)) return value.flatMap((one) => names(one, fields, at));
    return Object.entries(value ?? {}).flatMap(([name, inner]) => {
      const below = (fields as Record<string, unknown> | undefined)?.[name];
      const path = at === '' ? name : `${at}.${name}`;
      return below === undefined ? [path] : names(inner, below, path);
    });
  };
  return names(record, fieldTable[kind], '');
}

async function refusal(
  walker: Walker,
  path: string,
  headers: Record<string, string>,
): Promise<{
  readonly status: number;
  readonly body: unknown;
  readonly headers: unknown;
  readonly statements: readonly string[];
}> {
  const statements: string[] = [];
  // What the node does of itself, at its own times, is no part of the answer.
  node.hearing.heard = (statement) => {
    if (!/\bevent(_reader)?\b/.test(statement)) statements.push(statement);
  };
  const answer = await node.get(path, { ...walker.headers, ...headers });
  node.hearing.heard = null;
  const { instance: _, details: __, ...body } = answer.body;
  const shown = [...answer.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date');
  return {
    status: answer.status,
    body,
    headers: shown.map(([name, value]) => (name === 'content-length' ? name : [name, value])),
    statements,
  };
}
