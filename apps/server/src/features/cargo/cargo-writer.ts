import { createHash } from 'node:crypto';
import type { StatementKind } from '@havenwacht/domain';
import type {
  CallStatement,
  CargoRow,
  ConsignmentRow,
  ContainerRow,
  MessageRow,
  MovementRow,
  VoyageRow,
} from '@havenwacht/formats';
import type { Transaction } from '../../platform/db/index.ts';
import type { FileSink, RowSink, TakenFile } from '../intake/index.ts';
import { findCall, type PortCall } from './find-call.ts';
import { vesselAliases, voyageKey } from './voyage-key.ts';

/** One message on its way into the tables. */
interface Message {
  readonly row: MessageRow;
  readonly statedAt: number;
  voyage: VoyageRow | null;
  id: number | null;
  vesselKey: string | null;
  voyageKey: string | null;
  cargoRows: number;
  calls: number;
}

interface Call extends PortCall {
  readonly voyage: string | null;
  readonly arrivalActual: boolean;
  readonly arrivalStatedAt: number | null;
}

/** Statements of these kinds say that a container is going to be, or was, put ashore at a port. */
const makesVisit: ReadonlySet<StatementKind> = new Set([
  'stow-plan',
  'manifest',
  'discharge-order',
  'discharge-report',
  'arrival-notice',
  'status',
]);

/**
 * Writes the rows of a file as statements, with the vessels, calls and visits they name.
 *
 * Hot path: about 40,000 rows a second; rows are buffered and written with one statement a table.
 */
export function cargoWriter(options: { readonly ports: readonly string[] }): RowSink {
  const ports = new Set(options.ports);
  return {
    async open(tx, file) {
      const touched = await takeOut(tx, file.id);
      return new CargoFileSink(tx, file, ports, touched);
    },
  };
}

/** Takes out what an earlier taking of this file wrote; the containers it spoke of. */
async function takeOut(tx: Transaction, file: string): Promise<Set<string>> {
  const rows = await tx.query<{ container: string }>(
    `with m as (select id from message where file = $1)
     select container from container_statement where message_id in (select id from m)
     union select container from movement where message_id in (select id from m)
     union select cc.container from consignment_container cc
       join consignment c on c.id = cc.consignment_id where c.message_id in (select id from m)`,
    [file],
  );
  await tx.query('delete from message where file = $1', [file]);
  return new Set(rows.map((row) => row.container));
}

class CargoFileSink implements FileSink {
  readonly #tx: Transaction;
  readonly #file: TakenFile;
  readonly #ports: ReadonlySet<string>;
  readonly #touched: Set<string>;
  readonly #movedCalls = new Set<string>();
  readonly #vessels = new Map<string, string>();
  readonly #calls = new Map<string, Call[]>();
  readonly #visits = new Set<string>();
  /** Messages that say cancel; one without cargo rows cancels its whole document. */
  readonly #cancelled: Message[] = [];
  #message: Message | null = null;
  #messages: Message[] = [];
  #voyages: { message: Message; row: VoyageRow }[] = [];
  #containers: { message: Message; row: ContainerRow }[] = [];
  #consignments: { message: Message; row: ConsignmentRow }[] = [];
  #movements: { message: Message; row: MovementRow }[] = [];

  constructor(tx: Transaction, file: TakenFile, ports: ReadonlySet<string>, touched: Set<string>) {
    this.#tx = tx;
    this.#file = file;
    this.#ports = ports;
    this.#touched = touched;
  }

  get buffered(): number {
    return (
      this.#messages.length +
      this.#voyages.length +
      this.#containers.length +
      this.#consignments.length +
      this.#movements.length
    );
  }

