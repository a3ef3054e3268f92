import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standingClaims } from './standing-claims.ts';

const said = (display: string, statedBy: string, statedAt: string, kind = 'manifest') => ({
  value: display,
  display,
  kind,
  statedBy,
  statedAt,
  source: { file: 'a'.repeat(64), offset: 0 },
  minutesToArrival: null,
  current: false,
});
const shown = (claims: ReturnType<typeof said>[]) =>
  standingClaims(claims).map(({ claim, standing }) => `${standing ? '' : 'earlier '}${claim.display}`);

test('standingClaims() keeps two parties that disagree both standing', () => {
  const claims = [said('21 t', 'LINE', '2026-03-01T08:00:00Z'), said('22 t', 'TERM', '2026-03-01T09:00:00Z')];
  assert.deepEqual(shown(claims), ['22 t', '21 t']);
});

test('standingClaims() takes a later word of the same sender for a correction', () => {
  const claims = [said('21 t', 'LINE', '2026-03-01T08:00:00Z'), said('23 t', 'LINE', '2026-03-01T10:00:00Z')];
  assert.deepEqual(shown(claims), ['23 t', 'earlier 21 t']);
});

test('standingClaims() keeps what one message says several times, and another kind of message', () => {
  const claims = [
    said('bill 1', 'LINE', '2026-03-01T08:00:00Z'),
    said('bill 2', 'LINE', '2026-03-01T08:00:00Z'),
    said('bill 3', 'LINE', '2026-03-01T07:00:00Z', 'stow-plan'),
  ];
  assert.deepEqual(shown(claims), ['bill 1', 'bill 2', 'bill 3']);
});
