import type { Blobs } from './platform/blobs/index.ts';
import type { Reader, Readers } from './platform/auth/index.ts';
import { systemClock, type Clock } from './platform/clock/clock.ts';
import {
  followNews,
  type Database,
  type NewsFollower,
  type Querying,
  type Transaction,
} from './platform/db/index.ts';
import type { App } from './platform/http/index.ts';
import type { Log } from './platform/log/log.ts';
import { cargoWriter } from './features/cargo/index.ts';
import { identityRoutes } from './features/identity/index.ts';
import {
  filesToRead,
  intakeRoutes,
  receiveFiles,
  rejectFile,
  releaseFile,
  replay,
  resumeReplay,
  takeFile,
  watchFolder,
  type Channel,
  type FolderWatch,
  type Handed,
  type Received,
  type TakingParts,
} from './features/intake/index.ts';
import {
  forgetDerived,
  nodeSecret,
  policyInForce,
  readContainer,
  screeningReader,
  screeningRoutes,
  storePolicy,
  storeRuleSet,
  takeHistory,
} from './features/screening/index.ts';
import { sessionReaders } from './features/people/index.ts';
import { followLive, watchRoutes } from './features/watch/index.ts';
import { scopesOver, type Looked, type Scopes } from './platform/scope/index.ts';
import { rowPolicies } from './row-policies.ts';

export interface NodeAbout {
  readonly name: string;
  readonly country: string;
  /** UN/LOCODEs of the ports whose containers this node ranks. */
  readonly ports: readonly string[];
  readonly demo: boolean;
  readonly version: string;
}

/** One look or refusal, with who looked and when. */
export interface Act extends Looked {
  readonly by: Pick<Reader, 'person' | 'roles' | 'session' | 'purpose'>;
  readonly at: number;
}

export interface NodeParts {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly clock: Clock;
  /**
   * The time of the people at the node: sessions, codes and limits. A simulated day runs at another
   * speed than they do. Default: the machine's.
   */
  readonly wallClock?: Clock;
  readonly log: Log;
  readonly about: NodeAbout;
  /** Writes down who looked at what. */
  readonly recordAct?: (tx: Querying, act: Act) => Promise<void>;
  /** Folder that is watched for files; `null` = none. */
  readonly inbox: string | null;
  /** `all` keeps in the list what has left the port. Default `open`. */
  readonly list?: 'open' | 'all';
}

/** One running node: everything that the command line and the tests ask of it. */
export interface Node {
  /** Keeps and reads files, in this order. */
  receive(
    files: readonly Handed[],
    channel: Channel,
    onTaken?: (done: number) => void,
  ): Promise<readonly Received[]>;
  /** Reads what a crash left unread, a replay included, and starts to follow news and the inbox. */
  start(): Promise<void>;
  /** Waits until everything received so far is judged and ranked. */
  settle(): Promise<void>;
  /** Forgets what was derived and reads every file again. */
  replay(onFile: (done: number, total: number) => void): Promise<number>;
  /** The database as a reader sees it. */
  readonly scopes: Scopes;
  /** Who asks: for the app that `serve` is given. */
  readonly readers: Readers;
  /** Adds the routes of every feature. */
  serve(app: App): Promise<void>;
  stop(): Promise<void>;
}

/** More files than this at once are taken before anything is judged. */
const bulk = 50;

/** Puts the features together; the only place that knows all of them. */
export function composeNode(parts: NodeParts): Node {
  const { db, blobs, clock, log, about } = parts;
  const now = (): number => clock.now();
  const wallClock = parts.wallClock ?? systemClock;
  const readers = sessionReaders({ db, now: () => wallClock.now(), demo: about.demo });
  const taking: TakingParts = {
    db,
    blobs,
    rows: cargoWriter({ ports: about.ports }),
    history: { take: takeHistory },
    onFailure: (error) => log.error({ error }, 'a file could not be read and is set aside'),
  };
  const recordAct =
    parts.recordAct ??
    (async (_tx: Querying, { content: _content, ...act }: Act) =>
      log.info({ act }, 'a record was asked for'));
  const scopes = scopesOver({
    db,
    policies: rowPolicies,
    record: (reader, looked) => recordAct(db, { ...looked, by: reader, at: now() }),
  });
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
  /** Takes many files: a box that fifty messages speak of is judged once they are all in, not fifty times. */
  const unjudged = async <T>(take: () => Promise<T>): Promise<T> => {
    const paused = follower;
    follower = null;
    await paused?.stop();
    try {
      const taken = await take();
      // Until it has counted them, the database plans as if the tables were still small.
      await db.execute(
        'analyze message, visit, container_statement, consignment, consignment_container, movement, past_visit',
      );
      return taken;
    } finally {
      if (paused !== null) await follow();
    }
  };
  const receive: Node['receive'] = async (files, channel, onTaken) => {
    const about = { channel, receivedAt: now() };
    if (files.length <= bulk) return receiveFiles(taking, files, about, onTaken);
    return unjudged(() => receiveFiles(taking, files, about, onTaken));
  };

  const store = <Document extends { readonly version: string }>(
    write: (tx: Transaction) => Promise<Document>,
  ): Promise<Document> =>
    db.transaction(async (tx) => {
      const stored = await write(tx);
      await tx.news('policy-changed', { version: stored.version });
      return stored;
    });

  return {
    readers,
    scopes,
    receive,
    async start() {
      await resumeReplay(taking);
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
      return unjudged(() => replay(taking, forgetDerived, onFile));
    },
    async serve(app) {
      intakeRoutes(app, {
        scopes,
        blobs,
        now,
        acts: {
          async receive(handed) {
            const [received] = await receive([handed], 'http');
            if (received === undefined) throw new Error('one file was handed over and none received');
            return received;
          },
          release: (id, decision) => releaseFile(taking, id, decision),
          reject: (id, decision) => rejectFile(taking, id, decision),
        },
      });
      identityRoutes(app, { scopes });
      screeningRoutes(app, {
        scopes,
        now,
        acts: {
          readContainer: (container) => readContainer(db, container),
          policyInForce: () => policyInForce(db, now()),
          storePolicy: (body) => store((tx) => storePolicy(tx, body, now())),
          storeRuleSet: (body) => store((tx) => storeRuleSet(tx, body, now())),
          pseudonymKey: () => nodeSecret(db, 'visit-pseudonym'),
        },
      });
      stops.push(
        await watchRoutes(app, {
          scopes,
          now,
          about,
          followLive: (tell, onError) => followLive(db, tell, onError),
        }),
      );
    },
    async stop() {
      await folder?.stop();
      await follower?.stop();
      for (const stop of stops) await stop();
    },
  };
}
