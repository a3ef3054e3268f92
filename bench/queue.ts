import { median } from './bench-line.ts';
import type { Bench, BenchLine } from './bench-line.ts';
import type { Browser, Page } from 'playwright-core';
import { queueAnswers } from './queue-answers.ts';

/** The parts of the other rooms' test tools that are used here; the rooms export nothing of them. */
interface WebTools {
  readonly noBrowser: string | false;
  launchBrowser(): Promise<Browser>;
  builtApp(): Promise<string>;
}
interface NodeTools {
  aNode(options: { ports: readonly string[]; now: number; webFolder: string }): Promise<BenchNode>;
}
interface BenchNode {
  readonly address: string;
  readonly db: {
    query<Row extends object>(statement: string, params?: readonly unknown[]): Promise<Row[]>;
    execute(statement: string, params?: readonly unknown[]): Promise<number>;
  };
  receive(files: readonly unknown[], channel: 'folder'): Promise<unknown>;
  settle(): Promise<void>;
  close(): Promise<void>;
}
interface SimulationTools {
  aSimulation(options: object): {
    readonly files: readonly { readonly sentAt: number }[];
    readonly history: readonly object[];
    readonly truth: { readonly now: string };
  };
  asHanded(files: readonly object[]): readonly unknown[];
}
interface SessionTools {
  signedIn(
    node: BenchNode,
    roles: readonly string[],
  ): Promise<{ token: string; headers: Record<string, string> }>;
}

const rows = 50_000;
/** Boxes that go through intake and screening; the others are copies of their rows. */
const screened = 3_000;
const ports = ['NLVLI', 'NLRTM', 'BEANR'];
const firstPaintLimitMs = 700;
const framesLimit = 50;
const pxPerFrame = 180;
const keyLimitMs = 50;
const answerLimitMs = 100;

/** Loaded by address: the bench is no dependant of the types of those rooms. */
const tools = <T>(file: string): Promise<T> =>
  import(new URL(`../apps/${file}`, import.meta.url).href) as Promise<T>;

/**
 * The queue of a real node with 50,000 screened visits on its PostgreSQL, in headless Chromium: first
 * contentful paint, the first row with data, from the press of J to the moved focus, frames a second
 * while scrolling 180 px a frame, and the node's answers to every order and filter.
 *
 * 3,000 simulated boxes are taken in and screened; their rows are copied under other numbers and
 * scores until there are 50,000. Nothing is measured where Chromium is absent.
 */
export const bench: Bench = {
  name: 'queue',
  about:
    'Queue of a real node with 50,000 visits in Chromium: first paint, key to focus, scrolling, answers.',
  async *run({ quick }): AsyncIterable<BenchLine> {
    yield* queueAnswers({ quick });
    const { noBrowser, launchBrowser, builtApp } = await tools<WebTools>('web/test/browser.ts');
    if (noBrowser) {
      process.stderr.write(`queue: skipped, ${noBrowser}\n`);
      return;
    }
    const { node, all } = await filledNode(await builtApp(), quick ? 5_000 : rows);
    const { signedIn } = await tools<SessionTools>('server/test/signed-in.ts');
    const { token, headers } = await signedIn(node, ['analyst']);
    const url = node.address;
    const browser = await launchBrowser();
    const opened = async (): Promise<Page> => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addCookies([{ name: 'havenwacht', value: token, url }]);
      return context.newPage();
    };
    try {
      yield* answers(url, headers, quick ? 3 : 12);
      const openings = quick ? 3 : 7;
      const paints: number[] = [];
      const firstRows: number[] = [];
      let total = 0;
      // One opening beforehand fills the node's caches and the system's; it is not counted.
      for (let opening = 0; opening <= openings; opening++) {
        const page = await opened();
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
        await page.context().close();
      }
      const note = `${total} rows (${all} in the database), median of ${openings}`;
      yield limit('first contentful paint', median(paints), 'ms', firstPaintLimitMs, note);
      yield {
        ...limit('first row with data', median(firstRows), 'ms', firstPaintLimitMs, note),
        ratio: null,
      };

      yield* keys(await opened(), url, quick ? 30 : 120);

      const runs = quick ? 1 : 3;
      const rates: number[] = [];
      const late: number[] = [];
      const blank: number[] = [];
      for (let run = 0; run < runs; run++) {
        const page = await opened();
        await page.goto(`${url}/queue`);
        await page.waitForSelector('[role=grid] .container-number');
        const seen = await page.evaluate(scroll, { frames: quick ? 120 : 240, px: pxPerFrame });
        rates.push(seen.rate);
        late.push(seen.p95Ms);
        blank.push(seen.blankShare);
        await page.context().close();
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
      await node.close();
    }
  },
};

