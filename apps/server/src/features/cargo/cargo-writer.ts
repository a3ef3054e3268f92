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
import { mergeVessels } from './merge-vessels.ts';
import { takeOutFile } from './take-out-file.ts';
import { vesselAliases, voyageKey } from './voyage-key.ts';

/** One message on its way into the tables. */
interface Message {
  readonly row: MessageRow;
  readonly statedAt: number;
  readonly file: TakenFile;
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
  /** Which word on the arrival stands: words compare as texts, the later is the greater. */
  readonly arrivalWord: string | null;
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
 * Writes rows as statements, with the vessels, calls and visits they name.
 *
 * Hot path: about 40,000 rows a second; rows are buffered over files and written with one statement
 * a table. Which call a statement belongs to is decided row by row in the order of receipt, so that it
 * does not depend on how rows were buffered.
 */
export function cargoWriter(options: { readonly ports: readonly string[] }): RowSink {
  const ports = new Set(options.ports);
  return { open: (tx) => new CargoSink(tx, ports) };
}

type Buffered =
  | { readonly message: Message; readonly row: VoyageRow }
  | { readonly message: Message; readonly row: ContainerRow }
  | { readonly message: Message; readonly row: ConsignmentRow }
  | { readonly message: Message; readonly row: MovementRow };

type NewVisit = { readonly container: string; readonly call: Call; readonly statedAt: number };

class CargoSink implements FileSink {
  readonly #tx: Transaction;
  readonly #ports: ReadonlySet<string>;
  readonly #touched = new Set<string>();
  readonly #vessels = new Map<string, string>();
  readonly #calls = new Map<string, Call[]>();
  readonly #visits = new Set<string>();
  /** Calls made or changed since the last flush, and visits made. */
  readonly #newCalls = new Set<Call>();
  readonly #changedCalls = new Map<string, Call>();
  readonly #movedCalls = new Set<string>();
  readonly #newVisits = new Map<string, NewVisit>();
  /** Lists of a call that came since the last flush, as `call|statement`. */
  readonly #lists = new Set<string>();
  /** Messages that say cancel; one without cargo rows cancels its whole document. */
  readonly #cancelled: Message[] = [];
  /** Messages that stated a call. */
  readonly #stated = new Set<number>();
  #file: TakenFile | null = null;
  #message: Message | null = null;
  #messages: Message[] = [];
  #rows: Buffered[] = [];

  constructor(tx: Transaction, ports: ReadonlySet<string>) {
    this.#tx = tx;
    this.#ports = ports;
  }

  get buffered(): number {
    return this.#messages.length + this.#rows.length;
  }

  begin(file: TakenFile): void {
    this.#file = file;
    this.#message = null;
  }

