import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestDatabase } from '../../platform/db/test-database.ts';

test('rank_key sorts as mandatory first, then the higher score, then a hash of the id, for scores of either sign', async () => {
  const db = await createTestDatabase();
  try {
    const scores = [0, -0, 1, -1, 1e-300, -1e-300, 12.5, -12.5, 1e300, -1e300, 0.1, 0.1 + 2 ** -53, 3, 3];
    await db.transaction(async (tx) => {
      await tx.execute('create temp table keyed (like listed_visit including generated) on commit drop');
      await tx.execute(
        `insert into keyed (visit_id, container, port, mandatory, score, band, signals, search)
         select 'v_' || n, 'ZZZU0000001', 'NLVLI', mandatory, score, 'A', '{}', ''
         from unnest($1::float8[]) with ordinality as s(score, n), unnest(array[true, false]) mandatory`,
        [scores],
      );
      const rows = await tx.query<{ by_key: number; by_words: number }>(
        `select row_number() over (order by rank_key) as by_key,
           row_number() over (order by mandatory desc, score desc, md5(visit_id)) as by_words from keyed`,
      );
      assert.equal(rows.length, scores.length * 2);
      assert.deepEqual(
        rows.map((row) => row.by_key),
        rows.map((row) => row.by_words),
      );
    });
  } finally {
    await db.close();
  }
});
