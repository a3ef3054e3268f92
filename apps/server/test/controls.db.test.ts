import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { aContainer, aManifest, aQuayReport, hour, type Voyage } from './a-message.ts';
import { aNode, dossierOf, now, type Answer, type TestNode } from './a-node.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

type Body = Record<string, unknown>;

let node: TestNode;
/** What was put on record since `mark`. */
let mark = 0;
const log = (): TestNode['acts'] => node.acts.slice(mark);
const people = new Map<string, SignedIn>();
const number = aContainer(710_001);
const others = Array.from({ length: 60 }, (_, index) => aContainer(720_000 + index));
let visit: string;
const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '7W',
  port: 'NLVLI',
  eta: now + 6 * hour,
};

before(async () => {
  node = await aNode();
  for (const [name, roles, group] of [
    ['analyst', ['analyst'], 'pre-arrival'],
    ['colleague', ['analyst'], 'pre-arrival'],
    ['second', ['image-analyst'], 'scan-room'],
    ['planner', ['planner'], 'control-room'],
    ['lead', ['team-lead'], 'quay'],
    ['officer', ['officer'], 'quay'],
    ['other officer', ['officer'], 'quay'],
    ['third officer', ['officer'], 'quay'],
    ['administrator', ['administrator'], 'it'],
    ['integrity', ['integrity'], 'integrity'],
    ['terminal', ['terminal'], 'terminal'],
  ] as const) {
    people.set(name, await signedIn(node, [...roles], { groups: [group] }));
  }
  await node.take({
    'manifest.edi': aManifest({
      at: now - 10 * hour,
      voyage,
      document: 'QZMAN7',
      boxes: [number, ...others].map((one) => ({ number: one, type: '45R1' })),
      bills: [
        {
          number: 'QZB7',
          boxes: [number, ...others],
          goods: 'BANANAS',
          consignee: 'SIM FRUIT BV',
          grossKg: 20_000,
        },
      ],
    }),
  });
  visit = (await dossierOf(node, number)).id;
  // The reader every test node has plays no part in a control here.
  await node.db.execute("update person set state = 'disabled' where id = $1", [node.reader.person]);
});
after(() => node.close());
beforeEach(() => {
  mark = node.acts.length;
});

const as = (name: string): Record<string, string> => ({ ...people.get(name)!.headers });
const get = (path: string, name: string): Promise<Answer<Body>> => node.get<Body>(path, as(name));
const post = (path: string, body: unknown, name: string): Promise<Answer<Body>> =>
  node.post<Body>(path, body, as(name));
const proposal = (plannedAt = now + 8 * hour): Body => ({
  visit,
  method: 'scan',
  reason: 'seal silent for 41 minutes',
  place: 'Quay 12',
  lane: 'scanner',
  plannedAt: new Date(plannedAt).toISOString(),
});

async function aSealedControl(): Promise<string> {
  node.clock.set(now);
  const { status, body } = await post('/api/v1/controls', proposal(), 'analyst');
  assert.equal(status, 201, JSON.stringify(body));
  const id = String(body['id']);
  assert.equal((await post(`/api/v1/controls/${id}/approve`, {}, 'planner')).status, 200);
  const sealed = await post(`/api/v1/controls/${id}/seal`, {}, 'planner');
  assert.equal(sealed.status, 200, JSON.stringify(sealed.body));
  return id;
}

const castOf = async (id: string): Promise<{ person: string; part: string }[]> =>
  (await get(`/api/v1/controls/${id}/exposure`, 'planner')).body['knowers'] as {
    person: string;
    part: string;
  }[];

test('the planner sees who will know, and nobody else finds the control, its exposure or its number', async () => {
  const id = await aSealedControl();
  const { body } = await get(`/api/v1/controls/${id}/exposure`, 'planner');
  assert.ok((body['exposure'] as number) > 0 && (body['exposure'] as number) < (body['limit'] as number));
  assert.ok((body['willKnow'] as number) >= 5);
  const nothing = await get('/api/v1/controls/c_0000000000000000000000', 'officer');
  for (const name of ['colleague', 'officer', 'lead']) {
    const answer = await get(`/api/v1/controls/${id}`, name);
    assert.equal(answer.status, 404, name);
    const plain = (one: Answer<Body>): Body => ({ ...one.body, instance: undefined, requestId: undefined });
    assert.deepEqual(plain(answer), plain(nothing), name);
    assert.deepEqual((await get('/api/v1/controls', name)).body['items'], [], name);
  }
  for (const name of ['administrator', 'terminal', 'integrity']) {
    for (const path of ['/api/v1/controls', `/api/v1/controls/${id}`, `/api/v1/controls/${id}/exposure`]) {
      assert.equal((await get(path, name)).status, 404, `${name} ${path}`);
    }
  }
});

test('no answer names the box, the place or the reason before the time of the one who asks', async () => {
  const id = await aSealedControl();
  const cast = await castOf(id);
  const secrets = [number, 'Quay 12', 'silent'];
  for (const name of people.keys()) {
    if (name === 'analyst' || name === 'planner') continue;
    for (const path of [`/api/v1/controls`, `/api/v1/controls/${id}`, `/api/v1/lowerings`]) {
      const text = JSON.stringify((await get(path, name)).body);
      for (const secret of secrets) assert.ok(!text.includes(secret), `${name} ${path} ${secret}`);
    }
    const opened = await post(`/api/v1/controls/${id}/open`, {}, name);
    assert.equal(opened.status, 404, name);
  }
  node.clock.set(now + 8 * hour - 25 * 60_000);
  const lead = cast.find(({ part }) => part === 'team-lead');
  assert.equal(lead?.person, people.get('lead')?.person);
  const opened = await post(`/api/v1/controls/${id}/open`, {}, 'lead');
  assert.deepEqual(
    [opened.status, opened.body['place'], opened.body['container'], opened.body['reason']],
    [200, 'Quay 12', null, null],
  );
  assert.ok(
    log().some(({ kind, act, subject }) => kind === 'look' && act === 'control/open' && subject === id),
  );
});

