/**
 * What the ranked list is sorted, searched and counted by, apart from the wide rows it shows: one row
 * an open visit. `rank_key` puts the list in its order as plain text: mandatory controls first, then
 * the higher score (the bits of the number, turned so that they sort), then the id.
 */
export const sql = `
create table listed_visit (
  visit_id text primary key references screening (visit_id) on delete cascade,
  container text not null,
  port text not null,
  mandatory boolean not null,
  score double precision not null,
  rank_key text collate "C" not null generated always as (
    case when mandatory then '0' else '1' end
    || lpad(to_hex(case when score >= 0 then ('x' || encode(float8send(score + 0.0::float8), 'hex'))::bit(64)::bigint # 9223372036854775807
         else ('x' || encode(float8send(score), 'hex'))::bit(64)::bigint end), 16, '0')
    || visit_id
  ) stored,
  band text not null,
  selected_by text,
  load text,
  origin text,
  arrival_at timestamptz,
  vessel_name text,
  signals text[] not null,
  search text not null
);
create index listed_visit_rank on listed_visit (rank_key);

insert into listed_visit (visit_id, container, port, mandatory, score, band, selected_by, load, origin, arrival_at,
  vessel_name, signals, search)
select visit_id, container, port, mandatory, score, band, selected_by, load, origin, arrival_at, vessel_name, signals, search
from screening where is_open;
`;
