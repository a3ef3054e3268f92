import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultPolicy } from './default-policy.ts';
import { isValidAt, parsePolicy } from './policy.ts';

type Json = Record<string, unknown>;

/** The default policy as JSON with one value replaced; `undefined` leaves it out. */
function changed(path: readonly string[], value: unknown): unknown {
  const json = JSON.parse(JSON.stringify(defaultPolicy)) as Json;
  let at = json;
  for (const key of path.slice(0, -1)) at = at[key] as Json;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
  return json;
}

const refused: readonly (readonly [why: string, json: unknown, path: string])[] = [
  ['no object', [], '$'],
  ['an unknown key', changed(['colour'], 'red'), '$.colour'],
  ['an unknown setting of a signal', changed(['signals', 'dwell', 'hidden'], 1), '$.signals.dwell.hidden'],
  ['an unknown signal', changed(['signals', 'driver-name'], {}), '$.signals["driver-name"]'],
  ['a missing signal', changed(['signals', 'goods-generic'], undefined), '$.signals["goods-generic"]'],
  ['a weight without its ground', changed(['signals', 'overlanded', 'why'], ''), '$.signals.overlanded.why'],
  ['a negative weight', changed(['signals', 'overlanded', 'weight'], -1), '$.signals.overlanded.weight'],
  [
    'a weight that is text',
    changed(['signals', 'overlanded', 'weight'], '1.5'),
    '$.signals.overlanded.weight',
  ],
  ['a prior of nothing', changed(['prior', 'yield'], 0), '$.prior.yield'],
  ['a prior without a source', changed(['prior', 'source'], undefined), '$.prior.source'],
  ['no owner', changed(['owner'], ''), '$.owner'],
  ['a date that is none', changed(['validFrom'], 'tomorrow'), '$.validFrom'],
  ['an end before the beginning', changed(['validTo'], '2020-01-01T00:00:00Z'), '$.validTo'],
  [
    'a list of risk countries without an end',
    changed(['riskCountries', 'validTo'], null),
    '$.riskCountries.validTo',
  ],
  ['a list without an owner', changed(['riskCountries', 'owner'], undefined), '$.riskCountries.owner'],
  [
    'a country that is no code',
    changed(['riskCountries', 'countries', 'Ecuador'], 1),
    '$.riskCountries.countries.Ecuador',
  ],
  ['a random share of nothing', changed(['random', 'share'], 0), '$.random.share'],
  ['a group switched off by its cap', changed(['groupCaps', 'seal', 'up'], 0), '$.groupCaps.seal.up'],
  [
    'added loads that do not sum to 1',
    changed(['weighing', 'addedLoads'], [{ kg: 9, share: 0.5 }]),
    '$.weighing.addedLoads',
  ],
  [
    'counter-reasons that outweigh hard evidence',
    changed(['signals', 'overlanded', 'weight'], 0.9),
    '$.counterReasons.maxTotal',
  ],
  ['half a scan', changed(['capacity', 'otherPorts', 'scan'], 0.5), '$.capacity.otherPorts.scan'],
  [
    'a port that is no code',
    changed(['capacity', 'perPortPerDay', 'Vlissingen'], {}),
    '$.capacity.perPortPerDay.Vlissingen',
  ],
];

for (const [why, json, path] of refused) {
  test(`parsePolicy() refuses ${why} and names the path`, () => {
    const parsed = parsePolicy(json);
    assert.ok(!parsed.ok);
    assert.ok(
      parsed.problems.some((problem) => problem.path === path),
      JSON.stringify(parsed.problems),
    );
  });
}

test('the default policy passes its own check as JSON', () => {
  const parsed = parsePolicy(JSON.parse(JSON.stringify(defaultPolicy)));
  assert.deepEqual(parsed, { ok: true, value: defaultPolicy });
});

test('parsePolicy() takes no key from the prototype', () => {
  const json = JSON.parse(JSON.stringify(defaultPolicy).replace('"owner"', '"__proto__"')) as unknown;
  const parsed = parsePolicy(json);
  assert.ok(!parsed.ok);
  assert.deepEqual(parsed.problems.map(({ path }) => path).sort(), ['$.__proto__', '$.owner']);
});

test('isValidAt() includes the beginning and leaves out the end', () => {
  const dated = { validFrom: '2026-01-01T00:00:00Z', validTo: '2026-02-01T00:00:00Z' };
  assert.equal(isValidAt(dated, Date.UTC(2026, 0, 1)), true);
  assert.equal(isValidAt(dated, Date.UTC(2026, 0, 1) - 1), false);
  assert.equal(isValidAt(dated, Date.UTC(2026, 1, 1)), false);
});
