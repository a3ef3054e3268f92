import type {
  Board,
  BoardControl,
  ControlCard,
  ControlPlan,
  Lowering,
  LoweringInFull,
} from '../src/api/controls.ts';
import type { VisitRow } from '../src/api/node-answers.ts';

const hour = 3_600_000;
const minute = 60_000;
const me = 'p_planner2';

/** Controls over the generated port, as a planner sees them: his own, those of others, one that was amended. */
function controlsAt(clock: string, visits: readonly VisitRow[]): readonly BoardControl[] {
  const now = Date.parse(clock);
  const rows: readonly [string, BoardControl['state'], string, number, BoardControl['needs'], boolean][] = [
    ['c_7f2a', 'sealed', 'scanner', 95, null, true],
    ['c_91ab', 'approved', 'scanner', 130, 'seal', false],
    ['c_b03c', 'proposed', 'rov', 250, 'approve', false],
    ['c_c4de', 'carried-out', 'dog', -40, 'judge', false],
    ['c_d5ef', 'disclosed', 'search', 20, null, false],
    ['c_e6f0', 'proposed', 'search', 45, null, true],
    ['c_f701', 'cancelled', 'quay boat', 80, null, false],
  ];
  return rows.map(([id, state, lane, minutes, needs, known], index) => {
    const visit = visits[index + 2]!;
    const standing = { rank: visit.rank + 30, band: 'B', score: visit.score - 0.8 };
    return {
      id,
      state,
      port: 'NLVLI',
      lane,
      plannedAt: new Date(now + minutes * minute).toISOString(),
      needs,
      mine: known ? ['proposer'] : [],
      exposure: { knowNow: 2, willKnow: 6 + index, exposure: 4.2 + index * 6, limit: 40 },
      box: known
        ? {
            visit: visit.id,
            container: visit.container,
            arrivalAt: visit.arrivalAt,
            then: standing,
            now: { rank: visit.rank, band: visit.band, score: visit.score },
            moved: id === 'c_7f2a',
          }
        : null,
    };
  });
}

function planAt(plannedAt: number, now: number): ControlPlan {
  const at = (minutesBefore: number) => new Date(plannedAt - minutesBefore * minute).toISOString();
  const someone = { reason: null, onArrival: false } as const;
  return {
    exposure: 6.4,
    limit: 40,
    burnChance: 0.0041,
    knowNow: 2,
    willKnow: 5,
    doubleBooked: ['p_officer1'],
    knowers: [
      {
        ...someone,
        person: me,
        part: 'proposer',
        items: ['place', 'time', 'method', 'object', 'reason'],
        fromAt: new Date(now).toISOString(),
      },
      {
        ...someone,
        person: 'approver/1',
        part: 'approver',
        items: ['method', 'object', 'reason'],
        fromAt: at(60),
      },
      {
        ...someone,
        person: 'team-lead/1',
        part: 'team-lead',
        items: ['place', 'time', 'method'],
        fromAt: at(30),
      },
      { ...someone, person: 'officer/1', part: 'officer', items: ['object'], fromAt: at(0), onArrival: true },
    ],
    steps: [
      { at: new Date(now - 20 * minute).toISOString(), people: 1, weight: 1 },
      { at: at(60), people: 2, weight: 2 },
      { at: at(30), people: 4, weight: 2.4 },
    ],
    parts: [
      { part: 'team-lead', people: 1, available: 3 },
      { part: 'officer', people: 2, available: 1 },
    ],
    signs: [
      {
        sign: 'terminal-work-order',
        outsider: 'terminal',
        heldUntil: at(35),
        canHold: true,
        openMinutes: 35,
        ground: 'policy',
      },
      {
        sign: 'scan-status',
        outsider: 'carrier and its customers',
        heldUntil: at(0),
        canHold: true,
        openMinutes: 0,
        ground: 'policy',
      },
    ],
  };
}

