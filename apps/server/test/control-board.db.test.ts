import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { aContainer, aDischargeOrder, aManifest, day, hour, type Voyage } from './a-message.ts';
import { aNode, dossierOf, now, type Answer, type TestNode } from './a-node.ts';
import { codes, decideAsDrawn } from './second-person.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

interface Plan {
  readonly exposure: number;
  readonly limit: number;
  readonly knowNow: number;
  readonly willKnow: number;
  readonly steps: readonly { readonly at: string; readonly people: number; readonly weight: number }[];
  readonly parts: readonly { readonly part: string; readonly people: number; readonly available: number }[];
  readonly signs: readonly { readonly sign: string; readonly heldUntil: string }[] | null;
  readonly knowers: readonly { readonly person: string; readonly part: string }[];
}
interface Item {
  readonly id: string;
  readonly state: string;
  readonly lane: string;
  readonly needs: string | null;
  readonly mine: readonly string[];
  readonly exposure: Omit<Plan, 'steps' | 'parts' | 'signs' | 'knowers'> | null;
  readonly box: {
    readonly visit: string;
    readonly container: string;
    readonly moved: boolean;
    readonly then: { readonly band: string } | null;
    readonly now: { readonly band: string } | null;
  } | null;
}
interface Board {
  readonly lanes: readonly { readonly name: string; readonly perHour: number }[];
  readonly items: readonly Item[];
  readonly proposals: readonly { readonly container: string; readonly method: string }[];
}
interface Card extends Item {
  readonly plan: Plan | null;
  readonly content: Readonly<Record<string, string>>;
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string;
  }[];
  readonly outcome: unknown;
}

let node: TestNode;
const people = new Map<string, SignedIn>();
const boxes = Array.from({ length: 30 }, (_, index) => aContainer(730_000 + index * 13));
const [number = ''] = boxes;
const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '9W',
  port: 'NLVLI',
  eta: now + 10 * hour,
};
const words = 'seal silent for 41 minutes';
const [, , , other = ''] = boxes;
let visit: string;
let otherVisit: string;

const manifest = (goods: string, at: number, over: object = {}): string =>
  aManifest({
    at,
    document: 'QZMAN9',
    voyage,
    bills: boxes.map((one) => ({
      number: `QZB${one}`,
      boxes: [one],
      goods: one === number ? goods : 'BANANAS',
      consignee: 'SYNTHETIC FRUIT B.V.',
      grossKg: 20_000,
    })),
    ...over,
  } as Parameters<typeof aManifest>[0]);

before(async () => {
  node = await aNode();
  for (const [name, roles, group] of [
    ['analyst', ['analyst'], 'pre-arrival'],
    ['second', ['image-analyst'], 'scan-room'],
    ['planner', ['planner'], 'control-room'],
    ['other planner', ['planner'], 'control-room'],
    ['third planner', ['planner'], 'night-desk'],
    ['lead', ['team-lead'], 'quay'],
    ['officer', ['officer'], 'quay'],
    ['integrity', ['integrity'], 'integrity'],
    ['auditor', ['auditor'], 'audit'],
  ] as const) {
    people.set(name, await signedIn(node, [...roles], { groups: [group] }));
  }
  people.set('planner elsewhere', await signedIn(node, ['planner'], { ports: ['NLRTM'] }));
  await node.take({
    'order.edi': aDischargeOrder({ at: now - day, voyage, boxes: boxes.map((one) => ({ number: one })) }),
    'manifest.edi': manifest('BANANAS', now - day),
  });
  visit = (await dossierOf(node, number)).id;
  otherVisit = (await dossierOf(node, other)).id;
  // The reader every test node has plays no part in a control here.
  await node.db.execute("update person set state = 'disabled' where id = $1", [node.reader.person]);
});
after(() => node.close());
beforeEach(() => node.clock.set(now));

const as = (name: string): Record<string, string> => ({ ...people.get(name)!.headers });
const get = <Body>(path: string, name: string): Promise<Answer<Body>> => node.get<Body>(path, as(name));
const post = <Body = Record<string, unknown>>(
  path: string,
  body: unknown,
  name: string,
): Promise<Answer<Body>> => node.post<Body>(path, body, as(name));
const boardOf = async (name: string): Promise<Board> =>
  (await get<Board>(`/api/v1/control-board?until=${new Date(now + day).toISOString()}`, name)).body;
const cardOf = async (id: string, name: string): Promise<Card> =>
  (await get<Card>(`/api/v1/controls/${id}/card`, name)).body;
