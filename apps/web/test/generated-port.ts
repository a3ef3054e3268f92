import type {
  Dossier,
  FileDetail,
  FileItem,
  IdentityCase,
  ReasonFull,
  VisitRow,
} from '../src/api/node-answers.ts';

/** A port made up from a seed, in the shapes the node answers with. Nothing in it is real. */
export interface GeneratedPort {
  readonly clock: string;
  readonly visits: readonly VisitRow[];
  readonly files: readonly FileItem[];
  readonly identityCases: readonly IdentityCase[];
  dossier(visit: VisitRow): Dossier;
  detail(file: FileItem): FileDetail;
  /** The text of a file, one segment a line. */
  text(file: string): string;
}

const clock = '2026-03-02T06:00:00.000Z';
const minute = 60_000;

/** Uniform numbers in [0, 1) from a seed. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ports = ['NLVLI', 'NLRTM', 'BEANR'];
const loadPorts = [
  'ECGYE',
  'ECPSJ',
  'COTRB',
  'CRMOB',
  'PAMIT',
  'BRSSZ',
  'BRPNG',
  'PEPAI',
  'TRMER',
  'MAPTM',
  'USSAV',
  'SLFNA',
];
const vessels = [
  'Zuiderkroon',
  'Costa Mira',
  'Scheldt Trader',
  'Ostrea Bay',
  'Polar Cereza',
  'Rio Lindero',
  'Kaap Hoorn',
];
const goods = [
  'BANANAS FRESH',
  'PINEAPPLES',
  'COFFEE GREEN IN BAGS',
  'FROZEN SHRIMP',
  'WOOD CHARCOAL',
  'SCRAP METAL',
  'SOYA MEAL',
  'TILES CERAMIC',
  'GENERAL CARGO',
  'FRUIT PUREE ASEPTIC',
];
const consignees = [
  'Fruithandel De Kade BV',
  'Polderfruit NV',
  'Scheldemond Import',
  'Koffiehuis Noord BV',
  'Trading 4417 BV',
  'Handelsonderneming Oost',
];
const kinds = [
  {
    signal: 'corridor',
    group: 'route',
    code: 'corridor/over-average',
    text: '4 finds in 118 controls on EC → NLVLI; all corridors: 1.1 %.',
    params: { finds: 4, controls: 118, corridor: 'EC → NLVLI', averagePercent: 1.1 },
  },
  {
    signal: 'consignee-first-seen',
    group: 'party',
    code: 'consignee-first-seen/first',
    text: 'Consignee TRADING 4417 BV was never seen before.',
    params: { name: 'TRADING 4417 BV' },
  },
  {
    signal: 'weight-vgm-vs-declared',
    group: 'weight',
    code: 'weight-vgm-vs-declared/over',
    text: 'Verified 22120 kg (vgm-1, σ 140) is 640 kg over what 21480 kg declared lets expect; 7.4 times likelier if something is wrong.',
    params: { vgmKg: 22120, method: 'vgm-1', sigmaKg: 140, differenceKg: 640, declaredKg: 21480, ratio: 7.4 },
  },
  {
    signal: 'stow-not-manifest',
    group: 'lists',
    code: 'stow-not-manifest/full',
    text: 'In the stow plan for NLVLI and in no manifest.',
    params: { port: 'NLVLI' },
  },
  {
    signal: 'late-amendment',
    group: 'amendment',
    code: 'late-amendment/party',
    text: 'Party changed from POLDERFRUIT NV to TRADING 4417 BV 540 minutes before arrival.',
    params: { what: 'Party', from: 'POLDERFRUIT NV', to: 'TRADING 4417 BV', minutes: 540 },
  },
  {
    signal: 'rule-of-the-day',
    group: 'route',
    code: 'rule/of-the-day',
    text: 'A rule of this administration that only English is written for',
    params: {},
  },
  {
    signal: 'seal-mismatch',
    group: 'seal',
    code: 'seal-mismatch/typo',
    text: 'Seal ML-0045511 in one message, ML-0045517 in another: one character apart.',
    params: { first: 'ML-0045511', second: 'ML-0045517' },
  },
  {
    signal: 'stow-reachable-at-sea',
    group: 'access',
    code: 'stow-reachable-at-sea/doors-free',
    text: 'Stowed on deck at 0340282 with nothing aft: doors within reach at sea.',
    params: { position: '0340282' },
  },
] as const;
const counter = {
  signal: 'consignee-record',
  group: 'party',
  code: 'consignee-record/clean',
  text: 'Consignee POLDERFRUIT NV: 0 finds in 212 controls over a long time.',
  params: { name: 'POLDERFRUIT NV', finds: 0, controls: 212 },
} as const;
const blind = [
  { signal: 'partner-hit', missing: 'a connected partner' },
  { signal: 'dwell', missing: 'two dated movements in one port' },
  { signal: 'overlanded', missing: 'discharge report' },
  { signal: 'bill-count-vs-history', missing: 'a consignee with at least five earlier visits' },
];

const lineText = [
  "UNA:+.? '",
  "UNB+UNOA:2+HWGULINE+NLVLICUST+260301:1914+88121'",
  "UNH+1+CUSCAR:D:95B:UN'",
  "BGM+785+HWGU2603+9'",
  "DTM+137:202603011914:203'",
  "TDT+20+014E+1++HWG:172:20+++9300012:146::ZUIDERKROON'",
  "LOC+60+NLVLI:139:6'",
  "DTM+132:202603021410:203'",
];

/** Makes `size` visits with their dossiers, 40 files and 6 identity cases. The same seed makes the same. */
export function generatedPort(size: number, seed = 7): GeneratedPort {
  const next = uniform(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const hash = (number: number) => number.toString(16).padStart(8, '0').repeat(8);
  const bandSizes = [0.004, 0.02, 0.1];

  const visits: VisitRow[] = Array.from({ length: size }, (_, index) => {
    const share = index / size;
    const band =
      share < bandSizes[0]! ? 'A' : share < bandSizes[1]! ? 'B' : share < bandSizes[2]! ? 'C' : 'D';
    const score = 1.1 - 6.4 * Math.sqrt(share) - 0.00001 * index;
    const loadPort = pick(loadPorts);
    const fired = band === 'A' ? 4 : band === 'B' ? 3 : Math.floor(next() * 3);
    const first = Math.floor(next() * kinds.length);
    const reasons = Array.from({ length: fired }, (_, at) => {
      const kind = kinds[(first + at) % kinds.length]!;
      const { group, ...brief } = kind;
      void group;
      return { ...brief, weight: Math.round((2.1 - at * 0.55) * 100) / 100 };
    });
    return {
      id: `v_${index.toString(36).padStart(6, '0')}`,
      rank: index + 1,
      container: `HWG${'URJ'[index % 3]}${String(3_000_000 + Math.floor(next() * 1_000_000)).slice(0, 6)}${Math.floor(next() * 10)}`,
      sizeType: pick(['45R1', '22G1', '42G1', '45G1']),
      load: next() < 0.08 ? 'empty' : 'full',
      port: ports[index % 3]!,
      vesselName: pick(vessels),
      vesselImo: '9300012',
      voyage: `${10 + Math.floor(next() * 40)}E`,
      arrivalAt: new Date(Date.parse(clock) + Math.floor((next() * 96 - 12) * 60) * minute).toISOString(),
      arrivalActual: false,
      origin: loadPort.slice(0, 2),
      loadPort,
      goods: next() < 0.04 ? null : pick(goods),
      consignee: next() < 0.05 ? null : pick(consignees),
      score,
      probability: 1 / (1 + Math.exp(-score)),
      band,
      selectedBy: band === 'A' ? 'rule' : index % 97 === 0 ? 'random' : null,
      reasons: reasons.slice(0, 3),
      notEvaluated: index % 5,
      identityCases: index % 61 === 3 ? 1 : 0,
      amendedAt: index % 17 === 2 ? '2026-03-01T21:10:00.000Z' : null,
      revision: 1,
    };
  });

  const states = [
    'accepted',
    'accepted',
    'warning',
    'quarantined',
    'accepted',
    'released',
    'rejected',
    'warning',
  ] as const;
  const files: FileItem[] = Array.from({ length: 40 }, (_, index) => {
    const state = states[index % states.length]!;
    return {
      id: hash(index + 0xa1),
      name: `${['cuscar-hwgu', 'baplie-zuiderkroon', 'codeco-vli', 'vermas-0301', 'tnt-events'][index % 5]}-${100 + index}.${index % 5 === 4 ? 'json' : 'edi'}`,
      bytes: 4841,
      receivedAt: new Date(Date.parse(clock) - index * 7 * minute).toISOString(),
      channel: (['folder', 'http', 'cli'] as const)[index % 3]!,
      verdict: state === 'released' || state === 'rejected' ? 'quarantined' : state,
      state,
      type: ['CUSCAR', 'BAPLIE', 'CODECO', 'VERMAS', 'TNT-EVENT'][index % 5]!,
      messages: 1,
      rows: state === 'quarantined' || state === 'rejected' ? 0 : 40 + index * 13,
      findings: state === 'accepted' ? 0 : 1 + (index % 3),
    };
  });

  const contradictions = [
    [
      'two-places',
      'Gated in at COTRB after it had sailed to NLVLI',
      { event: 'discharge', from: 'NLVLI', nextEvent: 'gate-in', to: 'COTRB', km: 8563, hours: 20 },
    ],
    ['gated-twice', 'Gate-out was reported twice', { event: 'gate-out', port: 'NLVLI', hours: 48 }],
    ['one-edit-twin', 'One character from another container of the same call', { other: 'HWGU3000112' }],
    ['seal-changed', 'Seal number differs', { before: 'QX118', after: 'QX771' }],
    ['type-changed', 'Type 45R1 in the stow plan, 45G1 in the manifest', { first: '45R1', later: '45G1' }],
    ['impossible-sequence', 'Discharged before it was loaded', {}],
  ] as const;
  const identityCases: IdentityCase[] = contradictions.map(([kind, text, params], index) => ({
    id: `c_${index}`,
    kind,
    code: `identity-case/${kind}`,
    params: { ...params },
    state: index === 5 ? 'closed' : 'open',
    text,
    sources: [{ file: hash(0xa1 + index), offset: 120 + index * 31 }],
    openedAt: new Date(Date.parse(clock) - (index + 1) * 47 * minute).toISOString(),
    container: visits[3 + index * 61]?.container ?? 'HWGU3000003',
    visitId: visits[3 + index * 61]?.id ?? null,
  }));

  const text = (file: string) => {
    const serial = Number.parseInt(file.slice(0, 8), 16);
    const lines = [...lineText];
    for (let bill = 1; bill <= 24; bill++)
      lines.push(
        `CNI+${bill}+HWGU88${serial}${bill}'`,
        "LOC+9+ECGYE:139:6'",
        `NAD+CN+++${consignees[bill % consignees.length]!.toUpperCase()}'`,
        `GID+1+1080:CT'`,
        `FTX+AAA+++${goods[bill % goods.length]}'`,
        `MEA+AAE+G+KGM:${20_000 + bill * 37}'`,
        `EQD+CN+HWGU30${String(bill).padStart(5, '0')}+45R1:102:5+++5'`,
        `SEL+ML-00455${bill}+CA'`,
      );
    lines.push(`UNT+${lines.length - 1}+1'`, "UNZ+1+88121'");
    return lines.join('\r\n');
  };

  const dossier = (visit: VisitRow): Dossier => {
    const index = visit.rank - 1;
    const file = hash(0xa1);
    const body = text(file);
    const source = (needle: string) => ({ file, offset: body.indexOf(needle) });
    const reasons: ReasonFull[] = visit.reasons.map((reason, at) => ({
      ...reason,
      group: kinds.find(({ code }) => code === reason.code)?.group ?? 'route',
      sources: at === 2 ? [] : [source(['FRUIT PUREE', 'HWGU3000002', '20074'][at]!)],
    }));
    if (index % 2 === 0) reasons.push({ ...counter, weight: -0.7, sources: [source('POLDERFRUIT')] });
    if (index % 3 === 0)
      reasons.push({
        signal: 'arrival-unusual',
        group: 'route',
        code: 'arrival/note',
        weight: 0,
        text: 'Arrives outside the usual rotation',
        params: {},
        sources: [],
      });
    const claim = (
      value: string,
      by: string,
      kind: string,
      hours: number,
      needle: string,
      current = true,
    ) => ({
      value,
      display: value,
      kind,
      statedBy: by,
      statedAt: new Date(Date.parse(visit.arrivalAt ?? clock) - hours * 60 * minute).toISOString(),
      source: source(needle),
      minutesToArrival: hours * 60,
      current,
    });
    return {
      ...visit,
      reasons,
      notEvaluated: blind.slice(0, visit.notEvaluated),
      quiet: ['empty-that-weighs', 'risk-country', 'identity-case', 'changed-discharge-port'],
      prior: { logOdds: -4.6, probability: 0.0099, source: 'finds per control, all ports, 2021–2025' },
      calibration: { method: 'isotonic on held-out controls', fittedOn: '2025-12-31' },
      model: { policyVersion: '2026-02', ruleSetVersion: 'r14', screenedAt: clock },
      facts: [
        {
          field: 'weight.declared-gross',
          disagree: true,
          claims: [
            claim('21 480 kg', 'HWGULINE', 'manifest', 30, '20037'),
            claim('22 120 kg', 'ECGYETERM', 'weight-report', 140, '20074'),
            claim('21 200 kg', 'HWGULINE', 'manifest', 96, '20111', false),
          ],
        },
        {
          field: 'consignee',
          claims: [
            claim(visit.consignee ?? 'Trading 4417 BV', 'HWGULINE', 'manifest', 9, 'POLDERFRUIT'),
            claim('Polderfruit NV', 'HWGULINE', 'manifest', 96, 'POLDERFRUIT', false),
          ],
        },
        {
          field: 'goods',
          claims: [claim(visit.goods ?? 'GENERAL CARGO', 'HWGULINE', 'manifest', 96, 'PINEAPPLES')],
        },
        {
          field: 'loadPort',
          claims: [claim(visit.loadPort ?? 'ECGYE', 'HWGULINE', 'stow-plan', 120, 'ECGYE')],
        },
        { field: 'seals', claims: [claim('ML-0045511', 'HWGULINE', 'manifest', 96, 'ML-00455')] },
        {
          field: 'sizeType',
          claims: [claim(visit.sizeType ?? '45R1', 'HWGULINE', 'stow-plan', 120, '45R1')],
        },
      ],
      movements: [
        {
          event: 'gate-in',
          classifier: 'actual',
          at: '2026-02-14T11:20:00.000Z',
          port: visit.loadPort,
          terminal: 'TPG',
          source: source('ECGYE'),
          statedBy: 'ECGYETERM',
        },
        {
          event: 'load',
          classifier: 'actual',
          at: '2026-02-15T03:05:00.000Z',
          port: visit.loadPort,
          terminal: 'TPG',
          source: source('ECGYE'),
          statedBy: 'ECGYETERM',
        },
        {
          event: 'arrived',
          classifier: 'estimated',
          at: visit.arrivalAt,
          port: visit.port,
          terminal: null,
          source: source('NLVLI:139'),
          statedBy: 'HWGULINE',
        },
        {
          event: 'discharge',
          classifier: 'planned',
          at: null,
          port: visit.port,
          terminal: 'KLOOSTERBOER',
          source: source('NLVLI:139'),
          statedBy: 'KBTERM',
        },
      ],
      identityCases: visit.identityCases > 0 ? identityCases.slice(0, 1) : [],
      messages: [
        {
          file,
          offset: body.indexOf('UNH'),
          type: 'CUSCAR',
          version: 'D95B',
          reference: '1',
          document: 'M1',
          function: 'original',
          sender: 'HWGULINE',
          statedAt: '2026-03-01T19:14:00.000Z',
          receivedAt: '2026-03-01T19:15:12.000Z',
        },
        {
          file: hash(0xa1),
          offset: 61,
          type: 'CUSCAR',
          version: 'D95B',
          reference: '1',
          document: 'M1',
          function: 'change',
          sender: 'HWGULINE',
          statedAt: '2026-03-01T22:40:00.000Z',
          receivedAt: '2026-03-01T22:40:31.000Z',
        },
        {
          file: hash(0xa2),
          offset: 40,
          type: 'BAPLIE',
          version: 'D95B SMDG22',
          reference: '7',
          function: 'replace',
          sender: 'HWGULINE',
          statedAt: '2026-02-25T08:00:00.000Z',
          receivedAt: '2026-02-25T08:01:44.000Z',
        },
      ],
      otherVisits:
        index % 2 === 0
          ? [{ id: visits[(index + 1) % size]!.id, port: 'BEANR', arrivalAt: '2025-11-09T04:00:00.000Z' }]
          : [],
    };
  };

  const detail = (file: FileItem): FileDetail => {
    const body = text(file.id);
    return {
      ...file,
      findings: Array.from({ length: file.findings }, (_, index) => ({
        code: ['edifact/count-mismatch', 'edifact/charset', 'edifact/cut-off'][index % 3]!,
        offset: index === 0 ? body.indexOf('UNT+') : 200 + index * 97,
        text: [
          'UNT counts 201 segments, the message has 202',
          'A lower-case letter in a UNOA interchange',
          'The file ends inside a segment',
        ][index % 3]!,
      })),
      unread:
        file.state === 'warning'
          ? [{ what: 'LOC+98', reason: 'not-mapped', count: 24, firstOffset: 310 }]
          : [],
      interchanges: [
        {
          control: '88121',
          sender: 'HWGULINE',
          recipient: 'NLVLICUST',
          verdict: file.verdict,
          messages: [
            { type: file.type, version: 'D95B', reference: '1', segments: 202, verdict: file.verdict },
          ],
        },
      ],
    };
  };

  return { clock, visits, files, identityCases, dossier, detail, text };
}
