import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages } from '../src/locales/languages.ts';
import { onEveryScreen } from './on-every-screen.ts';
import { pseudoText } from './pseudo-locale.ts';
import { cutTexts, lostInForcedColours, untranslated } from './screen-faults.ts';
import { chooseLook } from './screens.ts';

test('pseudoText() lengthens a text by two fifths and leaves its places for values', () => {
  assert.equal(pseudoText('Open'), '⟦Ôpéñ éé⟧');
  assert.match(pseudoText('{{shown}} of {all} rows'), /^⟦\{\{shown\}\} ôf \{all\} rôwš é[é ]*⟧$/);
  assert.ok(pseudoText('A sentence of some words').length >= 24 * 1.4);
});

onEveryScreen(
  'an invented language is neither cut nor left out',
  { pseudo: true },
  async ({ page, node }) => [
    ...(await cutTexts(page)),
    ...(await untranslated(page, node.answered.join('\n'))),
  ],
);

onEveryScreen(
  'nothing is lost in the machine’s own colours, nor in text of twice the size',
  { textPx: 32 },
  async ({ page }) => {
    const found = await lostInForcedColours(page);
    for (const { code } of languages) {
      await chooseLook(page, 'dark', code);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      for (const line of [...(await cutTexts(page)), ...(over > 0 ? [`${over} px too wide`] : [])])
        found.push(`${code} at 200 %: ${line}`);
    }
    return found;
  },
);
