import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  comparePairInFull,
  scanScales,
  simulatePair,
  type ScanImage,
  type SimulatedPair,
} from '@havenwacht/imaging';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, noScreens, webFolder } from './chromium.ts';
import { scanFileOf } from '../src/cli/scan-file-of.ts';
import { instantText } from '../src/platform/clock/clock.ts';
import { aContainer, day } from './a-message.ts';
import { aNode, now, type TestNode } from './a-node.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

/** The screens' own sums, loaded by address: what their shader is held against. */
interface Painting {
  paintedScan(scan: object): object;
  paintPixel(
    painted: object,
    pair: object | null,
    view: object,
    picture: { readonly width: number; readonly height: number },
    x: number,
    y: number,
  ): readonly [number, number, number];
}
interface Preparing {
  localMeans(scan: object, channel: object): Uint16Array;
  materialMap(scan: object): Uint8Array | null;
}
interface Views {
  readonly firstView: Readonly<Record<string, unknown>>;
}
const viewer = <Part>(file: string): Promise<Part> =>
  import(new URL(`../../web/src/parts/scan-viewer/${file}`, import.meta.url).href) as Promise<Part>;

/** What runs in the page, as text: this room knows no types of a browser. One frame in which React draws, one in which the painter does. */
const twoFrames =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))';

/** Dresses the page by a sheet of the script's own: the policy of the page lets no other in. */
const dressed = (rules: string): string => `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(${JSON.stringify(rules)});
  document.adoptedStyleSheets.push(sheet);
}`;

/** A canvas of WebGL can only be read as it is shown, from a picture of the screen; a plain one can be read itself. */
const readCanvas = `async (base64) => {
  const plain = document.querySelector('canvas');
  const drawn = plain.getContext('2d');
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }), { colorSpaceConversion: 'none' });
  const shot = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  shot.drawImage(bitmap, 0, 0);
  const { width, height } = drawn === null ? bitmap : plain;
  const { data } = (drawn ?? shot).getImageData(0, 0, width, height);
  let text = '';
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return { width, height, text: btoa(text) };
}`;

/** A browser without WebGL2 answers null. */
const withoutWebgl = `{
  const own = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === 'webgl2' ? null : own.call(this, kind, ...rest);
  };
}`;

const loseContext = `{
  globalThis.lost = document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
  lost.loseContext();
}`;

