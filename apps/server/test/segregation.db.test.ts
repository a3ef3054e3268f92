import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { createMapper, EdifactReader } from '@havenwacht/formats/edifact';
import type { CargoRow } from '@havenwacht/formats';
import {
  aContainer,
  aGateReport,
  aManifest,
  aQuayReport,
  aYardMove,
  hour,
  minute,
  type Voyage,
} from './a-message.ts';
import { aNode, dossierOf, now, type Answer, type TestNode } from './a-node.ts';
import { aSegregationPolicy } from './a-segregation-policy.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

type Body = Record<string, unknown>;
interface Line {
  readonly container: string;
  readonly standing: string;
  readonly found: string | null;
  readonly source: { readonly file: string; readonly offset: number } | null;
}
interface Order {
  readonly id: string;
  readonly number: string;
  readonly answer: string | null;
  readonly madeAt: string;
  readonly doneBy: string;
  readonly sha256: string;
  readonly lines: readonly Line[];
}

let node: TestNode;
const people = new Map<string, SignedIn>();
const as = (name: string): Record<string, string> => ({ ...people.get(name)!.headers });
const get = <B = Body>(path: string, name: string): Promise<Answer<B>> => node.get<B>(path, as(name));
const post = (path: string, body: unknown, name: string): Promise<Answer<Body>> =>
  node.post<Body>(path, body, as(name));
const items = async <T>(path: string, name: string): Promise<readonly T[]> => {
  const { status, body } = await get<{ items: readonly T[] }>(path, name);
  assert.equal(status, 200, JSON.stringify(body));
  return body.items;
};
const orderOf = async (container: string, name = 'planner'): Promise<Order | undefined> =>
  (
    await items<Order>(name === 'planner' ? '/api/v1/segregation/orders' : '/api/v1/portal/orders', name)
  ).find(({ lines }) => lines.some((line) => line.container === container));
const lineOf = async (container: string): Promise<Line | undefined> =>
  (await orderOf(container))?.lines.find((line) => line.container === container);
const casesOf = async (text: string): Promise<readonly string[]> =>
  (
    await items<{ kind: string; container: string | null; params: Body }>(
      '/api/v1/segregation/cases',
      'planner',
    )
  )
    .filter(({ container, params }) => container === text || params['order'] === text)
    .map(({ kind }) => kind);
/** What time alone brings, until nothing more comes of it. */
const tend = async (): Promise<void> => {
  await node.tend();
  await node.settle();
};

let serial = 810_000;
let voyages = 0;
/** A vessel with a box from Ecuador and innocent ones, due in six hours unless told. */
async function aCall(
  options: {
    readonly eta?: number;
    readonly type?: string;
    readonly load?: 'empty';
    readonly others?: number;
  } = {},
): Promise<{ readonly box: string; readonly others: readonly string[]; readonly voyage: Voyage }> {
  voyages += 1;
  const voyage: Voyage = {
    callSign: `QZ${voyages}`,
    vessel: `SYNTHETIC ${voyages}`,
    voyage: `${voyages}Y`,
    port: 'NLVLI',
    eta: options.eta ?? node.clock.now() + 6 * hour,
    loadPort: 'ECGYE',
  };
  const box = aContainer((serial += 1));
  const others = Array.from({ length: options.others ?? 8 }, () => aContainer((serial += 1)));
  await node.take({
    'manifest.edi': aManifest({
      at: node.clock.now() - hour,
      voyage,
      document: `QZMAN${voyages}`,
      boxes: [
        {
          number: box,
          type: options.type ?? '22G1',
          ...(options.load === undefined ? {} : { load: options.load }),
        },
        ...others.map((number) => ({ number, type: options.type ?? '22G1' })),
      ],
      bills: [
        { number: `QZB${voyages}A`, boxes: [box], goods: 'BANANAS', consignee: 'SIM FRUIT BV', loadPort: 'ECGYE', originCountry: 'ECGYE' }, // prettier-ignore
        { number: `QZB${voyages}B`, boxes: others, goods: 'CERAMIC TILES', consignee: 'SIM TILES BV', loadPort: 'DEHAM', originCountry: 'DEHAM' }, // prettier-ignore
      ],
    }),
  });
  return { box, others, voyage };
}
const landed = (box: string, voyage: Voyage, happenedAt: number): string =>
  aQuayReport({ at: happenedAt, event: 'discharge', voyage, boxes: [{ number: box, happenedAt }] });
