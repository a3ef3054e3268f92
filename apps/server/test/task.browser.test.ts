import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, noScreens, webFolder } from './chromium.ts';
import { aContainer, aManifest, aQuayReport, hour, type Voyage } from './a-message.ts';
import { aNode, now, rowsOf, type TestNode } from './a-node.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

/** What is used of a browser's own types, which the server's project has not. */
interface Asked<Result> {
  readonly result: Result;
  readonly error: Error;
  onsuccess: () => void;
  onerror: () => void;
}
interface PhoneDatabase {
  readonly objectStoreNames: Iterable<string>;
  transaction(store: string): { objectStore(name: string): { getAll(): Asked<unknown[]> } };
  close(): void;
}
interface PhoneNavigator {
  readonly serviceWorker: {
    getRegistration(): Promise<{ readonly active?: { readonly state: string } | null } | undefined>;
  };
}
declare const indexedDB: {
  databases(): Promise<readonly { readonly name: string }[]>;
  open(name: string): Asked<PhoneDatabase>;
};
declare const caches: {
  keys(): Promise<readonly string[]>;
  open(name: string): Promise<{ keys(): Promise<readonly { readonly url: string }[]> }>;
};

const minute = 60_000;
const planned = now + 8 * hour;
const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '9W',
  port: 'NLVLI',
  eta: now + 6 * hour,
};
const boxes = Array.from({ length: 24 }, (_, index) => aContainer(760_000 + index));
const wrongBox = boxes.at(-1)!;