test('an officer who books a check while the ship is at sea is refused, and it is in the log', async () => {
  const id = await aSealedControl();
  node.clock.set(now + 8 * hour);
  const opened = await post(`/api/v1/controls/${id}/open`, { container: number }, 'lead');
  assert.equal(opened.body['container'], number, JSON.stringify(opened.body));
  const evidence = await post(
    `/api/v1/controls/${id}/evidence?kind=image`,
    new Uint8Array([1, 2, 3]),
    'lead',
  );
  assert.equal(evidence.status, 201, JSON.stringify(evidence.body));
  const result = { outcome: 'nothing', evidence: [evidence.body['sha256']] };
  const early = await post(`/api/v1/controls/${id}/result`, result, 'lead');
  assert.deepEqual([early.status, early.body['code']], [409, 'controls/rule']);
  assert.ok(log().some(({ kind, act }) => kind === 'refusal' && act === 'control/result'));
  await node.take({
    'quay.edi': aQuayReport({
      at: node.clock.now() - hour / 4,
      voyage,
      document: 'QZQ7',
      event: 'discharge',
      boxes: [{ number, type: '45R1', happenedAt: node.clock.now() - hour / 4 }],
    }),
  });
  assert.equal((await post(`/api/v1/controls/${id}/result`, result, 'lead')).status, 200);
  assert.equal((await post(`/api/v1/controls/${id}/judge`, {}, 'planner')).status, 200);
  assert.equal((await post(`/api/v1/controls/${id}/close`, {}, 'planner')).status, 200);
  assert.equal((await get(`/api/v1/controls/${id}`, 'planner')).body['state'], 'closed');
});

test('the selector who whitelists alone lowers nothing: the desk asks, a second person of another unit decides', async () => {
  node.clock.set(now);
  await node.db.execute("update screening set band = 'A' where visit_id = $1", [visit]);
  const act = await post(
    `/api/v1/visits/${visit}/acts`,
    { kind: 'dismiss', reason: 'known consignee' },
    'analyst',
  );
  const results = act.body['results'] as { outcome: string }[] | undefined;
  assert.equal(results?.[0]?.outcome, 'pending', JSON.stringify(act.body));
  const { body } = await get('/api/v1/lowerings', 'analyst');
  const [asked] = body['items'] as {
    id: string;
    secondPerson: string;
    evidenceHash: string;
    subject: string;
  }[];
  assert.ok(asked !== undefined && asked.subject === visit);
  const drawn = [...people].find(([, one]) => one.person === asked.secondPerson)?.[0];
  assert.ok(drawn === 'second' || drawn === 'planner', drawn);
  for (const name of ['colleague', 'lead', 'administrator']) {
    const text = JSON.stringify((await get('/api/v1/lowerings', name)).body);
    assert.ok(!text.includes(asked.id), name);
  }
  const decision = { decision: 'approved', evidenceHash: asked.evidenceHash, code: '482913' };
  assert.equal((await post(`/api/v1/lowerings/${asked.id}/decide`, decision, 'analyst')).status, 403);
  assert.equal((await post(`/api/v1/lowerings/${asked.id}/decide`, decision, 'colleague')).status, 404);
  const refused = await post(`/api/v1/lowerings/${asked.id}/decide`, decision, drawn);
  assert.equal(refused.body['code'], 'controls/wrong-code');
  const codes = await fetch(new URL('/api/v1/own-codes', node.address), {
    method: 'PUT',
    headers: { ...as(drawn), 'content-type': 'application/json' },
    body: JSON.stringify({ confirm: '482913', duress: '482914' }),
  });
  assert.equal(codes.status, 200);
  assert.equal((await post(`/api/v1/lowerings/${asked.id}/decide`, decision, drawn)).status, 200);
  const states = await node.db.query('select state from triage_act where visit_id = $1', [visit]);
  assert.deepEqual(states, [{ state: 'recorded' }]);
});

test('bad input is refused in plain words and changes nothing', async () => {
  node.clock.set(now);
  for (const [path, body] of [
    ['/api/v1/controls', {}],
    ['/api/v1/controls', { ...proposal(), method: 'x-ray' }],
    ['/api/v1/controls', { ...proposal(), plannedAt: 'tomorrow' }],
    ['/api/v1/controls', { ...proposal(), reason: ' ' }],
    [
      '/api/v1/lowerings',
      { act: 'forget', kind: 'override', subject: visit, reason: 'because', evidenceHash: 'e'.repeat(64) },
    ],
    [
      '/api/v1/lowerings',
      { act: 'dismiss', kind: 'override', subject: visit, reason: 'because', evidenceHash: 'e' },
    ],
  ] as const) {
    const answer = await post(path, body, 'analyst');
    assert.equal(answer.status, 400, `${path} ${JSON.stringify(answer.body)}`);
  }
  assert.equal(
    (await post('/api/v1/controls', proposal(now - hour), 'analyst')).body['code'],
    'controls/past',
  );
  const foreign = await post('/api/v1/controls', { ...proposal(), visit: 'nowhere' }, 'analyst');
  assert.deepEqual([foreign.status, foreign.body['code']], [404, 'screening/not-found']);
});