const moved = (box: string, cell: string, happenedAt: number): string =>
  aYardMove({ at: happenedAt, port: 'NLVLI', boxes: [{ number: box, happenedAt, stow: cell }] });

before(async () => {
  node = await aNode({ ports: ['NLVLI'] });
  for (const [name, roles, group] of [
    ['planner', ['planner'], 'control-room'],
    ['analyst', ['analyst'], 'desk'],
    ['officer', ['officer'], 'quay'],
    ['terminal', ['terminal'], 'org-qzt'],
    ['other terminal', ['terminal'], 'org-other'],
    ['carrier', ['carrier'], 'QZX'],
    ['administrator', ['administrator'], 'it'],
  ] as const) {
    people.set(name, await signedIn(node, [...roles], { groups: [group] }));
  }
  const stored = await post('/api/v1/segregation/policies', aSegregationPolicy(), 'planner');
  assert.equal(stored.status, 201, JSON.stringify(stored.body));
});
after(() => node.close());
beforeEach(() => node.clock.set(now));

test('a box that the policy catches is ordered into the guarded stack at its lawful moment, not before', async () => {
  const { box, voyage } = await aCall();
  await tend();
  assert.equal(await orderOf(box), undefined, 'four hours too early');
  node.clock.set(voyage.eta! - 2 * hour - 1_000);
  await tend();
  assert.equal(await orderOf(box), undefined, 'a second too early');
  node.clock.set(voyage.eta! - 2 * hour);
  await tend();
  const order = await orderOf(box);
  assert.ok(order !== undefined);
  assert.equal(order.madeAt, new Date(voyage.eta! - 2 * hour).toISOString());
  assert.equal(order.doneBy, new Date(voyage.eta! + 4 * hour).toISOString());
  assert.deepEqual(await orderOf(box, 'terminal').then((own) => own?.number), order.number);
});

test('the moment moves with the vessel, and a box that nobody caught is never ordered', async () => {
  const { box, others, voyage } = await aCall();
  await node.take({
    'later.edi': aManifest({
      at: node.clock.now(),
      voyage: { ...voyage, eta: voyage.eta! + 3 * hour },
      document: 'QZLATER',
      boxes: [{ number: box }],
      bills: [{ number: 'QZBL', boxes: [box], goods: 'BANANAS', loadPort: 'ECGYE', originCountry: 'ECGYE' }],
    }),
  });
  node.clock.set(voyage.eta! - 2 * hour);
  await tend();
  assert.equal(await orderOf(box), undefined, 'the vessel comes later');
  node.clock.set(voyage.eta! + hour);
  await tend();
  const order = await orderOf(box);
  assert.ok(order !== undefined);
  const covers = order.lines.filter(({ container }) => others.includes(container));
  assert.equal(covers.length, 2, 'two boxes are moved along');
  assert.equal(order.lines.length, 3);
});

/** A call whose order was given, at the moment its vessel arrives. */
async function anOrder(options: Parameters<typeof aCall>[0] = {}): Promise<{
  readonly box: string;
  readonly others: readonly string[];
  readonly voyage: Voyage;
  readonly order: Order;
  readonly eta: number;
}> {
  const call = await aCall(options);
  const eta = call.voyage.eta!;
  node.clock.set(eta - 2 * hour);
  await tend();
  const order = await orderOf(call.box);
  assert.ok(order !== undefined, 'an order was given');
  node.clock.set(eta);
  return { ...call, order, eta };
}

