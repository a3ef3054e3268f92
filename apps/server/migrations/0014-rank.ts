/**
 * The order of the ranked list in sixteen bytes: mandatory controls first, then the higher score (the
 * bits of the number, turned so that they sort), then a hash of the id. Ranks are counted between a
 * hundred such keys for each window of the list, and keys of a fixed width are compared several times
 * faster than text. Numbers and names sort by their bytes, for the same reason.
 */
export const sql = `
alter table listed_visit drop column rank_key;
alter table listed_visit
  alter column container type text collate "C",
  alter column port type text collate "C",
  alter column vessel_name type text collate "C",
  add column rank_key uuid not null generated always as ((
    case when mandatory then '00' else '01' end
    || lpad(to_hex(case when score >= 0 then ('x' || encode(float8send(score + 0.0::float8), 'hex'))::bit(64)::bigint # 9223372036854775807
         else ('x' || encode(float8send(score), 'hex'))::bit(64)::bigint end), 16, '0')
    || left(md5(visit_id), 14)
  )::uuid) stored;
create index listed_visit_rank on listed_visit (rank_key) include (port, visit_id);
`;
