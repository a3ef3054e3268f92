/** One state per container number, and the cases where what is said of it cannot all be true. */
export const sql = `
create table container_state (
  container text primary key,
  state text not null check (state in ('announced', 'on-board', 'ashore', 'gated-out', 'gated-in', 'unknown')),
  port text,
  since timestamptz,
  file text,
  at_byte bigint,
  check_digit_valid boolean not null
);

create table identity_case (
  id text primary key,
  container text not null,
  kind text not null,
  state text not null check (state in ('open', 'closed')),
  text text not null,
  params jsonb not null,
  sources jsonb not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_because text,
  check ((state = 'closed') = (closed_at is not null))
);
create index identity_case_container on identity_case (container);
create index identity_case_state on identity_case (state, opened_at desc);
`;
