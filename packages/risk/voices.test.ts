import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '@havenwacht/domain';
import fc from 'fast-check';
import { standing } from './voices.ts';

const claim = fc.record({
  value: fc.constantFrom('A', 'B', 'C'),
  source: fc.record({ file: fc.constantFrom('f1', 'f2'), offset: fc.nat(3) }),
  statedAt: fc.constantFrom(0, -0, 1, 2, Number.NaN),
  statedBy: fc.constantFrom('LINE', 'AGENT'),
  kind: fc.constantFrom('manifest', 'stow-plan'),
}) as fc.Arbitrary<Claim<string>>;

test('standing() keeps of every voice its last statement, of few claims and of many', () => {
  fc.assert(
    fc.property(fc.array(claim, { maxLength: 60 }), (claims) => {
      const voice = (one: Claim<string>) => JSON.stringify([one.statedBy, one.kind, one.value]);
      const statement = (one: Claim<string>) => `${one.statedAt}|${one.source.file}`;
      const expected = claims.filter((one) => {
        const last = claims.findLast((other) => voice(other) === voice(one))!;
        return statement(last) === statement(one);
      });
      assert.deepEqual(
        standing(claims, (value) => value),
        expected,
      );
    }),
  );
});
