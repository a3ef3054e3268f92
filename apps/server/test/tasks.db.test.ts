import assert from 'node:assert/strict';
import { createDecipheriv, createECDH, createHash, hkdfSync, pbkdf2Sync, randomBytes } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { sealBytes } from '../src/platform/secrets/index.ts';
import { aContainer, aManifest, aQuayReport, hour, type Voyage } from './a-message.ts';
import { aNode, now, rowsOf, type Answer, type TestNode } from './a-node.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

type Body = Record<string, unknown>;

const minute = 60_000;
const planned = now + 8 * hour;
const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '8W',
  port: 'NLVLI',
  eta: now + 6 * hour,
};
const boxes = Array.from({ length: 40 }, (_, index) => aContainer(740_000 + index));

let node: TestNode;
let next = 0;
/** Number → visit. */
let visits: ReadonlyMap<string, string>;
let mark = 0;
const people = new Map<string, SignedIn>();

before(async () => {
  node = await aNode({ trustsClock: true });
  for (const [name, roles] of [
    ['analyst', ['analyst']],
    ['planner', ['planner']],
    ['other planner', ['planner']],
    ['lead', ['team-lead']],
    ['officer', ['officer']],
    ['second officer', ['officer']],
    ['administrator', ['administrator']],
  ] as const) {
    people.set(name, await signedIn(node, [...roles], { groups: [name] }));
  }
  await node.take({
    'manifest.edi': aManifest({
      at: now - 10 * hour,
      voyage,
      document: 'QZMAN8',
      boxes: boxes.map((number) => ({ number, type: '45R1' })),
      bills: [{ number: 'QZB8', boxes, goods: 'BANANAS', consignee: 'SIM FRUIT BV', grossKg: 20_000 }],
    }),
    'quay.edi': aQuayReport({
      at: now - hour / 4,
      voyage,
      document: 'QZQ8',
      event: 'discharge',
      boxes: boxes.map((number) => ({ number, type: '45R1', happenedAt: now - hour / 2 })),
    }),
  });
  visits = new Map((await rowsOf(node)).map(({ container, id }) => [container, id]));
  // The reader every test node has plays no part in a control here.
  await node.db.execute("update person set state = 'disabled' where id = $1", [node.reader.person]);
});
after(() => node.close());
beforeEach(() => {
  mark = node.acts.length;
  node.clock.set(now);
});

const as = (name: string): Record<string, string> => ({ ...people.get(name)!.headers });
const get = (path: string, name: string): Promise<Answer<Body>> => node.get<Body>(path, as(name));
const post = (path: string, body: unknown, name: string): Promise<Answer<Body>> =>
  node.post<Body>(path, body, as(name));
const ok = async (answer: Promise<Answer<Body>>): Promise<Body> => {
  const { status, body } = await answer;
  assert.ok(status < 300, `${status} ${JSON.stringify(body)}`);
  return body;
};
const refusal = (answer: Answer<Body>): readonly unknown[] => [answer.status, answer.body['code']];
const acts = (act: string): readonly (typeof node.acts)[number][] =>
  node.acts.slice(mark).filter((one) => one.act === act);

interface Sealed {
  readonly id: string;
  readonly number: string;
}

async function aSealedControl(): Promise<Sealed> {
  const number = boxes[next++]!;
  const { id } = await ok(
    post(
      '/api/v1/controls',
      {
        visit: visits.get(number),
        method: 'dog',
        reason: 'seal silent for 41 minutes',
        place: 'Quay 12',
        lane: 'dog',
        plannedAt: new Date(planned).toISOString(),
      },
      'analyst',
    ),
  );
  await ok(post(`/api/v1/controls/${String(id)}/approve`, {}, 'planner'));
  await ok(post(`/api/v1/controls/${String(id)}/seal`, {}, 'planner'));
  return { id: String(id), number };
}

/** The same, opened by the team lead and taken along. */
async function aTaskAlong(
  deviceAheadMs = 0,
): Promise<Sealed & { readonly inbox: string; readonly envelope: Body }> {
  const control = await aSealedControl();
  node.clock.set(planned - 10 * minute);
  const { inbox } = await ok(post(`/api/v1/tasks/${control.id}/open`, {}, 'lead'));
  const clock = node.clock.now() + deviceAheadMs;
  const envelope = await ok(post(`/api/v1/tasks/${control.id}/along`, { clock }, 'lead'));
  return { ...control, inbox: String(inbox), envelope };
}

