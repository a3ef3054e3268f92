import type { Act } from '../src/platform/auth/index.ts';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeNode, type LogPlace, type Node } from '../src/compose.ts';
import type { Received } from '../src/features/intake/index.ts';
import type { SingleSignOnSettings } from '../src/features/people/index.ts';
import { recordAct } from '../src/features/watch/index.ts';
import { openBlobs } from '../src/platform/blobs/index.ts';
import { manualClock, type ManualClock } from '../src/platform/clock/clock.ts';
import type { Database } from '../src/platform/db/index.ts';
import { createTestDatabase } from '../src/platform/db/test-database.ts';
import { createApp, listen } from '../src/platform/http/index.ts';
import { createLog, type Log } from '../src/platform/log/log.ts';
import { inBlocks } from './a-message.ts';
import { observed } from './observed.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

/** The instant at which a test's node begins, where the test names no other. */
export const now = Date.UTC(2026, 2, 2, 6);

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

interface Route {
  readonly method: string;
  readonly url: string;
  /** Not in the OpenAPI document. */
  readonly isHidden: boolean;
  /** The statuses for which the schema says what is answered. */
  readonly answers: readonly string[];
}

/** A whole node with a database of its own on the shared test server, reached over HTTP. */
export interface TestNode extends Omit<Node, 'receive'> {
  readonly db: Database;
  readonly clock: ManualClock;
  /** The time of sessions and codes. */
  readonly wallClock: ManualClock;
  /** What was put on record, in order. */
  readonly acts: readonly Act[];
  /** How many refusals were put on record, without the sums of what was turned away early. */
  refusals(): number;
  /** The analyst and team lead as whom `get` and `post` ask unless they are given another cookie. */
  readonly reader: SignedIn;
  readonly address: string;
  readonly inbox: string;
  /** Holds `log/` and `keys/`. */
  readonly dataFolder: string;
  /** Every route under /api/, as it was registered. */
  readonly routes: readonly Route[];
  /** Hears the text of every statement that the node runs, while it is set. */
  readonly hearing: { heard: ((statement: string) => void) | null };
  /** Hands over files in one call, as `name → text or bytes`, and waits until they are ranked. */
  take(
    files: Readonly<Record<string, string | Uint8Array>>,
    receivedAt?: number,
  ): Promise<readonly Received[]>;
  receive: Node['receive'];
  get<Body = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Answer<Body>>;
  /** Sends text or bytes as they are; anything else as JSON. */
  post<Body = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  /** Sends JSON with any method; null sends no body. */
  send<Body = Record<string, unknown>>(
    method: 'PUT' | 'DELETE',
    path: string,
    body: object | null,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  close(): Promise<void>;
}

/**
 * Opens a node. Close it, always.
 *
 * @param options `inbox: true` watches the folder `inbox`
 */
export async function aNode(
  options: {
    readonly ports?: readonly string[];
    readonly now?: number;
    readonly inbox?: boolean;
    readonly maxFileBytes?: number;
    readonly webFolder?: string | null;
    readonly demo?: boolean;
    readonly log?: Log;
    readonly proxies?: readonly string[];
    readonly origin?: string | null;
    readonly singleSignOn?: SingleSignOnSettings;
    readonly actLog?: Pick<LogPlace, 'witnesses' | 'witnessedLogs' | 'drawParties'>;
    /** Byte that fills the key with which it takes part in draws. */
    readonly drawSeed?: number;
    /** The clock may be turned back without a finding. */
    readonly trustsClock?: boolean;
  } = {},
): Promise<TestNode> {
  const folder = mkdtempSync(join(tmpdir(), 'havenwacht-node-'));
  const inbox = join(folder, 'inbox');
  const clock = manualClock(options.now ?? now);
  const wallClock = manualClock(now);
  const log = options.log ?? createLog({ level: 'silent' });
  const opened = await createTestDatabase();
  const hearing: TestNode['hearing'] = { heard: null };
  const db = observed(opened, (statement) => hearing.heard?.(statement));
  const acts: Act[] = [];
  const routes: Route[] = [];
  const blobs = await openBlobs({
    folder: join(folder, 'blobs'),
    durable: false,
    ...(options.maxFileBytes === undefined ? {} : { maxBytes: options.maxFileBytes }),
  });
  const about = {
    name: 'test',
    country: 'NL',
    ports: options.ports ?? ['NLVLI', 'NLRTM'],
    demo: options.demo ?? false,
    version: '0.0.0',
  };
  const node = composeNode({
    db,
    blobs,
    clock,
    wallClock,
    trustsClock: options.trustsClock ?? false,
    log,
    about,
    keys: {
      people: new Uint8Array(32).fill(5),
      controls: new Uint8Array(32).fill(7),
      draw: new Uint8Array(32).fill(options.drawSeed ?? 9),
    },
    people: {
      origin: options.origin ?? null,
      singleSignOn: options.singleSignOn ?? null,
    },
    recordAct: async (tx, act) => {
      acts.push(act);
      await recordAct(tx, act);
    },
    actLog: { dataFolder: folder, durable: false, ...options.actLog },
    inbox: options.inbox === true ? inbox : null,
  });
  const app = await createApp({
    log,
    version: about.version,
    db,
    readers: node.readers,
    webFolder: options.webFolder ?? null,
    ...(options.proxies === undefined ? {} : { proxies: options.proxies }),
  });
  app.addHook('onRoute', ({ method, url, schema }) => {
    const answers = Object.keys((schema?.response ?? {}) as object);
    const isHidden = (schema as { readonly hide?: boolean } | undefined)?.hide === true;
    for (const one of [method].flat())
      if (url.startsWith('/api/')) routes.push({ method: one, url, isHidden, answers });
  });
  await node.serve(app);
  const address = await listen(app, { host: '127.0.0.1', port: 0 });
  const reader = await signedIn({ db, wallClock }, ['analyst', 'team-lead']);
  const ask = async <Body>(path: string, init: RequestInit): Promise<Answer<Body>> => {
    const answer = await fetch(new URL(path, address), {
      ...init,
      headers: { ...reader.headers, ...(init.headers as Record<string, string>) },
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return {
      status: answer.status,
      headers: answer.headers,
      body: (isJson && text !== '' ? JSON.parse(text) : text) as Body,
    };
  };
  return {
    ...node,
    db,
    routes,
    acts,
    refusals: () =>
      acts.filter(({ kind, act }) => kind === 'refusal' && act !== 'request/turned-away').length,
    hearing,
    clock,
    wallClock,
    reader,
    address,
    inbox,
    dataFolder: folder,
    async take(files, receivedAt) {
      const received = await node.receive(
        Object.entries(files).map(([name, bytes]) => ({
          name,
          bytes: () => inBlocks(bytes),
          ...(receivedAt === undefined ? {} : { receivedAt }),
        })),
        'cli',
      );
      await node.settle();
      return received;
    },
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, body, headers = {}) => {
      const raw = typeof body === 'string' || body instanceof Uint8Array;
      return ask(path, {
        method: 'POST',
        body: raw ? (body as string) : JSON.stringify(body),
        headers: { 'content-type': raw ? 'application/octet-stream' : 'application/json', ...headers },
      });
    },
    send: (method, path, body, headers = {}) =>
      ask(path, {
        method,
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        headers: { ...(body === null ? {} : { 'content-type': 'application/json' }), ...headers },
      }),
    async close() {
      await app.close();
      await node.stop();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the tests look at in a row of the ranked list. */
export interface Row {
  readonly id: string;
  readonly rank: number;
  readonly container: string;
  readonly port: string;
  readonly vesselName: string | null;
  readonly voyage: string | null;
  readonly arrivalAt: string | null;
  readonly arrivalActual: boolean;
  readonly score: number;
  readonly band: string;
  readonly selectedBy: string | null;
  readonly identityCases: number;
  readonly amendedAt: string | null;
  readonly revision: number;
  readonly goods: string | null;
  readonly consignee: string | null;
}

export interface Dossier extends Omit<Row, 'identityCases'> {
  readonly identityCases: readonly IdentityCase[];
  readonly open: boolean;
  readonly standing: string;
  readonly facts: readonly {
    readonly field: string;
    readonly disagree: boolean;
    readonly claims: readonly {
      readonly display: string;
      readonly statedBy: string;
      readonly statedAt: string;
      readonly minutesToArrival: number | null;
      readonly current: boolean;
      readonly source: { readonly file: string; readonly offset: number };
    }[];
  }[];
  readonly reasons: readonly {
    readonly signal: string;
    readonly weight: number;
    readonly text: string;
    readonly sources: readonly { readonly file: string; readonly offset: number }[];
  }[];
  readonly messages: readonly { readonly type: string; readonly sender: string; readonly file: string }[];
  readonly otherVisits: readonly { readonly id: string; readonly port: string }[];
}

export interface IdentityCase {
  readonly id: string;
  readonly container: string;
  readonly kind: string;
  readonly state: 'open' | 'closed';
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly text: string;
  readonly sources: readonly { readonly file: string; readonly offset: number }[];
}

/** The rows of the list that show this text. */
export async function rowsOf(node: TestNode, text = ''): Promise<readonly Row[]> {
  const { status, body } = await node.get<{ items: readonly Row[] }>(
    `/api/v1/visits?limit=500&q=${encodeURIComponent(text)}`,
  );
  assert.equal(status, 200);
  return body.items;
}

/** The one visit of a container that is in the list, with everything known about it. */
export async function dossierOf(node: TestNode, container: string): Promise<Dossier> {
  const rows = await rowsOf(node, container);
  assert.equal(rows.length, 1, `${container} has ${rows.length} visits in the list`);
  return dossierAt(node, rows[0]!.id);
}

export async function dossierAt(node: TestNode, id: string): Promise<Dossier> {
  const { status, body } = await node.get<Dossier>(`/api/v1/visits/${id}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** What is claimed about one field, as `[speaker, value]` in the order it was said. */
export function said(dossier: Dossier, field: string): readonly (readonly [string, string])[] {
  const fact = dossier.facts.find((one) => one.field === field);
  return (fact?.claims ?? []).map((claim) => [claim.statedBy, claim.display] as const);
}
