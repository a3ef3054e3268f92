import type {
  Acted,
  Comparison,
  FrozenSelection,
  Mark,
  Party,
  RecentDossier,
  SavedView,
  VisitAct,
  VisitRow,
  Wallboard,
} from '../src/api/node-answers.ts';

/** A question of the desk, cut along its address. */
export interface DeskQuestion {
  readonly what: string;
  readonly id: string | undefined;
  readonly part: string | undefined;
  readonly method: string;
  readonly visits: readonly VisitRow[];
  readonly clock: string;
}

const brief = ({ id, container, port, band }: VisitRow) => ({ id, container, port, band });

/** Rows 6 to 9 of the list carry what colleagues did with them. */
function marksOf(visits: readonly VisitRow[]): readonly Mark[] {
  const none = { assigned: null, proposed: false, dismissed: null, notes: 0, contested: 0 } as const;
  const done: readonly Partial<Mark>[] = [
    { assigned: 'you', notes: 2 },
    { assigned: 'other', contested: 1 },
    { proposed: true },
    { dismissed: 'pending' },
  ];
  return visits.slice(6, 10).map(({ id }, index) => ({ ...none, ...done[index], visit: id }));
}

const actsOf = (clock: string): readonly VisitAct[] => [
  {
    reference: 't_41c0',
    kind: 'note',
    at: new Date(Date.parse(clock) - 3_600_000).toISOString(),
    by: { you: true, roles: ['analyst'] },
    reason: 'The agent was asked for the packing list',
    state: 'recorded',
    method: null,
    wantedAt: null,
    signal: null,
    code: null,
  },
  {
    reference: 't_41c1',
    kind: 'propose',
    at: new Date(Date.parse(clock) - 1_800_000).toISOString(),
    by: { you: false, roles: ['analyst'] },
    reason: 'Weight and seal differ',
    state: 'recorded',
    method: 'scan',
    wantedAt: null,
    signal: null,
    code: null,
  },
];

const partiesOf = (visits: readonly VisitRow[], own: VisitRow): readonly Party[] => [
  {
    role: 'consignee',
    name: own.consignee ?? 'TRADING 4417 BV',
    country: 'NL',
    visits: 212,
    firstSeen: '2024-05-02T00:00:00.000Z',
    lastSeen: '2026-02-20T00:00:00.000Z',
    controls: 9,
    finds: 1,
    others: visits.slice(0, 3).map(brief),
    otherCount: 5,
  },
  {
    role: 'notify',
    name: 'EXPEDITION 12 NV',
    country: null,
    visits: 0,
    firstSeen: null,
    lastSeen: null,
    controls: 0,
    finds: 0,
    others: [],
    otherCount: 0,
  },
];

/** What was done, in the three ways the node can answer, one visit in turn. */
const actedOn = (visits: readonly VisitRow[], clock: string): Acted => ({
  reference: 't_5b2e',
  at: clock,
  undoUntil: new Date(Date.parse(clock) + 30_000).toISOString(),
  results: visits.map(({ id, container }, index) => ({
    visit: id,
    container,
    outcome: (['recorded', 'pending', 'refused'] as const)[index % 3]!,
    why: index % 3 === 2 ? 'triage/assigned-to-another' : null,
  })),
});

const line = (tag: string, offset: number, texts: readonly string[], changed = -1) => ({
  tag,
  offset,
  elements: texts.map((text, index) => ({ text, changed: index === changed })),
});

const comparison: Comparison = {
  comparable: true,
  lines: [
    { kind: 'same', earlier: line('BGM', 61, ['785', 'M1']), later: line('BGM', 61, ['785', 'M1']) },
    {
      kind: 'changed',
      earlier: line('FTX', 273, ['AAA', 'BANANAS'], 1),
      later: line('FTX', 273, ['AAA', 'FRUIT PUREE ASEPTIC'], 1),
    },
    { kind: 'gone', earlier: line('SEL', 320, ['ML-88120']), later: null },
    { kind: 'new', earlier: null, later: line('SEL', 334, ['ML-99417']) },
  ],
};

const wallboardOf = (visits: readonly VisitRow[], clock: string): Wallboard => ({
  asOf: clock,
  ports: [...Map.groupBy(visits, ({ port }) => port)].map(([port, own]) => ({
    port,
    open: own.length,
    bands: {
      A: own.filter(({ band }) => band === 'A').length,
      B: own.filter(({ band }) => band === 'B').length,
      C: own.filter(({ band }) => band === 'C').length,
      D: own.filter(({ band }) => band === 'D').length,
    },
    arrivals: [0.3, 0.2, 0.15, 0.1, 0.1, 0.05].map((share) => Math.round(own.length * share)),
  })),
});

/** What a fixture node answers about the work at the desk; `undefined` = another part's. */
export function answerDesk(question: DeskQuestion): object | undefined {
  const { what, id, part, method, visits, clock } = question;
  if (part === 'acts' && method === 'POST')
    return actedOn(what === 'selections' ? visits.slice(0, 3) : visits.slice(0, 1), clock);
  const own = visits.find((visit) => visit.id === id);
  if (what === 'visits' && part === 'acts') return { items: own?.rank === 5 ? actsOf(clock) : [] };
  if (what === 'visits' && part === 'parties')
    return { items: own?.rank === 5 ? partiesOf(visits, own) : [] };
  if (what === 'visits' && part === 'versions') return comparison;
  switch (what) {
    case 'marks':
      return { items: marksOf(visits) };
    case 'views':
      return {
        items: [
          { id: 'w_1', name: 'Reefers of tonight', filter: 'port=NLVLI&band=A', shared: true, own: true },
          { id: 'w_2', name: 'Amended late', filter: 'signal=late-amendment', shared: true, own: false },
        ] satisfies SavedView[],
      };
    case 'recent-dossiers':
      return {
        items: visits
          .slice(2, 4)
          .map((visit) => ({ ...brief(visit), openedAt: clock })) satisfies RecentDossier[],
      };
    case 'selections':
      return {
        id: 's_1',
        count: 3,
        matching: 3,
        examples: visits.slice(0, 3).map(brief),
      } satisfies FrozenSelection;
    case 'wallboard':
      return wallboardOf(visits, clock);
    default:
      return undefined;
  }
}
