/**
 * Tasks on a phone without network: what was handed out to it, and what it tells afterwards. `item` is the
 * id that the phone gave to what it sends, so that a thing sent twice is there once. `said_at` is when the
 * phone says it was, by the node's clock as far as the node can tell; `doubt_ms` is how far that may be off.
 */
export const sql = `
create table task_envelope (
  control_id text not null references control (id),
  person text not null,
  session text not null,
  handed_at timestamptz not null,
  device_ahead_ms bigint not null,
  primary key (control_id, person, session)
);
create trigger task_envelope_stays before update or delete on task_envelope
  for each row execute function control_forbidden();

alter table control_opening add column item text;
alter table control_opening add column said_at timestamptz;
alter table control_opening add column doubt_ms bigint check (doubt_ms >= 0);
alter table control_opening add check ((item is null) = (said_at is null) and (item is null) = (doubt_ms is null));
create unique index control_opening_item on control_opening (control_id, person, item) where item is not null;

alter table control_result add column item text;
`;
