import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { roleNames } from '@havenwacht/domain';
import type { Browser } from 'playwright-core';
import { launchChromium, noScreens, webFolder } from './chromium.ts';
import { aContainer, aDischargeOrder, day } from './a-message.ts';
import { aNode, now, type TestNode } from './a-node.ts';
import { signedIn } from './signed-in.ts';

const places = [
  '/queue',
  '/yard',
  '/controls',
  '/intake',
  '/identity',
  '/scans',
  '/portal',
  '/oversight',
  ...['verify', 'releases', 'guarded', 'exposure', 'draw'].map((part) => `/oversight?part=${part}`),
  '/people',
  '/account',
];

/**
 * The screens ask for nothing that the node refuses to the one before them: a refusal is a line in the
 * log, and an officer is not to be put there by his own console.
 */
describe('every role at every address, in a real browser on a real node', { skip: noScreens }, () => {
  let browser: Browser;
  let node: TestNode;
  before(async () => {
    node = await aNode({ ports: ['NLVLI'], webFolder });
    const voyage = { imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '1W', port: 'NLVLI', eta: now + day };
    await node.take({
      'order.edi': aDischargeOrder({
        at: now - day,
        voyage,
        boxes: Array.from({ length: 12 }, (_, index) => ({ number: aContainer(760_000 + index * 7) })),
      }),
    });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  for (const role of roleNames) {
    test(`${role} is refused nothing by his own console, and nothing of it breaks`, async () => {
      const me = await signedIn(node, [role]);
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
      await context.addCookies([{ name: 'havenwacht', value: me.token, url: node.address }]);
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      const wrong: string[] = [];
      page.on('pageerror', (error) => void wrong.push(error.message));
      page.on('response', (answer) => {
        if (answer.status() >= 400) wrong.push(`${answer.status()} ${new URL(answer.url()).pathname}`);
      });
      page.on('console', (message) => {
        if (message.type() === 'error') wrong.push(message.text());
      });
      try {
        for (const place of ['/', ...places]) {
          await page.goto(node.address + place);
          await page.waitForSelector('.rail-link, h1', { state: 'attached' });
          await page.waitForLoadState('load');
          // Answers that are on their way are waited for; the live stream never ends.
          await page.locator('[aria-busy=true], .skeleton-lines').first().waitFor({ state: 'detached' });
        }
        assert.deepEqual(wrong, []);
        const own = await page
          .locator('.rail-link')
          .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
        assert.ok(own.includes('/account'));
        assert.equal(own.includes('/people'), role === 'administrator');
        assert.equal(own.includes('/portal'), role === 'terminal' || role === 'carrier');
      } finally {
        await context.close();
      }
      const refusals = node.acts.filter(({ kind, by }) => kind === 'refusal' && by.person === me.person);
      assert.deepEqual(refusals, []);
    });
  }
});
