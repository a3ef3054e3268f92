import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { defaultPolicy, defaultRuleSet } from '@havenwacht/risk';
import { aContainer, aManifest, hour, type Voyage } from './a-message.ts';
import { aNode, now, rowsOf, type Answer, type TestNode } from './a-node.ts';
import { codes, decideAsDrawn } from './second-person.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

type Body = Record<string, unknown>;

let node: TestNode;
let lead: SignedIn;
let colleague: SignedIn;
let other: SignedIn;
const boxes = Array.from({ length: 30 }, (_, index) => aContainer(640_000 + index));
const late = aContainer(650_001);
const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '3W',
  port: 'NLVLI',
  eta: now + 20 * hour,
};
const manifest = (document: string, numbers: readonly string[]): string =>
  aManifest({
    at: now - 4 * hour,
    voyage,
    document,
    boxes: numbers.map((number) => ({ number, type: '45R1' })),
    bills: numbers.map((number) => ({
      number: `QZB${number}`,
      boxes: [number],
      goods: 'BANANAS',
      consignee: 'SIM FRUIT BV',
      grossKg: 20_000,
    })),
  });

const aPolicy = (version: string, open: number, over: object = {}) => ({
  ...defaultPolicy,
  version,
  validFrom: '2026-01-01T00:00:00Z',
  capacity: { perPortPerDay: {}, otherPorts: { open, scan: 5, documents: 5 } },
  ...over,
});
const mustControl = (when: object, id = 'fruit') => ({
  id,
  owner: 'a test',
  validFrom: '2026-01-01T00:00:00Z',
  validTo: null,
  note: 'A planted case.',
  when,
  then: { action: 'must-control', text: 'All of it.' },
});
const someBoxes = { test: 'in', field: 'container', values: [...boxes.slice(0, 3), late] };
const ask = (path: 'policies' | 'rule-sets', document: object): Promise<Answer<Body>> =>
  node.post<Body>(`/api/v1/${path}`, document, { ...lead.headers });
const inForce = async (): Promise<readonly unknown[]> => {
  const { body } = await node.get<Body>('/api/v1/policy', { ...lead.headers });
  return [body['version'], body['ruleSetVersion']];
};
const agree = async (asked: Answer<Body>): Promise<void> => {
  const decided = await decideAsDrawn(node, String(asked.body['lowering']));
  assert.equal(decided.status, 200, JSON.stringify(decided.body));
  await node.settle();
};

before(async () => {
  node = await aNode();
  await node.db.execute("update person set groups = array['quay'] where id = $1", [node.reader.person]);
  lead = await signedIn(node, ['team-lead'], { groups: ['pre-arrival'] });
  colleague = await signedIn(node, ['analyst'], { groups: ['pre-arrival'] });
  other = await signedIn(node, ['planner'], { groups: ['control-room'] });
  await node.db.execute("update person set state = 'disabled' where id = $1", [node.reader.person]);
  await node.take({ 'manifest.edi': manifest('QZM1', boxes) });
});
after(() => node.close());

test('a policy that one person asks for is not in force, and the second is of another unit', async () => {
  const before = await inForce();
  const asked = await ask('policies', aPolicy('p1', 10));
  assert.equal(asked.status, 202, JSON.stringify(asked.body));
  assert.equal(asked.body['act'], 'change-policy');
  await node.settle();
  assert.deepEqual(await inForce(), before);
  const [row] = await node.db.query<{ second: string }>('select second_person as second from lowering');
  assert.equal(row?.second, other.person);
  const sign = { decision: 'approved', evidenceHash: 'e'.repeat(64), code: codes.confirm };
  const path = `/api/v1/lowerings/${String(asked.body['lowering'])}`;
  assert.equal((await node.post(`${path}/decide`, sign, { ...lead.headers })).status, 403);
  assert.equal((await node.post(`${path}/decide`, sign, { ...colleague.headers })).status, 404);
  assert.equal((await node.get(path, { ...colleague.headers })).status, 404);
  await agree(asked);
  assert.deepEqual((await inForce())[0], 'p1');
});

