import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stepUpMs } from '../../src/features/people/session-rules.ts';
import { openNodeKey, type Witness } from '../../src/features/watch/index.ts';
import { aContainer, aGateReport, aManifest, hour, type Voyage } from '../a-message.ts';
import { aNode, dossierOf, now, rowsOf, type Answer, type TestNode } from '../a-node.ts';
import { codes, decideAsDrawn } from '../second-person.ts';
import { signedIn, type SignedIn } from '../signed-in.ts';

/** The cases that customs have seen: each is refused, or stands before the integrity officer within a day. */

type Body = Record<string, unknown>;

const box = aContainer(910_001);
const quiet = Array.from({ length: 40 }, (_, index) => aContainer(920_000 + index));
const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '9W',
  port: 'NLVLI',
  eta: now + 6 * hour,
};
const all = [box, ...quiet];
const manifest = aManifest({
  at: now - 10 * hour,
  voyage,
  document: 'QZMAN9',
  boxes: all.map((number) => ({ number, type: '45R1' })),
  bills: [{ number: 'QZB9', boxes: all, goods: 'BANANAS', consignee: 'SIM FRUIT BV', grossKg: 20_000 }],
});

let node: TestNode;
let visit: string;
const people = new Map<string, SignedIn>();

before(async () => {
  node = await aNode();
  await cast(node, people);
  await node.take({ 'manifest.edi': manifest });
  visit = (await dossierOf(node, box)).id;
  await node.db.execute("update person set state = 'disabled' where id = $1", [node.reader.person]);
});
after(() => node.close());

async function cast(on: TestNode, into: Map<string, SignedIn>): Promise<void> {
  for (const [name, roles, group] of [
    ['selector', ['analyst'], 'pre-arrival'],
    ['colleague', ['analyst'], 'pre-arrival'],
    ['second', ['image-analyst'], 'scan-room'],
    ['planner', ['planner'], 'control-room'],
    ['lead', ['team-lead'], 'quay'],
    ['officer', ['officer'], 'quay'],
    ['administrator', ['administrator'], 'it'],
    ['integrity', ['integrity'], 'integrity'],
    ['auditor', ['auditor'], 'audit'],
  ] as const) {
    into.set(name, await signedIn(on, [...roles], { groups: [group] }));
  }
}

const as = (name: string): Record<string, string> => ({ ...people.get(name)!.headers });
const get = (path: string, name: string): Promise<Answer<Body>> => node.get<Body>(path, as(name));
const post = (path: string, body: unknown, name: string): Promise<Answer<Body>> =>
  node.post<Body>(path, body, as(name));
const items = async (path: string, name: string): Promise<readonly Body[]> => {
  const { status, body } = await get(path, name);
  assert.equal(status, 200, JSON.stringify(body));
  return body['items'] as Body[];
};

async function aSealedControl(method: string): Promise<string> {
  const proposal = {
    visit,
    method,
    reason: 'seal silent for 41 minutes',
    place: 'Quay 12',
    lane: 'team',
    plannedAt: new Date(node.clock.now() + 8 * hour).toISOString(),
  };
  const { status, body } = await post('/api/v1/controls', proposal, 'selector');
  assert.equal(status, 201, JSON.stringify(body));
  const id = String(body['id']);
  assert.equal((await post(`/api/v1/controls/${id}/approve`, {}, 'planner')).status, 200);
  const sealed = await post(`/api/v1/controls/${id}/seal`, {}, 'planner');
  assert.equal(sealed.status, 200, JSON.stringify(sealed.body));
  return id;
}

