import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookAlerts, weighLooks, type Look } from './weigh-looks.ts';

const looks = (person: string, times: number, explained: boolean, outcome = false): Look[] =>
  Array.from({ length: times }, () => ({ person, explained, outcome }));

test('weighLooks() puts unexplained looks with an outcome above many explained ones', () => {
  const weighed = weighLooks([
    ...looks('busy', 900, true),
    ...looks('busy', 60, false),
    ...looks('snoop', 280, true),
    ...looks('snoop', 20, false),
    ...looks('snoop', 4, false, true),
  ]);
  assert.deepEqual(
    weighed.map(({ person }) => person),
    ['snoop', 'busy'],
  );
  assert.ok((weighed[0]?.posterior ?? 0) > 0.9);
  assert.ok((weighed[1]?.posterior ?? 1) < 0.05);
});

test('weighLooks() does not take a desk whose work is often unexplained for snooping', () => {
  const own = [...looks('p', 70, true), ...looks('p', 30, false)];
  assert.ok((weighLooks(own)[0]?.posterior ?? 0) > 0.9);
  assert.ok((weighLooks(own, undefined, () => 0.7)[0]?.posterior ?? 1) < 0.05);
});

test('lookAlerts() keeps to the budget and says how often it would be wrong', () => {
  const weighed = weighLooks(['a', 'b', 'c'].flatMap((person) => looks(person, 3, false, true)));
  const { alerts, falseAlarmRate } = lookAlerts(weighed, 2, 0.5);
  assert.equal(alerts.length, 2);
  assert.ok(falseAlarmRate !== null && falseAlarmRate > 0 && falseAlarmRate < 0.5);
  assert.deepEqual(lookAlerts(weighed, 5, 1.1), { alerts: [], falseAlarmRate: null });
});
