import type { Claim, Claims, StatementKind } from '@havenwacht/domain';
import type { ContainerCase, PartyHistory } from '../container-case.ts';

/** The instant that built cases are judged at. */
export const NOW = Date.UTC(2026, 5, 15, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

let nextOffset = 0;

/** A claim of a value; each one at a byte of its own unless said otherwise. */
export function aClaim<T>(value: T, claim: Partial<Omit<Claim<T>, 'value'>> = {}): Claim<T> {
  nextOffset += 10;
  return {
    value,
    source: { file: 'ab'.repeat(32), offset: nextOffset },
    statedAt: NOW - 5 * DAY,
    statedBy: 'LINE-A',
    kind: 'manifest',
    ...claim,
  };
}

/** Claims of values in a row, an hour apart, by one sender. */
export function claims<T>(kind: StatementKind, ...values: T[]): Claims<T> {
  return values.map((value, index) => aClaim(value, { kind, statedAt: NOW - 5 * DAY + index * HOUR }));
}

/** A company in the papers. */
export function aParty(
  party: Partial<ContainerCase['parties'][number]['value']> = {},
): ContainerCase['parties'][number]['value'] {
  const { role = 'consignee', key = role.toUpperCase() } = party;
  return { bill: 'BILL-1', name: `${key} BV`, country: 'NL', ...party, role, key };
}

/** Goods in the papers. */
export function someGoods(
  goods: Partial<ContainerCase['goods'][number]['value']> = {},
): ContainerCase['goods'][number]['value'] {
  return {
    bill: 'BILL-1',
    description: 'FRESH BANANAS',
    hs: '080390',
    packages: 1080,
    grossKg: 20_500,
    ...goods,
  };
}

/** A party known for years with no control yet. */
export function aHistory(history: Partial<PartyHistory> = {}): PartyHistory {
  return {
    firstSeen: NOW - 1500 * DAY,
    visits: 200,
    recentVisits: 20,
    controls: 0,
    finds: 0,
    medianBillsPerVisit: 1,
    headings: { '0803': 200 },
    origins: { EC: 200 },
    ...history,
  };
}

const nowhere = { received: false, on: [] };

/** A case of which nothing is known: no claim, no history, no list. */
export function anUnknownCase(over: Partial<ContainerCase> = {}): ContainerCase {
  return {
    container: 'HWGU3002120',
    visit: { port: 'NLVLI', vesselImo: '9321483', voyage: '012E' },
    asOf: NOW,
    arrival: [],
    loadedAt: [],
    sizeType: [],
    load: [],
    weights: [],
    setTemperatureC: [],
    seals: [],
    stow: [],
    stowAround: null,
    bills: [],
    parties: [],
    goods: [],
    operator: [],
    origin: [],
    loadPort: [],
    transhipmentPort: [],
    dischargePort: [],
    delivery: [],
    movements: [],
    lists: {
      stowPlan: nowhere,
      manifest: nowhere,
      dischargeOrder: nowhere,
      dischargeReport: { ...nowhere, overlanded: [] },
    },
    identityCases: [],
    history: { corridor: null, all: null, parties: null, container: null },
    stackAlarms: null,
    partnerHits: null,
    ...over,
  };
}

/**
 * An ordinary case: bananas in a reefer from Guayaquil to a known importer in Vlissingen, all papers
 * in, nothing to remark. Every signal looks at it and none fires but for the list of risk countries.
 */
export function aCase(over: Partial<ContainerCase> = {}): ContainerCase {
  const stow = { kind: 'stow-plan', statedBy: 'TERMINAL-A' } as const;
  const received = (claim: Claim<true>) => ({ received: true, on: [claim] });
  return anUnknownCase({
    arrival: [aClaim({ at: NOW + 2 * DAY, actual: false })],
    loadedAt: [aClaim(NOW - 12 * DAY, { kind: 'load-report', statedAt: NOW - 12 * DAY })],
    sizeType: [aClaim('45R1', stow)],
    load: [aClaim('full', stow)],
    weights: [
      aClaim({ kg: 25_200, method: 'declared-gross' }, stow),
      aClaim({ kg: 25_150, method: 'vgm-1' }, { kind: 'weight-report' }),
      aClaim({ kg: 25_180, method: 'weighed' }, { kind: 'gate-report', statedBy: 'TERMINAL-B' }),
      aClaim({ kg: 4_650, method: 'tare' }, { kind: 'weight-report' }),
    ],
    setTemperatureC: [aClaim(13.3, stow)],
    seals: [
      aClaim({ number: 'EC1234567', issuer: 'carrier' }),
      aClaim({ number: 'EC1234567', issuer: 'carrier' }, { kind: 'gate-report', statedBy: 'TERMINAL-B' }),
    ],
    stow: [aClaim('0340982', stow)],
    stowAround: { fore: true, aft: true },
    bills: [aClaim({ bill: 'BILL-1', level: 'master', masterBill: null })],
    parties: [
      aClaim(aParty()),
      aClaim(aParty({ role: 'shipper', country: 'EC' })),
      aClaim(aParty({ role: 'notify' })),
    ],
    goods: [aClaim(someGoods())],
    operator: [aClaim('LINE-A')],
    origin: [aClaim('ECGYE')],
    loadPort: [aClaim('ECGYE'), aClaim('ECGYE', stow)],
    dischargePort: [aClaim('NLVLI'), aClaim('NLVLI', stow)],
    delivery: [aClaim('NLVLI')],
    movements: [
      aClaim(
        { event: 'GTIN', classifier: 'actual', at: NOW - 15 * DAY, port: 'ECGYE' },
        { kind: 'status', statedAt: NOW - 15 * DAY },
      ),
      aClaim(
        { event: 'LOAD', classifier: 'actual', at: NOW - 12 * DAY, port: 'ECGYE' },
        { kind: 'status', statedAt: NOW - 12 * DAY },
      ),
    ],
    lists: {
      stowPlan: received(aClaim(true, stow)),
      manifest: received(aClaim(true)),
      dischargeOrder: received(aClaim(true, { kind: 'discharge-order' })),
      dischargeReport: { received: true, on: [], overlanded: [] },
    },
    history: {
      corridor: { key: 'EC-NLVLI', controls: 0, finds: 0 },
      all: { controls: 1000, finds: 30 },
      parties: { CONSIGNEE: aHistory(), SHIPPER: aHistory(), NOTIFY: aHistory() },
      container: { visits: 3, lastTareKg: 4_640 },
    },
    stackAlarms: [],
    partnerHits: [],
    ...over,
  });
}
