import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { builtApp, focusedRow, launchBrowser, noBrowser, openPage, rowsDrawn } from './browser.ts';
import { startFixtureNode } from './fixture-node.ts';
import type { FixtureNode } from './fixture-node.ts';

describe('the queue', { skip: noBrowser }, () => {
  let browser: Browser;
  let node: FixtureNode;
  before(async () => {
    const dist = await builtApp();
    [browser, node] = await Promise.all([launchBrowser(), startFixtureNode({ dist })]);
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  const focusGrid = (page: Page) => page.locator('[role=grid]').focus();
  const until = async <T>(read: () => Promise<T>, good: (value: T) => boolean, page: Page): Promise<T> => {
    for (let tries = 0; ; tries++) {
      const value = await read();
      if (good(value) || tries > 100) return value;
      await page.waitForTimeout(30);
    }
  };

  test('J and K, arrows, page keys, Home and End walk through 50,000 rows, and the focused row is never covered', async () => {
    const { page } = await openPage(browser, node, '/queue');
    await rowsDrawn(page);
    assert.equal(await page.locator('[role=grid]').getAttribute('aria-rowcount'), '50001');
    assert.equal(await page.locator('[role=grid]').getAttribute('aria-busy'), 'false');
    await focusGrid(page);
    const press = async (key: string) => {
      await page.keyboard.press(key);
      return until(
        () => focusedRow(page),
        (row) => row.visible && row.text !== '',
        page,
      );
    };
    assert.deepEqual(await press('j'), { index: 3, visible: true, text: node.port.visits[1]!.container });
    assert.equal((await press('ArrowDown')).index, 4);
    assert.equal((await press('k')).index, 3);
    const page1 = await press('PageDown');
    assert.ok(page1.index > 8 && page1.visible);
    assert.deepEqual(await press('End'), {
      index: 50_001,
      visible: true,
      text: node.port.visits[49_999]!.container,
    });
    const above = await press('PageUp');
    assert.ok(above.index < 50_001 && above.visible);
    for (let step = 0; step < 12; step++) assert.ok((await press('k')).visible, 'a row is under the header');
    assert.equal((await press('Home')).index, 2);
    assert.ok(node.requests.includes('GET /api/v1/visits?from=49900&limit=100'));
    assert.ok((await page.locator('[role=row]').count()) < 60, 'only the rows in sight are in the document');
    await page.context().close();
  });

  test('Enter opens the dossier of the row in focus, and the way back finds it again', async () => {
    const { page } = await openPage(browser, node, '/queue?band=B');
    await rowsDrawn(page);
    await focusGrid(page);
    for (let step = 0; step < 30; step++) await page.keyboard.press('j');
    const before = await until(
      () => focusedRow(page),
      (row) => row.index === 32 && row.text !== '',
      page,
    );
    await page.keyboard.press('Enter');
    await page.waitForSelector('.dossier-number');
    assert.equal(await page.locator('.dossier-number').textContent(), before.text);
    await page.keyboard.press('Escape');
    await rowsDrawn(page);
    const back = await until(
      () => focusedRow(page),
      (row) => row.visible,
      page,
    );
    assert.deepEqual(back, before);
    await page.keyboard.press('j');
    assert.equal((await focusedRow(page)).index, 33);
    await page.context().close();
  });

  test('the whole row opens on a click', async () => {
    const { page } = await openPage(browser, node, '/queue');
    await rowsDrawn(page);
    await page.locator('#visit-row-2 .cell-route').click();
    await page.waitForSelector('.dossier-number');
    assert.equal(await page.locator('.dossier-number').textContent(), node.port.visits[2]!.container);
    await page.context().close();
  });

  test('filters and order stand in the address, and the node does the work', async () => {
    const { page } = await openPage(browser, node, '/queue');
    await rowsDrawn(page);
    await page.getByRole('button', { name: 'Band A' }).click();
    await page.getByRole('button', { name: 'Band B' }).click();
    await page.getByLabel('Port', { exact: true }).selectOption('NLVLI');
    await page.getByLabel('Order').selectOption('arrival');
    await page.keyboard.press('Escape');
    await page.waitForURL(
      (url) =>
        url.search === '?port=NLVLI&band=A,B&sort=arrival' || url.searchParams.get('sort') === 'arrival',
    );
    const query = new URL(page.url()).searchParams;
    assert.deepEqual([query.get('band'), query.get('port'), query.get('sort')], ['A,B', 'NLVLI', 'arrival']);
    await page.waitForFunction(() =>
      /\d+ of 50,000/.test(document.querySelector('.count')?.textContent ?? ''),
    );
    assert.ok(node.requests.includes('GET /api/v1/visits?port=NLVLI&band=A,B&sort=arrival&from=0&limit=100'));
    await page.goBack();
    await page.waitForFunction(() => !location.search.includes('arrival'));
    assert.equal(await page.getByLabel('Order').inputValue(), 'rank');
    await page.context().close();
  });

  test('/ goes to the search words; typing letters there moves nothing; an address with filters opens as it was left', async () => {
    const { page } = await openPage(browser, node, '/queue');
    await rowsDrawn(page);
    await page.keyboard.press('/');
    await page.keyboard.type('jk');
    assert.equal((await focusedRow(page)).index, 2);
    await page.keyboard.type(' scheldt');
    await page.waitForURL(/q=jk\+scheldt/);
    await page.waitForSelector('text=No container matches these filters');
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await rowsDrawn(page);
    await page.goto(`${node.url}/queue?q=scheldt+trader&load=empty`);
    await rowsDrawn(page);
    assert.equal(await page.locator('#queue-words').inputValue(), 'scheldt trader');
    assert.equal(await page.getByLabel('Loaded or empty').inputValue(), 'empty');
    await page.context().close();
  });

  test('the column headings order the list', async () => {
    const { page } = await openPage(browser, node, '/queue');
    await rowsDrawn(page);
    await page.getByRole('button', { name: 'Container', exact: true }).click();
    await page.waitForURL(/sort=container/);
    const heading = page.getByRole('columnheader', { name: 'Container' });
    assert.equal(await heading.getAttribute('aria-sort'), 'ascending');
    const smallest = [...node.port.visits].map(({ container }) => container).sort()[0]!;
    await page.waitForFunction(
      (text) => document.querySelector('#visit-row-0 .container-number')?.textContent === text,
      smallest,
    );
    await page.context().close();
  });

  test('a row of the list and its preview say band, chance, reasons and what was not evaluated', async () => {
    const { page } = await openPage(browser, node, '/queue');
    await rowsDrawn(page);
    const visit = node.port.visits[3]!;
    const row = page.locator('#visit-row-3');
    assert.equal(await row.locator('.band').textContent(), visit.band);
    assert.equal(await row.locator('.chip-raises').count(), visit.reasons.length);
    assert.equal(await row.locator('.chip-unknown').textContent(), '3 not evaluated');
    await focusGrid(page);
    for (let step = 0; step < 3; step++) await page.keyboard.press('j');
    await page.waitForFunction(
      (text) => document.querySelector('.preview h2')?.textContent === text,
      visit.container,
    );
    await page.waitForSelector('.preview .source-link');
    assert.equal(await page.locator('.preview .unknown-list li').count(), 3);
    await page.context().close();
  });

  test('live news moves a container up and the focus stays with it; paused, the news waits and is counted', async () => {
    const own = await startFixtureNode({ visits: 300, dist: await builtApp() });
    try {
      const { page } = await openPage(browser, own, '/queue');
      await rowsDrawn(page);
      await page.waitForSelector('.live-live');
      await focusGrid(page);
      for (let step = 0; step < 4; step++) await page.keyboard.press('j');
      const mine = own.port.visits[4]!;
      own.raise(own.port.visits[20]!.id);
      own.push('revision', { revision: 2, changed: [own.port.visits[20]!.id], total: 300 });
      await page.waitForFunction(
        (text) => document.querySelector('#visit-row-0 .container-number')?.textContent === text,
        own.port.visits[20]!.container,
      );
      assert.deepEqual(await focusedRow(page), { index: 7, visible: true, text: mine.container });

      await page.keyboard.press('Shift+L');
      await page.waitForSelector('.live-paused');
      own.raise(own.port.visits[40]!.id);
      own.push('revision', { revision: 3, changed: [own.port.visits[40]!.id], total: 300 });
      await page.waitForSelector('text=1 change waiting');
      assert.equal(
        await page.locator('#visit-row-0 .container-number').textContent(),
        own.port.visits[20]!.container,
      );
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.waitForFunction(
        (text) => document.querySelector('#visit-row-0 .container-number')?.textContent === text,
        own.port.visits[40]!.container,
      );
      await page.context().close();
    } finally {
      await own.close();
    }
  });

  test('a broken live link and a silent feed are said in amber', async () => {
    const own = await startFixtureNode({ visits: 300, dist: await builtApp() });
    try {
      own.feeds[1]!.lastReceivedAt = '2026-03-02T02:00:00.000Z';
      const { page } = await openPage(browser, own, '/queue');
      await rowsDrawn(page);
      await page.waitForSelector('.bar-warning >> text=Feed DCSA has been silent for 4h');
      // The strip of feeds is fetched beside the list.
      await page.waitForSelector('.feed-silent');
      assert.equal(await page.locator('.feed-silent').count(), 1);
      own.dropLive(true);
      await page.waitForSelector('text=No live link since');
      await page.context().close();
    } finally {
      await own.close();
    }
  });

  test('the sheet of keys is drawn from the list of keys, and its switch takes the letters away', async () => {
    const { page } = await openPage(browser, node, '/queue');
    await rowsDrawn(page);
    await page.keyboard.press('?');
    await page.waitForSelector('[role=dialog] .sheet');
    const { shortcuts } = await import('../src/parts/shortcuts.ts');
    assert.equal(await page.locator('.sheet-line').count(), shortcuts.length);
    await page.getByRole('switch').click({ force: true });
    await page.keyboard.press('Escape');
    await page.waitForSelector('[role=dialog]', { state: 'detached' });
    await focusGrid(page);
    await page.keyboard.press('j');
    assert.equal((await focusedRow(page)).index, 2);
    await page.keyboard.press('ArrowDown');
    assert.equal((await focusedRow(page)).index, 3);
    await page.context().close();
  });

  test('language and theme are remembered, and the page says its language', async () => {
    const { page } = await openPage(browser, node, '/queue', { language: 'nl', theme: 'light' });
    await rowsDrawn(page);
    assert.equal(await page.locator('html').getAttribute('lang'), 'nl');
    assert.equal(await page.locator('h1').textContent(), 'Wachtrij');
    await page.getByLabel('Taal').selectOption('pt-BR');
    await page.getByLabel('Tema').selectOption('contrast');
    await page.reload();
    await rowsDrawn(page);
    assert.equal(await page.locator('html').getAttribute('lang'), 'pt-BR');
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'contrast');
    assert.equal(await page.locator('h1').textContent(), 'Fila');
    await page.context().close();
  });
});
