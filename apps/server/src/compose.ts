import type { Blobs } from './platform/blobs/index.ts';
import type { Clock } from './platform/clock/clock.ts';
import { followNews, type Database, type NewsFollower } from './platform/db/index.ts';
import type { App } from './platform/http/index.ts';
import type { Log } from './platform/log/log.ts';
import { cargoWriter } from './features/cargo/index.ts';
import { identityReader, identityRoutes } from './features/identity/index.ts';
import {
  filesToRead,
  intakeRoutes,
  receiveFile,
  replay,
  takeFileOnce,
  watchFolder,
  type Channel,
  type FolderWatch,
  type Received,
  type TakingParts,
} from './features/intake/index.ts';
import { forgetDerived, screeningReader, screeningRoutes, takeHistory } from './features/screening/index.ts';
import { watchRoutes } from './features/watch/index.ts';

export interface NodeAbout {
  readonly name: string;
  readonly country: string;
  /** UN/LOCODEs of the ports whose containers this node ranks. */
  readonly ports: readonly string[];
  readonly demo: boolean;
  readonly version: string;
}

export interface NodeParts {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly log: Log;
  readonly about: NodeAbout;
  /** Folder that is watched for files; `null` = none. */
  readonly inbox: string | null;
}

/** One running node: everything that the command line and the tests ask of it. */
export interface Node {
  receive(bytes: AsyncIterable<Uint8Array>, name: string, channel: Channel): Promise<Received>;
  /** Reads what a crash left unread and starts to follow news and the inbox. */
  start(): Promise<void>;
  /** Waits until everything received so far is judged and ranked. */
  settle(): Promise<void>;
  /** Forgets what was derived and reads every file again. */
  replay(onFile: (done: number, total: number) => void): Promise<number>;
  /** Adds the routes of every feature. */
  serve(app: App): Promise<void>;
  stop(): Promise<void>;
}

/** Puts the features together; the only place that knows all of them. */
export function composeNode(parts: NodeParts): Node {
  const { db, blobs, clock, log, about } = parts;
  const now = (): number => clock.now();
  const taking: TakingParts = {
    db,
    blobs,
    rows: cargoWriter({ ports: about.ports }),
    history: { take: takeHistory },
  };
  const stops: (() => Promise<void>)[] = [];
  let followers: readonly NewsFollower[] = [];
  let folder: FolderWatch | null = null;

  const receive: Node['receive'] = (bytes, name, channel) =>
    receiveFile(taking, bytes, { name, channel, receivedAt: now() });
  const follow = async (): Promise<readonly NewsFollower[]> => {
    const onError = (error: unknown): void => log.error({ error }, 'a reader of news failed and tries again');
    return [
      await followNews(db, { ...identityReader(now), onError }),
      await followNews(db, { ...screeningReader(now), onError }),
    ];
  };

  return {
    receive,
    async start() {
      for (const id of await filesToRead(db)) await takeFileOnce(taking, id);
      followers = await follow();
      if (parts.inbox !== null) {
        folder = watchFolder({
          folder: parts.inbox,
          everyMs: 1_000,
          receive: (bytes, name) => receive(bytes, name, 'folder'),
          onError: (name, error) => log.error({ error, name }, 'a file of the inbox could not be taken'),
        });
      }
    },
    async settle() {
      if (followers.length === 0) followers = await follow();
      for (const follower of followers) await follower.drain();
    },
    async replay(onFile) {
      const done = await replay(taking, () => db.transaction(forgetDerived), onFile);
      return done;
    },
    async serve(app) {
      intakeRoutes(app, { ...taking, now });
      identityRoutes(app, { db });
      screeningRoutes(app, { db, now });
      stops.push(await watchRoutes(app, { db, now, about }));
    },
    async stop() {
      await folder?.stop();
      for (const follower of followers) await follower.stop();
      for (const stop of stops) await stop();
    },
  };
}
