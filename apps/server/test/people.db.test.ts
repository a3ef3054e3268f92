import { theNode } from '../src/platform/auth/index.ts';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changePerson, inviteAtCommandLine } from '../src/features/people/administer-people.ts';
import { storeCredential } from '../src/features/people/credential-store.ts';
import { keysOf, removeKey } from '../src/features/people/own-keys.ts';
import { idleLockMs, stepUpMs } from '../src/features/people/session-rules.ts';
import { aBrowser, aFirstAdministrator, invited, type ABrowser } from './a-browser.ts';
import { aNode, type TestNode } from './a-node.ts';
import { aPasskey, type APasskey } from './a-passkey.ts';
import { nodeReader } from '../src/platform/scope/index.ts';
import { signedIn } from './signed-in.ts';

const passphrase = 'vier meeuwen op de kade';

let node: TestNode;
let administrator: { readonly browser: ABrowser; readonly passkey: APasskey; readonly person: string };
before(async () => {
  node = await aNode();
  administrator = await aFirstAdministrator(node);
});
after(() => node.close());

const actsOf = (act: string): number => node.acts.filter((one) => one.act === act).length;

test('the first administrator comes with a code from the console, once', async () => {
  assert.equal(await node.firstCode(), null);
  const { body } = await administrator.browser.get('/api/v1/session');
  assert.deepEqual(body['roles'], ['administrator']);
  assert.deepEqual((body['person'] as { name: string }).name, 'Administrator 1');
  assert.equal((await aBrowser(node).get('/api/v1/sign-in')).body['firstStart'], false);
  assert.equal((await aBrowser(node).get('/api/v1/session')).body, null);
  assert.ok(actsOf('enrolment/open') > 0 && actsOf('credential/set') > 0 && actsOf('session/open') > 0);
});

test('an administrator sees no case data', async () => {
  for (const path of [
    '/api/v1/visits',
    '/api/v1/files',
    '/api/v1/identity-cases',
    '/api/v1/policy',
    '/api/v1/live',
  ])
    assert.equal((await administrator.browser.get(path)).status, 404, path);
});

for (const kind of ['ES256', 'EdDSA'] as const) {
  test(`an invited person sets a passkey (${kind}), signs out and in again`, async () => {
    const { code } = await invited(administrator.browser, ['analyst']);
    const browser = aBrowser(node);
    const { answer, passkey } = await browser.enrolPasskey(code, aPasskey(kind));
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.equal((await browser.get('/api/v1/visits')).status, 200);
    const first = browser.cookies.get('havenwacht');
    assert.equal((await browser.send('DELETE', '/api/v1/session')).status, 204);
    assert.equal(browser.cookies.size, 0);
    const old = await browser.get('/api/v1/visits', { cookie: `havenwacht=${first}` });
    assert.equal(old.status, 401);
    const again = await browser.signInWith(passkey);
    assert.equal(again.status, 200, JSON.stringify(again.body));
    assert.notEqual(browser.cookies.get('havenwacht'), first);
    assert.equal((await browser.get('/api/v1/visits')).status, 200);
  });
}

test('an invited person sets a passphrase with an authenticator program, and signs in with both', async () => {
  const { code } = await invited(administrator.browser, ['team-lead']);
  const browser = aBrowser(node);
  const { answer, name, secret } = await browser.enrolPassphrase(code, passphrase);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  await browser.send('DELETE', '/api/v1/session');
  node.wallClock.advance(30_000);
  const signIn = (given: object): Promise<{ status: number }> =>
    browser.send('POST', '/api/v1/sign-in/passphrase', {
      name,
      passphrase,
      code: browser.code(secret),
      ...given,
    });
  assert.equal((await signIn({ passphrase: `${passphrase}s` })).status, 401);
  assert.equal((await signIn({ code: '000000' })).status, 401);
  const done = await browser.send('POST', '/api/v1/sign-in/passphrase', {
    name: ` ${name.toUpperCase()} `,
    passphrase,
    code: browser.code(secret),
  });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  const [kept] = await node.db.query<{ totp: Uint8Array; hash: string }>(
    "select totp_sealed as totp, passphrase_hash as hash from credential where kind = 'passphrase'",
  );
  assert.ok(!Buffer.from(kept!.totp).includes(secret), 'the secret of the program lies open in the database');
  assert.ok(!kept!.hash.includes(passphrase));
});

