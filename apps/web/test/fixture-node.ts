import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { FileItem, VisitRow } from '../src/api/node-answers.ts';
import { answerControls } from './fixture-controls.ts';
import { answerDesk } from './fixture-desk.ts';
import { answerOversight } from './fixture-oversight.ts';
import type { FixtureDoor } from './fixture-oversight.ts';
import { portalAnswers, segregationAnswers } from './fixture-portal.ts';
import { answerScans } from './fixture-scans.ts';
import { answerTasks, fixtureTasks } from './fixture-tasks.ts';
import { pseudoLocale } from './pseudo-locale.ts';
import { generatedPort } from './generated-port.ts';
import type { GeneratedPort } from './generated-port.ts';

/**
 * A node that answers from memory over a generated port, for the journeys of the screens. It keeps
 * the HTTP contract and nothing else: no intake, no screening, no database.
 */
export interface FixtureNode {
  readonly url: string;
  readonly port: GeneratedPort;
  /** What the node answers with instead, for paths that match; `null` takes it away. */
  readonly faults: Map<RegExp, 'hang' | { status: number; code: string; title: string; detail?: string }>;
  /** Every request's method and path, in order. */
  readonly requests: string[];
  /** Every answer's body since the start, or since `restore`. */
  readonly answered: string[];
  /** Sends an event to every live reader. */
  push(event: 'revision' | 'file' | 'clock', data: unknown): void;
  /** Ends every live connection; `refuse` keeps new ones out. */
  dropLive(refuse: boolean): void;
  /** Puts a visit at the top of the list. */
  raise(id: string): void;
  /** Who stands at the door, and what the log says. */
  readonly door: FixtureDoor;
  /** Takes every visit and every file away. */
  empty(): void;
  /** Faults, door, feeds and an emptied list are again as they were at the start. */
  restore(): void;
  readonly feeds: {
    name: string;
    lastReceivedAt: string | null;
    files: number;
    silentAfterMinutes: number | null;
  }[];
  close(): Promise<void>;
}

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const ways: Record<string, (a: VisitRow, b: VisitRow) => number> = {
  rank: (a, b) => a.rank - b.rank,
  score: (a, b) => a.score - b.score,
  container: (a, b) => (a.container < b.container ? -1 : 1),
  arrival: (a, b) => Date.parse(a.arrivalAt ?? '') - Date.parse(b.arrivalAt ?? ''),
  port: (a, b) => a.port.localeCompare(b.port) || a.rank - b.rank,
  vessel: (a, b) => (a.vesselName ?? '').localeCompare(b.vesselName ?? '') || a.rank - b.rank,
};

