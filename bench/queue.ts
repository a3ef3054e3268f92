import { median } from './bench-line.ts';
import type { Bench, BenchLine } from './bench-line.ts';
import { queueAnswers } from './queue-answers.ts';

/** The parts of the web room's test tools that are used here; the room exports nothing else. */
interface WebTools {
  readonly noBrowser: string | false;
  launchBrowser(): Promise<import('playwright-core').Browser>;
  builtApp(): Promise<string>;
}
interface FixtureTools {
  startFixtureNode(options: {
    visits: number;
    dist: string;
  }): Promise<{ url: string; close(): Promise<void> }>;
}

const rows = 50_000;
const firstPaintLimitMs = 1000;
const framesLimit = 50;
const pxPerFrame = 180;

/** Loaded by address: the bench is no dependant of the web room's types. */
const webTest = (file: string): Promise<unknown> =>
  import(new URL(`../apps/web/test/${file}`, import.meta.url).href);

/**
 * The queue page over 50,000 rows in headless Chromium: first contentful paint, the moment the first
 * row with data is drawn, and frames a second while scrolling 180 px a frame.
 *
 * `HAVENWACHT_BENCH_URL` names a running node to measure; without it a fixture node answers from
 * memory, and the note says so. Nothing is measured where Chromium is absent.
 */
export const bench: Bench = {
  name: 'queue',
  about:
    'Queue of 50,000 rows: answers of the server; first paint, first row, scrolling in headless Chromium.',
  async *run({ quick }): AsyncIterable<BenchLine> {
    yield* queueAnswers({ quick });
    const { noBrowser, launchBrowser, builtApp } = (await webTest('browser.ts')) as WebTools;
    if (noBrowser) {
      process.stderr.write(`queue: skipped, ${noBrowser}\n`);
      return;
    }
    const given = process.env['HAVENWACHT_BENCH_URL'];
    const fixture = given
      ? null
      : await ((await webTest('fixture-node.ts')) as FixtureTools).startFixtureNode({
          visits: rows,
          dist: await builtApp(),
        });
    const url = given ?? fixture!.url;
    const browser = await launchBrowser();
    try {
      const openings = quick ? 3 : 7;
      const paints: number[] = [];
      const firstRows: number[] = [];
      let total = 0;
      // One opening beforehand fills the node's caches and the system's; it is not counted.
      for (let opening = 0; opening <= openings; opening++) {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
        const page = await context.newPage();
        await page.goto(`${url}/queue`, { waitUntil: 'commit' });
        await page.waitForSelector('[role=grid] .container-number');
        const seen = await page.evaluate(() => ({
          row: performance.now(),
          paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
          total: Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) - 1,
        }));
        if (opening > 0) {
          paints.push(seen.paint);
          firstRows.push(seen.row);
        }
        total = seen.total;
        await context.close();
      }
      const note = `${total} rows, ${given ? 'node at HAVENWACHT_BENCH_URL' : 'fixture node in this process'}, median of ${openings}`;
      yield limit('first contentful paint', median(paints), 'ms', firstPaintLimitMs, note);
      yield {
        ...limit('first row with data', median(firstRows), 'ms', firstPaintLimitMs, note),
        ratio: null,
      };

      const runs = quick ? 1 : 3;
      const rates: number[] = [];
      const late: number[] = [];
      const blank: number[] = [];
      for (let run = 0; run < runs; run++) {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
        const page = await context.newPage();
        await page.goto(`${url}/queue`);
        await page.waitForSelector('[role=grid] .container-number');
        const seen = await page.evaluate(scroll, { frames: quick ? 120 : 240, px: pxPerFrame });
        rates.push(seen.rate);
        late.push(seen.p95Ms);
        blank.push(seen.blankShare);
        await context.close();
      }
      const scrollNote = `${pxPerFrame} px a frame; p95 frame ${median(late).toFixed(0)} ms; ${(median(blank) * 100).toFixed(0)} % of frames showed a row still to come`;
      const rate = median(rates);
      yield {
        bench: 'queue',
        case: 'scroll',
        ours: rate,
        peer: null,
        unit: 'frames/s',
        ratio: rate / framesLimit,
        limit: framesLimit,
        note: scrollNote,
      };
    } finally {
      await browser.close();
      await fixture?.close();
    }
  },
};

/** A figure that has to stay below its limit: the ratio says how many times over it does. */
function limit(name: string, ours: number, unit: string, most: number, note: string): BenchLine {
  return { bench: 'queue', case: name, ours, peer: null, unit, ratio: most / ours, limit: most, note };
}

/** Runs in the page. */
async function scroll(of: {
  frames: number;
  px: number;
}): Promise<{ rate: number; p95Ms: number; blankShare: number }> {
  const page = globalThis as unknown as {
    document: { querySelector(selector: string): { scrollTop: number } | null };
    requestAnimationFrame(next: (at: number) => void): void;
  };
  const grid = page.document.querySelector('[role=grid]');
  if (!grid) throw new Error('no list on the page');
  const frame = () => new Promise<number>((resolve) => page.requestAnimationFrame(resolve));
  const times: number[] = [await frame()];
  let blanks = 0;
  for (let step = 0; step < of.frames; step++) {
    grid.scrollTop += of.px;
    times.push(await frame());
    if (page.document.querySelector('.visit-line-to-come')) blanks += 1;
  }
  const gaps = times
    .slice(1)
    .map((at, index) => at - times[index]!)
    .sort((a, b) => a - b);
  const spanMs = times.at(-1)! - times[0]!;
  return {
    rate: (of.frames / spanMs) * 1000,
    p95Ms: gaps[Math.floor(gaps.length * 0.95)] ?? Number.NaN,
    blankShare: blanks / of.frames,
  };
}
