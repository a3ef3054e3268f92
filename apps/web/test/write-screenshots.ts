// Writes a picture of every screen in every theme and language: npm run screenshots -- FOLDER [WORD…]
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { languages } from '../src/locales/languages.ts';
import { chooseLook, openScreen, screens } from './screens.ts';
import { builtApp, launchBrowser, openPage } from './browser.ts';
import { startFixtureNode } from './fixture-node.ts';

const [folder = 'screenshots', ...words] = process.argv.slice(2);
/** `SCREENSHOT_LOOKS=dark-nl,light-en` takes only these. */
const looks = process.env['SCREENSHOT_LOOKS']?.split(',');
const themes = ['dark', 'light', 'contrast'] as const;
mkdirSync(folder, { recursive: true });
const dist = await builtApp();
const [browser, node] = await Promise.all([launchBrowser(), startFixtureNode({ visits: 600, dist })]);
let written = 0;
try {
  const wanted = screens.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  for (const screen of wanted) {
    const { page } = await openPage(browser, node, '/intake', { reducedMotion: true });
    await openScreen(page, node, screen);
    for (const theme of themes)
      for (const { code } of languages) {
        if (looks && !looks.includes(`${theme}-${code}`)) continue;
        await chooseLook(page, theme, code);
        await page.waitForTimeout(150);
        await page.screenshot({ path: join(folder, `${screen.name}-${theme}-${code}.png`) });
        written += 1;
      }
    node.restore();
    await page.context().close();
  }
} finally {
  await browser.close();
  await node.close();
}
console.log(`${written} pictures in ${resolve(folder)}`);
