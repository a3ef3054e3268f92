import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, noChromium } from './chromium.ts';
import { aFirstAdministrator, invited } from './a-browser.ts';
import { aNode, type TestNode } from './a-node.ts';

/** What the page says of an exchange: status and problem code of each call. */
interface Said {
  readonly status: number;
  readonly code: string | null;
}

/** Runs in the page, which knows names that the node's own code does not; hence a text. */
const inPage = `async ({ make, ask, answer, body }) => {
  const send = (path, given) =>
    fetch(path, { method: 'POST', body: JSON.stringify(given), headers: { 'content-type': 'application/json' } });
  const asked = await (await send(ask, body)).json();
  const { challenge, options } = make === 'create' ? asked.passkey : asked;
  const credential =
    make === 'create'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  const done = await send(answer, { ...body, challenge, response: credential.toJSON() });
  return { status: done.status, code: (await done.json()).code ?? null };
}`;

describe('a passkey of a real browser', { skip: noChromium }, () => {
  let browser: Browser;
  let page: Page;
  let node: TestNode;
  let code: string;
  let setVerified: (verified: boolean) => Promise<void>;

  before(async () => {
    node = await aNode();
    ({ code } = await invited((await aFirstAdministrator(node)).browser, ['analyst']));
    browser = await launchChromium();
    page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(60_000);
    // An authenticator of the browser's own, driven through its debugging protocol.
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    setVerified = async (isUserVerified) => {
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    };
    await page.goto(`${node.address.replace('127.0.0.1', 'localhost')}/docs`);
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  /** Asks for the options, has the browser answer them, and sends the answer; all as a page would. */
  const exchange = (make: 'create' | 'get', ask: string, answer: string, body: object = {}): Promise<Said> =>
    page.evaluate<Said>(`(${inPage})(${JSON.stringify({ make, ask, answer, body })})`);
  const call = (method: string, path: string): Promise<number> =>
    page.evaluate(async ({ method, path }) => (await fetch(path, { method })).status, { method, path });

  test('is set with a one-time code, signs in, unlocks and steps up', async () => {
    const set = await exchange('create', '/api/v1/enrolment', '/api/v1/enrolment/passkey', { code });
    assert.deepEqual(set, { status: 200, code: null });
    assert.equal(await call('GET', '/api/v1/visits'), 200);
    assert.equal(await call('DELETE', '/api/v1/session'), 204);
    assert.equal(await call('GET', '/api/v1/visits'), 401);
    const signedIn = await exchange('get', '/api/v1/sign-in/passkey/options', '/api/v1/sign-in/passkey');
    assert.deepEqual(signedIn, { status: 200, code: null });
    assert.equal(await call('GET', '/api/v1/visits'), 200);
    assert.equal(await call('POST', '/api/v1/session/lock'), 204);
    assert.equal(await call('GET', '/api/v1/visits'), 401);
    const again = await exchange(
      'get',
      '/api/v1/session/step-up/passkey/options',
      '/api/v1/session/step-up/passkey',
    );
    assert.deepEqual(again, { status: 200, code: null });
    assert.equal(await call('GET', '/api/v1/visits'), 200);
  });

  test('is out of reach of scripts: the page can read no token', async () => {
    assert.equal(await page.evaluate('document.cookie'), '');
    const [cookie] = await page.context().cookies();
    assert.deepEqual([cookie?.name, cookie?.httpOnly, cookie?.sameSite], ['havenwacht', true, 'Strict']);
  });

  test('signs nobody in whom the browser could not verify', async () => {
    await setVerified(false);
    await assert.rejects(
      exchange('get', '/api/v1/sign-in/passkey/options', '/api/v1/sign-in/passkey'),
      /NotAllowedError/,
    );
    await setVerified(true);
  });
});
