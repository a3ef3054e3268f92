import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { builtApp, launchBrowser, noBrowser, openPage } from './browser.ts';
import type { TestPage } from './browser.ts';
import { startFixtureNode } from './fixture-node.ts';
import type { FixtureNode } from './fixture-node.ts';
import { openScreen, screens } from './screens.ts';
import type { Screen } from './screens.ts';

/** A screen in its state, on a page and a node that nobody else uses meanwhile. */
export interface ShownScreen extends TestPage {
  readonly screen: Screen;
  readonly node: FixtureNode;
}

interface TestPlace {
  readonly node: FixtureNode;
  readonly own: TestPage;
}

/** So many screens are looked at at once: a page waits for itself about half of its time. */
const sideBySide = 2;

/**
 * One test for every screen in every state; `look` answers what is wrong with it. That no page asks
 * another host, throws, or breaks the Content-Security-Policy is looked at with all of them.
 *
 * @param options `pseudo` = English is the invented language; `textPx` = the size of text a reader has set
 *
 * `HAVENWACHT_SCREENS=queue,yard-error` takes only the screens whose names begin so.
 */
export function onEveryScreen(
  what: string,
  options: { readonly pseudo?: boolean; readonly textPx?: number },
  look: (shown: ShownScreen) => Promise<readonly string[]>,
): void {
  const words = process.env['HAVENWACHT_SCREENS']?.split(',');
  const wanted = screens.filter(({ name }) => words?.some((word) => name.startsWith(word)) ?? true);
  describe(what, { skip: noBrowser, concurrency: sideBySide }, () => {
    let browser: Browser;
    const nodes: FixtureNode[] = [];
    const free: TestPlace[] = [];
    before(async () => {
      const dist = await builtApp();
      browser = await launchBrowser(options.textPx);
      for (let place = 0; place < sideBySide; place += 1) {
        const node = await startFixtureNode({ visits: 600, dist, ...options });
        const own = await openPage(browser, node, '/account', { reducedMotion: true });
        nodes.push(node);
        free.push({ node, own });
      }
    });
    after(async () => {
      await browser?.close();
      for (const node of nodes) await node.close();
    });

    for (const screen of wanted)
      test(`${screen.name}: ${what}`, async () => {
        const place = free.pop()!;
        const { node, own } = place;
        try {
          await openScreen(own.page, node, screen);
          assert.deepEqual(await look({ ...own, node, screen }), []);
          assert.deepEqual([own.strays, own.errors], [[], []]);
        } finally {
          node.restore();
          own.errors.length = 0;
          free.push(place);
        }
      });
  });
}
