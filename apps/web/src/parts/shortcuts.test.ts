import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { keysOf, printsCharacter, shortcuts, takenBy } from './shortcuts.ts';

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

test('keysOf() puts a chosen key in the place of the letters and keeps the arrows', () => {
  const next = shortcuts.find(({ id }) => id === 'next')!;
  assert.deepEqual(keysOf(next, {}), ['j', 'ArrowDown']);
  assert.deepEqual(keysOf(next, { next: 'n' }), ['n', 'ArrowDown']);
  const open = shortcuts.find(({ id }) => id === 'open')!;
  assert.deepEqual(keysOf(open, { open: 'o' }), ['Enter'], 'Enter prints nothing and stays');
});

test('takenBy() finds the shortcut that is heard where the new key would be, and frees what was changed', () => {
  assert.equal(takenBy('p', 'next', {}), 'propose');
  assert.equal(takenBy('g', 'next', {}), 'goQueue', 'the first press of a sequence is taken');
  assert.equal(takenBy('n', 'next', {}), undefined, 'a key of the dossier is free in the list');
  assert.equal(takenBy('n', 'undo', {}), 'note', 'a key for everywhere has to be free everywhere');
  assert.equal(takenBy('j', 'select', { next: 'z' }), undefined);
  assert.equal(takenBy('z', 'select', { next: 'z' }), 'next');
});