/** A node that has screened some boxes, with copies of their rows up to `wanted`. */
async function filledNode(webFolder: string, wanted: number): Promise<{ node: BenchNode; all: number }> {
  const { aNode } = await tools<NodeTools>('server/test/a-node.ts');
  const { aSimulation, asHanded } = await tools<SimulationTools>('server/test/a-simulation.ts');
  const { files, history, truth } = aSimulation({ seed: 7, boxes: screened, ports });
  const now = Date.parse(truth.now);
  const node = await aNode({ ports, now, webFolder });
  await node.receive(asHanded([...history, ...files.filter((file) => file.sentAt <= now)]), 'folder');
  await node.settle();
  const columns = async (table: string): Promise<string[]> =>
    (
      await node.db.query<{ name: string }>(
        `select column_name as name from information_schema.columns where table_schema = current_schema()
         and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
        [table],
      )
    ).map(({ name }) => name);
  const [{ open } = { open: 1 }] = await node.db.query<{ open: number }>(
    'select count(*)::int as open from screening where is_open',
  );
  const copies = Math.max(0, Math.ceil((wanted - open) / open));
  const changed: Readonly<Record<string, string>> = {
    id: "id || '-' || n",
    visit_id: "visit_id || '-' || n",
    container: "left(container, 4) || lpad(((hashtext(container)::bigint & 65535) * 100 + n)::text, 7, '0')",
    score: 'score - n * 0.0137',
    search: "search || ' ' || n",
  };
  // Two copied numbers may be the same in one call: the second is no visit and has no other rows.
  const copied = "visit_id || '-' || n in (select id from visit)";
  for (const table of ['visit', 'screening', 'listed_visit']) {
    const names = await columns(table);
    await node.db.execute(
      `insert into ${table} (${names.join(', ')}) select ${names.map((name) => changed[name] ?? name).join(', ')}
       from ${table} cross join generate_series(1, $1::int) as n
       where ${table === 'visit' ? 'id' : `${copied} and visit_id`} in (select visit_id from screening where is_open)
       on conflict do nothing`,
      [copies],
    );
  }
  await node.db.execute('analyze visit, screening, listed_visit');
  const [{ all } = { all: 0 }] = await node.db.query<{ all: number }>(
    'select count(*)::int as all from screening where is_open',
  );
  return { node, all };
}

/** The node's answers to every order and filter, over HTTP from this process. */
async function* answers(
  url: string,
  headers: Record<string, string>,
  times: number,
): AsyncIterable<BenchLine> {
  const asked = [
    ...[
      'rank',
      '-rank',
      'score',
      '-score',
      'arrival',
      '-arrival',
      'container',
      '-container',
      'port',
      'vessel',
    ].map((sort) => `sort=${sort}`),
    'band=A,B',
    'port=NLVLI',
    'load=empty',
    'origin=EC',
    'signal=corridor',
    'selected=random',
    'q=banana',
    'triage=undecided',
    'triage=mine',
    'band=B&port=NLRTM&q=sim&sort=-arrival',
    'from=30000',
  ];
  const spans: { query: string; ms: number }[] = [];
  for (let round = 0; round <= times; round++) {
    for (const query of asked) {
      const start = performance.now();
      const answer = await fetch(`${url}/api/v1/visits?${query}&limit=100`, { headers });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${query}: ${answer.status}`);
      if (round > 0) spans.push({ query, ms: performance.now() - start });
    }
  }
  spans.sort((a, b) => a.ms - b.ms);
  const p95 = spans[Math.floor(spans.length * 0.95)]?.ms ?? Number.NaN;
  const slowest = spans.at(-1);
  yield limit(
    'answer to any order or filter, p95',
    p95,
    'ms',
    answerLimitMs,
    `${asked.length} queries, ${times} times each; median ${median(spans.map(({ ms }) => ms)).toFixed(0)} ms, slowest ${slowest?.ms.toFixed(0)} ms (${slowest?.query})`,
  );
}

/** From the moment the browser takes in a press of J to the frame after the focus has moved. */
async function* keys(page: Page, url: string, presses: number): AsyncIterable<BenchLine> {
  await page.goto(`${url}/queue`);
  await page.waitForSelector('[role=grid] .container-number');
  await page.locator('[role=grid]').focus();
  await page.evaluate(watchFocus);
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('j');
    await page.waitForTimeout(40);
  }
  const spans = (await page.evaluate('globalThis.focusSpans')) as number[];
  await page.context().close();
  spans.sort((a, b) => a - b);
  const p95 = spans[Math.floor(spans.length * 0.95)] ?? Number.NaN;
  yield limit(
    'key press to moved focus, p95',
    p95,
    'ms',
    keyLimitMs,
    `${spans.length} presses; median ${median(spans).toFixed(0)} ms, slowest ${(spans.at(-1) ?? Number.NaN).toFixed(0)} ms, each to the frame after`,
  );
}

/** Runs in the page. */
function watchFocus(): void {
  const grid = document.querySelector('[role=grid]');
  if (!grid) throw new Error('no list on the page');
  const spans: number[] = [];
  (globalThis as unknown as { focusSpans: number[] }).focusSpans = spans;
  let pressed = 0;
  window.addEventListener('keydown', (event) => (pressed = event.timeStamp), true);
  new MutationObserver(() => {
    const since = pressed;
    requestAnimationFrame(() => void spans.push(performance.now() - since));
  }).observe(grid, { attributes: true, attributeFilter: ['aria-activedescendant'] });
}

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
