import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const room = join(import.meta.dirname, '..');

/** Where Debian's `chromium` package puts it; `CHROMIUM` names another. */
const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Why no browser test can run here, or `false`. */
export const noBrowser: string | false = existsSync(executable)
  ? false
  : `no Chromium at ${executable}; apt-get install -y chromium fonts-dejavu`;

/**
 * A browser that asks nobody but the address it is sent to.
 *
 * @param textPx the size of text its reader has set; 16 is what it comes with
 */
export function launchBrowser(textPx = 16): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--blink-settings=defaultFontSize=${textPx}`,
    ],
  });
}

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
}

function fresh(): boolean {
  const built = join(room, 'dist/index.html');
  if (!existsSync(built)) return false;
  const sources = Math.max(
    newest(join(room, 'src')),
    newest(join(room, 'public')),
    ...['index.html', 'vite.config.ts', 'package.json'].map((name) => statSync(join(room, name)).mtimeMs),
  );
  return statSync(built).mtimeMs >= sources;
}

/**
 * Builds the app into `dist` when a source is newer than what lies there. A lock folder keeps test
 * files that run side by side from building at once.
 */
export async function builtApp(): Promise<string> {
  const dist = join(room, 'dist');
  const lock = join(room, 'dist.lock');
  for (;;) {
    if (!existsSync(lock) && fresh()) return dist;
    try {
      mkdirSync(lock);
    } catch {
      // Somebody else builds. A lock this old was left behind by a process that was killed.
      const since = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
      if (since > 60_000) rmSync(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 100));
      continue;
    }
    try {
      const vite = join(room, '../../node_modules/vite/bin/vite.js');
      if (!fresh())
        execFileSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
          cwd: room,
          stdio: 'inherit',
        });
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

/** A page with its own storage, and what went wrong in it. */
export interface TestPage {
  readonly page: Page;
  /** Requests to any other host than the node. */
  readonly strays: string[];
  /** Errors thrown in the page, and violations of the Content-Security-Policy. */
  readonly errors: string[];
}

export interface PageOptions {
  readonly theme?: 'dark' | 'light' | 'contrast';
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  readonly forcedColours?: boolean;
}

export async function openPage(
  browser: Browser,
  node: { readonly url: string },
  path: string,
  options: PageOptions = {},
): Promise<TestPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    ...(options.reducedMotion ? { reducedMotion: 'reduce' as const } : {}),
    ...(options.forcedColours ? { forcedColors: 'active' as const } : {}),
  });
  await context.addInitScript(
    ([theme, language]) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sample }) => {
        console.error(`Content-Security-Policy: ${effectiveDirective} ${sample}`);
      });
      // Only what a reader chose in an earlier visit; later choices in the page stand.
      if (theme && localStorage.getItem('havenwacht.theme') === null)
        localStorage.setItem('havenwacht.theme', theme);
      if (language && localStorage.getItem('havenwacht.language') === null)
        localStorage.setItem('havenwacht.language', language);
    },
    [options.theme ?? 'dark', options.language ?? 'en'] as const,
  );
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const strays: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(node.url)) strays.push(request.url());
  });
  page.on('pageerror', (error) => void errors.push(error.message));
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) errors.push(message.text());
  });
  await page.goto(node.url + path);
  return { page, strays, errors };
}

/** The first row with data is drawn. */
export async function rowsDrawn(page: Page): Promise<void> {
  await page.waitForSelector('[role=grid] .container-number');
}

/** `aria-rowindex` of the row the grid points at, and whether that row is in sight and not covered. */
export function focusedRow(page: Page): Promise<{ index: number; visible: boolean; text: string }> {
  return page.evaluate(() => {
    const grid = document.querySelector('[role=grid]')!;
    const row = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
    if (!row) return { index: -1, visible: false, text: '' };
    const box = row.getBoundingClientRect();
    const at = (y: number) =>
      document.elementFromPoint(box.left + box.width / 2, y)?.closest('[role=row]') === row;
    return {
      index: Number(row.getAttribute('aria-rowindex')),
      visible: at(box.top + 2) && at(box.bottom - 3),
      text: row.querySelector('.container-number')?.textContent ?? '',
    };
  });
}
