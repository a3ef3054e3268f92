import type { Board, BoardControl, ControlCard, ControlPlan, Lowering } from '../src/api/controls.ts';
import type { VisitRow } from '../src/api/node-answers.ts';
import type { PersonName } from '../src/api/session.ts';

const hour = 3_600_000;
const later = (clock: string, hours: number) => new Date(Date.parse(clock) + hours * hour).toISOString();
const standing = (visit: VisitRow, rank: number) => ({ rank, band: visit.band, score: visit.score });

/** Three slots of two lanes: one whose box has moved, one that is seen only as taken, one that is over. */
function boardOf(visits: readonly VisitRow[], clock: string): Board {
  const slot = (id: string, of: Partial<BoardControl>): BoardControl => ({
    id,
    state: 'approved',
    port: 'NLVLI',
    lane: 'Scan lane 1',
    plannedAt: later(clock, 3),
    needs: null,
    mine: [],
    exposure: { knowNow: 2, willKnow: 6, exposure: 0.4, limit: 1 },
    box: null,
    ...of,
  });
  const own = visits[4];
  return {
    asOf: clock,
    lanes: [
      { name: 'Scan lane 1', methods: ['scan'], perHour: 12 },
      { name: 'Quay team', methods: ['open', 'dog'], perHour: 2 },
    ],
    items: own
      ? [
          slot('k_1', {
            needs: 'seal',
            mine: ['control'],
            box: {
              visit: own.id,
              container: own.container,
              arrivalAt: own.arrivalAt,
              then: standing(own, 5),
              now: standing(own, 19),
              moved: true,
            },
          }),
          slot('k_2', { state: 'disclosed', lane: 'Quay team', plannedAt: later(clock, 1), exposure: null }),
          slot('k_3', { state: 'carried-out', plannedAt: later(clock, -1), exposure: null }),
        ]
      : [],
    proposals: visits.slice(6, 7).map(({ id, container, port }) => ({
      reference: 't_41c1',
      visit: id,
      container,
      port,
      method: 'scan',
      reason: 'Weight and seal differ',
      wantedAt: null,
      roles: ['analyst'],
      at: clock,
    })),
  };
}

const planOf = (clock: string): ControlPlan => ({
  exposure: 0.4,
  limit: 1,
  burnChance: 0.004,
  knowNow: 2,
  willKnow: 6,
  knowers: [
    {
      person: 'p_planner1',
      part: 'planner',
      items: ['place', 'time', 'method', 'object', 'reason'],
      fromAt: clock,
      onArrival: false,
      reason: null,
    },
    {
      person: 'officer/1',
      part: 'officer',
      items: ['place', 'time'],
      fromAt: later(clock, 2),
      onArrival: true,
      reason: null,
    },
  ],
  steps: [
    { at: clock, people: 2, weight: 1 },
    { at: later(clock, 2), people: 6, weight: 0.4 },
    { at: later(clock, 3), people: 6, weight: 0 },
  ],
  parts: [{ part: 'officer', people: 4, available: 9 }],
  signs: [
    {
      sign: 'CUSI',
      outsider: 'carrier',
      heldUntil: later(clock, 2.5),
      canHold: true,
      openMinutes: 30,
      ground: 'The carrier sees the status code as soon as it is sent.',
    },
  ],
});

const lowerings = (clock: string): readonly Lowering[] => [
  {
    id: 'l_1',
    act: 'cancel',
    kind: 'override',
    subject: 'k_2',
    reason: 'The ship is diverted',
    evidenceHash: 'ab'.repeat(32),
    askedBy: 'p_analyst2',
    askedAt: clock,
    secondPerson: 'p_planner2',
    expiresAt: later(clock, 4),
    decision: null,
    decidedAt: null,
    redrawn: null,
    effect: null,
  },
];

/** What a fixture node answers about controls; `undefined` = another part's. */
export function answerControls(
  what: string,
  id: string | undefined,
  part: string | undefined,
  visits: readonly VisitRow[],
  clock: string,
): object | undefined {
  switch (what) {
    case 'control-board':
      return boardOf(visits, clock);
    case 'control-plans':
      return planOf(clock);
    case 'lowerings':
      return part === undefined ? { items: visits.length === 0 ? [] : lowerings(clock) } : undefined;
    case 'directory':
      return ['planner', 'analyst', 'officer'].map((role, index) => ({
        id: `p_${role}${index + 1}`,
        role,
        number: index + 1,
        label: null,
        name: `${role} ${index + 1}`,
      })) satisfies PersonName[];
    case 'controls': {
      const found = boardOf(visits, clock).items.find((control) => control.id === id);
      if (found === undefined || part !== 'card') return undefined;
      return {
        ...found,
        steps: [
          { step: 'propose', person: 'p_analyst2', at: later(clock, -5) },
          { step: 'approve', person: 'p_planner1', at: later(clock, -4) },
        ],
        plan: planOf(clock),
        content: { place: 'Quay 4, stack 12', time: later(clock, 3), method: 'scan', reason: 'Seal differs' },
        changes: [
          {
            field: 'sealNumber',
            before: 'ML-88120',
            after: 'ML-99417',
            statedBy: 'KBTERM',
            receivedAt: clock,
            source: { file: 'a1'.repeat(32), offset: 334 },
          },
        ],
        outcome: null,
        evidence: { seen: {}, hash: 'ab'.repeat(32) },
      } satisfies ControlCard;
    }
    default:
      return undefined;
  }
}
