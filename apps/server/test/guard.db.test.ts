import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { idleLockMs, longestSessionMs, stepUpMs } from '../src/features/people/session-rules.ts';
import { createApp } from '../src/platform/http/index.ts';
import { createLog } from '../src/platform/log/log.ts';
import { aNode, type Answer, type TestNode } from './a-node.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

let node: TestNode;
before(async () => {
  node = await aNode();
});
after(() => node.close());

const nobody = { cookie: '' };
const as = (who: SignedIn): Record<string, string> => ({ ...who.headers });

/** Status, body and headers without what differs between any two requests. */
function looks(answer: Answer): unknown {
  const { instance, ...body } = answer.body;
  assert.match(String(instance), /^urn:havenwacht:request:/);
  const headers = [...answer.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date');
  return { status: answer.status, body, headers };
}

test('nobody gets the same refusal everywhere, also where there is nothing', async () => {
  const wanted = looks(await node.get('/api/v1/visits', nobody));
  for (const path of ['/api/v1/visits/v_1', '/api/v1/files', '/api/v1/live', '/api/v1/nothing/at/all']) {
    assert.deepEqual(looks(await node.get(path, nobody)), wanted, path);
  }
  assert.deepEqual(looks(await node.post('/api/v1/policies', {}, nobody)), wanted);
  assert.equal((wanted as { status: number }).status, 401);
});

test('who lacks the role gets what an address without any route gets', async () => {
  const press = as(await signedIn(node, ['press']));
  const refused = looks(await node.get('/api/v1/visits', press)) as { body: { detail: string } };
  const absent = looks(await node.get('/api/v1/absent', press)) as { body: { detail: string } };
  assert.equal(refused.body.detail, 'There is nothing at /api/v1/visits.');
  assert.deepEqual(
    { ...refused, body: { ...refused.body, detail: '' } },
    { ...absent, body: { ...absent.body, detail: '' } },
  );
});

test('a route that does not say who may call it is refused when it is registered', async () => {
  const app = await createApp({
    log: createLog({ level: 'silent' }),
    version: '1',
    db: node.db,
    webFolder: null,
  });
  assert.throws(() => app.get('/api/v1/open', async () => ({})), { code: 'auth/no-policy' });
  await app.close();
});

test('a write without a sign that it comes from the own page is refused before anything else', async () => {
  const { cookie } = (await signedIn(node, ['team-lead'])).headers;
  const send = (headers: Record<string, string>): Promise<Answer> =>
    node.post('/api/v1/policies', {}, { cookie, 'havenwacht-csrf': '', ...headers });
  const refused = await send({});
  assert.deepEqual([refused.status, refused.body['code']], [403, 'request/origin']);
  assert.equal((await send({ 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.notEqual((await send({ 'sec-fetch-site': 'same-origin' })).status, 403);
});

test('a session locks when nobody is there and ends after a shift', async () => {
  const active = as(await signedIn(node, ['analyst']));
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await node.get('/api/v1/signals', headers)).status;
  node.wallClock.advance(idleLockMs - 1);
  assert.equal(await status(active), 200);
  node.wallClock.advance(idleLockMs - 1);
  assert.equal(await status({ ...active, 'havenwacht-background': '1' }), 200);
  node.wallClock.advance(1);
  assert.equal(await status(active), 401);
  const busy = as(await signedIn(node, ['analyst']));
  for (let passed = 0; passed + idleLockMs / 2 < longestSessionMs; passed += idleLockMs / 2) {
    assert.equal(await status(busy), 200);
    node.wallClock.advance(idleLockMs / 2);
  }
  node.wallClock.advance(idleLockMs / 2);
  assert.equal(await status(busy), 401);
});

test('a guarded act asks for a fresh credential', async () => {
  const lead = as(await signedIn(node, ['team-lead']));
  node.wallClock.advance(stepUpMs);
  const refused = await node.post('/api/v1/policies', {}, lead);
  assert.deepEqual([refused.status, refused.body['code']], [403, 'auth/step-up-needed']);
});

test('a session ends with its person, with its credential, and where it was forged', async () => {
  const one = await signedIn(node, ['analyst']);
  const status = async (cookie: string): Promise<number> =>
    (await node.get('/api/v1/signals', { cookie })).status;
  assert.equal(await status(one.headers.cookie), 200);
  await node.db.execute("update person set state = 'disabled' where id = $1", [one.person]);
  assert.equal(await status(one.headers.cookie), 401);
  const two = await signedIn(node, ['analyst']);
  await node.db.execute('update credential set ended_at = now() where person_id = $1', [two.person]);
  assert.equal(await status(two.headers.cookie), 401);
  const three = await signedIn(node, ['analyst']);
  assert.equal(await status(`${three.headers.cookie}x`), 401);
  assert.equal(await status(`${three.headers.cookie}; ${three.headers.cookie}`), 401);
});

test('a session without a credential is none on a node that is no demonstration', async () => {
  const one = await signedIn(node, ['analyst']);
  await node.db.execute('update session set credential_id = null where id = $1', [one.session]);
  assert.equal((await node.get('/api/v1/signals', as(one))).status, 401);
});

test('an Idempotency-Key of another person gives nothing of his answer', async () => {
  const taken = '/api/v1/rule-sets';
  const key = { 'idempotency-key': 'same' };
  const owner = { ...as(await signedIn(node, ['team-lead'])), ...key };
  const first = await node.post(taken, { version: 'x' }, owner);
  const again = await node.post(taken, { version: 'x' }, owner);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.equal(again.status, first.status);
  const other = await signedIn(node, ['team-lead']);
  const theirs = await node.post(taken, { version: 'x' }, { ...as(other), ...key });
  assert.equal(theirs.headers.get('idempotency-replayed'), null);
});

test('a reason to look is taken as written, and a broken one refused', async () => {
  const analyst = as(await signedIn(node, ['analyst']));
  const ask = async (purpose: string): Promise<number> =>
    (await node.get('/api/v1/signals', { ...analyst, 'havenwacht-purpose': purpose })).status;
  assert.equal(await ask(encodeURIComponent('taak 12: controle à quai')), 200);
  for (const bad of ['%', '%00', 'x'.repeat(201), '%20']) assert.equal(await ask(bad), 400, bad);
});
