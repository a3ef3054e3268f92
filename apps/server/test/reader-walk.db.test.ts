import { roleNames } from '@havenwacht/domain';
import { defaultRuleSet } from '@havenwacht/risk';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  caseRoles,
  fieldTable,
  maySeeField,
  staffRoles,
  type RecordKind,
  type Role,
} from '../src/features/people/index.ts';
import type { Reader } from '../src/platform/auth/index.ts';
import { nodeReader } from '../src/platform/scope/index.ts';
import { aContainer, aDischargeOrder, aManifest, aQuayReport, day, type Voyage } from './a-message.ts';
import { aNode, type Answer, type TestNode } from './a-node.ts';
import { aScan } from './a-scan.ts';
import { aSimulation, asHanded } from './a-simulation.ts';
import { aSegregationPolicy } from './a-segregation-policy.ts';
import { changeRules } from './second-person.ts';
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
  /** Containers that stand on orders or holds of his own organisation. */
  readonly ordered?: readonly string[];
}

/** The words of a planted record: they occur nowhere else. */
interface Planted {
  readonly container: string;
  readonly vessel: string;
  readonly consignee: string;
  readonly goods: string;
  readonly file: string;
  /** Where in that file its message begins. */
  readonly messageAt: number;
  readonly visit: string;
  readonly scan: string;
  /** A container that stands ashore in the same port. */
  readonly landed: string;
  /** What somebody noted about it. */
  readonly note: string;
}

interface Told {
  /** An order to the terminal of organisation `org-qzt`. */
  readonly order: string;
  readonly own: Planted;
  readonly foreign: Planted;
  /** Addresses of what stands ashore, as the picture of the yard gives them. */
  readonly ashore: readonly string[];
  /** All that the node holds, by the field that shows it. */
  readonly values: Readonly<Record<'container' | 'consignee' | 'goods' | 'vesselName', readonly string[]>>;
}

const nobody: Walker = { name: 'nobody', roles: [], ports: null, headers: { cookie: '' } };
const absentFile = 'f'.repeat(64);