test('a session that is locked, or that nobody used, opens with the key of its person and goes on under a new token', async () => {
  const { code } = await invited(administrator.browser, ['analyst']);
  const browser = aBrowser(node);
  const { passkey } = await browser.enrolPasskey(code);
  const before = browser.cookies.get('havenwacht');
  assert.equal((await browser.send('POST', '/api/v1/session/lock')).status, 204);
  assert.equal((await browser.get('/api/v1/visits')).status, 401);
  assert.equal((await browser.get('/api/v1/session')).body['locked'], true);
  assert.equal((await browser.stepUpWith(aPasskey())).status, 401);
  assert.equal((await browser.stepUpWith(passkey)).status, 200);
  assert.notEqual(browser.cookies.get('havenwacht'), before);
  assert.equal((await browser.get('/api/v1/visits')).status, 200);
  node.wallClock.advance(idleLockMs);
  assert.equal((await browser.get('/api/v1/session')).body['locked'], true);
  assert.equal((await browser.get('/api/v1/visits')).status, 401);
  assert.equal((await browser.stepUpWith(passkey)).status, 200);
  assert.equal((await browser.get('/api/v1/visits')).status, 200);
  await administrator.browser.stepUpWith(administrator.passkey);
});

test('a guarded act is possible for five minutes after the key was shown', async () => {
  const { browser, passkey } = administrator;
  await browser.stepUpWith(passkey);
  node.wallClock.advance(stepUpMs);
  const late = await browser.send('POST', '/api/v1/people', { roles: ['press'] });
  assert.deepEqual([late.status, late.body['code']], [403, 'auth/step-up-needed']);
  await browser.stepUpWith(passkey);
  await invited(browser, ['press']);
});

test('a passkey does not step another person up', async () => {
  const other = aBrowser(node);
  const { passkey } = await other.enrolPasskey((await invited(administrator.browser, ['analyst'])).code);
  const browser = aBrowser(node);
  await browser.enrolPasskey((await invited(administrator.browser, ['analyst'])).code);
  assert.equal((await browser.stepUpWith(passkey)).status, 401);
});

test('one key is one person: nobody else can set it', async () => {
  const shared = aPasskey();
  await aBrowser(node).enrolPasskey((await invited(administrator.browser, ['analyst'])).code, shared);
  const { answer } = await aBrowser(node).enrolPasskey(
    (await invited(administrator.browser, ['analyst'])).code,
    shared,
  );
  assert.deepEqual([answer.status, answer.body['code']], [409, 'people/credential-taken']);
});

test('a live stream ends when its session locks, ends, or its person is disabled', async () => {
  for (const end of ['lock', 'sign out', 'disable'] as const) {
    const { id, code } = await invited(administrator.browser, ['analyst']);
    const browser = aBrowser(node);
    await browser.enrolPasskey(code);
    const stream = await fetch(`${node.address}/api/v1/live`, {
      headers: { cookie: `havenwacht=${browser.cookies.get('havenwacht')}` },
    });
    assert.equal(stream.status, 200);
    const ended = stream.text();
    if (end === 'lock') await browser.send('POST', '/api/v1/session/lock');
    else if (end === 'sign out') await browser.send('DELETE', '/api/v1/session');
    else await administrator.browser.send('PATCH', `/api/v1/people/${id}`, { state: 'disabled' });
    assert.match(await ended, /retry/, end);
  }
});

test('a change of roles ends the sessions of the person and holds at once', async () => {
  const { id, code } = await invited(administrator.browser, ['analyst']);
  const browser = aBrowser(node);
  const { passkey } = await browser.enrolPasskey(code);
  const changed = await administrator.browser.send('PATCH', `/api/v1/people/${id}`, { roles: ['press'] });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  assert.equal((await browser.get('/api/v1/signals')).status, 401);
  await browser.signInWith(passkey);
  assert.equal((await browser.get('/api/v1/visits')).status, 404);
  await administrator.browser.send('PATCH', `/api/v1/people/${id}`, { state: 'disabled' });
  assert.equal((await browser.signInWith(passkey)).status, 401);
});

