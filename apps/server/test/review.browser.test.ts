import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { writeScanAbout } from '@havenwacht/formats/scan';
import { writeTiff } from '@havenwacht/formats/tiff';
import {
  comparePairInFull,
  scanScales,
  simulatePair,
  type ScanImage,
  type SimulatedPair,
} from '@havenwacht/imaging';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { zlibCompression } from '../src/features/scans/index.ts';
import { aContainer, day } from './a-message.ts';
import { aNode, now, type TestNode } from './a-node.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const webFolder = join(import.meta.dirname, '..', '..', 'web', 'dist');
const missing = !existsSync(executablePath)
  ? `no Chromium at ${executablePath}; apt-get install -y chromium`
  : !existsSync(join(webFolder, 'index.html'))
    ? 'the screens are not built; npm run build in apps/web'
    : false;

/** The screens' own sums, loaded by address: what their shader is held against. */
interface Painting {
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
interface Canvas {
  paintedScan(scan: object): object;
}
interface Views {
  readonly firstView: Readonly<Record<string, unknown>>;
}
const viewer = <Part>(file: string): Promise<Part> =>
  import(new URL(`../../web/src/parts/scan-viewer/${file}`, import.meta.url).href) as Promise<Part>;

describe('the scan review in a real browser on a real node', { skip: missing }, () => {
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
    browser = await chromium.launch({
      executablePath,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
      ],
    });
  });
  after(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await node?.close();
  });

  let serial = 900_000;
  const fresh = (): string => aContainer((serial += 20));
  const fileOf = (image: ScanImage, container: string | null, acquiredAt: number): Uint8Array => {
    const { columns, rows, channels, ...about } = image;
    const description = writeScanAbout({
      ...about,
      container,
      acquiredAt: new Date(acquiredAt).toISOString().replace('.000Z', 'Z'),
      channels: channels.map(({ samples: _, ...told }) => told),
    });
    const pages = channels.map(({ samples }, index) => ({
      columns,
      rows,
      samples,
      ...(index === 0 ? { description } : {}),
    }));
    return writeTiff(pages, { compression: zlibCompression });
  };
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
    await page.addStyleTag({
      content: '.scan-overlay { visibility: hidden } .scan-frame { border-radius: 0 !important }',
    });
    // Two frames: one in which React has drawn, one in which the painter has.
    await page.evaluate(
      () =>
        new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))),
    );
    const picture = await page.locator('.scan-canvas').screenshot({ type: 'png' });
    const read = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }), {
        colorSpaceConversion: 'none',
      });
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      let text = '';
      for (let at = 0; at < data.length; at += 32_768)
        text += String.fromCharCode(...data.subarray(at, at + 32_768));
      return { width: bitmap.width, height: bitmap.height, text: btoa(text) };
    }, picture.toString('base64'));
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
      const { paintPixel } = await viewer<Painting>('paint-pixel.ts');
      const { localMeans, materialMap } = await viewer<Preparing>('prepared-scan.ts');
      const { paintedScan } = await viewer<Canvas>('canvas-painter.ts');
      const { firstView } = await viewer<Views>('view-state.ts');
      const container = fresh();
      const id = await sendPair(container);
      const page = await opened(`/scans/${id}`, ada, async (page) => {
        // A browser without WebGL2 answers null.
        if (way === 'canvas')
          await page.addInitScript(() => {
            const own = HTMLCanvasElement.prototype.getContext;
            HTMLCanvasElement.prototype.getContext = function (
              this: HTMLCanvasElement,
              kind: string,
              ...rest: unknown[]
            ) {
              return kind === 'webgl2'
                ? null
                : (own as (...all: unknown[]) => unknown).call(this, kind, ...rest);
            } as typeof own;
          });
      });
      await painted(page);
      assert.equal(await page.getByText('This browser has no WebGL2').count(), way === 'canvas' ? 1 : 0);
      await page.getByText('The scan before is laid over this one').waitFor();
      await page.locator('input[name=scan-pair]').first().waitFor();

      const told = (image: ScanImage, at: number) => ({
        ...image,
        container,
        acquiredAt: new Date(at).toISOString().replace('.000Z', 'Z'),
      });
      const [earlier, later] = [told(pair.departure.image, now - 12 * day), told(pair.arrival.image, now)];
      const scan = viewedOf(later);
      const { warp } = comparePairInFull({ earlier, later });
      const other = { earlier: paintedScan(viewedOf(earlier)), warp };
      const { columns, rows } = later;
      const at = { x: Math.round(columns * 0.7), y: Math.round(rows * 0.55) };
      const truth = { window: 4, level: 2.2, zoom: 2.5, ...at, cursor: [at.x, at.y] as const };
      const cases: { name: string; view: object; act: (page: Page) => Promise<void> }[] = [
        { name: 'grey, nearer than it is', view: {}, act: async () => {} },
        { name: 'inverted', view: { inverted: true }, act: (page) => page.getByLabel('Inverted').check() },
        {
          name: 'whole scan, smaller than it is',
          view: { zoom: 0.37, x: columns / 2, y: rows / 2 },
          act: async (page) => {
            await type(page, 'Zoom', 0.37);
            await type(page, 'Middle, column', columns / 2);
            await type(page, 'Middle, row', rows / 2);
          },
        },
        {
          name: 'low energy with local contrast',
          view: { shown: 'low', localContrast: 2 },
          act: async (page) => {
            await page.getByLabel('What is shown').selectOption('low');
            await type(page, 'Local contrast', 2);
          },
        },
        {
          name: 'atomic number',
          view: { shown: 'colour' },
          act: async (page) => void (await page.getByLabel('What is shown').selectOption('colour')),
        },
        { name: 'loupe', view: { loupe: true }, act: (page) => page.getByLabel('Loupe').check() },
        ...(['beside', 'swipe', 'difference'] as const).map((mode) => ({
          name: mode,
          view: { pair: mode },
          act: (page: Page) =>
            page
              .getByLabel({ beside: 'Side by side', swipe: 'Swipe', difference: 'Difference' }[mode], {
                exact: true,
              })
              .first()
              .check(),
        })),
        {
          name: 'flicker shows the earlier scan',
          view: { pair: 'flicker', earlierShown: true },
          act: async (page) => {
            await page.getByLabel('Flicker', { exact: true }).first().check();
            await page.getByRole('button', { name: 'Shown: this scan' }).click();
          },
        },
      ];
      for (const { name, view, act } of cases) {
        await page.reload();
        await painted(page);
        await page.locator('input[name=scan-pair]').first().waitFor();
        await type(page, 'Window', truth.window);
        await type(page, 'Level', truth.level);
        await type(page, 'Zoom', truth.zoom);
        await type(page, 'Middle, column', truth.x);
        await type(page, 'Middle, row', truth.y);
        await type(page, 'Crosshair, column', truth.cursor[0]);
        await type(page, 'Crosshair, row', truth.cursor[1]);
        await act(page);
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
      }
      assert.deepEqual(errors, []);
    });
  }
});
