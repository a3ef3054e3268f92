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
  readonly act?: Act | undefined;
  /** The part that this state adds to a page that stands in the list by itself. */
  readonly adds?: string;
}

interface Act {
  readonly ready: string;
  readonly run: (page: Page) => Promise<void>;
}

/** A page of the console with what it lives on; its other states follow from it. */
interface ConsolePage extends Screen {
  /** What it asks the node for: held back it loads, refused it is in error. `null` = it asks nothing of its own. */
  readonly asks: RegExp | null;
  /** What it looks like when there is nothing to show; `null` = there is always something. */
  readonly empty: Partial<Screen> | null;
  /** Dialogs and other things that open on it, by name. */
  readonly opens?: Readonly<Record<string, Partial<Screen>>>;
  readonly loading?: string;
  /** Without the frame, which says on every other page that its news is old. */
  readonly alone?: true;
}

const at = (path: string) => () => path;
const asRole = (role: string) => (node: FixtureNode) => void (node.door.roles = [role]);
const silent = (node: FixtureNode) => void (node.feeds[0]!.lastReceivedAt = '2026-03-01T05:52:00.000Z');
const down = { status: 503, code: 'database/lost', title: 'Down', detail: 'No database answers.' };
const press = (key: string) => (page: Page) => page.keyboard.press(key);
const click = (selector: string) => (page: Page) => page.locator(selector).first().click();

/** A page in each of its states: as it is, loading, in error, over old news, empty, and with what opens on it. */
function statesOf({ asks, empty, opens = {}, loading, alone, ...page }: ConsolePage): readonly Screen[] {
  const state = (word: string, of: Partial<Screen>): Screen => ({
    ...page,
    ...of,
    name: `${page.name}-${word}`,
    prepare: (node) => {
      page.prepare?.(node);
      of.prepare?.(node);
    },
  });
  /** The page before anything is done in it. */
  const bare: Partial<Screen> = { act: undefined };
  return [
    page,
    ...(asks === null
      ? []
      : [
          state('loading', {
            ...bare,
            shown: loading ?? '.skeleton-lines',
            prepare: (node) => void node.faults.set(asks, 'hang'),
          }),
          state('error', {
            ...bare,
            shown: '.notice-problem',
            prepare: (node) => void node.faults.set(asks, down),
          }),
        ]),
    ...(alone
      ? []
      : [state('stale', { ...bare, shown: '.bar-warning', prepare: silent, adds: '.bar-warning' })]),
    ...(empty === null ? [] : [state('empty', { ...bare, shown: '.notice-empty', ...empty })]),
    ...Object.entries(opens).map(([word, of]) =>
      state(word, of.shown?.startsWith('[role=dialog]') ? { ...of, adds: '[role=dialog]' } : of),
    ),
  ];
}