test('roles that exclude each other are refused, by the node and by its database', async () => {
  for (const roles of [
    ['administrator', 'analyst'],
    ['carrier', 'analyst'],
    ['terminal', 'carrier'],
    ['analyst', 'analyst'],
  ]) {
    const answer = await administrator.browser.send('POST', '/api/v1/people', { roles });
    assert.deepEqual([answer.status, answer.body['code']], [422, 'people/roles'], roles.join());
  }
  await assert.rejects(
    node.db.execute("update person set roles = '{administrator,analyst}' where id = $1", [
      administrator.person,
    ]),
    /check constraint/,
  );
});

test('a recovery takes two administrators, neither of them the person, and each holds half of the code', async () => {
  const [first, second] = [administrator.browser, aBrowser(node)];
  const two = await invited(first, ['administrator']);
  await second.enrolPasskey(two.code);
  const lost = await invited(first, ['analyst']);
  const theirs = aBrowser(node);
  const { passkey: old } = await theirs.enrolPasskey(lost.code);

  const own = await first.send('POST', '/api/v1/recoveries', {
    person: administrator.person,
    reason: 'lost it',
  });
  assert.deepEqual([own.status, own.body['code']], [403, 'people/own-recovery']);
  const asked = await first.send<{ id: string; half: string }>('POST', '/api/v1/recoveries', {
    person: lost.id,
    reason: 'key lost on the quay',
  });
  assert.equal(asked.status, 201);
  const alone = await first.send('POST', `/api/v1/recoveries/${asked.body.id}/approval`);
  assert.deepEqual([alone.status, alone.body['code']], [403, 'people/second-administrator']);
  const approved = await second.send<{ half: string }>(
    'POST',
    `/api/v1/recoveries/${asked.body.id}/approval`,
  );
  assert.equal(approved.status, 201);
  assert.equal((await second.send('POST', `/api/v1/recoveries/${asked.body.id}/approval`)).status, 404);

  for (const half of [asked.body.half, approved.body.half, `${approved.body.half}-${asked.body.half}`])
    assert.equal((await aBrowser(node).send('POST', '/api/v1/enrolment', { code: half })).status, 401);
  assert.equal((await theirs.get('/api/v1/visits')).status, 200, 'the old key counts until the code is used');
  const fresh = aBrowser(node);
  const { answer, passkey } = await fresh.enrolPasskey(`${asked.body.half}-${approved.body.half}`);
  assert.equal(answer.status, 200);
  assert.equal((await theirs.get('/api/v1/visits')).status, 401);
  assert.equal((await theirs.signInWith(old)).status, 401);
  assert.equal((await aBrowser(node).signInWith(passkey)).status, 200);
  const { body } = await first.get<readonly { id: string; state: string }[]>('/api/v1/recoveries');
  assert.equal(body.find(({ id }) => id === asked.body.id)?.state, 'used');
  for (const act of ['recovery/ask', 'recovery/approve']) assert.ok(actsOf(act) > 0, act);
});

test('where two administrators are there, one alone can invite nobody', async () => {
  const [first, second] = [administrator.browser, aBrowser(node)];
  await first.stepUpWith(administrator.passkey);
  await second.enrolPasskey((await invited(first, ['administrator'])).code);
  const { body, status } = await first.send<{
    person: { id: string };
    invitation: { code: string | null; half: string };
  }>('POST', '/api/v1/people', { roles: ['analyst'] });
  assert.deepEqual([status, body.invitation.code], [201, null]);
  const asked = async (): Promise<{ id: string; kind: string; state: string } | undefined> =>
    (
      await first.get<readonly { id: string; kind: string; person: string; state: string }[]>(
        '/api/v1/recoveries',
      )
    ).body.find((one) => one.person === body.person.id);
  const one = await asked();
  assert.deepEqual([one?.kind, one?.state], ['invitation', 'open']);
  const own = await first.send('POST', `/api/v1/recoveries/${one?.id}/approval`);
  assert.deepEqual([own.status, own.body['code']], [403, 'people/second-administrator']);
  const half = await second.send<{ half: string }>('POST', `/api/v1/recoveries/${one?.id}/approval`);
  for (const code of [body.invitation.half, half.body.half, `${half.body.half}-${body.invitation.half}`])
    assert.equal((await aBrowser(node).send('POST', '/api/v1/enrolment', { code })).status, 401);
  const again = await first.send<{ code: string | null }>(
    'POST',
    `/api/v1/people/${body.person.id}/invitation`,
  );
  assert.equal(again.body.code, null, 'a new code takes two as well');
  const { answer } = await aBrowser(node).enrolPasskey(`${body.invitation.half}-${half.body.half}`);
  assert.equal(answer.status, 200, 'what was approved counts until the next approval');
  const parts = { db: node.db, now: () => node.wallClock.now(), recordAct: async () => {} };
  const count = (await node.db.query('select 1 from person')).length;
  const wanted = { roles: ['press'], groups: [], ports: null, label: null } as const;
  await assert.rejects(inviteAtCommandLine(parts, wanted), { code: 'people/two-administrators' });
  assert.equal((await node.db.query('select 1 from person')).length, count, 'nobody was made');
});

