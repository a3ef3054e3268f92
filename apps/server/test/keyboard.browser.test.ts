import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, noScreens, webFolder } from './chromium.ts';
import { aBrowser, aFirstAdministrator, invited, type ABrowser } from './a-browser.ts';
import { aKeyboard, type AKeyboard } from './a-keyboard.ts';
import { aContainer, aDischargeOrder, aManifest, day, hour, type Voyage } from './a-message.ts';
import { aNode, now, rowsOf, type Row, type TestNode } from './a-node.ts';

const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '1W',
  port: 'NLVLI',
  eta: now + 2 * day,
};
const boxes = Array.from({ length: 24 }, (_, index) => aContainer(700_000 + index * 31));
const passphrase = 'correct horse battery staple of the quay';

/** The work of a day without a mouse, on a real node: nothing is clicked, focused or filled from outside. */
describe('by keyboard alone', { skip: noScreens }, () => {
  let browser: Browser;
  let node: TestNode;
  let rows: readonly Row[];
  let administrator: ABrowser;
  let context: BrowserContext;
  let page: Page;
  let keyboard: AKeyboard;
  const errors: string[] = [];

  const open = async (): Promise<void> => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => void errors.push(error.message));
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) errors.push(message.text());
    });
    keyboard = aKeyboard(page);
  };
  /** A person of these roles, and the console before the door. */
  const enrolled = async (roles: readonly string[]) => {
    const { code } = await invited(administrator, roles);
    const own = aBrowser(node);
    return { own, ...(await own.enrolPassphrase(code, passphrase)) };
  };
  const signIn = async (
    { own, name, secret }: Awaited<ReturnType<typeof enrolled>>,
    path: string,
  ): Promise<void> => {
    // The code that was used to set the key is used up.
    node.wallClock.advance(30_000);
    await page.goto(own.origin + path);
    await page.waitForSelector('.key-prompt');
    await keyboard.goTo('summary', 'With passphrase and code');
    await keyboard.press('Enter');
    await keyboard.goTo('field', 'Sign-in name');
    await keyboard.write(name);
    await keyboard.goTo('field', 'Passphrase');
    await keyboard.write(passphrase);
    await keyboard.goTo('field', 'Code of the authenticator program');
    await keyboard.write(own.code(secret));
    await page.keyboard.press('Enter');
    await page.waitForSelector('.rail-link');
  };

  before(async () => {
    node = await aNode({ ports: ['NLVLI'], webFolder });
    const manifest = (goods: string, at: number, over: object = {}): string =>
      aManifest({
        at,
        document: 'QZM7',
        voyage,
        bills: boxes.map((number) => ({
          number: `QZB${number}`,
          boxes: [number],
          goods,
          consignee: 'SYNTHETIC FRUIT B.V.',
        })),
        ...over,
      } as Parameters<typeof aManifest>[0]);
    await node.take({
      'order.edi': aDischargeOrder({ at: now - day, voyage, boxes: boxes.map((number) => ({ number })) }),
      'manifest.edi': manifest('BANANAS', now - day),
      'amended.edi': manifest('PINEAPPLES', now - hour, { function: '5' }),
    });
    rows = await rowsOf(node);
    administrator = (await aFirstAdministrator(node)).browser;
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  test('an analyst signs in, orders and filters the list, acts on several rows, and takes it back', async () => {
    await open();
    await signIn(await enrolled(['analyst']), '/queue');
    await page.waitForSelector('[role=grid] .container-number');
    await keyboard.goTo('list', 'Order');
    await keyboard.press('ArrowDown');
    await page.waitForURL(/sort=/);
    await keyboard.goTo('grid', 'Ranked containers');
    await keyboard.press('/');
    await keyboard.standsOn('field', /Search for container/);
    await keyboard.write('pineapples');
    await page.waitForURL(/q=pineapples/);
    await page.locator('.count').getByText(`${boxes.length} of`).waitFor();
    await keyboard.press('Enter');
    await keyboard.standsOn('grid', 'Ranked containers');
    await keyboard.press('s', 'Shift+J', 'Shift+J');
    await page.locator('.selection-bar').getByText('3 chosen').waitFor();
    await keyboard.press('p');
    await page.getByRole('dialog').getByText('3 containers, as the node has counted').waitFor();
    await keyboard.standsOn('field', 'Reason');
    await keyboard.write('Weight and seal differ');
    await keyboard.goTo('button', 'Propose');
    await keyboard.press('Enter');
    await page.locator('.outcome-bar').getByText('3 recorded at').waitFor();
    await keyboard.standsOn('grid', 'Ranked containers');
    await keyboard.press('u');
    await page.locator('.outcome-bar').getByText('3 taken back').waitFor();
    await keyboard.standsOn('grid', 'Ranked containers');
  });

  test('from the list into a dossier: a reason is called wrong, versions are compared, and back again', async () => {
    await page.goto(`${new URL(page.url()).origin}/queue`);
    await page.waitForSelector('[role=grid] .container-number');
    await keyboard.goTo('grid', 'Ranked containers');
    await keyboard.press('j', 'j', 'Enter');
    await page.waitForSelector('.waterfall');
    assert.equal(await page.locator('.dossier-number').textContent(), rows[2]!.container);
    await keyboard.goTo('button', /^This reason is wrong/);
    await keyboard.press('Enter');
    await keyboard.standsOn('field', 'Reason');
    await keyboard.write('The weighbridge was out of order');
    await keyboard.press('Control+Enter');
    await page.locator('.contested').getByText('The weighbridge was out of order').waitFor();
    await keyboard.press('Shift');
    await keyboard.goTo('list', 'Earlier version');
    await keyboard.goTo('region', 'Versions side by side');
    await keyboard.goTo('button', /equal segments?$/);
    await keyboard.press('Enter');
    await keyboard.goTo('link', /^[A-Z]{3}$/);
    await keyboard.press('Enter');
    await page.waitForSelector('.segments mark');
    await page.goBack();
    await page.waitForSelector('.waterfall');
    await keyboard.press('Escape');
    await keyboard.standsOn('grid', 'Ranked containers');
    assert.equal(
      await page.locator('[role=grid]').getAttribute('aria-activedescendant'),
      'visit-row-2',
      'the row that was opened',
    );
  });

  test('the palette leads to a screen, and a key gets another letter in the sheet of keys', async () => {
    await keyboard.press('Control+k');
    await keyboard.standsOn('combobox', /^Part of a command/);
    await keyboard.write('ident');
    await keyboard.press('Enter');
    await page.waitForURL(/identity/);
    await keyboard.standsOn('heading', 'Identity');
    await keyboard.press('?');
    await page.getByRole('dialog').getByText('Keyboard shortcuts').waitFor();
    await keyboard.goTo('button', 'Another key for: Next container');
    await keyboard.press('Enter', 'z');
    await page
      .locator('.sheet-line')
      .filter({ hasText: 'Next container' })
      .getByText('Z', { exact: true })
      .waitFor();
    await keyboard.goTo('button', 'Built-in keys again');
    await keyboard.press('Enter');
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keyboard.standsOn('heading', 'Identity');
  });

  test('a vessel is opened in the list beside the chart, and leads to its containers', async () => {
    await keyboard.press('g', 'w');
    await page.waitForSelector('.yard-pick');
    await keyboard.press('l');
    await keyboard.goTo('button', /SYNTHETIC ONE/);
    await keyboard.press('Enter');
    await page.waitForSelector('.yard-detail');
    await keyboard.goTo('link', 'Show its containers in the queue');
    await keyboard.press('Enter');
    await page.waitForURL(/\/queue\?.*q=SYNTHETIC/);
    await page.waitForSelector('[role=grid] .container-number');
    await context.close();
  });

  test('an auditor verifies the log', async () => {
    await open();
    await signIn(await enrolled(['auditor']), '/oversight');
    // The node's log has a checkpoint once what was done so far has its place.
    await node.actLog.drain();
    await page.waitForSelector('.state-tab');
    await keyboard.goTo('link', 'Verification');
    await keyboard.press('Enter');
    await page.waitForSelector('.log-verify');
    await keyboard.goTo('button', 'Verify the log');
    await keyboard.press('Enter');
    await page.waitForSelector('.log-whole');
    await keyboard.standsOn('button', 'Verify the log');
    await context.close();
  });

  test('an administrator invites somebody and reads the code', async () => {
    await open();
    await signIn(await enrolled(['administrator']), '/people');
    await page.waitForSelector('.people');
    await keyboard.goTo('button', 'Invite');
    await keyboard.press('Enter');
    await keyboard.goTo('checkbox', 'Analyst');
    await keyboard.press('Space');
    await keyboard.goTo('button', 'Invite');
    await keyboard.press('Enter');
    await page.waitForSelector('.given-code');
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keyboard.standsOn('button', 'Invite');
    await context.close();
  });

  test('nothing in these pages failed or broke the Content-Security-Policy', () => {
    assert.deepEqual(errors, []);
  });
});