  async takeOut(file: string): Promise<void> {
    await this.flush();
    for (const container of await takeOutFile(this.#tx, file)) this.#touched.add(container);
    this.#calls.clear();
    this.#visits.clear();
  }

  row(row: CargoRow): void {
    if (this.#file === null) throw new Error('a row came before its file');
    if (row.kind === 'message') {
      this.#message = {
        row,
        file: this.#file,
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
    if (message === null || row.kind === 'unread') return;
    if (row.kind === 'voyage') {
      if (row.mode === undefined || row.mode === 'sea') message.voyage ??= row;
    } else message.cargoRows += 1;
    this.#rows.push({ message, row } as Buffered);
  }

  async flush(): Promise<void> {
    if (this.buffered === 0) return;
    const rows = this.#rows;
    const fresh = this.#messages;
    this.#rows = [];
    this.#messages = [];
    const messages = [...new Set([...fresh, ...rows.map((one) => one.message)])];
    await this.#nameVessels(messages, rows);
    await this.#loadCalls(messages, rows);
    await this.#writeMessages(fresh);
    for (const one of rows) this.#place(one);
    await this.#writePlaces();
    await this.#writeCalls(rows.filter((one) => isAbout(one, 'voyage')));
    await this.#writeContainers(rows.filter((one) => isAbout(one, 'container')));
    await this.#writeConsignments(rows.filter((one) => isAbout(one, 'consignment')));
    await this.#writeMovements(rows.filter((one) => isAbout(one, 'movement')));
  }

  async end(): Promise<void> {
    await this.flush();
    for (const one of this.#cancelled.filter((message) => message.cargoRows === 0)) {
      const rows = await this.#tx.query<{ container: string }>(
        `with m as (select id from message where sender = $1 and document_number = $2)
         select container from container_statement where message_id in (select id from m)
         union select container from movement where message_id in (select id from m)
         union select cc.container from consignment_container cc
           join consignment c on c.id = cc.consignment_id where c.message_id in (select id from m)`,
        [one.row.sender, one.row.documentNumber],
      );
      for (const { container } of rows) this.#touched.add(container);
    }
    for (const call of await this.#callsWithNewWord()) this.#movedCalls.add(call);
    if (this.#movedCalls.size > 0) {
      const rows = await this.#tx.query<{ container: string }>(
        'select container from visit where call_id = any($1::text[])',
        [[...this.#movedCalls]],
      );
      for (const { container } of rows) this.#touched.add(container);
    }
    if (this.#touched.size > 0) {
      await this.#tx.news('cargo-changed', { containers: [...this.#touched].sort() });
    }
  }

  /**
   * Calls of which somebody gave an arrival for the first time, or turns out to have given it earlier than
   * was known: what he says stands in every box of the call, with the byte where he said it first.
   */
  async #callsWithNewWord(): Promise<readonly string[]> {
    if (this.#stated.size === 0) return [];
    const calls = await this.#tx.query<{ id: string }>(
      `select distinct c.id from call_statement s join message m on m.id = s.message_id
         join port_call c on c.vessel_key = s.vessel_key and c.port = s.port
           and coalesce(s.ata, s.eta) between c.arrival_at - interval '10 days' and c.arrival_at + interval '10 days'
       where s.message_id = any($1::bigint[]) and not exists (
         select 1 from call_statement o join message n on n.id = o.message_id
         where o.vessel_key = s.vessel_key and o.port = s.port and coalesce(o.ata, o.eta) = coalesce(s.ata, s.eta)
           and (o.ata is null) = (s.ata is null) and n.sender = m.sender and n.statement = m.statement
           and (n.stated_at, n.received_at, n.file, o.at_byte) < (m.stated_at, m.received_at, m.file, s.at_byte))`,
      [[...this.#stated]],
    );
    return calls.map((row) => row.id);
  }

  /** Finds or makes the key of each message's vessel, by any of the words the message knows it by. */
  async #nameVessels(messages: readonly Message[], rows: readonly Buffered[]): Promise<void> {
    const wanted = new Set<string>();
    const words = (message: Message): readonly string[] =>
      message.voyage === null
        ? []
        : vesselAliases({
            imo: message.voyage.vesselImo,
            callSign: message.voyage.callSign,
            name: message.voyage.vesselName,
          });
    for (const message of messages)
      for (const alias of words(message)) if (!this.#vessels.has(alias)) wanted.add(alias);
    const moved = rows.flatMap(({ row }) =>
      row.kind === 'movement' ? vesselAliases({ imo: row.vesselImo }) : [],
    );
    for (const alias of moved) if (!this.#vessels.has(alias)) wanted.add(alias);
    if (wanted.size > 0) {
      const known = await this.#tx.query<{ alias: string; vessel_key: string }>(
        'select alias, vessel_key from vessel_alias where alias = any($1::text[])',
        [[...wanted]],
      );
      for (const { alias, vessel_key } of known) this.#vessels.set(alias, vessel_key);
    }
    const fresh: { alias: string; key: string }[] = [];
    const merged = new Map<string, string>();
    const vessels = new Map<string, { imo: string | null; callSign: string | null; name: string | null }>();
    for (const message of messages) {
      const aliases = words(message);
      if (aliases.length === 0) continue;
      const known = [...new Set(aliases.flatMap((alias) => this.#vessels.get(alias) ?? []))];
      const key = known[0] ?? aliases[0]!;
      for (const other of known.slice(1)) merged.set(other, key);
      for (const alias of aliases) {
        if (this.#vessels.has(alias)) continue;
        this.#vessels.set(alias, key);
        fresh.push({ alias, key });
      }
      message.vesselKey = key;
      message.voyageKey = voyageKey(message.voyage?.voyage);
      if (message.voyage !== null) {
        const before = vessels.get(key);
        vessels.set(key, {
          imo: least(before?.imo, message.voyage.vesselImo),
          callSign: least(before?.callSign, message.voyage.callSign),
          name: least(before?.name, message.voyage.vesselName),
        });
      }
    }
    for (const [other, key] of merged) await this.#mergeVessels(other, key, messages);
    for (const alias of moved) {
      if (this.#vessels.has(alias)) continue;
      this.#vessels.set(alias, alias);
      fresh.push({ alias, key: alias });
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
           imo = least(vessel.imo collate "C", excluded.imo),
           call_sign = least(vessel.call_sign collate "C", excluded.call_sign),
           name = least(vessel.name collate "C", excluded.name)`,
        [
          all.map(([key]) => key),
          all.map(([, words]) => words.imo),
          all.map(([, words]) => words.callSign),
          all.map(([, words]) => words.name),
        ],
      );
    }
  }

  /** One message names by two words what was taken for two vessels: from now on, and before, it is one. */
  async #mergeVessels(other: string, key: string, messages: readonly Message[]): Promise<void> {
    for (const [alias, known] of this.#vessels) if (known === other) this.#vessels.set(alias, key);
    for (const message of messages) if (message.vesselKey === other) message.vesselKey = key;
    this.#calls.delete(other);
    this.#calls.delete(key);
    this.#visits.clear();
    for (const container of await mergeVessels(this.#tx, other, key)) this.#touched.add(container);
  }

  async #writeMessages(fresh: readonly Message[]): Promise<void> {
    if (fresh.length === 0) return;
    const ids = await this.#tx.query<{ id: number }>(
      `insert into message (file, at_byte, family, type, version, reference, function, statement, sender,
         recipient, document_number, stated_at, received_at, vessel_key, voyage_key)
       select file, at_byte, family, type, version, reference, function, statement, sender, recipient,
         document_number, to_timestamp(stated_ms / 1000.0), to_timestamp(received_ms / 1000.0), vessel_key, voyage_key
       from unnest($1::text[], $2::text[], $3::float8[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
         $9::text[], $10::text[], $11::text[], $12::text[], $13::float8[], $14::text[], $15::text[]) with ordinality
         as u(file, family, received_ms, at_byte, type, version, reference, function, statement, sender, recipient, document_number,
              stated_ms, vessel_key, voyage_key, n)
       order by n
       returning id`,
      [
        fresh.map((one) => one.file.id),
        fresh.map((one) => one.file.family),
        fresh.map((one) => one.file.receivedAt),
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

  async #writeCalls(
    voyages: readonly { readonly message: Message; readonly row: VoyageRow }[],
  ): Promise<void> {
    const rows = voyages.flatMap(({ message, row }) => {
      const key = row === message.voyage ? message.vesselKey : null;
      return key === null
        ? []
        : row.calls
            .filter((call) => call.port !== undefined)
            .map((call) => ({ message, call, seq: (message.calls += 1), vesselKey: key }));
    });
    if (rows.length === 0) return;
    for (const { message } of rows) if (message.id !== null) this.#stated.add(message.id);
    await this.#tx.execute(
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
  }

  /** Reads the known calls of every vessel that the buffered rows name, once a vessel. */
  async #loadCalls(messages: readonly Message[], rows: readonly Buffered[]): Promise<void> {
    const keys = new Set<string>();
    for (const { vesselKey } of messages) if (vesselKey !== null) keys.add(vesselKey);
    for (const one of rows) {
      const key = isAbout(one, 'movement') ? this.#vesselOf(one) : null;
      if (key !== null) keys.add(key);
    }
    const wanted = [...keys].filter((key) => !this.#calls.has(key));
    if (wanted.length === 0) return;
    for (const key of wanted) this.#calls.set(key, []);
    const known = await this.#tx.query<{
      id: string;
      vessel_key: string;
      port: string;
      voyage_key: string | null;
      voyage: string | null;
      arrival_at: number | null;
      arrival_actual: boolean;
      arrival_word: string | null;
      first_stated_at: number;
    }>('select * from port_call where vessel_key = any($1::text[]) order by id', [wanted]);
    for (const row of known) {
      this.#calls.get(row.vessel_key)?.push({
        id: row.id,
        vesselKey: row.vessel_key,
        port: row.port,
        voyageKey: row.voyage_key,
        voyage: row.voyage,
        arrivalAt: row.arrival_at,
        arrivalActual: row.arrival_actual,
        arrivalWord: row.arrival_word,
        firstStatedAt: row.first_stated_at,
      });
    }
  }

  /** Decides what one row says about calls and visits. */
  #place(one: Buffered): void {
    const { message, row } = one;
    switch (row.kind) {
      case 'voyage': {
        if (row !== message.voyage || message.vesselKey === null) return;
        for (const call of row.calls) {
          const at = call.ata ?? call.eta;
          if (at === undefined || call.port === undefined || !this.#ports.has(call.port)) continue;
          this.#arrival(message, message.vesselKey, call.port, at, call.ata !== undefined);
        }
        return;
      }
      case 'container':
        this.#touched.add(row.number);
        if (row.action !== 'cancel' && row.exception !== 'shortlanded') {
          this.#visit(message, message.vesselKey, row.number, portOf({ message, row }));
        }
        return;
      case 'consignment':
        for (const container of containersOf(row)) {
          this.#touched.add(container);
          if (row.action !== 'cancel')
            this.#visit(message, message.vesselKey, container, portOf({ message, row }));
        }
        return;
      case 'movement':
        if (row.container === '') return;
        this.#touched.add(row.container);
        if (row.event === 'discharge') {
          this.#visit(
            message,
            this.#vesselOf({ message, row }),
            row.container,
            row.port ?? voyagePort(message),
          );
        }
        return;
    }
  }

  #vesselOf({ message, row }: { readonly message: Message; readonly row: MovementRow }): string | null {
    for (const alias of vesselAliases({ imo: row.vesselImo })) {
      const key = this.#vessels.get(alias);
      if (key !== undefined) return key;
    }
    return message.vesselKey;
  }

  /** The call a statement belongs to, made when it is the first to speak of it. */
  #call(message: Message, vesselKey: string, port: string, arrivalAt: number | null): Call {
    const calls = this.#calls.get(vesselKey) ?? [];
    this.#calls.set(vesselKey, calls);
    const words = { port, voyageKey: message.voyageKey, arrivalAt, statedAt: message.statedAt };
    const found = findCall(words, calls);
    if (found !== null) return this.#named(found as Call, message);
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
      arrivalWord: null,
      firstStatedAt: message.statedAt,
    };
    calls.push(call);
    this.#newCalls.add(call);
    return call;
  }

  /** A call is written with one spelling of its voyage, whichever message came first. */
  #named(call: Call, message: Message): Call {
    if (call.voyageKey !== null && call.voyageKey !== message.voyageKey) return call;
    const voyage = least(call.voyage, message.voyage?.voyage);
    if (voyage === call.voyage && call.voyageKey === message.voyageKey) return call;
    return this.#replace(call, { ...call, voyage, voyageKey: call.voyageKey ?? message.voyageKey });
  }

  #replace(call: Call, changed: Call): Call {
    const calls = this.#calls.get(call.vesselKey) ?? [];
    calls.splice(calls.indexOf(call), 1, changed);
    this.#changedCalls.set(changed.id, changed);
    return changed;
  }

  /** The newest word on an arrival stands; an estimate never replaces an actual arrival. */
  #arrival(message: Message, vesselKey: string, port: string, at: number, actual: boolean): void {
    const call = this.#call(message, vesselKey, port, at);
    const word = wordOf(message);
    const newer = call.arrivalWord === null || word >= call.arrivalWord;
    const stands = call.arrivalActual ? actual && newer : actual || newer;
    if (!stands) return;
    if (call.arrivalAt !== at || call.arrivalActual !== actual) this.#movedCalls.add(call.id);
    this.#replace(call, { ...call, arrivalAt: at, arrivalActual: actual, arrivalWord: word });
  }

  #visit(message: Message, vesselKey: string | null, container: string, port: string | null): void {
    if (vesselKey === null || port === null || container === '' || !this.#ports.has(port)) return;
    if (!makesVisit.has(message.row.statement) || message.row.function === 'cancel') return;
    const arrival = message.voyage?.calls.find((call) => call.port === port);
    const call = this.#call(message, vesselKey, port, arrival?.ata ?? arrival?.eta ?? null);
    this.#lists.add(`${call.id}|${message.row.statement}`);
    const key = `${container}|${call.id}`;
    if (this.#visits.has(key)) return;
    this.#visits.add(key);
    this.#newVisits.set(opaque('v', key), { container, call, statedAt: message.statedAt });
  }

  async #writePlaces(): Promise<void> {
    const made = [...this.#newCalls];
    if (made.length > 0) {
      await this.#tx.execute(
        `insert into port_call (id, vessel_key, port, voyage_key, voyage, first_stated_at)
         select i, v, p, k, w, to_timestamp(s / 1000.0)
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[]) as u(i, v, p, k, w, s)
         on conflict do nothing`,
        [
          made.map((one) => one.id),
          made.map((one) => one.vesselKey),
          made.map((one) => one.port),
          made.map((one) => one.voyageKey),
          made.map((one) => one.voyage),
          made.map((one) => one.firstStatedAt),
        ],
      );
    }
    const changed = [...this.#changedCalls.values()];
    if (changed.length > 0) {
      await this.#tx.execute(
        `update port_call set arrival_at = to_timestamp(a / 1000.0), arrival_actual = t,
           arrival_word = s, voyage_key = k, voyage = w
         from unnest($1::text[], $2::float8[], $3::boolean[], $4::text[], $5::text[], $6::text[]) as u(i, a, t, s, k, w)
         where id = i`,
        [
          changed.map((one) => one.id),
          changed.map((one) => one.arrivalAt),
          changed.map((one) => one.arrivalActual),
          changed.map((one) => one.arrivalWord),
          changed.map((one) => one.voyageKey),
          changed.map((one) => one.voyage),
        ],
      );
    }
    const visits = [...this.#newVisits];
    if (visits.length > 0) {
      await this.#tx.execute(
        `insert into visit (id, container, call_id, port, first_stated_at)
         select i, c, k, p, to_timestamp(s / 1000.0)
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[]) as u(i, c, k, p, s)
         on conflict do nothing`,
        [
          visits.map(([id]) => id),
          visits.map(([, one]) => one.container),
          visits.map(([, one]) => one.call.id),
          visits.map(([, one]) => one.call.port),
          visits.map(([, one]) => one.statedAt),
        ],
      );
    }
    const lists = [...this.#lists].map((list) => list.split('|'));
    if (lists.length > 0) {
      // The first list of its kind says something of the boxes that are not on it, too.
      const first = await this.#tx.query<{ call_id: string }>(
        `insert into call_list (call_id, statement) select * from unnest($1::text[], $2::text[])
         on conflict do nothing returning call_id`,
        [lists.map(([call]) => call ?? ''), lists.map(([, statement]) => statement ?? '')],
      );
      for (const { call_id } of first) this.#movedCalls.add(call_id);
    }
    this.#lists.clear();
    this.#newCalls.clear();
    this.#changedCalls.clear();
    this.#newVisits.clear();
  }

  async #writeContainers(
    rows: readonly { readonly message: Message; readonly row: ContainerRow }[],
  ): Promise<void> {
    if (rows.length === 0) return;
    await this.#tx.execute(
      `insert into container_statement (message_id, container, vessel_key, port, stated_at, stow, body)
       select m, c, v, p, to_timestamp(s / 1000.0), w, b
       from json_to_recordset($1::json) as u(m bigint, c text, v text, p text, s float8, w text, b json)`,
      [
        JSON.stringify(
          rows.map((one) => ({
            m: one.message.id,
            c: one.row.number,
            v: one.message.vesselKey,
            p: portOf(one),
            s: one.message.statedAt,
            w: one.message.row.statement === 'stow-plan' ? one.row.stow : undefined,
            b: one.row,
          })),
        ),
      ],
    );
  }

  async #writeConsignments(
    rows: readonly { readonly message: Message; readonly row: ConsignmentRow }[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const ids = await this.#tx.query<{ id: number }>(
      `insert into consignment (message_id, bill, vessel_key, port, stated_at, body)
       select m, i, v, p, to_timestamp(s / 1000.0), b
       from json_to_recordset($1::json) as u(n int, m bigint, i text, v text, p text, s float8, b json)
       order by n returning id`,
      [
        JSON.stringify(
          rows.map((one, index) => ({
            n: index,
            m: one.message.id,
            i: one.row.bill,
            v: one.message.vesselKey,
            p: portOf(one),
            s: one.message.statedAt,
            b: one.row,
          })),
        ),
      ],
    );
    const links = rows.flatMap(({ row }, index) =>
      containersOf(row).map((container) => ({ id: ids[index]?.id ?? 0, container })),
    );
    await this.#link(links);
    await this.#linkBareBills(rows.map(({ row }, index) => ({ row, id: ids[index]?.id ?? 0 })));
  }

  async #link(links: readonly { readonly id: number; readonly container: string }[]): Promise<void> {
    await this.#tx.execute(
      `insert into consignment_container (container, consignment_id)
       select * from unnest($1::text[], $2::bigint[]) on conflict do nothing`,
      [links.map((one) => one.container), links.map((one) => one.id)],
    );
  }

  /** A bill that is amended without naming containers speaks of the containers it had. */
  async #linkBareBills(
    rows: readonly { readonly row: ConsignmentRow; readonly id: number }[],
  ): Promise<void> {
    const bare = Map.groupBy(
      rows.filter(({ row }) => containersOf(row).length === 0),
      ({ row }) => row.bill,
    );
    if (bare.size === 0) return;
    const before = await this.#tx.query<{ container: string; bill: string }>(
      `select distinct cc.container, c.bill from consignment c
       join consignment_container cc on cc.consignment_id = c.id where c.bill = any($1::text[])`,
      [[...bare.keys()]],
    );
    for (const { container } of before) this.#touched.add(container);
    await this.#link(
      before.flatMap(({ container, bill }) => (bare.get(bill) ?? []).map(({ id }) => ({ id, container }))),
    );
  }

  async #writeMovements(
    rows: readonly { readonly message: Message; readonly row: MovementRow }[],
  ): Promise<void> {
    if (rows.length === 0) return;
    // A status may name bills and no container: it is kept under each bill.
    const kept = rows.flatMap(({ message, row }): { message: Message; row: MovementRow; bill?: string }[] =>
      row.container === '' ? row.bills.map((bill) => ({ message, row, bill })) : [{ message, row }],
    );
    await this.#tx.execute(
      `insert into movement (message_id, container, bill, vessel_key, port, event, classifier, happened_at, stated_at, body)
       select m, c, l, v, p, e, k, to_timestamp(h / 1000.0), to_timestamp(s / 1000.0), b
       from json_to_recordset($1::json)
         as u(m bigint, c text, l text, v text, p text, e text, k text, h float8, s float8, b json)`,
      [
        JSON.stringify(
          kept.map(({ message, row, bill }) => ({
            m: message.id,
            c: row.container,
            l: bill,
            v: this.#vesselOf({ message, row }),
            p: row.port,
            e: row.event,
            k: row.classifier,
            h: row.happenedAt,
            s: message.statedAt,
            b: row,
          })),
        ),
      ],
    );
    const bills = kept.flatMap(({ bill }) => bill ?? []);
    if (bills.length === 0) return;
    const named = await this.#tx.query<{ container: string }>(
      `select distinct l.container from consignment c join consignment_container l on l.consignment_id = c.id
       where c.bill = any($1::text[])`,
      [bills],
    );
    for (const { container } of named) this.#touched.add(container);
  }
}

function isAbout<Kind extends Buffered['row']['kind']>(
  one: Buffered,
  kind: Kind,
): one is Extract<Buffered, { readonly row: { readonly kind: Kind } }> {
  return one.row.kind === kind;
}

/** The first of two spellings in the order of their characters; a spelling before none. */
function least(a: string | null | undefined, b: string | null | undefined): string | null {
  if (a === null || a === undefined) return b ?? null;
  return b === null || b === undefined || a < b ? a : b;
}

/** The order of words on one thing: when stated, then when received, then by file and byte. */
function wordOf(message: Message): string {
  const digits = (value: number): string => String(Math.round(value)).padStart(16, '0');
  return `${digits(message.statedAt)} ${digits(message.file.receivedAt)} ${message.file.id} ${digits(message.row.offset)}`;
}

/** Every container a bill names, placed in it or by the split of its goods. */
function containersOf(row: ConsignmentRow): readonly string[] {
  const numbers = new Set<string>();
  for (const one of row.containers) numbers.add(one.number);
  for (const item of row.goods) for (const number of item.containers) numbers.add(number);
  return [...numbers];
}

function portOf({
  message,
  row,
}: {
  readonly message: Message;
  readonly row: ContainerRow | ConsignmentRow;
}): string | null {
  return dischargePort(row.calls) ?? voyagePort(message);
}

function dischargePort(calls: readonly CallStatement[]): string | null {
  return calls.find((call) => call.role === 'discharge')?.port ?? null;
}

/** Where the message as a whole says its containers come ashore. */
function voyagePort(message: Message): string | null {
  if (
    message.row.statement === 'stow-plan' ||
    message.row.statement === 'load-order' ||
    message.row.statement === 'load-report'
  ) {
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