test('a person adds a second key after showing the first, and removes any but the last', async () => {
  const { id, code } = await invited(administrator.browser, ['analyst']);
  const browser = aBrowser(node);
  const { passkey: first } = await browser.enrolPasskey(code);
  const keys = async (): Promise<
    readonly { id: string; kind: string; label: string | null; current: boolean }[]
  > =>
    (
      await browser.get<readonly { id: string; kind: string; label: string | null; current: boolean }[]>(
        '/api/v1/own-keys',
      )
    ).body;
  const [only] = await keys();
  assert.deepEqual([(await keys()).length, only?.kind, only?.current], [1, 'passkey', true]);
  const last = await browser.send('DELETE', `/api/v1/own-keys/${only?.id}`);
  assert.deepEqual([last.status, last.body['code']], [409, 'people/last-key']);

  node.wallClock.advance(stepUpMs);
  const late = await browser.send('POST', '/api/v1/own-keys/options');
  assert.deepEqual([late.status, late.body['code']], [403, 'auth/step-up-needed']);
  await browser.stepUpWith(first);
  const { body: offer } = await browser.send<{
    passkey: { challenge: string; options: never };
    passphrase: { challenge: string; secret: string };
  }>('POST', '/api/v1/own-keys/options');
  const second = aPasskey();
  const response = second.register(offer.passkey.options, browser.origin);
  const answer = { challenge: offer.passkey.challenge, response, label: 'in the safe' };
  const elsewhere = aBrowser(node);
  await elsewhere.signInWith(first, { count: 60_000 });
  assert.equal(
    (await elsewhere.send('POST', '/api/v1/own-keys/passkey', answer)).status,
    401,
    'of another session',
  );
  assert.equal(
    (await browser.send('POST', '/api/v1/own-keys/passkey', answer)).status,
    401,
    'it was used up',
  );
  const { body: fresh } = await browser.send<typeof offer>('POST', '/api/v1/own-keys/options');
  const added = await browser.send('POST', '/api/v1/own-keys/passkey', {
    challenge: fresh.passkey.challenge,
    response: second.register(fresh.passkey.options, browser.origin),
    label: 'in the safe',
  });
  assert.equal(added.status, 204, JSON.stringify(added.body));
  assert.deepEqual(
    (await keys()).map(({ kind, label, current }) => [kind, label, current]),
    [
      ['passkey', null, true],
      ['passkey', 'in the safe', false],
    ],
  );
  const other = aBrowser(node);
  assert.equal((await other.signInWith(second)).status, 200);
  assert.equal(
    (await other.get<{ person: { id: string } }>('/api/v1/session')).body.person.id,
    id,
    'one person',
  );

  const strange = await browser.send('DELETE', '/api/v1/own-keys/c_absent');
  await administrator.browser.stepUpWith(administrator.passkey);
  const theirs = await administrator.browser.send('DELETE', `/api/v1/own-keys/${only?.id}`);
  assert.deepEqual([strange.status, strange.body['code']], [theirs.status, theirs.body['code']]);
  assert.equal((await other.send('DELETE', `/api/v1/own-keys/${only?.id}`)).status, 204);
  assert.equal((await browser.get('/api/v1/visits')).status, 401, 'what was opened with it has ended');
  assert.equal((await aBrowser(node).signInWith(first, { count: 70_000 })).status, 401);
  const [remaining] = (await other.get<readonly { id: string }[]>('/api/v1/own-keys')).body;
  const stays = await other.send('DELETE', `/api/v1/own-keys/${remaining?.id}`);
  assert.deepEqual([stays.status, stays.body['code']], [409, 'people/last-key']);
  assert.deepEqual(
    node.acts
      .filter(({ act, by }) => /^credential\/(add|end)$/.test(act) && by.person === id)
      .map(({ kind, act }) => `${kind} ${act}`),
    ['change credential/add', 'change credential/end'],
  );
});

