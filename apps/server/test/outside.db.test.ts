import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { aContainer, aManifest, hour, minute, type Voyage } from './a-message.ts';
import { aNode, now, type Answer, type TestNode } from './a-node.ts';
import { aSegregationPolicy } from './a-segregation-policy.ts';
import { decideAsDrawn } from './second-person.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

type Body = Record<string, unknown>;
interface Sign {
  readonly sign: string;
  readonly heldUntil: string;
  readonly canHold: boolean;
  readonly state: string | null;
  readonly toldAt: string | null;
}

let node: TestNode;
const people = new Map<string, SignedIn>();
const as = (name: string): Record<string, string> => ({ ...people.get(name)!.headers });
const get = <B = Body>(path: string, name: string): Promise<Answer<B>> => node.get<B>(path, as(name));
const post = (path: string, body: unknown, name: string): Promise<Answer<Body>> =>
  node.post<Body>(path, body, as(name));
const planned = now + 8 * hour;
let serial = 880_000;

before(async () => {
  node = await aNode({ ports: ['NLVLI'] });
  for (const [name, roles, group] of [
    ['analyst', ['analyst'], 'pre-arrival'],
    ['image analyst', ['image-analyst'], 'scan-room'],
    ['planner', ['planner'], 'control-room'],
    ['other planner', ['planner'], 'night'],
    ['lead', ['team-lead'], 'quay'],
    ['officer', ['officer'], 'quay'],
    ['officer 2', ['officer'], 'quay'],
    ['officer 3', ['officer'], 'quay'],
    ['terminal', ['terminal'], 'org-qzt'],
    ['carrier', ['carrier'], 'QZX'],
    ['other carrier', ['carrier'], 'QZY'],
  ] as const) {
    people.set(name, await signedIn(node, [...roles], { groups: [group] }));
  }
  // No clause catches: what is told here is told of controls alone.
  const policy = {
    ...aSegregationPolicy(),
    clauses: [{ name: 'none', why: 'a test', originCountries: ['ZZ'] }],
  };
  assert.equal((await post('/api/v1/segregation/policies', policy, 'planner')).status, 201);
  await node.db.execute("update person set state = 'disabled' where id = $1", [node.reader.person]);
});
after(() => node.close());
beforeEach(() => node.clock.set(now));

async function aBox(
  eta: number,
): Promise<{ readonly container: string; readonly visit: string; readonly voyage: Voyage }> {
  serial += 10;
  const container = aContainer(serial);
  const others = Array.from({ length: 6 }, (_, n) => aContainer(serial + 1 + n));
  const voyage: Voyage = {
    callSign: `QZ${serial}`,
    vessel: `SYNTHETIC ${serial}`,
    voyage: `${serial}W`,
    port: 'NLVLI',
    eta,
  };
  await node.take({
    'manifest.edi': aManifest({
      at: now - hour,
      voyage,
      document: `QZMAN${serial}`,
      boxes: [container, ...others].map((number) => ({ number, type: '22G1' })),
      bills: [{ number: `QZB${serial}`, boxes: [container, ...others], goods: 'TILES', consignee: 'SIM BV' }],
    }),
  });
  const [row] = await node.db.query<{ id: string }>('select id from visit where container = $1', [container]);
  return { container, visit: row!.id, voyage };
}

async function sealed(visit: string, method: string, plannedAt = planned): Promise<string> {
  const proposed = await post(
    '/api/v1/controls',
    { visit, method, reason: 'seal silent for 41 minutes', place: 'Quay 12', lane: 'scanner', plannedAt: new Date(plannedAt).toISOString() }, // prettier-ignore
    'analyst',
  );
  assert.equal(proposed.status, 201, JSON.stringify(proposed.body));
  const id = String(proposed.body['id']);
  assert.equal((await post(`/api/v1/controls/${id}/approve`, {}, 'planner')).status, 200);
  const seal = await post(`/api/v1/controls/${id}/seal`, {}, 'planner');
  assert.equal(seal.status, 200, JSON.stringify(seal.body));
  return id;
}

