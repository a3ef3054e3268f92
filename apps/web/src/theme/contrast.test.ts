import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { colourTokens, contrastRatio } from './contrast.ts';

const css = readFileSync(new URL('../../public/theme.css', import.meta.url), 'utf8');
const surfaces = ['ground', 'surface', 'raised', 'hover', 'selected'];
const texts = ['text', 'text-soft', 'link', 'raises', 'lowers', 'warning', 'danger', 'good', 'unknown'];
const marks = ['focus', 'control-line', 'action', 'band-a', 'band-b', 'band-c', 'band-d'];
const pairs: readonly (readonly [string, string])[] = [
  ['on-action', 'action'],
  ['on-action', 'action-hover'],
  ['on-band', 'band-a'],
  ['on-band', 'band-b'],
  ['on-band', 'band-c'],
  ['on-band', 'band-d'],
  ['warning', 'warning-ground'],
  ['text', 'warning-ground'],
  ['danger', 'danger-ground'],
  ['text', 'danger-ground'],
  ['on-mark', 'mark'],
];

for (const theme of ['light', 'dark', 'contrast'] as const) {
  const tokens = colourTokens(css, theme);
  const ratio = (one: string, other: string) => {
    const [a, b] = [tokens.get(one), tokens.get(other)];
    assert.ok(a && b, `theme.css has no colour for ${a ? other : one} in ${theme}`);
    return contrastRatio(a, b);
  };
  const textLimit = theme === 'contrast' ? 7 : 4.5;

  test(`theme.css keeps text at ${textLimit}:1 on every surface in ${theme}`, () => {
    const low: string[] = [];
    for (const text of texts)
      for (const surface of surfaces) {
        const found = ratio(text, surface);
        if (found < textLimit) low.push(`${text} on ${surface}: ${found.toFixed(2)}`);
      }
    for (const [text, ground] of pairs) {
      const found = ratio(text, ground);
      if (found < textLimit) low.push(`${text} on ${ground}: ${found.toFixed(2)}`);
    }
    assert.deepEqual(low, []);
  });

  test(`theme.css keeps marks and borders of controls at 3:1 in ${theme}`, () => {
    const low: string[] = [];
    for (const mark of marks)
      for (const surface of surfaces) {
        const found = ratio(mark, surface);
        if (found < 3) low.push(`${mark} on ${surface}: ${found.toFixed(2)}`);
      }
    assert.deepEqual(low, []);
  });
}

test('contrastRatio() gives the ratios WCAG names for known pairs', () => {
  assert.equal(contrastRatio('#ffffff', '#000000'), 21);
  assert.equal(contrastRatio('#777777', '#ffffff').toFixed(2), '4.48');
});

test('the contrast check refuses a token that is too faint', () => {
  const faint = css.replace(/--hw-text-soft: light-dark\(#[0-9a-f]{6}/, '--hw-text-soft: light-dark(#b8c0c6');
  assert.notEqual(faint, css);
  const tokens = colourTokens(faint, 'light');
  assert.ok(contrastRatio(tokens.get('text-soft')!, tokens.get('surface')!) < 4.5);
});
