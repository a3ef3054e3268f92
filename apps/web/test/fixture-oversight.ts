import type { KeyOffer, OwnKey } from '../src/api/own-keys.ts';
import type {
  Checkup,
  DrawVerdict,
  ExposureDay,
  LogEntry,
  LogState,
  LogVerification,
  UnexplainedRelease,
} from '../src/api/oversight.ts';
import type { PersonLine, Recovery } from '../src/api/people.ts';
import type { Enrolment, Session, SessionLine, SignInWays } from '../src/api/session.ts';

/** Who is signed in on a fixture node, and how its log is. */
export interface FixtureDoor {
  roles: readonly string[];
  state: 'open' | 'locked' | 'signed-out' | 'first-start';
  log: 'whole' | 'broken' | 'empty';
  /** Which of the tasks of fixture-tasks.ts the reader has. */
  tasks: readonly string[];
  /** Whether the session plays a role of a demonstration, which has no keys. */
  demo: boolean;
}

const at = '2026-03-02T05:40:00.000Z';
const later = '2026-03-02T14:00:00.000Z';

const name = (role: string, number: number) => ({
  id: `p_${role}${number}`,
  role,
  number,
  label: null,
  name: `${role} ${number}`,
});

const session = ({ roles, state, demo }: FixtureDoor): Session => ({
  person: name(roles[0] ?? 'analyst', 2),
  roles,
  groups: [],
  ports: ['NLVLI', 'NLRTM', 'BEANR'],
  locked: state === 'locked',
  openedAt: at,
  expiresAt: later,
  locksAfterSeconds: 900,
  steppedUpUntil: null,
  demo,
});

const people: readonly PersonLine[] = [
  ['administrator', 1, 'active', ['passkey']],
  ['administrator', 2, 'active', ['passkey', 'passphrase']],
  ['analyst', 1, 'active', ['oidc']],
  ['planner', 1, 'invited', []],
  ['press', 1, 'disabled', ['passphrase']],
].map(([role, number, state, credentials]) => ({
  ...name(role as string, number as number),
  signInName: `${role as string}-${number as number}`,
  roles: [role as string],
  groups: [],
  ports: null,
  state: state as PersonLine['state'],
  createdAt: at,
  credentials: credentials as PersonLine['credentials'],
  lastUsedAt: state === 'active' ? at : null,
}));

const recoveries: readonly Recovery[] = [
  {
    id: 'r_1',
    kind: 'recovery',
    person: 'p_analyst1',
    reason: 'The phone with the key fell into the dock',
    askedBy: 'p_administrator1',
    askedAt: at,
    expiresAt: later,
    approvedBy: null,
    state: 'open',
  },
];

const acts = ['visit/read', 'session/open', 'file/release', 'visit/read', 'session/open'];
const kinds = ['look', 'change', 'change', 'refusal', 'refusal'] as const;
const entries: readonly LogEntry[] = Array.from({ length: 40 }, (_, index) => ({
  entry: 1240 - index,
  at: new Date(Date.parse(at) - index * 61_000).toISOString(),
  kind: kinds[index % 5]!,
  act: acts[index % 5]!,
  subject: index % 5 === 4 ? null : `v_00${(index * 37) % 1000}`,
  person: `p_${'7f3k9q2m'.slice(index % 4)}${index % 6}`,
  roles: ['analyst'],
  session: 's_1',
  purpose: index % 3 === 0 ? 'Pre-arrival desk, vessel of tonight' : null,
  content: 'ab'.repeat(32),
}));

const checkups: readonly Checkup[] = [
  { check: 'runtime', state: 'ok', about: 'Node 24.21.0' },
  {
    check: 'disk',
    state: 'warn',
    about: '4.1 GB free',
    do: 'Make room, or move the data folder to a larger disk.',
  },
  { check: 'database', state: 'ok', about: 'embedded PostgreSQL 18.4, 0.08 GB, answers in 1 ms' },
  { check: 'feeds', state: 'fail', about: 'no file was ever received', do: 'Put files into the inbox.' },
];

const verification = ({ log }: FixtureDoor): LogVerification => ({
  ok: log !== 'broken',
  entries: 1241,
  root: 'cd'.repeat(32),
  origin: 'havenwacht.example/vlissingen',
  keptHeld: log === 'broken' ? 0 : 1,
  problems:
    log === 'broken'
      ? [
          { code: 'entry', entry: 1187, text: 'Entry 1187 is not the one that was hashed into the tree.' },
          { code: 'root', entry: null, text: 'The entries on disk do not give the root that was signed.' },
        ]
      : [],
  problemCount: log === 'broken' ? 2 : 0,
});