async function plant(
  serial: number,
  words: string,
  voyage: Voyage,
): Promise<Omit<Planted, 'visit' | 'messageAt' | 'scan' | 'landed'>> {
  const planted = {
    container: aContainer(serial),
    vessel: voyage.vessel ?? '',
    consignee: `${words} IMPORT`,
    goods: `${words} GOODS`,
    note: `${words} NOTE`,
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
  await node.actLog.start();
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
  await node.db.execute('update scan_setting set blind_share = 0, trial_share = 0');
  const desk = { ...node.reader.headers, 'havenwacht-purpose': 'task%200' };
  const images = (await signedIn(node, ['image-analyst'])).headers;
  /** What people do with a planted record: acts, a look, a scan that was judged and one that waits. */
  const worked = async (record: Awaited<ReturnType<typeof plant>>, port: string): Promise<Planted> => {
    const visit = await visitOf(record.container);
    for (const act of [
      { kind: 'note', reason: record.note },
      { kind: 'propose', method: 'scan', reason: record.note, wantedAt: null },
      { kind: 'assign' },
    ]) {
      assert.equal((await node.post(`/api/v1/visits/${visit}/acts`, act, desk)).status, 201);
    }
    await node.get(`/api/v1/visits/${visit}`, desk);
    const scans: string[] = [];
    for (let n = 0; n < 2; n += 1) {
      const { status, body } = await node.post<{ id: string }>(
        `/api/v1/scans?port=${port}`,
        aScan(record.container),
        images,
      );
      assert.equal(status, 201);
      scans.push(body.id);
    }
    const [judged, scan] = scans as [string, string];
    await node.get(`/api/v1/scans/${judged}/channels/1`, images);
    const verdict = { verdict: 'cannot-tell', note: record.note };
    assert.equal((await node.post(`/api/v1/scans/${judged}/judgements`, verdict, images)).status, 201);
    const [message] = await node.db.query<{ at: number }>(
      'select at_byte as at from message where file = $1',
      [record.file],
    );
    const landed = aContainer(port === 'NLVLI' ? 900_021 : 900_022);
    const voyage = {
      imo: '9839272',
      vessel: 'LANDBIRD',
      voyage: `${port}L`,
      port,
      ata: node.clock.now() - day,
    };
    const about = { at: node.clock.now() - day / 2, voyage };
    await node.take({
      [`${port}-order.edi`]: aDischargeOrder({ ...about, at: about.at - day, boxes: [{ number: landed }] }),
      [`${port}-quay.edi`]: aQuayReport({
        ...about,
        event: 'discharge',
        boxes: [{ number: landed, happenedAt: about.at }],
      }),
    });
    return { ...record, visit, scan, landed, messageAt: message!.at };
  };
  const [planted, elsewhere] = [await worked(own, 'NLVLI'), await worked(foreign, 'NLRTM')];
  assert.ok((await changeRules(node, 'rule-sets', { ...defaultRuleSet, version: 'walk' })).status < 300);
  const yard = await node.get<{
    blocks: readonly { port: string; terminal: string | null; block: string | null }[];
  }>('/api/v1/water');
  // Every box from Ecuador is ordered into the guarded stack at once.
  const atVlissingen = aSegregationPolicy();
  await node.db.transaction((tx) =>
    tx.execute(
      `insert into segregation_policy (version, owner, valid_from, body, stored_at, stored_by)
       values ('walk', 'walk', '2026-01-01', $1::jsonb, '2026-01-01', 'p_walk')`,
      [JSON.stringify({ ...atVlissingen, version: 'walk', orderLeadMinutes: 90_000, coverMoves: 0 })],
    ),
  );
  await node.db.transaction((tx) => tx.news('segregation-policy-changed', { version: 'walk' }));
  await node.settle();
  await node.tend();
  // A hold that was given, as the carrier QZX finds it.
  await node.db.execute(
    `insert into outside_act (id, occasion, sign, anchor, held_until, ground, sealed, state, made_at, settled_at)
     values ('a_walk', 'walk', 'release-hold', 'collectable', '2026-01-01', 'walk', 'x', 'given', '2026-01-01', '2026-01-02')`,
  );
  await node.db.execute(
    `insert into release_hold (act_id, container, port, carrier, since)
     values ('a_walk', '${own.container}', 'NLVLI', 'QZX', '2026-01-02')`,
  );
  const orders = await node.db.query<{ id: string; container: string }>(
    "select o.id, l.container from terminal_order o join terminal_order_line l on l.order_id = o.id where o.organisation = 'org-qzt'",
  );
  assert.ok(
    orders.some(({ container }) => container === own.container),
    'the planted box is ordered',
  );
  told = {
    order: orders[0]!.id,
    own: planted,
    foreign: elsewhere,
    ashore: ['NLVLI', 'NLRTM'].flatMap((port) =>
      yard.body.blocks
        .filter((one) => one.port === port)
        .slice(0, 2)
        .map(({ terminal, block }) => {
          const place = new URLSearchParams({ port });
          if (terminal !== null) place.set('terminal', terminal);
          if (block !== null) place.set('block', block);
          return `/api/v1/water/ashore?${place}`;
        }),
    ),
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
  const atTerminal = await signedIn(node, ['terminal'], { groups: ['org-qzt'] });
  walkers = [
    nobody,
    ...(await Promise.all(roleNames.map((role) => walker([role], null)))),
    ...(await Promise.all(roleNames.map((role) => walker([role], ['NLVLI'])))),
    await walker(['analyst', 'team-lead', 'planner'], ['NLVLI']),
    await walker(['auditor', 'press', 'liaison'], null),
    await walker(['analyst'], []),
    {
      name: 'terminal of org-qzt',
      roles: ['terminal'],
      ports: null,
      headers: atTerminal.headers,
      ordered: orders.map(({ container }) => container),
    },
    {
      name: 'carrier QZX',
      roles: ['carrier'],
      ports: null,
      headers: (await signedIn(node, ['carrier'], { groups: ['QZX'] })).headers,
      ordered: [told.own.container],
    },
  ];
  for (const { headers } of walkers) {
    for (const { visit } of [told.own, told.foreign]) {
      await node.send('PUT', `/api/v1/recent-dossiers/${visit}`, {}, headers);
    }
  }
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
  /** Who is answered at all, and the fields of such an answer; for records that the table of fields has not. */
  readonly shows?: {
    readonly to: readonly Role[] | 'anyone' | 'signed-in';
    readonly fields: readonly string[];
  };
  /** What it does ends or locks a session: each call has one of its own. */
  readonly endsSession?: true;
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

type To = NonNullable<Recipe['shows']>['to'];
/** `fields` by name, divided by blanks; those inside others as `outer.inner`. */
const shown = (to: To, fields: string, ...calls: readonly Call[]): Recipe => ({
  calls: () => calls,
  records: null,
  shows: { to, fields: fields.split(/\s+/).filter((one) => one !== '') },
});
/** One record of this kind, or of none where nothing is said. */
const one = (kind: RecordKind, ...calls: readonly Call[]): Recipe => ({
  calls: () => calls,
  records: (body: unknown) => [[kind, body]],
});
/** The same for one's own visit, one of another port and one that is not there. */
const ofVisits = (
  kind: RecordKind | null,
  path: (visit: string) => string,
  body?: (visit: string) => unknown,
): Recipe => ({
  records: kind === null ? null : (answer: unknown) => [[kind, answer]],
  calls: () =>
    [told.own.visit, told.foreign.visit, 'v_absent'].map((visit) => ({
      path: path(visit),
      ...(body === undefined ? {} : { body: body(visit) }),
    })),
});
/** The same for a scan of one's own port, one of another and one that is not there. */
const ofScans = (kind: RecordKind | null, rest: string, body?: unknown): Recipe => ({
  records: kind === null ? null : (answer: unknown) => [[kind, answer]],
  calls: () =>
    [told.own.scan, told.foreign.scan, absentScan].map((id) => ({
      path: `/api/v1/scans/${id}${rest}`,
      ...(body === undefined ? {} : { body }),
    })),
});
const ofScanPages = (kind: RecordKind, rest: string): Recipe => ({
  ...page(kind),
  calls: ofScans(null, rest).calls,
});
/** The fields of answers about visits that the table has not: those of controls. */
const shownOfVisits = (
  to: To,
  fields: string,
  path: () => string,
  body: (visit: string) => unknown,
): Recipe => ({
  ...ofVisits(null, path, body),
  shows: { to, fields: fields.split(/\s+/) },
});
const ending = (recipe: Recipe): Recipe => ({ ...recipe, endsSession: true });

const proposers: readonly Role[] = ['analyst', 'image-analyst', 'planner', 'team-lead'];
const participants: readonly Role[] = [...proposers, 'officer', 'terminal', 'integrity', 'auditor'];
const logReaders: readonly Role[] = ['auditor', 'integrity', 'data-protection'];
const passkey = { challenge: 'none', response: {} };
const passphrase = { challenge: 'none', passphrase: 'none at all', totp: '000000' };
const ownKeyFields = 'passkey passphrase passphrase.challenge passphrase.secret passphrase.uri';
const absentScan = `s_${'x'.repeat(22)}`;
const boardControl = `items.id items.state items.port items.lane items.plannedAt items.needs items.mine items.exposure
  items.exposure.knowNow items.exposure.willKnow items.exposure.exposure items.exposure.limit items.box
  items.box.visit items.box.container items.box.arrivalAt items.box.moved items.box.then items.box.then.rank
  items.box.then.band items.box.then.score items.box.now items.box.now.rank items.box.now.band items.box.now.score`;
const absentSha = 'e'.repeat(64);
const absentControl = `c_${'0'.repeat(22)}`;

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
  'GET /api/v1/session': shown(
    'anyone',
    'person person.id person.role person.number person.label person.name roles groups ports locked openedAt expiresAt locksAfterSeconds steppedUpUntil demo',
    { path: '/api/v1/session' },
  ),
  'GET /api/v1/sign-in': shown('anyone', 'node demo passkey passphrase singleSignOn firstStart', {
    path: '/api/v1/sign-in',
  }),
  'POST /api/v1/sign-in/passkey/options': shown('anyone', '', {
    path: '/api/v1/sign-in/passkey/options',
    body: {},
  }),
  'POST /api/v1/sign-in/passkey': ending(
    shown('anyone', '', { path: '/api/v1/sign-in/passkey', body: passkey }),
  ),
  'POST /api/v1/sign-in/passphrase': ending(
    shown('anyone', '', { path: '/api/v1/sign-in/passphrase', body: { name: 'analyst-1', ...passphrase } }),
  ),
  'POST /api/v1/session/step-up/passkey/options': ending(
    shown('signed-in', '', { path: '/api/v1/session/step-up/passkey/options', body: {} }),
  ),
  'POST /api/v1/session/step-up/passkey': ending(
    shown('signed-in', '', { path: '/api/v1/session/step-up/passkey', body: passkey }),
  ),
  'POST /api/v1/session/step-up/passphrase': ending(
    shown('signed-in', '', { path: '/api/v1/session/step-up/passphrase', body: passphrase }),
  ),
  'POST /api/v1/session/lock': ending(shown('signed-in', '', { path: '/api/v1/session/lock', body: {} })),
  'DELETE /api/v1/session': ending(shown('anyone', '', { path: '/api/v1/session' })),
  'GET /api/v1/sessions': shown('signed-in', 'id current openedAt seenAt expiresAt locked', {
    path: '/api/v1/sessions',
  }),
  'DELETE /api/v1/sessions/:id': shown('signed-in', '', { path: '/api/v1/sessions/x_absent' }),
  'POST /api/v1/enrolment': shown('anyone', '', { path: '/api/v1/enrolment', body: { code: 'AAAA-BBBB' } }),
  'POST /api/v1/enrolment/passkey': shown('anyone', '', {
    path: '/api/v1/enrolment/passkey',
    body: { ...passkey, code: 'AAAA-BBBB' },
  }),
  'POST /api/v1/enrolment/passphrase': shown('anyone', '', {
    path: '/api/v1/enrolment/passphrase',
    body: { ...passphrase, code: 'AAAA-BBBB' },
  }),
  'GET /api/v1/own-keys': shown('signed-in', 'id kind label createdAt lastUsedAt current', {
    path: '/api/v1/own-keys',
  }),
  'POST /api/v1/own-keys/options': shown('signed-in', ownKeyFields, {
    path: '/api/v1/own-keys/options',
    body: {},
  }),
  'POST /api/v1/own-keys/passkey': shown('signed-in', '', {
    path: '/api/v1/own-keys/passkey',
    body: passkey,
  }),
  'POST /api/v1/own-keys/passphrase': shown('signed-in', '', {
    path: '/api/v1/own-keys/passphrase',
    body: passphrase,
  }),
  'DELETE /api/v1/own-keys/:id': shown('signed-in', '', { path: '/api/v1/own-keys/x_absent' }),
  'GET /api/v1/directory': shown(staffRoles, 'id role number label name', { path: '/api/v1/directory' }),
  'GET /api/v1/people': shown(
    ['administrator'],
    'id role number label name signInName roles groups ports state createdAt credentials lastUsedAt',
    { path: '/api/v1/people' },
  ),
  'POST /api/v1/people': shown(
    ['administrator'],
    'person person.id person.role person.number person.label person.name person.signInName person.roles person.groups person.ports person.state person.createdAt invitation invitation.code invitation.half invitation.expiresAt',
    { path: '/api/v1/people', body: { roles: ['press'], groups: [], ports: null, label: null } },
  ),
  'GET /api/v1/people/:id': shown(['administrator'], '', { path: '/api/v1/people/x_absent' }),
  'PATCH /api/v1/people/:id': shown(['administrator'], '', {
    path: '/api/v1/people/x_absent',
    body: { label: 'nobody' },
  }),
  'POST /api/v1/people/:id/invitation': shown(['administrator'], '', {
    path: '/api/v1/people/x_absent/invitation',
    body: {},
  }),
  'DELETE /api/v1/people/:id/sessions': shown(['administrator'], '', {
    path: '/api/v1/people/x_absent/sessions',
  }),
  'GET /api/v1/recoveries': shown(
    ['administrator'],
    'id kind person reason askedBy askedAt expiresAt approvedBy state',
    { path: '/api/v1/recoveries' },
  ),
  'POST /api/v1/recoveries': shown(['administrator'], '', {
    path: '/api/v1/recoveries',
    body: { person: 'x_absent', reason: 'lost his key' },
  }),
  'POST /api/v1/recoveries/:id/approval': shown(['administrator'], '', {
    path: '/api/v1/recoveries/x_absent/approval',
    body: {},
  }),
  'GET /api/v1/health-checks': page('checkup', '/api/v1/health-checks'),
  'GET /api/v1/log/checkpoint': shown(logReaders, '', { path: '/api/v1/log/checkpoint' }),
  'GET /api/v1/log/state': one('log-state', { path: '/api/v1/log/state' }),
  'GET /api/v1/log/tile/*': shown(
    logReaders,
    '',
    { path: '/api/v1/log/tile/0/000.p/1' },
    { path: '/api/v1/log/tile/entries/000.p/1' },
  ),
  'GET /api/v1/log/entries': page(
    'log-entry',
    '/api/v1/log/entries?limit=500',
    '/api/v1/log/entries?limit=500&act=visit/note',
  ),
  'GET /api/v1/log/inclusion': one('log-proof', { path: '/api/v1/log/inclusion?entry=0&size=1' }),
  'GET /api/v1/log/consistency': one('log-proof', { path: '/api/v1/log/consistency?old=0&size=1' }),
  'POST /api/v1/log/verification': one('log-verification', { path: '/api/v1/log/verification', body: {} }),
  'GET /api/v1/water': one('water', { path: '/api/v1/water' }),
  'GET /api/v1/water/ashore': {
    calls: () => told.ashore.map((path) => ({ path })),
    records: (body: { readonly items: readonly unknown[] }) => body.items.map((box) => ['ashore', box]),
  },
  'POST /api/v1/scan-orders': {
    calls: () => [
      { path: '/api/v1/scan-orders', body: { container: told.own.container, port: 'NLVLI' } },
      { path: '/api/v1/scan-orders', body: { container: told.foreign.container, port: 'NLRTM' } },
    ],
    records: (body: unknown) => [['scan-order', body]],
  },
  'POST /api/v1/scans': one(
    'scan',
    { path: '/api/v1/scans?port=NLVLI', raw: 'no scan at all' },
    { path: '/api/v1/scans?port=NLRTM', raw: 'no scan either' },
  ),
  'GET /api/v1/scans': page('scan', '/api/v1/scans?state=quarantined', '/api/v1/scans'),
  'GET /api/v1/scans/:id': ofScans('scan-in-full', ''),
  'GET /api/v1/scans/:id/channels': ofScans(null, '/channels'),
  'GET /api/v1/scans/:id/channels/:channel': ofScans(null, '/channels/1'),
  'GET /api/v1/scans/:id/pair': ofScans('scan-pair', '/pair'),
  'GET /api/v1/scans/:id/pair/warp': ofScans(null, '/pair/warp'),
  'GET /api/v1/scans/:id/references': ofScanPages('scan', '/references'),
  'GET /api/v1/scans/:id/preview': ofScans(null, '/preview'),
  'POST /api/v1/scans/:id/judgements': ofScans('scan-judging', '/judgements', { verdict: 'cannot-tell' }),
  'GET /api/v1/scan-skill': page('scan-skill', '/api/v1/scan-skill'),
  'GET /api/v1/marks': page('mark', '/api/v1/marks'),
  'POST /api/v1/selections': ofVisits(
    'selection',
    () => '/api/v1/selections',
    (visit) => ({ visits: [visit] }),
  ),
  'POST /api/v1/selections/:id/acts': one('acted', {
    path: '/api/v1/selections/x_absent/acts',
    body: { kind: 'assign', count: 1 },
  }),
  'POST /api/v1/visits/:id/acts': ofVisits(
    'acted',
    (visit) => `/api/v1/visits/${visit}/acts`,
    () => ({ kind: 'note', reason: 'looked at it' }),
  ),
  'POST /api/v1/acts/:id/undo': one('acted', { path: '/api/v1/acts/x_absent/undo', body: {} }),
  'GET /api/v1/visits/:id/acts': {
    ...ofVisits('triage-act', (visit) => `/api/v1/visits/${visit}/acts`),
    records: (body: { readonly items: readonly unknown[] }) => body.items.map((act) => ['triage-act', act]),
  },
  'GET /api/v1/visits/:id/parties': {
    ...ofVisits('party', (visit) => `/api/v1/visits/${visit}/parties`),
    records: (body: { readonly items: readonly unknown[] }) => body.items.map((party) => ['party', party]),
  },
  'GET /api/v1/visits/:id/versions': {
    calls: () =>
      [told.own, told.foreign, { visit: 'v_absent', file: absentSha, messageAt: 0 }].map(
        ({ visit, file, messageAt }) => ({
          path: `/api/v1/visits/${visit}/versions?earlier=${file}.${messageAt}&later=${file}.${messageAt}`,
        }),
      ),
    records: (body: unknown) => [['versions', body]],
  },
  'GET /api/v1/views': page('queue-view', '/api/v1/views'),
  'POST /api/v1/views': one('queue-view', {
    path: '/api/v1/views',
    body: { name: 'walked', filter: 'band=A', shared: true },
  }),
  'PUT /api/v1/views/:id': one('queue-view', {
    path: '/api/v1/views/x_absent',
    body: { name: 'walked', filter: 'band=A' },
  }),
  'DELETE /api/v1/views/:id': shown(caseRoles, '', { path: '/api/v1/views/x_absent' }),
  'GET /api/v1/settings': one('settings', { path: '/api/v1/settings' }),
  'PUT /api/v1/settings': one('settings', {
    path: '/api/v1/settings',
    body: { defaultView: null, letterKeys: true, keys: {} },
  }),
  'GET /api/v1/recent-dossiers': page('recent-dossier', '/api/v1/recent-dossiers'),
  'PUT /api/v1/recent-dossiers/:id': ofVisits(null, (visit) => `/api/v1/recent-dossiers/${visit}`),
  'GET /api/v1/wallboard': {
    calls: () => [{ path: '/api/v1/wallboard' }],
    records: (body: { readonly ports: readonly unknown[] }) =>
      body.ports.map((port) => ['port-summary', port]),
  },
  'POST /api/v1/controls': shownOfVisits(
    proposers,
    'id',
    () => '/api/v1/controls',
    (visit) => ({
      visit,
      method: 'open',
      reason: 'walked',
      place: 'shed 1',
      lane: '1',
      plannedAt: new Date(node.clock.now() + day).toISOString(),
    }),
  ),
  'GET /api/v1/controls': shown(
    participants,
    'items items.id items.state items.port items.lane items.plannedAt asOf',
    { path: '/api/v1/controls' },
  ),
  'GET /api/v1/controls/:id': shown(participants, '', { path: '/api/v1/controls/x_absent' }),
  'GET /api/v1/controls/:id/exposure': shown(['planner', 'team-lead'], '', {
    path: '/api/v1/controls/x_absent/exposure',
  }),
  'GET /api/v1/controls/:id/outside': shown(['planner', 'team-lead'], '', {
    path: '/api/v1/controls/x_absent/outside',
  }),
  'GET /api/v1/segregation/boxes': page('segregated-visit', '/api/v1/segregation/boxes'),
  'GET /api/v1/segregation/orders': page('terminal-order', '/api/v1/segregation/orders'),
  'GET /api/v1/segregation/cases': page('segregation-case', '/api/v1/segregation/cases'),
  'POST /api/v1/segregation/intrusions': shownOfVisits(
    ['planner', 'team-lead', 'officer'],
    'recordedAt',
    () => '/api/v1/segregation/intrusions',
    (visit) => ({ visit, at: new Date(node.clock.now()).toISOString(), reason: 'walked' }),
  ),
  'GET /api/v1/segregation/policy': {
    calls: () => [{ path: '/api/v1/segregation/policy' }],
    records: (body: unknown) => [['segregation-policy', body]],
  },
  'POST /api/v1/segregation/policies': {
    calls: () => [{ path: '/api/v1/segregation/policies', body: { version: 'none' } }],
    records: (body: unknown) => [['segregation-policy', body]],
  },
  'GET /api/v1/portal/orders': page('terminal-order', '/api/v1/portal/orders'),
  'GET /api/v1/portal/orders/:id/message': {
    calls: () => [{ path: `/api/v1/portal/orders/${told.order}/message` }],
    records: null,
  },
  'POST /api/v1/portal/orders/:id/answers': {
    ...shown(['terminal'], 'recordedAt'),
    calls: () => [
      { path: `/api/v1/portal/orders/${told.order}/answers`, body: { answer: 'acknowledged' } },
      { path: '/api/v1/portal/orders/o_absent/answers', body: { answer: 'acknowledged' } },
    ],
  },
  'GET /api/v1/portal/blocks': page('guarded-block', '/api/v1/portal/blocks'),
  'GET /api/v1/portal/holds': page('release-hold', '/api/v1/portal/holds'),
  'POST /api/v1/controls/:id/approve': shown(['planner', 'team-lead'], '', {
    path: '/api/v1/controls/x_absent/approve',
    body: {},
  }),
  'POST /api/v1/controls/:id/seal': shown(['planner', 'team-lead'], '', {
    path: '/api/v1/controls/x_absent/seal',
    body: {},
  }),
  'POST /api/v1/controls/:id/judge': shown(['planner', 'team-lead'], '', {
    path: '/api/v1/controls/x_absent/judge',
    body: {},
  }),
  'POST /api/v1/controls/:id/close': shown(['planner', 'team-lead'], '', {
    path: '/api/v1/controls/x_absent/close',
    body: {},
  }),
  'POST /api/v1/controls/:id/knowers': shown(['planner', 'team-lead'], '', {
    path: '/api/v1/controls/x_absent/knowers',
    body: { person: 'p_x', items: ['place'], fromAt: '2026-03-02T06:00:00Z', reason: 'walked' },
  }),
  'POST /api/v1/controls/:id/open': shown(participants, '', {
    path: '/api/v1/controls/x_absent/open',
    body: {},
  }),
  'POST /api/v1/controls/:id/evidence': shown(participants, '', {
    path: '/api/v1/controls/x_absent/evidence?kind=photo',
    raw: 'none',
  }),
  'POST /api/v1/controls/:id/result': shown(participants, '', {
    path: '/api/v1/controls/x_absent/result',
    body: { outcome: 'nothing', evidence: [] },
  }),
  'GET /api/v1/tasks': shown(participants, 'items items.id items.opensAt items.isOpen asOf', {
    path: '/api/v1/tasks',
  }),
  'POST /api/v1/tasks/:id/open': shown(participants, '', { path: '/api/v1/tasks/x_absent/open', body: {} }),
  'POST /api/v1/tasks/:id/along': shown(participants, '', {
    path: '/api/v1/tasks/x_absent/along',
    body: { clock: 0 },
  }),
  'POST /api/v1/tasks/:id/items/:item': shown(participants, '', {
    path: '/api/v1/tasks/x_absent/items/walked-item-000000?kind=note&clock=0',
    raw: 'none',
  }),
  'POST /api/v1/lowerings': shown(proposers, '', {
    path: '/api/v1/lowerings',
    body: { act: 'cancel', subject: absentControl, reason: 'walked' },
  }),
  'GET /api/v1/lowerings/:id': shown([...proposers, 'integrity', 'auditor'], '', {
    path: `/api/v1/lowerings/${absentControl}`,
  }),
  'GET /api/v1/controls/overdue': shown(
    ['integrity'],
    'items items.id items.state items.port items.lane items.plannedAt',
    { path: '/api/v1/controls/overdue' },
  ),
  'GET /api/v1/draws': shown(
    logReaders,
    'id kind state at context model candidates drawn parties parties.name parties.present verified problem',
    { path: '/api/v1/draws' },
  ),
  'GET /api/v1/draws/:id/bundle': shown(logReaders, '', { path: `/api/v1/draws/d_${'0'.repeat(22)}/bundle` }),
  'GET /api/v1/looks/unexplained': shown(
    ['integrity'],
    'windowDays budgetAWeek falseAlarmRate assumptions sets assumptions.workExplained assumptions.workOutcome assumptions.snoopExplained assumptions.snoopOutcome assumptions.prior assumptions.shares',
    { path: '/api/v1/looks/unexplained' },
  ),
  'GET /api/v1/alerts': shown(['integrity'], 'items items.at items.alert items.about', {
    path: '/api/v1/alerts',
  }),
  'GET /api/v1/lowerings': shown(
    [...proposers, ...logReaders],
    'items items.id items.act items.kind items.subject items.reason items.evidenceHash items.askedBy items.askedAt items.secondPerson items.expiresAt items.decision items.decidedAt items.waitsFor items.redrawn items.effect',
    { path: '/api/v1/lowerings' },
  ),
  'POST /api/v1/lowerings/:id/decide': shown(proposers, '', {
    path: '/api/v1/lowerings/x_absent/decide',
    body: { decision: 'refused', evidenceHash: absentSha, code: 'none at all' },
  }),
  'GET /api/v1/control-board': shown(
    proposers,
    `asOf lanes lanes.name lanes.methods lanes.perHour items ${boardControl} proposals proposals.reference
      proposals.visit proposals.container proposals.port proposals.method proposals.reason proposals.wantedAt
      proposals.roles proposals.at`,
    { path: '/api/v1/control-board' },
  ),
  'GET /api/v1/controls/:id/card': shown(proposers, '', { path: '/api/v1/controls/x_absent/card' }),
  'POST /api/v1/control-plans': shownOfVisits(
    proposers,
    `exposure limit burnChance knowNow willKnow doubleBooked knowers knowers.person knowers.part knowers.items knowers.fromAt
      knowers.onArrival knowers.reason steps steps.at steps.people steps.weight parts parts.part parts.people
      parts.available signs signs.sign signs.outsider signs.heldUntil signs.canHold signs.openMinutes signs.ground`,
    () => '/api/v1/control-plans',
    (visit) => ({
      visit,
      method: 'open',
      place: 'shed 1',
      plannedAt: new Date(node.clock.now() + day).toISOString(),
    }),
  ),
  'POST /api/v1/controls/:id/review': shown(['planner', 'team-lead'], '', {
    path: '/api/v1/controls/x_absent/review',
    body: {},
  }),
  'POST /api/v1/draws/verification': shown(
    ['integrity', 'auditor'],
    'ok problem context model at candidates drawn absent organiser compared parties',
    { path: '/api/v1/draws/verification', body: { bundle: 'none at all' } },
  ),
  'GET /api/v1/exposure-trend': shown(
    ['integrity', 'auditor'],
    'items items.day items.controls items.median items.highest items.units items.units.unit items.units.personHours items.units.people',
    { path: '/api/v1/exposure-trend?days=2' },
  ),
  'GET /api/v1/releases/unexplained': shown(
    ['integrity'],
    'items items.visit items.container items.port items.band items.leftAt',
    { path: '/api/v1/releases/unexplained' },
  ),
  'PUT /api/v1/own-codes': shown(proposers, 'recordedAt', {
    path: '/api/v1/own-codes',
    body: { confirm: 'walked-1', duress: 'walked-2' },
  }),
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
  const met = new Set<string>();
  for (const route of walked()) {
    const recipe = recipes[route];
    assert.ok(recipe !== undefined, `${route} has no recipe`);
    // What was done so far is in the log when the log is asked.
    if (route.includes('/log/')) await node.actLog.drain();
    for (const walker of walkers) {
      for (const call of recipe.calls()) {
        const { roles, ports, headers } = walker;
        const asked =
          recipe.endsSession === true && roles.length > 0
            ? { ...walker, headers: { ...headers, ...(await signedIn(node, roles, { ports })).headers } }
            : walker;
        const { status, bytes } = await ask(asked, route, call, recipe.stream === true);
        const about = `${walker.name}: ${route} ${call.path}`;
        assert.ok(status < 500, `${about} answers ${status} ${bytes.slice(0, 300)}`);
        const sent = call.path + JSON.stringify(call.body ?? null);
        for (const value of forbidden(walker)) {
          // What somebody sends himself he may be told again.
          if (!sent.includes(value)) assert.ok(!bytes.includes(value), `${about} tells ${value}`);
        }
        if (status >= 300) continue;
        answered += 1;
        if (recipe.shows !== undefined) {
          assert.ok(isFor(recipe.shows.to, walker), `${about} is answered`);
          for (const field of namesIn(bytes)) {
            assert.ok(recipe.shows.fields.includes(field), `${about} shows ${field}`);
          }
        }
        if (recipe.records === null) continue;
        for (const [kind, record] of recipe.records(JSON.parse(bytes) as never)) {
          met.add(kind);
          for (const field of fieldsOf(kind, record)) {
            assert.ok(maySeeField(readerLike(walker), kind, field), `${about} shows ${kind}.${field}`);
          }
        }
      }
    }
  }
  assert.ok(answered > 100, `${answered} good answers`);
  // No threat was projected into a scan, so there is no skill to show.
  assert.deepEqual(
    Object.keys(fieldTable).filter((kind) => !met.has(kind)),
    ['scan-skill'],
    'kinds of which no record came',
  );
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
  const of = (name: string): Walker => walkers.find((one) => one.name === `${name} of NLVLI`)!;
  /** What is asked of a thing, as whom; the same words for what is there and what is not. */
  const asked: readonly (readonly [Walker, string, string, string, unknown?])[] = [
    ...['', '/bytes?around=5', '/raw', '/contrl'].map(
      (rest) => [of('analyst'), 'GET', `/api/v1/files/ID${rest}`, 'file'] as const,
    ),
    ...['release', 'reject'].map(
      (act) => [of('analyst'), 'POST', `/api/v1/files/ID/${act}`, 'file', { reason: 'because' }] as const,
    ),
    ...['', '/acts', '/parties', `/versions?earlier=${absentSha}.0&later=${absentSha}.0`].map(
      (rest) => [of('analyst'), 'GET', `/api/v1/visits/ID${rest}`, 'visit'] as const,
    ),
    [of('analyst'), 'POST', '/api/v1/visits/ID/acts', 'visit', { kind: 'note', reason: 'seen' }],
    [of('analyst'), 'POST', '/api/v1/visits/ID/acts', 'visit', { kind: 'assign' }],
    [of('analyst'), 'PUT', '/api/v1/recent-dossiers/ID', 'visit', {}],
    ...['', '/channels', '/channels/1', '/pair', '/pair/warp', '/references', '/preview'].map(
      (rest) => [of('image-analyst'), 'GET', `/api/v1/scans/ID${rest}`, 'scan'] as const,
    ),
    [of('image-analyst'), 'POST', '/api/v1/scans/ID/judgements', 'scan', { verdict: 'cannot-tell' }],
  ];
  const absent: Readonly<Record<string, string>> = { file: absentFile, visit: 'v_absent', scan: absentScan };
  for (const [walker, method, path, kind, body] of asked) {
    for (const headers of method === 'GET'
      ? [{}, { 'if-none-match': '*' }, { 'if-none-match': '"x"' }]
      : [{}]) {
      const [one, other] = [
        await refusal(walker, method, path.replace('ID', told.foreign[kind as 'visit']), headers, body),
        await refusal(walker, method, path.replace('ID', absent[kind] ?? ''), headers, body),
      ] as const;
      assert.equal(one.status, 404, `${method} ${path}`);
      assert.deepEqual(one, other, `${method} ${path}`);
      assert.ok(one.statements.length > 0);
    }
  }
});

test('a search, a selection and a count tell nothing of what is not for the reader', async () => {
  const { headers } = walkers.find(({ name }) => name === 'analyst of NLVLI')!;
  const answer = async (path: string): Promise<Record<string, unknown>> =>
    (await node.get(path, headers)).body;
  const nowhere = aContainer(999_999);
  for (const [foreign, absent] of [
    [told.foreign.container, nowhere],
    [told.foreign.consignee, 'NO SUCH COMPANY'],
    [told.foreign.vessel, 'NO SUCH VESSEL'],
    [told.foreign.container.slice(0, 10), nowhere.slice(0, 10)],
  ] as const) {
    for (const way of ['', '&sort=-score', '&limit=1&from=0']) {
      const [one, other] = await Promise.all(
        [foreign, absent].map((words) => answer(`/api/v1/visits?q=${encodeURIComponent(words)}${way}`)),
      );
      assert.equal(one?.['total'], 0, foreign);
      assert.deepEqual({ ...one, asOf: null }, { ...other, asOf: null }, foreign);
    }
  }
  const selections = await Promise.all(
    [told.foreign.visit, 'v_absent'].map((visit) =>
      node.post('/api/v1/selections', { visits: [visit] }, headers),
    ),
  );
  assert.deepEqual(
    selections.map(({ status, body }) => [status, body['code']]),
    [
      [422, 'triage/nothing-selected'],
      [422, 'triage/nothing-selected'],
    ],
  );
  for (const path of ['/api/v1/wallboard', '/api/v1/water']) {
    const { ports } = (await answer(path)) as { ports: readonly { port: string }[] };
    assert.deepEqual(
      ports.map(({ port }) => port),
      ['NLVLI'],
      path,
    );
  }
  const marks = (await answer('/api/v1/marks')) as { items: readonly { visit: string }[] };
  assert.ok(marks.items.some(({ visit }) => visit === told.own.visit));
  assert.ok(!marks.items.some(({ visit }) => visit === told.foreign.visit));
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

test('who reads the log for some ports is given what is about them and nothing else, not in a tile either', async () => {
  await node.actLog.drain();
  const asks = async (
    name: string,
    query = '',
  ): Promise<readonly { act: string; subject: string | null }[]> => {
    const { status, body } = await node.get<{ items: readonly { act: string; subject: string | null }[] }>(
      `/api/v1/log/entries?limit=500${query}`,
      walkers.find((one) => one.name === name)!.headers,
    );
    assert.equal(status, 200);
    return body.items;
  };
  const { own, foreign } = told;
  for (const [act, of] of [
    ['visit/note', 'visit'],
    ['visit/read', 'visit'],
    ['scan/judge', null],
    ['scan/order', null],
    ['file/read', 'file'],
  ] as const) {
    const [all, some] = [await asks('auditor', `&act=${act}`), await asks('auditor of NLVLI', `&act=${act}`)];
    assert.ok(some.length > 0 && some.length < all.length, `${act}: ${some.length} of ${all.length}`);
    if (of === null) continue;
    assert.ok(some.some(({ subject }) => subject === own[of]));
    assert.ok(all.some(({ subject }) => subject === foreign[of]));
    assert.ok(!some.some(({ subject }) => subject === foreign[of]));
  }
  assert.deepEqual(await asks('auditor of NLVLI', `&subject=${foreign.visit}`), []);
  assert.deepEqual(await asks('auditor of NLVLI', '&act=policy/store'), [], 'what is about no port');
  const tile = (name: string, path: string): Promise<Answer> =>
    node.get(`/api/v1/log/tile/${path}`, walkers.find((one) => one.name === name)!.headers);
  const first = 'entries/000.p/1';
  assert.equal((await tile('auditor', first)).status, 200);
  const [hidden, absent] = [await tile('auditor of NLVLI', first), await tile('auditor', 'entries/900')];
  assert.deepEqual([hidden.status, hidden.body['code']], [absent.status, absent.body['code']]);
  assert.equal((await tile('auditor of NLVLI', '0/000.p/1')).status, 200, 'hashes tell nothing');
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
    if (method === 'HEAD') continue;
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
  const [method = 'GET'] = route.split(' ');
  const raw = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const answer = await fetch(new URL(call.path, node.address), {
    method,
    headers: {
      ...walker.headers,
      ...(raw === undefined
        ? {}
        : { 'content-type': call.raw === undefined ? 'application/json' : 'application/octet-stream' }),
    },
    ...(raw === undefined ? {} : { body: raw }),
    signal: controller.signal,
  });
  if (!stream || answer.status !== 200) return { status: answer.status, bytes: await answer.text() };
  const { value } = await answer.body!.getReader().read();
  controller.abort();
  return { status: answer.status, bytes: Buffer.from(value ?? new Uint8Array()).toString() };
}

function isFor(to: To, { roles }: Walker): boolean {
  return to === 'anyone' || (to === 'signed-in' ? roles.length > 0 : roles.some((role) => to.includes(role)));
}

/** The names of all fields of an answer; one that is no JSON has none. */
function namesIn(bytes: string): readonly string[] {
  const names = (value: unknown, at: string): readonly string[] => {
    if (Array.isArray(value)) return value.flatMap((one) => names(one, at));
    if (value === null || typeof value !== 'object') return [];
    return Object.entries(value).flatMap(([name, inner]) => {
      const path = at === '' ? name : `${at}.${name}`;
      return [path, ...names(inner, path)];
    });
  };
  if (!/^[[{]/.test(bytes)) return [];
  return names(JSON.parse(bytes), '');
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
    ...byField.flatMap((field) => values[field]).filter((value) => walker.ordered?.includes(value) !== true),
    ...(walker.ports === null
      ? []
      : [
          foreign.container,
          foreign.vessel,
          foreign.consignee,
          foreign.goods,
          foreign.visit,
          foreign.file,
          foreign.scan,
          foreign.landed,
          foreign.note,
        ]),
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
  method: string,
  path: string,
  headers: Record<string, string>,
  sent?: unknown,
): Promise<{
  readonly status: number;
  readonly body: unknown;
  readonly headers: unknown;
  readonly statements: readonly string[];
}> {
  const statements: string[] = [];
  // What the node does of itself, at its own times, is no part of the answer.
  node.hearing.heard = (statement) => {
    if (!/\b(event(_reader)?|entry|log_head|log_witness|pg_advisory_xact_lock)\b/.test(statement))
      statements.push(statement);
  };
  const asking = { ...walker.headers, ...headers };
  const answer =
    method === 'GET'
      ? await node.get(path, asking)
      : method === 'POST'
        ? await node.post(path, sent, asking)
        : await node.send('PUT', path, sent as object, asking);
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