test('the message of an order is kept by its hash, is the same every time, and names what to do and nothing else', async () => {
  const { order, box } = await anOrder();
  const path = `/api/v1/portal/orders/${order.id}/message`;
  const first = await get<string>(path, 'terminal');
  assert.equal(first.status, 200);
  assert.equal((await get<string>(path, 'terminal')).body, first.body);
  assert.equal(createHash('sha256').update(first.body).digest('hex'), order.sha256);
  const rows: CargoRow[] = [];
  const verdicts: string[] = [];
  let mapper: ReturnType<typeof createMapper> = null;
  const reader = new EdifactReader({
    messageStart: (header) =>
      (mapper = createMapper({ ...header, sender: '', recipient: '' }, (row) => void rows.push(row))),
    segment: (segment) => mapper?.segment(segment),
    messageEnd: () => mapper?.end(),
    interchangeEnd: ({ verdict }) => void verdicts.push(verdict),
  });
  reader.push(Buffer.from(first.body, 'latin1'));
  reader.end();
  assert.deepEqual(verdicts, ['accepted']);
  const moves = rows.filter((row) => row.kind === 'movement');
  assert.deepEqual(
    moves.map((row) => [row.container, row.position, row.code]).sort(),
    order.lines.map(({ container }) => [container, '071', 'GRD']).sort(),
  );
  const dossier = await dossierOf(node, box);
  for (const word of [dossier.consignee, dossier.goods, 'ecuador', dossier.band === 'A' ? 'risk' : 'score']) {
    assert.ok(!first.body.toLowerCase().includes(String(word).toLowerCase()), String(word));
  }
});

test('a yard event confirms an order, and one that puts the box elsewhere becomes a case that closes itself', async () => {
  const { box, voyage, eta, order } = await anOrder();
  await node.take({ 'coarri.edi': landed(box, voyage, eta + 10 * minute) });
  assert.equal((await lineOf(box))?.standing, 'ordered');
  node.clock.set(eta + hour);
  const [wrong] = await node.take({ 'wrong.edi': moved(box, '0330101', eta + 30 * minute) });
  assert.deepEqual(await casesOf(box), ['put-elsewhere']);
  const line = await lineOf(box);
  assert.deepEqual(
    [line?.standing, line?.found, line?.source?.file],
    ['contradicted', 'put-elsewhere', wrong?.file.id],
  );
  await node.take({ 'right.edi': moved(box, '0710101', eta + 50 * minute) });
  assert.deepEqual([(await lineOf(box))?.standing, (await lineOf(box))?.found], ['confirmed', 'in-stack']);
  assert.deepEqual(await casesOf(box), []);
  assert.deepEqual(await casesOf(order.number), []);
});

test('events that come in another order lead to the same', async () => {
  const { box, voyage, eta } = await anOrder();
  node.clock.set(eta + 2 * hour);
  await node.take({ 'right.edi': moved(box, '0710103', eta + 50 * minute) });
  assert.equal((await lineOf(box))?.standing, 'confirmed');
  await node.take({ 'wrong.edi': moved(box, '0330103', eta + 30 * minute) });
  assert.equal((await lineOf(box))?.standing, 'confirmed', 'what was told late happened before');
  await node.take({ 'coarri.edi': landed(box, voyage, eta + 10 * minute) });
  const [clock] = (await items<{ container: string; since: string; minutes: Record<string, number> }>('/api/v1/segregation/boxes', 'planner')).filter((one) => one.container === box); // prettier-ignore
  assert.equal(clock?.since, new Date(eta + 10 * minute).toISOString());
  assert.deepEqual([clock?.minutes['ashore'], clock?.minutes['guarded']], [40, 70]);
});

test('a box that is taken out of the stack, or leaves by the gate, is in front of the planner', async () => {
  const { box, voyage, eta } = await anOrder();
  node.clock.set(eta + 3 * hour);
  await node.take({
    'coarri.edi': landed(box, voyage, eta + 10 * minute),
    'in.edi': moved(box, '0710105', eta + 30 * minute),
    'out.edi': moved(box, '0330105', eta + 90 * minute),
  });
  assert.deepEqual(await casesOf(box), ['taken-out']);
  await node.take({
    'gate.edi': aGateReport({ at: eta + 2 * hour, event: 'gate-out', port: 'NLVLI', boxes: [{ number: box, happenedAt: eta + 2 * hour }] }), // prettier-ignore
  });
  assert.deepEqual(await casesOf(box), ['left']);
});

