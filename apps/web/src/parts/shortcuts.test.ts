import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { printsCharacter, shortcuts } from './shortcuts.ts';

test('no key is taken twice where both would be heard', () => {
  const taken = new Set<string>();
  for (const { scope, keys } of shortcuts)
    for (const key of keys) {
      const places = scope === 'everywhere' ? ['everywhere', 'queue', 'dossier'] : [scope, 'everywhere'];
      for (const place of scope === 'everywhere' ? ['everywhere'] : places) {
        assert.ok(!taken.has(`${place} ${key}`), `${key} is taken twice in ${place}`);
      }
      taken.add(`${scope} ${key}`);
    }
});

test('every shortcut has its line for the sheet', () => {
  const english = JSON.parse(readFileSync(new URL('../locales/en/ui.json', import.meta.url), 'utf8')) as {
    shortcuts: Record<string, string>;
  };
  for (const { id } of shortcuts) assert.ok(english.shortcuts[id], `shortcuts.${id} is missing`);
});

test('printsCharacter() tells keys that need the off-switch from keys that do not', () => {
  assert.equal(printsCharacter('g q'), true);
  assert.equal(printsCharacter('Shift+L'), true);
  assert.equal(printsCharacter('PageDown'), false);
});