test('the selector who whitelists lets nothing go alone, and a box that goes without a word is on the list', async () => {
  await node.db.execute("update screening set band = 'A' where visit_id = $1", [visit]);
  const dismiss = { kind: 'dismiss', reason: 'known consignee' };
  const acted = await post(`/api/v1/visits/${visit}/acts`, dismiss, 'selector');
  const { reference, results } = acted.body as { reference: string; results: Body[] };
  assert.equal(results[0]?.['outcome'], 'pending');
  // Taking it back and asking again does not bring a friend up: the same one stays drawn.
  const drawn = new Set<unknown>();
  let last = reference;
  for (let attempt = 0; attempt < 6; attempt += 1) {
    for (const one of await items('/api/v1/lowerings', 'selector')) drawn.add(one['secondPerson']);
    assert.equal((await post(`/api/v1/acts/${last}/undo`, {}, 'selector')).status, 200);
    const again = await post(`/api/v1/visits/${visit}/acts`, dismiss, 'selector');
    last = (again.body as { reference: string }).reference;
  }
  assert.equal(drawn.size, 1);
  assert.ok(
    ![people.get('selector')!.person, people.get('colleague')!.person].includes(String([...drawn][0])),
  );
  // Neither he nor his colleague signs for the second.
  for (const { id, evidenceHash } of await items('/api/v1/lowerings', 'selector')) {
    const sign = { decision: 'approved', evidenceHash, code: codes.confirm };
    assert.equal((await post(`/api/v1/lowerings/${String(id)}/decide`, sign, 'selector')).status, 403);
    assert.equal((await post(`/api/v1/lowerings/${String(id)}/decide`, sign, 'colleague')).status, 404);
  }
  // The box drives off all the same.
  const left = now + 9 * hour;
  node.clock.set(left);
  await node.take({
    'gate.edi': aGateReport({
      at: left,
      document: 'QZGATE',
      event: 'gate-out',
      port: 'NLVLI',
      boxes: [{ number: box, type: '45R1', happenedAt: left }],
    }),
  });
  await node.db.execute("update screening set band = 'A' where visit_id = $1", [visit]);
  node.clock.set(left + 20 * hour);
  const releases = await items('/api/v1/releases/unexplained', 'integrity');
  assert.ok(releases.some(({ container }) => container === box));
  const asked = await items('/api/v1/lowerings', 'integrity');
  assert.ok(
    asked.some(({ subject, askedBy }) => subject === visit && askedBy === people.get('selector')!.person),
  );
  node.clock.set(now);
});

test('the officer who books a dog check while the ship is at sea books none, and it stands in the log', async () => {
  const id = await aSealedControl('dog');
  node.clock.set(now + 8 * hour);
  await node.db.execute('delete from movement where container = $1', [box]);
  assert.equal((await post(`/api/v1/controls/${id}/open`, { container: box }, 'lead')).status, 200);
  const { body } = await post(`/api/v1/controls/${id}/evidence?kind=note`, new Uint8Array([1]), 'lead');
  const result = { outcome: 'nothing', evidence: [body['sha256']] };
  const early = await post(`/api/v1/controls/${id}/result`, result, 'lead');
  assert.deepEqual([early.status, early.body['code']], [409, 'controls/rule']);
  assert.equal(
    (await post(`/api/v1/controls/${id}/result`, { ...result, evidence: [] }, 'lead')).status,
    422,
  );
  // Nor does he write it where the node does not look.
  await assert.rejects(
    node.db.execute(
      `insert into control_step (control_id, seq, step, from_state, to_state, person, credential, at)
       values ($1, 9, 'carry-out', 'disclosed', 'carried-out', 'p_lead', 's', now())`,
      [id],
    ),
    /nothing was carried out/,
  );
  await node.actLog.drain();
  const refusals = await items(`/api/v1/log/entries?kind=refusal&subject=${id}`, 'integrity');
  assert.ok(
    refusals.some(({ act, person }) => act === 'control/result' && person === people.get('lead')!.person),
  );
  node.clock.set(now + 40 * hour);
  const overdue = await items('/api/v1/controls/overdue', 'integrity');
  assert.ok(overdue.some((one) => one['id'] === id));
  node.clock.set(now + 8 * hour);
});

test('the colleague who borrows an account has no key and no code: he signs nothing with it', async () => {
  const proposal = {
    visit,
    method: 'scan',
    reason: 'borrowed',
    place: 'Quay 1',
    lane: 'scanner',
    plannedAt: new Date(now + 20 * hour).toISOString(),
  };
  const { body } = await post('/api/v1/controls', proposal, 'selector');
  const id = String(body['id']);
  // He sits down at the planner's open session, minutes after the planner has shown his key.
  node.wallClock.advance(stepUpMs);
  for (const step of ['approve', 'seal']) {
    const answer = await post(`/api/v1/controls/${id}/${step}`, {}, 'planner');
    assert.deepEqual([answer.status, answer.body['code']], [403, 'auth/step-up-needed']);
  }
  const set = await node.send<Body>('PUT', '/api/v1/own-codes', codes, as('planner'));
  assert.equal(set.body['code'], 'auth/step-up-needed');
  const asked = await post(
    '/api/v1/lowerings',
    { act: 'cancel', subject: id, reason: 'borrowed' },
    'selector',
  );
  assert.equal(asked.status, 201, JSON.stringify(asked.body));
  const drawn = [...people].find(([, { person }]) => person === asked.body['secondPerson'])?.[0] ?? '';
  const sign = { decision: 'approved', evidenceHash: asked.body['evidenceHash'], code: '000000' };
  const stale = await post(`/api/v1/lowerings/${String(asked.body['id'])}/decide`, sign, drawn);
  assert.equal(stale.body['code'], 'auth/step-up-needed');
  // With a fresh key, but without the code of the one whose account it is, it is no signature.
  await node.db.execute('update session set stepped_up_at = to_timestamp($1::float8 / 1000.0)', [
    node.wallClock.now(),
  ]);
  const guessed = await post(`/api/v1/lowerings/${String(asked.body['id'])}/decide`, sign, drawn);
  assert.equal(guessed.body['code'], 'controls/wrong-code');
  await node.actLog.drain();
  const refusals = await items('/api/v1/log/entries?kind=refusal&act=lowering/decide', 'integrity');
  assert.ok(refusals.length > 0);
  assert.equal((await get(`/api/v1/controls/${id}`, 'planner')).body['state'], 'proposed');
});

