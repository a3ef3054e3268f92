import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  composeNode,
  type LogPlace,
  type Node,
  type NodeAbout,
  type NodeKeys,
  type NodeParts,
  type PeopleSettings,
} from './compose.ts';
import { listedRow, queueView, type QueueRow } from './features/screening/index.ts';
import { openBlobs } from './platform/blobs/index.ts';
import { systemClock, type Clock } from './platform/clock/clock.ts';
import { steadyClock } from './platform/clock/steady-clock.ts';
import { migrate, openDatabase, type Database } from './platform/db/index.ts';
import { createLog, type Log } from './platform/log/log.ts';
import { nodeReader } from './platform/scope/index.ts';
import { openKeyFile } from './platform/secrets/index.ts';

export { queueView, type QueueFilter } from './features/screening/index.ts';

export interface OpenNodeOptions {
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly about: NodeAbout;
  readonly inbox: string | null;
  /** Folder for messages to outsiders; `null` or left out = they fetch them over HTTP. */
  readonly outbox?: string | null;
  /** Where scanners send scans; nowhere without it. */
  readonly dicom?: NodeParts['dicom'];
  readonly clock?: Clock;
  readonly log?: Log;
  /** How people sign in; without it on loopback only, with keys of their own. */
  readonly people?: PeopleSettings;
  /** False only where everything is thrown away afterwards. */
  readonly durable?: boolean;
  readonly poolSize?: number;
  readonly maxFileBytes?: number;
  /** `all` keeps in the list what has left the port. */
  readonly list?: 'open' | 'all';
  readonly witnesses?: LogPlace['witnesses'];
  readonly witnessedLogs?: LogPlace['witnessedLogs'];
  readonly drawParties?: LogPlace['drawParties'];
}

export interface OpenNode extends Node {
  readonly about: NodeAbout;
  readonly db: Database;
  readonly log: Log;
  /** One window of the ranked list, as the API gives it. */
  list(window: { readonly from: number; readonly limit: number }): Promise<{
    readonly total: number;
    readonly revision: number;
    readonly items: readonly ReturnType<typeof listedRow>[];
  }>;
  /** The same window with every reason and its sources. */
  ranking(window: {
    readonly from: number;
    readonly limit: number;
  }): Promise<{ readonly rows: readonly QueueRow[] }>;
  close(): Promise<void>;
}

/** The keys in a data folder, made at first use. */
export async function openNodeKeys(dataFolder: string): Promise<NodeKeys> {
  const key = (name: string): Promise<Buffer> => openKeyFile(join(dataFolder, 'keys', `${name}.key`));
  return { people: await key('people'), controls: await key('controls'), draw: await key('draw') };
}

/** Opens database and blobs, brings the schema up to date and puts the node together. Close it, always. */
export async function openNode(options: OpenNodeOptions): Promise<OpenNode> {
  const log = options.log ?? createLog({ level: 'warn' });
  const clock = options.clock ?? systemClock;
  const durable = options.durable ?? true;
  const db = await openDatabase({
    url: options.databaseUrl,
    dataFolder: options.dataFolder,
    poolSize: options.poolSize ?? 10,
    durable,
    onConnectionError: (error) => log.warn({ error }, 'a database connection was lost'),
  });
  try {
    await migrate(db);
    const blobs = await openBlobs({
      folder: join(options.dataFolder, 'blobs'),
      durable,
      ...(options.maxFileBytes === undefined ? {} : { maxBytes: options.maxFileBytes }),
    });
    const node = composeNode({
      db,
      blobs,
      clock,
      log,
      about: options.about,
      people: options.people ?? { origin: null, singleSignOn: null },
      inbox: options.inbox,
      outbox: options.outbox ?? null,
      ...(options.dicom === undefined ? {} : { dicom: options.dicom }),
      keys: await openNodeKeys(options.dataFolder),
      disclosureClock: options.clock ?? steadyClock(clock, () => performance.now()),
      actLog: {
        dataFolder: options.dataFolder,
        durable,
        witnesses: options.witnesses ?? [],
        witnessedLogs: options.witnessedLogs ?? [],
        drawParties: options.drawParties ?? [],
      },
      ...(options.list === undefined ? {} : { list: options.list }),
    });
    const all = node.scopes(nodeReader);
    return {
      ...node,
      about: options.about,
      db,
      log,
      ranking: ({ from, limit }) => queueView(all, { sort: 'rank', from, limit, allReasons: true }),
      async list({ from, limit }) {
        const { total, revision, rows } = await queueView(all, { sort: 'rank', from, limit });
        return { total, revision, items: rows.map(listedRow) };
      },
      async close() {
        await node.stop();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** A node on a database of its own that is deleted when it is closed. */
export async function openThrowAwayNode(options: {
  readonly ports: readonly string[];
  readonly clock?: Clock;
  readonly log?: Log;
  readonly durable?: boolean;
  readonly list?: 'open' | 'all';
}): Promise<OpenNode> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'havenwacht-'));
  const remove = (): Promise<void> => rm(dataFolder, { recursive: true, force: true });
  try {
    const node = await openNode({
      dataFolder,
      databaseUrl: null,
      about: { name: 'throw-away', country: '', ports: options.ports, demo: false, version: '0.1.0' },
      inbox: null,
      durable: options.durable ?? false,
      ...(options.clock === undefined ? {} : { clock: options.clock }),
      ...(options.log === undefined ? {} : { log: options.log }),
      ...(options.list === undefined ? {} : { list: options.list }),
    });
    return {
      ...node,
      async close() {
        await node.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
