import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkNumber, hits, keptUntil, skillOf } from './scan.ts';

test('checkNumber() tells agreement, another container, swapped lanes and silence apart', () => {
  assert.equal(checkNumber('QZXU1234565', 'QZXU 123456-5', []), 'agrees');
  assert.equal(checkNumber('QZXU1234565', 'QZXU7654321', []), 'differs');
  assert.equal(checkNumber('QZXU1234565', 'QZXU7654321', ['QZXU7654321']), 'lanes-swapped');
  assert.equal(checkNumber('QZXU1234565', null, ['QZXU7654321']), 'not-told');
  assert.equal(checkNumber(null, 'QZXU1234565', []), 'not-ordered');
  assert.equal(checkNumber(null, null, []), 'not-told');
});

test('hits() wants an overlap, not a touch', () => {
  const truth = { x: 10, y: 10, width: 10, height: 10 };
  assert.equal(hits([{ x: 19, y: 19, width: 5, height: 5 }], truth), true);
  assert.equal(hits([{ x: 20, y: 10, width: 5, height: 5 }], truth), false);
  assert.equal(hits([], truth), false);
});

test('skillOf() is wide after a few trials and never says more than they show', () => {
  assert.deepEqual(skillOf(0, 0), { trials: 0, found: 0, share: null, from: 0, to: 1 });
  const few = skillOf(3, 3);
  assert.ok(few.share === 1 && few.to === 1 && few.from > 0.43 && few.from < 0.44);
  const many = skillOf(90, 100);
  assert.ok(many.from > 0.82 && many.from < 0.83 && many.to > 0.94 && many.to < 0.95);
});

test('keptUntil() keeps evidence longest and what was never judged shortest', () => {
  const at = Date.UTC(2026, 0, 1);
  const days = (verdict: 'clear' | 'suspicious' | 'cannot-tell' | null): number =>
    (keptUntil({ verdict, judgedAt: verdict === null ? null : at, receivedAt: at }).until - at) / 86_400_000;
  assert.deepEqual(
    [days('suspicious'), days('cannot-tell'), days('clear'), days(null)],
    [3_650, 180, 90, 30],
  );
});
