/**
 * Controls: their steps, who may know what from when, and the acts that lower one.
 *
 * What must hold whoever writes is held here, not only in the code above: the state of a control moves by
 * a step and by nothing else; steps, results and decisions are never changed or deleted; nobody signs
 * twice; there is no result before arrival and none without evidence; a drawn control is not taken back.
 * What a control is about lies in `sealed`, which the database can not read; `object_commitment` ties the
 * result to it.
 */
export const sql = `
create table control (
  id text primary key,
  state text not null default 'proposed',
  origin text not null check (origin in ('proposal', 'draw', 'lowering')),
  port text not null,
  lane text not null,
  planned_at timestamptz not null,
  created_at timestamptz not null,
  object_commitment text not null check (object_commitment ~ '^[0-9a-f]{64}$'),
  wrapped_key text not null,
  sealed jsonb not null,
  exposure_limit real not null
);
create index control_planned on control (port, planned_at);

create table control_step (
  control_id text not null references control (id),
  seq integer not null,
  step text not null,
  from_state text not null,
  to_state text not null,
  person text not null check (person <> ''),
  credential text not null check (credential <> ''),
  at timestamptz not null,
  lowering_id text,
  primary key (control_id, seq)
);

create table control_knower (
  control_id text not null references control (id),
  person text not null,
  part text not null,
  items text[] not null check (cardinality(items) > 0),
  from_at timestamptz not null,
  on_arrival boolean not null default false,
  posterior real not null check (posterior between 0 and 1),
  reason text,
  added_by text not null,
  primary key (control_id, person, part, from_at, items)
);
create index control_knower_person on control_knower (person);

create table control_opening (
  id bigint generated always as identity primary key,
  control_id text not null references control (id),
  person text not null,
  items text[] not null,
  at timestamptz not null
);
create index control_opening_control on control_opening (control_id, person);

create table control_evidence (
  control_id text not null references control (id),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  kind text not null check (kind in ('image', 'seal-photo', 'document', 'reading', 'note')),
  bytes bigint not null check (bytes > 0),
  person text not null,
  at timestamptz not null,
  primary key (control_id, sha256)
);

create table control_result (
  control_id text primary key references control (id),
  visit_id text not null,
  object_salt text not null,
  outcome text not null check (outcome in ('found', 'nothing', 'not-possible')),
  evidence text[] not null check (cardinality(evidence) > 0),
  kg real check (kg >= 0),
  concealment text,
  person text not null,
  at timestamptz not null,
  check (outcome = 'found' or kg is null)
);

create table lowering (
  id text primary key,
  act text not null check (act in ('dismiss', 'downgrade', 'cancel', 'postpone', 'whitelist', 'change-rules', 'change-policy')),
  kind text not null check (kind in ('override', 'release')),
  subject text not null,
  body jsonb not null,
  reason text not null check (length(btrim(reason)) >= 3),
  evidence_hash text not null,
  asked_by text not null,
  asked_unit text not null,
  asked_at timestamptz not null,
  second_person text,
  second_unit text,
  candidates_hash text not null,
  drawn_number text not null,
  expires_at timestamptz not null,
  check (second_person is null or second_person <> asked_by),
  check (second_unit is null or second_unit <> asked_unit)
);
create index lowering_subject on lowering (subject);

create table lowering_decision (
  lowering_id text primary key references lowering (id),
  decision text not null check (decision in ('approved', 'refused')),
  person text not null,
  credential text not null check (credential <> ''),
  evidence_hash text not null,
  at timestamptz not null,
  redrawn boolean not null,
  effect text not null check (effect in ('done', 'none', 'void'))
);

create table confirm_code (
  person text primary key,
  salt text not null,
  confirm_hash text not null,
  duress_hash text not null,
  set_at timestamptz not null,
  check (confirm_hash <> duress_hash)
);

create function control_forbidden() returns trigger language plpgsql as $body$
begin
  raise exception '% rows are only ever added', tg_table_name using errcode = 'integrity_constraint_violation';
end
$body$;

create trigger control_step_stays before update or delete on control_step
  for each row execute function control_forbidden();
create trigger control_result_stays before update or delete on control_result
  for each row execute function control_forbidden();
create trigger control_opening_stays before update or delete on control_opening
  for each row execute function control_forbidden();
create trigger control_knower_stays before update or delete on control_knower
  for each row execute function control_forbidden();
create trigger lowering_stays before update or delete on lowering
  for each row execute function control_forbidden();
create trigger lowering_decision_stays before update or delete on lowering_decision
  for each row execute function control_forbidden();
create trigger control_stays before delete on control
  for each row execute function control_forbidden();

create function control_step_taken() returns trigger language plpgsql as $body$
declare
  c control;
  allowed text;
begin
  select * into c from control where id = new.control_id for update;
  if new.step = 'propose' then
    if new.seq <> 1 or c.state <> 'proposed' then
      raise exception 'a control is proposed once' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
  end if;
  select t.to_state into allowed from (values
    ('approve', 'proposed', 'approved'),
    ('seal', 'approved', 'sealed'),
    ('disclose', 'sealed', 'disclosed'),
    ('carry-out', 'disclosed', 'carried-out'),
    ('judge', 'carried-out', 'judged'),
    ('close', 'judged', 'closed'),
    ('cancel', 'proposed', 'cancelled'),
    ('cancel', 'approved', 'cancelled'),
    ('cancel', 'sealed', 'cancelled'),
    ('cancel', 'disclosed', 'cancelled')
  ) as t(step, from_state, to_state) where t.step = new.step and t.from_state = c.state;
  if allowed is null or new.from_state <> c.state or new.to_state <> allowed then
    raise exception 'a % control can not %', c.state, new.step using errcode = 'integrity_constraint_violation';
  end if;
  if new.step = 'approve' and exists (select 1 from control_step where control_id = c.id and step = 'propose' and person = new.person) then
    raise exception 'who proposes does not approve' using errcode = 'integrity_constraint_violation';
  end if;
  if new.step = 'judge' and exists (select 1 from control_step where control_id = c.id and step = 'carry-out' and person = new.person) then
    raise exception 'who carries out does not judge' using errcode = 'integrity_constraint_violation';
  end if;
  if new.step = 'carry-out' and not exists (select 1 from control_result where control_id = c.id and person = new.person) then
    raise exception 'no result, so nothing was carried out' using errcode = 'integrity_constraint_violation';
  end if;
  if new.step = 'cancel' then
    if c.origin <> 'proposal' then
      raise exception 'a drawn control is not taken back' using errcode = 'integrity_constraint_violation';
    end if;
    if not exists (
      select 1 from lowering l join lowering_decision d on d.lowering_id = l.id
      where l.id = new.lowering_id and l.act = 'cancel' and l.subject = c.id and d.decision = 'approved' and d.effect = 'done') then
      raise exception 'a control is cancelled by two persons' using errcode = 'integrity_constraint_violation';
    end if;
  end if;
  update control set state = allowed where id = c.id;
  return new;
end
$body$;
create trigger control_step_moves before insert on control_step
  for each row execute function control_step_taken();

create function control_moves_by_steps() returns trigger language plpgsql as $body$
begin
  if pg_trigger_depth() < 2 and (new.state <> old.state or new.planned_at <> old.planned_at) then
    raise exception 'a control moves by a step' using errcode = 'integrity_constraint_violation';
  end if;
  if new.id <> old.id or new.origin <> old.origin or new.object_commitment <> old.object_commitment
     or new.created_at <> old.created_at then
    raise exception 'what a control is about does not change' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$body$;
create trigger control_moves before update on control
  for each row execute function control_moves_by_steps();

create function control_result_given() returns trigger language plpgsql as $body$
declare
  c control;
begin
  select * into c from control where id = new.control_id for update;
  if c.state <> 'disclosed' then
    raise exception 'a % control takes no result', c.state using errcode = 'integrity_constraint_violation';
  end if;
  if encode(sha256(convert_to(new.object_salt || '|' || new.visit_id, 'UTF8')), 'hex') <> c.object_commitment then
    raise exception 'the result speaks of another box' using errcode = 'integrity_constraint_violation';
  end if;
  if not exists (
    select 1 from visit v join port_call p on p.id = v.call_id
      where v.id = new.visit_id and p.arrival_actual and p.arrival_at <= new.at
    union all
    select 1 from visit v join movement m on m.container = v.container and m.port = v.port
      where v.id = new.visit_id and m.classifier = 'actual' and m.happened_at <= new.at
        and m.happened_at >= v.first_stated_at - interval '90 days'
        and m.event in ('discharge', 'gate-in', 'gate-out', 'yard-move')) then
    raise exception 'no result before arrival' using errcode = 'integrity_constraint_violation';
  end if;
  if exists (
    select 1 from unnest(new.evidence) as e(sha256)
    where not exists (select 1 from control_evidence x where x.control_id = c.id and x.sha256 = e.sha256)) then
    raise exception 'no result without evidence' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$body$;
create trigger control_result_checked before insert on control_result
  for each row execute function control_result_given();

create function lowering_decided() returns trigger language plpgsql as $body$
declare
  l lowering;
begin
  select * into l from lowering where id = new.lowering_id for update;
  if l.second_person is distinct from new.person then
    raise exception 'somebody else was drawn to decide this' using errcode = 'integrity_constraint_violation';
  end if;
  if l.evidence_hash <> new.evidence_hash then
    raise exception 'both must have seen the same' using errcode = 'integrity_constraint_violation';
  end if;
  if new.at > l.expires_at then
    raise exception 'the request has lapsed' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$body$;
create trigger lowering_decision_checked before insert on lowering_decision
  for each row execute function lowering_decided();
`;