/** What a phone does to close an item for the node. */
function closed(inbox: string, bound: string, bytes: Uint8Array): Buffer {
  const own = createECDH('prime256v1');
  const point = own.generateKeys();
  const shared = own.computeSecret(inbox, 'base64url');
  const purpose = `task-item/${point.toString('base64url')}`;
  const key = Buffer.from(hkdfSync('sha256', shared, new Uint8Array(0), purpose, 32));
  return Buffer.concat([point, sealBytes(key, bytes, bound)]);
}

const anItem = (): string => randomBytes(16).toString('base64url');

function send(
  { id, inbox }: { readonly id: string; readonly inbox: string },
  kind: string,
  content: unknown,
  options: { readonly item?: string; readonly as?: string; readonly deviceNow?: number } = {},
): Promise<Answer<Body>> {
  const item = options.item ?? anItem();
  const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
  const clock = options.deviceNow ?? node.clock.now();
  return node.post<Body>(
    `/api/v1/tasks/${id}/items/${item}?kind=${kind}&clock=${clock}`,
    closed(inbox, `${id}/${item}/${kind}`, bytes),
    { ...as(options.as ?? 'lead'), 'content-type': 'application/octet-stream' },
  );
}

const openings = (
  id: string,
): Promise<{ items: string[]; said_at: number | null; doubt_ms: number | null }[]> =>
  node.db.query(
    'select items, said_at, doubt_ms::float8 as doubt_ms from control_opening where control_id = $1 order by id',
    [id],
  );

test('before its time a task says that there is something and from when, and nothing else', async () => {
  const { id, number } = await aSealedControl();
  assert.deepEqual((await get('/api/v1/tasks', 'lead')).body['items'], []);
  node.clock.set(planned - 90 * minute);
  const { items } = await ok(get('/api/v1/tasks', 'lead'));
  const own = (items as Body[]).filter((one) => one['id'] === id);
  assert.deepEqual(own, [{ id, opensAt: new Date(planned - 40 * minute).toISOString(), isOpen: false }]);
  for (const secret of [number, 'Quay 12', 'dog', 'silent'])
    assert.ok(!JSON.stringify(items).includes(secret));
  assert.deepEqual(refusal(await post(`/api/v1/tasks/${id}/open`, {}, 'lead')), [404, 'controls/not-found']);
});

test('nobody but who is cast finds the task, and who planned it has none', async () => {
  const { id } = await aSealedControl();
  node.clock.set(planned - 10 * minute);
  for (const name of ['analyst', 'planner', 'other planner']) {
    const { items } = await ok(get('/api/v1/tasks', name));
    assert.ok(
      (items as Body[]).every((one) => one['id'] !== id),
      name,
    );
  }
  assert.equal((await get('/api/v1/tasks', 'administrator')).status, 404);
  for (const name of ['planner', 'other planner']) {
    const along = await post(`/api/v1/tasks/${id}/along`, { clock: 0 }, name);
    assert.deepEqual(refusal(along), [404, 'controls/not-found'], name);
  }
});

test('a task is taken along by who has opened it, shortly before its moment, and that counts as knowing', async () => {
  const { id, number } = await aSealedControl();
  node.clock.set(planned - 20 * minute);
  const along = () => post(`/api/v1/tasks/${id}/along`, { clock: node.clock.now() }, 'lead');
  assert.deepEqual(refusal(await along()), [404, 'controls/not-found']);
  const task = await ok(post(`/api/v1/tasks/${id}/open`, {}, 'lead'));
  assert.deepEqual([task['place'], task['container']], ['Quay 12', null]);
  assert.equal(task['alongFrom'], new Date(planned - 15 * minute).toISOString());
  assert.equal(task['expiresAt'], new Date(planned + 2 * hour).toISOString());
  assert.deepEqual(refusal(await along()), [409, 'controls/too-early']);
  node.clock.set(planned - 10 * minute);
  const exposed = async () =>
    Number((await get(`/api/v1/controls/${id}/exposure`, 'planner')).body['exposure']);
  const before = await exposed();
  const envelope = await ok(along());
  assert.ok(Math.abs((await exposed()) - before - 1 / 6) < 0.02, 'ten minutes of one who may know');
  assert.equal(acts('control/take-along').filter(({ kind }) => kind === 'look').length, 1);
  const [salt, sealed] = ['salt', 'sealed'].map((name) => Buffer.from(String(envelope[name]), 'base64url'));
  const open = (text: string): unknown => {
    const key = pbkdf2Sync(text, salt!, Number(envelope['rounds']), 32, 'sha256');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed!.subarray(0, 12))
      .setAAD(Buffer.from(`${id}/arrival`))
      .setAuthTag(sealed!.subarray(12, 28));
    return JSON.parse(Buffer.concat([decipher.update(sealed!.subarray(28)), decipher.final()]).toString());
  };
  assert.ok(Number(envelope['rounds']) >= 600_000);
  assert.deepEqual(open(number), { container: number });
  assert.throws(() => open(boxes[next]!));
});

