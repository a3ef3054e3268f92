import { randomInt } from 'node:crypto';
import { defaultLadders, defaultLanes } from '@havenwacht/planning';
import { writeVerifierKey, type VerifierKey } from '@havenwacht/transparency';
import type { Blobs } from './platform/blobs/index.ts';
import { theNode, type Readers, type RecordAct } from './platform/auth/index.ts';
import { systemClock, type Clock } from './platform/clock/clock.ts';
import { followNews, type Database, type NewsFollower } from './platform/db/index.ts';
import type { App } from './platform/http/index.ts';
import { opaqueId } from './platform/ids/opaque-id.ts';
import type { Log } from './platform/log/log.ts';
import { openBytes, sealBytes } from './platform/secrets/index.ts';
import { scopesOver, type Scopes } from './platform/scope/index.ts';
import { portsOfAct, rowPolicies } from './row-policies.ts';
import { cargoWriter } from './features/cargo/index.ts';
import {
  askRuleChange,
  askSecondPerson,
  boardRoutes,
  controlsRoutes,
  takeEffects,
  tasksRoutes,
  type ChangeBody,
  type ControlParts,
} from './features/controls/index.ts';
import { drawsRoutes, runDraws, type DrawParty, type OtherParty } from './features/draws/index.ts';
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
  colleaguesWith,
  firstAdministratorCode,
  servePeople,
  sessionReaders,
  singleSignOn,
  type GivenCode,
  type PeopleParts,
  type Role,
  type SingleSignOnSettings,
} from './features/people/index.ts';
import {
  createPairComparer,
  forgetScans,
  listenDicom,
  opinionReader,
  receiveScan,
  scanRoutes,
  type DicomListener,
  type DicomSettings,
  type HandedScan,
} from './features/scans/index.ts';
import {
  dossierView,
  forgetDerived,
  nodeSecret,
  fallOut,
  policyInForce,
  readContainer,
  screeningReader,
  screeningRoutes,
  storeChange,
  takeHistory,
  waterRoutes,
} from './features/screening/index.ts';
import {
  portalRoutes,
  segregationReader,
  segregationRoutes,
  tendSegregation,
  type SegregationParts,
} from './features/segregation/index.ts';
import {
  deskRoutes,
  queueConditions,
  settlePending,
  triageRoutes,
  type TriageParts,
} from './features/triage/index.ts';
import {
  clockFinding,
  collectCosignatures,
  cosignedSize,
  createActLog,
  followLive,
  healthRoutes,
  drawRoutes,
  logRoutes,
  looksRoutes,
  openNodeKey,
  raiseLookAlerts,
  recordAct as recordInLog,
  watchRoutes,
  witnessCheckpoint,
  type ActLog,
  type NodeKey,
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

/** How people sign in to this node. */
export interface PeopleSettings {
  /** The address in the browser's bar, `https://node.example`; null = loopback under whatever name. */
  readonly origin: string | null;
  /** The administration's own sign-in; null = it has none. */
  readonly singleSignOn: SingleSignOnSettings | null;
}

/** Where the log lies and who signs it besides the node. */
export interface LogPlace {
  /** Holds `log/` and `keys/`. */
  readonly dataFolder: string;
  /** False only where everything is thrown away: nothing waits for the disk. */
  readonly durable: boolean;
  /** Who is asked to cosign this node's checkpoints. */
  readonly witnesses?: readonly Witness[];
  /** Whose checkpoints this node cosigns, and in whose draws it takes part. */
  readonly witnessedLogs?: readonly VerifierKey[];
  /** Who takes part in this node's draws besides itself. */
  readonly drawParties?: readonly OtherParty[];
}

/** Keys that lie outside the database and its backups, 32 bytes each. */
export interface NodeKeys {
  /** Closes what is kept of authenticator programs. */
  readonly people: Uint8Array;
  /** Seals what controls are about. */
  readonly controls: Uint8Array;
  /** The node takes part in draws with it. */
  readonly draw: Uint8Array;
}

export interface NodeParts {
  readonly db: Database;
  readonly blobs: Blobs;
  /** The clock may go back without a finding; only where a test turns it. */
  readonly trustsClock?: boolean;
  readonly clock: Clock;
  /**
   * The time of the people at the node: sessions, codes and limits. A simulated day runs at another
   * speed than they do. Default: the machine's.
   */
  readonly wallClock?: Clock;
  /** How people sign in here. */
  readonly people: PeopleSettings;
  /** Where looks, changes and refusals are put on record. Default: the node's log. */
  readonly recordAct?: RecordAct;
  readonly log: Log;
  readonly about: NodeAbout;
  /** Folder that is watched for files; `null` = none. */
  readonly inbox: string | null;
  /** Folder that messages to terminals and others are put into; `null` or left out = they fetch them over HTTP. */
  readonly outbox?: string | null;
  /** Where scanners send scans by DICOM; `null` or left out = nowhere. */
  readonly dicom?: DicomSettings | null;
  /** `all` keeps in the list what has left the port. Default `open`. */
  readonly list?: 'open' | 'all';
  readonly keys: NodeKeys;
  /** A clock that never runs ahead, for what is disclosed at a moment. Default: `clock`. */
  readonly disclosureClock?: Clock;
  /** Where the log and the node's keys lie. */
  readonly actLog: LogPlace;
}

/** One running node: everything that the command line and the tests ask of it. */
export interface Node {
  /** Keeps and reads files, in this order. */
  receive(
    files: readonly Handed[],
    channel: Channel,
    onTaken?: (done: number) => void,
  ): Promise<readonly Received[]>;
  /** Keeps and reads one scan file. */
  takeScan(handed: HandedScan): Promise<void>;
  /** Reads what a crash left unread, a replay included, and starts to follow news and the inbox. */
  start(): Promise<void>;
  /** Where scanners reach it once it is started; null = nowhere. */
  dicomPort(): number | null;
  /** Waits until everything received so far is judged and ranked. */
  settle(): Promise<void>;
  /** Makes the draws that are due and goes on with open ones; it runs by itself on a started node. */
  draw(): Promise<void>;
  /** Weighs reads that nothing explains; it runs by itself on a started node. */
  weighReads(): Promise<void>;
  /** Does at once what time alone brings, which the node looks for every few seconds. */
  tend(): Promise<void>;
  /** Forgets what was derived and reads every file again. */
  replay(onFile: (done: number, total: number) => void): Promise<number>;
  /** What keeps the people of this node, for the command line. */
  readonly people: PeopleParts;
  /** A one-time code for the first administrator; null where there is one who can sign in. */
  firstCode(): Promise<GivenCode | null>;
  /** Who asks: for the app that `serve` is given. */
  readonly readers: Readers;
  /** The database as a reader sees it. */
  readonly scopes: Scopes;
  /** Adds the routes of every feature. */
  serve(app: App): Promise<void>;
  /** The log of what was looked at, changed and refused. */
  readonly actLog: ActLog;
  stop(): Promise<void>;
}

/** Who can play a part of a control, and who can be drawn to decide a lowering. */
const rolesOfPart: Readonly<Record<string, readonly Role[]>> = {
  'team-lead': ['team-lead'],
  officer: ['officer'],
  terminal: ['terminal'],
  'second-person': ['analyst', 'image-analyst', 'planner'],
  'second-person-rules': ['analyst', 'image-analyst', 'planner', 'team-lead'],
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How often the node looks for what time alone brings: words to outsiders whose moment has come, clocks that run. */
const tendMs = 10_000;

/** More files than this at once are taken before anything is judged. */
const bulk = 50;

/** Puts the features together; the only place that knows all of them. */
export function composeNode(parts: NodeParts): Node {
  const { db, blobs, clock, log, about } = parts;
  const now = (): number => clock.now();
  const wallClock = parts.wallClock ?? systemClock;
  const people: PeopleParts = {
    origin: parts.people.origin,
    seal: {
      close: (secret, context) => sealBytes(parts.keys.people, secret, context),
      open: (sealed, context) => openBytes(parts.keys.people, sealed, context),
    },
    singleSignOn: parts.people.singleSignOn === null ? null : singleSignOn(parts.people.singleSignOn),
    db,
    log,
    about,
    now: () => wallClock.now(),
    recordAct: parts.recordAct ?? recordInLog,
  };
  const readers = sessionReaders(people);
  const taking: TakingParts = {
    db,
    blobs,
    rows: cargoWriter({ ports: about.ports }),
    history: { take: takeHistory },
    onFailure: (error) => log.error({ error }, 'a file could not be read and is set aside'),
  };
  const { recordAct } = people;
  const recordActs: TriageParts['recordActs'] = async (tx, acts) => {
    for (const act of acts) await recordAct(tx, act);
  };
  const scopes = scopesOver({
    db,
    policies: rowPolicies,
    record: (tx, reader, looked) => recordAct(tx, { ...looked, by: reader, at: now() }),
  });
  const { witnesses = [], witnessedLogs = [], drawParties = [], ...place } = parts.actLog;
  const share = drawParties.length > 0 ? 'drawn' : 'seeded';
  const controls: ControlParts = {
    db,
    blobs,
    now,
    disclosureNow: () => (parts.disclosureClock ?? clock).now(),
    nodeKey: parts.keys.controls,
    newId: opaqueId,
    randomBelow: (below) => randomInt(below),
    recordAct,
    colleagues: (tx, part, port) => colleaguesWith(tx, rolesOfPart[part] ?? [], port),
    ladders: defaultLadders,
    lanes: defaultLanes,
    visitDossier: (reader, visit) =>
      dossierView(scopes(reader), visit, (container) => readContainer(db, container)),
    settleLowering: async (tx, lowering, approved) => {
      const body = lowering.body as { readonly reference?: string } & Partial<ChangeBody>;
      if (body.reference !== undefined) {
        const act = { reference: body.reference, visit: lowering.subject };
        await settlePending(tx, act, { id: lowering.id, approved });
      }
      if (approved && body.change !== undefined) {
        const version = await storeChange(tx, { kind: body.change, document: body.document }, now());
        const act = body.change === 'policy' ? 'policy/store' : 'rule-set/store';
        const content = body.document;
        await recordAct(tx, { kind: 'change', act, subject: version, by: theNode, at: now(), content });
        await tx.news('policy-changed', { version });
      }
    },
    fallOut: (change) => fallOut(db, change, { asOf: now(), list: parts.list ?? 'open', share }),
    // The clock of a demonstration is simulated, and starts again with it.
    clockFinding: (tx) =>
      about.demo || parts.trustsClock === true ? Promise.resolve(null) : clockFinding(tx, now()),
    isWitnessed: witnesses.length > 0,
    drawsWithOthers: drawParties.length > 0,
  };
  const segregation: SegregationParts = {
    db,
    scopes,
    now,
    disclosureNow: controls.disclosureNow,
    nodeKey: parts.keys.controls,
    newId: opaqueId,
    randomBelow: controls.randomBelow,
    recordAct,
    outbox: parts.outbox ?? null,
    durable: parts.actLog.durable,
  };
  const acts = createActLog({
    ...place,
    db,
    now,
    country: about.country,
    portsOf: portsOfAct,
    onError: (error) => log.error({ error }, 'nothing is appended to the log of acts'),
    onSigned: () => void cosigning(),
  });
  let asking: Promise<void> = Promise.resolve();
  const cosigning = (): Promise<void> =>
    (asking = asking
      .then(() => collectCosignatures({ db, now, log: acts }, witnesses))
      .then(takeWitnessed)
      .catch((error: unknown) => log.error({ error }, 'witnesses could not be asked')));
  /** Lets approvals take effect that a witness has signed. */
  const takeWitnessed = async (): Promise<void> => {
    if (witnesses.length > 0) await takeEffects(controls, await cosignedSize({ db, log: acts }, witnesses));
  };
  /** The key of the log, which signs commitments of draws too. */
  const organiser = async (): Promise<NodeKey> => {
    await acts.drain();
    return openNodeKey(`${place.dataFolder}/keys`, 'note', about.country, false);
  };
  const party = async (): Promise<DrawParty> => ({
    db,
    now,
    recordAct,
    name: `${(await organiser()).verifier.name}/draw`,
    seed: parts.keys.draw,
    organisers: witnessedLogs,
  });
  let drawing: Promise<void> = Promise.resolve();
  const draw = (): Promise<void> =>
    (drawing = drawing
      .catch(() => {})
      .then(async () => {
        const { name, seed } = await party();
        const key = await organiser();
        const logged = (): Promise<unknown> => acts.drain();
        await runDraws({ controls, name, seed, organiser: key, others: drawParties, logged });
      }));
  const weighReads = async (): Promise<void> => {
    await raiseLookAlerts(db, now()).catch((error: unknown) =>
      log.error({ error }, 'reads could not be weighed'),
    );
  };
  const comparer = createPairComparer();
  const stops: (() => Promise<void>)[] = [];
  let follower: NewsFollower | null = null;
  let folder: FolderWatch | null = null;
  let dicom: DicomListener | null = null;
  let opinions: NewsFollower | null = null;
  let segregating: NewsFollower | null = null;

  const follow = async (): Promise<NewsFollower> => {
    follower ??= await followNews(db, {
      ...screeningReader(now, parts.list ?? 'open', share),
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
  const followOpinions = async (): Promise<NewsFollower> => {
    if (opinions !== null) return opinions;
    const { close, ...reading } = opinionReader({ blobs, now, country: about.country, comparer });
    const following = await followNews(db, {
      ...reading,
      onError: (error) => log.error({ error }, 'no opinion of a scan was got, which is tried again'),
    });
    stops.push(async () => {
      await following.stop();
      await close();
    });
    opinions = following;
    return following;
  };
  const followSegregation = async (): Promise<NewsFollower> => {
    if (segregating !== null) return segregating;
    const following = await followNews(db, {
      ...segregationReader(segregation),
      onError: (error) => log.error({ error }, 'boxes could not be set apart, which is tried again'),
    });
    stops.push(() => following.stop());
    segregating = following;
    return following;
  };
  let tending: Promise<void> = Promise.resolve();
  /** One look at a time: two at once would only wait for each other. */
  const tend = (): Promise<void> =>
    (tending = tending.catch(() => {}).then(() => tendSegregation(segregation)));
  const receive: Node['receive'] = async (files, channel, onTaken) => {
    const about = { channel, receivedAt: now() };
    if (files.length <= bulk) return receiveFiles(taking, files, about, onTaken);
    return unjudged(() => receiveFiles(taking, files, about, onTaken));
  };

  return {
    people,
    firstCode: () => firstAdministratorCode(people),
    readers,
    scopes,
    receive,
    async takeScan(handed) {
      await receiveScan({ db, blobs, now }, handed);
    },
    actLog: acts,
    async start() {
      await acts.start();
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
      await followOpinions();
      await followSegregation();
      const tended = setInterval(() => {
        tend().catch((error: unknown) =>
          log.error({ error }, 'what is due could not be done, which is tried again'),
        );
      }, tendMs).unref();
      stops.push(async () => {
        clearInterval(tended);
        await tending.catch(() => {});
      });
      if (parts.dicom != null) {
        dicom = await listenDicom(
          { db, blobs, now },
          { ...parts.dicom, onFailure: (error) => log.error({ error }, 'a scan could not be taken') },
        );
        stops.push(() => dicom?.close() ?? Promise.resolve());
      }
      // A witness that was down is asked again, and what waits for it too long is told.
      const witnessing = setInterval(() => void cosigning(), minuteMs).unref();
      stops.push(async () => clearInterval(witnessing));
      const tellDraws = (error: unknown): void => log.error({ error }, 'draws could not be made');
      void draw().catch(tellDraws);
      const drawn = setInterval(() => void draw().catch(tellDraws), 5 * minuteMs).unref();
      stops.push(async () => {
        clearInterval(drawn);
        await drawing.catch(() => {});
      });
      const weighing = setInterval(() => void weighReads(), hourMs).unref();
      stops.push(async () => clearInterval(weighing));
      const forgetting = setInterval(() => {
        forgetScans({ db, blobs, now }).catch((error: unknown) =>
          log.error({ error }, 'scans whose time is over could not be forgotten'),
        );
      }, hourMs).unref();
      stops.push(async () => clearInterval(forgetting));
    },
    dicomPort: () => dicom?.port ?? null,
    async settle() {
      await (await follow()).drain();
      await (await followOpinions()).drain();
      await (await followSegregation()).drain();
      // Who stood beside an alarm is screened anew by it.
      await (await follow()).drain();
    },
    draw,
    weighReads,
    tend,
    async replay(onFile) {
      return unjudged(() => replay(taking, forgetDerived, onFile));
    },
    async serve(app) {
      stops.push(await servePeople(app, people));
      intakeRoutes(app, {
        scopes,
        blobs,
        now,
        acts: {
          async receive(handed, by) {
            const [received] = await receiveFiles(taking, [handed], {
              channel: 'http',
              receivedAt: now(),
              by,
            });
            if (received === undefined) throw new Error('one file was handed over and none received');
            return received;
          },
          release: (id, decision) => releaseFile(taking, id, decision),
          reject: (id, decision) => rejectFile(taking, id, decision),
        },
      });
      identityRoutes(app, { scopes });
      scanRoutes(app, { db, scopes, blobs, now, ports: about.ports, recordAct, comparer });
      screeningRoutes(app, {
        scopes,
        now,
        narrow: (scope, { triage }) => queueConditions(scope, triage),
        acts: {
          readContainer: (container) => readContainer(db, container),
          policyInForce: () => policyInForce(db, now()),
          async askChange(by, change, reason) {
            const { lowering, body } = await askRuleChange(
              controls,
              by,
              change,
              reason ?? `${change.kind} ${(change.document as { version?: unknown }).version}`,
            );
            return {
              version: body.version,
              lowering: lowering.id,
              act: lowering.act,
              secondPersonDrawn: lowering.secondPerson !== null,
              expiresAt: lowering.expiresAt,
              fallenOut: body.fallen.length,
            };
          },
          pseudonymKey: () => nodeSecret(db, 'visit-pseudonym'),
        },
      });
      waterRoutes(app, { db, now });
      segregationRoutes(app, segregation);
      portalRoutes(app, segregation);
      const desk: TriageParts = {
        db,
        scopes,
        blobs,
        now,
        recordActs,
        askSecondPerson: (tx, reader, pending) => askSecondPerson(tx, controls, reader, pending),
      };
      triageRoutes(app, desk);
      deskRoutes(app, desk);
      controlsRoutes(app, controls);
      tasksRoutes(app, controls);
      boardRoutes(app, controls);
      drawsRoutes(app, {
        db,
        now,
        recordAct,
        organiser: async () => writeVerifierKey((await organiser()).verifier),
        party: witnessedLogs.length === 0 ? null : await party(),
      });
      healthRoutes(app, {
        db,
        blobs,
        dataFolder: place.dataFolder === '' ? null : place.dataFolder,
        now,
        wallNow: () => wallClock.now(),
      });
      stops.push(
        await watchRoutes(app, {
          scopes,
          now,
          about,
          followLive: (tell, onError) => followLive(db, tell, onError),
        }),
      );
      const key =
        witnessedLogs.length === 0
          ? null
          : await openNodeKey(`${place.dataFolder}/keys`, 'cosignature', about.country, true);
      const witness =
        key === null
          ? null
          : (body: string) => witnessCheckpoint({ db, now, key, logs: witnessedLogs }, body);
      logRoutes(app, { db, scopes, log: acts, witness });
      drawRoutes(app, { db, now, log: acts, recordAct });
      looksRoutes(app, { db, now, recordAct });
    },
    async stop() {
      await folder?.stop();
      await follower?.stop();
      for (const stop of stops) await stop();
      await readers.stop();
      await comparer.close();
      await acts.stop();
      await asking;
    },
  };
}
