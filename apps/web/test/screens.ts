import type { Page } from 'playwright-core';
import type { FixtureNode } from './fixture-node.ts';

/** One screen in one state, and how to get there on a fixture node. */
export interface Screen {
  readonly name: string;
  readonly path: (node: FixtureNode) => string;
  /** Stands in the page once the state is reached. */
  readonly shown: string;
  readonly prepare?: (node: FixtureNode) => void;
  /** What is done in the page after `ready` is shown. */
  readonly act?: { readonly ready: string; readonly run: (page: Page) => Promise<void> };
}

const at = (path: string) => () => path;
const hang = (pattern: RegExp) => (node: FixtureNode) => void node.faults.set(pattern, 'hang');
const down = (pattern: RegExp) => (node: FixtureNode) =>
  void node.faults.set(pattern, {
    status: 503,
    code: 'database/lost',
    title: 'Down',
    detail: 'No database answers.',
  });
const silent = (node: FixtureNode) => void (node.feeds[0]!.lastReceivedAt = '2026-03-01T05:52:00.000Z');

const terminal = (node: FixtureNode) => void (node.door.roles = ['terminal']);
const administrator = (node: FixtureNode) => void (node.door.roles = ['administrator']);
const verify: Screen['act'] = {
  ready: '.log-verify',
  run: (page) => page.locator('.log-verify button').click(),
};

/** Every screen in every state it has. */
export const screens: readonly Screen[] = [
  { name: 'queue', path: at('/queue'), shown: '.preview .source-link' },
  { name: 'queue-empty', path: at('/queue?q=nothing-like-this'), shown: '.notice-empty' },
  { name: 'queue-loading', path: at('/queue'), shown: '.visit-line-to-come', prepare: hang(/v1\/visits\?/) },
  { name: 'queue-error', path: at('/queue'), shown: '.notice-problem', prepare: down(/v1\/visits\?/) },
  { name: 'queue-stale', path: at('/queue'), shown: '.bar-warning', prepare: silent },
  {
    name: 'queue-keys',
    path: at('/queue'),
    shown: '[role=dialog] .sheet',
    act: { ready: '.container-number', run: (page) => page.keyboard.press('?') },
  },
  { name: 'dossier', path: (node) => `/visits/${node.port.visits[4]!.id}`, shown: '.waterfall' },
  {
    name: 'dossier-loading',
    path: at('/visits/v_000000'),
    shown: '.skeleton-lines',
    prepare: hang(/v1\/visits\/v/),
  },
  { name: 'dossier-error', path: at('/visits/v_none'), shown: '.notice-problem' },
  { name: 'source', path: (node) => `/files/${node.port.files[2]!.id}?offset=273`, shown: '.segments mark' },
  { name: 'source-error', path: at(`/files/${'0'.repeat(64)}`), shown: '.notice-problem' },
  { name: 'intake', path: at('/intake'), shown: '.files' },
  { name: 'intake-loading', path: at('/intake'), shown: '.skeleton-lines', prepare: hang(/v1\/files/) },
  { name: 'intake-error', path: at('/intake'), shown: '.notice-problem', prepare: down(/v1\/files/) },
  {
    name: 'intake-decide',
    path: at('/intake?state=quarantined'),
    shown: '[role=dialog] textarea',
    act: { ready: '.decisions button', run: (page) => page.locator('.decisions button').first().click() },
  },
  { name: 'identity', path: at('/identity'), shown: '.files' },
  { name: 'identity-empty', path: at('/identity?state=closed'), shown: '.page-bar' },
  {
    name: 'identity-loading',
    path: at('/identity'),
    shown: '.skeleton-lines',
    prepare: hang(/v1\/identity-cases/),
  },
  {
    name: 'identity-error',
    path: at('/identity'),
    shown: '.notice-problem',
    prepare: down(/v1\/identity-cases/),
  },
  { name: 'yard', path: at('/yard'), shown: '.chart-map[data-drawn]' },
  {
    name: 'yard-selected',
    path: at('/yard'),
    shown: '.yard-detail',
    act: { ready: '.chart-map[data-drawn]', run: (page) => page.locator('.yard-pick').nth(5).click() },
  },
  { name: 'yard-empty', path: at('/yard'), shown: '.notice-empty', prepare: (node) => node.empty() },
  { name: 'yard-loading', path: at('/yard'), shown: '.skeleton-lines', prepare: hang(/v1\/water/) },
  { name: 'yard-error', path: at('/yard'), shown: '.notice-problem', prepare: down(/v1\/water/) },
  { name: 'yard-stale', path: at('/yard'), shown: '.bar-warning', prepare: silent },
  ...(['signed-out', 'first-start', 'locked'] as const).map((state): Screen => ({
    name: state,
    path: at('/queue'),
    shown: '.key-prompt',
    prepare: (node) => void (node.door.state = state),
  })),
  {
    name: 'sign-in-error',
    path: at('/queue'),
    shown: '.notice-problem',
    prepare: (node) => {
      node.door.state = 'signed-out';
      node.faults.set(/sign-in\/passphrase/, { status: 401, code: 'auth/refused', title: 'Refused' });
    },
    act: {
      ready: '.key-other',
      run: async (page) => {
        await page.locator('.key-other summary').click();
        for (const field of await page.locator('.key-other input').all()) await field.fill('123456');
        await page.locator('.key-other button[type=submit]').click();
      },
    },
  },
  {
    name: 'enrol',
    path: at('/queue'),
    shown: '.key-other form',
    prepare: (node) => void (node.door.state = 'first-start'),
    act: {
      ready: '.key-prompt input',
      run: async (page) => {
        await page.locator('.key-prompt input').fill('K7QM-3VXA');
        await page.keyboard.press('Enter');
        await page.locator('.key-other summary').click();
      },
    },
  },
  { name: 'account', path: at('/account'), shown: '.files' },
  { name: 'portal', path: at('/portal'), shown: '.portal-blocks', prepare: terminal },
  {
    name: 'portal-loading',
    path: at('/portal'),
    shown: '.skeleton-lines',
    prepare: (node) => (terminal(node), hang(/v1\/portal\/orders/)(node)),
  },
  {
    name: 'portal-error',
    path: at('/portal'),
    shown: '.notice-problem',
    prepare: (node) => (terminal(node), down(/v1\/portal\/orders/)(node)),
  },
  {
    name: 'portal-cannot',
    path: at('/portal'),
    shown: '[role=dialog] .text-input',
    prepare: terminal,
    act: { ready: '.portal-lines', run: (page) => page.locator('.decisions .button').nth(2).click() },
  },
  {
    name: 'portal-carrier',
    path: at('/portal'),
    shown: '.portal .files',
    prepare: (node) => void (node.door.roles = ['carrier']),
  },
  { name: 'people', path: at('/people'), shown: '.people', prepare: administrator },
  {
    name: 'people-loading',
    path: at('/people'),
    shown: '.skeleton-lines',
    prepare: (node) => (administrator(node), hang(/v1\/people/)(node)),
  },
  {
    name: 'people-error',
    path: at('/people'),
    shown: '.notice-problem',
    prepare: (node) => (administrator(node), down(/v1\/people/)(node)),
  },
  {
    name: 'people-invite',
    path: at('/people'),
    shown: '.role-boxes',
    prepare: administrator,
    act: { ready: '.people', run: (page) => page.locator('.page-bar .button-main').click() },
  },
  {
    name: 'people-code',
    path: at('/people'),
    shown: '.given-code',
    prepare: administrator,
    act: {
      ready: '.people',
      run: async (page) => {
        await page.locator('.page-bar .button-main').click();
        await page.locator('.role-boxes input').first().check();
        await page.locator('[role=dialog] .button-main').click();
      },
    },
  },
  {
    name: 'step-up',
    path: at('/people'),
    shown: '[role=dialog] .key-other',
    prepare: (node) => {
      administrator(node);
      node.faults.set(/recoveries\/r_1/, {
        status: 403,
        code: 'auth/step-up-needed',
        title: 'Show your key',
      });
    },
    act: { ready: '.people', run: (page) => page.locator('section .files button').first().click() },
  },
  { name: 'oversight', path: at('/oversight'), shown: '.entry-link' },
  {
    name: 'oversight-empty',
    path: at('/oversight'),
    shown: '.notice-empty',
    prepare: (node) => void (node.door.log = 'empty'),
  },
  { name: 'oversight-loading', path: at('/oversight'), shown: '.skeleton-lines', prepare: hang(/v1\/log/) },
  { name: 'oversight-error', path: at('/oversight'), shown: '.notice-problem', prepare: down(/v1\/log/) },
  { name: 'oversight-verify', path: at('/oversight?part=verify'), shown: '.log-whole', act: verify },
  {
    name: 'oversight-broken',
    path: at('/oversight?part=verify'),
    shown: '.log-broken',
    prepare: (node) => void (node.door.log = 'broken'),
    act: verify,
  },
  { name: 'oversight-health', path: at('/oversight?part=health'), shown: '.files tbody' },
  {
    name: 'palette',
    path: at('/identity'),
    shown: '.palette-line',
    act: { ready: '.files', run: (page) => page.keyboard.press('Control+k') },
  },
  {
    name: 'tour',
    path: at('/identity'),
    shown: '.driver-popover',
    act: { ready: '.files', run: (page) => page.locator('.demo-band .button').click() },
  },
  { name: 'not-found', path: at('/no-such-page'), shown: '.notice-empty' },
];