/** A phone on the quay: a real browser with a service worker of the real node, cut off from the network and back. */
describe('tasks on a phone', { skip: noScreens }, () => {
  let browser: Browser;
  let node: TestNode;
  let visits: ReadonlyMap<string, string>;
  let next = 0;
  const people = new Map<string, SignedIn>();
  let context: BrowserContext;
  let page: Page;
  let lead: SignedIn;
  const errors: string[] = [];

  before(async () => {
    node = await aNode({ ports: ['NLVLI'], webFolder, trustsClock: true });
    await node.take({
      'manifest.edi': aManifest({
        at: now - 10 * hour,
        voyage,
        document: 'QZMAN9',
        boxes: boxes.map((number) => ({ number, type: '45R1' })),
        bills: [{ number: 'QZB9', boxes, goods: 'BANANAS', consignee: 'SIM FRUIT BV', grossKg: 20_000 }],
      }),
      'quay.edi': aQuayReport({
        at: now - hour / 4,
        voyage,
        document: 'QZQ9',
        event: 'discharge',
        boxes: boxes.map((number) => ({ number, type: '45R1', happenedAt: now - hour / 2 })),
      }),
    });
    visits = new Map((await rowsOf(node)).map(({ container, id }) => [container, id]));
    await node.db.execute("update person set state = 'disabled' where id = $1", [node.reader.person]);
    for (const role of ['analyst', 'planner', 'officer'] as const)
      people.set(role, await signedIn(node, [role]));
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  /** A phone of its own with a team lead of its own, so that he is the one who is cast. */
  beforeEach(async () => {
    node.clock.set(now);
    lead = await signedIn(node, ['team-lead']);
    context = await browser.newContext({ viewport: { width: 390, height: 800 }, locale: 'en-GB' });
    await context.addCookies([{ name: 'havenwacht', value: lead.token, url: node.address }]);
    // The phone's clock, so far off as the test says.
    await context.addInitScript(() => {
      const real = Date.now.bind(Date);
      Date.now = () => real() + Number(localStorage.getItem('clock-off') ?? 0);
    });
    page = await aPage();
  });
  afterEach(async () => {
    await node.db.execute("update person set state = 'disabled' where id = $1", [lead.person]);
    await context.close();
    assert.deepEqual(errors.splice(0), []);
  });

  async function aPage(): Promise<Page> {
    const opened = await context.newPage();
    opened.setDefaultTimeout(30_000);
    opened.on('pageerror', (error) => void errors.push(error.message));
    opened.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) errors.push(message.text());
    });
    return opened;
  }

  const post = async (path: string, body: unknown, role: string): Promise<Record<string, unknown>> => {
    const answer = await node.post(path, body, { ...people.get(role)!.headers });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return answer.body;
  };

  async function aSealedControl(): Promise<{ readonly id: string; readonly number: string }> {
    const number = boxes[next++]!;
    const { id } = await post(
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
    );
    await post(`/api/v1/controls/${String(id)}/approve`, {}, 'planner');
    await post(`/api/v1/controls/${String(id)}/seal`, {}, 'planner');
    return { id: String(id), number };
  }

  /** Every byte that the page, its store and its caches hold for a script of this address, as text. */
  const kept = (): Promise<string> =>
    page.evaluate(async () => {
      const said: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
      const text = (value: unknown): void => {
        if (value instanceof ArrayBuffer) text(new Uint8Array(value));
        else if (value instanceof Uint8Array) said.push(new TextDecoder('latin1').decode(value));
        else if (value instanceof CryptoKey) said.push(`key ${value.extractable}`);
        else if (value !== null && typeof value === 'object') {
          for (const [name, inner] of Object.entries(value)) {
            said.push(name);
            text(inner);
          }
        } else said.push(String(value));
      };
      for (const { name } of await indexedDB.databases()) {
        const database = await new Promise<PhoneDatabase>((resolve, reject) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        for (const store of database.objectStoreNames) {
          const rows = await new Promise<unknown[]>((resolve, reject) => {
            const request = database.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
          for (const row of rows) text(row);
        }
        database.close();
      }
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) said.push(request.url);
      }
      return said.join('\n');
    });

  const holdsNothingOf = async (number: string, when: string): Promise<void> => {
    const text = await kept();
    for (const secret of [number, number.slice(4), 'Quay 12', 'silent', '"method"'])
      assert.ok(!text.includes(secret), `${secret} lies on the phone ${when}`);
    assert.ok(!text.includes('/api/'), `an answer of the node is cached ${when}`);
    assert.ok(!text.includes('key true'), `a key can be taken out ${when}`);
  };

  const go = async (): Promise<void> => {
    await page.goto(`${node.address}/task`);
    await page.locator('.task-card').first().waitFor();
    await page.waitForFunction(async () => {
      const { serviceWorker } = navigator as unknown as PhoneNavigator;
      const registration = await serviceWorker.getRegistration();
      return registration?.active?.state === 'activated';
    });
  };
  const offline = (is: boolean): Promise<void> => context.setOffline(is);
  const press = (name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
  const giveNumber = async (number: string): Promise<void> => {
    await page.getByLabel('Number on the box').fill(number);
    await press('Open at the box');
  };
  /** Opened at its time, and taken along. */
  const takeAlong = async (): Promise<void> => {
    node.clock.set(planned - 10 * minute);
    await go();
    await press('Open');
    await page.getByText('Quay 12').waitFor();
    await press('Take along');
    await page.getByText('Taken along').waitFor();
  };
  const until = async (good: () => Promise<boolean>, what: string): Promise<void> => {
    for (let look = 0; look < 300; look += 1) {
      if (await good()) return;
      await page.waitForTimeout(100);
    }
    assert.fail(what);
  };
  const photo = (text: string) => ({ name: 'seal.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(text) });

  test('from a moment and no more, over the box without network and a killed page, to the result at the node', async () => {
    const { id, number } = await aSealedControl();
    node.clock.set(planned - 50 * minute);
    await go();
    await page.getByText('Something from').first().waitFor();
    await page.getByText('What and where, you learn at').waitFor();
    await holdsNothingOf(number, 'before its time');

    await takeAlong();
    await holdsNothingOf(number, 'when it was opened and taken along');
    await offline(true);
    await page.reload();
    await page.getByText('Quay 12').waitFor();
    await page.getByText('No connection').waitFor();
    assert.equal(await page.getByText(number).count(), 0);

    await giveNumber(wrongBox);
    await page.getByText('That is not the box of this task.').waitFor();
    await giveNumber(`${number.slice(0, 10)}${(Number(number[10]) + 1) % 10}`);
    await page.getByText('The last digit does not fit').waitFor();
    await giveNumber(number.toLowerCase().replace(/^(.{4})/, '$1 '));
    await page.locator('.task-facts').getByText(number).waitFor();

    assert.ok(await page.getByRole('button', { name: 'Nothing found' }).isDisabled());
    await page.getByText('First keep a piece of evidence').waitFor();
    await page.getByLabel('Photograph of the seal').setInputFiles(photo(`seal of ${number}`));
    await page.getByText('1 piece kept').waitFor();
    await press('Nothing found');
    await press('Record: Nothing found');
    await page.getByText('The result is given').waitFor();
    await page.getByText('4 unsent').waitFor();
    await holdsNothingOf(number, 'with what waits to be sent');

    await page.close();
    page = await aPage();
    await page.goto(`${node.address}/task`);
    await page.getByText('4 unsent').waitFor();
    assert.equal(await page.locator('.task-items li[data-state=waiting]').count(), 4);

    node.clock.set(planned + 30 * minute);
    await offline(false);
    await page.getByText('0 unsent').waitFor();
    const [result] = await node.db.query<{ outcome: string; evidence: string[]; person: string }>(
      'select outcome, evidence, person from control_result where control_id = $1',
      [id],
    );
    assert.deepEqual([result?.outcome, result?.evidence.length, result?.person], ['nothing', 1, lead.person]);
    const openings = await node.db.query<{ items: string[] }>(
      'select items from control_opening where control_id = $1 and item is not null order by id',
      [id],
    );
    assert.deepEqual(
      openings.map(({ items }) => items.includes('object')),
      [false, true],
    );
    await until(async () => (await page.locator('.task-card').count()) === 0, 'the task is done and gone');
  });

  test('what was opened is wiped when it expires, without network too; what waits is not, and is sent', async () => {
    const { id, number } = await aSealedControl();
    await takeAlong();
    await offline(true);
    await giveNumber(number);
    await page.getByLabel('Photograph', { exact: true }).setInputFiles(photo('inside'));
    await page.getByText('2 unsent').waitFor();
    await page.evaluate(() => localStorage.setItem('clock-off', String(4 * 3_600_000)));
    await page.getByText('has expired and was wiped').waitFor();
    assert.equal(await page.locator('.task-facts').count(), 0);
    await holdsNothingOf(number, 'after it expired');
    await page.reload();
    await page.getByText('2 unsent').waitFor();
    assert.equal(await page.locator('.task-facts').count(), 0);
    node.clock.set(planned + 20 * minute);
    await page.evaluate(() => localStorage.removeItem('clock-off'));
    await offline(false);
    await page.getByText('0 unsent').waitFor();
    const evidence = await node.db.query('select 1 from control_evidence where control_id = $1', [id]);
    assert.equal(evidence.length, 1);
  });

  test('a phone whose clock is set back wipes what was open', async () => {
    const { number } = await aSealedControl();
    await takeAlong();
    await offline(true);
    await page.evaluate(() => localStorage.setItem('clock-off', String(-20 * 60_000)));
    await page.getByText('The clock of this phone was set back').waitFor();
    assert.equal(await page.locator('.task-facts').count(), 0);
    await holdsNothingOf(number, 'after its clock was set back');
  });

  test('a lost phone whose session was ended wipes itself at its next contact and keeps what it closed for the node', async () => {
    const { number } = await aSealedControl();
    await takeAlong();
    await offline(true);
    await giveNumber(number);
    await page.locator('.task-facts').getByText(number).waitFor();
    const ended = await node.db.transaction(async (tx) => {
      await tx.execute('update session set ended_at = now() where id = $1', [lead.session]);
      return true;
    });
    assert.ok(ended);
    await offline(false);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByText('1 unsent').waitFor();
    assert.equal(await page.getByText(number).count(), 0);
    const text = await kept();
    assert.ok(!text.includes('key false'), 'the key of the cards is gone');
    await holdsNothingOf(number, 'after the session was ended');
  });

  test('who signs out without network leaves nothing readable, and the node ends his session when it hears of it', async () => {
    const { number } = await aSealedControl();
    await takeAlong();
    await offline(true);
    await press('Sign out');
    await page.getByText('0 unsent').waitFor();
    await until(async () => (await page.locator('.task-facts').count()) === 0, 'nothing is shown');
    await holdsNothingOf(number, 'after signing out');
    await offline(false);
    await until(async () => {
      const [session] = await node.db.query<{ is_over: boolean }>(
        'select ended_at is not null as is_over from session where id = $1',
        [lead.session],
      );
      return session?.is_over === true;
    }, 'the session has ended');
  });

  test('five wrong numbers without network throw away what was taken along', async () => {
    const { number } = await aSealedControl();
    await takeAlong();
    await offline(true);
    for (let time = 1; time <= 5; time += 1) {
      await giveNumber(wrongBox);
      await page.getByText(`${time} unsent`).waitFor();
    }
    await page.getByText('Too many wrong numbers').waitFor();
    await giveNumber(number);
    await page.getByText('Too many wrong numbers').waitFor();
    assert.equal(await page.locator('.task-facts').getByText(number).count(), 0);
  });

  test('who may not use the camera types the number', async () => {
    await aSealedControl();
    await takeAlong();
    await press('Read the code on the box');
    await page.getByText('The camera can’t be used here').waitFor();
    await page.getByLabel('Number on the box').waitFor();
  });

  test('a second phone that gives another result is told that one stands, and loses nothing', async () => {
    const { id, number } = await aSealedControl();
    await takeAlong();
    await offline(true);
    await giveNumber(number);
    await page.getByLabel('Photograph', { exact: true }).setInputFiles(photo('by the first phone'));
    await page.getByText('1 piece kept').waitFor();
    await press('Nothing found');
    await press('Record: Nothing found');
    await page.getByText('3 unsent').waitFor();

    node.clock.set(planned + minute);
    const own = { ...lead.headers };
    await node.post(`/api/v1/controls/${id}/open`, { container: number }, own);
    const evidence = await node.post(
      `/api/v1/controls/${id}/evidence?kind=note`,
      Buffer.from('by the second'),
      {
        ...own,
        'content-type': 'application/octet-stream',
      },
    );
    const other = await node.post(
      `/api/v1/controls/${id}/result`,
      { outcome: 'found', evidence: [evidence.body['sha256']], kg: 3 },
      own,
    );
    assert.equal(other.status, 200, JSON.stringify(other.body));

    await offline(false);
    await page.locator('.task-items li[data-state=refused]').last().waitFor();
    await page.getByText('takes nothing more').first().waitFor();
    const [{ outcome } = { outcome: null }] = await node.db.query<{ outcome: string }>(
      'select outcome from control_result where control_id = $1',
      [id],
    );
    assert.equal(outcome, 'found');
  });
});
