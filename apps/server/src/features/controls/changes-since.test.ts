import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesSince } from './changes-since.ts';

type Facts = Parameters<typeof changesSince>[0]['facts'];
type Messages = Parameters<typeof changesSince>[0]['messages'];

const [old, fresh] = ['a'.repeat(64), 'b'.repeat(64)] as const;
const messages = [
  { file: old, receivedAt: 100 },
  { file: fresh, receivedAt: 200 },
] as unknown as Messages;
const claim = (file: string, display: string, statedBy: string, value: unknown = display): object => ({
  value,
  display,
  statedBy,
  kind: 'manifest',
  source: { file, offset: 5 },
});
const fact = (field: string, ...claims: object[]): Facts =>
  [{ field, disagree: false, claims }] as unknown as Facts;
const wordsOf = (facts: Facts, since = 150): (string | null)[][] =>
  changesSince({ facts, messages }, since).map(({ before, after }) => [before, after]);

test('changesSince() puts what a speaker says now beside what he said before, not beside another’s word', () => {
  const facts = fact(
    'goods',
    claim(old, 'BANANAS', 'A'),
    claim(old, 'FRUIT', 'B'),
    claim(fresh, 'PINEAPPLES', 'A'),
  );
  assert.deepEqual(wordsOf(facts), [['BANANAS', 'PINEAPPLES']]);
});

test('changesSince() takes the last word of anybody where the speaker had said nothing, and none where nobody had', () => {
  assert.deepEqual(wordsOf(fact('seals', claim(old, 'S1', 'B'), claim(fresh, 'S2', 'A'))), [['S1', 'S2']]);
  assert.deepEqual(wordsOf(fact('seals', claim(fresh, 'S2', 'A'))), [[null, 'S2']]);
});

test('changesSince() compares within one bill only', () => {
  const facts = fact(
    'goods',
    claim(old, 'BANANAS', 'A', { bill: '1' }),
    claim(old, 'SHOES', 'A', { bill: '2' }),
    claim(fresh, 'COFFEE', 'A', { bill: '1' }),
  );
  assert.deepEqual(wordsOf(facts), [['BANANAS', 'COFFEE']]);
});

test('changesSince() tells nothing of what came before, nor of a word that is the same', () => {
  assert.deepEqual(wordsOf(fact('load', claim(old, 'full', 'A'), claim(fresh, 'full', 'B'))), []);
  assert.deepEqual(wordsOf(fact('load', claim(old, 'full', 'A'), claim(fresh, 'empty', 'A')), 200), []);
});
