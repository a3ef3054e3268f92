import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identifierSql, joinSql, quoteIdentifier, sql } from './sql.ts';

test('sql keeps values out of the text, also through parts in parts', () => {
  const evil = "'; drop table file; --";
  const where = joinSql([sql`a = ${evil}`, sql`b = any(${[1, 2]}::int[])`], ' and ');
  const query = sql`select * from ${identifierSql('file')} where ${where} limit ${5}`.toQuery();
  assert.deepEqual(query, {
    text: 'select * from "file" where a = $1 and b = any($2::int[]) limit $3',
    values: [evil, [1, 2], 5],
  });
});

test('joinSql() of nothing is nothing', () => {
  assert.deepEqual(sql`select 1 ${joinSql([], ' and ')}`.toQuery(), { text: 'select 1 ', values: [] });
});

test('quoteIdentifier() quotes what would end the quotes, and refuses what no name can be', () => {
  assert.equal(quoteIdentifier('a"b'), '"a""b"');
  assert.throws(() => quoteIdentifier(''), TypeError);
  assert.throws(() => quoteIdentifier('a\0b'), TypeError);
});