  row(row: CargoRow): void {
    if (row.kind === 'message') {
      this.#message = {
        row,
        statedAt: row.statedAt ?? this.#file.receivedAt,
        voyage: null,
        id: null,
        vesselKey: null,
        voyageKey: null,
        cargoRows: 0,
        calls: 0,
      };
      this.#messages.push(this.#message);
      return;
    }
    const message = this.#message;
    if (message === null) return;
    switch (row.kind) {
      case 'voyage':
        if (row.mode === undefined || row.mode === 'sea') message.voyage ??= row;
        this.#voyages.push({ message, row });
        break;
      case 'container':
        message.cargoRows += 1;
        this.#containers.push({ message, row });
        break;
      case 'consignment':
        message.cargoRows += 1;
        this.#consignments.push({ message, row });
        break;
      case 'movement':
        message.cargoRows += 1;
        this.#movements.push({ message, row });
        break;
      case 'unread':
        break;
    }
  }

  async flush(): Promise<void> {
    const messages = new Set<Message>(this.#messages);
    for (const { message } of this.#voyages) messages.add(message);
    await this.#nameVessels([...messages]);
    await this.#writeMessages();
    await this.#writeCalls();
    await this.#writeContainers();
    await this.#writeConsignments();
    await this.#writeMovements();
    this.#messages = [];
    this.#voyages = [];
    this.#containers = [];
    this.#consignments = [];
    this.#movements = [];
  }

  async end(): Promise<void> {
    await this.flush();
    for (const one of this.#cancelled.filter((message) => message.cargoRows === 0)) {
      const rows = await this.#tx.query<{ container: string }>(
        `with m as (select id from message where sender = $1 and document_number = $2)
         select container from container_statement where message_id in (select id from m)
         union select cc.container from consignment_container cc
           join consignment c on c.id = cc.consignment_id where c.message_id in (select id from m)`,
        [one.row.sender, one.row.documentNumber],
      );
      for (const { container } of rows) this.#touched.add(container);
    }
    if (this.#movedCalls.size > 0) {
      const rows = await this.#tx.query<{ container: string }>(
        'select container from visit where call_id = any($1::text[])',
        [[...this.#movedCalls]],
      );
      for (const { container } of rows) this.#touched.add(container);
    }
    if (this.#touched.size > 0) {
      await this.#tx.news('cargo-changed', { file: this.#file.id, containers: [...this.#touched].sort() });
    }
  }

  /** Finds or makes the key of each message's vessel, by any of the words the message knows it by. */
  async #nameVessels(messages: readonly Message[]): Promise<void> {
    const wanted = new Set<string>();
    const words = (message: Message): readonly string[] =>
      message.voyage === null
        ? []
        : vesselAliases({
            imo: message.voyage.vesselImo,
            callSign: message.voyage.callSign,
            name: message.voyage.vesselName,
          });
    for (const message of messages) for (const alias of words(message)) if (!this.#vessels.has(alias)) wanted.add(alias);
    for (const { row } of this.#movements) {
      for (const alias of vesselAliases({ imo: row.vesselImo })) if (!this.#vessels.has(alias)) wanted.add(alias);
    }
    if (wanted.size > 0) {
      const known = await this.#tx.query<{ alias: string; vessel_key: string }>(
        'select alias, vessel_key from vessel_alias where alias = any($1::text[])',
        [[...wanted]],
      );
      for (const { alias, vessel_key } of known) this.#vessels.set(alias, vessel_key);
    }
    const fresh: { alias: string; key: string }[] = [];
    const vessels = new Map<string, VoyageRow>();
    for (const message of messages) {
      const aliases = words(message);
      if (aliases.length === 0) continue;
      const key = aliases.map((alias) => this.#vessels.get(alias)).find((one) => one !== undefined) ?? aliases[0]!;
      for (const alias of aliases) {
        if (this.#vessels.has(alias)) continue;
        this.#vessels.set(alias, key);
        fresh.push({ alias, key });
      }
      message.vesselKey = key;
      message.voyageKey = voyageKey(message.voyage?.voyage);
      if (message.voyage !== null) vessels.set(key, message.voyage);
    }
    for (const { row } of this.#movements) {
      for (const alias of vesselAliases({ imo: row.vesselImo })) {
        if (this.#vessels.has(alias)) continue;
        this.#vessels.set(alias, alias);
        fresh.push({ alias, key: alias });
      }
    }
    if (fresh.length > 0) {
      await this.#tx.query(
        `insert into vessel_alias (alias, vessel_key)
         select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
        [fresh.map((one) => one.alias), fresh.map((one) => one.key)],
      );
    }
    if (vessels.size > 0) {
      const all = [...vessels];
      await this.#tx.query(
        `insert into vessel (key, imo, call_sign, name)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
         on conflict (key) do update set
           imo = coalesce(vessel.imo, excluded.imo),
           call_sign = coalesce(vessel.call_sign, excluded.call_sign),
           name = coalesce(vessel.name, excluded.name)`,
        [
          all.map(([key]) => key),
          all.map(([, row]) => row.vesselImo ?? null),
          all.map(([, row]) => row.callSign ?? null),
          all.map(([, row]) => row.vesselName ?? null),
        ],
      );
    }
  }

  async #writeMessages(): Promise<void> {
    const fresh = this.#messages;
    if (fresh.length === 0) return;
    const ids = await this.#tx.query<{ id: number }>(
      `insert into message (file, at_byte, family, type, version, reference, function, statement, sender,
         recipient, document_number, stated_at, received_at, vessel_key, voyage_key)
       select $1, at_byte, $2, type, version, reference, function, statement, sender, recipient,
         document_number, to_timestamp(stated_ms / 1000.0), to_timestamp($3::float8 / 1000.0), vessel_key, voyage_key
       from unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
         $11::text[], $12::text[], $13::float8[], $14::text[], $15::text[]) with ordinality
         as u(at_byte, type, version, reference, function, statement, sender, recipient, document_number,
              stated_ms, vessel_key, voyage_key, n)
       order by n
       returning id`,
      [
        this.#file.id,
        this.#file.family,
        this.#file.receivedAt,
        fresh.map((one) => one.row.offset),
        fresh.map((one) => one.row.type),
        fresh.map((one) => one.row.version),
        fresh.map((one) => one.row.reference),
        fresh.map((one) => one.row.function),
        fresh.map((one) => one.row.statement),
        fresh.map((one) => one.row.sender),
        fresh.map((one) => one.row.recipient),
        fresh.map((one) => one.row.documentNumber ?? null),
        fresh.map((one) => one.statedAt),
        fresh.map((one) => one.vesselKey),
        fresh.map((one) => one.voyageKey),
      ],
    );
    fresh.forEach((one, index) => {
      one.id = ids[index]?.id ?? null;
      if (one.row.function === 'cancel' && one.row.documentNumber !== undefined) this.#cancelled.push(one);
    });
  }

  async #writeCalls(): Promise<void> {
    const rows: { message: Message; row: VoyageRow; call: CallStatement; seq: number; vesselKey: string }[] = [];
    for (const { message, row } of this.#voyages) {
      const key = row === message.voyage ? message.vesselKey : null;
      if (key === null) continue;
      for (const call of row.calls) {
        if (call.port === undefined) continue;
        rows.push({ message, row, call, seq: (message.calls += 1), vesselKey: key });
      }
    }
    if (rows.length === 0) return;
    await this.#tx.query(
      `insert into call_statement (message_id, seq, vessel_key, voyage_key, port, role, terminal, eta, etd, ata, atd, at_byte)
       select m, s, v, k, p, r, t, to_timestamp(eta / 1000.0), to_timestamp(etd / 1000.0), to_timestamp(ata / 1000.0),
         to_timestamp(atd / 1000.0), b
       from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
         $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::bigint[])
         as u(m, s, v, k, p, r, t, eta, etd, ata, atd, b)`,
      [
        rows.map((one) => one.message.id),
        rows.map((one) => one.seq),
        rows.map((one) => one.vesselKey),
        rows.map((one) => one.message.voyageKey),
        rows.map((one) => one.call.port ?? ''),
        rows.map((one) => one.call.role),
        rows.map((one) => one.call.terminal ?? null),
        rows.map((one) => one.call.eta ?? null),
        rows.map((one) => one.call.etd ?? null),
        rows.map((one) => one.call.ata ?? null),
        rows.map((one) => one.call.atd ?? null),
        rows.map((one) => one.call.offset),
      ],
    );
    for (const { message, call, vesselKey } of rows) {
      const at = call.ata ?? call.eta;
      if (at === undefined || call.port === undefined || !this.#ports.has(call.port)) continue;
      await this.#arrival(message, vesselKey, call.port, at, call.ata !== undefined);
    }
  }

  async #callsOf(vesselKey: string): Promise<Call[]> {
    const known = this.#calls.get(vesselKey);
    if (known !== undefined) return known;
    const rows = await this.#tx.query<{
      id: string;
      vessel_key: string;
      port: string;
      voyage_key: string | null;
      voyage: string | null;
      arrival_at: number | null;
      arrival_actual: boolean;
      arrival_stated_at: number | null;
      first_stated_at: number;
    }>('select * from port_call where vessel_key = $1 order by id', [vesselKey]);
    const calls = rows.map(
      (row): Call => ({
        id: row.id,
        vesselKey: row.vessel_key,
        port: row.port,
        voyageKey: row.voyage_key,
        voyage: row.voyage,
        arrivalAt: row.arrival_at,
        arrivalActual: row.arrival_actual,
        arrivalStatedAt: row.arrival_stated_at,
        firstStatedAt: row.first_stated_at,
      }),
    );
    this.#calls.set(vesselKey, calls);
    return calls;
  }

  /** The call a statement belongs to, made when it is the first to speak of it. */
  async #call(message: Message, vesselKey: string, port: string, arrivalAt: number | null): Promise<Call> {
    const calls = await this.#callsOf(vesselKey);
    const words = { port, voyageKey: message.voyageKey, arrivalAt, statedAt: message.statedAt };
    const found = findCall(words, calls);
    if (found !== null) return found as Call;
    const anchor = message.voyageKey ?? `day ${Math.floor((arrivalAt ?? message.statedAt) / 86_400_000)}`;
    const base = `${vesselKey}|${port}|${anchor}`;
    let id = opaque('c', base);
    for (let n = 2; calls.some((one) => one.id === id); n += 1) id = opaque('c', `${base}|${n}`);
    const call: Call = {
      id,
      vesselKey,
      port,
      voyageKey: message.voyageKey,
      voyage: message.voyage?.voyage ?? null,
      arrivalAt: null,
      arrivalActual: false,
      arrivalStatedAt: null,
      firstStatedAt: message.statedAt,
    };
    calls.push(call);
    await this.#tx.query(
      `insert into port_call (id, vessel_key, port, voyage_key, voyage, first_stated_at)
       values ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000.0)) on conflict do nothing`,
      [id, vesselKey, port, call.voyageKey, call.voyage, message.statedAt],
    );
    return call;
  }

  /** The newest word on an arrival stands; an estimate never replaces an actual arrival. */
  async #arrival(message: Message, vesselKey: string, port: string, at: number, actual: boolean): Promise<void> {
    const call = await this.#call(message, vesselKey, port, at);
    const newer = call.arrivalStatedAt === null || message.statedAt >= call.arrivalStatedAt;
    const stands = call.arrivalActual ? actual && newer : actual || newer;
    if (!stands) return;
    const changed = call.arrivalAt !== at || call.arrivalActual !== actual;
    if (!changed) return;
    const calls = await this.#callsOf(vesselKey);
    calls.splice(calls.indexOf(call), 1, {
      ...call,
      voyageKey: call.voyageKey ?? message.voyageKey,
      voyage: call.voyage ?? message.voyage?.voyage ?? null,
      arrivalAt: at,
      arrivalActual: actual,
      arrivalStatedAt: message.statedAt,
    });
    this.#movedCalls.add(call.id);
    await this.#tx.query(
      `update port_call set arrival_at = to_timestamp($2::float8 / 1000.0), arrival_actual = $3,
         arrival_stated_at = to_timestamp($4::float8 / 1000.0),
         voyage_key = coalesce(voyage_key, $5), voyage = coalesce(voyage, $6) where id = $1`,
      [call.id, at, actual, message.statedAt, message.voyageKey, message.voyage?.voyage ?? null],
    );
  }

  async #visit(
    fresh: Map<string, { container: string; call: Call; statedAt: number }>,
    message: Message,
    vesselKey: string | null,
    container: string,
    port: string | null,
  ): Promise<void> {
    if (vesselKey === null || port === null || container === '' || !this.#ports.has(port)) return;
    if (!makesVisit.has(message.row.statement) || message.row.function === 'cancel') return;
    const arrival = message.voyage?.calls.find((call) => call.port === port);
    const call = await this.#call(message, vesselKey, port, arrival?.ata ?? arrival?.eta ?? null);
    const id = opaque('v', `${container}|${call.id}`);
    if (this.#visits.has(id)) return;
    this.#visits.add(id);
    fresh.set(id, { container, call, statedAt: message.statedAt });
  }

  async #writeVisits(fresh: ReadonlyMap<string, { container: string; call: Call; statedAt: number }>): Promise<void> {
    if (fresh.size === 0) return;
    const all = [...fresh];
    await this.#tx.query(
      `insert into visit (id, container, call_id, port, first_stated_at)
       select i, c, k, p, to_timestamp(s / 1000.0)
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[]) as u(i, c, k, p, s)
       on conflict do nothing`,
      [
        all.map(([id]) => id),
        all.map(([, one]) => one.container),
        all.map(([, one]) => one.call.id),
        all.map(([, one]) => one.call.port),
        all.map(([, one]) => one.statedAt),
      ],
    );
  }

  async #writeContainers(): Promise<void> {
    const rows = this.#containers;
    if (rows.length === 0) return;
    const ports = rows.map(({ message, row }) => dischargePort(row.calls) ?? voyagePort(message));
    const visits = new Map<string, { container: string; call: Call; statedAt: number }>();
    for (const [index, { message, row }] of rows.entries()) {
      this.#touched.add(row.number);
      if (row.action !== 'cancel' && row.exception !== 'shortlanded') {
        await this.#visit(visits, message, message.vesselKey, row.number, ports[index] ?? null);
      }
    }
    await this.#writeVisits(visits);
    await this.#tx.query(
      `insert into container_statement (message_id, container, vessel_key, port, stated_at, stow, body)
       select m, c, v, p, to_timestamp(s / 1000.0), w, b::jsonb
       from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::text[])
         as u(m, c, v, p, s, w, b)`,
      [
        rows.map((one) => one.message.id),
        rows.map((one) => one.row.number),
        rows.map((one) => one.message.vesselKey),
        ports,
        rows.map((one) => one.message.statedAt),
        rows.map((one) => (one.message.row.statement === 'stow-plan' ? (one.row.stow ?? null) : null)),
        rows.map((one) => JSON.stringify(one.row)),
      ],
    );
  }

  async #writeConsignments(): Promise<void> {
    const rows = this.#consignments;
    if (rows.length === 0) return;
    const ports = rows.map(({ message, row }) => dischargePort(row.calls) ?? voyagePort(message));
    const visits = new Map<string, { container: string; call: Call; statedAt: number }>();
    const ids = await this.#tx.query<{ id: number }>(
      `insert into consignment (message_id, bill, vessel_key, port, stated_at, body)
       select m, i, v, p, to_timestamp(s / 1000.0), b::jsonb
       from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::text[]) with ordinality
         as u(m, i, v, p, s, b, n) order by n returning id`,
      [
        rows.map((one) => one.message.id),
        rows.map((one) => one.row.bill),
        rows.map((one) => one.message.vesselKey),
        ports,
        rows.map((one) => one.message.statedAt),
        rows.map((one) => JSON.stringify(one.row)),
      ],
    );
    const links: { id: number; container: string }[] = [];
    for (const [index, { message, row }] of rows.entries()) {
      const numbers = new Set<string>();
      for (const one of row.containers) numbers.add(one.number);
      for (const item of row.goods) for (const number of item.containers) numbers.add(number);
      const id = ids[index]?.id;
      for (const container of numbers) {
        if (id !== undefined) links.push({ id, container });
        this.#touched.add(container);
        if (row.action !== 'cancel') {
          await this.#visit(visits, message, message.vesselKey, container, ports[index] ?? null);
        }
      }
    }
    // A bill that is amended without naming containers speaks of the containers it had.
    const bare = rows.filter(({ row }) => row.containers.length === 0).map(({ row }) => row.bill);
    if (bare.length > 0) {
      const before = await this.#tx.query<{ container: string; bill: string }>(
        `select distinct cc.container, c.bill from consignment c
         join consignment_container cc on cc.consignment_id = c.id where c.bill = any($1::text[])`,
        [bare],
      );
      for (const { container, bill } of before) {
        this.#touched.add(container);
        rows.forEach(({ row }, index) => {
          const id = ids[index]?.id;
          if (row.bill === bill && row.containers.length === 0 && id !== undefined) links.push({ id, container });
        });
      }
    }
    await this.#writeVisits(visits);
    await this.#tx.query(
      `insert into consignment_container (container, consignment_id)
       select * from unnest($1::text[], $2::bigint[]) on conflict do nothing`,
      [links.map((one) => one.container), links.map((one) => one.id)],
    );
  }

  async #writeMovements(): Promise<void> {
    const rows = this.#movements;
    if (rows.length === 0) return;
    const visits = new Map<string, { container: string; call: Call; statedAt: number }>();
    const vesselOf = ({ message, row }: { message: Message; row: MovementRow }): string | null =>
      vesselAliases({ imo: row.vesselImo })
        .map((alias) => this.#vessels.get(alias) ?? null)
        .find((key) => key !== null) ?? message.vesselKey;
    for (const one of rows) {
      this.#touched.add(one.row.container);
      if (one.row.event === 'discharge') {
        await this.#visit(visits, one.message, vesselOf(one), one.row.container, one.row.port ?? voyagePort(one.message));
      }
    }
    await this.#writeVisits(visits);
    await this.#tx.query(
      `insert into movement (message_id, container, vessel_key, port, event, classifier, happened_at, stated_at, body)
       select m, c, v, p, e, k, to_timestamp(h / 1000.0), to_timestamp(s / 1000.0), b::jsonb
       from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::float8[],
         $8::float8[], $9::text[]) as u(m, c, v, p, e, k, h, s, b)`,
      [
        rows.map((one) => one.message.id),
        rows.map((one) => one.row.container),
        rows.map(vesselOf),
        rows.map((one) => one.row.port ?? null),
        rows.map((one) => one.row.event),
        rows.map((one) => one.row.classifier),
        rows.map((one) => one.row.happenedAt ?? null),
        rows.map((one) => one.message.statedAt),
        rows.map((one) => JSON.stringify(one.row)),
      ],
    );
  }
}

function dischargePort(calls: readonly CallStatement[]): string | null {
  return calls.find((call) => call.role === 'discharge')?.port ?? null;
}

/** Where the message as a whole says its containers come ashore. */
function voyagePort(message: Message): string | null {
  if (message.row.statement === 'stow-plan' || message.row.statement === 'load-order' || message.row.statement === 'load-report') {
    return null;
  }
  const calls = message.voyage?.calls ?? [];
  for (const role of ['discharge', 'arrival', 'call'] as const) {
    const port = calls.find((call) => call.role === role)?.port;
    if (port !== undefined) return port;
  }
  return null;
}

/** An identifier that is the same at every replay and says nothing to who does not know the words. */
function opaque(prefix: string, words: string): string {
  return `${prefix}_${createHash('sha256').update(words).digest('base64url').slice(0, 22)}`;
}