test('a box that was not landed contradicts its order', async () => {
  const { box, voyage, eta } = await anOrder();
  node.clock.set(eta + 3 * hour);
  await node.take({
    'short.edi': aQuayReport({ at: eta + hour, event: 'discharge', voyage, boxes: [{ number: box, exception: 'SHORTLANDED' }] }), // prettier-ignore
  });
  assert.deepEqual(await casesOf(box), ['shortlanded']);
});

test('a terminal that never answers is uncertain first and overdue then', async () => {
  const { order, voyage } = await anOrder();
  node.clock.set(Date.parse(order.madeAt) + 29 * minute);
  await tend();
  assert.deepEqual(await casesOf(order.number), []);
  node.clock.set(Date.parse(order.madeAt) + 31 * minute);
  await tend();
  assert.deepEqual(await casesOf(order.number), ['order-unanswered']);
  node.clock.set(voyage.eta! + 4 * hour + minute);
  await tend();
  assert.deepEqual([...(await casesOf(order.number))].sort(), ['order-overdue', 'order-unanswered']);
});

test('what the terminal says of itself confirms nothing: a promise that no event keeps becomes a case', async () => {
  const { order, box, eta } = await anOrder();
  const path = `/api/v1/portal/orders/${order.id}/answers`;
  assert.equal((await post(path, { answer: 'acknowledged' }, 'terminal')).status, 200);
  assert.equal((await post(path, { answer: 'done', containers: [box] }, 'terminal')).status, 200);
  await tend();
  assert.equal((await lineOf(box))?.standing, 'ordered');
  node.clock.set(eta + 61 * minute);
  await tend();
  assert.deepEqual(await casesOf(box), ['said-done-unseen']);
});

test('a terminal that can not do it says why, and the planner sees it', async () => {
  const { order, box } = await anOrder();
  const path = `/api/v1/portal/orders/${order.id}/answers`;
  const silent = await post(path, { answer: 'cannot', containers: [box] }, 'terminal');
  assert.deepEqual([silent.status, silent.body['code']], [422, 'segregation/no-reason']);
  const stranger = await post(path, { answer: 'done', containers: ['QZXU9999999'] }, 'terminal');
  assert.deepEqual([stranger.status, stranger.body['code']], [422, 'segregation/not-on-order']);
  assert.equal(
    (await post(path, { answer: 'cannot', containers: [box], why: 'crane down' }, 'terminal')).status,
    200,
  );
  await node.settle();
  assert.deepEqual(await casesOf(box), ['refused']);
});

test('a terminal sees its own orders alone, and of them neither what messages say nor what it is about', async () => {
  const { order } = await anOrder();
  assert.deepEqual(await items('/api/v1/portal/orders', 'other terminal'), []);
  for (const path of [
    `/api/v1/portal/orders/${order.id}/message`,
    '/api/v1/portal/orders/o_absent/message',
  ]) {
    assert.equal((await get(path, 'other terminal')).status, 404, path);
  }
  const foreign = await post(
    `/api/v1/portal/orders/${order.id}/answers`,
    { answer: 'done' },
    'other terminal',
  );
  assert.equal(foreign.status, 404);
  const own = (await items<Body>('/api/v1/portal/orders', 'terminal')).find(({ id }) => id === order.id)!;
  assert.deepEqual(Object.keys(own).sort(), ['answer', 'answeredAt', 'block', 'doneBy', 'handling', 'id', 'lines', 'madeAt', 'number', 'port', 'sha256', 'terminal']); // prettier-ignore
  const [line] = own['lines'] as readonly Body[];
  assert.deepEqual(Object.keys(line!).sort(), ['container', 'load', 'said', 'saidWhy', 'sizeType']);
  for (const path of ['boxes', 'orders', 'cases', 'policy'].map((one) => `/api/v1/segregation/${one}`)) {
    for (const name of ['terminal', 'carrier', 'administrator', 'officer']) {
      assert.equal((await get(path, name)).status, 404, `${name} ${path}`);
    }
  }
  for (const name of ['planner', 'analyst', 'carrier', 'administrator']) {
    assert.equal((await get('/api/v1/portal/orders', name)).status, 404, name);
  }
});

