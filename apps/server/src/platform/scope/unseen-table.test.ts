import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unseenTable } from './unseen-table.ts';

for (const [text, table] of [
  ['select 1 from visit', 'visit'],
  ['select 1 from () f join visit v on true', 'visit'],
  ['select 1 from () f, visit', 'visit'],
  ['select 1 from () f left join lateral (select 1 from "Visit") v on true', '"Visit"'],
  ['select (select count(*) from visit) from () f', 'visit'],
  ['select 1 from () f where exists (select from only visit)', 'visit'],
  ['select 1 from public.visit', 'public'],
  ['select 1 from unnest($0::text[]) u, visit', 'visit'],
  ['with page as (select 1 from () f) select 1 from page, visit', 'visit'],
  ['with recursive page as materialized (select 1 from visit) select 1 from page', 'visit'],
  ["select 1 from () f where name = ' from nothing ' union select 1 from visit", 'visit'],
  ['select 1 from /* () */ visit', 'visit'],
  ['select 1 from -- ()\n visit', 'visit'],
  ['table visit', 'table'],
  ['update visit set port = $0', 'update'],
  ['with gone as (delete from visit returning 1) select 1 from gone', 'delete'],
  ['select 1 into other from () f', 'into'],
] as const) {
  test(`unseenTable() finds ${table} in: ${text}`, () => assert.equal(unseenTable(text), table));
}

for (const text of [
  'select 1',
  'select count(*)::int as n, max(at) from () f where state = any($0::text[]) group by a, b order by c, d',
  'select 1 from () f join () g using (id), () h',
  'with a as (select 1 from () f), b as materialized (select 1 from a) select 1 from a join b on true, b c',
  'select 1 from unnest($0::text[], $0::int[]) as u(id, n), jsonb_array_elements_text($0) e',
  'select 1 from () f where a is distinct from b',
  "select 'from visit' from () f",
  'select 1 from (select 1 from () f) as inner_one, lateral (select 2) as other',
]) {
  test(`unseenTable() takes: ${text}`, () => assert.equal(unseenTable(text), null));
}
