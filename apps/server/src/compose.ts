import type { VerifierKey } from '@havenwacht/transparency';
import type { Blobs } from './platform/blobs/index.ts';
import type { Clock } from './platform/clock/clock.ts';
import { followNews, type Database, type NewsFollower } from './platform/db/index.ts';
import type { App } from './platform/http/index.ts';
import type { Log } from './platform/log/log.ts';
import { cargoWriter } from './features/cargo/index.ts';
import { identityRoutes } from './features/identity/index.ts';
import {
  filesToRead,
  intakeRoutes,
  receiveFiles,
  replay,
  takeFile,
  watchFolder,
  type Channel,
  type FolderWatch,
  type Handed,
  type Received,
  type TakingParts,
} from './features/intake/index.ts';
import { forgetDerived, screeningReader, screeningRoutes, takeHistory } from './features/screening/index.ts';
import {
  collectCosignatures,
  createActLog,
  logRoutes,
  openNodeKey,
  watchRoutes,
  witnessCheckpoint,
  type ActLog,
  type Witness,
} from './features/watch/index.ts';

export interface NodeAbout {
  readonly name: string;
  readonly country: string;
  /** UN/LOCODEs of the ports whose containers this node ranks. */
  readonly ports: readonly string[];
  readonly demo: boolean;
  readonly version: string;
}

/** Where the log lies and who signs it besides the node. */
export interface LogPlace {
  /** Holds `log/` and `keys/`. */
  readonly dataFolder: string;
  /** False only where everything is thrown away: nothing waits for the disk. */
  readonly durable: boolean;
  /** Who is asked to cosign this node's checkpoints. */
  readonly witnesses?: readonly Witness[];
  /** Whose checkpoints this node cosigns. */
  readonly witnessedLogs?: readonly VerifierKey[];
}

export interface NodeParts {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly log: Log;
  readonly about: NodeAbout;
  /** Folder that is watched for files; `null` = none. */
  readonly inbox: string | null;
  /** `all` keeps in the list what has left the port. Default `open`. */
  readonly list?: 'open' | 'all';
  /** Where the log and the node's keys lie. */
  readonly acts: LogPlace;
}

/** One running node: everything that the command line and the tests ask of it. */
export interface Node {
  /** Keeps and reads files, in this order. */
  receive(
    files: readonly Handed[],
    channel: Channel,
    onTaken?: (done: number) => void,
  ): Promise<readonly Received[]>;
  /** Reads what a crash left unread and starts to follow news and the inbox. */
  start(): Promise<void>;
  /** Waits until everything received so far is judged and ranked. */
  settle(): Promise<void>;
  /** Forgets what was derived and reads every file again. */
  replay(onFile: (done: number, total: number) => void): Promise<number>;
  /** Adds the routes of every feature. */
  serve(app: App): Promise<void>;
  /** The log of what was looked at, changed and refused. */
  readonly acts: ActLog;
  stop(): Promise<void>;
}

/** More files than this at once are taken before anything is judged. */
const bulk = 50;

/** Puts the features together; the only place that knows all of them. */
export function composeNode(parts: NodeParts): Node {
  const { db, blobs, clock, log, about } = parts;
  const now = (): number => clock.now();
  const taking: TakingParts = {
    db,
    blobs,
    rows: cargoWriter({ ports: about.ports }),
    history: { take: takeHistory },
    onFailure: (error) => log.error({ error }, 'a file could not be read and is set aside'),
  };
  const { witnesses = [], witnessedLogs = [], ...place } = parts.acts;
  const acts = createActLog({
    ...place,
    db,
    now,
    country: about.country,
    onError: (error) => log.error({ error }, 'nothing is appended to the log of acts'),
    onSigned: () => void cosigning(),
  });
  let asking: Promise<void> = Promise.resolve();
  const cosigning = (): Promise<void> =>
    (asking = asking
      .then(() => collectCosignatures({ db, now, log: acts }, witnesses))
      .catch((error: unknown) => log.error({ error }, 'witnesses could not be asked')));
  const stops: (() => Promise<void>)[] = [];
  let follower: NewsFollower | null = null;
  let folder: FolderWatch | null = null;

  const follow = async (): Promise<NewsFollower> => {
    follower ??= await followNews(db, {
      ...screeningReader(now, parts.list ?? 'open'),
      onError: (error) => log.error({ error }, 'screening failed and tries again'),
    });
    return follower;
  };
  const receive: Node['receive'] = async (files, channel, onTaken) => {
    const about = { channel, receivedAt: now() };
    if (files.length <= bulk) return receiveFiles(taking, files, about, onTaken);
    // A box that fifty messages speak of is judged once they are all in, not fifty times.
    const paused = follower;
    follower = null;
    await paused?.stop();
    try {
      const received = await receiveFiles(taking, files, about, onTaken);
      // Until it has counted them, the database plans as if the tables were still small.
      await db.execute(
        'analyze message, visit, container_statement, consignment, consignment_container, movement, past_visit',
      );
      return received;
    } finally {
      if (paused !== null) await follow();
    }
  };

  return {
    receive,
    acts,
    async start() {
      await acts.start();
      for (const id of await filesToRead(db)) await takeFile(taking, id);
      await follow();
      if (parts.inbox !== null) {
        folder = watchFolder({
          folder: parts.inbox,
          everyMs: 1_000,
          receive: (files) => receive(files, 'folder'),
          onError: (name, error) => log.error({ error, name }, 'a file of the inbox could not be taken'),
        });
      }
    },
    async settle() {
      await (await follow()).drain();
    },
    async replay(onFile) {
      return replay(taking, () => db.transaction(forgetDerived), onFile);
    },
    async serve(app) {
      intakeRoutes(app, { ...taking, now });
      identityRoutes(app, { db });
      screeningRoutes(app, { db, now });
      stops.push(await watchRoutes(app, { db, now, about }));
      const key =
        witnessedLogs.length === 0
          ? null
          : await openNodeKey(`${place.dataFolder}/keys`, 'cosignature', about.country, true);
      const witness =
        key === null
          ? null
          : (body: string) => witnessCheckpoint({ db, now, key, logs: witnessedLogs }, body);
      logRoutes(app, { db, now, log: acts, witness });
    },
    async stop() {
      await folder?.stop();
      await follower?.stop();
      for (const stop of stops) await stop();
      await acts.stop();
      await asking;
    },
  };
}