const itemOf = async (id: string, name: string): Promise<Item | undefined> =>
  (await boardOf(name)).items.find((one) => one.id === id);
const plannedAt = new Date(now + 8 * hour).toISOString();

async function proposed(name = 'planner', over: object = {}): Promise<string> {
  const wish = {
    visit,
    method: 'scan',
    reason: words,
    place: 'Quay 12',
    lane: 'scanner',
    plannedAt,
    ...over,
  };
  const { status, body } = await post('/api/v1/controls', wish, name);
  assert.equal(status, 201, JSON.stringify(body));
  return String(body['id']);
}

/** Asks to lower a control as its planner. @returns the request and who was drawn to decide it */
async function lowered(
  subject: string,
  wish: object,
): Promise<{ readonly id: string; readonly drawn: string }> {
  const { status, body } = await post<{ id: string; secondPerson: string }>(
    '/api/v1/lowerings',
    { ...wish, subject, reason: 'vessel diverted' },
    'planner',
  );
  assert.equal(status, 201, JSON.stringify(body));
  const [drawn = ''] = [...people].find(([, one]) => one.person === body.secondPerson) ?? [];
  return { id: body.id, drawn };
}

test('a planner sees a control of his port as a taken slot with its count; its box only who knows it', async () => {
  const id = await proposed();
  const own = await itemOf(id, 'planner');
  assert.deepEqual([own?.mine, own?.box?.container, own?.needs], [['proposer'], number, null]);
  const slot = await itemOf(id, 'other planner');
  assert.deepEqual([slot?.mine, slot?.box, slot?.needs], [[], null, 'approve']);
  assert.ok((slot?.exposure?.willKnow ?? 0) > (slot?.exposure?.knowNow ?? 0));
  for (const name of ['planner elsewhere', 'analyst', 'lead'])
    assert.equal(await itemOf(id, name), undefined, name);
  for (const name of ['officer', 'integrity']) {
    assert.equal((await get('/api/v1/control-board', name)).status, 404, name);
    assert.equal((await get(`/api/v1/controls/${id}/card`, name)).status, 404, name);
  }
  const text = JSON.stringify([await cardOf(id, 'other planner'), await boardOf('other planner')]);
  for (const secret of [number, visit, 'Quay 12', words]) assert.ok(!text.includes(secret), secret);
  assert.equal((await cardOf(id, 'other planner')).plan?.signs, null, 'signs would tell the method');
});

test('an image analyst who proposes sees his own control, without the score and without the count', async () => {
  const id = await proposed('second');
  const own = await cardOf(id, 'second');
  assert.deepEqual([own.box?.container, own.plan, own.exposure, own.changes], [number, null, null, []]);
  assert.ok(!JSON.stringify(own.box).includes('score'));
});

