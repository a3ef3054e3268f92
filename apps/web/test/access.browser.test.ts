import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { axeFindings, bringAxe } from './axe-screen.ts';
import { builtApp, launchBrowser, noBrowser, openPage, rowsDrawn } from './browser.ts';
import { startFixtureNode } from './fixture-node.ts';
import type { FixtureNode } from './fixture-node.ts';
import { faintTexts, measureContrast } from './text-contrast.ts';

/** That the checks of every screen see what is wrong: their silence means something. */
describe('access', { skip: noBrowser }, () => {
  let browser: Browser;
  let node: FixtureNode;
  before(async () => {
    const dist = await builtApp();
    [browser, node] = await Promise.all([launchBrowser(), startFixtureNode({ visits: 600, dist })]);
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  afterEach(() => node?.restore());

  test('axe finds a planted fault, and a planted thing it can’t decide', async () => {
    const { page } = await openPage(browser, node, '/identity');
    await page.waitForSelector('.files');
    await page.evaluate(() => {
      document.querySelector('select.top-select')?.removeAttribute('aria-label');
      const words = document.querySelector('.files td')!;
      words.replaceChildren('→');
    });
    const found = await axeFindings(page);
    assert.ok(found.some((line) => line.startsWith('violated select-name')));
    assert.ok(found.some((line) => line.startsWith('undecided color-contrast (nonBmp')));
    await page.context().close();
  });

  test('the contrast that is measured here is the one axe measures, in every theme', async () => {
    const { page } = await openPage(browser, node, `/visits/${node.port.visits[4]!.id}`);
    await page.waitForSelector('.versions mark');
    for (const theme of ['dark', 'light', 'contrast']) {
      await page.getByLabel('Theme').selectOption(theme);
      await page.waitForFunction((chosen) => document.documentElement.dataset['theme'] === chosen, theme);
      await Promise.all([bringAxe(page), measureContrast(page)]);
      const compared = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: typeof import('axe-core') };
        const { passes } = await axe.run({ runOnly: ['color-contrast'], elementRef: true, preload: false });
        return passes[0]!.nodes.map(({ element, html, any }) => ({
          html: html.slice(0, 120),
          theirs: (any[0]!.data as { contrastRatio: number }).contrastRatio,
          ours: window.textContrast!(element!).ratio,
        }));
      });
      assert.ok(compared.length > 100, theme);
      assert.deepEqual(
        compared.filter(({ theirs, ours }) => Math.abs(theirs - ours) > 0.02),
        [],
        theme,
      );
    }
    await page.context().close();
  });

  test('a text that is too faint is found, on a plain ground and over one stop of a gradient', async () => {
    const { page } = await openPage(browser, node, '/identity', { theme: 'light' });
    await page.waitForSelector('.files');
    assert.deepEqual(await faintTexts(page), []);
    await page.evaluate(() => {
      document.querySelector('h1')!.style.color = '#999';
      document.querySelector<HTMLElement>('.count')!.style.background = 'linear-gradient(#fff, #444)';
    });
    const found = await faintTexts(page);
    assert.ok(found.some((line) => line.includes('<h1')));
    assert.ok(found.some((line) => line.includes('gradient')));
    await page.context().close();
  });

  test('a style or a script in the page breaks the Content-Security-Policy, and that is seen', async () => {
    const { page, errors } = await openPage(browser, node, '/identity');
    await page.waitForSelector('.files');
    assert.equal(errors.length, 0, errors.join('\n'));
    await page.evaluate(() => {
      document.head.append(
        Object.assign(document.createElement('style'), { textContent: 'body{color:red}' }),
      );
      document.querySelector('.files')!.setAttribute('style', 'color:red');
    });
    const broken = (directive: string) => errors.some((line) => line.includes(`Policy: ${directive}`));
    for (let look = 0; look < 200 && !broken('style-src-attr'); look += 1) await page.waitForTimeout(50);
    assert.ok(broken('style-src-elem'), errors.join('\n'));
    assert.ok(broken('style-src-attr'), errors.join('\n'));
    await page.context().close();
    const answer = await fetch(`${node.url}/queue`);
    assert.doesNotMatch(answer.headers.get('content-security-policy') ?? '', /unsafe|\*/);
    const html = await answer.text();
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)[^>]*>/, 'an inline script');
    assert.doesNotMatch(html, /https?:\/\//, 'an address of another host');
  });

  test('at 320 pixels the list is cards that open', async () => {
    const { page } = await openPage(browser, node, '/queue', { width: 320, height: 700 });
    await rowsDrawn(page);
    assert.equal(await page.locator('.visit-grid.as-cards').count(), 1);
    assert.ok(await page.locator('.preview').isHidden());
    await page.locator('#visit-row-1').click();
    await page.waitForSelector('.dossier-number');
    await page.context().close();
  });

  test('wider spacing of letters and lines loses no row height', async () => {
    const { page } = await openPage(browser, node, '/queue');
    await rowsDrawn(page);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        '*{letter-spacing:.12em!important;word-spacing:.16em!important;line-height:1.5!important}',
      );
      document.adoptedStyleSheets.push(sheet);
    });
    const cut = await page.evaluate(
      () =>
        [...document.querySelectorAll('.visit-line .cell-reasons, .visit-line .cell-container')].filter(
          (cell) => cell.scrollHeight > cell.clientHeight + 2,
        ).length,
    );
    assert.equal(cut, 0);
    await page.context().close();
  });
});
