/**
 * Boxes that are set apart: the policy, the orders to terminals, how long each box was in reach, and the
 * gate that every word to somebody outside passes.
 *
 * What must hold whoever writes is held here: nothing is told outside before its latest lawful moment, and
 * once only; an order is never changed after it was written; a terminal's answer stands on its own order.
 */
export const sql = `
create table segregation_policy (
  version text primary key,
  owner text not null check (btrim(owner) <> ''),
  valid_from timestamptz not null,
  valid_to timestamptz check (valid_to > valid_from),
  body jsonb not null,
  stored_at timestamptz not null,
  stored_by text not null check (stored_by <> '')
);

create table outside_act (
  id text primary key,
  occasion text not null,
  sign text not null,
  anchor text not null check (anchor in ('planned', 'hands-on', 'collectable', 'reachable')),
  held_until timestamptz,
  ground text not null,
  sealed text not null,
  state text not null default 'held' check (state in ('held', 'given', 'withdrawn')),
  made_at timestamptz not null,
  settled_at timestamptz,
  check ((state = 'held') = (settled_at is null)),
  check (state <> 'given' or (held_until is not null and settled_at >= held_until))
);
create unique index outside_act_occasion on outside_act (occasion, sign) where state <> 'withdrawn';
create index outside_act_due on outside_act (held_until) where state = 'held';

create function outside_act_settled() returns trigger language plpgsql as $body$
begin
  if old.state <> 'held' then
    raise exception 'what was told outside stays told' using errcode = 'integrity_constraint_violation';
  end if;
  if new.id <> old.id or new.occasion <> old.occasion or new.sign <> old.sign or new.sealed <> old.sealed then
    raise exception 'what is held back does not change' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$body$;
create trigger outside_act_once before update on outside_act
  for each row execute function outside_act_settled();
create trigger outside_act_stays before delete on outside_act
  for each row execute function control_forbidden();

create table terminal_order (
  id text primary key,
  port text not null,
  terminal text not null,
  organisation text not null check (organisation <> ''),
  serial integer not null check (serial > 0),
  number text not null unique,
  handling text not null check (handling in ('guarded-stack', 'scanner', 'hold')),
  block text,
  made_at timestamptz not null,
  done_by timestamptz not null,
  sealed_covers text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bytea not null,
  offers integer not null default 0,
  offered_at timestamptz,
  fetched_at timestamptz,
  answer text check (answer in ('acknowledged', 'done', 'cannot')),
  answered_at timestamptz,
  answered_by text,
  unique (port, terminal, serial),
  check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null))
);
create index terminal_order_organisation on terminal_order (organisation, made_at desc);

create function terminal_order_kept() returns trigger language plpgsql as $body$
begin
  if (new.id, new.port, new.terminal, new.organisation, new.serial, new.number, new.handling, new.block, new.made_at,
      new.done_by, new.sha256, new.bytes) is distinct from
     (old.id, old.port, old.terminal, old.organisation, old.serial, old.number, old.handling, old.block, old.made_at,
      old.done_by, old.sha256, old.bytes) then
    raise exception 'an order does not change once it is written' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$body$;
create trigger terminal_order_same before update on terminal_order
  for each row execute function terminal_order_kept();
create trigger terminal_order_stays before delete on terminal_order
  for each row execute function control_forbidden();

create table terminal_order_line (
  order_id text not null references terminal_order (id),
  seq integer not null,
  visit_id text not null,
  container text not null,
  size_type text,
  load text check (load in ('full', 'empty')),
  said text check (said in ('done', 'cannot')),
  said_at timestamptz,
  said_why text,
  standing text not null default 'ordered' check (standing in ('ordered', 'confirmed', 'contradicted')),
  found text,
  found_at timestamptz,
  file text,
  at_byte bigint,
  primary key (order_id, seq),
  unique (order_id, container),
  check ((said is null) = (said_at is null)),
  check ((standing = 'ordered') = (found is null))
);
create index terminal_order_line_container on terminal_order_line (container);

create table segregated_visit (
  visit_id text primary key,
  container text not null,
  port text not null,
  policy_version text not null references segregation_policy (version),
  clause text not null,
  caught_at timestamptz not null,
  scope text not null check (scope in ('until-handled', 'until-depot')),
  terminal text,
  place text,
  wait text,
  since timestamptz,
  ended_at timestamptz,
  minutes jsonb not null default '{}',
  in_reach_minutes real not null default 0,
  evaluated_at timestamptz
);
create index segregated_visit_container on segregated_visit (container);
create index segregated_visit_running on segregated_visit (port) where ended_at is null;

create table box_event (
  visit_id text not null,
  kind text not null check (kind in ('opened', 'intrusion')),
  at timestamptz not null,
  told_by text not null,
  reason text not null,
  primary key (visit_id, kind, at)
);

create table exposure_alarm (
  visit_id text not null,
  about text not null,
  container text not null,
  port text not null,
  at timestamptz not null,
  limit_minutes real,
  raised_at timestamptz not null,
  primary key (visit_id, about)
);

create table segregation_case (
  id text primary key,
  subject text not null,
  container text,
  port text not null,
  kind text not null,
  params jsonb not null,
  file text,
  at_byte bigint,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create unique index segregation_case_open on segregation_case (subject, kind) where closed_at is null;
create index segregation_case_port on segregation_case (port, opened_at desc);

create table release_hold (
  act_id text primary key references outside_act (id),
  container text not null,
  port text not null,
  carrier text,
  since timestamptz not null
);
create index release_hold_carrier on release_hold (carrier);

create table outside_message (
  act_id text primary key references outside_act (id),
  number text not null unique,
  recipient text not null,
  type text not null check (type in ('CUSRES', 'DCSA')),
  made_at timestamptz not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bytea not null,
  offers integer not null default 0,
  offered_at timestamptz
);

create table stack_alarm (
  visit_id text not null,
  beside text not null,
  about text not null,
  at timestamptz not null,
  reach real not null check (reach > 0 and reach <= 1),
  log_odds real not null check (log_odds >= 0),
  half_life_hours real not null check (half_life_hours > 0),
  file text not null,
  at_byte bigint not null,
  refreshed_at timestamptz not null,
  primary key (visit_id, beside, about)
);
`;