test('a plan is weighed before it is proposed: later and larger teams know longer, and nothing is kept', async () => {
  const before = await node.db.query('select count(*)::int as n from control');
  const weigh = async (over: object): Promise<Plan> => {
    const wish = { visit, method: 'scan', place: 'Quay 12', plannedAt, officers: 1, ...over };
    const { status, body } = await post<Plan>('/api/v1/control-plans', wish, 'planner');
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const plan = await weigh({});
  const sooner = await weigh({ plannedAt: new Date(now + 2 * hour).toISOString() });
  assert.ok(sooner.exposure < plan.exposure);
  assert.ok((await weigh({ officers: null })).willKnow >= plan.willKnow);
  assert.equal(plan.knowNow, 1);
  assert.ok(
    plan.steps.length >= 2 &&
      plan.steps.every(({ weight }, at, all) => at === 0 || weight > all[at - 1]!.weight),
  );
  assert.deepEqual(
    plan.parts.map(({ part, available }) => [part, available]).filter(([part]) => part !== 'terminal'),
    [
      ['team-lead', 1],
      ['officer', 1],
    ],
  );
  assert.ok(plan.signs?.some(({ sign }) => sign === 'scan-status'));
  assert.ok(
    !JSON.stringify(plan.knowers).includes(people.get('lead')!.person),
    'nobody is drawn by weighing',
  );
  assert.deepEqual(await node.db.query('select count(*)::int as n from control'), before);
  for (const wish of [
    { visit: 'nowhere', method: 'scan', place: '', plannedAt },
    { visit, method: 'x-ray', place: '', plannedAt },
    { visit, method: 'scan', place: '', plannedAt, officers: 0 },
  ]) {
    const { status } = await post('/api/v1/control-plans', wish, 'planner');
    assert.ok(status === 400 || status === 404, String(status));
  }
  const elsewhere = await post(
    '/api/v1/control-plans',
    { visit, method: 'scan', place: '', plannedAt },
    'planner elsewhere',
  );
  assert.equal(elsewhere.status, 404);
});

test('the team is as large as was proposed', async () => {
  await Promise.all([1, 2, 3].map(() => signedIn(node, ['officer'], { groups: ['quay'] })));
  const id = await proposed('planner', { officers: 1 });
  assert.equal((await post(`/api/v1/controls/${id}/approve`, {}, 'other planner')).status, 200);
  const before = (await cardOf(id, 'other planner')).plan;
  assert.equal((await post(`/api/v1/controls/${id}/seal`, {}, 'third planner')).status, 200);
  const after = (await cardOf(id, 'third planner')).plan;
  const officers = new Set(
    after?.knowers.filter(({ part }) => part === 'officer').map(({ person }) => person),
  );
  assert.equal(officers.size, 1);
  assert.equal(after?.willKnow, before?.willKnow, 'what was weighed is what came');
  assert.ok(Math.abs((after?.exposure ?? 0) - (before?.exposure ?? 1)) < 1e-6);
});

test('who signs reads first, and counts as one who knows from then on; who proposed can not', async () => {
  const id = await proposed();
  const knew = (await itemOf(id, 'planner'))?.exposure?.knowNow ?? 0;
  const refused = await post(`/api/v1/controls/${id}/review`, {}, 'planner');
  assert.deepEqual([refused.status, refused.body['code']], [403, 'controls/same-person']);
  for (const name of ['analyst', 'lead', 'planner elsewhere']) {
    assert.equal((await post(`/api/v1/controls/${id}/review`, {}, name)).status, 404, name);
  }
  assert.equal((await post(`/api/v1/controls/${id}/review`, {}, 'other planner')).status, 200);
  const card = await cardOf(id, 'other planner');
  assert.deepEqual(
    [card.box?.container, card.content['place'], card.content['method'], card.content['reason']],
    [number, 'Quay 12', 'scan', words],
  );
  assert.equal(card.exposure?.knowNow, knew + 1);
  assert.equal((await cardOf(id, 'third planner')).box, null);
  assert.ok(
    node.acts.some(({ kind, act, subject }) => kind === 'look' && act === 'control/review' && subject === id),
  );
  assert.ok(
    node.acts.some(
      ({ kind, act, by }) =>
        kind === 'look' && act === 'control/read' && by.person === people.get('other planner')!.person,
    ),
  );
  assert.equal((await post(`/api/v1/controls/${id}/approve`, {}, 'other planner')).status, 200);
  const late = await post(`/api/v1/controls/${id}/review`, {}, 'third planner');
  assert.deepEqual([late.status, late.body['code']], [409, 'controls/state']);
});

test('what the desk proposes stands before who plans, until its box has a result', async () => {
  await post(
    `/api/v1/visits/${otherVisit}/acts`,
    { kind: 'propose', method: 'dog', reason: 'new consignee' },
    'analyst',
  );
  assert.deepEqual(
    (await boardOf('planner')).proposals.map(({ container, method }) => [container, method]),
    [[other, 'dog']],
  );
  assert.deepEqual((await boardOf('planner elsewhere')).proposals, []);
  assert.deepEqual((await boardOf('analyst')).proposals, []);
});

test('an amendment is told on the control with what it changed, to who knows the box and to nobody else', async () => {
  const id = await proposed();
  node.clock.set(now + hour);
  await node.take(
    { 'amended.edi': manifest('PINEAPPLES', now + hour / 2, { function: '5', document: 'QZMAN9' }) },
    now + hour,
  );
  const card = await cardOf(id, 'planner');
  const goods = card.changes.find(({ field }) => field === 'goods');
  assert.match(goods?.after ?? '', /PINEAPPLES/);
  assert.match(goods?.before ?? '', /BANANAS/);
  assert.equal(card.box?.moved, true);
  assert.ok(card.box?.then !== null && card.box?.now !== null);
  const slot = await cardOf(id, 'other planner');
  assert.deepEqual([slot.changes, slot.box], [[], null]);
});

test('who asks to cancel and who was drawn see the same evidence, without a sealed word in the database', async () => {
  const id = await proposed();
  const asked = await lowered(id, { act: 'cancel' });
  const path = `/api/v1/lowerings/${asked.id}`;
  const found = await get<{ evidenceHash: string; evidence: Record<string, string> | null }>(
    path,
    asked.drawn,
  );
  assert.equal(found.status, 200, JSON.stringify(found.body));
  assert.deepEqual(
    [found.body.evidence?.['container'], found.body.evidence?.['method'], found.body.evidence?.['place']],
    [number, 'scan', 'Quay 12'],
  );
  assert.deepEqual((await get<{ evidence: unknown }>(path, 'planner')).body.evidence, found.body.evidence);
  assert.ok((await cardOf(id, 'planner')).plan?.knowers.some(({ part }) => part === 'second-person'));
  for (const name of ['analyst', 'other planner', 'third planner', 'second'].filter(
    (one) => one !== asked.drawn,
  )) {
    assert.equal((await get(path, name)).status, 404, name);
  }
  const kept = JSON.stringify(await node.db.query('select * from lowering where id = $1', [asked.id]));
  for (const secret of [number, visit, 'Quay 12', words]) assert.ok(!kept.includes(secret), secret);
});

test('to those who signed, a lowering under duress looks everywhere as one that was done', async () => {
  const sealed = async (): Promise<string> => {
    const id = await proposed('planner', { officers: 1 });
    assert.equal((await post(`/api/v1/controls/${id}/approve`, {}, 'other planner')).status, 200);
    assert.equal((await post(`/api/v1/controls/${id}/seal`, {}, 'other planner')).status, 200);
    return id;
  };
  const later = new Date(now + 11 * hour).toISOString();
  for (const wish of [{ act: 'cancel' }, { act: 'postpone', body: { plannedAt: later } }]) {
    const seen = [];
    for (const code of [codes.confirm, codes.duress]) {
      const id = await sealed();
      const { id: asked } = await lowered(id, wish);
      const decided = await decideAsDrawn(node, asked, 'approved', code);
      assert.equal(decided.status, 200, JSON.stringify(decided.body));
      const card = await cardOf(id, 'planner');
      const item = await itemOf(id, 'planner');
      const { plan } = card;
      const slot = await get<{ steps: unknown }>(`/api/v1/controls/${id}`, 'planner');
      const exposure = await get<{ knowers?: readonly { part: string }[]; detail?: string }>(
        `/api/v1/controls/${id}/exposure`,
        'planner',
      );
      const approving = await post(`/api/v1/controls/${id}/approve`, {}, 'planner');
      // The names of those who come and go differ; everything a control says of itself has to be alike.
      seen.push({
        ...{ ...card, id: '', plan: null },
        item: { ...item, id: '' },
        slot: [slot.status, { ...slot.body, id: '' }],
        exposure: [
          exposure.status,
          exposure.body.knowers?.map(({ part }) => part).sort(),
          exposure.body.detail,
        ],
        approving: [approving.status, approving.body['detail']],
        knowers: plan?.knowers.map(({ person, part }) => [person.includes('/') ? person : '', part]).sort(),
        steps: plan?.steps.map(({ people, weight }) => [people, Math.round(weight * 1000)]),
      });
    }
    assert.deepEqual(seen[1], seen[0], wish.act);
    assert.equal(seen[0]?.state, wish.act === 'cancel' ? 'cancelled' : 'approved');
  }
  const real = await node.db.query<{ state: string }>("select state from control where state = 'sealed'");
  assert.ok(real.length >= 2, 'nothing was lowered by them');
});

test('exposure by day and unit is for who oversees, and adds up to that of the controls', async () => {
  const { body } = await get<{
    items: { day: string; controls: number; units: { unit: string; personHours: number }[] }[];
  }>('/api/v1/exposure-trend?days=7', 'integrity');
  const today = body.items.find(({ day: at }) => at.startsWith(new Date(now).toISOString().slice(0, 10)));
  assert.equal(body.items.length, 7);
  const [sealed] = await node.db.query<{ n: number }>(
    "select count(distinct control_id)::int as n from control_step where step = 'seal'",
  );
  assert.equal(today?.controls, sealed?.n, 'only what was sealed');
  assert.ok(today?.units.some(({ unit }) => unit === 'control-room'));
  assert.ok(!JSON.stringify(body).includes('p_'), 'units, not people');
  for (const name of ['planner', 'analyst', 'officer']) {
    assert.equal((await get('/api/v1/exposure-trend', name)).status, 404, name);
  }
});
