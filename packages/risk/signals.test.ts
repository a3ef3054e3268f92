import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aCase,
  aClaim,
  aHistory,
  anUnknownCase,
  aParty,
  claims,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  someGoods,
} from './test/a-case.ts';
import type { ContainerCase } from './container-case.ts';
import { defaultPolicy } from './default-policy.ts';
import { fillWording } from './reason.ts';
import type { Reason, SignalAnswer } from './signal.ts';
import { signals } from './signals.ts';

/** For each signal: a case planted for it, the benign twin, and a case that lacks what it needs. */
interface Trial {
  readonly planted: Readonly<Record<string, ContainerCase>>;
  readonly benign: readonly ContainerCase[];
  readonly blind: readonly ContainerCase[];
}

const base = aCase();
const { history } = base;
const manifest = { kind: 'manifest' } as const;
const stow = { kind: 'stow-plan', statedBy: 'TERMINAL-A' } as const;
const report = { kind: 'weight-report' } as const;
const scale = { kind: 'gate-report', statedBy: 'TERMINAL-B' } as const;
const withParties = (parties: ContainerCase['history']['parties']) =>
  aCase({ history: { ...history, parties } });
const withLists = (lists: Partial<ContainerCase['lists']>) => aCase({ lists: { ...base.lists, ...lists } });
const nobody = { ...history, parties: null };
const known = { CONSIGNEE: aHistory(), SHIPPER: aHistory(), NOTIFY: aHistory() };
const stackAlarm = (about: string, hoursAgo: number) => ({
  beside: 'QZXU2000008',
  about,
  at: NOW - hoursAgo * 3_600_000,
  reach: 1,
  logOdds: 1.2,
  halfLifeHours: 12,
  source: { file: 'c'.repeat(64), offset: 12 },
});
const hits = (...partners: string[]) =>
  partners.map((partner) => aClaim({ partner, about: 'the container', reference: 'R-1' }));
const amended = <T>(before: T, after: T, minutesToArrival: number) => [
  aClaim(before, { statedAt: NOW - 9 * DAY }),
  aClaim(after, { statedAt: NOW + 2 * DAY - minutesToArrival * MINUTE }),
];
const contradiction = (
  kind: ContainerCase['identityCases'][number]['kind'],
  wording: ContainerCase['identityCases'][number]['wording'] = kind,
) => ({
  kind,
  wording,
  params: { port: 'CRMOB' },
  text: 'Gated in at Moín while aboard.',
  sources: [{ file: 'cd'.repeat(32), offset: 7 }],
});
const move = (event: string, port: string, daysAgo: number) =>
  aClaim({ event, classifier: 'actual' as const, at: NOW - daysAgo * DAY, port }, { kind: 'status' });
const bill = (number: string, level: 'master' | 'house' = 'master', masterBill: string | null = null) =>
  aClaim({ bill: number, level, masterBill });

