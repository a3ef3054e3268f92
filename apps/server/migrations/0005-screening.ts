/** What earlier visits and controls taught, the policy in force, and the ranked list. */
export const sql = `
create table past_visit (
  container text not null,
  port text not null,
  arrival_at timestamptz not null,
  origin text,
  load_port text,
  bills integer,
  tare_kg integer,
  heading text,
  consignee_key text,
  shipper_key text,
  notify_key text,
  file text not null,
  at_byte bigint not null,
  primary key (container, port, arrival_at)
);
create index past_visit_consignee on past_visit (consignee_key);
create index past_visit_shipper on past_visit (shipper_key);
create index past_visit_notify on past_visit (notify_key);

create table past_control (
  container text not null,
  port text not null,
  arrival_at timestamptz not null,
  origin text,
  consignee_key text,
  shipper_key text,
  notify_key text,
  selected_by text not null check (selected_by in ('rule', 'model', 'random', 'tip')),
  method text,
  controlled_at timestamptz not null,
  found boolean not null,
  kg real,
  file text not null,
  at_byte bigint not null,
  primary key (container, port, arrival_at, controlled_at)
);
create index past_control_corridor on past_control (origin, port);

create table screening_policy (
  version text primary key,
  owner text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  body jsonb not null,
  stored_at timestamptz not null
);

create table rule_set (
  version text primary key,
  owner text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  body jsonb not null,
  stored_at timestamptz not null
);

create table screening (
  visit_id text primary key references visit (id) on delete cascade,
  container text not null,
  port text not null,
  is_open boolean not null,
  standing text not null check (standing in ('expected', 'diverted', 'withdrawn')),
  vessel_imo text,
  vessel_name text,
  voyage text,
  arrival_at timestamptz,
  arrival_actual boolean not null,
  size_type text,
  load text,
  origin text,
  load_port text,
  goods text,
  consignee text,
  score double precision not null,
  probability double precision not null,
  raw_log_odds double precision not null,
  probability_low double precision,
  probability_high double precision,
  mandatory_rules text[] not null,
  mandatory boolean generated always as (cardinality(mandatory_rules) > 0) stored,
  band text not null check (band in ('A', 'B', 'C', 'D')),
  selected_by text check (selected_by in ('rule', 'model', 'random')),
  random_probability double precision not null default 0,
  reasons jsonb not null,
  signals text[] not null,
  not_evaluated jsonb not null,
  quiet text[] not null,
  identity_cases integer not null,
  amended_at timestamptz,
  policy_version text not null,
  rule_set_version text not null,
  calibration jsonb not null,
  prior jsonb not null,
  screened_at timestamptz not null,
  revision bigint not null,
  search text not null
);
create index screening_rank on screening (mandatory desc, score desc, visit_id) where is_open;
create index screening_container on screening (container);
create index screening_arrival on screening (arrival_at, visit_id) where is_open;
create index screening_revision on screening (revision);

create sequence screening_revision_seq;
`;
