/**
 * What guards a lowering beyond its two signatures: when it took effect and by which witness, a control
 * that is planned anew, the node's draws, and what is shown of looks without a task.
 *
 * An approval and its effect are two rows: where a witness is connected, the effect waits until the
 * witness has signed a log that holds the approval. A draw only moves forward, and what it was committed
 * to never changes. Whether a lowered box was drawn stands in no row: the draw knows its candidates by
 * names that only the node can make.
 */
export const sql = `
alter table lowering_decision alter column redrawn drop not null;

create table lowering_effect (
  lowering_id text primary key references lowering_decision (lowering_id),
  outcome text not null check (outcome in ('done', 'none', 'void', 'failed')),
  why text,
  witness text,
  at timestamptz not null
);
insert into lowering_effect (lowering_id, outcome, at) select lowering_id, effect, at from lowering_decision;
create trigger lowering_effect_stays before update or delete on lowering_effect
  for each row execute function control_forbidden();

alter table control_step add column planned_at timestamptz;
alter table control_step add column resealed jsonb;
alter table control_knower add column ended_at timestamptz;

drop trigger control_knower_stays on control_knower;
create function control_knower_ends() returns trigger language plpgsql as $body$
begin
  if tg_op = 'DELETE' or pg_trigger_depth() < 2 or old.ended_at is not null
     or (to_jsonb(new) - 'ended_at') <> (to_jsonb(old) - 'ended_at') then
    raise exception '% rows are only ever added', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$body$;
create trigger control_knower_stays before update or delete on control_knower
  for each row execute function control_knower_ends();

create or replace function control_step_taken() returns trigger language plpgsql as $body$
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
    ('replan', 'proposed', 'proposed'),
    ('replan', 'approved', 'approved'),
    ('replan', 'sealed', 'approved'),
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
  if new.step in ('cancel', 'replan') then
    if c.origin <> 'proposal' then
      raise exception 'a drawn control is not taken back' using errcode = 'integrity_constraint_violation';
    end if;
    if not exists (
      select 1 from lowering l join lowering_decision d on d.lowering_id = l.id join lowering_effect e on e.lowering_id = l.id
      where l.id = new.lowering_id and l.subject = c.id and d.decision = 'approved' and e.outcome = 'done'
        and l.act = any(case new.step when 'cancel' then array['cancel'] else array['postpone', 'downgrade'] end))
      or exists (select 1 from control_step where control_id = c.id and lowering_id = new.lowering_id) then
      raise exception 'a control is lowered by two persons' using errcode = 'integrity_constraint_violation';
    end if;
  end if;
  if new.step = 'replan' then
    if new.planned_at is null or new.resealed is null or new.planned_at < c.planned_at then
      raise exception 'a control is planned anew at a moment, not before the one it had' using errcode = 'integrity_constraint_violation';
    end if;
    update control set planned_at = new.planned_at, sealed = c.sealed || new.resealed where id = c.id;
    update control_knower set ended_at = new.at where control_id = c.id and added_by = 'ladder' and from_at > new.at and ended_at is null;
  end if;
  update control set state = allowed where id = c.id;
  return new;
end
$body$;

create or replace function control_moves_by_steps() returns trigger language plpgsql as $body$
begin
  if pg_trigger_depth() < 2 and (new.state <> old.state or new.planned_at <> old.planned_at or new.sealed <> old.sealed) then
    raise exception 'a control moves by a step' using errcode = 'integrity_constraint_violation';
  end if;
  if new.id <> old.id or new.origin <> old.origin or new.object_commitment <> old.object_commitment
     or new.created_at <> old.created_at or new.wrapped_key <> old.wrapped_key or new.port <> old.port
     or new.lane <> old.lane or new.exposure_limit <> old.exposure_limit then
    raise exception 'what a control is about does not change' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$body$;

create table draw (
  id text primary key,
  kind text not null check (kind in ('share', 'lowered')),
  port text,
  day date,
  state text not null default 'committed' check (state in ('committed', 'made', 'void', 'forced')),
  at timestamptz not null,
  context text not null,
  model text not null,
  replaces text,
  candidates jsonb not null,
  parties jsonb not null,
  commitment text not null,
  absent jsonb,
  drawn text[],
  bundle text,
  problem text,
  ended_at timestamptz
);
create index draw_at on draw (at);
create index draw_open on draw (kind) where state = 'committed';

create function draw_moves() returns trigger language plpgsql as $body$
begin
  if tg_op = 'DELETE' or old.state <> 'committed'
     or (to_jsonb(new) - array['state', 'absent', 'drawn', 'bundle', 'problem', 'ended_at'])
        <> (to_jsonb(old) - array['state', 'absent', 'drawn', 'bundle', 'problem', 'ended_at'])
     or (old.absent is not null and new.absent is distinct from old.absent) then
    raise exception 'a draw is never changed' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$body$;
create trigger draw_stays before update or delete on draw for each row execute function draw_moves();

create table drawn_visit (
  visit_id text primary key,
  draw_id text not null references draw (id),
  probability integer not null check (probability between 0 and 1000000000),
  drawn boolean
);
create index drawn_visit_draw on drawn_visit (draw_id);
create function drawn_visit_settles() returns trigger language plpgsql as $body$
begin
  if old.drawn is not null or (tg_op = 'UPDATE' and (to_jsonb(new) - 'drawn') <> (to_jsonb(old) - 'drawn')) then
    raise exception 'what was drawn is never changed' using errcode = 'integrity_constraint_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$body$;
create trigger drawn_visit_stays before update or delete on drawn_visit
  for each row execute function drawn_visit_settles();

create table lowered_candidate (
  source text primary key,
  draw_id text not null references draw (id)
);
create index lowered_candidate_draw on lowered_candidate (draw_id);

create table draw_answer (
  commitment text primary key,
  organiser text not null,
  roster text not null,
  proof text not null,
  at timestamptz not null
);
create trigger draw_answer_stays before update or delete on draw_answer
  for each row execute function control_forbidden();

create table look_alert (
  id bigint generated always as identity primary key,
  person text not null,
  raised_at timestamptz not null,
  posterior real not null,
  looks integer not null,
  unexplained integer not null,
  outcomes integer not null
);
create index look_alert_raised on look_alert (raised_at);
`;
