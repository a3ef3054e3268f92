import { languages } from '../src/locales/languages.ts';
import { axeFindings } from './axe-screen.ts';
import { onEveryScreen } from './on-every-screen.ts';
import { chooseLook } from './screens.ts';
import { faintTexts } from './text-contrast.ts';

const themes = ['dark', 'light', 'contrast'] as const;
const whole = process.env['HAVENWACHT_MATRIX'] === 'full';

/**
 * Every theme and every language. What axe looks at, names and roles and structure, is the same in every
 * look and looked at in the first; what a look changes is measured in each: the contrast of every text,
 * which hangs on the theme, and the width of the page, which hangs on the language.
 * Where a state only adds a bar or a dialog to a page, axe looks at what is added.
 * HAVENWACHT_MATRIX=full crosses the themes with the languages, and axe looks at all of all fifteen.
 */
const looks = whole
  ? themes.flatMap((theme) => languages.map(({ code }) => ({ theme, code, axe: true })))
  : languages.map(({ code }, index) => ({ theme: themes[index % 3]!, code, axe: index === 0 }));

/** The width a page has on a desk, and the one WCAG 2.2 wants it to flow into (1.4.10). */
const widths = [
  { width: 320, height: 700 },
  { width: 1440, height: 900 },
];

onEveryScreen('axe finds nothing, and every look is clear and fits', {}, async ({ page, screen }) => {
  const found: string[] = [];
  for (const { theme, code, axe } of looks) {
    await chooseLook(page, theme, code);
    const lines = [
      ...(axe ? await axeFindings(page, whole ? 'html' : screen.adds) : []),
      ...(await faintTexts(page)),
    ];
    for (const size of widths) {
      await page.setViewportSize(size);
      const over = await page.evaluate(() => {
        const main = document.querySelector('main')!;
        return Math.max(
          document.documentElement.scrollWidth - innerWidth,
          main.scrollWidth - main.clientWidth,
        );
      });
      if (over > 0) lines.push(`${over} px too wide for ${size.width}`);
    }
    for (const line of lines) found.push(`${theme} ${code} ${line}`);
  }
  return found;
});
