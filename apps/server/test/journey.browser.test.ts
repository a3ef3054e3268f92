import assert from 'node:assert/strict';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, noScreens, webFolder } from './chromium.ts';
import { aContainer, aDischargeOrder, day } from './a-message.ts';
import { aNode, dossierAt, rowsOf, type TestNode } from './a-node.ts';
import { aSimulation, asHanded } from './a-simulation.ts';

describe('a real node in a real browser', { skip: noScreens }, () => {
  let browser: Browser;
  let node: TestNode;
  let page: Page;
  const folder = mkdtempSync(join(tmpdir(), 'havenwacht-browser-'));
  const errors: string[] = [];

  before(async () => {
    const { files, history, truth } = aSimulation({ seed: 51, boxes: 120, ports: ['NLVLI'] });
    const now = Date.parse(truth.now);
    node = await aNode({ ports: ['NLVLI'], now, webFolder });
    await node.receive(asHanded([...history, ...files.filter((file) => file.sentAt <= now)]), 'folder');
    await node.settle();
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    await context.addCookies([{ name: 'havenwacht', value: node.reader.token, url: node.address }]);
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => void errors.push(error.message));
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) errors.push(message.text());
    });
  });
  after(async () => {
    await browser?.close();
    await node?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('the queue shows the rows of the node in the order of rank, with their reasons', async () => {
    await page.goto(node.address);
    await page.waitForSelector('[role=grid] .container-number');
    const wanted = await rowsOf(node);
    const shown = await page.locator('[role=grid] .container-number').allTextContents();
    assert.ok(shown.length >= 5);
    assert.deepEqual(
      shown.map(plain),
      wanted.slice(0, shown.length).map((row) => row.container),
    );
    const words = (await page.locator('[role=grid]').textContent()) ?? '';
    const { reasons } = await dossierAt(node, wanted[0]!.id);
    assert.ok(reasons.length > 0 && words.length > 0);
  });

  test('the dossier leads from a reason to the very bytes it was read from', async () => {
    const [first] = (await rowsOf(node)).filter((row) => row.goods !== null);
    const dossier = await dossierAt(node, first!.id);
    await page.goto(`${node.address}/visits/${first!.id}`);
    await page.waitForSelector('.waterfall');
    const lines = (await page.locator('.waterfall').textContent()) ?? '';
    for (const reason of dossier.reasons.slice(0, 2)) assert.ok(reason.text !== '');
    assert.ok(lines.length > 0);
    await page.locator('.waterfall .source-link').first().click();
    await page.waitForSelector('.segments mark');
    const url = new URL(page.url());
    const offset = Number(url.searchParams.get('offset'));
    const file = url.pathname.split('/').at(-1) ?? '';
    assert.ok(
      dossier.reasons.some((reason) =>
        reason.sources.some((source) => source.file === file && source.offset === offset),
      ),
    );
    const marked = (await page.locator('.segments mark').first().textContent()) ?? '';
    const bytes = Buffer.from(
      await (await fetch(`${node.address}/api/v1/files/${file}/raw`, node.reader)).arrayBuffer(),
    );
    assert.notEqual(marked, '');
    assert.equal(bytes.subarray(offset, offset + marked.length).toString('latin1'), marked);
  });

  test('a file that is chosen in the page is taken, and its container comes into the queue', async () => {
    const number = aContainer(900_001);
    const at = node.clock.now();
    const path = join(folder, 'order.edi');
    writeFileSync(
      path,
      aDischargeOrder({
        at: at - day,
        voyage: { imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '1W', port: 'NLVLI', eta: at + 2 * day },
        boxes: [{ number }],
      }),
    );
    await page.goto(`${node.address}/intake`);
    await page.locator('input[type=file]').setInputFiles(path);
    await page.locator('.sendings').getByText('order.edi').waitFor();
    await page.locator('.sendings a').first().waitFor();
    await node.settle();
    assert.equal((await rowsOf(node, number)).length, 1);
    await page.goto(`${node.address}/queue?q=${number}`);
    const shown = page.locator('[role=grid] .container-number');
    const isShown = async (): Promise<boolean> =>
      (await shown.allTextContents()).some((text) => text.replace(/\W/g, '') === number);
    for (let look = 0; look < 100 && !(await isShown()); look += 1) await page.waitForTimeout(100);
    assert.ok(await isShown(), (await shown.allTextContents()).join(', '));
  });

  test('a quarantined file is released in the page, with a reason, and counts from then on', async () => {
    const number = aContainer(900_002);
    const at = node.clock.now();
    const order = aDischargeOrder({
      at: at - day,
      voyage: { imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '1W', port: 'NLVLI', eta: at + 2 * day },
      boxes: [{ number }, { number: aContainer(900_102) }],
    });
    const [{ file } = { file: { id: '' } }] = await node.take({
      'cut-off-here.edi': order.slice(0, order.lastIndexOf('LOC+9')),
    });
    assert.deepEqual(await rowsOf(node, number), []);
    await page.goto(`${node.address}/intake?state=quarantined`);
    const line = page.locator('.files tbody').filter({ hasText: 'cut-off-here.edi' });
    await line.getByRole('button', { name: 'Release' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/Reason/).fill('Checked by telephone with the carrier');
    await dialog.getByRole('button', { name: 'Release' }).click();
    await line.waitFor({ state: 'detached' });
    const { body } = await node.get<{ state: string; decision: { reason: string } }>(
      `/api/v1/files/${file.id}`,
    );
    assert.deepEqual(
      [body.state, body.decision.reason],
      ['released', 'Checked by telephone with the carrier'],
    );
    await node.settle();
    assert.equal((await rowsOf(node, number)).length, 1);
  });

  test('nothing in these pages failed or broke the content security policy', () => {
    assert.deepEqual(errors, []);
  });
});

const plain = (text: string): string => text.replace(/\W/g, '');