const ordersTo = async (container: string): Promise<readonly Body[]> =>
  (await get<{ items: readonly Body[] }>('/api/v1/portal/orders', 'terminal')).body.items.filter((order) =>
    JSON.stringify(order).includes(container),
  );
const messagesOf = (
  container: string,
): Promise<readonly { type: string; recipient: string; text: string }[]> =>
  node.db.query(
    `select type, recipient, convert_from(bytes, 'UTF8') as text from outside_message
     where convert_from(bytes, 'UTF8') like '%' || $1 || '%' order by type`,
    [container],
  );
const at = async (moment: number): Promise<void> => {
  node.clock.set(moment);
  await node.tend();
  await node.settle();
};

test('a sealed scan tells the terminal 35 minutes before, and carrier and declarant once somebody stands at the box', async () => {
  const { container, visit } = await aBox(now + 6 * hour);
  const id = await sealed(visit, 'scan');
  await at(planned - 35 * minute - 1);
  assert.deepEqual(await ordersTo(container), []);
  await at(planned - 35 * minute);
  const [order, ...more] = await ordersTo(container);
  assert.deepEqual([order?.['handling'], order?.['block'], more.length], ['scanner', '090', 0]);
  assert.equal((order?.['lines'] as readonly unknown[]).length, 3, 'two boxes are moved along');
  await at(planned + 3 * hour);
  assert.deepEqual(await messagesOf(container), [], 'planned is not done');
  const opened = await post(`/api/v1/controls/${id}/open`, { container }, 'lead');
  assert.equal(opened.body['container'], container, JSON.stringify(opened.body));
  await at(planned + 3 * hour);
  const told = await messagesOf(container);
  assert.deepEqual(
    told.map(({ type, recipient }) => [type, recipient]),
    [
      ['CUSRES', 'QZCARRIER'],
      ['DCSA', 'QZCARRIER'],
    ],
  );
  assert.ok(told[1]!.text.includes('"CUSS"') && told[0]!.text.includes("GIS+5'"));
  await at(planned + 4 * hour);
  assert.equal((await messagesOf(container)).length, 2, 'once');
});

test('who knows the method sees which outsider learns what when; no other planner does', async () => {
  const { visit } = await aBox(now + 6 * hour);
  const id = await sealed(visit, 'open');
  const own = await get<{ signs: readonly Sign[]; openMinutes: number }>(
    `/api/v1/controls/${id}/outside`,
    'planner',
  );
  assert.equal(own.status, 200, JSON.stringify(own.body));
  assert.deepEqual(
    own.body.signs.map(({ sign, canHold, state }) => [sign, canHold, state]),
    [
      ['terminal-work-order', true, 'held'],
      ['crane-move', false, null],
      ['examination-response', true, 'held'],
      ['inspection-status', true, 'held'],
    ],
  );
  for (const name of ['other planner', 'analyst', 'terminal', 'officer']) {
    assert.equal((await get(`/api/v1/controls/${id}/outside`, name)).status, 404, name);
  }
});

test('a box that could be fetched before its control is held in time, and its own carrier alone sees the hold', async () => {
  const { container, visit } = await aBox(now + hour);
  await sealed(visit, 'scan');
  const collectable = now + hour + 4 * hour;
  await at(collectable - 15 * minute - 1);
  assert.deepEqual(await ordersTo(container), []);
  await at(collectable - 15 * minute);
  assert.deepEqual(
    (await ordersTo(container)).map(({ handling }) => handling),
    ['hold'],
  );
  const [hold] = await node.db.query<{ carrier: string }>(
    'select carrier from release_hold where container = $1',
    [container],
  );
  people.set('own carrier', await signedIn(node, ['carrier'], { groups: [hold!.carrier] }));
  const holds = async (name: string): Promise<readonly unknown[]> =>
    (await get<{ items: readonly { container: string }[] }>('/api/v1/portal/holds', name)).body.items.map(
      (one) => one.container,
    );
  assert.deepEqual(await holds('own carrier'), [container]);
  assert.deepEqual(await holds('other carrier'), []);
  assert.equal((await get('/api/v1/portal/holds', 'terminal')).status, 404);
});

