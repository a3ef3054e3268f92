/** Scans of containers: what came, who judged what, what algorithms said. Trials are scans that lead nowhere. */
export const sql = `
create table scan_setting (
  single boolean primary key default true check (single),
  seed text not null default gen_random_uuid()::text,
  blind_share double precision not null default 0.1 check (blind_share between 0 and 1),
  trial_share double precision not null default 0.05 check (trial_share between 0 and 1)
);
insert into scan_setting default values;

create table scan_order (
  id text primary key,
  container text not null,
  port text not null,
  scanner text,
  lane integer check (lane > 0),
  ordered_at timestamptz not null,
  ordered_by text not null,
  done_at timestamptz
);
create index scan_order_open on scan_order (port, container) where done_at is null;

create table scan (
  id text primary key,
  port text not null,
  received_at timestamptz not null,
  channel text not null check (channel in ('http', 'cli', 'dicom', 'trial')),
  series text,
  parts integer not null check (parts > 0),
  state text not null check (state in ('waiting', 'quarantined', 'open', 'judged', 'forgotten')),
  ordered text,
  told text,
  number_check text not null check (number_check in ('agrees', 'differs', 'lanes-swapped', 'not-told', 'not-ordered')),
  scan_order text references scan_order (id),
  format text,
  columns integer,
  rows integer,
  about jsonb,
  blind boolean not null,
  verdict text check (verdict in ('clear', 'suspicious', 'cannot-tell')),
  judged_at timestamptz,
  trial_of text references scan (id),
  trial_seed bigint,
  trial_region jsonb,
  trial_mass_kg double precision,
  check ((trial_of is null) = (channel <> 'trial')),
  check ((trial_of is null) = (trial_seed is null) and (trial_of is null) = (trial_region is null)),
  check ((verdict is null) = (judged_at is null)),
  check (state <> 'judged' or verdict is not null),
  check (verdict is distinct from 'clear' or number_check not in ('differs', 'lanes-swapped'))
);
create unique index scan_series on scan (series, port) where series is not null;
create index scan_state on scan (state, port);
create index scan_container on scan (coalesce(ordered, told));

create table scan_file (
  scan text not null references scan (id),
  number integer not null check (number > 0),
  file text not null check (file ~ '^[0-9a-f]{64}$'),
  bytes bigint not null,
  name text not null,
  removed_at timestamptz,
  primary key (scan, number)
);
create index scan_file_file on scan_file (file);

create table scan_finding (
  scan text not null references scan (id),
  seq integer not null,
  number integer not null,
  code text not null,
  at_byte bigint not null,
  text text not null,
  primary key (scan, seq)
);

create table scan_look (
  scan text not null references scan (id),
  person text not null,
  opened_at timestamptz not null,
  clear_asked_at timestamptz,
  primary key (scan, person)
);

create table scan_judgement (
  scan text not null references scan (id),
  person text not null,
  round integer not null check (round in (1, 2)),
  at timestamptz not null,
  verdict text not null check (verdict in ('clear', 'suspicious', 'cannot-tell')),
  seconds double precision not null check (seconds >= 0),
  regions jsonb not null,
  note text not null,
  opinions_shown boolean not null,
  primary key (scan, person, round),
  check (verdict <> 'suspicious' or jsonb_array_length(regions) > 0),
  check (round = 2 or not opinions_shown)
);

create table scan_opinion (
  scan text not null references scan (id),
  analyser text not null,
  version text not null,
  country text not null,
  at timestamptz not null,
  state text not null check (state in ('evaluated', 'not-evaluated', 'cannot-compare')),
  reason text,
  score double precision,
  regions jsonb not null,
  primary key (scan, analyser, version, country),
  check ((state = 'evaluated') = (score is not null)),
  check (state = 'evaluated' or reason is not null)
);

-- What the steps after this one may act on: a trial is not in it, whatever was judged.
create view scan_suspicion as
  select s.id, coalesce(s.ordered, s.told) as container, s.port, s.judged_at, s.number_check
  from scan s where s.trial_of is null and s.verdict = 'suspicious';
`;