test('the administrator with the database reads no control, skips no step and leaves a trace', async () => {
  const id = await aSealedControl('scan');
  const tables = await node.db.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = current_schema() and tablename ~ '^(control|lowering|draw|event|act$|look)'",
  );
  assert.ok(tables.length > 10);
  for (const { name } of tables) {
    const text = JSON.stringify(await node.db.query(`select * from ${name}`));
    for (const secret of ['Quay 12', 'silent for 41'])
      assert.ok(!text.includes(secret), `${name}: ${secret}`);
  }
  const sealed = JSON.stringify(await node.db.query('select * from control where id = $1', [id]));
  for (const secret of [box, visit]) assert.ok(!sealed.includes(secret), secret);
  for (const [statement, message] of [
    ["update control set state = 'closed' where id = $1", /moves by a step/],
    ["update control set sealed = '{}' where id = $1", /moves by a step/],
    ["update control set lane = 'nowhere' where id = $1", /does not change/],
    [
      `insert into control_step (control_id, seq, step, from_state, to_state, person, credential, at)
       values ($1, 9, 'judge', 'carried-out', 'judged', 'p_x', 's', now())`,
      /can not judge/,
    ],
    [
      `insert into control_step (control_id, seq, step, from_state, to_state, person, credential, at)
       values ($1, 9, 'cancel', 'sealed', 'cancelled', 'p_x', 's', now())`,
      /lowered by two persons/,
    ],
    ['update control_knower set from_at = now() where control_id = $1', /only ever added/],
    ["update lowering set second_person = 'p_x' where id <> $1", /only ever added/],
  ] as const) {
    await assert.rejects(node.db.execute(statement, [id]), message, statement);
  }
  // He writes both signatures himself: no such approval is in the log, and that is told.
  await node.db.execute(
    `insert into lowering (id, act, kind, subject, body, reason, evidence_hash, asked_by, asked_unit, asked_at, second_person,
       second_unit, candidates_hash, drawn_number, expires_at)
     values ('l_forged', 'cancel', 'override', $1, '{}', 'forged', 'e', 'p_a', 'x', now(), 'p_b', 'y', 'c', '0 of 1', now() + interval '1 day')`,
    [id],
  );
  await node.db.execute(
    `insert into lowering_decision (lowering_id, decision, person, credential, evidence_hash, at, redrawn, effect)
     values ('l_forged', 'approved', 'p_b', 's', 'e', now(), false, 'done')`,
  );
  await node.db.execute(
    "insert into lowering_effect (lowering_id, outcome, at) values ('l_forged', 'done', now())",
  );
  await assert.rejects(node.db.execute("update lowering_effect set outcome = 'none'"), /only ever added/);
  const alerts = await items('/api/v1/alerts', 'integrity');
  assert.ok(alerts.some(({ alert, about }) => alert === 'not-in-log' && about === 'l_forged'));
  // What he changes of the log is found.
  await node.actLog.drain();
  const whole = await post('/api/v1/log/verification', {}, 'auditor');
  assert.equal(whole.body['ok'], true, JSON.stringify(whole.body));
  await node.db.execute("update act set person = 'p_somebody' where entry = 5");
  const edited = await post('/api/v1/log/verification', {}, 'auditor');
  assert.equal(edited.body['ok'], false);
  // And by the interface he finds nothing at all.
  for (const path of [
    '/api/v1/controls',
    `/api/v1/controls/${id}`,
    '/api/v1/lowerings',
    '/api/v1/visits',
    '/api/v1/draws',
    '/api/v1/alerts',
    '/api/v1/looks/unexplained',
    '/api/v1/log/entries',
  ]) {
    assert.equal((await get(path, 'administrator')).status, 404, path);
  }
});

