import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reader } from '../../platform/auth/index.ts';
import { nodeReader } from '../../platform/scope/index.ts';
import { maySee, maySeeField, needsPseudonyms, needsPurpose, presentFor } from './present-for.ts';

const aReader = (...roles: string[]): Reader => ({ ...nodeReader, person: 'p_1', session: 's_1', roles });
const visit = {
  id: 'v_1',
  container: 'ZZZU0000001',
  consignee: 'SYNTHETIC IMPORT',
  reasons: [{ signal: 'dwell', text: 'SYNTHETIC IMPORT waits', weight: 1, unknown: 2 }],
  unheardOf: 'a field nobody listed',
};

test('presentFor() leaves out what the table does not give the role, at every depth', () => {
  assert.deepEqual(presentFor(aReader('image-analyst'), 'visit', visit), {
    id: 'v_1',
    container: 'ZZZU0000001',
  });
  assert.deepEqual(presentFor(aReader('auditor'), 'visit', visit), {
    id: 'v_1',
    reasons: [{ signal: 'dwell', weight: 1 }],
  });
});

test('presentFor() shows a field without an entry to nobody but the node', () => {
  assert.ok(!('unheardOf' in presentFor(aReader('analyst', 'planner', 'team-lead'), 'visit', visit)));
  assert.deepEqual(presentFor(nodeReader, 'visit', visit), visit);
});

test('presentFor() shows nothing to a role that no entry names, and to none', () => {
  for (const reader of [aReader(), aReader('press'), aReader('administrator'), aReader('constructor')]) {
    assert.deepEqual(presentFor(reader, 'visit', visit), {});
  }
  assert.deepEqual(presentFor({ ...nodeReader }, 'visit', visit), {}, 'a copy of the node is not the node');
});

test('a field named like a part of every object is not in the table', () => {
  assert.deepEqual(presentFor(aReader('analyst'), 'visit', { constructor: 1, toString: 2 }), {});
  assert.ok(!maySeeField(aReader('analyst'), 'visit', 'constructor'));
  assert.ok(!maySeeField(aReader('analyst'), 'visit', 'container.length'));
});

test('roles add up', () => {
  assert.ok(maySeeField(aReader('image-analyst', 'planner'), 'visit', 'consignee'));
  assert.ok(!maySeeField(aReader('image-analyst'), 'visit', 'consignee'));
  assert.ok(!maySeeField(aReader('auditor'), 'visit', 'reasons.text'));
  assert.ok(maySee(aReader('auditor', 'press'), 'visit') && !maySee(aReader('press'), 'visit'));
});

test('who only oversees has to say why, and is given pseudonyms; who also works at the desk is not', () => {
  assert.ok(needsPurpose(aReader('auditor'), 'dossier') && needsPurpose(aReader('integrity'), 'dossier'));
  assert.ok(!needsPurpose(aReader('auditor', 'analyst'), 'dossier'));
  assert.ok(needsPurpose(aReader('auditor', 'press'), 'dossier'), 'a role that sees nothing excuses nothing');
  assert.ok(needsPseudonyms(aReader('data-protection'), 'visit'));
  assert.ok(!needsPseudonyms(aReader('integrity'), 'visit') && !needsPseudonyms(nodeReader, 'visit'));
});
