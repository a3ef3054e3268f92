import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dossier, VisitAct } from '../../api/node-answers.ts';
import { timelineOf } from './timeline.ts';

const source = { file: 'f'.repeat(64), offset: 7 };
const claim = (statedBy: string, statedAt: string, display: string) => ({
  value: display,
  display,
  kind: 'manifest',
  statedBy,
  statedAt,
  source,
  minutesToArrival: null,
  current: false,
});
const message = (type: string, messageFunction: string, statedAt: string) => ({
  ...source,
  type,
  version: 'D95B',
  reference: '1',
  function: messageFunction,
  sender: 'QZ',
  statedAt,
  receivedAt: statedAt,
});
const dossier = {
  port: 'NLVLI',
  vesselName: 'SYNTHETIC ONE',
  voyage: '1W',
  arrivalAt: '2026-03-04T06:00:00Z',
  arrivalActual: false,
  movements: [
    {
      event: 'discharge',
      classifier: 'planned',
      at: null,
      port: 'NLVLI',
      terminal: null,
      source,
      statedBy: 'QZ',
    },
    {
      event: 'load',
      classifier: 'actual',
      at: '2026-02-20T06:00:00Z',
      port: 'ECGYE',
      terminal: null,
      source,
      statedBy: 'QZ',
    },
  ],
  facts: [
    {
      field: 'seals',
      claims: [
        claim('carrier', '2026-02-20T08:00:00Z', 'QZ1'),
        claim('terminal', '2026-02-21T08:00:00Z', 'QZ1'),
        claim('carrier', '2026-03-01T08:00:00Z', 'QZ2'),
      ],
    },
    { field: 'load', claims: [claim('carrier', '2026-02-20T08:00:00Z', 'full')] },
  ],
  messages: [
    message('CUSCAR', 'replacement', '2026-03-01T09:00:00Z'),
    message('IFTMIN', 'original', '2026-02-18T09:00:00Z'),
  ],
  identityCases: [
    {
      id: 'c',
      kind: 'two-places',
      state: 'open',
      text: '',
      sources: [source],
      openedAt: '2026-03-01T10:00:00Z',
    },
  ],
} as unknown as Dossier;
const act = { kind: 'propose', at: '2026-03-02T06:00:00Z', reason: 'Seal', state: 'recorded' } as VisitAct;

test('timelineOf() puts everything on one line in the order of time, and what has no moment last', () => {
  assert.deepEqual(
    timelineOf(dossier, [act]).map(({ kind, word }) => `${kind} ${word}`),
    [
      'booking moments.message',
      'movement events.load',
      'seal moments.seals',
      'seal moments.seals',
      'seal moments.seals',
      'message moments.message',
      'identity identityKinds.two-places',
      'act acts.propose',
      'call moments.call',
      'movement events.discharge',
    ],
  );
});

test('timelineOf() marks what changes what the same party said before, and what is only expected', () => {
  const moments = timelineOf(dossier, []);
  assert.deepEqual(
    moments.filter(({ amends }) => amends).map(({ detail }) => detail),
    ['QZ2 · carrier', 'CUSCAR · 1 · QZ'],
  );
  assert.deepEqual(
    moments.filter(({ expected }) => expected).map(({ word }) => word),
    ['moments.call', 'events.discharge'],
  );
});

test('timelineOf() leaves out facts that are no moments', () => {
  assert.ok(timelineOf(dossier, []).every(({ detail }) => !detail.includes('full')));
});