const trend: readonly ExposureDay[] = Array.from({ length: 28 }, (_, index) => ({
  day: new Date(Date.parse('2026-02-03T00:00:00.000Z') + index * 86_400_000).toISOString(),
  controls: index % 7 === 6 ? 0 : 3 + (index % 4),
  median: index % 7 === 6 ? null : 5 + (index % 5),
  highest: index % 7 === 6 ? null : 14 + (index % 9),
  units:
    index % 7 === 6
      ? []
      : [
          { unit: 'control-room', personHours: 12 + ((index * 7) % 11), people: 4 },
          { unit: 'quay', personHours: 2 + ((index * 5) % 6), people: 9 },
          { unit: '', personHours: 1, people: 1 },
        ],
}));

const draw: DrawVerdict = {
  ok: true,
  problem: null,
  context: 'NLVLI 2026-03-02',
  model: 'policy-3',
  at,
  candidates: 20_000,
  drawn: Array.from({ length: 12 }, (_, index) => `v_0000${index + 10}`),
  absent: [{ party: 'be', reason: 'no answer within an hour' }],
  organiser: 'havenwacht.example/vlissingen+12345678+AaBbCcDdEeFf',
  compared: 'this-node',
  parties: [{ name: 'nl', key: 'ab'.repeat(32) }],
};

/** What a fixture node answers about people, sessions and the log; `undefined` = another part's. */
export function answerOversight(
  what: string,
  id: string | undefined,
  method: string,
  door: FixtureDoor,
): object | null | undefined {
  const isOut = door.state === 'signed-out' || door.state === 'first-start';
  switch (what) {
    case 'session':
      return isOut ? null : session(door);
    case 'sign-in':
      return {
        node: 'Vlissingen',
        demo: true,
        passkey: true,
        passphrase: true,
        singleSignOn: 'Example ministry',
        firstStart: door.state === 'first-start',
      } satisfies SignInWays;
    case 'enrolment':
      return {
        person: name('administrator', 1),
        signInName: 'administrator-1',
        kind: 'first',
        passkey: { challenge: 'c_1', options: {} },
        passphrase: { challenge: 'c_2', secret: 'JBSW Y3DP EHPK 3PXP', uri: 'otpauth://totp/example' },
        singleSignOn: null,
      } satisfies Enrolment;
    case 'sessions':
      return [
        { id: 's_1', current: true, openedAt: at, seenAt: at, expiresAt: later, locked: false },
        { id: 's_2', current: false, openedAt: at, seenAt: at, expiresAt: later, locked: true },
      ] satisfies SessionLine[];
    case 'own-keys':
      return method === 'POST'
        ? ({
            passkey: { challenge: 'c_1', options: {} },
            passphrase: { challenge: 'c_2', secret: 'JBSW Y3DP EHPK 3PXP', uri: 'otpauth://totp/example' },
          } satisfies KeyOffer)
        : ([
            {
              id: 'c_1',
              kind: 'passkey',
              label: 'Blue key',
              createdAt: at,
              lastUsedAt: at,
              current: true,
            },
            { id: 'c_2', kind: 'passphrase', label: null, createdAt: at, lastUsedAt: null, current: false },
          ] satisfies OwnKey[]);
    case 'people':
      return method === 'POST'
        ? { invitation: { code: 'K7QM-3VXA-92TD', half: null, expiresAt: later } }
        : people;
    case 'recoveries':
      return method === 'POST' ? { half: 'K7QM-3VXA', expiresAt: later } : recoveries;
    case 'releases':
      return {
        items:
          door.log === 'empty'
            ? []
            : ['A', 'B', 'B'].map((band, index) => ({
                visit: `v_00000${index}`,
                container: `HWGU30021${index}0`,
                port: 'NLVLI',
                band,
                leftAt: new Date(Date.parse(at) - (index + 3) * 3_600_000).toISOString(),
              })),
      } satisfies { items: readonly UnexplainedRelease[] };
    case 'exposure-trend':
      return { items: door.log === 'empty' ? [] : trend } satisfies { items: readonly ExposureDay[] };
    case 'draws':
      return door.log === 'broken'
        ? { ...draw, ok: false, problem: 'the seed is not the one of the proofs' }
        : draw;
    case 'health-checks':
      return { at, items: checkups };
    case 'log':
      if (id === 'entries')
        return { items: door.log === 'empty' ? [] : entries, next: door.log === 'empty' ? null : 1201 };
      if (id === 'verification') return verification(door);
      return {
        verifierKey: 'havenwacht.example/vlissingen+12345678+AaBbCcDdEeFf',
        size: 1241,
        waiting: 2,
        failure: null,
        witnesses: [
          { name: 'havenwacht.example/antwerp', size: 1200, cosignedAt: at, finding: null, triedAt: at },
          {
            name: 'havenwacht.example/santos',
            size: 1100,
            cosignedAt: '2026-03-01T05:40:00.000Z',
            finding: 'did not answer',
            triedAt: at,
          },
        ],
      } satisfies LogState;
    default:
      return undefined;
  }
}
