import type { Claims } from '@havenwacht/domain';
import type { ConsignmentRow, ContainerRow, MessageFunction, MovementRow } from '@havenwacht/formats';
import type { StatementKind } from '@havenwacht/domain';
import type { Querying } from '../../platform/db/index.ts';
import { foldRecord, type CargoRecord } from './fold-record.ts';
import type { Said, Statement } from './statement.ts';

/** One visit of a container to one of the node's ports, with all that is claimed about it. */
export interface VisitRecord {
  readonly id: string;
  readonly port: string;
  readonly callId: string;
  readonly vesselKey: string;
  readonly vesselImo: string | null;
  readonly vesselName: string | null;
  readonly voyage: string | null;
  readonly arrivalAt: number | null;
  readonly arrivalActual: boolean;
  readonly firstStatedAt: number;
  /** What was said of the arrival of this call, oldest first. */
  readonly arrivals: Claims<{ readonly at: number; readonly actual: boolean }>;
  readonly record: CargoRecord;
}

/** A container number: its visits, and what belongs to none of them. */
export interface ContainerDossier {
  readonly container: string;
  readonly visits: readonly VisitRecord[];
  readonly movements: CargoRecord['movements'];
}

interface VisitRow {
  id: string;
  container: string;
  port: string;
  call_id: string;
  vessel_key: string;
  imo: string | null;
  name: string | null;
  voyage: string | null;
  arrival_at: number | null;
  arrival_actual: boolean;
  first_stated_at: number;
}

interface MessageRow {
  id: number;
  file: string;
  sender: string;
  statement: StatementKind;
  function: MessageFunction;
  document_number: string | null;
  stated_at: number;
  received_at: number;
}

interface StatementRow {
  id: number;
  container: string;
  vessel_key: string | null;
  port: string | null;
  message_id: number;
  body: ContainerRow | MovementRow;
}

interface ConsignmentBody {
  id: number;
  vessel_key: string | null;
  port: string | null;
  message_id: number;
  body: ConsignmentRow;
}

const day = 86_400_000;
/** A statement without a vessel belongs to the visit it is nearest to, this long before or after. */
const beforeArrivalDays = 75;
const afterArrivalDays = 45;

/**
 * Reads containers with everything that was said about them.
 *
 * Hot path: about 5,000 containers a second with five statements each.
 */
export async function readContainers(
  tx: Querying,
  containers: readonly string[],
): Promise<ReadonlyMap<string, ContainerDossier>> {
  if (containers.length === 0) return new Map();
  const visits = await tx.query<VisitRow>(
    `select v.id, v.container, v.port, v.call_id, c.vessel_key, vessel.imo, vessel.name, c.voyage, c.arrival_at,
       c.arrival_actual, v.first_stated_at
     from visit v join port_call c on c.id = v.call_id left join vessel on vessel.key = c.vessel_key
     where v.container = any($1::text[]) order by v.id`,
    [containers],
  );
  const arrivals = await readArrivals(tx, [...new Set(visits.map((visit) => visit.call_id))]);
  const statements = await readStatements(tx, containers);
  const visitsOf = new Map<string, VisitRow[]>();
  for (const visit of visits) {
    const list = visitsOf.get(visit.container);
    if (list === undefined) visitsOf.set(visit.container, [visit]);
    else list.push(visit);
  }

  const dossiers = new Map<string, ContainerDossier>();
  for (const container of new Set([...statements.keys(), ...visitsOf.keys()])) {
    const own = visitsOf.get(container) ?? [];
    const all = statements.get(container) ?? [];
    const leftAt = new Map(own.map((visit) => [visit.id, leftPortAt(visit, all)]));
    dossiers.set(container, {
      container,
      movements: movementsOf(container, all),
      visits: own.map((visit) => ({
        id: visit.id,
        port: visit.port,
        callId: visit.call_id,
        vesselKey: visit.vessel_key,
        vesselImo: visit.imo,
        vesselName: visit.name,
        voyage: visit.voyage,
        arrivalAt: visit.arrival_at,
        arrivalActual: visit.arrival_actual,
        firstStatedAt: visit.first_stated_at,
        arrivals: arrivals.get(visit.call_id) ?? [],
        record: foldRecord(
          container,
          visit.vessel_key,
          all.filter(
            (statement) =>
              belongsTo(statement, visit, own) && !isAfter(statement, leftAt.get(visit.id) ?? null),
          ),
        ),
      })),
    });
  }
  return dossiers;
}