test('what was done without network is told in order, with the time on the phone and how far that may be off', async () => {
  const task = await aTaskAlong(5 * minute);
  const atBox = planned + 3 * minute;
  node.clock.set(planned + 40 * minute);
  const deviceNow = node.clock.now() + 5 * minute;
  const opened = await ok(
    send(task, 'opening', { container: task.number, at: atBox + 5 * minute }, { deviceNow }),
  );
  assert.deepEqual(opened, { isRight: true });
  const photo = randomBytes(200_000);
  await ok(send(task, 'seal-photo', photo, { deviceNow }));
  const evidence = [createHash('sha256').update(photo).digest('hex')];
  await ok(send(task, 'result', { outcome: 'nothing', evidence }, { deviceNow }));
  const told = (await openings(task.id)).at(-1);
  assert.deepEqual(told, { items: ['place', 'time', 'method', 'object'], said_at: atBox, doubt_ms: 0 });
  const [result] = await node.db.query('select outcome, evidence from control_result where control_id = $1', [
    task.id,
  ]);
  assert.deepEqual(result, { outcome: 'nothing', evidence });
  const { items } = await ok(get('/api/v1/tasks', 'lead'));
  assert.ok((items as Body[]).every(({ id }) => id !== task.id));
});

test('a phone whose clock was set back is believed as far as it can be, and the doubt is on record', async () => {
  const task = await aTaskAlong();
  node.clock.set(planned + 30 * minute);
  const deviceNow = node.clock.now() - 3 * hour;
  await ok(send(task, 'opening', { container: task.number, at: deviceNow - 20 * minute }, { deviceNow }));
  const told = (await openings(task.id)).at(-1);
  assert.deepEqual([told?.said_at, told?.doubt_ms], [planned + 10 * minute, 3 * hour]);
});

test('an item sent twice, also at once, is there once and is no refusal', async () => {
  const task = await aTaskAlong();
  node.clock.set(planned + minute);
  const opening = { container: task.number, at: planned };
  const [first, second, third] = [anItem(), anItem(), anItem()];
  for (let time = 0; time < 2; time += 1) await ok(send(task, 'opening', opening, { item: first }));
  const note = Buffer.from('scan S-7: nothing to see');
  const evidence = [createHash('sha256').update(note).digest('hex')];
  await Promise.all([0, 1].map(() => ok(send(task, 'note', note, { item: second }))));
  const result = { outcome: 'nothing', evidence };
  await Promise.all([0, 1, 2].map(() => ok(send(task, 'result', result, { item: third }))));
  await ok(send(task, 'note', note, { item: second }));
  assert.equal((await openings(task.id)).filter(({ said_at }) => said_at !== null).length, 1);
  const counted = async (table: string) =>
    (await node.db.query(`select 1 from ${table} where control_id = $1`, [task.id])).length;
  assert.deepEqual([await counted('control_evidence'), await counted('control_result')], [1, 1]);
  const steps = await node.db.query(
    "select 1 from control_step where control_id = $1 and step = 'carry-out'",
    [task.id],
  );
  assert.equal(steps.length, 1);
});

test('of two phones of one person the first result stands, and the other is refused and overwrites nothing', async () => {
  const task = await aTaskAlong();
  node.clock.set(planned + minute);
  await ok(send(task, 'opening', { container: task.number, at: planned }));
  const note = Buffer.from('reading 12');
  await ok(send(task, 'reading', note));
  const evidence = [createHash('sha256').update(note).digest('hex')];
  await ok(send(task, 'result', { outcome: 'found', evidence, kg: 12 }));
  assert.deepEqual(refusal(await send(task, 'result', { outcome: 'nothing', evidence })), [
    409,
    'controls/state',
  ]);
  const [{ outcome } = { outcome: null }] = await node.db.query<{ outcome: string }>(
    'select outcome from control_result where control_id = $1',
    [task.id],
  );
  assert.equal(outcome, 'found');
});