test('the blocks of a terminal are free, on hold or full, and nothing more is told of them', async () => {
  const blocks = await items<Body>('/api/v1/portal/blocks', 'terminal');
  assert.deepEqual(
    blocks.map(({ block, state }) => [block, state]),
    [
      ['071', 'full'],
      ['072', 'free'],
    ],
  );
  assert.deepEqual(await items('/api/v1/portal/blocks', 'other terminal'), []);
});

test('a clock that runs over its limit raises one alarm, and the box beside inherits a reason that fades', async () => {
  const { box, others, voyage, eta } = await anOrder();
  const beside = others[0]!;
  node.clock.set(eta + 30 * minute);
  await node.take({
    'coarri.edi': landed(box, voyage, eta),
    'coarri2.edi': landed(beside, voyage, eta),
    'at.edi': moved(box, '0331104', eta + 20 * minute),
    'beside.edi': moved(beside, '0351104', eta + 20 * minute),
  });
  node.clock.set(eta + 121 * minute);
  await tend();
  await tend();
  const alarms = (
    await items<{ container: string; alarms: readonly Body[] }>('/api/v1/segregation/boxes', 'planner')
  )
    .filter((one) => one.container === box)
    .flatMap((one) => one.alarms.map(({ about }) => about));
  assert.deepEqual(alarms, ['total']);
  const reason = async (): Promise<
    { weight: number; text: string; sources: readonly unknown[] } | undefined
  > => (await dossierOf(node, beside)).reasons.find(({ signal }) => signal === 'stack-neighbour');
  const fresh = await reason();
  assert.ok(fresh !== undefined);
  assert.ok(fresh.text.includes(box) && fresh.sources.length === 1);
  node.clock.set(eta + 121 * minute + 24 * hour);
  await tend();
  await node.settle();
  const faded = await reason();
  assert.ok(
    faded !== undefined && faded.weight < fresh.weight / 3.5 && faded.weight > 0,
    String(faded?.weight),
  );
});

test('an intrusion at a box that nobody set apart raises the box beside it; nobody can take it back or foresee it', async () => {
  const { others, voyage, eta } = await anOrder();
  const [one, beside] = [others[1]!, others[2]!];
  node.clock.set(eta + hour);
  await node.take({
    'l1.edi': landed(one, voyage, eta),
    'l2.edi': landed(beside, voyage, eta),
    'm1.edi': moved(one, '0410203', eta + 20 * minute),
    'm2.edi': moved(beside, '0410303', eta + 20 * minute),
  });
  const visit = (await dossierOf(node, one)).id;
  const told = (at: number, name: string): Promise<Answer<Body>> =>
    post('/api/v1/segregation/intrusions', { visit, at: new Date(at).toISOString(), reason: 'seal cut, door ajar' }, name); // prettier-ignore
  assert.equal((await told(node.clock.now() + hour, 'officer')).status, 422);
  assert.equal((await told(eta + 40 * minute, 'terminal')).status, 404);
  assert.equal((await told(eta + 40 * minute, 'officer')).status, 200);
  await node.settle();
  const { reasons } = await dossierOf(node, beside);
  assert.ok(reasons.some(({ signal, text }) => signal === 'stack-neighbour' && text.includes(one)));
});

test('an empty stays in scope on the road until its depot', async () => {
  const { box, voyage, eta } = await anOrder({ load: 'empty' });
  node.clock.set(eta + 5 * hour);
  await node.take({
    'l.edi': landed(box, voyage, eta),
    'g.edi': aGateReport({ at: eta + 2 * hour, event: 'gate-out', port: 'NLVLI', boxes: [{ number: box, load: 'empty', happenedAt: eta + 2 * hour }] }), // prettier-ignore
  });
  const clockOf = async (over: boolean): Promise<Body | undefined> =>
    (await items<Body>(`/api/v1/segregation/boxes?over=${over}`, 'planner')).find(
      ({ container }) => container === box,
    );
  const road = await clockOf(false);
  assert.deepEqual([road?.['place'], road?.['scope'], road?.['endedAt']], ['to-depot', 'until-depot', null]);
  await node.take({
    'd.edi': aGateReport({ at: eta + 4 * hour, event: 'gate-in', port: 'NLMOE', terminal: 'QZDEPOT', boxes: [{ number: box, load: 'empty', happenedAt: eta + 4 * hour }] }), // prettier-ignore
  });
  assert.equal((await clockOf(true))?.['endedAt'], new Date(eta + 4 * hour).toISOString());
});

