import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextSort, queueFilter, readQueueSearch } from './queue-search.ts';

test('readQueueSearch() drops what it does not know instead of failing', () => {
  assert.deepEqual(
    readQueueSearch({ port: "NL'--", band: 'Z', load: 'half', sort: 'colour', page: '3' }),
    {},
  );
});

test('readQueueSearch() leaves out what is the default anyway', () => {
  assert.deepEqual(readQueueSearch({ band: 'A,B,C,D', sort: 'rank', q: '   ' }), {});
});

test('readQueueSearch() keeps a blank that is still being typed', () => {
  assert.deepEqual(readQueueSearch({ q: 'fresh ' }), { q: 'fresh ' });
  assert.equal(queueFilter({ q: 'fresh ' }), 'q=fresh');
});

test('a search survives the way through the address unchanged', () => {
  const search = fc.record(
    {
      port: fc.constantFrom('NLVLI', 'BEANR'),
      band: fc.constantFrom('A', 'A,B', 'B,D'),
      load: fc.constantFrom('full' as const, 'empty' as const),
      origin: fc.constantFrom('EC', 'PA'),
      signal: fc.constantFrom('weight-vgm', 'dwell'),
      q: fc.string({ minLength: 1, maxLength: 40 }).filter((q) => q.trim() === q && q !== ''),
      sort: fc.constantFrom('-score' as const, 'arrival' as const),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(search, (one) => {
      const read = Object.fromEntries(new URLSearchParams(queueFilter(one)));
      assert.deepEqual(readQueueSearch(read), { ...one });
    }),
    { numRuns: 200 },
  );
});

test('nextSort() goes round: first direction, other direction, rank', () => {
  assert.equal(nextSort(undefined, 'arrival'), 'arrival');
  assert.equal(nextSort('arrival', 'arrival'), '-arrival');
  assert.equal(nextSort('-arrival', 'arrival'), undefined);
  assert.equal(nextSort(undefined, 'rank'), '-rank');
  assert.equal(nextSort('-rank', 'rank'), undefined);
  assert.equal(nextSort('arrival', 'vessel'), 'vessel');
});