const trials: Readonly<Record<string, Trial>> = {
  corridor: {
    planted: {
      'corridor/over-average': aCase({
        history: { ...history, corridor: { key: 'EC-NLVLI', controls: 200, finds: 30 } },
      }),
      'corridor/under-average': aCase({
        history: { ...history, corridor: { key: 'EC-NLVLI', controls: 400, finds: 1 } },
      }),
    },
    benign: [aCase({ history: { ...history, corridor: { key: 'EC-NLVLI', controls: 0, finds: 0 } } })],
    blind: [
      aCase({ history: { ...history, corridor: null } }),
      aCase({ history: { ...history, all: null } }),
      aCase({
        origin: [],
        loadPort: [],
        history: { ...history, corridor: { key: 'EC-NLVLI', controls: 9, finds: 9 } },
      }),
    ],
  },
  'risk-country': {
    planted: {
      'risk-country/listed': aCase({
        origin: [aClaim('NLRTM')],
        loadPort: [],
        transhipmentPort: [aClaim('PAMIT')],
      }),
    },
    benign: [aCase({ origin: [aClaim('NOOSL')], loadPort: [aClaim('NOOSL')] })],
    blind: [anUnknownCase(), aCase({ asOf: Date.UTC(2031, 1, 1) })],
  },
  'transhipment-hides-origin': {
    planted: {
      'transhipment-hides-origin/omitted': aCase({
        origin: [],
        loadPort: [aClaim('PAMIT', manifest), aClaim('ECGYE', stow)],
      }),
      'transhipment-hides-origin/unnamed': aCase({
        origin: [],
        loadPort: [aClaim('PAMIT', manifest)],
        transhipmentPort: [aClaim('PAMIT', manifest)],
        movements: [],
      }),
    },
    benign: [
      aCase({
        origin: [aClaim('ECGYE', manifest)],
        loadPort: [aClaim('ECGYE', manifest), aClaim('PAMIT', stow)],
        transhipmentPort: [aClaim('PAMIT', manifest)],
      }),
    ],
    blind: [anUnknownCase({ loadPort: [aClaim('ECGYE', stow)] })],
  },
  'consignee-first-seen': {
    planted: {
      'consignee-first-seen/first': withParties({ SHIPPER: aHistory() }),
      'consignee-first-seen/recent': withParties({
        CONSIGNEE: aHistory({ firstSeen: NOW - 20 * DAY, visits: 30 }),
      }),
    },
    benign: [withParties(known)],
    blind: [aCase({ history: nobody }), aCase({ parties: [] })],
  },
  'shipper-first-seen': {
    planted: {
      'shipper-first-seen/first': withParties({ CONSIGNEE: aHistory() }),
      'shipper-first-seen/recent': withParties({ SHIPPER: aHistory({ visits: 2 }) }),
    },
    benign: [withParties(known)],
    blind: [aCase({ history: nobody }), aCase({ parties: [aClaim(aParty())] })],
  },
  'notify-first-seen': {
    planted: {
      'notify-first-seen/first': withParties({}),
      'notify-first-seen/recent': withParties({ NOTIFY: aHistory({ visits: 1 }) }),
    },
    benign: [withParties(known)],
    blind: [aCase({ history: nobody }), aCase({ parties: [aClaim(aParty())] })],
  },
  'consignee-changed': {
    planted: {
      'consignee-changed/changed': aCase({ parties: amended(aParty(), aParty({ key: 'OTHER' }), 9000) }),
    },
    benign: [
      aCase({ parties: amended(aParty(), aParty({ name: 'Consignee B.V.' }), 9000) }),
      aCase({ parties: [aClaim(aParty()), aClaim(aParty({ key: 'OTHER' }), { kind: 'arrival-notice' })] }),
    ],
    blind: [anUnknownCase()],
  },
  'consignee-record': {
    planted: {
      'consignee-record/finds': withParties({ CONSIGNEE: aHistory({ controls: 10, finds: 3 }) }),
      'consignee-record/clean': withParties({ CONSIGNEE: aHistory({ controls: 80 }) }),
    },
    benign: [
      withParties({ CONSIGNEE: aHistory({ controls: 0 }) }),
      withParties({ CONSIGNEE: aHistory({ controls: 80, firstSeen: NOW - 100 * DAY }) }),
    ],
    blind: [
      aCase({ history: nobody }),
      aCase({ history: { ...history, all: null } }),
      aCase({ parties: [] }),
    ],
  },
  'shipper-record': {
    planted: {
      'shipper-record/finds': withParties({ SHIPPER: aHistory({ controls: 5, finds: 2 }) }),
      'shipper-record/clean': withParties({ SHIPPER: aHistory({ controls: 80 }) }),
    },
    benign: [withParties({ SHIPPER: aHistory({ controls: 0 }) })],
    blind: [aCase({ history: nobody }), aCase({ history: { ...history, all: { controls: 0, finds: 0 } } })],
  },
  'party-out-of-pattern': {
    planted: {
      'party-out-of-pattern/origin': withParties({ CONSIGNEE: aHistory({ origins: { CR: 200 } }) }),
      'party-out-of-pattern/heading': withParties({ CONSIGNEE: aHistory({ headings: { '6907': 200 } }) }),
    },
    benign: [withParties(known)],
    blind: [
      aCase({ history: nobody }),
      withParties({}),
      withParties({ CONSIGNEE: aHistory({ visits: 2 }) }),
      aCase({ origin: [], loadPort: [], goods: [] }),
    ],
  },
  'goods-generic': {
    planted: {
      'goods-generic/generic': aCase({
        goods: [aClaim(someGoods({ description: 'SAID TO CONTAIN GENERAL CARGO' }))],
      }),
      'goods-generic/generic-no-bill': aCase({
        goods: [aClaim(someGoods({ bill: '', description: 'MACHINERY PARTS' }))],
      }),
      'goods-generic/blank': aCase({ goods: [aClaim(someGoods({ description: ' ' }))] }),
      'goods-generic/blank-no-bill': aCase({ goods: [aClaim(someGoods({ bill: '', description: '' }))] }),
    },
    benign: [
      base,
      aCase({
        goods: [
          aClaim(someGoods({ description: 'GENERAL CARGO' })),
          aClaim(someGoods({ description: 'CERAMIC TILES' }), { kind: 'arrival-notice' }),
        ],
      }),
      aCase({
        goods: amended(someGoods({ description: 'FAK' }), someGoods({ description: 'CERAMIC TILES' }), 9000),
      }),
    ],
    blind: [aCase({ goods: [] })],
  },
  'goods-vs-container-type': {
    planted: {
      'goods-vs-container-type/implausible': aCase({ sizeType: [aClaim('22T1', stow)] }),
      'goods-vs-container-type/dry-goods-cooled': aCase({
        goods: [aClaim(someGoods({ description: 'CERAMIC TILES', hs: null }))],
      }),
    },
    benign: [
      base,
      aCase({
        setTemperatureC: [],
        goods: [aClaim(someGoods({ description: 'CERAMIC TILES', hs: '690721' }))],
      }),
    ],
    blind: [
      aCase({ sizeType: [] }),
      aCase({ sizeType: [aClaim('????', stow)] }),
      aCase({ goods: [aClaim(someGoods({ description: 'ZXQ', hs: null }))] }),
    ],
  },
  'goods-vs-temperature': {
    planted: {
      'goods-vs-temperature/outside': aCase({
        goods: [aClaim(someGoods({ description: 'FROZEN FISH', hs: '030389' }))],
      }),
      'goods-vs-temperature/unset': aCase({ setTemperatureC: [] }),
    },
    benign: [
      base,
      aCase({ setTemperatureC: [aClaim(15.5, stow)] }),
      aCase({
        setTemperatureC: [],
        goods: [aClaim(someGoods({ description: 'CERAMIC TILES', hs: '690721' }))],
      }),
      aCase({ setTemperatureC: [], sizeType: [aClaim('42G1', stow)] }),
    ],
    blind: [
      aCase({ goods: [] }),
      aCase({ setTemperatureC: [], lists: { ...base.lists, stowPlan: { received: false, on: [] } } }),
    ],
  },
  'goods-vs-code': {
    planted: {
      'goods-vs-code/other-goods': aCase({ goods: [aClaim(someGoods({ hs: '690721' }))] }),
    },
    benign: [base, aCase({ goods: [aClaim(someGoods({ description: 'FRESH MANGOES', hs: '080390' }))] })],
    blind: [
      aCase({ goods: [aClaim(someGoods({ hs: null }))] }),
      aCase({ goods: [aClaim(someGoods({ description: 'GENERAL CARGO' }))] }),
    ],
  },
  'weight-declared-vs-tare': {
    planted: {
      'weight-declared-vs-tare/tare-over': aCase({
        weights: [aClaim({ kg: 5_900, method: 'tare' }, report)],
      }),
      'weight-declared-vs-tare/full-but-light': aCase({
        weights: [aClaim({ kg: 3_900, method: 'vgm-1' }, report)],
      }),
    },
    benign: [base],
    blind: [anUnknownCase(), aCase({ weights: [] })],
  },
  'weight-vgm-vs-declared': {
    planted: {
      'weight-vgm-vs-declared/over': aCase({
        weights: [
          aClaim({ kg: 21_000, method: 'declared-gross' }, stow),
          aClaim({ kg: 27_500, method: 'vgm' }, report),
        ],
      }),
      'weight-vgm-vs-declared/under': aCase({
        weights: [
          aClaim({ kg: 25_000, method: 'declared-gross' }, stow),
          aClaim({ kg: 14_000, method: 'vgm' }, report),
        ],
      }),
    },
    benign: [
      base,
      aCase({
        weights: [
          aClaim({ kg: 20_600, method: 'declared-gross' }, manifest),
          aClaim({ kg: 25_200, method: 'vgm-2' }, report),
        ],
      }),
    ],
    blind: [
      aCase({ weights: [aClaim({ kg: 25_000, method: 'vgm' }, report)] }),
      aCase({ weights: [aClaim({ kg: 25_000, method: 'declared-gross' }, stow)] }),
      aCase({
        sizeType: [],
        history: { ...history, container: null },
        weights: [
          aClaim({ kg: 20_600, method: 'declared-gross' }, manifest),
          aClaim({ kg: 25_200, method: 'vgm-2' }, report),
        ],
      }),
    ],
  },
  'weight-vgm-vs-weighed': {
    planted: {
      'weight-vgm-vs-weighed/over': aCase({
        weights: [
          aClaim({ kg: 20_000, method: 'vgm-1' }, report),
          aClaim({ kg: 21_050, method: 'weighed' }, scale),
        ],
      }),
      'weight-vgm-vs-weighed/under': aCase({
        weights: [
          aClaim({ kg: 24_000, method: 'vgm-1' }, report),
          aClaim({ kg: 18_000, method: 'weighed' }, scale),
        ],
      }),
    },
    benign: [base],
    blind: [
      aCase({ weights: [aClaim({ kg: 20_000, method: 'vgm-1' }, report)] }),
      aCase({ weights: [aClaim({ kg: 20_000, method: 'weighed' }, scale)] }),
    ],
  },
  'empty-that-weighs': {
    planted: {
      'empty-that-weighs/over': aCase({
        load: [aClaim('empty', stow)],
        weights: [
          aClaim({ kg: 5_300, method: 'vgm-1' }, report),
          aClaim({ kg: 4_650, method: 'tare' }, report),
        ],
      }),
    },
    benign: [
      base,
      aCase({
        load: [aClaim('empty', stow)],
        weights: [
          aClaim({ kg: 4_680, method: 'vgm-1' }, report),
          aClaim({ kg: 4_650, method: 'tare' }, report),
        ],
      }),
    ],
    blind: [
      aCase({ load: [] }),
      aCase({ load: [aClaim('empty', stow)], weights: [] }),
      aCase({
        load: [aClaim('empty', stow)],
        weights: [aClaim({ kg: 5_300, method: 'vgm-1' }, report)],
        sizeType: [],
        history: { ...history, container: null },
      }),
    ],
  },
  'late-amendment': {
    planted: {
      'late-amendment/goods': aCase({
        loadedAt: [],
        goods: amended(someGoods(), someGoods({ description: 'CERAMIC TILES', hs: '690721' }), 40),
      }),
      'late-amendment/goods-after-loading': aCase({
        goods: amended(someGoods(), someGoods({ description: 'CERAMIC TILES', hs: null }), 40),
      }),
      'late-amendment/party': aCase({
        loadedAt: [],
        parties: amended(aParty({ role: 'notify' }), aParty({ role: 'notify', key: 'OTHER' }), 40),
      }),
      'late-amendment/port': aCase({ loadedAt: [], dischargePort: amended('NLVLI', 'BEANR', 40) }),
      'late-amendment/port-arrival-unknown': aCase({
        arrival: [],
        dischargePort: amended('NLVLI', 'BEANR', 40),
      }),
      'late-amendment/seal-after-arrival': aCase({
        seals: amended({ number: 'EC1234567', issuer: null }, { number: 'EC7654321', issuer: null }, -90),
      }),
    },
    benign: [
      base,
      aCase({
        loadedAt: [],
        goods: amended(someGoods(), someGoods({ description: 'TILES', hs: '690721' }), 9 * 1440),
      }),
      aCase({
        goods: amended(someGoods(), someGoods({ description: 'FRESH BANANAS, GREEN, IN CARTONS' }), 40),
      }),
      aCase({
        seals: amended({ number: 'EC1234567', issuer: null }, { number: '1234567', issuer: null }, 40),
      }),
    ],
    blind: [
      anUnknownCase(),
      aCase({ arrival: [], loadedAt: [], dischargePort: amended('NLVLI', 'BEANR', 40) }),
    ],
  },
  'changed-discharge-port': {
    planted: {
      'changed-discharge-port/changed': aCase({ dischargePort: claims('manifest', 'BEANR', 'NLVLI') }),
      'changed-discharge-port/disagree': aCase({ dischargePort: [aClaim('NLVLI'), aClaim('NLRTM', stow)] }),
    },
    benign: [base, aCase({ dischargePort: claims('manifest', 'NLVLI', 'NL VLI', 'nlvli') })],
    blind: [aCase({ dischargePort: [] }), aCase({ dischargePort: [aClaim('somewhere')] })],
  },
  'seal-mismatch': {
    planted: {
      'seal-mismatch/different': aCase({
        seals: [
          aClaim({ number: 'EC1234567', issuer: null }),
          aClaim({ number: 'EC7770001', issuer: null }, scale),
        ],
      }),
      'seal-mismatch/typo': aCase({
        seals: [
          aClaim({ number: 'EC1234567', issuer: null }),
          aClaim({ number: 'EC1234568', issuer: null }, scale),
        ],
      }),
    },
    benign: [
      base,
      aCase({
        seals: [
          aClaim({ number: 'EC1234567', issuer: null }),
          aClaim({ number: 'EC1234567', issuer: null }, { ...scale, statedAt: NOW - 4 * DAY }),
          aClaim({ number: 'CUSTOMS99', issuer: null }, { ...scale, statedAt: NOW - 4 * DAY }),
          aClaim({ number: 'CUSTOMS99', issuer: null }, { ...scale, statedAt: NOW - 3 * DAY }),
        ],
      }),
    ],
    blind: [
      anUnknownCase(),
      aCase({ seals: [aClaim({ number: 'EC1234567', issuer: null })] }),
      aCase({
        seals: [
          aClaim({ number: 'EC1234567', issuer: null }),
          aClaim({ number: 'N/A', issuer: null }, scale),
        ],
      }),
    ],
  },
  'stow-not-manifest': {
    planted: {
      'stow-not-manifest/full': withLists({ manifest: { received: true, on: [] } }),
      'stow-not-manifest/empty': aCase({
        load: [aClaim('empty', stow)],
        lists: { ...base.lists, manifest: { received: true, on: [] } },
      }),
    },
    benign: [
      base,
      aCase({
        dischargePort: [aClaim('BEANR', stow)],
        lists: { ...base.lists, manifest: { received: true, on: [] } },
      }),
    ],
    blind: [
      withLists({ manifest: { received: false, on: [] } }),
      withLists({ stowPlan: { received: false, on: [] } }),
    ],
  },
  overlanded: {
    planted: {
      'overlanded/reported': withLists({
        dischargeReport: { received: true, on: [], overlanded: [aClaim(true, { kind: 'discharge-report' })] },
      }),
      'overlanded/not-ordered': withLists({
        dischargeOrder: { received: true, on: [] },
        dischargeReport: { received: true, on: [aClaim(true, { kind: 'discharge-report' })], overlanded: [] },
      }),
    },
    benign: [
      withLists({
        dischargeReport: { received: true, on: [aClaim(true, { kind: 'discharge-report' })], overlanded: [] },
      }),
    ],
    blind: [
      withLists({ dischargeReport: { received: false, on: [], overlanded: [] } }),
      withLists({
        dischargeOrder: { received: false, on: [] },
        dischargeReport: { received: true, on: [aClaim(true, { kind: 'discharge-report' })], overlanded: [] },
      }),
    ],
  },
  'identity-case': {
    planted: Object.fromEntries(
      (
        [
          ['two-places', 'two-places'],
          ['two-places', 'two-places-on-board'],
          ['impossible-sequence', 'impossible-sequence'],
          ['gated-twice', 'gated-twice'],
          ['one-edit-twin', 'one-edit-twin'],
          ['type-changed', 'type-changed'],
          ['seal-changed', 'seal-changed'],
          ['check-digit', 'check-digit'],
          ['check-digit', 'check-digit-shape'],
        ] as const
      ).map(([kind, wording]) => [
        `identity-case/${wording}`,
        aCase({ identityCases: [contradiction(kind, wording)] }),
      ]),
    ),
    benign: [base],
    // The ledger is ours: it always looks.
    blind: [],
  },
  'stow-reachable-at-sea': {
    planted: {
      'stow-reachable-at-sea/doors-free': aCase({
        stow: [aClaim('0340982', stow)],
        stowAround: { fore: true, aft: false },
      }),
    },
    benign: [
      base,
      aCase({ stow: [aClaim('0340988', stow)], stowAround: { fore: false, aft: false } }),
      aCase({ stow: [aClaim('0340906', stow)], stowAround: { fore: false, aft: false } }),
    ],
    blind: [
      aCase({ stow: [] }),
      aCase({ stowAround: null }),
      aCase({ stow: [aClaim('on top', stow)], stowAround: { fore: false, aft: false } }),
    ],
  },
  dwell: {
    planted: {
      'dwell/on-the-way': aCase({ movements: [move('DISC', 'PAMIT', 60), move('LOAD', 'PAMIT', 20)] }),
      'dwell/waiting-here': aCase({ movements: [move('LOAD', 'ECGYE', 50), move('DISC', 'NLVLI', 30)] }),
    },
    benign: [
      base,
      aCase({ movements: [move('DISC', 'NLVLI', 40), move('GTOT', 'NLVLI', 38)] }),
      aCase({ movements: [move('LOAD', 'ECGYE', 60), move('DISC', 'PAMIT', 30), move('LOAD', 'PAMIT', 28)] }),
    ],
    blind: [
      aCase({ movements: [] }),
      aCase({ movements: [move('LOAD', 'ECGYE', 60), move('LOAD', 'PAMIT', 30)] }),
      aCase({
        movements: [aClaim({ event: 'DISC', classifier: 'planned', at: NOW - 90 * DAY, port: 'NLVLI' })],
      }),
    ],
  },
  'several-bills-one-box': {
    planted: {
      'several-bills-one-box/masters': aCase({ bills: [bill('MBL-1'), bill('H-1', 'house', 'MBL-2')] }),
      'several-bills-one-box/houses': aCase({
        bills: Array.from({ length: 12 }, (_, index) => bill(`H-${index}`, 'house', 'MBL-1')),
      }),
    },
    benign: [base, aCase({ bills: [bill('MBL-1'), bill('mbl 1'), bill('H-1', 'house', 'MBL1')] })],
    blind: [aCase({ bills: [] })],
  },
  'bill-count-vs-history': {
    planted: {
      'bill-count-vs-history/more': aCase({
        parties: [1, 2, 3, 4, 5].map((number) => aClaim(aParty({ bill: `BILL-${number}` }))),
      }),
    },
    benign: [base],
    blind: [
      aCase({ history: nobody }),
      withParties({}),
      withParties({ CONSIGNEE: aHistory({ medianBillsPerVisit: null }) }),
    ],
  },
  'stack-neighbour': {
    planted: {
      'stack-neighbour/exposed': aCase({ stackAlarms: [stackAlarm('total', 6)] }),
      'stack-neighbour/intrusion': aCase({ stackAlarms: [stackAlarm('intrusion', 6)] }),
    },
    benign: [aCase({ stackAlarms: [] }), aCase({ stackAlarms: [stackAlarm('total', 200)] })],
    blind: [aCase({ stackAlarms: null })],
  },
  'partner-hit': {
    planted: { 'partner-hit/named': aCase({ partnerHits: hits('BE') }) },
    benign: [aCase({ partnerHits: [] })],
    blind: [aCase({ partnerHits: null })],
  },
};

