/** Acts, which the log takes its entries from, the head it signed last, and its dealings with witnesses. */
export const sql = `
create table act (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('look', 'change', 'refusal')),
  act text not null,
  subject text,
  person text not null,
  roles text[] not null,
  session text,
  purpose text,
  at timestamptz not null,
  content_hash bytea not null check (length(content_hash) = 32),
  entry bigint unique check (entry >= 0)
);
create index act_waiting on act (id) where entry is null;
create index act_person on act (person, entry);
create index act_subject on act (subject, entry) where subject is not null;
create index act_act on act (act, entry);

create table log_head (
  one boolean primary key default true check (one),
  size bigint not null,
  root bytea not null,
  signed_at timestamptz not null
);

create table log_witness (
  name text primary key,
  size bigint,
  checkpoint text,
  signature text,
  cosigned_at timestamptz,
  finding text,
  tried_at timestamptz not null
);

create table witnessed_log (
  origin text primary key,
  size bigint not null,
  root bytea not null,
  checkpoint text not null,
  cosigned_at timestamptz not null
);
`;