/** What was said of each container, without what whole documents took back. Bills are read once, however many boxes they name. */
async function readStatements(
  tx: Querying,
  containers: readonly string[],
): Promise<ReadonlyMap<string, Statement[]>> {
  const columns = 'id, container, vessel_key, port, message_id, body';
  const boxes = await tx.query<StatementRow>(
    `select ${columns} from container_statement where container = any($1::text[])`,
    [containers],
  );
  const moves = await tx.query<StatementRow>(
    `select ${columns} from movement where container = any($1::text[])
     union all
     select m.id, l.container, m.vessel_key, m.port, m.message_id, m.body
     from (select distinct l.container, c.bill from consignment_container l
       join consignment c on c.id = l.consignment_id where l.container = any($1::text[])) l
     join movement m on m.bill = l.bill`,
    [containers],
  );
  const links = await tx.query<{ container: string; id: number }>(
    'select container, consignment_id as id from consignment_container where container = any($1::text[])',
    [containers],
  );
  const bills = await tx.query<ConsignmentBody>(
    'select id, vessel_key, port, message_id, body from consignment where id = any($1::bigint[])',
    [[...new Set(links.map((link) => link.id))]],
  );
  const messages = await readMessages(
    tx,
    new Set([...boxes, ...moves, ...bills].map((row) => row.message_id)),
  );

  const statements = new Map<string, Statement[]>();
  const add = (container: string, statement: Statement): void => {
    const list = statements.get(container);
    if (list === undefined) statements.set(container, [statement]);
    else list.push(statement);
  };
  for (const [about, rows] of [
    ['container', boxes],
    ['movement', moves],
  ] as const) {
    for (const { id, container, vessel_key, port, message_id, body } of rows) {
      const said = messages.get(message_id);
      if (said !== undefined)
        add(container, { id, vesselKey: vessel_key, port, said, about, row: body } as Statement);
    }
  }
  const billsById = new Map<number, Statement>();
  for (const { id, vessel_key, port, message_id, body } of bills) {
    const said = messages.get(message_id);
    if (said !== undefined)
      billsById.set(id, { id, vesselKey: vessel_key, port, said, about: 'consignment', row: body });
  }
  for (const { container, id } of links) {
    const bill = billsById.get(id);
    if (bill !== undefined) add(container, bill);
  }
  return statements;
}

/** Messages by id, without those of documents that were cancelled as a whole. */
async function readMessages(tx: Querying, ids: ReadonlySet<number>): Promise<ReadonlyMap<number, Said>> {
  const rows = await tx.query<MessageRow>(
    `with cancel as materialized (
       select id, sender, document_number, stated_at from message
       where function = 'cancel' and document_number is not null
     ), gone as materialized (
       select sender, document_number, max(stated_at) as at from cancel g
       where (select s.id from container_statement s where s.message_id = g.id limit 1) is null
         and (select s.id from consignment s where s.message_id = g.id limit 1) is null
       group by 1, 2
     )
     select m.id, m.file, m.sender, m.statement, m.function, m.document_number, m.stated_at, m.received_at
     from message m left join gone on gone.sender = m.sender and gone.document_number = m.document_number
       and gone.at >= m.stated_at
     where m.id = any($1::bigint[]) and gone.at is null`,
    [[...ids]],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        file: row.file,
        sender: row.sender,
        kind: row.statement,
        function: row.function,
        documentNumber: row.document_number,
        statedAt: row.stated_at,
        receivedAt: row.received_at,
      },
    ]),
  );
}