export async function startFixtureNode(
  options: { visits?: number; dist?: string; pseudo?: boolean } = {},
): Promise<FixtureNode> {
  const dist = options.dist ?? join(import.meta.dirname, '../dist');
  const spoken = options.pseudo === true ? await pseudoLocale(dist) : new Map<string, string>();
  const answered: string[] = [];
  const port = generatedPort(options.visits ?? 50_000);
  let files: FileItem[] = [...port.files];
  const sent = new Map<string, string>();
  let visits = [...port.visits];
  let revision = 1;
  const faults: FixtureNode['faults'] = new Map();
  const requests: string[] = [];
  const readers = new Set<ServerResponse>();
  let refuseLive = false;
  const door: FixtureDoor = {
    roles: ['analyst', 'team-lead', 'integrity', 'auditor'],
    state: 'open',
    log: 'whole',
    tasks: fixtureTasks,
    demo: true,
  };
  const feeds = [
    { name: 'edifact', lastReceivedAt: '2026-03-02T05:52:00.000Z', files: 38, silentAfterMinutes: 60 },
    { name: 'dcsa', lastReceivedAt: '2026-03-02T05:31:00.000Z', files: 2, silentAfterMinutes: 60 },
  ];
  const atStart = structuredClone({ door, feeds });
  const lists = new Map<string, VisitRow[]>();

  const listed = (query: URLSearchParams): VisitRow[] => {
    const key = [...query].filter(([name]) => name !== 'from' && name !== 'limit').join('&');
    const known = lists.get(key);
    if (known) return known;
    const has = (name: string) => query.get(name)?.split(',');
    const words = query.get('q')?.toUpperCase();
    const sort = query.get('sort') ?? 'rank';
    const found = visits.filter(
      (visit) =>
        (has('band')?.includes(visit.band) ?? true) &&
        (has('port')?.includes(visit.port) ?? true) &&
        (has('load')?.includes(visit.load ?? '') ?? true) &&
        (has('origin')?.includes(visit.origin ?? '') ?? true) &&
        (has('selected')?.includes(visit.selectedBy ?? '') ?? true) &&
        (has('signal')?.some((signal) => visit.reasons.some((reason) => reason.signal === signal)) ?? true) &&
        (words === undefined ||
          [visit.container, visit.vesselName, visit.consignee, visit.goods].some((text) =>
            text?.toUpperCase().includes(words),
          )),
    );
    const way = ways[sort.replace('-', '')] ?? ways['rank']!;
    found.sort((a, b) => (sort.startsWith('-') ? -1 : 1) * way(a, b));
    lists.set(key, found);
    return found;
  };

  const answer = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, {
      'content-type': status >= 400 ? 'application/problem+json' : 'application/json',
      'cache-control': 'no-store',
    });
    const text = JSON.stringify(body);
    answered.push(text);
    response.end(text);
  };
  const problem = (response: ServerResponse, status: number, code: string, title: string, detail = '') =>
    answer(response, status, {
      type: `/docs/errors#${code}`,
      title,
      status,
      code,
      detail,
      instance: '/requests/7f2c',
    });

  const api = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    const [, , , what, id, part] = url.pathname.split('/');
    const query = url.searchParams;
    const own = answerOversight(what ?? '', id, request.method ?? 'GET', door);
    if (own !== undefined) return own === null ? answer(response, 200, null) : answer(response, 200, own);
    if (what === 'tasks') {
      const said = answerTasks(id, part, door.tasks, port.clock);
      if (said !== undefined) return answer(response, 200, said);
    }
    if (what === 'node')
      return answer(response, 200, {
        name: 'Vlissingen',
        country: 'NL',
        ports: ['NLVLI', 'NLRTM', 'BEANR'],
        demo: true,
        clock: port.clock,
        version: '0.1.0',
        feeds,
        quarantined: files.filter(({ state }) => state === 'quarantined').length,
        identityCases: port.identityCases.filter(({ state }) => state === 'open').length,
        openVisits: visits.length,
      });
    if (what === 'settings') return answer(response, 200, { defaultView: null, letterKeys: true, keys: {} });
    if (what === 'recent-dossiers' && request.method === 'PUT') return void response.writeHead(204).end();
    const done = answerDesk({
      what: what ?? '',
      id,
      part,
      method: request.method ?? 'GET',
      visits,
      clock: port.clock,
    });
    const planned = answerControls(what ?? '', id, part, visits, port.clock);
    if (done !== undefined || planned !== undefined) return answer(response, 200, done ?? planned);
    if (what === 'scans') {
      const said = answerScans(id, part, url.pathname.split('/')[6], query);
      if (said === undefined) return problem(response, 404, 'scans/not-found', 'There is no such scan');
      if (!(said instanceof Uint8Array)) return answer(response, 200, said);
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' });
      return void response.end(said);
    }
    if (what === 'signals')
      return answer(response, 200, [
        { name: 'weight-vgm-vs-declared', about: 'Verified mass against the declared one', group: 'weight' },
        { name: 'seal-mismatch', about: 'Seal numbers that differ', group: 'seal' },
        { name: 'corridor', about: 'Finds on this corridor', group: 'route' },
      ]);
    if (what === 'visits' && id === undefined) {
      const all = listed(query);
      const from = Number(query.get('from') ?? 0);
      const items = all.slice(from, from + Number(query.get('limit') ?? 100));
      return answer(response, 200, {
        total: all.length,
        from,
        items,
        next: null,
        asOf: port.clock,
        revision,
      });
    }
    if (what === 'visits') {
      const visit = visits.find((each) => each.id === id);
      if (!visit) return problem(response, 404, 'screening/not-found', 'There is no such visit');
      return answer(response, 200, port.dossier(visit));
    }
    if (what === 'water')
      return answer(response, 200, id === undefined ? waterOf(visits, port.clock) : ashoreOf(visits, query));
    if (what === 'portal' || what === 'segregation') {
      const [visit] = visits;
      const items = visit && (what === 'portal' ? portalAnswers : segregationAnswers(visit))[id ?? ''];
      return answer(response, 200, { items: items ?? [] });
    }
    if (what === 'identity-cases') {
      const items = port.identityCases.filter(({ state }) => state === (query.get('state') ?? 'open'));
      return answer(response, 200, { total: items.length, items });
    }
    if (what === 'live') {
      if (refuseLive) return problem(response, 503, 'platform/starting', 'The node is starting');
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 500\n\n');
      readers.add(response);
      response.on('close', () => readers.delete(response));
      return;
    }
    if (what === 'files' && request.method === 'POST' && id === undefined) {
      const blocks: Buffer[] = [];
      for await (const block of request) blocks.push(block as Buffer);
      const bytes = Buffer.concat(blocks);
      const hash = createHash('sha256').update(bytes).digest('hex');
      const kept = files.find((file) => file.id === hash);
      if (kept) return answer(response, 200, kept);
      const verdict = bytes.toString('latin1').startsWith('UN') ? 'accepted' : 'quarantined';
      const item: FileItem = {
        id: hash,
        name: query.get('name') ?? 'unnamed',
        bytes: bytes.length,
        receivedAt: port.clock,
        channel: 'http',
        verdict,
        state: verdict,
        type: 'CUSCAR',
        messages: 1,
        rows: verdict === 'accepted' ? 12 : 0,
        findings: verdict === 'accepted' ? 0 : 1,
      };
      files.unshift(item);
      sent.set(hash, bytes.toString('latin1'));
      return answer(response, 201, item);
    }
    if (what === 'files' && id === undefined) {
      const state = query.get('state');
      const all = files.filter((file) => state === null || file.state === state);
      const from = Number(query.get('from') ?? 0);
      return answer(response, 200, {
        total: all.length,
        items: all.slice(from, from + Number(query.get('limit') ?? 100)),
      });
    }
    if (what === 'files') {
      const at = files.findIndex((file) => file.id === id);
      const file = files[at];
      if (!file) return problem(response, 404, 'intake/not-found', 'No file with this hash is kept');
      if (part === undefined) return answer(response, 200, port.detail(file));
      if (part === 'bytes')
        return answer(response, 200, around(file.id, sent.get(file.id) ?? port.text(file.id), query));
      if (part === 'release' || part === 'reject') {
        if (file.state !== 'quarantined')
          return problem(response, 409, 'intake/not-quarantined', 'The file is not in quarantine');
        files[at] = { ...file, state: part === 'release' ? 'released' : 'rejected' };
        return answer(response, 200, files[at]);
      }
    }
    return problem(response, 404, 'request/not-found', 'Not found');
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    requests.push(`${request.method} ${url.pathname}${url.search}`);
    response.setHeader('content-security-policy', policy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    for (const [path, fault] of faults)
      if (path.test(url.pathname + url.search)) {
        if (fault !== 'hang') problem(response, fault.status, fault.code, fault.title, fault.detail);
        return;
      }
    if (url.pathname.startsWith('/api/v1/')) {
      api(request, response, url).catch((error: unknown) =>
        problem(response, 500, 'http/unexpected', String(error)),
      );
      return;
    }
    const asked = join(dist, normalize(url.pathname));
    const script = spoken.get(url.pathname);
    if (script !== undefined) {
      response.writeHead(200, { 'content-type': types['.js'] });
      response.end(script);
      return;
    }
    const path = existsSync(asked) && statSync(asked).isFile() ? asked : join(dist, 'index.html');
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'cache-control': url.pathname.startsWith('/assets/')
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    });
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    port,
    faults,
    requests,
    answered,
    feeds,
    door,
    push: (event, data) => {
      for (const reader of readers) reader.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    dropLive: (refuse) => {
      refuseLive = refuse;
      for (const reader of readers) reader.destroy();
    },
    empty: () => {
      visits = [];
      files = [];
      lists.clear();
    },
    restore: () => {
      faults.clear();
      answered.length = 0;
      Object.assign(door, atStart.door);
      for (const [index, feed] of atStart.feeds.entries()) Object.assign(feeds[index]!, feed);
      if (visits.length === 0) visits = [...port.visits];
      if (files.length === 0) files = [...port.files];
      lists.clear();
    },
    raise: (id) => {
      const raised = visits.find((visit) => visit.id === id);
      if (!raised) return;
      revision += 1;
      lists.clear();
      visits = [raised, ...visits.filter((visit) => visit !== raised)].map((visit, index) => ({
        ...visit,
        rank: index + 1,
      }));
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const bandsOf = (visits: readonly VisitRow[]) => {
  const count = (band: string) => visits.filter((visit) => visit.band === band).length;
  return { a: count('A'), b: count('B'), c: count('C'), d: count('D') };
};

/** Vessels and stacks over the generated visits: what has arrived stands ashore, every third in a block. */
function waterOf(visits: readonly VisitRow[], clock: string) {
  const now = Date.parse(clock);
  const calls = Map.groupBy(
    visits,
    ({ vesselName, port, arrivalAt }) => `${vesselName}|${port}|${arrivalAt?.slice(0, 10)}`,
  );
  const here = visits.filter(({ arrivalAt }) => arrivalAt !== null && Date.parse(arrivalAt) <= now);
  const stacks = Map.groupBy(here, (visit) => `${visit.port}|${visit.rank % 3 === 0 ? '012' : ''}`);
  return {
    asOf: clock,
    ports: [...Map.groupBy(visits, ({ port }) => port)].map(([port, own]) => ({ port, bands: bandsOf(own) })),
    vessels: [...calls.values()]
      .map((own) => own[0]!)
      .slice(0, 30)
      .map((first, index) => ({
        call: `c_${index}`,
        name: first.vesselName,
        imo: first.vesselImo,
        voyage: first.voyage,
        port: first.port,
        arrivalAt: first.arrivalAt,
        arrivalActual: first.arrivalActual,
        fromPort: index % 7 === 6 ? null : first.loadPort,
        departedAt:
          first.arrivalAt === null || index % 5 === 4
            ? null
            : new Date(Date.parse(first.arrivalAt) - 12 * 86_400_000).toISOString(),
        departedActual: true,
        bands: bandsOf([...calls.values()][index]!),
      }))
      .sort((a, b) => ((a.arrivalAt ?? '') < (b.arrivalAt ?? '') ? -1 : 1)),
    blocks: [...stacks.values()].map((own) => ({
      port: own[0]!.port,
      terminal: own[0]!.port === 'NLRTM' ? 'RWG' : null,
      block: own[0]!.rank % 3 === 0 ? '012' : null,
      since: own[0]!.arrivalAt,
      bands: bandsOf(own),
    })),
  };
}

function ashoreOf(visits: readonly VisitRow[], query: URLSearchParams) {
  const items = visits
    .filter(({ port, rank }) => port === query.get('port') && (rank % 3 === 0) === query.has('block'))
    .slice(0, 12)
    .map(({ id, container, band, arrivalAt }) => ({ visit: id, container, band, since: arrivalAt }));
  return { total: items.length, items };
}

function around(file: string, text: string, query: URLSearchParams) {
  const offset = Number(query.get('around') ?? 0);
  const count = Number(query.get('segments') ?? 12);
  const all = [...text.matchAll(/(?:\r\n)*[^']*'/g)].map((match) => ({
    offset: match.index,
    end: match.index + match[0].length,
    raw: match[0],
  }));
  const at = Math.max(
    0,
    all.findIndex(({ end }) => offset < end),
  );
  const shown = all.slice(Math.max(0, at - count), at + count + 1);
  const hit = all[at];
  const value = hit ? (/^[^+:']+/.exec(hit.raw.slice(offset - hit.offset))?.[0].length ?? 1) : 1;
  return {
    file,
    bytes: text.length,
    from: shown[0]?.offset ?? 0,
    to: shown.at(-1)?.end ?? 0,
    marked: { from: offset, to: offset + value },
    segments: shown.map(({ offset: from, end, raw }) => ({
      offset: from,
      end,
      text: raw.replaceAll('\r', '␍').replaceAll('\n', '␊'),
      tag: raw.trim().slice(0, 3),
      marked: offset >= from && offset < end,
    })),
  };
}
