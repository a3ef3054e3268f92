/** What the platform keeps: news between features, how far each reader is, answers to repeated requests. */
export const sql = `
create table event (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  kind text not null,
  body jsonb not null
);
create index event_kind on event (kind, id);

create table event_reader (
  name text primary key,
  kinds text[] not null,
  last_event bigint not null
);

create table idempotency_key (
  key text primary key,
  request_hash text not null,
  status integer,
  headers jsonb,
  body text,
  created_at timestamptz not null default now(),
  check ((status is null) = (body is null))
);
create index idempotency_key_created on idempotency_key (created_at);

create table node_setting (
  name text primary key,
  value jsonb not null
);
`;
