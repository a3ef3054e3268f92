import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { judgeLine, type BoxEvent } from './judge-line.ts';

const source = { file: 'a'.repeat(64), offset: 7 };
const placed = (at: number, where: 'guarded' | 'scanner' | 'elsewhere'): BoxEvent => ({
  kind: 'placed',
  at,
  where,
  source,
});
const left = (at: number): BoxEvent => ({ kind: 'left', at, by: 'gate', source });
const found = (
  events: readonly BoxEvent[],
  handledAt: number | null = null,
  handling: 'guarded-stack' | 'scanner' | 'hold' = 'guarded-stack',
): string => {
  const finding = judgeLine(handling, 10, events, null, handledAt);
  return finding.standing === 'ordered' ? 'ordered' : `${finding.standing} ${finding.found}`;
};

for (const [what, events, result] of [
  ['nothing', [], 'ordered'],
  ['the landing alone', [{ kind: 'landed', at: 12, source }], 'ordered'],
  ['the guarded stack', [placed(20, 'guarded')], 'confirmed in-stack'],
  ['the guarded stack before it was ordered', [placed(5, 'guarded')], 'confirmed in-stack'],
  ['another place before it was ordered', [placed(5, 'elsewhere')], 'ordered'],
  ['another place', [placed(20, 'elsewhere')], 'contradicted put-elsewhere'],
  [
    'another place and then the stack',
    [placed(20, 'elsewhere'), placed(30, 'guarded')],
    'confirmed in-stack',
  ],
  [
    'the stack and then another place',
    [placed(20, 'guarded'), placed(30, 'elsewhere')],
    'contradicted taken-out',
  ],
  ['the stack, the scanner', [placed(20, 'guarded'), placed(30, 'scanner')], 'confirmed in-stack'],
  ['the gate', [left(20)], 'contradicted left'],
  ['the stack and then the gate', [placed(20, 'guarded'), left(30)], 'contradicted left'],
] as const) {
  test(`judgeLine() takes ${what} as ${result}`, () => assert.equal(found(events), result));
}

test('judgeLine() asks nothing more once customs was done with the box', () => {
  assert.equal(found([placed(20, 'guarded'), left(40)], 30), 'confirmed in-stack');
});

test('judgeLine() takes a hold as broken by the gate and by nothing else', () => {
  assert.equal(found([placed(20, 'elsewhere')], null, 'hold'), 'ordered');
  assert.equal(found([left(20)], null, 'hold'), 'contradicted left');
});

test('judgeLine() takes a box at the scanner as brought there', () => {
  assert.equal(found([placed(20, 'scanner')], null, 'scanner'), 'confirmed at-scanner');
  assert.equal(found([placed(20, 'guarded')], null, 'scanner'), 'contradicted put-elsewhere');
});

test('judgeLine() says shortlanded only where no event says otherwise', () => {
  assert.equal(judgeLine('guarded-stack', 10, [], { at: 15, source }, null).standing, 'contradicted');
  assert.equal(
    judgeLine('guarded-stack', 10, [placed(20, 'guarded')], { at: 15, source }, null).standing,
    'confirmed',
  );
});

test('judgeLine() gives the same for every order of telling', () => {
  const event = fc.oneof(
    fc
      .tuple(fc.nat(60), fc.constantFrom('guarded', 'scanner', 'elsewhere'))
      .map(([at, where]) => placed(at, where)),
    fc.nat(60).map(left),
  );
  fc.assert(
    fc.property(
      fc
        .uniqueArray(event, { maxLength: 8, selector: ({ at }) => at })
        .chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
      ([events, shuffled]) => assert.deepEqual(found(shuffled), found(events)),
    ),
  );
});
