import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { builtApp, launchBrowser, noBrowser, openPage, rowsDrawn } from './browser.ts';
import { startFixtureNode } from './fixture-node.ts';
import type { FixtureNode } from './fixture-node.ts';

describe('dossier, source, intake and identity', { skip: noBrowser }, () => {
  let browser: Browser;
  let node: FixtureNode;
  let dist: string;
  before(async () => {
    dist = await builtApp();
    [browser, node] = await Promise.all([launchBrowser(), startFixtureNode({ visits: 400, dist })]);
  });
  after(async () => {
    await browser?.close();
    await node?.close();
  });

  afterEach(() => node?.faults.clear());

  test('the dossier leads from prior to score, with counter-reasons, notes and what was not evaluated', async () => {
    const visit = node.port.visits[4]!;
    const dossier = node.port.dossier(visit);
    const { page } = await openPage(browser, node, `/visits/${visit.id}`);
    await page.waitForSelector('.waterfall');
    const lines = await page.locator('.waterfall tbody tr').allTextContents();
    assert.match(lines[0]!, /^Prior: 1\.0% before anything is known/);
    assert.match(lines.at(-1)!, /^Score: /);
    assert.ok(lines.some((line) => line.includes('Speaks against a control')));
    assert.ok(lines.some((line) => line.includes('0 finds in 212 controls') && line.includes('−0.70')));
    assert.ok(dossier.notEvaluated.length > 0);
    assert.equal(await page.locator('.unknown-box li').count(), dossier.notEvaluated.length);
    assert.match((await page.locator('.made-by').textContent())!, /isotonic on held-out controls.*r14/s);
    await page.context().close();
  });

  test('reasons and gaps are said in the language of the reader, and what is not translated is marked as English', async () => {
    const visit = node.port.visits.find(
      ({ reasons, notEvaluated }) =>
        notEvaluated > 2 &&
        ['late-amendment/party', 'rule/of-the-day'].every((code) =>
          reasons.some((reason) => reason.code === code),
        ),
    )!;
    const { page } = await openPage(browser, node, `/visits/${visit.id}`, { language: 'nl' });
    await page.waitForSelector('.waterfall');
    const why = (await page.locator('.waterfall').textContent())!;
    assert.match(
      why,
      /Late wijziging.*Partij gewijzigd van POLDERFRUIT NV in TRADING 4417 BV, 9 u voor aankomst/s,
    );
    const english = page
      .locator('.waterfall tbody th [lang=en]')
      .filter({ hasText: 'A rule of this administration' });
    assert.equal(await english.count(), 1);
    assert.match(
      (await page.locator('.unknown-box').textContent())!,
      /twee gedateerde bewegingen in één haven/,
    );
    await page.context().close();
  });

  test('every claim about a field is shown, earlier ones as earlier, and disagreement is said', async () => {
    const { page } = await openPage(browser, node, `/visits/${node.port.visits[0]!.id}`);
    const gross = page.locator('.facts tbody').filter({ hasText: 'Declared gross mass' });
    await gross.waitFor();
    assert.equal(await gross.locator('tr').count(), 3);
    assert.equal(await gross.locator('.disagree-word').textContent(), 'parties disagree');
    assert.equal(await gross.locator('tr.earlier').count(), 1);
    assert.match((await gross.textContent())!, /ECGYETERM.*weight report.*5d 20h before arrival/s);
    await page.context().close();
  });

  test('from a reason to its marked bytes and back, by keyboard alone', async () => {
    const visit = node.port.visits[0]!;
    const { page } = await openPage(browser, node, `/visits/${visit.id}`);
    const link = page.locator('.waterfall .source-link').first();
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.segments mark');
    const { offset } = node.port.dossier(visit).reasons[0]!.sources[0]!;
    assert.equal(new URL(page.url()).searchParams.get('offset'), String(offset));
    assert.equal(await page.locator('.segments mark').textContent(), 'FRUIT PUREE ASEPTIC');
    assert.equal(await page.locator('.hash').textContent(), node.port.files[0]!.id);
    await page.locator('.segments').focus();
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'segments');
    await page.goBack();
    await page.waitForSelector('.waterfall');
    await page.keyboard.press('2');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'section-facts');
    await page.context().close();
  });

  test('the source view steps through a file and goes to a byte', async () => {
    const file = node.port.files[2]!;
    const { page } = await openPage(browser, node, `/files/${file.id}?offset=0`);
    await page.waitForSelector('.segments mark');
    assert.ok(await page.getByRole('button', { name: 'Earlier' }).isDisabled());
    const firstEnd = await page.locator('.segment-offset').last().textContent();
    await page.getByRole('button', { name: 'Later' }).click();
    await page.waitForFunction(
      (old) => [...document.querySelectorAll('.segment-offset')].at(-1)?.textContent !== old,
      firstEnd,
    );
    await page.getByLabel('Byte to go to').fill('x');
    await page.waitForSelector('text=A whole number from 0');
    await page.getByLabel('Byte to go to').fill('273');
    await page.keyboard.press('Enter');
    await page.waitForURL(/offset=273/);
    await page.locator('.source-file .plain-list a').first().click();
    await page.waitForFunction(() => document.querySelector('.segments mark')?.textContent === 'UNT');
    await page.context().close();
  });

  test('a quarantined file is released only with a reason', async () => {
    const own = await startFixtureNode({ visits: 50, dist });
    try {
      const { page } = await openPage(browser, own, '/intake?state=quarantined');
      await page.waitForSelector('.files tbody');
      const before = await page.locator('.files tbody').count();
      await page.getByRole('button', { name: 'Release' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Release' }).click();
      assert.equal(own.requests.filter((line) => line.startsWith('POST')).length, 0);
      await dialog.getByLabel(/Reason/).fill('Checked by telephone with the carrier');
      await dialog.getByRole('button', { name: 'Release' }).click();
      await page.waitForFunction(
        (count) => document.querySelectorAll('.files tbody').length === count - 1,
        before,
      );
      assert.equal(own.requests.filter((line) => /^POST .*\/release$/.test(line)).length, 1);
      await page.context().close();
    } finally {
      await own.close();
    }
  });

  test('a decision that somebody else took first is said, and nothing is closed over', async () => {
    const { page } = await openPage(browser, node, '/intake?state=quarantined');
    await page.getByRole('button', { name: 'Reject' }).first().click();
    node.faults.set(/reject$/, {
      status: 409,
      code: 'intake/not-quarantined',
      title: 'The file is not in quarantine',
    });
    await page.getByLabel(/Reason/).fill('Not for us');
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
    await page.waitForSelector('text=Somebody has already decided about this file');
    node.faults.clear();
    assert.equal(await page.getByRole('dialog').count(), 1);
    await page.context().close();
  });

  test('files are sent by the chooser; the same bytes again are known', async () => {
    const { page } = await openPage(browser, node, '/intake');
    const file = {
      name: 'late.edi',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from("UNB+UNOA:2+A+B'"),
    };
    const bad = {
      name: 'torn.edi',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('\u0000\u0000'),
    };
    await page.locator('input[type=file]').setInputFiles([file, bad]);
    await page.waitForSelector('.sendings .verdict-good');
    await page.waitForSelector('.sendings .verdict-danger');
    await page.waitForSelector('.files >> text=late.edi');
    await page.locator('input[type=file]').setInputFiles([file]);
    await page.waitForSelector('text=These bytes were already kept.');
    await page.context().close();
  });

  test('identity cases are listed by state and lead to their container', async () => {
    const { page } = await openPage(browser, node, '/identity');
    await page.waitForSelector('text=Two places at once');
    assert.equal(await page.locator('.files tbody tr').count(), 5);
    await page.getByRole('link', { name: 'closed' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.files tbody tr').length === 1);
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll('.files tbody tr').length === 5);
    await page.locator('.files tbody a').first().click();
    await page.waitForSelector('.dossier-number');
    await page.context().close();
  });

  test('errors say title, code and reference and offer another try, on every page', async () => {
    const own = await startFixtureNode({ visits: 50, dist });
    try {
      const paths: [string, RegExp][] = [
        ['/queue', /api\/v1\/visits\?/],
        ['/visits/v_000000', /api\/v1\/visits\/v_/],
        [`/files/${own.port.files[0]!.id}`, /api\/v1\/files\//],
        ['/intake', /api\/v1\/files\?/],
        ['/identity', /identity-cases/],
      ];
      for (const [path, matching] of paths) {
        own.faults.set(matching, {
          status: 503,
          code: 'database/lost',
          title: 'The database is down',
          detail: 'Try again in a minute.',
        });
        const { page } = await openPage(browser, own, path);
        const notice = page.locator('.notice-problem').first();
        await notice.waitFor();
        assert.match(
          (await notice.textContent())!,
          /The database is down.*Try again in a minute.*database\/lost.*requests\/7f2c/s,
        );
        own.faults.clear();
        await notice.getByRole('button', { name: 'Try again' }).click();
        await notice.waitFor({ state: 'detached' });
        await page.context().close();
      }
    } finally {
      await own.close();
    }
  });

  test('one window of rows that fails leaves the others, and says which rows are missing', async () => {
    const own = await startFixtureNode({ visits: 1000, dist });
    try {
      own.faults.set(/from=900&/, { status: 500, code: 'http/unexpected', title: 'Unexpected' });
      const { page } = await openPage(browser, own, '/queue');
      await rowsDrawn(page);
      await page.locator('[role=grid]').focus();
      await page.keyboard.press('End');
      await page.waitForSelector('text=Rows 901 to 1,000 could not be loaded.');
      own.faults.clear();
      await page.locator('.visit-grid-frame').getByRole('button', { name: 'Try again' }).click();
      await page.waitForFunction(() => document.querySelector('#visit-row-999 .container-number') !== null);
      await page.context().close();
    } finally {
      await own.close();
    }
  });

  test('an empty queue says why and what to do next', async () => {
    const own = await startFixtureNode({ visits: 0, dist });
    try {
      const { page } = await openPage(browser, own, '/queue');
      await page.waitForSelector('text=No visit is open.');
      await page.locator('.notice-empty').getByRole('link', { name: 'Intake' }).click();
      await page.waitForSelector('.files');
      await page.context().close();
    } finally {
      await own.close();
    }
  });

  test('a visit and a page that are not there are said to be not there', async () => {
    const { page } = await openPage(browser, node, '/visits/v_none');
    await page.waitForSelector('text=There is no such visit');
    await page.goto(`${node.url}/nowhere`);
    await page.waitForSelector('text=There is nothing at this address.');
    await page.context().close();
  });
});
