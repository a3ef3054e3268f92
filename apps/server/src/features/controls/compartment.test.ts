import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKey } from '../../platform/secrets/index.ts';
import { commitmentOf, openItems, sealContent, type SealedObject } from './compartment.ts';

const content = {
  visit: 'v_1',
  container: 'HWGU3002120',
  place: 'Quay 12',
  time: Date.UTC(2026, 2, 2, 16, 10),
  method: 'scan',
  reason: 'seal silent for 41 minutes',
} as const;

test('openItems() gives the items asked for and no other', () => {
  const key = newKey();
  const sealed = { id: 'c_1', ...sealContent(key, 'c_1', content) };
  assert.deepEqual(openItems(key, sealed, ['place', 'method']), { place: 'Quay 12', method: 'scan' });
  const object = JSON.parse(openItems(key, sealed, ['object']).object ?? '') as SealedObject;
  assert.equal(object.container, 'HWGU3002120');
  assert.equal(commitmentOf(object.salt, object.visit), sealed.commitment);
});

test('what lies in the database names neither box, place, method nor reason', () => {
  const text = JSON.stringify(sealContent(newKey(), 'c_1', content));
  for (const secret of ['HWGU3002120', 'v_1', 'Quay', 'scan', 'silent', '2026']) {
    assert.ok(!text.includes(secret), secret);
    assert.ok(!text.includes(Buffer.from(secret).toString('base64url')), secret);
  }
});

test('sealed items can not be opened with another key, in another row, as another item, or changed', () => {
  const key = newKey();
  const sealed = { id: 'c_1', ...sealContent(key, 'c_1', content) };
  assert.throws(() => openItems(newKey(), sealed, ['place']));
  assert.throws(() => openItems(key, { ...sealed, id: 'c_2' }, ['place']));
  assert.throws(() =>
    openItems(key, { ...sealed, sealed: { ...sealed.sealed, place: sealed.sealed.object } }, ['place']),
  );
  const first = sealed.sealed.place.startsWith('A') ? 'B' : 'A';
  const changed = first + sealed.sealed.place.slice(1);
  assert.throws(() => openItems(key, { ...sealed, sealed: { ...sealed.sealed, place: changed } }, ['place']));
});

test('two controls of one box do not show that they are of one box', () => {
  const key = newKey();
  const one = sealContent(key, 'c_1', content);
  const other = sealContent(key, 'c_2', content);
  assert.notEqual(one.commitment, other.commitment);
  assert.notEqual(one.sealed.object, other.sealed.object);
});
