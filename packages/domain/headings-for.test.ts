import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { goodsWords } from './goods-words.ts';
import { headingsFor } from './headings-for.ts';
import { hsHeadings } from './hs-headings.ts';

test('headingsFor() knows goods in five languages', () => {
  const cases: [text: string, headings: string[]][] = [
    ['FRESH GREEN BANANAS', ['0803']],
    ['1.080 cajas de bananos frescos', ['0803']],
    ['Verse bananen', ['0803']],
    ['Bananes fraîches', ['0803']],
    ['PIÑAS FRESCAS', ['0804']],
    ['Fresh avocados Hass', ['0804']],
    ['café em grãos', ['0901', '2101']],
    ['cacao en grano', ['1801']],
    ['COCOA BEANS IN BAGS', ['1801']],
    ['charbon de bois', ['4402']],
    ['HOUTSKOOL', ['4402']],
    ['sucata de alumínio', ['7602']],
    ['Scrap metal', ['7204', '7404', '7602']],
    ['frozen beef cuts', ['0202']],
    ['carne bovina', ['0201', '0202']],
    ['camarón congelado', ['0306', '1605']],
    ['T-shirts', ['6109']],
    ['used tyres', ['4011', '4012']],
    ['bananas and plywood', ['0803', '4412']],
  ];
  for (const [text, headings] of cases) assert.deepEqual(headingsFor(text), headings, text);
});

test('headingsFor() lets the state of goods turn their heading', () => {
  assert.deepEqual(headingsFor('FROZEN STRAWBERRIES IQF'), ['0811']);
  assert.deepEqual(headingsFor('jugo de naranja concentrado congelado'), ['2009']);
  assert.deepEqual(headingsFor('frozen concentrated orange juice'), ['2009']);
  assert.deepEqual(headingsFor('frozen whole tuna'), ['0303', '0304', '1604']);
  assert.ok(headingsFor('banana puree').includes('2007'));
  assert.equal(headingsFor('banana puree').includes('0803'), false);
  assert.ok(headingsFor('dried mango').includes('0813'));
});

test('headingsFor() takes a phrase before the words in it', () => {
  assert.deepEqual(headingsFor('palm oil'), ['1511']);
  assert.deepEqual(headingsFor('coconut oil'), ['1513']);
  assert.deepEqual(headingsFor('sweet potatoes'), ['0714']);
  assert.deepEqual(headingsFor('pommes de terre'), ['0701']);
  assert.deepEqual(headingsFor('cocoa butter'), ['1804']);
  assert.deepEqual(headingsFor('tomato paste'), ['2002']);
  assert.deepEqual(headingsFor('coco peat'), ['1404', '2703', '5305']);
  assert.deepEqual(headingsFor('fish oil'), ['1504']);
});

test('headingsFor() is silent about what it does not know', () => {
  for (const text of [
    '',
    'GENERAL CARGO',
    'Spare parts',
    'COD. 12',
    'VIN WBA1',
    'LIMA PERU',
    'EN POLVO',
    'BANANAL',
    'ORANGERIE',
    '12345',
    '香蕉',
  ]) {
    assert.deepEqual(headingsFor(text), [], text);
  }
});

test('every heading in the word list exists and every word is in plain form', () => {
  const lines = goodsWords.trim().split('\n');
  assert.ok(lines.length >= 120);
  for (const line of lines) {
    assert.match(line, /^[0-9]{4}(,[0-9]{4})* \| [A-Z0-9]+( [A-Z0-9]+)*(, [A-Z0-9]+( [A-Z0-9]+)*)*$/);
    for (const heading of line.split(' | ')[0]?.split(',') ?? []) assert.ok(hsHeadings.has(heading), line);
  }
});

test('headingsFor() answers only headings that exist, whatever the text', () => {
  const words = goodsWords.split(/[\s,|]+/).concat('FROZEN', 'DRIED', 'JUICE', 'PULP');
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 6 }), (text) => {
      for (const heading of headingsFor(text.join(' '))) assert.ok(hsHeadings.has(heading), heading);
    }),
  );
});
