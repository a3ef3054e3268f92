import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { aBrowser, aFirstAdministrator, invited, type ABrowser } from '../a-browser.ts';
import { aNode, type TestNode } from '../a-node.ts';

/** A provider that says whatever an attack needs it to say. */
let server: Server;
let issuer: string;
let node: TestNode;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
let tokens: (nonce: string) => string;
let nonce = '';

before(async () => {
  server = createServer((request, response) => {
    const answer = (body: object): void => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    request.resume();
    if (request.url === '/.well-known/openid-configuration') {
      answer({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      });
    } else if (request.url === '/keys') {
      answer({
        keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }],
      });
    } else answer({ access_token: 'a', token_type: 'bearer', expires_in: 60, id_token: tokens(nonce) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  node = await aNode({
    singleSignOn: { issuer, clientId: 'havenwacht', clientSecret: 'a shared secret', name: 'Staff' },
  });
  const { browser } = await aFirstAdministrator(node);
  tokens = (wanted) => token({ nonce: wanted });
  const { code } = await invited(browser, ['analyst']);
  assert.equal(await attempt(aBrowser(node), {}, { for: 'enrolment', code }), '/');
});
after(async () => {
  await node.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(
  claims: object,
  {
    key = keys.privateKey,
    header = { alg: 'RS256', kid: 'k1' },
  }: { key?: KeyObject | string | null; header?: object } = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const body = { iss: issuer, aud: 'havenwacht', sub: 'account-1', iat: now, exp: now + 300, ...claims };
  const signed = `${encode(header)}.${encode(body)}`;
  if (key === null) return `${signed}.`;
  const signature =
    typeof key === 'string'
      ? createHmac('sha256', key).update(signed).digest('base64url')
      : sign('sha256', Buffer.from(signed), key).toString('base64url');
  return `${signed}.${signature}`;
}

/** Goes to the provider and comes back with an answer of its making. @returns where the node sends the browser */
async function attempt(
  browser: ABrowser,
  answer: Readonly<Record<string, string | undefined>>,
  body: object = { for: 'sign-in' },
): Promise<string | null> {
  const begun = await browser.send<{ location: string }>('POST', '/api/v1/single-sign-on', body);
  const asked = new URL(begun.body.location).searchParams;
  assert.equal(asked.get('code_challenge_method'), 'S256');
  nonce = asked.get('nonce') ?? '';
  const given: Record<string, string | undefined> = {
    code: 'c',
    state: asked.get('state') ?? '',
    iss: issuer,
    ...answer,
  };
  const query = new URLSearchParams(
    Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const back = await browser.get(`/api/v1/single-sign-on/callback?${query.toString()}`);
  assert.equal(back.status, 303);
  return back.headers.get('location');
}

test('a right token signs in', async () => {
  tokens = (wanted) => token({ nonce: wanted });
  assert.equal(await attempt(aBrowser(node), {}), '/');
});

const seconds = (): number => Math.floor(Date.now() / 1000);
const attacks: Readonly<Record<string, (nonce: string) => string>> = {
  'a wrong nonce': () => token({ nonce: 'another' }),
  'no nonce': () => token({}),
  'a token for another client': (nonce) => token({ nonce, aud: 'elsewhere' }),
  'a token for several clients': (nonce) =>
    token({ nonce, aud: ['havenwacht', 'elsewhere'], azp: 'elsewhere' }),
  'a token of another issuer': (nonce) => token({ nonce, iss: 'https://elsewhere.example' }),
  'an expired token': (nonce) => token({ nonce, iat: seconds() - 7_200, exp: seconds() - 3_600 }),
  'a token without a signature': (nonce) => token({ nonce }, { key: null, header: { alg: 'none' } }),
  'a token signed with another key': (nonce) => token({ nonce }, { key: otherKeys.privateKey }),
  'a token signed with the client secret': (nonce) =>
    token({ nonce }, { key: 'a shared secret', header: { alg: 'HS256' } }),
  'a token signed with the public key as a secret': (nonce) =>
    token(
      { nonce },
      {
        key: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        header: { alg: 'HS256', kid: 'k1' },
      },
    ),
  'another account': (nonce) => token({ nonce, sub: 'account-2' }),
  'no account': (nonce) => token({ nonce, sub: undefined }),
  'no token at all': () => '',
};
for (const [what, make] of Object.entries(attacks)) {
  test(`${what} opens nothing and is on record`, async () => {
    tokens = make;
    const browser = aBrowser(node);
    const before = node.refusals();
    assert.equal(await attempt(browser, {}), '/sign-in?refused');
    assert.equal((await browser.get('/api/v1/session')).body, null);
    assert.equal(node.refusals(), before + 1);
  });
}

const answers: Readonly<Record<string, Record<string, string | undefined>>> = {
  'a wrong state': { state: 'x' },
  'no state': { state: undefined },
  'an answer of another provider (mix-up)': { iss: 'https://elsewhere.example' },
  'an answer that does not say of which provider it is': { iss: undefined },
  'no code': { code: undefined },
  'an error of the provider': { error: 'access_denied', code: undefined },
};
for (const [what, answer] of Object.entries(answers)) {
  test(`${what} opens nothing`, async () => {
    tokens = (wanted) => token({ nonce: wanted });
    assert.equal(await attempt(aBrowser(node), answer), '/sign-in?refused');
  });
}
