/**
 * What people at the desk decide, write and keep: acts on visits, frozen selections, views and
 * settings. Visits are named by their id only: it stays the same when a replay makes them anew.
 */
export const sql = `
create table selection (
  id text primary key,
  person text not null,
  filter text,
  visits text[] not null check (cardinality(visits) between 1 and 200),
  matching integer not null,
  made_at timestamptz not null
);
create index selection_made on selection (made_at);

create table triage_act (
  id bigint generated always as identity primary key,
  reference text not null,
  kind text not null check (kind in ('assign', 'release', 'propose', 'dismiss', 'contest', 'note')),
  visit_id text not null,
  container text not null,
  port text not null,
  person text not null,
  roles text[] not null,
  at timestamptz not null,
  reason text not null,
  details jsonb not null,
  state text not null check (state in ('recorded', 'pending', 'ended', 'undone')),
  needs text check (needs in ('second-person')),
  undone_at timestamptz,
  ended_by text,
  unique (reference, visit_id),
  check ((state = 'undone') = (undone_at is not null)),
  check ((state = 'ended') = (ended_by is not null)),
  check (state <> 'pending' or needs is not null)
);
create index triage_act_visit on triage_act (visit_id, id);
create index triage_act_ended on triage_act (ended_by) where ended_by is not null;
create unique index triage_act_standing on triage_act (visit_id, kind)
  where state in ('recorded', 'pending') and kind in ('assign', 'propose', 'dismiss');
create unique index triage_act_contest on triage_act (visit_id, person, (details ->> 'signal'), (details ->> 'code'))
  where state = 'recorded' and kind = 'contest';

create table queue_view (
  id text primary key,
  person text not null,
  name text not null check (length(name) between 1 and 60),
  filter text not null check (length(filter) <= 600),
  shared boolean not null default false,
  changed_at timestamptz not null,
  unique (person, name)
);

create table console_setting (
  person text primary key,
  body jsonb not null,
  changed_at timestamptz not null
);

create table recent_dossier (
  person text not null,
  visit_id text not null,
  opened_at timestamptz not null,
  primary key (person, visit_id)
);
`;