function answerOf(name: string, subject: ContainerCase): SignalAnswer {
  const signal = signals.find((candidate) => candidate.name === name);
  assert.ok(signal, name);
  return signal.evaluate(subject, defaultPolicy);
}

function reasonsOf(name: string, subject: ContainerCase): readonly Reason[] {
  const answer = answerOf(name, subject);
  return answer.state === 'fired' ? answer.reasons : [];
}

/** Every source that occurs anywhere in a case. */
function sourcesIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return found;
  if ('file' in value && 'offset' in value) found.add(JSON.stringify(value));
  for (const part of Object.values(value)) sourcesIn(part, found);
  return found;
}

test('every signal has a trial, and there are at least 22', () => {
  assert.deepEqual(Object.keys(trials).sort(), signals.map(({ name }) => name).sort());
  assert.ok(signals.length >= 22);
  assert.deepEqual(Object.keys(defaultPolicy.signals).sort(), signals.map(({ name }) => name).sort());
});

for (const signal of signals) {
  const trial = trials[signal.name];
  assert.ok(trial, signal.name);
  for (const [code, subject] of Object.entries(trial.planted)) {
    test(`${code} fires on its planted case and points at bytes of that case`, () => {
      const reason = reasonsOf(signal.name, subject).find((candidate) => candidate.code === code);
      assert.ok(reason, JSON.stringify(answerOf(signal.name, subject)));
      assert.equal(reason.signal, signal.name);
      assert.notEqual(reason.weight, 0);
      assert.equal(reason.text, fillWording(signal.wordings[code] ?? '', reason.params));
      assert.doesNotMatch(reason.text, /[{}]|undefined|NaN|Infinity/);
      assert.ok(reason.sources.length > 0);
      const there = sourcesIn(subject);
      for (const source of reason.sources) assert.ok(there.has(JSON.stringify(source)));
      assert.equal(
        new Set(reason.sources.map((source) => JSON.stringify(source))).size,
        reason.sources.length,
      );
    });
  }
  trial.benign.forEach((subject, index) => {
    test(`${signal.name} is quiet on benign twin ${index + 1}`, () => {
      assert.deepEqual(answerOf(signal.name, subject), { state: 'quiet' });
    });
  });
  trial.blind.forEach((subject, index) => {
    test(`${signal.name} says what is missing in blind case ${index + 1}`, () => {
      const answer = answerOf(signal.name, subject);
      assert.equal(answer.state, 'not-evaluated');
      assert.ok(answer.state === 'not-evaluated' && answer.missing.length > 3);
    });
  });
}

