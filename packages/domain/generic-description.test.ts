import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGenericDescription } from './generic-description.ts';

test('isGenericDescription() sees through packing, counts and grammar in five languages', () => {
  for (const text of [
    '',
    '---',
    '1234',
    'GENERAL CARGO',
    'freight all kinds',
    'F.A.K.',
    'Said to contain: spare parts',
    "SHIPPER'S LOAD, STOW AND COUNT 1080 CARTONS",
    '20 PALLETS MIXED FOODSTUFFS',
    'Various products as per attached invoice',
    'PERSONAL EFFECTS',
    'household goods (used)',
    'machinery parts',
    'Fresh fruit',
    'carga general',
    'mercancías varias',
    'efectos personales usados',
    'FRUTAS FRESCAS',
    'repuestos y accesorios',
    'carga geral',
    'mercadorias diversas',
    'peças e acessórios',
    'diverse goederen',
    'stukgoed',
    'persoonlijke eigendommen',
    'onderdelen voor machines',
    'marchandises diverses',
    'effets personnels',
    'pièces détachées',
    'produits alimentaires',
  ]) {
    assert.equal(isGenericDescription(text), true, text);
  }
});

test('isGenericDescription() does not blame a text that names goods', () => {
  for (const text of [
    'BANANAS',
    'FRESH GREEN BANANAS IN CARTONS',
    'BRAKE DISCS FOR CARS',
    'SPARE PARTS FOR TRACTORS',
    'café verde en sacos',
    'polietileno de alta densidade',
    'gebruikte banden',
    'bois de teck',
    'GENERAL CARGO: COCOA BEANS',
    '香蕉',
  ]) {
    assert.equal(isGenericDescription(text), false, text);
  }
});
