import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageRef } from '../../api/node-answers.ts';
import { versionedDocuments } from './message-versions.ts';

const message = (document: string | null, over: Partial<MessageRef> = {}): MessageRef => ({
  file: 'f',
  offset: 0,
  type: 'CUSCAR',
  version: 'D95B',
  reference: '1',
  function: 'original',
  sender: 'QZ',
  document,
  statedAt: null,
  receivedAt: '2026-03-01T09:00:00Z',
  ...over,
});

test('versionedDocuments() brings messages of one sender, type and document number together', () => {
  const found = versionedDocuments([
    message('M1'),
    message('M1', { function: 'replacement' }),
    message('M2'),
    message('M1', { sender: 'OTHER' }),
    message('M1', { type: 'COPRAR' }),
    message(null),
    message(null),
    message(''),
    message(''),
  ]);
  assert.deepEqual(
    found.map(({ document, sender, type, versions }) => [document, sender, type, versions.length]),
    [['M1', 'QZ', 'CUSCAR', 2]],
  );
});
