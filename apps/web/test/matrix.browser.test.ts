import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { languages } from '../src/locales/languages.ts';
import { axeFindings } from './axe-screen.ts';
import { builtApp, launchBrowser, noBrowser, openPage } from './browser.ts';
import { startFixtureNode } from './fixture-node.ts';
import type { FixtureNode } from './fixture-node.ts';
import type { TestPage } from './browser.ts';
import { chooseLook, openScreen, screens } from './screens.ts';

const themes = ['dark', 'light', 'contrast'] as const;
const codes = languages.map(({ code }) => code);

/**
 * Every screen in every state, each in three looks, so that over two neighbouring states every theme
 * meets every language: a covering part of the matrix. HAVENWACHT_MATRIX=full takes all fifteen looks
 * of each.
 */
function looksOf(index: number): readonly (readonly [(typeof themes)[number], string])[] {
  if (process.env['HAVENWACHT_MATRIX'] === 'full')
    return themes.flatMap((theme) => codes.map((code) => [theme, code] as const));
  return themes.map((theme, at) => [theme, codes[(index * 3 + at) % codes.length]!] as const);
}

describe('every screen, state, theme and language', { skip: noBrowser }, () => {
  let browser: Browser;
  let node: FixtureNode;
  let own: TestPage;
  before(async () => {
    const dist = await builtApp();
    [browser, node] = await Promise.all([launchBrowser(), startFixtureNode({ visits: 600, dist })]);
    own = await openPage(browser, node, '/account', { reducedMotion: true });
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  const words = process.env['HAVENWACHT_SCREENS']?.split(',');
  const wanted = screens.filter(({ name }) => words?.some((word) => name.startsWith(word)) ?? true);
  for (const [index, screen] of wanted.entries())
    test(`axe finds nothing on ${screen.name}, and nothing asks another host`, async () => {
      const { page, strays, errors } = own;
      const close = await openScreen(page, node, screen);
      try {
        const found: string[] = [];
        for (const [at, [theme, code]] of looksOf(index).entries()) {
          await chooseLook(page, theme, code);
          // Structure is the same in every look and looked at once; colours and widths are not.
          const rules = at === 0 ? undefined : ['color-contrast'];
          for (const line of await axeFindings(page, rules)) found.push(`${theme} ${code} ${line}`);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (over > 0) found.push(`${theme} ${code} ${over} px too wide`);
        }
        assert.deepEqual(found, []);
        assert.deepEqual([strays, errors], [[], []]);
      } finally {
        close();
      }
    });
});
