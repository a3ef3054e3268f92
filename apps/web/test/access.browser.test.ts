import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { languages } from '../src/locales/languages.ts';
import { builtApp, launchBrowser, noBrowser, openPage, rowsDrawn } from './browser.ts';
import { startFixtureNode } from './fixture-node.ts';
import type { FixtureNode } from './fixture-node.ts';

const norms = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong: by all norms, or by the rules that are named. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const found = await (rules ? axe.withRules(rules) : axe.withTags(norms)).analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 140)}`),
  );
}

describe('access', { skip: noBrowser }, () => {
  let browser: Browser;
  let node: FixtureNode;
  let pages: Record<'queue' | 'dossier' | 'source' | 'intake' | 'identity', { path: string; shown: string }>;
  before(async () => {
    const dist = await builtApp();
    [browser, node] = await Promise.all([launchBrowser(), startFixtureNode({ visits: 600, dist })]);
    pages = {
      queue: { path: '/queue', shown: '.preview .source-link' },
      dossier: { path: `/visits/${node.port.visits[4]!.id}`, shown: '.waterfall' },
      source: { path: `/files/${node.port.files[2]!.id}?offset=273`, shown: '.segments mark' },
      intake: { path: '/intake', shown: '.files' },
      identity: { path: '/identity', shown: '.files' },
    };
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  afterEach(() => node?.faults.clear());

  for (const name of ['queue', 'dossier', 'source', 'intake', 'identity'] as const)
    test(`axe finds nothing on the ${name} page, and no theme makes its text too faint`, async () => {
      const { path, shown } = pages[name];
      const { page } = await openPage(browser, node, path);
      await page.waitForSelector(shown);
      assert.deepEqual(await violations(page), []);
      for (const theme of ['light', 'contrast']) {
        await page.getByLabel('Theme').selectOption(theme);
        await page.waitForFunction((chosen) => document.documentElement.dataset['theme'] === chosen, theme);
        assert.deepEqual(await violations(page, ['color-contrast']), [], theme);
      }
      await page.context().close();
    });

  test('axe finds nothing while loading, when empty, in error, when stale and with dialogs open', async () => {
    const cases: {
      path: string;
      shown: string;
      prepare?: () => void;
      act?: (page: Page) => Promise<void>;
    }[] = [
      {
        path: '/queue',
        shown: '.visit-line-to-come',
        prepare: () => node.faults.set(/api\/v1\/visits\?/, 'hang'),
      },
      {
        path: '/visits/v_000000',
        shown: '.skeleton-lines',
        prepare: () => node.faults.set(/api\/v1\/visits\//, 'hang'),
      },
      { path: '/queue?q=nothing-like-this', shown: '.notice-empty' },
      {
        path: '/queue',
        shown: '.notice-problem',
        prepare: () =>
          node.faults.set(/api\/v1\/visits\?/, { status: 503, code: 'database/lost', title: 'Down' }),
      },
      {
        path: '/intake',
        shown: '.bar-warning',
        prepare: () => void (node.feeds[0]!.lastReceivedAt = '2026-03-01T05:52:00.000Z'),
      },
      { path: '/queue', shown: '[role=dialog] .sheet', act: (page) => page.keyboard.press('?') },
      {
        path: '/intake?state=quarantined',
        shown: '[role=dialog] textarea',
        act: (page) => page.getByRole('button', { name: 'Release' }).first().click(),
      },
    ];
    const fresh = node.feeds[0]!.lastReceivedAt;
    for (const { path, shown, prepare, act } of cases) {
      prepare?.();
      const { page } = await openPage(browser, node, path, { reducedMotion: true });
      if (act) {
        await page.waitForSelector(path.startsWith('/queue') ? '.container-number' : '.files');
        await act(page);
      }
      await page.waitForSelector(shown);
      assert.deepEqual(await violations(page), [], `${path} with ${shown}`);
      node.faults.clear();
      node.feeds[0]!.lastReceivedAt = fresh;
      await page.context().close();
    }
  });

  test('axe finds a planted fault, so that its silence means something', async () => {
    const { page } = await openPage(browser, node, '/identity');
    await page.waitForSelector('.files');
    await page.evaluate(() => document.querySelector('select.top-select')?.removeAttribute('aria-label'));
    assert.ok((await violations(page)).some((line) => line.startsWith('select-name')));
    await page.context().close();
  });

  test('every page fits into 320 pixels in every language, without scrolling sideways', async () => {
    const wide: string[] = [];
    for (const { code } of languages) {
      const { page } = await openPage(browser, node, '/queue', { width: 320, height: 700, language: code });
      for (const { path, shown } of Object.values(pages)) {
        await page.goto(node.url + path);
        await page.waitForSelector(path === '/queue' ? '.container-number' : shown);
        const over = await page.evaluate(() => {
          const main = document.querySelector('.main')!;
          return Math.max(
            document.documentElement.scrollWidth - innerWidth,
            main.scrollWidth - main.clientWidth,
          );
        });
        if (over > 0) wide.push(`${path} in ${code}: ${over} px too wide`);
      }
      await page.context().close();
    }
    assert.deepEqual(wide, []);
  });

  test('at 320 pixels the list is cards that open, and axe finds nothing', async () => {
    const { page } = await openPage(browser, node, '/queue', { width: 320, height: 700 });
    await rowsDrawn(page);
    assert.equal(await page.locator('.visit-grid.as-cards').count(), 1);
    assert.ok(await page.locator('.preview').isHidden());
    assert.deepEqual(await violations(page), []);
    await page.locator('#visit-row-1').click();
    await page.waitForSelector('.dossier-number');
    await page.context().close();
  });

  test('text of twice the size and wider spacing loses no row height and no control', async () => {
    const { page } = await openPage(browser, node, '/queue');
    await rowsDrawn(page);
    await page.addStyleTag({
      content: '*{letter-spacing:.12em!important;word-spacing:.16em!important;line-height:1.5!important}',
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

  test('no page asks another host, throws, or needs more than the Content-Security-Policy allows', async () => {
    for (const { path, shown } of Object.values(pages)) {
      const { page, strays, errors } = await openPage(browser, node, path);
      await page.waitForSelector(shown);
      assert.deepEqual([strays, errors], [[], []], path);
      await page.context().close();
    }
    const answer = await fetch(`${node.url}/queue`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.doesNotMatch(policy, /unsafe-eval|\*/);
    const html = await answer.text();
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)[^>]*>/, 'an inline script');
    assert.doesNotMatch(html, /https?:\/\//, 'an address of another host');
  });

  test('the focus can be seen on every stop of the keyboard', async () => {
    const { page } = await openPage(browser, node, '/queue');
    await rowsDrawn(page);
    const unseen: string[] = [];
    for (let stop = 0; stop < 25; stop++) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return {
          name: `${element.tagName} ${element.className}`,
          ring: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
          covered: !(top === element || element.contains(top) || top?.contains(element)),
        };
      });
      if (found && (!found.ring || found.covered)) unseen.push(JSON.stringify(found));
    }
    assert.deepEqual([...new Set(unseen)], []);
    await page.context().close();
  });
});