function cardOf(control: BoardControl, clock: string): ControlCard {
  const now = Date.parse(clock);
  const known = control.box !== null;
  const plan = planAt(Date.parse(control.plannedAt), now);
  return {
    ...control,
    steps: [{ step: 'propose', person: me, at: clock }],
    plan: { ...plan, ...control.exposure, signs: known ? plan.signs : null },
    content: known
      ? { place: 'Quay 12', time: control.plannedAt, method: 'scan', reason: 'Seal silent for 41 minutes' }
      : {},
    changes: control.box?.moved
      ? [
          {
            field: 'goods',
            before: 'BANANAS, HS 0803, 1080 packages',
            after: 'PINEAPPLES, HS 0804, 1080 packages',
            statedBy: 'SIMCARRIER',
            receivedAt: clock,
            source: { file: 'a'.repeat(64), offset: 273 },
          },
        ]
      : [],
    outcome:
      control.state === 'carried-out'
        ? {
            outcome: 'found',
            container: 'HWGU3002120',
            kg: 31.5,
            concealment: 'reefer unit',
            evidence: [{ sha256: 'c'.repeat(64), kind: 'image', bytes: 482_113 }],
            person: 'p_officer1',
            at: clock,
          }
        : null,
  };
}

function loweringsAt(clock: string): readonly Lowering[] {
  const now = Date.parse(clock);
  const one: Lowering = {
    id: 'l_1',
    act: 'dismiss',
    kind: 'override',
    subject: 'v_000004',
    reason: 'Known consignee, weekly trade',
    evidenceHash: 'e'.repeat(64),
    askedBy: 'p_planner1',
    askedAt: new Date(now - hour).toISOString(),
    secondPerson: me,
    expiresAt: new Date(now + 3 * hour).toISOString(),
    decision: null,
    decidedAt: null,
    redrawn: null,
    waitsFor: 'second-person',
    effect: null,
  };
  const lapsed = { ...one, id: 'l_2', act: 'cancel', secondPerson: 'p_planner1' };
  return [
    one,
    { ...lapsed, expiresAt: new Date(now - hour).toISOString() },
    {
      ...lapsed,
      id: 'l_3',
      decision: 'approved',
      decidedAt: clock,
      waitsFor: null,
      effect: 'done',
      redrawn: true,
    },
  ];
}

/** What a fixture node answers about controls; `undefined` = another part's. */
export function answerControls(
  what: string,
  id: string | undefined,
  part: string | undefined,
  visits: readonly VisitRow[],
  clock: string,
): object | undefined {
  const controls = visits.length === 0 ? [] : controlsAt(clock, visits);
  switch (what) {
    case 'control-board':
      return {
        asOf: clock,
        lanes: [
          { name: 'scanner', methods: ['scan'], perHour: 1 },
          { name: 'search', methods: ['open'], perHour: 1 },
          { name: 'dog', methods: ['dog'], perHour: 2 },
          { name: 'rov', methods: ['rov'], perHour: 1 },
        ],
        items: controls,
        proposals: visits.slice(12, controls.length === 0 ? 12 : 14).map((visit, index) => ({
          reference: `t_${index}`,
          visit: visit.id,
          container: visit.container,
          port: visit.port,
          method: index === 0 ? 'scan' : 'dog',
          reason: 'New consignee and a seal that was silent',
          wantedAt: index === 0 ? null : new Date(Date.parse(clock) + 5 * hour).toISOString(),
          roles: ['analyst'],
          at: clock,
        })),
      } satisfies Board;
    case 'controls': {
      if (id === 'overdue')
        return {
          items: controls.slice(3, 4).map(({ id: late, port, lane, plannedAt }) => ({
            id: late,
            state: 'sealed',
            port,
            lane,
            plannedAt,
          })),
        };
      const control = controls.find((one) => one.id === id);
      return part === 'card' && control !== undefined ? cardOf(control, clock) : undefined;
    }
    case 'control-plans':
      return planAt(Date.parse(clock) + 2 * hour, Date.parse(clock));
    case 'lowerings': {
      const [lowering] = loweringsAt(clock);
      if (id === undefined) return { items: loweringsAt(clock) };
      return {
        ...lowering!,
        evidence: {
          about: 'visit',
          container: visits[4]?.container ?? '',
          port: 'NLVLI',
          band: 'A',
          reasons: [{ signal: 'corridor', code: 'corridor/finds', weight: 0.8 }],
        },
      } satisfies LoweringInFull;
    }
    case 'alerts':
      return { items: [{ at: clock, alert: 'duress', about: 'l_3' }] };
    case 'directory':
      return [
        { id: me, role: 'planner', number: 2, label: null, name: 'Planner 2' },
        { id: 'p_planner1', role: 'planner', number: 1, label: null, name: 'Planner 1' },
        { id: 'p_officer1', role: 'officer', number: 1, label: null, name: 'Officer 1' },
      ];
    default:
      return undefined;
  }
}
