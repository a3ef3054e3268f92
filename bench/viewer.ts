import { simulatePair, type ScanImage } from '@havenwacht/imaging';
import type { Browser, Page } from 'playwright-core';
import { median } from './bench-line.ts';
import type { Bench, BenchLine } from './bench-line.ts';

/** The parts of the other rooms' test tools that are used here; the rooms export nothing of them. */
interface WebTools {
  readonly noBrowser: string | false;
  launchBrowser(): Promise<Browser>;
  builtApp(): Promise<string>;
}
interface BenchNode {
  readonly address: string;
  start(): Promise<void>;
  settle(): Promise<void>;
  post<Body>(path: string, body: unknown, headers: Record<string, string>): Promise<{ readonly body: Body }>;
  close(): Promise<void>;
}
interface NodeTools {
  aNode(options: { ports: readonly string[]; webFolder: string }): Promise<BenchNode>;
}
interface FileTools {
  scanFileOf(image: ScanImage): Uint8Array;
}
interface SessionTools {
  signedIn(
    node: BenchNode,
    roles: readonly string[],
  ): Promise<{ token: string; headers: Record<string, string> }>;
}

const firstPaintLimitMs = 1_500;
const redrawLimitMs = 20;

/** Loaded by address: the bench is no dependant of the types of those rooms. */
const tools = <T>(file: string): Promise<T> =>
  import(new URL(`../apps/${file}`, import.meta.url).href) as Promise<T>;

/** Pictures that are redrawn, by the keys that set them. */
const pictures = [
  { name: 'grey', keys: [] },
  { name: 'local contrast', keys: ['h'] },
  { name: 'atomic number', keys: ['v'] },
  { name: 'difference of a pair, warped', keys: ['d'] },
] as const;

/**
 * The scan review on a real node, in headless Chromium without a graphics card: from the opening of the
 * page to the first picture, and a redraw after another level, until its last pixel can be read.
 *
 * The scans are a simulated pair of a 40-foot container with two energies. Nothing is measured where
 * Chromium is absent.
 */
export const bench: Bench = {
  name: 'viewer',
  about: 'Scan review in Chromium with software GL: first paint, redraw of a dual-energy scan.',
  async *run({ quick }): AsyncIterable<BenchLine> {
    const { noBrowser, launchBrowser, builtApp } = await tools<WebTools>('web/test/browser.ts');
    if (noBrowser) {
      process.stderr.write(`viewer: skipped, ${noBrowser}\n`);
      return;
    }
    const { aNode } = await tools<NodeTools>('server/test/a-node.ts');
    const { signedIn } = await tools<SessionTools>('server/test/signed-in.ts');
    const { scanFileOf } = await tools<FileTools>('server/src/cli/scan-file-of.ts');
    const pair = simulatePair({
      seed: 'viewer',
      family: 'training',
      cargo: 'bananas',
      geometry: 'same',
      threatKg: 25,
      pitchMm: quick ? 12 : 5,
    });
    const node = await aNode({ ports: ['NLVLI'], webFolder: await builtApp() });
    await node.start();
    const { token, headers } = await signedIn(node, ['image-analyst']);
    const send = async (image: ScanImage, acquiredAt: string): Promise<string> =>
      (
        await node.post<{ id: string }>(
          '/api/v1/scans?port=NLVLI',
          scanFileOf({ ...image, acquiredAt }),
          headers,
        )
      ).body.id;
    await send(pair.departure.image, '2026-02-20T05:00:00Z');
    const id = await send(pair.arrival.image, '2026-03-02T05:00:00Z');
    // What algorithms say is reckoned before, as in the hour between a scan and its analyst.
    await node.settle();
    const browser = await launchBrowser();
    const opened = async (): Promise<Page> => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addCookies([{ name: 'havenwacht', value: token, url: node.address }]);
      const page = await context.newPage();
      await page.goto(`${node.address}/scans/${id}`);
      await page.waitForSelector('.scan-canvas[data-painted]', { timeout: 60_000 });
      return page;
    };
    const { columns, rows } = pair.arrival.image;
    const size = `${columns} × ${rows}, two energies`;
    try {
      const paints: number[] = [];
      // One opening beforehand fills the node's caches and the system's; it is not counted.
      for (let opening = 0; opening <= (quick ? 3 : 7); opening++) {
        const page = await opened();
        const painted = await page.evaluate(
          () => performance.getEntriesByName('scan-painted')[0]?.startTime ?? Number.NaN,
        );
        if (opening > 0) paints.push(painted);
        await page.context().close();
      }
      yield limited('first paint of the scan', median(paints), firstPaintLimitMs, size);
      const page = await opened();
      await page.waitForSelector('input[name=scan-pair]', { timeout: 60_000 });
      await page.locator('.scan-frame').focus();
      for (const { name, keys } of pictures) {
        for (const key of keys) await page.keyboard.press(key);
        const spans = await page.evaluate(redraws, quick ? 15 : 60);
        const canvas = await page.evaluate(() => {
          const { width, height } = document.querySelector('canvas')!;
          return `${width} × ${height}`;
        });
        const total = median(spans.map(({ total: all }) => all));
        yield limited(
          `redraw, ${name}`,
          median(spans.map(({ paint }) => paint)),
          redrawLimitMs,
          `${size}, drawn on ${canvas} pixels; from the key to the read pixel ${total.toFixed(1)} ms`,
        );
        for (const key of keys) await page.keyboard.press(key);
      }
      await page.context().close();
    } finally {
      await browser.close();
      await node.close();
    }
  },
};

function limited(what: string, ours: number, limit: number, note: string): BenchLine {
  return { bench: 'viewer', case: what, ours, peer: null, unit: 'ms', ratio: limit / ours, limit, note };
}

/**
 * Runs in the page: presses the key for another level so many times. A redraw begins with the frame that
 * draws it and ends when its last pixel has been read back, which waits for all of them.
 */
async function redraws(times: number): Promise<{ readonly paint: number; readonly total: number }[]> {
  const canvas = document.querySelector('canvas')!;
  const gl = canvas.getContext('webgl2');
  const spans: { paint: number; total: number }[] = [];
  const pixel = new Uint8Array(4);
  const press = (key: string, shiftKey: boolean): void => {
    document
      .querySelector('.scan-frame')!
      .dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
  };
  for (let time = 0; time < times; time++) {
    let begun = 0;
    requestAnimationFrame(() => void (begun = performance.now()));
    const pressed = performance.now();
    if (time % 2 === 0) press('e', false);
    else press('E', true);
    const handled = performance.now() - pressed;
    await Promise.resolve();
    await new Promise<void>((done) =>
      requestAnimationFrame(() => {
        gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
        const paint = performance.now() - begun;
        spans.push({ paint, total: handled + paint });
        done();
      }),
    );
    await new Promise((done) => setTimeout(done, 20));
  }
  return spans;
}
