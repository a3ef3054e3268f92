import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeLeak, type PastControl } from './attribute-leak.ts';

const people = ['a', 'b', 'c', 'd', 'e', 'f'];
const quiet = (knowers: readonly string[], times: number): PastControl[] =>
  Array.from({ length: times }, () => ({ knowers, burnt: false }));

test('attributeLeak() puts first who knew of the burnt controls and of few others', () => {
  const controls: PastControl[] = [
    { knowers: ['a', 'b'], burnt: true },
    { knowers: ['a', 'c'], burnt: true },
    { knowers: ['a', 'd'], burnt: true },
    ...quiet(['b', 'c', 'd', 'e', 'f'], 60),
  ];
  const { suspects, nobody, missed } = attributeLeak(controls, people, 3);
  assert.equal(suspects[0]?.person, 'a');
  assert.ok((suspects[0]?.posterior ?? 0) > 10 * (suspects[1]?.posterior ?? 1));
  const all = suspects.reduce((sum, one) => sum + one.posterior, 0);
  assert.ok(nobody > 0 && nobody < 1 && missed >= 0 && missed < 1 && all + nobody <= 1 + 1e-9);
});

test('attributeLeak() does not accuse on one burnt control among many', () => {
  const controls: PastControl[] = [{ knowers: people, burnt: true }, ...quiet(people, 100)];
  const { suspects, nobody } = attributeLeak(controls, people, 6);
  assert.ok(nobody > 0.7, String(nobody));
  assert.ok(suspects.every(({ posterior }) => posterior < 0.06));
});

test('attributeLeak() can not tell apart people who always know the same', () => {
  const controls: PastControl[] = [
    ...Array.from({ length: 5 }, () => ({ knowers: ['a', 'b'], burnt: true })),
    ...quiet(['c', 'd'], 40),
  ];
  const { suspects } = attributeLeak(controls, people, 2);
  assert.equal(suspects[0]?.posterior, suspects[1]?.posterior);
});

test('attributeLeak() counts a person named twice among the knowers once', () => {
  const once = attributeLeak([{ knowers: ['a'], burnt: true }, ...quiet(['b'], 9)], people, 1);
  const twice = attributeLeak([{ knowers: ['a', 'a'], burnt: true }, ...quiet(['b'], 9)], people, 1);
  assert.deepEqual(once, twice);
});
