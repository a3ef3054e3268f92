import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { readQueueSearch } from './pages/queue/queue-search.ts';
import { QueuePage } from './pages/queue/queue-page.tsx';
import { readControlsSearch } from './pages/controls/controls-search.ts';
import { readOversightSearch } from './pages/oversight/oversight-search.ts';
import { fileStates } from './pages/intake/file-states.ts';
import { scanStates } from './pages/review/scan-states.ts';
import { NoSuchPage } from './parts/frame.tsx';
import { Gate } from './parts/gate.tsx';
import { ProblemNotice, SkeletonLines } from './parts/notices.tsx';

const root = createRootRoute({ component: Gate, notFoundComponent: NoSuchPage });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/queue', replace: true });
  },
});

const queue = createRoute({
  getParentRoute: () => root,
  path: '/queue',
  validateSearch: readQueueSearch,
  component: QueuePage,
});

const dossier = createRoute({
  getParentRoute: () => root,
  path: '/visits/$id',
  component: lazyRouteComponent(() => import('./pages/dossier/dossier-page.tsx'), 'DossierPage'),
});

const source = createRoute({
  getParentRoute: () => root,
  path: '/files/$hash',
  validateSearch: (raw: Record<string, unknown>): { offset?: number } => {
    const offset = Number(raw['offset']);
    return raw['offset'] !== undefined && Number.isSafeInteger(offset) && offset >= 0 ? { offset } : {};
  },
  component: lazyRouteComponent(() => import('./pages/source/source-page.tsx'), 'SourcePage'),
});

const intake = createRoute({
  getParentRoute: () => root,
  path: '/intake',
  validateSearch: (raw: Record<string, unknown>) => {
    const from = Number(raw['from']);
    const state = fileStates.find((each) => each === raw['state']);
    return {
      ...(state ? { state } : {}),
      ...(Number.isSafeInteger(from) && from > 0 ? { from } : {}),
    };
  },
  component: lazyRouteComponent(() => import('./pages/intake/intake-page.tsx'), 'IntakePage'),
});

const identity = createRoute({
  getParentRoute: () => root,
  path: '/identity',
  validateSearch: (raw: Record<string, unknown>): { state?: 'closed' } =>
    raw['state'] === 'closed' ? { state: 'closed' } : {},
  component: lazyRouteComponent(() => import('./pages/identity/identity-page.tsx'), 'IdentityPage'),
});

const yard = createRoute({
  getParentRoute: () => root,
  path: '/yard',
  component: lazyRouteComponent(() => import('./pages/yard/yard-page.tsx'), 'YardPage'),
});

const controls = createRoute({
  getParentRoute: () => root,
  path: '/controls',
  validateSearch: readControlsSearch,
  component: lazyRouteComponent(() => import('./pages/controls/controls-page.tsx'), 'ControlsPage'),
});

const portal = createRoute({
  getParentRoute: () => root,
  path: '/portal',
  component: lazyRouteComponent(() => import('./pages/portal/portal-page.tsx'), 'PortalPage'),
});

const scans = createRoute({
  getParentRoute: () => root,
  path: '/scans',
  validateSearch: (raw: Record<string, unknown>) => {
    const state = scanStates.find((each) => each === raw['state']);
    return state ? { state } : {};
  },
  component: lazyRouteComponent(() => import('./pages/review/scan-queue-page.tsx'), 'ScanQueuePage'),
});

const review = createRoute({
  getParentRoute: () => root,
  path: '/scans/$id',
  component: lazyRouteComponent(() => import('./pages/review/review-page.tsx'), 'ReviewPage'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/account-page.tsx'), 'AccountPage'),
});

const oversight = createRoute({
  getParentRoute: () => root,
  path: '/oversight',
  validateSearch: readOversightSearch,
  component: lazyRouteComponent(() => import('./pages/oversight/oversight-page.tsx'), 'OversightPage'),
});

const second = createRoute({
  getParentRoute: () => root,
  path: '/second',
  component: lazyRouteComponent(() => import('./pages/dossier/second-window.tsx'), 'SecondWindow'),
});

const wallboard = createRoute({
  getParentRoute: () => root,
  path: '/wallboard',
  component: lazyRouteComponent(() => import('./pages/wallboard/wallboard-page.tsx'), 'WallboardPage'),
});

/** The gate draws this one itself. */
const task = createRoute({ getParentRoute: () => root, path: '/task' });

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    queue,
    dossier,
    source,
    intake,
    identity,
    scans,
    review,
    yard,
    controls,
    portal,
    people,
    account,
    oversight,
    second,
    wallboard,
    task,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: () => <SkeletonLines lines={8} label="…" />,
  defaultErrorComponent: ({ error, reset }) => <ProblemNotice error={error} onRetry={reset} />,
  // Plain query strings: an address stays readable, and links written by hand work.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(search))
      if (value !== undefined) query.set(name, String(value));
    const text = query.toString().replaceAll('%2C', ',');
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
