import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Where Debian's `chromium` package puts it; `CHROMIUM` names another. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** The built screens. */
export const webFolder = join(import.meta.dirname, '..', '..', 'web', 'dist');

/** Why no browser test can run here, or `false`. */
export const noChromium: string | false = existsSync(executablePath)
  ? false
  : `no Chromium at ${executablePath}; apt-get install -y chromium`;

/** Why no test of the screens in a browser can run here, or `false`. */
export const noScreens: string | false =
  noChromium === false && !existsSync(join(webFolder, 'index.html'))
    ? 'the screens are not built; npm run build in apps/web'
    : noChromium;

/** A browser that asks nobody but the address it is sent to. */
export function launchChromium(...more: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}
