/** Files as received, what was found in them, and what a person decided about them. */
export const sql = `
create table file (
  id text primary key check (id ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes >= 0),
  name text not null,
  channel text not null check (channel in ('folder', 'http', 'cli', 'demo')),
  received_at timestamptz not null,
  received_order bigint generated always as identity,
  state text not null check (state in ('kept', 'taken', 'quarantined', 'released', 'rejected')),
  verdict text check (verdict in ('accepted', 'warning', 'quarantined')),
  family text,
  types text[] not null default '{}',
  message_count integer not null default 0,
  row_count integer not null default 0,
  interchanges jsonb not null default '[]',
  decided_at timestamptz,
  decided_by text,
  decision_reason text,
  check ((state = 'kept') = (verdict is null)),
  check (state not in ('released', 'rejected') or (decided_at is not null and decision_reason is not null))
);
create unique index file_received_order on file (received_order);
create index file_state on file (state, received_order desc);

create table file_receipt (
  file text not null references file (id),
  received_at timestamptz not null,
  name text not null,
  channel text not null,
  primary key (file, received_at, name)
);

create table file_finding (
  file text not null references file (id) on delete cascade,
  seq integer not null,
  code text not null,
  at_byte bigint not null,
  text text not null,
  primary key (file, seq)
);

create table file_unread (
  file text not null references file (id) on delete cascade,
  what text not null,
  reason text not null,
  count integer not null,
  first_byte bigint not null,
  text text not null,
  primary key (file, what, reason)
);
`;