/** Opens a screen in its state on a page of the node; what was prepared is taken back by the returned call. */
export async function openScreen(page: Page, node: FixtureNode, screen: Screen): Promise<() => void> {
  const fresh = node.feeds[0]!.lastReceivedAt;
  const door = { ...node.door };
  screen.prepare?.(node);
  await page.goto(node.url + screen.path(node));
  if (screen.act) {
    await page.waitForSelector(screen.act.ready);
    await screen.act.run(page);
  }
  await page.waitForSelector(screen.shown);
  return () => {
    node.faults.clear();
    node.refill();
    Object.assign(node.door, door);
    node.feeds[0]!.lastReceivedAt = fresh;
  };
}

/** Changes theme and language in place, as a reader does: by the two lists of the top bar. */
export async function chooseLook(page: Page, theme: string, language: string): Promise<void> {
  await page.evaluate(
    ([theme, language]) => {
      for (const [mark, value] of [
        ['contrast', theme],
        ['pt-BR', language],
      ]) {
        const list = document.querySelector<HTMLSelectElement>(`select:has(option[value="${mark}"])`)!;
        if (list.value === value) continue;
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')!.set!.call(list, value);
        list.dispatchEvent(new Event('change', { bubbles: true }));
      }
    },
    [theme, language] as const,
  );
  await page.waitForFunction(
    ([theme, language]) =>
      document.documentElement.dataset['theme'] === theme && document.documentElement.lang === language,
    [theme, language] as const,
  );
}