describe('the scan review in a real browser on a real node', { skip: noScreens }, () => {
  let browser: Browser;
  let node: TestNode;
  let ada: SignedIn;
  let pair: SimulatedPair;
  const contexts: BrowserContext[] = [];
  const errors: string[] = [];

  before(async () => {
    pair = simulatePair({
      family: 'training',
      geometry: 'same',
      pitchMm: 10,
      seed: 'review',
      cargo: 'cartons',
      threatKg: 25,
      place: 'doors',
    });
    node = await aNode({ ports: ['NLVLI'], webFolder });
    await node.start();
    await node.db.execute('update scan_setting set blind_share = 0, trial_share = 0');
    ada = await signedIn(node, ['image-analyst']);
    browser = await launchChromium();
  });
  after(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await node?.close();
  });

  let serial = 900_000;
  const fresh = (): string => aContainer((serial += 20));
  const told = (image: ScanImage, container: string, acquiredAt: number): ScanImage => ({
    ...image,
    container,
    acquiredAt: instantText(acquiredAt),
  });
  const fileOf = (image: ScanImage, container: string, acquiredAt: number): Uint8Array =>
    scanFileOf(told(image, container, acquiredAt));
  const send = async (bytes: Uint8Array, who = ada): Promise<string> => {
    const sent = await node.post<{ id: string }>('/api/v1/scans?port=NLVLI', bytes, who.headers);
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    return sent.body.id;
  };
  const sendPair = async (container = fresh()): Promise<string> => {
    await send(fileOf(pair.departure.image, container, now - 12 * day));
    return send(fileOf(pair.arrival.image, container, now));
  };
  const opened = async (path: string, who = ada, before?: (page: Page) => Promise<void>): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    contexts.push(context);
    await context.addCookies([{ name: 'havenwacht', value: who.token, url: node.address }]);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => void errors.push(error.message));
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) errors.push(message.text());
    });
    await before?.(page);
    await page.goto(node.address + path);
    return page;
  };
  const painted = (page: Page) => page.waitForSelector('.scan-canvas[data-painted]');

  /** What stands on the canvas, as a browser would print it: overlay away, pixels as RGBA. */
  const pixels = async (
    page: Page,
  ): Promise<{ readonly width: number; readonly height: number; readonly data: Uint8Array }> => {
    await page.evaluate(twoFrames);
    const picture = await page.locator('.scan-canvas').screenshot({ type: 'png' });
    const read: { width: number; height: number; text: string } = await page.evaluate(
      `(${readCanvas})('${picture.toString('base64')}')`,
    );
    return {
      width: read.width,
      height: read.height,
      data: Uint8Array.from(Buffer.from(read.text, 'base64')),
    };
  };

  /** A field of the controls, typed and taken. */
  const type = async (page: Page, label: string, value: number): Promise<void> => {
    await page.locator(`.range-field:has(label:text-is("${label}")) input[type=number]`).fill(String(value));
  };
  const viewedOf = (image: ScanImage) => {
    const scales = scanScales(image.channels);
    return {
      columns: image.columns,
      rows: image.rows,
      channels: image.channels.map((channel, index) => ({ ...channel, density: scales.density[index] })),
      scales,
      geometry: image.geometry,
      calibrated: true,
    };
  };

  for (const way of ['webgl2', 'canvas'] as const) {
    test(`every pixel of the ${way} picture is what the sums say, in every mode, on simulated scans`, async () => {
      const { paintedScan, paintPixel } = await viewer<Painting>('paint-pixel.ts');
      const { localMeans, materialMap } = await viewer<Preparing>('prepared-scan.ts');
      const { firstView } = await viewer<Views>('view-state.ts');
      const container = fresh();
      const id = await sendPair(container);
      const page = await opened(`/scans/${id}`, ada, async (page) => {
        // A browser without WebGL2 answers null.
        if (way === 'canvas') await page.addInitScript({ content: withoutWebgl });
      });
      await painted(page);
      assert.equal(await page.getByText('This browser has no WebGL2').count(), way === 'canvas' ? 1 : 0);
      await page.getByText('The scan before is laid over this one').waitFor();
      await page.locator('input[name=scan-pair]').first().waitFor();

      const [earlier, later] = [
        told(pair.departure.image, container, now - 12 * day),
        told(pair.arrival.image, container, now),
      ];
      const scan = viewedOf(later);
      const { warp } = comparePairInFull({ earlier, later });
      const other = { earlier: paintedScan(viewedOf(earlier)), warp };
      const { columns, rows } = later;
      const at = { x: Math.round(columns * 0.7), y: Math.round(rows * 0.55) };
      const truth = { window: 4, level: 2.2, zoom: 2.5, ...at, cursor: [at.x, at.y] as const };
      const shown = async (of: string): Promise<void> =>
        void (await page.getByLabel('What is shown').selectOption(of));
      const contrast = (value: number) => type(page, 'Local contrast', value);
      const mode = (name: string) => page.getByLabel(name, { exact: true }).first().check();
      const place = async (zoom: number, x: number, y: number): Promise<void> => {
        await type(page, 'Zoom', zoom);
        await type(page, 'Middle, column', x);
        await type(page, 'Middle, row', y);
      };
      const cases: { name: string; view: object; act: () => Promise<void>; undo: () => Promise<void> }[] = [
        { name: 'grey, larger than it is', view: {}, act: async () => {}, undo: async () => {} },
        {
          name: 'inverted',
          view: { inverted: true },
          act: () => page.getByLabel('Inverted').check(),
          undo: () => page.getByLabel('Inverted').uncheck(),
        },
        {
          name: 'whole scan, smaller than it is',
          view: { zoom: 0.37, x: Math.round(columns / 2), y: Math.round(rows / 2) },
          act: () => place(0.37, Math.round(columns / 2), Math.round(rows / 2)),
          undo: () => place(truth.zoom, truth.x, truth.y),
        },
        {
          name: 'low energy with local contrast',
          view: { shown: 'low', localContrast: 2 },
          act: () => shown('low').then(() => contrast(2)),
          undo: () => shown('high').then(() => contrast(0)),
        },
        {
          name: 'atomic number',
          view: { shown: 'colour' },
          act: () => shown('colour'),
          undo: () => shown('high'),
        },
        {
          name: 'loupe',
          view: { loupe: true },
          act: () => page.getByLabel('Loupe').check(),
          undo: () => page.getByLabel('Loupe').uncheck(),
        },
        ...Object.entries({ beside: 'Side by side', swipe: 'Swipe', difference: 'Difference' }).map(
          ([pairMode, label]) => ({
            name: label,
            view: { pair: pairMode },
            act: () => mode(label),
            undo: () => mode('This scan alone'),
          }),
        ),
        {
          name: 'flicker shows the earlier scan',
          view: { pair: 'flicker', earlierShown: true },
          act: () =>
            mode('Flicker').then(() => page.getByRole('button', { name: 'Shown: this scan' }).click()),
          undo: () => mode('This scan alone'),
        },
      ];
      await type(page, 'Window', truth.window);
      await type(page, 'Level', truth.level);
      await place(truth.zoom, truth.x, truth.y);
      await type(page, 'Crosshair, column', truth.cursor[0]);
      await type(page, 'Crosshair, row', truth.cursor[1]);
      await page.evaluate(
        dressed('.scan-overlay { visibility: hidden } .scan-frame { border-radius: 0 !important }'),
      );
      for (const { name, view, act, undo } of cases) {
        await act();
        const picture = await pixels(page);
        const state = { ...firstView, ...truth, ...view } as unknown as {
          shown: string;
          localContrast: number;
        };
        const low = state.shown === 'low' ? 1 : 0;
        const own = {
          ...paintedScan(scan),
          means: state.localContrast > 0 ? localMeans(scan, scan.channels[low]!) : null,
          materials: state.shown === 'colour' ? materialMap(scan) : null,
        };
        let [off, seen, worst] = [0, 0, 0];
        for (let y = 0; y < picture.height; y += 3) {
          for (let x = 0; x < picture.width; x += 3) {
            const want = paintPixel(own, other, state, picture, x, y);
            const from = (y * picture.width + x) * 4;
            const apart = Math.max(
              ...want.map((part, index) => Math.abs(Math.round(part) - picture.data[from + index]!)),
            );
            seen += 1;
            if (apart > 3) off += 1;
            worst = Math.max(worst, apart);
          }
        }
        // Where a place falls on the edge of a pixel, 32 and 64 bits may take another neighbour.
        assert.ok(off / seen < 0.004, `${name}: ${off} of ${seen} pixels differ, the worst by ${worst}`);
        await undo();
      }
      assert.deepEqual(errors, []);
    });
  }

  const judged = async (id: string) =>
    node.db.query<{ verdict: string; regions: object[]; seconds: number; opinions_shown: boolean }>(
      'select verdict, regions, seconds, opinions_shown from scan_judgement where scan = $1 order by round',
      [id],
    );

  test('a scan is marked and judged with the keyboard alone; what algorithms say comes after that', async () => {
    const id = await sendPair();
    await node.settle();
    const page = await opened(`/scans/${id}`);
    await painted(page);
    await page.getByText('Hidden until you have judged').waitFor();
    assert.equal(await page.locator('.scan-shape-opinion').count(), 0);
    await page.locator('.scan-frame').focus();
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Shift+ArrowDown'])
      await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Box 1' }).waitFor();
    await page.locator('.scan-frame').focus();
    node.clock.advance(31_000);
    await page.keyboard.press('f');
    await page.getByRole('heading', { name: 'What algorithms say' }).waitFor();
    await page.getByText('Change since the scan before', { exact: true }).waitFor();
    await page.getByText('NL · version 1', { exact: true }).waitFor();
    assert.ok((await page.locator('.scan-shape-opinion').count()) > 0);
    const [judgement] = await judged(id);
    assert.deepEqual(
      [judgement?.verdict, judgement?.seconds, judgement?.opinions_shown],
      ['suspicious', 31, false],
    );
    assert.equal(judgement?.regions.length, 1);

    // A second word, with the algorithms in sight; clear has to be said twice.
    await page.locator('.scan-frame').focus();
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('nothing in this image').waitFor();
    assert.equal((await judged(id)).length, 1, 'asking is not judging');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.scan-frame').focus();
    await page.keyboard.press('c');
    await dialog.getByRole('button', { name: 'Yes, clear' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('round 2').waitFor();
    assert.deepEqual(
      (await judged(id)).map(({ verdict, opinions_shown: shown }) => [verdict, shown]),
      [
        ['suspicious', false],
        ['clear', true],
      ],
    );
    assert.equal(await page.getByRole('button', { name: 'Can’t tell' }).count(), 0, 'two words are all');
    assert.deepEqual(errors, []);
  });

  test('the ruler tells millimetres and their plane, and a polygon is drawn by clicks', async () => {
    const page = await opened(`/scans/${await sendPair()}`);
    await painted(page);
    const box = (await page.locator('.scan-frame').boundingBox())!;
    const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
    await page.getByLabel('Ruler').check();
    await page.mouse.move(...at(0.3, 0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.5), { steps: 4 });
    await page.mouse.up();
    await page.getByText('mm in the middle of the container').waitFor();
    await page.getByLabel('Mark a polygon').check();
    for (const place of [at(0.4, 0.4), at(0.5, 0.4), at(0.45, 0.6), at(0.4, 0.4)])
      await page.mouse.click(...place);
    const polygon = page.getByRole('group', { name: 'Polygon 1' });
    await polygon.waitFor();
    assert.equal(await page.locator('.scan-shape-own polygon:not(.scan-halo)').count(), 1);
    await polygon.getByLabel('Width').fill('12');
    await page.getByRole('group', { name: 'Box 1' }).waitFor();
  });

  test('a drag sets window and level, and the numbers follow', async () => {
    const page = await opened(`/scans/${await sendPair()}`);
    await painted(page);
    const level = page.locator('.range-field:has(label:text-is("Level")) input[type=number]');
    const window = page.locator('.range-field:has(label:text-is("Window")) input[type=number]');
    const before = [await window.inputValue(), await level.inputValue()];
    const box = (await page.locator('.scan-frame').boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + 140, { steps: 4 });
    await page.mouse.up();
    const after = [await window.inputValue(), await level.inputValue()].map(Number);
    assert.ok(after[0]! < Number(before[0]) && after[1]! > Number(before[1]), String(after));
    await page.locator('.scan-frame').focus();
    await page.keyboard.press('1');
    assert.deepEqual([await window.inputValue(), await level.inputValue()], ['6.5', '3']);
  });

  test('the picture comes back after the graphics context was lost', async () => {
    const page = await opened(`/scans/${await sendPair()}`);
    await painted(page);
    await page.evaluate(dressed('.scan-overlay { visibility: hidden }'));
    const before = await pixels(page);
    await page.evaluate(loseContext);
    await page.getByText('it comes back by itself').waitFor();
    await page.evaluate('lost.restoreContext()');
    await page.getByText('it comes back by itself').waitFor({ state: 'detached' });
    const after = await pixels(page);
    assert.deepEqual([after.width, after.height], [before.width, before.height]);
    assert.ok(Buffer.compare(before.data, after.data) === 0, 'the same pixels as before');
  });

  test('what could not be read is shown as not judged, with its reason and without a word to judge by', async () => {
    const whole = fileOf(pair.arrival.image, fresh(), now);
    const id = await send(whole.subarray(0, 5_000));
    const page = await opened('/scans?state=quarantined');
    await page.locator(`a[href="/scans/${id}"]`).click();
    await page.getByText('That never counts as clear').waitFor();
    await page.getByText('scan/cut-off').waitFor();
    assert.equal(await page.locator('.judge, canvas').count(), 0);
  });

  test('saturated samples and 8 bits in 16 are said, and another container is no comparison', async () => {
    const { image } = pair.arrival;
    const container = fresh();
    await send(fileOf(pair.departure.image, container, now - 12 * day));
    const spoiled = image.channels.map((channel) => {
      const samples = channel.samples.map((sample) => Math.min(65_535, (sample >> 8) * 257));
      samples.fill(65_535, 0, Math.floor(samples.length / 20));
      return { ...channel, samples };
    });
    const id = await send(fileOf({ ...image, channels: spoiled }, container, now));
    const page = await opened(`/scans/${id}`);
    await painted(page);
    await page.getByText('no more than 256 values').waitFor();
    await page.getByText('of a channel is saturated').waitFor();

    const wrong = simulatePair({
      family: 'training',
      geometry: 'same',
      pitchMm: 10,
      seed: 'wrong',
      cargo: 'cartons',
      threatKg: 0,
      wrongContainer: true,
    });
    const other = fresh();
    await send(fileOf(wrong.departure.image, other, now - 12 * day));
    const page2 = await opened(`/scans/${await send(fileOf(wrong.arrival.image, other, now))}`);
    await page2.getByText('Can’t be compared. That is no sign that it is clear.').waitFor();
    assert.equal(await page2.getByLabel('Difference').isDisabled(), true);
  });

  test('a trial says what it was only after it was judged, and its analyst alone hears of it', async () => {
    const id = await sendPair();
    await node.db.execute('update scan_setting set trial_share = 1');
    await node.get(`/api/v1/scans/${id}/channels/1`, ada.headers);
    for (const confirmed of [false, true])
      await node.post(`/api/v1/scans/${id}/judgements`, { verdict: 'clear', confirmed }, ada.headers);
    await node.db.execute('update scan_setting set trial_share = 0');
    const [trial] = await node.db.query<{ id: string }>('select id from scan where trial_of = $1', [id]);
    const ben = await signedIn(node, ['image-analyst']);
    const page = await opened(`/scans/${trial!.id}`, ben);
    await painted(page);
    await page.getByText('The scan before is laid over this one').waitFor();
    assert.doesNotMatch(await page.locator('body').innerText(), /was a test|projected/i);
    await page.locator('.scan-frame').focus();
    await page.keyboard.press('t');
    await page.getByText('This was a test, and it was missed.').waitFor();
    assert.equal(await page.locator('.scan-shape-trial').count(), 1);
    await page.reload();
    await page.getByText('This was a test, and it was missed.').waitFor();
    const news = await node.db.query(
      "select 1 from event where kind = 'scan-judged' and body->>'scan' = $1",
      [trial!.id],
    );
    assert.deepEqual(news, []);
  });

  test('a team lead has the list and is shown no image', async () => {
    const id = await sendPair();
    const lead = await signedIn(node, ['team-lead']);
    const page = await opened('/scans', lead);
    await page.locator('.files').waitFor();
    assert.equal(await page.locator('.files a').count(), 0);
    await page.goto(`${node.address}/scans/${id}`);
    await page.locator('.notice-empty').waitFor();
    assert.ok(!node.acts.some(({ kind, by }) => kind === 'refusal' && by.person === lead.person));
  });
});
