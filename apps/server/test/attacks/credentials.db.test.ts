import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aBrowser, aFirstAdministrator, invited, type ABrowser } from '../a-browser.ts';
import { aNode, type Answer, type TestNode } from '../a-node.ts';
import { aPasskey, type APasskey, type Twist } from '../a-passkey.ts';

const passphrase = 'quatro gaivotas no cais';

let node: TestNode;
let administrator: { readonly browser: ABrowser; readonly passkey: APasskey };
let passkey: APasskey;
let typing: { readonly name: string; readonly secret: Buffer };

before(async () => {
  node = await aNode();
  administrator = await aFirstAdministrator(node);
  ({ passkey } = await aBrowser(node).enrolPasskey((await invited(administrator.browser, ['analyst'])).code));
  typing = await aBrowser(node).enrolPassphrase(
    (await invited(administrator.browser, ['team-lead'])).code,
    passphrase,
  );
  node.wallClock.advance(60_000);
});
after(() => node.close());

/** A refusal: always the same to see, never a cookie, always on record. */
async function isRefused(what: string, attack: () => Promise<Answer>): Promise<void> {
  const before = node.refusals();
  const { status, headers, body } = await attack();
  const { instance: _, ...problem } = body;
  assert.deepEqual(
    [status, problem],
    [
      401,
      {
        type: 'urn:havenwacht:error:auth/refused',
        title: 'Sign in first',
        status: 401,
        code: 'auth/refused',
        detail: 'That does not open anything here.',
      },
    ],
    what,
  );
  assert.deepEqual(headers.getSetCookie(), [], what);
  assert.equal(node.refusals(), before + 1, `${what} is not on record`);
}

type Question = {
  readonly challenge: string;
  readonly options: { readonly challenge: string; readonly rpId: string };
};
const ask = async (browser: ABrowser): Promise<Question> =>
  (await browser.send<Question>('POST', '/api/v1/sign-in/passkey/options')).body;
const answerWith = (browser: ABrowser, challenge: string, response: object): Promise<Answer> =>
  browser.send('POST', '/api/v1/sign-in/passkey', { challenge, response });

test('the passkey of the tests signs in when nothing is wrong with it', async () => {
  assert.equal((await aBrowser(node).signInWith(passkey)).status, 200);
});

const twists: Readonly<Record<string, Twist>> = {
  'another challenge': { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  'a key for another site': { rpId: 'elsewhere.example' },
  'an answer to making a key': { type: 'webauthn.create' },
  'a person who was not verified': { unverified: true },
  'the handle of another person': { userHandle: Buffer.alloc(32).toString('base64url') },
  'a count that went back': { count: 1 },
};
for (const [what, twist] of Object.entries(twists)) {
  test(`${what} signs nobody in`, async () => {
    await aBrowser(node).signInWith(passkey, { count: 1_000 + Math.floor(node.acts.length) });
    await isRefused(what, () => aBrowser(node).signInWith(passkey, twist));
  });
}

test('an answer for another origin, of a key nobody set, or with a changed byte signs nobody in', async () => {
  const browser = aBrowser(node);
  for (const origin of ['https://elsewhere.example', 'http://localhost:1', 'http://127.0.0.1', 'null']) {
    const { challenge, options } = await ask(browser);
    await isRefused(origin, () =>
      answerWith(browser, challenge, passkey.sign(options, origin, { count: 5_000 })),
    );
  }
  const stranger = aPasskey();
  await isRefused('an unknown key', () => browser.signInWith(stranger));
  for (const field of ['clientDataJSON', 'authenticatorData', 'signature'] as const) {
    const { challenge, options } = await ask(browser);
    const answer = passkey.sign(options, browser.origin, { count: 6_000 });
    const bytes = Buffer.from(answer.response[field], 'base64url');
    bytes[bytes.length - 5]! ^= 1;
    const response = { ...answer, response: { ...answer.response, [field]: bytes.toString('base64url') } };
    await isRefused(field, () => answerWith(browser, challenge, response));
  }
  for (const response of [
    { id: passkey.id },
    { id: passkey.id, response: {} },
    { id: passkey.id, response: null },
  ]) {
    const { challenge } = await ask(browser);
    await isRefused(JSON.stringify(response), () => answerWith(browser, challenge, response));
  }
});

test('a challenge counts once, for five minutes, and for what it was given', async () => {
  const browser = aBrowser(node);
  const { challenge, options } = await ask(browser);
  const answer = passkey.sign(options, browser.origin, { count: 10_000 });
  assert.equal((await answerWith(browser, challenge, answer)).status, 200);
  await isRefused('the same answer again', () => answerWith(aBrowser(node), challenge, answer));
  const other = await ask(browser);
  await isRefused('an old answer to a new challenge', () =>
    answerWith(aBrowser(node), other.challenge, answer),
  );

  const wrong = await ask(browser);
  await isRefused('a first, wrong answer', () => answerWith(browser, wrong.challenge, { id: 'x' }));
  const late = passkey.sign(wrong.options, browser.origin, { count: 11_000 });
  await isRefused('a right one after it', () => answerWith(browser, wrong.challenge, late));

  const stepUp = await browser.send<Question>('POST', '/api/v1/session/step-up/passkey/options');
  const shown = passkey.sign(stepUp.body.options, browser.origin, { count: 12_000 });
  await isRefused('a step-up as a sign-in', () => answerWith(aBrowser(node), stepUp.body.challenge, shown));

  const old = await ask(browser);
  node.wallClock.advance(5 * 60_000);
  await isRefused('a challenge that is over', () =>
    answerWith(aBrowser(node), old.challenge, passkey.sign(old.options, browser.origin, { count: 13_000 })),
  );
  await isRefused('a forged challenge', () => answerWith(browser, 'x'.repeat(43), answer));
});

test("a challenge of one session is not answered in another's", async () => {
  const [mine, theirs] = [aBrowser(node), aBrowser(node)];
  await mine.signInWith(passkey, { count: 20_000 });
  await theirs.signInWith(passkey, { count: 20_001 });
  const { body } = await mine.send<Question>('POST', '/api/v1/session/step-up/passkey/options');
  const response = passkey.sign(body.options, mine.origin, { count: 20_002 });
  await isRefused('in another session', () =>
    theirs.send('POST', '/api/v1/session/step-up/passkey', { challenge: body.challenge, response }),
  );
});

test('two uses of one answer at the same instant give one session', async () => {
  const browser = aBrowser(node);
  const { challenge, options } = await ask(browser);
  const answer = passkey.sign(options, browser.origin, { count: 30_000 });
  const both = await Promise.all([1, 2, 3].map(() => answerWith(aBrowser(node), challenge, answer)));
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401, 401]);
});