test('every wording of every signal is used by a planted case, but for variants of late amendments', () => {
  const planted = new Set(Object.values(trials).flatMap((trial) => Object.keys(trial.planted)));
  const unused = signals
    .flatMap(({ wordings }) => Object.keys(wordings))
    .filter((code) => !planted.has(code) && !/^late-amendment\/\w+-after-|-arrival-unknown$/.test(code));
  assert.deepEqual(unused, ['late-amendment/seal']);
});

test('counter-reasons stay within the bound of the policy, however long and clean the record', () => {
  const clean = aHistory({ controls: 1e6, firstSeen: 0 });
  const spotless = aCase({
    history: {
      ...history,
      corridor: { key: 'EC-NLVLI', controls: 1e6, finds: 0 },
      parties: { CONSIGNEE: clean, SHIPPER: clean, NOTIFY: clean },
    },
  });
  const bounds = { corridor: 0.4, 'consignee-record': 0.7, 'shipper-record': 0.4 };
  for (const [name, bound] of Object.entries(bounds)) {
    const [reason] = reasonsOf(name, spotless);
    assert.ok(reason !== undefined && reason.weight < 0, name);
    assert.ok(reason.weight >= -bound, `${name} ${reason.weight}`);
  }
  const lowering = signals.filter((signal) =>
    reasonsOf(signal.name, spotless).some(({ weight }) => weight < 0),
  );
  assert.deepEqual(
    lowering.map(({ name }) => name),
    Object.keys(bounds),
  );
});

