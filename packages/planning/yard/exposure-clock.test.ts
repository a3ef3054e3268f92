import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { exposureClock, exposureStates, type ExposureEvent } from './exposure-clock.ts';

const minute = 60_000;
const at = (minutes: number): number => minutes * minute;
const landed: ExposureEvent = { kind: 'landed', at: 0 };
const placed = (minutes: number, where: 'guarded' | 'scanner' | 'elsewhere'): ExposureEvent => ({
  kind: 'placed',
  at: at(minutes),
  where,
});
const way: readonly ExposureEvent[] = [
  landed,
  { kind: 'lifted', at: at(20) },
  placed(30, 'guarded'),
  { kind: 'lifted', at: at(100) },
  placed(110, 'scanner'),
  { kind: 'scanned', at: at(120) },
  placed(125, 'guarded'),
  { kind: 'judged', at: at(180), clear: false },
  { kind: 'opened', at: at(240) },
];

test('exposureClock() counts each state from the quay to the opening, and the guarded stack as out of reach', () => {
  const clock = exposureClock(way, at(500), 'until-handled');
  assert.deepEqual(clock.minutes, {
    ashore: 20,
    moving: 20,
    guarded: 70 + 115,
    'at-scanner': 15,
    'to-depot': 0,
    judgement: 60,
    opening: 60,
  });
  assert.equal(clock.inReachMinutes, 20 + 20 + 15);
  assert.deepEqual([clock.place, clock.wait, clock.since, clock.endedAt], [null, null, 0, at(240)]);
});

test('exposureClock() runs until now while nothing ends it', () => {
  const clock = exposureClock([landed], at(90), 'until-handled');
  assert.deepEqual([clock.place, clock.inReachMinutes, clock.endedAt], ['ashore', 90, null]);
});

test('exposureClock() counts a box in reach from the first event ashore when its landing was never told', () => {
  assert.equal(exposureClock([placed(30, 'elsewhere')], at(50), 'until-handled').inReachMinutes, 20);
  assert.equal(exposureClock([{ kind: 'scanned', at: at(10) }], at(50), 'until-handled').inReachMinutes, 40);
});

test('exposureClock() does not begin before anything happened, and takes no event from the future', () => {
  const clock = exposureClock(way, -1, 'until-handled');
  assert.deepEqual([clock.place, clock.since, clock.spans.length], [null, null, 0]);
  assert.equal(exposureClock(way, at(25), 'until-handled').place, 'moving');
});

test('exposureClock() keeps an empty or a reefer in reach on its way to the depot', () => {
  const gone: readonly ExposureEvent[] = [...way, { kind: 'left', at: at(300), by: 'gate' }];
  const road = exposureClock(gone, at(400), 'until-depot');
  assert.deepEqual([road.place, road.minutes['to-depot'], road.endedAt], ['to-depot', 100, null]);
  const there = exposureClock([...gone, { kind: 'at-depot', at: at(420) }], at(900), 'until-depot');
  assert.deepEqual([there.place, there.minutes['to-depot'], there.endedAt], [null, 120, at(420)]);
  assert.equal(exposureClock(gone, at(400), 'until-handled').endedAt, at(240));
});

test('exposureClock() lets an empty that leaves by vessel go', () => {
  const gone = exposureClock([landed, { kind: 'left', at: at(60), by: 'vessel' }], at(900), 'until-depot');
  assert.deepEqual([gone.endedAt, gone.inReachMinutes], [at(60), 60]);
});

test('exposureClock() stops at a clear judgement and runs on when somebody later finds it is not clear', () => {
  const clear: readonly ExposureEvent[] = [
    landed,
    placed(30, 'elsewhere'),
    { kind: 'judged', at: at(60), clear: true },
  ];
  assert.equal(exposureClock(clear, at(100), 'until-handled').endedAt, at(60));
  const again = exposureClock(
    [...clear, { kind: 'judged', at: at(90), clear: false }],
    at(100),
    'until-handled',
  );
  assert.deepEqual([again.place, again.wait, again.inReachMinutes, again.endedAt], ['ashore', 'opening', 70, null]); // prettier-ignore
});

test('exposureClock() takes a box that is put down after it was told gone as not gone', () => {
  const clock = exposureClock(
    [landed, { kind: 'left', at: at(30), by: 'gate' }, placed(50, 'elsewhere')],
    at(80),
    'until-handled',
  );
  assert.deepEqual([clock.place, clock.inReachMinutes, clock.endedAt], ['ashore', 60, null]);
});

test('exposureClock() raises an alarm at the moment a limit was passed, and none below it', () => {
  const limits = { ashore: 15, judgement: 45, total: 50, opening: 60 };
  assert.deepEqual(exposureClock(way, at(500), 'until-handled', limits).alarms, [
    { about: 'ashore', limitMinutes: 15, at: at(15) },
    { about: 'total', limitMinutes: 50, at: at(120) },
    { about: 'judgement', limitMinutes: 45, at: at(165) },
  ]);
});

const anyEvent: fc.Arbitrary<ExposureEvent> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('landed', 'lifted', 'scanned', 'opened', 'at-depot'),
    at: fc.nat(900_000),
  }),
  fc.record({
    kind: fc.constant('placed' as const),
    at: fc.nat(900_000),
    where: fc.constantFrom('guarded', 'scanner', 'elsewhere'),
  }),
  fc.record({ kind: fc.constant('judged' as const), at: fc.nat(900_000), clear: fc.boolean() }),
  fc.record({
    kind: fc.constant('left' as const),
    at: fc.nat(900_000),
    by: fc.constantFrom('gate', 'vessel'),
  }),
) as fc.Arbitrary<ExposureEvent>;

test('exposureClock() gives the same for every order of telling, and for events told twice', () => {
  fc.assert(
    fc.property(
      fc.array(anyEvent, { maxLength: 12 }).chain(
        (events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2, maxLength: events.length * 2 })), // prettier-ignore
      ),
      fc.constantFrom('until-handled', 'until-depot'),
      ([events, doubled], scope) => {
        const limits = { total: 3, ashore: 1 };
        assert.deepEqual(
          exposureClock(doubled, 1_000_000, scope, limits),
          exposureClock(events, 1_000_000, scope, limits),
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('exposureClock() never has a box in two places, and all time since it landed is in one or ended', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
      const { spans, inReachMinutes, minutes } = exposureClock(events, 1_000_000, 'until-handled');
      const places = spans.filter(({ state }) => state !== 'judgement' && state !== 'opening');
      for (const [index, span] of places.entries()) {
        assert.ok(span.until > span.from);
        assert.ok(index === 0 || span.from >= places[index - 1]!.until);
      }
      const all = exposureStates.reduce((sum, state) => sum + minutes[state], 0);
      assert.ok(inReachMinutes <= all + 1e-9);
    }),
  );
});