const typed = (given: object): Promise<Answer> => {
  const browser = aBrowser(node);
  const right = { name: typing.name, passphrase, code: browser.code(typing.secret) };
  return browser.send('POST', '/api/v1/sign-in/passphrase', { ...right, ...given });
};

test('a wrong name, passphrase or code is refused alike, and a code counts once', async () => {
  node.wallClock.advance(600_000);
  assert.equal((await typed({})).status, 200);
  await isRefused('a code again', () => typed({}));
  await isRefused('an older code', () => typed({ code: aBrowser(node).code(typing.secret, -1) }));
  node.wallClock.advance(600_000);
  for (const name of [
    'team-lead-99',
    'nobody',
    'team-lead-1; --',
    '../team-lead-1',
    'administrator-1',
    'analyst-1',
  ])
    await isRefused(name, () => typed({ name }));
  await isRefused('a wrong passphrase', () => typed({ passphrase: 'quatro gaivotas no mar' }));
  await isRefused('a code of tomorrow', () => typed({ code: aBrowser(node).code(typing.secret, 2_880) }));
  node.wallClock.advance(600_000);
  const both = await Promise.all([typed({}), typed({}), typed({})]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401, 401], 'one code, three at once');
});

test('somebody who is not there costs the same hashing as somebody who mistypes', async (t) => {
  // Wall-clock differs from run to run; what is compared is the work: CPU time, and that by a wide margin.
  const cost = async (name: string): Promise<number> => {
    node.wallClock.advance(600_000);
    const from = process.cpuUsage();
    for (let n = 0; n < 5; n += 1) await typed({ name, passphrase: 'quatro gaivotas no mar' });
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  };
  await cost(typing.name);
  const [known, unknown] = [await cost(typing.name), await cost('team-lead-98')];
  t.diagnostic(`${known.toFixed(0)} ms known, ${unknown.toFixed(0)} ms unknown, five tries each`);
  assert.ok(unknown > known / 3 && known > unknown / 3, `${known} and ${unknown} ms`);
});

test('tries are limited by person and by address, for those who are there as for those who are not', async () => {
  for (const name of [typing.name, 'team-lead-97']) {
    node.wallClock.advance(3_600_000);
    let last = await typed({ name, code: '000000' });
    for (let n = 0; n < 10; n += 1) last = await typed({ name, code: '000000' });
    assert.deepEqual([last.status, last.body['code']], [429, 'auth/too-many-tries'], name);
    assert.match(last.headers.get('retry-after') ?? '', /^([1-9]|[12]\d|30)$/);
    node.wallClock.advance(Number(last.headers.get('retry-after')) * 1000);
    assert.equal((await typed({ name, code: '000000' })).status, 401, name);
  }
  node.wallClock.advance(3_600_000);
  let status = 0;
  for (let n = 0; n < 70; n += 1)
    ({ status } = await aBrowser(node).send('POST', '/api/v1/enrolment', {
      code: 'AAAAA-AAAAA-AAAAA-AAAAA',
    }));
  assert.equal(status, 429);
  const forged = { 'x-forwarded-for': '192.0.2.1', forwarded: 'for=192.0.2.2' };
  const other = await aBrowser(node).send(
    'POST',
    '/api/v1/enrolment',
    { code: 'AAAAA-AAAAA-AAAAA-AAAAA' },
    forged,
  );
  assert.equal(other.status, 429, 'an address that nobody vouches for was believed');
  node.wallClock.advance(3_600_000);
});