test('a policy that catches less lets nobody out who was caught, and a version is stored once', async () => {
  const { box, voyage } = await aCall();
  const again = await post('/api/v1/segregation/policies', aSegregationPolicy(), 'planner');
  assert.deepEqual([again.status, again.body['code']], [409, 'segregation/version-exists']);
  for (const [what, broken] of [
    ['a clause without a condition', { clauses: [{ name: 'all', why: 'every box there is' }] }],
    ['an end before its beginning', { validTo: '2020-01-01T00:00:00Z' }],
    ['an unknown key', { hidden: 1 }],
    ['nobody who owns it', { owner: '' }],
  ] as const) {
    const answer = await post('/api/v1/segregation/policies', { ...aSegregationPolicy(), version: 'bad', ...broken }, 'planner'); // prettier-ignore
    assert.deepEqual([answer.status, answer.body['code']], [422, 'segregation/bad-policy'], what);
  }
  assert.equal((await post('/api/v1/segregation/policies', aSegregationPolicy(), 'analyst')).status, 404);
  const narrow = { ...aSegregationPolicy(), version: 'narrow', clauses: [] };
  assert.equal((await post('/api/v1/segregation/policies', narrow, 'planner')).status, 201);
  await node.settle();
  node.clock.set(voyage.eta! - 2 * hour);
  await tend();
  assert.ok((await orderOf(box)) !== undefined);
});

test('the database refuses to tell early, to tell twice and to change an order', async () => {
  const refused = async (statement: string): Promise<void> => {
    await assert.rejects(
      node.db.execute(statement),
      /violates check|stays told|does not change|only ever added/,
    );
  };
  await node.db.execute(
    `insert into outside_act (id, occasion, sign, anchor, held_until, ground, sealed, made_at)
     values ('a_test', 'test', 'release-hold', 'planned', '2030-01-01', 'test', 'x', '2026-01-01')`,
  );
  await refused("update outside_act set state = 'given', settled_at = '2029-12-31' where id = 'a_test'");
  await node.db.execute(
    "update outside_act set state = 'withdrawn', settled_at = '2029-12-31' where id = 'a_test'",
  );
  await refused("update outside_act set state = 'held', settled_at = null where id = 'a_test'");
  await refused("delete from outside_act where id = 'a_test'");
  await refused("update terminal_order set bytes = 'x'");
  await refused('delete from terminal_order');
});

test('a number that no order can carry stands before the planner and holds up no other box', async () => {
  const hostile = `QZXU81\u00019999`;
  voyages += 1;
  const voyage: Voyage = {
    callSign: `QZ${voyages}`,
    vessel: `SYNTHETIC ${voyages}`,
    voyage: `${voyages}Y`,
    port: 'NLVLI',
    eta: node.clock.now() + 6 * hour,
    loadPort: 'ECGYE',
  };
  const boxes = [hostile, aContainer((serial += 1))];
  await node.take({
    'hostile.edi': aManifest({
      at: node.clock.now() - hour,
      voyage,
      document: `QZMAN${voyages}`,
      boxes: boxes.map((number) => ({ number, type: '22G1' })),
      bills: [
        { number: `QZB${voyages}A`, boxes, goods: 'BANANAS', consignee: 'SIM FRUIT BV', loadPort: 'ECGYE', originCountry: 'ECGYE' }, // prettier-ignore
      ],
    }),
  });
  const { box: elsewhere } = await aCall();
  node.clock.set(voyage.eta! - 2 * hour);
  await tend();
  for (const box of [boxes[1]!, elsewhere]) assert.ok((await orderOf(box)) !== undefined, box);
  const cases = await items<{ kind: string; params: Body }>('/api/v1/segregation/cases', 'planner');
  assert.equal(cases.filter(({ kind }) => kind === 'unwritable').length, 1);
  await tend();
  const again = await items<{ kind: string }>('/api/v1/segregation/cases', 'planner');
  assert.equal(again.filter(({ kind }) => kind === 'unwritable').length, 1, 'told once');
});