test('a dive, a drone and a look at documents tell nobody outside', async () => {
  for (const method of ['hull-dive', 'drone', 'documents']) {
    const { container, visit } = await aBox(now + 6 * hour);
    const id = await sealed(visit, method);
    const rows = await node.db.query('select 1 from outside_act where occasion = $1', [id]);
    assert.deepEqual(rows, [], method);
    await at(planned + hour);
    assert.deepEqual(await ordersTo(container), []);
    node.clock.set(now);
  }
});

test('the database alone does not tell which box an order will name, and staff do not list orders for controls', async () => {
  const { container, visit } = await aBox(now + 6 * hour);
  const id = await sealed(visit, 'scan');
  const rows = await node.db.query<{ all: string }>(
    'select a::text as all from outside_act a where occasion = $1',
    [id],
  );
  assert.ok(rows.length > 0);
  for (const { all } of rows) assert.ok(!all.includes(container) && !all.includes(visit));
  await at(planned - 30 * minute);
  assert.equal((await ordersTo(container)).length, 1);
  for (const name of ['planner', 'analyst']) {
    const { body } = await get('/api/v1/segregation/orders', name);
    assert.ok(!JSON.stringify(body).includes(container), name);
    const cases = await get('/api/v1/segregation/cases', name);
    assert.ok(!JSON.stringify(cases.body).includes(container), name);
  }
  await at(planned + 3 * hour);
  for (const name of ['planner', 'analyst']) {
    const { body } = await get('/api/v1/segregation/cases', name);
    assert.ok(JSON.stringify(body).includes('order-overdue'), 'that an order is overdue is seen');
    assert.ok(!JSON.stringify(body).includes(container), name);
  }
});

/** Has two persons lower a control. */
async function lowered(subject: string, act: 'cancel' | 'postpone', body: Body): Promise<void> {
  const asked = await post('/api/v1/lowerings', { act, subject, body, reason: 'the wrong box' }, 'analyst');
  assert.equal(asked.status, 201, JSON.stringify(asked.body));
  const decided = await decideAsDrawn(node, String(asked.body['id']));
  assert.equal(decided.status, 200, JSON.stringify(decided.body));
}

test('a control that two persons cancelled takes its words with it', async () => {
  const { container, visit } = await aBox(now + 6 * hour);
  const id = await sealed(visit, 'scan');
  await lowered(id, 'cancel', {});
  await at(planned + hour);
  assert.deepEqual(await ordersTo(container), []);
  const states = await node.db.query('select distinct state from outside_act where occasion = $1', [id]);
  assert.deepEqual(states, [{ state: 'withdrawn' }]);
});

test('a control that two persons postponed says nothing at its old moment, and sealed anew at its new one', async () => {
  const { container, visit } = await aBox(now + 6 * hour);
  const id = await sealed(visit, 'scan');
  const later = planned + hour;
  await lowered(id, 'postpone', { plannedAt: new Date(later).toISOString() });
  await at(planned);
  assert.deepEqual(await ordersTo(container), [], 'it is not sealed');
  const seal = await post(`/api/v1/controls/${id}/seal`, {}, 'planner');
  assert.equal(seal.status, 200, JSON.stringify(seal.body));
  await at(later - 35 * minute - 1);
  assert.deepEqual(await ordersTo(container), []);
  await at(later - 35 * minute);
  assert.deepEqual(
    (await ordersTo(container)).map(({ handling, doneBy }) => [handling, doneBy]),
    [['scanner', new Date(later).toISOString()]],
  );
});