test('one stranger among the consignees takes the clean record away', () => {
  const parties = [aClaim(aParty()), aClaim(aParty({ bill: 'BILL-2', key: 'STRANGER' }))];
  const histories = { ...history, parties: { CONSIGNEE: aHistory({ controls: 80 }) } };
  assert.deepEqual(answerOf('consignee-record', aCase({ parties, history: histories })), { state: 'quiet' });
});

test('an amendment counts more the nearer the arrival, and more after loading', () => {
  const weightAt = (minutes: number, loadedAt: ContainerCase['loadedAt']) =>
    reasonsOf('late-amendment', aCase({ loadedAt, dischargePort: amended('NLVLI', 'BEANR', minutes) }))[0]
      ?.weight ?? 0;
  assert.ok(weightAt(30, []) > weightAt(600, []));
  assert.ok(weightAt(600, []) > weightAt(4000, []));
  assert.ok(weightAt(600, [aClaim(NOW - 8 * DAY)]) > weightAt(600, []));
});

test('an origin that was amended away still counts as a risk country', () => {
  const subject = aCase({ origin: claims('manifest', 'COTRB', 'NOOSL'), loadPort: [] });
  assert.equal(reasonsOf('risk-country', subject)[0]?.params['country'], 'CO');
});

test('equal seals never lower the score, whoever repeats them', () => {
  const seals = Array.from({ length: 20 }, (_, index) =>
    aClaim({ number: 'EC1234567', issuer: null }, { statedBy: `T${index}`, statedAt: NOW - index * HOUR }),
  );
  assert.deepEqual(answerOf('seal-mismatch', aCase({ seals })), { state: 'quiet' });
});