test('who lowers the capacity of a day is shown the boxes that fall out, and so is who agrees', async () => {
  const asked = await ask('policies', aPolicy('p2', 2));
  const standing = new Map((await rowsAsLead()).map((row) => [row.container, row.band]));
  assert.ok(Number(asked.body['fallenOut']) >= 8, JSON.stringify(asked.body));
  const seen = await node.get<Body>(`/api/v1/lowerings/${String(asked.body['lowering'])}`, {
    ...other.headers,
  });
  const evidence = seen.body['evidence'] as {
    version: string;
    fallen: { count: number; boxes: { container: string; from: string; to: string }[] };
  };
  assert.deepEqual([evidence.version, evidence.fallen.count], ['p2', asked.body['fallenOut']]);
  for (const box of evidence.fallen.boxes) {
    assert.equal(box.from, standing.get(box.container));
    assert.ok(box.to > box.from);
  }
  assert.deepEqual(await rowsAsLead(), await rowsAsLead(), 'judging changed nothing');
  assert.deepEqual(new Map((await rowsAsLead()).map((row) => [row.container, row.band])), standing);
  const refused = await decideAsDrawn(node, String(asked.body['lowering']), 'refused');
  assert.equal(refused.status, 200);
  await node.settle();
  assert.deepEqual((await inForce())[0], 'p1');
});

const rowsAsLead = () => rowsOf({ ...node, get: (path) => node.get(path, { ...lead.headers }) });

test('a rule that is taken out, or leaves a company out by name, waits for the second person too', async () => {
  await agree(await ask('rule-sets', { ...defaultRuleSet, version: 'r1', rules: [mustControl(someBoxes)] }));
  assert.equal((await inForce())[1], 'r1');
  const without = await ask('rule-sets', { ...defaultRuleSet, version: 'r2', rules: [] });
  assert.deepEqual([without.body['act'], without.body['fallenOut']], ['change-rules', 3]);
  const spared = {
    test: 'all',
    of: [someBoxes, { test: 'not', of: { test: 'in', field: 'container', values: [boxes[0]] } }],
  };
  const white = await ask('rule-sets', { ...defaultRuleSet, version: 'r3', rules: [mustControl(spared)] });
  assert.deepEqual([white.body['act'], white.body['fallenOut']], ['whitelist', 1]);
  await node.settle();
  assert.equal((await inForce())[1], 'r1');
});

test('a box that came since a change was asked for, and falls out by it, has to be shown first', async () => {
  const asked = await ask('rule-sets', { ...defaultRuleSet, version: 'r4', rules: [] });
  assert.equal(asked.status, 202);
  await node.take({ 'late.edi': manifest('QZM2', [late]) });
  const decided = await decideAsDrawn(node, String(asked.body['lowering']));
  assert.deepEqual([decided.status, decided.body['code']], [409, 'controls/evidence-changed']);
  assert.equal((await inForce())[1], 'r1');
});

test('nobody of another unit: the change stays undone; a duress code stores nothing and tells', async () => {
  await node.db.execute("update person set groups = array['pre-arrival'] where id = $1", [other.person]);
  const alone = await ask('policies', aPolicy('p5', 10));
  assert.deepEqual([alone.status, alone.body['secondPersonDrawn']], [202, false]);
  await node.db.execute("update person set groups = array['control-room'] where id = $1", [other.person]);
  const asked = await ask('policies', aPolicy('p6', 10));
  const decided = await decideAsDrawn(node, String(asked.body['lowering']), 'approved', codes.duress);
  assert.deepEqual([decided.status, decided.body['effect']], [200, 'done']);
  await node.settle();
  assert.equal((await inForce())[0], 'p1');
  const integrity = await signedIn(node, ['integrity'], { groups: ['integrity'] });
  const { body } = await node.get<{ items: Body[] }>('/api/v1/alerts', { ...integrity.headers });
  assert.ok(body.items.some(({ alert, about }) => alert === 'duress' && about === asked.body['lowering']));
  for (const one of [lead, other]) {
    assert.equal((await node.get('/api/v1/alerts', { ...one.headers })).status, 404);
  }
});

test('a lowering of visits and rules has no other door, and its kind is not the asker’s to say', async () => {
  const [row] = await rowsAsLead();
  for (const act of ['dismiss', 'whitelist', 'change-rules', 'change-policy']) {
    const body = {
      act,
      kind: 'release',
      subject: row?.id,
      reason: 'known to us',
      evidenceHash: 'e'.repeat(64),
    };
    assert.equal((await node.post('/api/v1/lowerings', body, { ...colleague.headers })).status, 400, act);
  }
  const kinds = await node.db.query('select distinct kind from lowering');
  assert.deepEqual(kinds, [{ kind: 'override' }]);
});
