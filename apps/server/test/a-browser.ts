import assert from 'node:assert/strict';
import { totpAt } from '../src/features/people/totp.ts';
import type { Answer, TestNode } from './a-node.ts';
import { signedIn } from './signed-in.ts';
import { aPasskey, type APasskey, type Twist } from './a-passkey.ts';

/**
 * What a browser does with a node: keeps its cookies and writes as its own page does. It calls the
 * node localhost, because a passkey is bound to a name.
 */
export interface ABrowser {
  readonly node: TestNode;
  readonly origin: string;
  readonly cookies: Map<string, string>;
  get<Body = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Answer<Body>>;
  send<Body = Record<string, unknown>>(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  /** Sets a passkey with a one-time code, and is signed in. */
  enrolPasskey(
    code: string,
    passkey?: APasskey,
    twist?: Twist,
  ): Promise<{ answer: Answer; passkey: APasskey }>;
  /** Sets a passphrase and an authenticator program with a one-time code, and is signed in. */
  enrolPassphrase(
    code: string,
    passphrase: string,
  ): Promise<{ answer: Answer; name: string; secret: Buffer }>;
  signInWith(passkey: APasskey, twist?: Twist): Promise<Answer>;
  stepUpWith(passkey: APasskey, twist?: Twist): Promise<Answer>;
  /** The code the authenticator program shows now, or so many half minutes later. */
  code(secret: Buffer, later?: number): string;
}

interface Question {
  readonly challenge: string;
  readonly options: never;
}

export function aBrowser(node: TestNode): ABrowser {
  const origin = node.address.replace('127.0.0.1', 'localhost');
  const cookies = new Map<string, string>();
  const ask = async <Body>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer<Body>> => {
    const answer = await fetch(new URL(path, origin), {
      method,
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'sec-fetch-site': 'same-origin',
        ...(method === 'GET' ? {} : { origin }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true && text !== '';
    return {
      status: answer.status,
      headers: answer.headers,
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
  };
  const browser: ABrowser = {
    node,
    origin,
    cookies,
    get: (path, headers = {}) => ask('GET', path, undefined, headers),
    send: (method, path, body, headers = {}) => ask(method, path, body, headers),
    async enrolPasskey(code, passkey = aPasskey(), twist = {}) {
      const begun = await browser.send<{ passkey: Question }>('POST', '/api/v1/enrolment', { code });
      assert.equal(begun.status, 200, JSON.stringify(begun.body));
      const { challenge, options } = begun.body.passkey;
      const response = passkey.register(options, origin, twist);
      const answer = await browser.send('POST', '/api/v1/enrolment/passkey', { code, challenge, response });
      return { answer, passkey };
    },
    async enrolPassphrase(code, passphrase) {
      const begun = await browser.send<{
        signInName: string;
        passphrase: { challenge: string; secret: string };
      }>('POST', '/api/v1/enrolment', { code });
      assert.equal(begun.status, 200, JSON.stringify(begun.body));
      const { signInName: name } = begun.body;
      const { challenge, secret: letters } = begun.body.passphrase;
      const secret = fromBase32(letters);
      const totp = browser.code(secret);
      const answer = await browser.send('POST', '/api/v1/enrolment/passphrase', {
        code,
        challenge,
        passphrase,
        totp,
      });
      return { answer, name, secret };
    },
    async signInWith(passkey, twist) {
      const { body } = await browser.send<Question>('POST', '/api/v1/sign-in/passkey/options');
      const response = passkey.sign(body.options, origin, twist);
      return browser.send('POST', '/api/v1/sign-in/passkey', { challenge: body.challenge, response });
    },
    async stepUpWith(passkey, twist) {
      const { body } = await browser.send<Question>('POST', '/api/v1/session/step-up/passkey/options');
      const response = passkey.sign(body.options, origin, twist);
      return browser.send('POST', '/api/v1/session/step-up/passkey', { challenge: body.challenge, response });
    },
    code: (secret, later = 0) => totpAt(secret, Math.floor(node.wallClock.now() / 30_000) + later),
  };
  return browser;
}

function fromBase32(letters: string): Buffer {
  let bits = '';
  for (const letter of letters)
    bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** The first administrator of a node, signed in with a passkey. */
export async function aFirstAdministrator(
  node: TestNode,
): Promise<{ readonly browser: ABrowser; readonly passkey: APasskey; readonly person: string }> {
  const given = await node.firstCode();
  assert.ok(given !== null);
  const browser = aBrowser(node);
  const { answer, passkey } = await browser.enrolPasskey(given.code);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return { browser, passkey, person: (answer.body['person'] as { id: string }).id };
}

/**
 * Somebody whom an administrator invited, with the code he was given. Where two administrators have to,
 * a second one gives his half and is gone again.
 */
export async function invited(
  administrator: ABrowser,
  roles: readonly string[],
): Promise<{ readonly id: string; readonly code: string }> {
  const answer = await administrator.send<{
    person: { id: string };
    invitation: { code: string | null; half: string | null };
  }>('POST', '/api/v1/people', { roles });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  const { person, invitation } = answer.body;
  if (invitation.code !== null) return { id: person.id, code: invitation.code };
  const { node } = administrator;
  const second = await signedIn(node, ['administrator']);
  const { body } =
    await administrator.get<readonly { id: string; person: string; state: string }[]>('/api/v1/recoveries');
  const asked = body.find((one) => one.person === person.id && one.state === 'open');
  const approved = await node.post<{ half: string }>(
    `/api/v1/recoveries/${asked?.id}/approval`,
    {},
    second.headers,
  );
  assert.equal(approved.status, 201, JSON.stringify(approved.body));
  await node.db.execute("update person set state = 'disabled' where id = $1", [second.person]);
  return { id: person.id, code: `${invitation.half}-${approved.body.half}` };
}