test('a new carrier seal counts although the shipper seal stayed', () => {
  const seals = [
    aClaim({ number: 'CA1111111', issuer: 'carrier' }),
    aClaim({ number: 'SH9999999', issuer: 'shipper' }),
    aClaim({ number: 'CA2222222', issuer: 'carrier' }, scale),
    aClaim({ number: 'SH9999999', issuer: 'shipper' }, scale),
  ];
  const reasons = reasonsOf('seal-mismatch', aCase({ seals }));
  assert.deepEqual(
    reasons.map(({ params }) => [params['first'], params['second']]),
    [['CA1111111', 'CA2222222']],
  );
});

test('a seal of a second party beside the first contradicts nothing', () => {
  const seals = [
    aClaim({ number: 'CA1111111', issuer: 'carrier' }),
    aClaim({ number: 'CU5555555', issuer: 'customs' }, scale),
  ];
  assert.deepEqual(answerOf('seal-mismatch', aCase({ seals })), { state: 'quiet' });
});

test('a new seal is expected after somebody said that the box was resealed', () => {
  const seals = [
    aClaim({ number: 'CA1111111', issuer: 'carrier' }, { statedAt: NOW - 6 * DAY }),
    aClaim({ number: 'CA2222222', issuer: 'carrier' }, { ...scale, statedAt: NOW - 2 * DAY }),
  ];
  const resealed = { event: 'resealed', classifier: 'actual' as const, at: NOW - 4 * DAY, port: 'PAMIT' };
  assert.equal(reasonsOf('seal-mismatch', aCase({ seals })).length, 1);
  assert.deepEqual(answerOf('seal-mismatch', aCase({ seals, movements: [aClaim(resealed)] })), {
    state: 'quiet',
  });
});