test('no result without evidence, and none before the box was opened by its number', async () => {
  const task = await aTaskAlong();
  node.clock.set(planned + minute);
  const note = Buffer.from(`looked into ${task.id}`);
  const evidence = [createHash('sha256').update(note).digest('hex')];
  await ok(send(task, 'note', note));
  assert.deepEqual(refusal(await send(task, 'result', { outcome: 'nothing', evidence })), [
    403,
    'controls/not-at-box',
  ]);
  await ok(send(task, 'opening', { container: task.number, at: planned }));
  assert.deepEqual(refusal(await send(task, 'result', { outcome: 'nothing', evidence: [] })), [
    422,
    'controls/no-evidence',
  ]);
  const unknown = { outcome: 'nothing', evidence: ['0'.repeat(64)] };
  assert.deepEqual(refusal(await send(task, 'result', unknown)), [409, 'controls/rule']);
});

test('wrong numbers tried without network are told and count as those tried with it', async () => {
  const task = await aTaskAlong();
  node.clock.set(planned + minute);
  for (let time = 0; time < 5; time += 1) {
    const answer = await ok(send(task, 'opening', { container: boxes[30 + time], at: planned }));
    assert.deepEqual(answer, { isRight: false });
  }
  assert.equal(acts('control/wrong-box').length, 5);
  const right = await send(task, 'opening', { container: task.number, at: planned });
  assert.deepEqual(refusal(right), [429, 'controls/too-many-numbers']);
});

test('an item that was closed for another task or kind, was changed, or tells of what was not taken along, is refused', async () => {
  const task = await aTaskAlong();
  const other = await aSealedControl();
  node.clock.set(planned + minute);
  const opening = { container: task.number, at: planned };
  assert.deepEqual(refusal(await send({ ...task, id: other.id }, 'opening', opening)), [
    422,
    'controls/unreadable-item',
  ]);
  const item = anItem();
  const asNote = closed(task.inbox, `${task.id}/${item}/note`, Buffer.from('x'));
  const path = `/api/v1/tasks/${task.id}/items/${item}`;
  const raw = { ...as('lead'), 'content-type': 'application/octet-stream' };
  const clock = node.clock.now();
  for (const [kind, bytes] of [
    ['opening', asNote],
    ['note', asNote.with(70, asNote[70]! ^ 1)],
    ['note', Buffer.alloc(0)],
    ['note', Buffer.alloc(300)],
  ] as const) {
    const answer = await node.post<Body>(`${path}?kind=${kind}&clock=${clock}`, Buffer.from(bytes), raw);
    assert.deepEqual(refusal(answer), [422, 'controls/unreadable-item'], kind);
  }
  assert.deepEqual(refusal(await send(task, 'opening', { container: 7 })), [422, 'controls/bad-item']);
  assert.deepEqual(refusal(await send(task, 'opening', Buffer.from('{'))), [422, 'controls/bad-item']);
  assert.deepEqual(refusal(await send(task, 'photograph', opening)), [400, 'request/invalid']);
  // Somebody else of the team, who took nothing along, and who proposed it.
  const { knowers } = await ok(get(`/api/v1/controls/${task.id}/exposure`, 'planner'));
  const cast = (knowers as Body[]).find(({ part }) => part === 'officer')?.['person'];
  const officer = ['officer', 'second officer'].find((name) => people.get(name)?.person === cast)!;
  assert.deepEqual(refusal(await send(task, 'opening', opening, { as: officer })), [
    409,
    'controls/not-along',
  ]);
  assert.deepEqual(refusal(await send(task, 'opening', opening, { as: 'analyst' })), [
    409,
    'controls/not-along',
  ]);
});

test('two planners who seal at once seal once, and the team is drawn once', async () => {
  const number = boxes[next++]!;
  const { id } = await ok(
    post(
      '/api/v1/controls',
      {
        visit: visits.get(number),
        method: 'dog',
        reason: 'weight above manifest',
        place: 'Quay 3',
        lane: 'dog',
        plannedAt: new Date(planned).toISOString(),
      },
      'analyst',
    ),
  );
  await ok(post(`/api/v1/controls/${String(id)}/approve`, {}, 'planner'));
  const both = await Promise.all(
    ['planner', 'other planner'].map((name) => post(`/api/v1/controls/${String(id)}/seal`, {}, name)),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  const leads = await node.db.query(
    "select 1 from control_knower where control_id = $1 and part = 'team-lead' and on_arrival",
    [String(id)],
  );
  assert.equal(leads.length, 1);
});
