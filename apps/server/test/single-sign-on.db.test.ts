import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import Provider, { type Configuration } from 'oidc-provider';
import { stepUpMs } from '../src/features/people/session-rules.ts';
import { aBrowser, aFirstAdministrator, invited, type ABrowser } from './a-browser.ts';
import type { APasskey } from './a-passkey.ts';
import { aNode, type Answer, type TestNode } from './a-node.ts';

/** A real OpenID provider on loopback. It asks nobody: whoever `account` names is signed in there. */
let server: Server;
let provider: Provider;
let node: TestNode;
let administrator: ABrowser;
let passkey: APasskey;
let account = 'account-1';

before(async () => {
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  node = await aNode({
    singleSignOn: { issuer, clientId: 'havenwacht', clientSecret: 'a shared secret', name: 'Staff sign-in' },
  });
  const callback = `${node.address.replace('127.0.0.1', 'localhost')}/api/v1/single-sign-on/callback`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const settings: Configuration = {
    clients: [{ client_id: 'havenwacht', client_secret: 'a shared secret', redirect_uris: [callback] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['a key of the provider'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ sub }) }),
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, IdToken: 600 },
  };
  provider = new Provider(issuer, settings);
  ({ browser: administrator, passkey } = await aFirstAdministrator(node));
});
after(async () => {
  await node.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.startsWith('/interaction/') !== true) {
    await provider.callback()(request, response);
    return;
  }
  const { prompt, session, params } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: account, remember: true } });
    return;
  }
  const grant = new provider.Grant({
    accountId: session?.accountId ?? '',
    clientId: String(params['client_id']),
  });
  grant.addOIDCScope('openid');
  const grantId = await grant.save();
  await provider.interactionFinished(
    request,
    response,
    { consent: { grantId } },
    { mergeWithLastSubmission: true },
  );
}

/** Follows the provider from page to page as a browser does, until it sends back to the node. */
async function through(location: string): Promise<string> {
  const cookies = new Map<string, string>();
  for (let next = location, hops = 0; hops < 12; hops += 1) {
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const to = answer.headers.get('location');
    assert.ok(to !== null, `${next} ${answer.status} ${await answer.text()}`);
    next = new URL(to, next).href;
    if (next.includes('/api/v1/single-sign-on/callback')) return next;
  }
  throw new Error('the provider sends round in a circle');
}

/** Goes to the provider and comes back. */
async function signOn(browser: ABrowser, body: object): Promise<Answer> {
  const begun = await browser.send<{ location: string }>('POST', '/api/v1/single-sign-on', body);
  assert.equal(begun.status, 200, JSON.stringify(begun.body));
  const back = new URL(await through(begun.body.location));
  return browser.get(`${back.pathname}${back.search}`, { 'sec-fetch-site': 'cross-site' });
}

const wentTo = (answer: Answer): readonly [number, string | null] => [
  answer.status,
  answer.headers.get('location'),
];

test('an invited person enrols with the sign-in of his administration, and signs in with it', async () => {
  const { id, code } = await invited(administrator, ['analyst']);
  const browser = aBrowser(node);
  assert.equal((await browser.get('/api/v1/sign-in')).body['singleSignOn'], 'Staff sign-in');
  assert.deepEqual(wentTo(await signOn(browser, { for: 'enrolment', code })), [303, '/']);
  const { body } = await browser.get('/api/v1/session');
  assert.equal((body['person'] as { id: string }).id, id);
  await browser.send('DELETE', '/api/v1/session');
  assert.deepEqual(wentTo(await signOn(browser, { for: 'sign-in' })), [303, '/']);
  assert.equal((await browser.get('/api/v1/visits')).status, 200);
  assert.ok(!browser.cookies.has('havenwacht-sign-on'));

  const before = browser.cookies.get('havenwacht');
  node.wallClock.advance(stepUpMs);
  assert.equal((await browser.get('/api/v1/session')).body['steppedUpUntil'], null);
  assert.deepEqual(wentTo(await signOn(browser, { for: 'step-up' })), [303, '/']);
  assert.notEqual((await browser.get('/api/v1/session')).body['steppedUpUntil'], null);
  assert.notEqual(browser.cookies.get('havenwacht'), before);
});

test('an account that nobody enrolled opens nothing, whatever it is called', async () => {
  account = 'administrator-1';
  const browser = aBrowser(node);
  assert.deepEqual(wentTo(await signOn(browser, { for: 'sign-in' })), [303, '/sign-in?refused']);
  assert.equal((await browser.get('/api/v1/session')).body, null);
  account = 'account-1';
});

test('an account belongs to one person: it can neither be enrolled twice nor step another up', async () => {
  await administrator.stepUpWith(passkey);
  const { code } = await invited(administrator, ['team-lead']);
  assert.deepEqual(wentTo(await signOn(aBrowser(node), { for: 'enrolment', code })), [
    303,
    '/sign-in?refused',
  ]);
  const browser = aBrowser(node);
  await browser.enrolPasskey((await invited(administrator, ['team-lead'])).code);
  assert.deepEqual(wentTo(await signOn(browser, { for: 'step-up' })), [303, '/sign-in?refused']);
});

test('an answer of the provider counts once, and only in the browser that asked', async () => {
  const [victim, attacker] = [aBrowser(node), aBrowser(node)];
  const begun = await attacker.send<{ location: string }>('POST', '/api/v1/single-sign-on', {
    for: 'sign-in',
  });
  const back = new URL(await through(begun.body.location));
  const answer = await victim.get(`${back.pathname}${back.search}`);
  assert.deepEqual(wentTo(answer), [303, '/sign-in?refused'], 'signed in as somebody else by a link');
  const held = new Map(attacker.cookies);
  assert.deepEqual(wentTo(await attacker.get(`${back.pathname}${back.search}`)), [303, '/']);
  const cookie = [...held].map(([name, value]) => `${name}=${value}`).join('; ');
  assert.deepEqual(wentTo(await attacker.get(`${back.pathname}${back.search}`, { cookie })), [
    303,
    '/sign-in?refused',
  ]);
});