test('a heavier excess of an empty counts more, up to the bound', () => {
  const weightOf = (kg: number) =>
    reasonsOf(
      'empty-that-weighs',
      aCase({
        load: [aClaim('empty', stow)],
        weights: [aClaim({ kg, method: 'weighed' }, scale), aClaim({ kg: 4_650, method: 'tare' }, report)],
      }),
    )[0]?.weight ?? 0;
  assert.ok(weightOf(4_950) > weightOf(4_850));
  assert.equal(weightOf(6_500), defaultPolicy.signals['empty-that-weighs'].max);
});

test('several partners add up, several hits of one partner do not', () => {
  assert.equal(reasonsOf('partner-hit', aCase({ partnerHits: hits('BE', 'BE') })).length, 1);
  assert.equal(reasonsOf('partner-hit', aCase({ partnerHits: hits('BE', 'BR') })).length, 2);
});

test('what a neighbour inherits halves with its half-life and falls with the reach', () => {
  const weightOf = (alarm: ReturnType<typeof stackAlarm>): number =>
    reasonsOf('stack-neighbour', aCase({ stackAlarms: [alarm] }))[0]?.weight ?? 0;
  assert.equal(weightOf(stackAlarm('total', 0)), 1.2);
  assert.equal(weightOf(stackAlarm('total', 12)), 0.6);
  assert.equal(weightOf({ ...stackAlarm('total', 0), reach: 0.3 }), 0.36);
  assert.equal(weightOf(stackAlarm('total', -1)), 0, 'an alarm that has not fired yet');
});