test('the clerk who reads selections is found by what became of them, among few and with the chance of error', async () => {
  const on = await aNode();
  try {
    const clerk = await signedIn(on, ['analyst'], { groups: ['pre-arrival'] });
    const busy = await signedIn(on, ['analyst'], { groups: ['pre-arrival'] });
    const integrity = await signedIn(on, ['integrity'], { groups: ['integrity'] });
    await on.take({ 'manifest.edi': manifest });
    // Nothing of the list is his work: low boxes that nobody asked him about.
    await on.db.execute("update screening set band = 'D', selected_by = null, mandatory_rules = '{}'");
    await on.db.execute('delete from identity_case');
    const rows = await rowsOf(on);
    const read = async (who: SignedIn, id: string): Promise<void> => {
      assert.equal((await on.get(`/api/v1/visits/${id}`, { ...who.headers })).status, 200);
    };
    for (const { id } of rows.slice(0, 12)) await read(clerk, id);
    for (const { id } of rows.slice(12, 40)) {
      await read(busy, id);
      const note = { kind: 'note', reason: 'looked at the bill' };
      assert.equal((await on.post(`/api/v1/visits/${id}/acts`, note, { ...busy.headers })).status, 201);
    }
    const looked = async () => {
      const { status, body } = await on.get<Body>('/api/v1/looks/unexplained', { ...integrity.headers });
      assert.equal(status, 200, JSON.stringify(body));
      return body as { sets: Body[]; falseAlarmRate: number | null; budgetAWeek: number };
    };
    // Four of the boxes he read turn up as their own twins a day later.
    on.clock.advance(24 * hour);
    for (const { container } of rows.slice(0, 4)) {
      await on.db.execute(
        `insert into identity_case (id, container, kind, state, text, params, sources, opened_at)
         values ($1, $2, 'two-places', 'open', 'x', '{}', '[]', to_timestamp($3::float8 / 1000.0))`,
        [`i_${container}`, container, on.clock.now() - hour],
      );
    }
    await on.weighReads();
    await on.weighReads();
    const { sets, falseAlarmRate, budgetAWeek } = await looked();
    assert.deepEqual(
      sets.map(({ by, outcomes }) => [by, outcomes]),
      [[clerk.person, 4]],
    );
    assert.ok(falseAlarmRate !== null && falseAlarmRate < 0.5);
    assert.equal(budgetAWeek, 5);
    const [first] = sets[0]?.['unexplainedReads'] as Body[];
    assert.equal(first?.['outcome'], true);
    for (const who of [clerk, busy]) {
      assert.equal((await on.get('/api/v1/looks/unexplained', { ...who.headers })).status, 404);
    }
    const alerts = await on.get<{ items: Body[] }>('/api/v1/alerts', { ...integrity.headers });
    assert.ok(alerts.body.items.some(({ alert }) => alert === 'looks'));
  } finally {
    await on.close();
  }
});

test('a clock that is set back, or a node that starts on a wrong one, discloses nothing and says so', async () => {
  node.wallClock.advance(1);
  const id = await freshControl();
  node.clock.set(now + 8 * hour - 20 * 60_000);
  assert.equal((await post(`/api/v1/controls/${id}/open`, {}, 'lead')).status, 200);
  node.clock.set(now + 8 * hour - 25 * 60_000);
  const refused = await post(`/api/v1/controls/${id}/open`, {}, 'lead');
  assert.deepEqual([refused.status, refused.body['code']], [503, 'controls/clock']);
  const alerts = await items('/api/v1/alerts', 'integrity');
  assert.ok(alerts.some(({ alert }) => alert === 'clock'));
  node.clock.set(now + 8 * hour);
  assert.equal((await post(`/api/v1/controls/${id}/open`, {}, 'lead')).status, 200);
});

/** A control on a node of its own time: the tests above leave the clock where they need it. */
async function freshControl(): Promise<string> {
  await node.close();
  people.clear();
  node = await aNode();
  await cast(node, people);
  await node.take({ 'manifest.edi': manifest });
  visit = (await dossierOf(node, box)).id;
  await node.db.execute("update person set state = 'disabled' where id = $1", [node.reader.person]);
  return aSealedControl('scan');
}