test('a one-time code is refused when it is wrong, used, over, replaced, or its person is disabled', async () => {
  await administrator.browser.signInWith(administrator.passkey);
  const { browser } = administrator;
  const type = (code: string): Promise<Answer> => aBrowser(node).send('POST', '/api/v1/enrolment', { code });
  const one = await invited(browser, ['press']);
  for (const bad of [
    '',
    ' ',
    one.code.slice(1),
    `${one.code}0`,
    '\u0000',
    "' or 1=1 --",
    'AAAAA-AAAAA-AAAAA-AAAAA',
  ]) {
    if (bad === '') assert.equal((await type(bad)).status, 400);
    else await isRefused(bad, () => type(bad));
  }
  assert.equal((await type(` ${one.code.toLowerCase().replaceAll('-', ' ')} `)).status, 200);
  await aBrowser(node).enrolPasskey(one.code);
  await isRefused('a used code', () => type(one.code));

  const two = await invited(browser, ['press']);
  await browser.send('POST', `/api/v1/people/${two.id}/invitation`);
  await isRefused('a replaced code', () => type(two.code));

  const three = await invited(browser, ['press']);
  await browser.send('PATCH', `/api/v1/people/${three.id}`, { state: 'disabled' });
  await isRefused('the code of somebody disabled', () => type(three.code));

  const four = await invited(browser, ['press']);
  node.wallClock.advance(72 * 3_600_000);
  await isRefused('a code that is over', () => type(four.code));
});

test('a code that two use at the same instant sets one key', async () => {
  await administrator.browser.signInWith(administrator.passkey);
  const { code } = await invited(administrator.browser, ['press']);
  const both = await Promise.all(
    [1, 2].map(() =>
      aBrowser(node)
        .enrolPasskey(code)
        .catch(() => null),
    ),
  );
  assert.deepEqual(both.map((one) => one?.answer.status).sort(), [200, 401]);
});

test('a key made for another site, unverified, or for another challenge is not set', async () => {
  const { code } = await invited(administrator.browser, ['press']);
  for (const twist of [
    { rpId: 'elsewhere.example' },
    { unverified: true },
    { challenge: 'AAAA' },
    { type: 'webauthn.get' },
  ]) {
    const what = JSON.stringify(twist);
    await isRefused(what, async () => (await aBrowser(node).enrolPasskey(code, aPasskey(), twist)).answer);
  }
  assert.equal((await aBrowser(node).enrolPasskey(code)).answer.status, 200);
});

test('a session that somebody put into the browser does not become his who signs in', async () => {
  const [attacker, victim] = [aBrowser(node), aBrowser(node)];
  await attacker.signInWith(passkey, { count: 50_000 });
  const planted = attacker.cookies.get('havenwacht')!;
  victim.cookies.set('havenwacht', planted);
  await victim.signInWith(passkey, { count: 50_001 });
  assert.notEqual(victim.cookies.get('havenwacht'), planted);
  assert.equal((await attacker.get('/api/v1/visits')).status, 401, 'the planted session still stands');
  victim.cookies.set('havenwacht', 'chosen-by-somebody-else');
  await victim.signInWith(passkey, { count: 50_002 });
  assert.notEqual(victim.cookies.get('havenwacht'), 'chosen-by-somebody-else');
});

test("a forged, guessed or foreign session is none, and another person's can't be ended", async () => {
  const [mine, theirs] = [aBrowser(node), aBrowser(node)];
  await mine.signInWith(passkey, { count: 60_000 });
  await theirs.enrolPasskey((await invited(administrator.browser, ['analyst'])).code);
  const token = mine.cookies.get('havenwacht')!;
  const { body } = await mine.get<readonly { id: string }[]>('/api/v1/sessions');
  const forged = [
    body[0]!.id,
    `${token}.`,
    token.slice(1),
    token.toUpperCase(),
    'null',
    'true',
    `${token}, ${token}`,
  ];
  const wanted = await aBrowser(node).get('/api/v1/visits');
  for (const value of forged) {
    const answer = await aBrowser(node).get('/api/v1/visits', { cookie: `havenwacht=${value}` });
    assert.deepEqual([answer.status, answer.body['code']], [401, wanted.body['code']], value);
  }
  assert.equal((await theirs.send('DELETE', `/api/v1/sessions/${body[0]!.id}`)).status, 404);
  assert.equal((await mine.get('/api/v1/visits')).status, 200);
});
