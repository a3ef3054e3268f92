import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partyKey } from './party-key.ts';

test('partyKey() brings spellings of one company together', () => {
  const spellings = [
    'Fruta del Río S.A.',
    'FRUTA DEL RIO SA',
    'Fruta  del Rio, S. A.',
    'fruta-del-río s.a.c.',
    'FRUTA DEL RIO SOCIEDAD ANONIMA',
    'Cía. Fruta del Rı́o Ltda.',
  ];
  assert.deepEqual([...new Set(spellings.map(partyKey))], ['FRUTA DEL RIO']);
});

test('partyKey() folds letters that have no accent to drop', () => {
  assert.equal(partyKey('Łódź Straße Ørsted GmbH & Co. KG'), 'LODZ STRASSE ORSTED');
  assert.equal(partyKey("O'Vries’ Vers B.V."), 'OVRIES VERS');
});

test('partyKey() keeps names apart that differ in more than their legal form', () => {
  assert.notEqual(partyKey('Banana Uno SA'), partyKey('Banana Dos SA'));
  assert.notEqual(partyKey('Fresh 2000 BV'), partyKey('Fresh 3000 BV'));
  assert.equal(partyKey('新鲜水果 LTD'), '新鲜水果');
});

test('partyKey() never becomes empty while the name has a letter, a digit or an ampersand', () => {
  assert.equal(partyKey('S.A.'), 'SA');
  assert.equal(partyKey('Ltd. Co.'), 'LTD CO');
  assert.equal(partyKey(' -- '), '');
  fc.assert(
    fc.property(fc.string(), (text) =>
      assert.equal(partyKey(text) === '', !/[\p{L}\p{N}&]/u.test(text.normalize('NFKD'))),
    ),
  );
});

test('partyKey() of a key is the key', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('A', 'S', 'SA', 'BV', 'DE', 'CV', 'FRUIT', '&', '.', 'CO', 'KG')),
      (words) => {
        const key = partyKey(words.join(' '));
        assert.equal(partyKey(key), key);
      },
    ),
  );
});