const verify: Act = { ready: '.log-verify', run: click('.log-verify button') };
const checkDraw: Act = {
  ready: '.draw-file',
  run: async (page) => {
    const file = { name: 'day.draw.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
    await page.locator('.draw-file').setInputFiles(file);
    await page.locator('.log-verify button').click();
  },
};
const onRows = (run: (page: Page) => Promise<void>): Act => ({ ready: '.container-number', run });
const chooseThree = async (page: Page): Promise<void> => {
  await page.locator('[role=grid]').focus();
  for (const key of ['s', 'Shift+J', 'Shift+J']) await page.keyboard.press(key);
};
const officer =
  (...tasks: readonly string[]) =>
  (node: FixtureNode) =>
    void Object.assign(node.door, { roles: ['officer'], tasks });
const openTask = (page: Page) => page.locator('.task-card .button-main').click();
const fifth = (node: FixtureNode) => `/visits/${node.port.visits[4]!.id}`;

/** Every page of the console, in the order of the rail. A new page is one entry here. */
export const pages: readonly ConsolePage[] = [
  {
    name: 'queue',
    path: at('/queue'),
    shown: '.preview .source-link',
    asks: /v1\/visits\?/,
    loading: '.visit-line-to-come',
    empty: { path: at('/queue?q=nothing-like-this') },
    opens: {
      none: { shown: '.notice-empty', prepare: (node) => node.empty() },
      keys: { shown: '[role=dialog] .sheet', act: onRows(press('?')) },
      views: { shown: '.views-menu .view-line', act: onRows(click('.views-menu button')) },
      selected: { shown: '.selection-bar', act: onRows(chooseThree) },
      propose: {
        shown: '[role=dialog] .act-example',
        act: onRows(async (page) => {
          await chooseThree(page);
          await page.keyboard.press('p');
        }),
      },
      outcome: {
        shown: '.outcome-refused',
        act: onRows(async (page) => {
          await chooseThree(page);
          await page.keyboard.press('x');
          await page.locator('[role=dialog] .act-example').first().waitFor();
          await page.locator('[role=dialog] textarea').fill('Known weekly trade');
          await page.keyboard.press('Control+Enter');
        }),
      },
    },
  },
  {
    name: 'dossier',
    path: fifth,
    shown: '.versions mark',
    asks: /v1\/visits\/v_[^/]*$/,
    empty: null,
    opens: {
      gone: { path: at('/visits/v_none'), shown: '.notice-problem' },
      contest: {
        shown: '[role=dialog] .act-about',
        act: { ready: '.contest-button', run: click('.contest-button') },
      },
      dismiss: { shown: '[role=dialog] textarea', act: { ready: '.waterfall', run: press('x') } },
    },
  },
  {
    name: 'source',
    path: (node) => `/files/${node.port.files[2]!.id}?offset=273`,
    shown: '.segments mark',
    asks: /v1\/files\/[0-9a-f]+/,
    empty: null,
    opens: { gone: { path: at(`/files/${'0'.repeat(64)}`), shown: '.notice-problem' } },
  },
  {
    name: 'intake',
    path: at('/intake'),
    shown: '.files',
    asks: /v1\/files/,
    empty: { prepare: (node) => node.empty() },
    opens: {
      decide: {
        path: at('/intake?state=quarantined'),
        shown: '[role=dialog] textarea',
        act: { ready: '.decisions button', run: click('.decisions button') },
      },
    },
  },
  {
    name: 'identity',
    path: at('/identity'),
    shown: '.files',
    asks: /v1\/identity-cases/,
    empty: { path: at('/identity?state=closed'), shown: '.page-bar' },
    opens: {
      palette: { shown: '.palette-line', act: { ready: '.files', run: press('Control+k') } },
      tour: { shown: '.driver-popover', act: { ready: '.files', run: click('.demo-band .button') } },
    },
  },
  {
    name: 'yard',
    path: at('/yard'),
    shown: '.chart-map[data-drawn]',
    asks: /v1\/water/,
    empty: { prepare: (node) => node.empty() },
    opens: {
      selected: {
        shown: '.yard-detail',
        act: {
          ready: '.chart-map[data-drawn]',
          run: (page) => page.locator('.yard-pick').nth(5).click(),
        },
      },
    },
  },
  {
    name: 'controls',
    path: at('/controls'),
    shown: '.lanes .slot-box',
    prepare: asRole('planner'),
    asks: /v1\/control-board/,
    empty: { prepare: (node) => node.empty() },
    opens: {
      card: { path: at('/controls?control=c_7f2a'), shown: '.moved-facts li' },
      sealed: { path: at('/controls?control=c_91ab'), shown: '.sealed-note' },
      outcome: { path: at('/controls?control=c_c4de'), shown: '#control-outcome' },
      plan: {
        shown: '.plan-weight .curve svg',
        act: { ready: '.proposals .button', run: click('.proposals .button') },
      },
      'plan-any': { path: at('/controls?plan='), shown: '.name-container input' },
      sign: {
        path: at('/controls?control=c_b03c'),
        shown: '[role=dialog] .button-main',
        act: { ready: '.control-card .button-main', run: click('.control-card .button-main') },
      },
      seal: {
        path: at('/controls?control=c_91ab'),
        shown: '[role=dialog] .exposure',
        act: { ready: '.control-card .button-main', run: press('d') },
      },
      lower: {
        path: at('/controls?control=c_7f2a'),
        shown: '[role=dialog] textarea',
        act: { ready: '.act-buttons', run: click('.act-buttons .button:last-child') },
      },
      knower: {
        path: at('/controls?control=c_7f2a'),
        shown: '[role=dialog] select',
        act: { ready: '.act-buttons', run: click('.act-buttons .button:first-child') },
      },
      decide: {
        shown: '[role=dialog] .seen-facts',
        act: { ready: '.needs-line', run: click('.needs-line') },
      },
      codes: { shown: '[role=dialog] input', act: { ready: '.needs', run: click('.needs .text-button') } },
    },
  },
  {
    name: 'portal',
    path: at('/portal'),
    shown: '.portal-blocks',
    prepare: asRole('terminal'),
    asks: /v1\/portal\/orders/,
    empty: { prepare: (node) => node.empty() },
    opens: {
      cannot: {
        shown: '[role=dialog] .text-input',
        act: {
          ready: '.portal-lines',
          run: (page) => page.locator('.decisions .button').nth(2).click(),
        },
      },
      carrier: { shown: '.portal .files', prepare: asRole('carrier') },
    },
  },
  {
    name: 'scans',
    path: at('/scans'),
    shown: '.files',
    prepare: asRole('image-analyst'),
    asks: /v1\/scans\?/,
    empty: { path: at('/scans?state=waiting') },
  },
  {
    name: 'review',
    path: at('/scans/s_fixture1'),
    shown: '.scan-canvas[data-painted]',
    prepare: asRole('image-analyst'),
    asks: /v1\/scans\/[^/]+\/channels/,
    empty: null,
    opens: {
      gone: { path: at('/scans/s_none'), shown: '.notice-problem' },
      difference: {
        shown: '.scan-legend',
        act: {
          ready: 'input[name=scan-pair]',
          run: (page) => page.locator('input[name=scan-pair]').last().check(),
        },
      },
      colour: {
        shown: '.legend-bar',
        act: { ready: '.preset-row', run: (page) => page.locator('.preset-row .button').nth(7).click() },
      },
      judged: { path: at('/scans/s_fixture2'), shown: '.opinion-regions' },
      aside: { path: at('/scans/s_fixture9'), shown: '.scan-findings' },
    },
  },
  {
    name: 'account',
    path: at('/account'),
    shown: '.files',
    asks: /v1\/sessions/,
    empty: null,
    opens: {
      key: {
        shown: '[role=dialog] .key-other',
        prepare: (node) => void (node.door.demo = false),
        act: { ready: '#own-keys', run: click('section[aria-labelledby=own-keys] > p .button') },
      },
    },
  },
  {
    name: 'people',
    path: at('/people'),
    shown: '.people',
    prepare: asRole('administrator'),
    asks: /v1\/people/,
    empty: null,
    opens: {
      invite: { shown: '.role-boxes', act: { ready: '.people', run: click('.page-bar .button-main') } },
      code: {
        shown: '.given-code',
        act: {
          ready: '.people',
          run: async (page) => {
            await page.locator('.page-bar .button-main').click();
            await page.locator('.role-boxes input').first().check();
            await page.locator('[role=dialog] .button-main').click();
          },
        },
      },
      'step-up': {
        shown: '[role=dialog] .key-other',
        prepare: (node) =>
          void node.faults.set(/recoveries\/r_1/, {
            status: 403,
            code: 'auth/step-up-needed',
            title: 'Show your key',
          }),
        act: { ready: '.people', run: click('section .files button') },
      },
    },
  },
  {
    name: 'oversight',
    path: at('/oversight'),
    shown: '.entry-link',
    asks: /v1\/log/,
    empty: { prepare: (node) => void (node.door.log = 'empty') },
    opens: {
      verify: { path: at('/oversight?part=verify'), shown: '.log-whole', act: verify },
      broken: {
        path: at('/oversight?part=verify'),
        shown: '.log-broken',
        prepare: (node) => void (node.door.log = 'broken'),
        act: verify,
      },
      health: { path: at('/oversight?part=health'), shown: '.files tbody' },
      releases: { path: at('/oversight?part=releases&day=2026-03-01'), shown: '.files tbody' },
      'releases-none': {
        path: at('/oversight?part=releases'),
        shown: '.notice-empty',
        prepare: (node) => void (node.door.log = 'empty'),
      },
      guarded: { path: at('/oversight?part=guarded'), shown: '.files tbody' },
      exposure: { path: at('/oversight?part=exposure'), shown: '.day-bars' },
      draw: { path: at('/oversight?part=draw'), shown: '.drawn-list', act: checkDraw },
      'draw-broken': {
        path: at('/oversight?part=draw'),
        shown: '.log-broken',
        prepare: (node) => void (node.door.log = 'broken'),
        act: checkDraw,
      },
    },
  },
  {
    name: 'second',
    path: at('/second'),
    shown: '.versions mark',
    act: {
      ready: '.notice-empty',
      run: (page) =>
        page.evaluate(async () => {
          const { items } = (await (await fetch('/api/v1/visits?from=4&limit=1')).json()) as {
            items: { id: string }[];
          };
          new BroadcastChannel('havenwacht.focus').postMessage({ visit: items[0]!.id });
        }),
    },
    asks: null,
    empty: {},
  },
  {
    name: 'wallboard',
    path: at('/wallboard'),
    shown: '.wall-bands',
    asks: /v1\/wallboard/,
    empty: { prepare: (node) => node.empty() },
  },
  {
    name: 'task',
    path: at('/task'),
    shown: '.task-card .button-main',
    prepare: officer('later', 'ready'),
    asks: null,
    alone: true,
    empty: { prepare: officer() },
    opens: {
      offline: {
        shown: '.bar-warning',
        prepare: (node) => (officer('ready')(node), void node.faults.set(/v1\/tasks/, down)),
      },
      open: {
        shown: '.task-number',
        prepare: officer('ready'),
        act: { ready: '.task-card .button-main', run: openTask },
      },
      'at-box': {
        shown: '.task-items',
        prepare: officer('at-box'),
        act: {
          ready: '.task-card .button-main',
          run: async (page) => {
            await openTask(page);
            await page.locator('.task-reading input').fill('O2 20.9 %');
            await page.locator('.task-reading .button').click();
            await page.locator('.task-large:enabled').nth(1).click();
          },
        },
      },
    },
  },
];

/** What is seen by somebody who is not inside. */
const doors: readonly Screen[] = [
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
];

/** Every screen in every state it has. */
export const screens: readonly Screen[] = [
  ...pages.flatMap(statesOf),
  ...doors,
  { name: 'not-found', path: at('/no-such-page'), shown: '.notice-empty' },
];

/** Opens a screen in its state on a page of the node; `node.restore()` takes back what was prepared. */
export async function openScreen(page: Page, node: FixtureNode, screen: Screen): Promise<void> {
  screen.prepare?.(node);
  await page.goto(node.url + screen.path(node));
  if (screen.act) {
    await page.waitForSelector(screen.act.ready);
    await screen.act.run(page);
  }
  // In the document: what is beside the list on a desk is left out where there is no room for it.
  await page.waitForSelector(screen.shown, { state: 'attached' });
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
