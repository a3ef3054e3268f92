import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pickLanguage } from './languages.ts';

test('pickLanguage() takes the first language of the reader that the console speaks', () => {
  assert.equal(pickLanguage(['nl-BE', 'fr-BE']), 'nl');
  assert.equal(pickLanguage(['pt-br']), 'pt-BR');
});

test('pickLanguage() gives English to a reader of none of them', () => {
  assert.equal(pickLanguage(['da', 'sv-SE']), 'en');
});
