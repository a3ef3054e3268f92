import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { roleNames } from '@havenwacht/domain';
import { placesFor } from '../parts/places.ts';
import { languages } from './languages.ts';

type Flat = Map<string, string>;
const plural = /_(zero|one|two|few|many|other)$/;
const source = join(import.meta.dirname, '..');

function flat(value: unknown, path: string, into: Flat = new Map()): Flat {
  if (typeof value === 'string') into.set(path, value);
  else
    for (const [name, inner] of Object.entries(value as Record<string, unknown>))
      flat(inner, path === '' ? name : `${path}.${name}`, into);
  return into;
}

const read = (language: string, name: string): Flat =>
  flat(JSON.parse(readFileSync(join(import.meta.dirname, language, `${name}.json`), 'utf8')), '');
const bare = (key: string) => key.replace(plural, '');
const named = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort();

for (const name of ['ui', 'codes', 'reasons']) {
  const english = read('en', name);
  const wanted = new Set([...english.keys()].map(bare));

  for (const { code } of languages) {
    const catalogue = read(code, name);
    test(`${name}.json has the same keys in ${code} as in English`, () => {
      assert.deepEqual([...new Set([...catalogue.keys()].map(bare))].sort(), [...wanted].sort());
    });

    test(`${name}.json has every plural form ${code} needs, and no empty text`, () => {
      const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
      const lacking: string[] = [];
      for (const key of new Set([...catalogue.keys()].filter((each) => plural.test(each)).map(bare)))
        for (const form of forms) if (!catalogue.has(`${key}_${form}`)) lacking.push(`${key}_${form}`);
      for (const [key, text] of catalogue) if (text.trim() === '') lacking.push(key);
      assert.deepEqual(lacking, []);
    });

    test(`${name}.json names the same values in ${code} as in English`, () => {
      const unlike: string[] = [];
      for (const [key, text] of catalogue) {
        const model = english.get(key) ?? english.get(`${bare(key)}_other`) ?? '';
        if (named(text).join() !== named(model).join()) unlike.push(key);
      }
      assert.deepEqual(unlike, []);
    });
  }
}

const written = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(join(source, path), 'utf8'))
  .join('\n');

test('every text the screens ask for stands in the catalogue', () => {
  const keys = new Set([...read('en', 'ui').keys()].map(bare));
  const asked = [...written.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((match) => match[1]!);
  assert.ok(asked.length > 80);
  assert.deepEqual([...new Set(asked.filter((key) => !keys.has(key)))], []);
});

test('every text in the catalogue is asked for by some screen', () => {
  const words = new Set([...written.matchAll(/'([\w.-]+)'/g)].map((match) => match[1]!));
  const openEnded = [...written.matchAll(/`([\w.-]+\.)\$\{/g)].map((match) => match[1]!);
  const unused = [...read('en', 'ui').keys()]
    .map(bare)
    .filter((key) => !words.has(key) && !openEnded.some((start) => key.startsWith(start)));
  assert.deepEqual([...new Set(unused)], []);
});

test('every place of the rail is named there and explained by the tour', () => {
  const texts = read('en', 'ui');
  const wanted = placesFor(roleNames).flatMap(({ name }) => [
    `nav.${name}`,
    `tour.stops.${name}.title`,
    `tour.stops.${name}.text`,
  ]);
  assert.ok(wanted.length > 20);
  assert.deepEqual(
    wanted.filter((key) => !texts.has(key)),
    [],
  );
});
