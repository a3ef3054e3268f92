import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const room = join(import.meta.dirname, '..');

/** Where Debian's `chromium` package puts it; `CHROMIUM` names another. */
const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Why no browser test can run here, or `false`. */
export const noBrowser: string | false = existsSync(executable)
  ? false
  : `no Chromium at ${executable}; apt-get install -y chromium fonts-dejavu`;

/** A browser that asks nobody but the address it is sent to. */
export function launchBrowser(): Promise<Browser> {
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
      if (!fresh()) execFileSync(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: room, stdio: 'inherit' });
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}
