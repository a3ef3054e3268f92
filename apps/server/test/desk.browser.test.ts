import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, noScreens, webFolder } from './chromium.ts';
import { aContainer, aDischargeOrder, aManifest, day, hour, type Voyage } from './a-message.ts';
import { aNode, now, rowsOf, type Row, type TestNode } from './a-node.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '1W',
  port: 'NLVLI',
  eta: now + 2 * day,
};
const boxes = Array.from({ length: 24 }, (_, index) => aContainer(700_000 + index * 31));

/** Everything by keyboard: what the desk does all day, on a real node with a real database. */
describe('the desk in a real browser', { skip: noScreens }, () => {
  let browser: Browser;
  let node: TestNode;
  let rows: readonly Row[];
  let me: SignedIn;
  let context: BrowserContext;
  let page: Page;
  const errors: string[] = [];

  before(async () => {
    node = await aNode({ ports: ['NLVLI'], webFolder });
    const bill = (number: string, goods: string): object => ({
      number: `QZB${number}`,
      boxes: [number],
      goods,
      consignee: 'SYNTHETIC FRUIT B.V.',
    });
    const manifest = (goods: string, at: number, over: object = {}): string =>
      aManifest({
        at,
        document: 'QZM7',
        voyage,
        bills: boxes.map((number) => bill(number, goods)),
        ...over,
      } as Parameters<typeof aManifest>[0]);
    await node.take({
      'order.edi': aDischargeOrder({ at: now - day, voyage, boxes: boxes.map((number) => ({ number })) }),
      'manifest.edi': manifest('BANANAS', now - day),
      'amended.edi': manifest('PINEAPPLES', now - hour, { function: '5' }),
    });
    rows = await rowsOf(node);
    me = await signedIn(node, ['analyst']);
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await context.addCookies([{ name: 'havenwacht', value: me.token, url: node.address }]);
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => void errors.push(error.message));
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) errors.push(message.text());
    });
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  const queue = async (search = ''): Promise<void> => {
    await page.goto(`${node.address}/queue${search}`);
    await page.waitForSelector('[role=grid] .container-number');
    await page.locator('[role=grid]').focus();
  };
  const acts = async (id: string): Promise<readonly { kind: string; state: string; reason: string }[]> =>
    (
      await node.get<{ items: { kind: string; state: string; reason: string }[] }>(
        `/api/v1/visits/${id}/acts`,
        me.headers,
      )
    ).body.items;
  const until = async (good: () => Promise<boolean>, what: string): Promise<void> => {
    for (let look = 0; look < 150; look += 1) {
      if (await good()) return;
      await page.waitForTimeout(100);
    }
    assert.fail(what);
  };

  test('three rows are chosen and proposed with the keyboard; the node counts, records and takes back', async () => {
    await queue();
    for (const key of ['s', 'Shift+J', 'Shift+J']) await page.keyboard.press(key);
    await page.locator('.selection-bar').getByText('3 chosen').waitFor();
    assert.equal(await page.locator('[role=row][aria-selected=true]').count(), 3);
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('3 containers, as the node has counted').waitFor();
    assert.equal(await dialog.locator('.act-example').count(), 3);
    await page.keyboard.press('Tab');
    await dialog.getByLabel('Reason').focus();
    await page.keyboard.type('Weight and seal differ');
    await page.keyboard.press('Control+Enter');
    await page.locator('.outcome-bar').getByText('3 recorded at').waitFor();
    assert.match((await page.locator('.outcome-bar code').textContent()) ?? '', /^t_/);
    for (const row of rows.slice(0, 3)) {
      assert.deepEqual(
        (await acts(row.id)).map(({ kind, state }) => [kind, state]),
        [['propose', 'recorded']],
      );
    }
    await page.locator('.chip-proposed').first().waitFor();
    assert.equal(await page.locator('.chip-proposed').count(), 3);
    await page.keyboard.press('u');
    await page.locator('.outcome-bar').getByText('3 taken back').waitFor();
    assert.equal((await acts(rows[0]!.id))[0]?.state, 'undone');
    await until(async () => (await page.locator('.chip-proposed').count()) === 0, 'the marks are gone');
  });

  test('an act without a reason is not sent', async () => {
    await queue();
    await page.keyboard.press('x');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await dialog.getByText('Write something here').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.ok((await acts(rows[0]!.id)).every(({ kind }) => kind !== 'dismiss'));
  });

  test('dismissing a risky row shows that it waits for a second person, and the row stays where it is', async () => {
    await queue();
    await page.keyboard.press('x');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Known weekly trade');
    await page.keyboard.press('Control+Enter');
    await page.locator('.outcome-waits').waitFor();
    await page.locator('[role=grid] .chip-waits').first().waitFor();
    assert.equal((await acts(rows[0]!.id)).at(-1)?.state, 'pending');
    assert.equal((await rowsOf(node))[0]?.id, rows[0]!.id);
  });

  test('what is taken on stands under "taken on by me", and a view is saved, found again and opened first', async () => {
    await queue();
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await page.locator('.chip-you').waitFor();
    await queue('?triage=mine');
    assert.equal(await page.locator('[role=grid] .container-number').count(), 1);
    const menu = page.locator('.views-menu');
    await menu.getByRole('button').first().click();
    await menu.getByLabel('Name of the view').fill('My desk');
    await page.keyboard.press('Enter');
    await menu.getByRole('button', { name: 'Open My desk first' }).click();
    await until(
      async () =>
        (await node.get<{ defaultView: string | null }>('/api/v1/settings', me.headers)).body.defaultView !==
        null,
      'the default view is kept',
    );
    await page.goto(node.address);
    await page.waitForURL(/triage=mine/);
    await node.send('PUT', '/api/v1/settings', { defaultView: null, letterKeys: true, keys: {} }, me.headers);
  });

  test('a key is given another letter, which works at once and on the next machine; a taken one is refused', async () => {
    await queue();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog');
    const next = dialog.getByRole('button', { name: 'Another key for: Next container' });
    await next.click();
    await page.keyboard.press('p');
    await dialog.getByText('p is taken: Propose a control.').waitFor();
    await page.keyboard.press('z');
    await until(
      async () =>
        (await node.get<{ keys: Record<string, string> }>('/api/v1/settings', me.headers)).body.keys[
          'next'
        ] === 'z',
      'the key is kept on the node',
    );
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const other = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await other.addCookies([{ name: 'havenwacht', value: me.token, url: node.address }]);
    const elsewhere = await other.newPage();
    await elsewhere.goto(`${node.address}/queue`);
    await elsewhere.waitForSelector('[role=grid] .container-number');
    await elsewhere.locator('[role=grid]').focus();
    const at = (): Promise<string | null> =>
      elsewhere.locator('[role=grid]').getAttribute('aria-activedescendant');
    await until(async () => {
      await elsewhere.keyboard.press('z');
      return (await at()) !== 'visit-row-0';
    }, 'the chosen key moves the focus');
    const before = await at();
    await elsewhere.keyboard.press('j');
    assert.equal(await at(), before, 'the built-in letter is free');
    await other.close();
    await node.send('PUT', '/api/v1/settings', { defaultView: null, letterKeys: true, keys: {} }, me.headers);
  });

  test('a dossier shows its versions with the difference marked, its companies, one line of time, and takes "this reason is wrong"', async () => {
    const visit = rows[5]!;
    await page.goto(`${node.address}/visits/${visit.id}`);
    await page.waitForSelector('.waterfall');
    await page.locator('.versions mark').first().waitFor();
    const marked = await page.locator('.versions mark').allTextContents();
    assert.ok(
      marked.some((text) => text.includes('PINEAPPLES')),
      marked.join(' | '),
    );
    await page.locator('.parties').getByText('SYNTHETIC FRUIT B.V.').waitFor();
    assert.ok((await page.locator('.party-box').count()) > 0);
    assert.ok((await page.locator('.timeline .moment').count()) >= 4);
    assert.equal(await page.locator('.moment-now').count(), 1);
    await page.locator('.contest-button').first().click();
    await page.getByRole('dialog').getByLabel('Reason').fill('The weighbridge was out of order');
    await page.keyboard.press('Control+Enter');
    await page.locator('.contested').getByText('The weighbridge was out of order').waitFor();
    await until(
      async () => (await page.locator('.moment-act').count()) === 1,
      'the act stands in the line of time',
    );
    await queue();
    await page.getByRole('button', { name: 'Dossiers opened lately' }).click();
    await page.locator('.recent-line').getByText(visit.container).waitFor();
  });

  test('the second window shows the dossier of the row in focus in the first', async () => {
    await queue();
    const second = await context.newPage();
    await second.goto(`${node.address}/second`);
    await second.getByText('Waiting for a row in the first window').waitFor();
    await page.bringToFront();
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.keyboard.press('j');
    await until(
      async () => (await second.locator('.dossier-number').allTextContents())[0] === rows[1]!.container,
      'the second window follows',
    );
    await second.close();
  });

  test('the wall names no container, company or vessel, and has clock and pause', async () => {
    await page.goto(`${node.address}/wallboard`);
    await page.locator('.wall-port').waitFor();
    const text = (await page.locator('body').textContent()) ?? '';
    for (const { container } of rows) assert.ok(!text.includes(container));
    assert.ok(!/SYNTHETIC/.test(text));
    assert.ok(await page.locator('.clock').isVisible());
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
  });

  test('a decision of another window comes in by itself', async () => {
    await queue();
    await node.post(
      `/api/v1/visits/${rows[8]!.id}/acts`,
      { kind: 'propose', method: 'dog', reason: 'Second look' },
      (await signedIn(node, ['analyst'])).headers,
    );
    await page.locator('.chip-proposed').first().waitFor();
  });

  test('nothing in these pages failed or broke the content security policy', () => {
    assert.deepEqual(errors, []);
  });
});
