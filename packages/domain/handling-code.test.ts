import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  handlingCodes,
  mostClosed,
  readEvaluation,
  readHandlingCodes,
  readTrafficLight,
} from './handling-code.ts';

test('handlingCodes has words for H0 to H3', () => {
  assert.deepEqual(Object.keys(handlingCodes), ['H0', 'H1', 'H2', 'H3']);
});

test('readHandlingCodes() refuses a list with anything unknown in it', () => {
  assert.deepEqual(readHandlingCodes('H1 H1, h3'), ['H1', 'H3']);
  for (const text of ['', ' ', 'H4', 'H1 and H2', 'toString'])
    assert.equal(readHandlingCodes(text), null, text);
});

test('readTrafficLight() knows the five lights of version 2.0 and the old white', () => {
  assert.equal(readTrafficLight('tlp: red'), 'RED');
  assert.equal(readTrafficLight('TLP:WHITE'), 'CLEAR');
  for (const text of ['', 'TLP:', 'ORANGE', 'AMBER STRICT']) assert.equal(readTrafficLight(text), null, text);
});

test('mostClosed() never opens and takes no mark for the most closed one', () => {
  assert.equal(mostClosed(['CLEAR', 'RED', 'GREEN']), 'RED');
  assert.equal(mostClosed(['CLEAR', 'CLEAR']), 'CLEAR');
  assert.equal(mostClosed([]), 'RED');
});

test('readEvaluation() refuses letters and digits outside the four by four', () => {
  assert.deepEqual(readEvaluation('X 4'), { source: 'X', information: '4' });
  for (const text of ['', 'D1', 'A5', 'A0', '2B', 'AA1']) assert.equal(readEvaluation(text), null, text);
});