test('of two keys that are removed at the same instant one stays', async () => {
  const { person, session } = await signedIn(node, ['press']);
  const made = { person, at: node.wallClock.now() };
  const passkey = { kind: 'passkey', publicKey: new Uint8Array(32), signCount: 0, transports: [] } as const;
  await storeCredential(node.db, { ...made, id: 'c_second' }, { ...passkey, keyId: 'second' });
  const keys = await keysOf(node.db, person);
  const parts = { db: node.db, now: () => node.wallClock.now(), recordAct: async () => {} };
  const by = { ...nodeReader, person, session, roles: ['press'] };
  const ends = await Promise.allSettled(keys.map(({ id }) => removeKey(parts, by, id)));
  assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  assert.equal((await keysOf(node.db, person)).length, 1);
});

test('a recovery that nobody approves in time is none', async () => {
  const { browser, passkey } = administrator;
  await browser.stepUpWith(passkey);
  const second = aBrowser(node);
  const { passkey: secondKey } = await second.enrolPasskey((await invited(browser, ['administrator'])).code);
  const { id } = await invited(browser, ['analyst']);
  const asked = await browser.send<{ id: string }>('POST', '/api/v1/recoveries', {
    person: id,
    reason: 'lost',
  });
  node.wallClock.advance(24 * 3_600_000);
  await second.signInWith(secondKey);
  assert.equal((await second.send('POST', `/api/v1/recoveries/${asked.body.id}/approval`)).status, 404);
  await browser.signInWith(passkey);
});

test('the last administrator stays, also when two remove each other at the same instant', async () => {
  const other = await aNode();
  try {
    const one = await aFirstAdministrator(other);
    for (const change of [{ state: 'disabled' }, { roles: ['press'] }]) {
      const answer = await one.browser.send('PATCH', `/api/v1/people/${one.person}`, change);
      assert.deepEqual([answer.status, answer.body['code']], [409, 'people/last-administrator']);
    }
    for (let round = 0; round < 5; round += 1) {
      await one.browser.signInWith(one.passkey);
      const two = await invited(one.browser, ['administrator']);
      await aBrowser(other).enrolPasskey(two.code);
      const parts = { db: other.db, now: () => other.wallClock.now(), recordAct: async () => {} };
      const results = await Promise.allSettled(
        [one.person, two.id].map((id) => changePerson(parts, theNode, id, { state: 'disabled' })),
      );
      assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      await changePerson(parts, theNode, one.person, { state: 'active' });
      await changePerson(parts, theNode, two.id, { state: 'disabled' });
    }
  } finally {
    await other.close();
  }
});

test('an administrator whose invitation is open does not count as one', async () => {
  const other = await aNode();
  try {
    const one = await aFirstAdministrator(other);
    await invited(one.browser, ['administrator']);
    const answer = await one.browser.send('PATCH', `/api/v1/people/${one.person}`, { state: 'disabled' });
    assert.equal(answer.status, 409);
  } finally {
    await other.close();
  }
});

test('a demonstration switches between roles without a key, and no other node does', async () => {
  const demo = await aNode({ demo: true });
  try {
    const browser = aBrowser(demo);
    for (const [role, status] of [
      ['analyst', 200],
      ['press', 404],
      ['administrator', 404],
    ] as const) {
      assert.equal((await browser.send('POST', '/api/v1/demo/session', { role })).status, 200);
      assert.equal((await browser.get('/api/v1/visits')).status, status, role);
      assert.equal((await browser.get('/api/v1/session')).body['demo'], true);
    }
    const guarded = await browser.send('POST', '/api/v1/people', { roles: ['analyst'] });
    assert.equal(guarded.status, 201, JSON.stringify(guarded.body));
  } finally {
    await demo.close();
  }
  const absent = await administrator.browser.send('POST', '/api/v1/demo/session', { role: 'analyst' });
  assert.equal(absent.status, 404);
});