describe('a witness', () => {
  const witness: { key: Witness['key']; url: string } = {
    key: undefined as unknown as Witness['key'],
    url: '',
  };
  let own: TestNode;
  let witnessing: TestNode;
  let integrity: SignedIn;
  let analyst: SignedIn;

  before(async () => {
    own = await aNode({ actLog: { witnesses: [witness] } });
    await own.actLog.drain();
    witnessing = await aNode({ actLog: { witnessedLogs: [own.actLog.key()!] } });
    witness.key = (
      await openNodeKey(join(witnessing.dataFolder, 'keys'), 'cosignature', 'NL', false)
    ).verifier;
    integrity = await signedIn(own, ['integrity'], { groups: ['integrity'] });
    analyst = await signedIn(own, ['analyst'], { groups: ['pre-arrival'] });
    await signedIn(own, ['planner'], { groups: ['control-room'] });
    await own.take({ 'manifest.edi': manifest });
    await own.db.execute("update person set state = 'disabled' where id = $1", [own.reader.person]);
  });
  after(async () => {
    await own.close();
    await witnessing.close();
  });

  async function dismissed(): Promise<string> {
    const rows = await rowsOf({ ...own, get: (path) => own.get(path, { ...analyst.headers }) });
    const taken = await own.db.query<{ subject: string }>('select subject from lowering');
    const { id } = rows.find((row) => !taken.some(({ subject }) => subject === row.id))!;
    await own.db.execute("update screening set band = 'A' where visit_id = $1", [id]);
    const act = { kind: 'dismiss', reason: 'known to us' };
    assert.equal((await own.post(`/api/v1/visits/${id}/acts`, act, { ...analyst.headers })).status, 201);
    const [asked] = await own.db.query<{ id: string }>('select id from lowering where subject = $1', [id]);
    const decided = await decideAsDrawn(own, asked!.id);
    assert.deepEqual(
      [decided.status, decided.body['waitsFor']],
      [200, 'witness'],
      JSON.stringify(decided.body),
    );
    return asked!.id;
  }
  const effectOf = async (id: string) => {
    const { body } = await own.get<{ items: Body[] }>('/api/v1/lowerings', { ...integrity.headers });
    return body.items.find((one) => one['id'] === id)?.['effect'] ?? null;
  };
  /** Appends, has the witness asked, and waits until it answered this often. */
  const asked = async (): Promise<void> => {
    await own.actLog.drain();
    for (let wait = 0; wait < 400; wait += 1) {
      const [row] = await own.db.query<{ waiting: boolean }>(
        `select not exists (select from log_witness w where w.name = $1
           and w.tried_at >= to_timestamp($2::float8 / 1000.0)) as waiting`,
        [witness.key.name, own.clock.now()],
      );
      if (row?.waiting === false) break;
      await sleep(25);
    }
    await sleep(100);
  };

  test('that lies or is down lets nothing take effect; it is shown, told, and made good once it signs', async () => {
    const liar = createServer((request, response) => {
      request.resume();
      request.on('end', () =>
        response.end(
          `— ${witness.key.name} ${Buffer.concat([witness.key.keyId, Buffer.alloc(72, 1)]).toString('base64')}\n`,
        ),
      );
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    witness.url = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
    own.clock.advance(1_000);
    const first = await dismissed();
    await asked();
    assert.equal(await effectOf(first), null);
    const state = await own.get<{ witnesses: Body[] }>('/api/v1/log/state', { ...integrity.headers });
    assert.match(String(state.body.witnesses[0]?.['finding']), /does not hold/);
    // Whoever writes into the table that the witness has signed everything gains nothing.
    await own.db.execute('update log_witness set size = 1000000, checkpoint = $1, signature = $2', [
      `${own.actLog.key()!.name}\n1000000\n${Buffer.alloc(32).toString('base64')}\n`,
      `— ${witness.key.name} ${Buffer.concat([witness.key.keyId, Buffer.alloc(72, 1)]).toString('base64')}\n`,
    ]);
    await own.draw();
    await new Promise((resolve) => liar.close(resolve));
    own.clock.advance(16 * 60_000);
    const second = await dismissed();
    await asked();
    assert.deepEqual([await effectOf(first), await effectOf(second)], [null, null]);
    const alerts = await own.get<{ items: Body[] }>('/api/v1/alerts', { ...integrity.headers });
    assert.ok(alerts.body.items.some(({ alert, about }) => alert === 'witness' && about === first));
    await own.db.execute('delete from log_witness');
    witness.url = `${witnessing.address}/api/v1/log/witness`;
    witnessing.clock.set(own.clock.now());
    const third = await dismissed();
    await asked();
    for (let wait = 0; wait < 400 && (await effectOf(third)) === null; wait += 1) await sleep(25);
    for (const id of [first, second, third]) assert.equal(await effectOf(id), 'done');
  });
});