async function readArrivals(
  tx: Querying,
  calls: readonly string[],
): Promise<ReadonlyMap<string, VisitRecord['arrivals']>> {
  const rows = await tx.query<{
    id: string;
    at: number;
    actual: boolean;
    at_byte: number;
    file: string;
    sender: string;
    statement: StatementKind;
    stated_at: number;
  }>(
    `select c.id, coalesce(s.ata, s.eta) as at, s.ata is not null as actual, s.at_byte, m.file, m.sender, m.statement, m.stated_at
     from port_call c
     join call_statement s on s.vessel_key = c.vessel_key and s.port = c.port
       and coalesce(s.ata, s.eta) between c.arrival_at - interval '10 days' and c.arrival_at + interval '10 days'
     join message m on m.id = s.message_id
     where c.id = any($1::text[]) order by m.stated_at, m.received_at, m.file, s.at_byte`,
    [calls],
  );
  const found = new Map<string, VisitRecord['arrivals'][number][]>();
  for (const row of rows) {
    const list = found.get(row.id) ?? [];
    const last = list.findLast((claim) => claim.statedBy === row.sender && claim.kind === row.statement);
    if (last?.value.at === row.at && last.value.actual === row.actual) continue;
    list.push({
      value: { at: row.at, actual: row.actual },
      source: { file: row.file, offset: row.at_byte },
      statedAt: row.stated_at,
      statedBy: row.sender,
      kind: row.statement,
    });
    found.set(row.id, list);
  }
  return found;
}

function movementsOf(
  container: string,
  all: readonly Statement[],
): Claims<CargoRecord['movements'][number]['value']> {
  return foldRecord(
    container,
    null,
    all.filter((statement) => statement.about === 'movement'),
  ).movements;
}

/** When the container left the port of the visit by land; what happens to it after that is another journey. */
function leftPortAt(visit: VisitRow, all: readonly Statement[]): number | null {
  const arrival = visit.arrival_at ?? visit.first_stated_at;
  let left: number | null = null;
  for (const statement of all) {
    if (statement.about !== 'movement') continue;
    const { event, classifier, port, happenedAt } = statement.row;
    if (event !== 'gate-out' || classifier !== 'actual' || port !== visit.port || happenedAt === undefined)
      continue;
    if (happenedAt >= arrival - day && (left === null || happenedAt < left)) left = happenedAt;
  }
  return left;
}

function isAfter(statement: Statement, left: number | null): boolean {
  if (left === null || statement.about !== 'movement') return false;
  const { event, happenedAt } = statement.row;
  // A second gate-out of the same visit is a contradiction and stays in sight.
  return happenedAt !== undefined && happenedAt > left && event !== 'gate-out';
}

/**
 * Whether a statement is about this visit. One that names the vessel belongs to the vessel's visit
 * nearest in time, whatever port it names: a changed port of discharge is a claim about the same
 * voyage. One that names none, or another vessel (an earlier leg), belongs to the nearest visit.
 */
function belongsTo(statement: Statement, visit: VisitRow, all: readonly VisitRow[]): boolean {
  const at = statement.said.statedAt;
  const inWindow = (one: VisitRow): boolean => {
    const arrival = one.arrival_at ?? one.first_stated_at;
    return at >= arrival - beforeArrivalDays * day && at <= arrival + afterArrivalDays * day;
  };
  if (!inWindow(visit)) return false;
  const candidates = all.filter(inWindow);
  if (candidates.length === 1) return true;
  const sameVessel = candidates.filter((one) => one.vessel_key === statement.vesselKey);
  const pool = sameVessel.length > 0 ? sameVessel : candidates;
  const distance = (one: VisitRow): number => Math.abs((one.arrival_at ?? one.first_stated_at) - at);
  const least = Math.min(...pool.map(distance));
  const nearest = pool.filter((one) => distance(one) - least < 10 * day);
  return nearest.includes(visit);
}
