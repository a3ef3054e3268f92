import { maySee, maySeeField } from './features/people/index.ts';
import type { Reader } from './platform/auth/index.ts';
import { allOrNone, sql, type RowPolicies, type Sql } from './platform/scope/index.ts';

/**
 * Who sees which rows, for every kind of record that readers ask for. A kind that is not here is seen
 * by nobody. Which fields of a row somebody sees is the table of fields, features/people/field-table.ts.
 *
 * A reader with ports sees what belongs to visits of these ports. What belongs to a visit of another
 * port as well (a stow plan of two ports, a contradiction between two ports) is not for him: it would
 * tell of the other one.
 */
export const rowPolicies: RowPolicies = {
  visit: { table: 'screening', allows: (reader) => inPorts(maySee(reader, 'visit'), reader) },
  'listed-visit': { table: 'listed_visit', allows: (reader) => inPorts(maySee(reader, 'visit'), reader) },
  file: { table: 'file', allows: seesFile },
  'file-finding': {
    table: 'file_finding',
    allows: (reader) =>
      sql`exists (select from file where file.id = file_finding.file and ${seesFile(reader)})`,
  },
  'file-unread': {
    table: 'file_unread',
    allows: (reader) =>
      sql`exists (select from file where file.id = file_unread.file and ${seesFile(reader)})`,
  },
  feed: {
    table: 'file',
    allows: (reader) => ofPorts(maySeeField(reader, 'node', 'feeds'), reader, fileContainers),
  },
  'identity-case': {
    table: 'identity_case',
    allows: (reader) => ofPorts(maySee(reader, 'identity-case'), reader, sql`select identity_case.container`),
  },
  'triage-act': {
    table: 'triage_act',
    allows: (reader) => inPorts(maySee(reader, 'triage-act'), reader),
  },
  'log-entry': { table: 'act', allows: (reader) => aboutPorts(maySee(reader, 'log-entry'), reader) },
  // A team learns of its control by its task, at its time; here only those who plan and sign are told.
  control: {
    table: 'control',
    allows: (reader) =>
      sql`(${inPorts(reader.roles.includes('planner'), reader)} or exists (
        select from control_knower k where k.control_id = control.id and k.person = ${reader.person}
          and k.part in ('proposer', 'approver')))`,
  },
  lowering: {
    table: 'lowering',
    allows: ({ person, roles, ports }) =>
      ports === null && ['integrity', 'auditor'].some((role) => roles.includes(role))
        ? sql`true`
        : sql`(asked_by = ${person} or second_person = ${person})`,
  },
  'segregated-visit': {
    table: 'segregated_visit',
    allows: (reader) => inPorts(maySee(reader, 'segregated-visit'), reader),
  },
  'exposure-alarm': {
    table: 'exposure_alarm',
    allows: (reader) => inPorts(maySee(reader, 'segregated-visit'), reader),
  },
  'terminal-order': { table: 'terminal_order', allows: seesOrder },
  'terminal-order-line': {
    table: 'terminal_order_line',
    allows: (reader) =>
      sql`exists (select from terminal_order o where o.id = terminal_order_line.order_id and ${seesOrder(reader)})`,
  },
  'segregation-case': {
    table: 'segregation_case',
    allows: (reader) => inPorts(maySee(reader, 'segregation-case'), reader),
  },
  'release-hold': {
    table: 'release_hold',
    allows: (reader) =>
      maySee(reader, 'release-hold') ? sql`carrier = any(${reader.groups}::text[])` : allOrNone(false),
  },
  'rule-set': { table: 'rule_set', allows: (reader) => allOrNone(maySee(reader, 'rule-set')) },
};

function inPorts(role: boolean, { ports }: Reader): Sql {
  return role && ports !== null ? sql`port = any(${ports}::text[])` : allOrNone(role);
}

/** What is about these ports and about no other; what is about none is for those of all ports. */
function aboutPorts(role: boolean, { ports }: Reader): Sql {
  return role && ports !== null
    ? sql`ports is not null and ports <> '{}' and ports <@ ${ports}::text[]`
    : allOrNone(role);
}

/** At least one visit of the reader's ports, and none of another, has one of these containers. */
function ofPorts(role: boolean, { ports }: Reader, containers: Sql): Sql {
  if (!role || ports === null) return allOrNone(role);
  return sql`(
    exists (select from visit v join (${containers}) of (container) using (container) where v.port = any(${ports}::text[]))
    and not exists (select from visit v join (${containers}) of (container) using (container) where v.port <> all(${ports}::text[])))`;
}

/**
 * A terminal sees the orders of its own organisation, staff those by policy. An order for a control names
 * its object, which is known to those alone whom its compartment names.
 */
function seesOrder(reader: Reader): Sql {
  if (reader.roles.includes('terminal')) return sql`organisation = any(${reader.groups}::text[])`;
  const byPolicy = inPorts(maySee(reader, 'terminal-order'), reader);
  return sql`(handling = 'guarded-stack' and ${byPolicy})`;
}

function seesFile(reader: Reader): Sql {
  return ofPorts(maySee(reader, 'file'), reader, fileContainers);
}

/** The containers that a file speaks of. */
const fileContainers = sql`
  select s.container from message m join container_statement s on s.message_id = m.id where m.file = file.id
  union all
  select l.container from message m join consignment c on c.message_id = m.id
    join consignment_container l on l.consignment_id = c.id where m.file = file.id
  union all
  select t.container from message m join movement t on t.message_id = m.id where m.file = file.id`;

/**
 * The ports that an act of the log is about, by what it names; null for what belongs to no port, and for
 * what is known only afterwards: bytes that were just received, a visit under its pseudonym.
 */
export const portsOfAct: Sql = sql`case split_part(act.act, '/', 1)
  when 'visit' then (select array[v.port] from visit v where v.id = act.subject)
  when 'scan' then (select array[port] from (
    select s.port from scan s where s.id = act.subject
    union all select o.port from scan_order o where o.id = act.subject) of)
  when 'control' then (select array[c.port] from control c where c.id = act.subject)
  when 'lowering' then (select array[of.port] from lowering l
    join (select id, port from visit union all select id, port from control) of on of.id = l.subject
    where l.id = act.subject)
  when 'file' then (select array_agg(distinct v.port order by v.port) from file
    cross join lateral (${fileContainers}) of (container) join visit v using (container) where file.id = act.subject)
  end`;
