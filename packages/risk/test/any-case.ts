import type { Claim, StatementKind } from '@havenwacht/domain';
import fc from 'fast-check';
import { NOW } from './a-case.ts';
import type { ContainerCase } from '../container-case.ts';

const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -10, max: 40_000 }),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, 5e-324),
);
const instant = fc.oneof(
  fc.integer({ min: NOW - 40 * 86_400_000, max: NOW + 5 * 86_400_000 }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -8.7e15, 0),
);
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    'BANANAS',
    'GENERAL CARGO',
    '0803',
    '45R1',
    '22G1',
    '0340982',
  ),
);
const port = fc.oneof(fc.constantFrom('NLVLI', 'ECGYE', 'PAMIT', 'BEANR', 'cotrb', ''), text);
const seal = fc.constantFrom('EC1234567', '1234567', 'EC1234568', 'X999001', 'NONE', '');
const key = fc.constantFrom('CONSIGNEE', 'SHIPPER', 'OTHER', '__proto__', 'constructor', '');
const kind = fc.constantFrom<StatementKind[]>(
  'manifest',
  'stow-plan',
  'gate-report',
  'weight-report',
  'status',
);
const file = fc.constantFrom('aa'.repeat(32), 'bb'.repeat(32));

let offsets = 0;

function claimOf<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Claim<T>> {
  return fc
    .record({ value, file, kind, statedAt: instant, statedBy: fc.constantFrom('LINE-A', 'LINE-B', '') })
    .map(({ file: from, ...claim }) => ({ ...claim, source: { file: from, offset: offsets++ } }));
}

function claimsOf<T>(value: fc.Arbitrary<T>): fc.Arbitrary<readonly Claim<T>[]> {
  return fc.array(claimOf(value), { maxLength: 4 });
}

const onList = fc.record({ received: fc.boolean(), on: claimsOf(fc.constant(true as const)) });
const counts = fc.dictionary(fc.constantFrom('0803', 'EC', 'CR', '6907'), number, { maxKeys: 2 });
const party = fc.record({
  firstSeen: instant,
  visits: number,
  recentVisits: number,
  controls: number,
  finds: number,
  medianBillsPerVisit: fc.option(number),
  headings: counts,
  origins: counts,
});
const outcomes = fc.record({ controls: number, finds: number });

/** Any case that the type allows, in any order of claims, with the strangest values. */
export const anyCase: fc.Arbitrary<ContainerCase> = fc.record({
  container: text,
  visit: fc.record({ port, vesselImo: fc.option(text), voyage: fc.option(text) }),
  asOf: fc.integer({ min: NOW - 1e9, max: NOW + 1e9 }),
  arrival: claimsOf(fc.record({ at: instant, actual: fc.boolean() })),
  loadedAt: claimsOf(instant),
  sizeType: claimsOf(text),
  load: claimsOf(fc.constantFrom('full' as const, 'empty' as const)),
  weights: claimsOf(
    fc.record({
      kg: number,
      method: fc.constantFrom(
        'declared-gross' as const,
        'vgm' as const,
        'vgm-1' as const,
        'vgm-2' as const,
        'weighed' as const,
        'tare' as const,
        'net' as const,
      ),
    }),
  ),
  setTemperatureC: claimsOf(number),
  seals: claimsOf(fc.record({ number: seal, issuer: fc.option(text) })),
  stow: claimsOf(text),
  stowAround: fc.option(fc.record({ fore: fc.boolean(), aft: fc.boolean() })),
  bills: claimsOf(
    fc.record({
      bill: text,
      level: fc.constantFrom('master' as const, 'house' as const),
      masterBill: fc.option(text),
    }),
  ),
  parties: claimsOf(
    fc.record({
      bill: fc.constantFrom('BILL-1', 'BILL-2'),
      role: fc.constantFrom('consignee' as const, 'shipper' as const, 'notify' as const),
      name: text,
      key,
      country: fc.option(fc.constantFrom('NL', 'EC')),
    }),
  ),
  goods: claimsOf(
    fc.record({
      bill: fc.constantFrom('BILL-1', 'BILL-2'),
      description: text,
      hs: fc.option(fc.constantFrom('080390', '0803', '8', '690721')),
      packages: fc.option(number),
      grossKg: fc.option(number),
    }),
  ),
  operator: claimsOf(text),
  origin: claimsOf(port),
  loadPort: claimsOf(port),
  transhipmentPort: claimsOf(port),
  dischargePort: claimsOf(port),
  delivery: claimsOf(port),
  movements: claimsOf(
    fc.record({
      event: fc.constantFrom('GTIN', 'GTOT', 'LOAD', 'DISC', 'gate-out'),
      classifier: fc.constantFrom('planned' as const, 'estimated' as const, 'actual' as const),
      at: fc.option(instant),
      port: fc.option(port),
    }),
  ),
  lists: fc.record({
    stowPlan: onList,
    manifest: onList,
    dischargeOrder: onList,
    dischargeReport: fc.record({
      received: fc.boolean(),
      on: claimsOf(fc.constant(true as const)),
      overlanded: claimsOf(fc.constant(true as const)),
    }),
  }),
  identityCases: fc.array(
    fc.record({
      kind: fc.constantFrom('two-places' as const, 'gated-twice' as const, 'check-digit' as const),
      wording: fc.constantFrom('two-places' as const, 'gated-twice' as const, 'check-digit' as const),
      params: fc.constant({}),
      text,
      sources: fc.array(fc.record({ file, offset: fc.nat() }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
  history: fc.record({
    corridor: fc.option(fc.record({ key: text, controls: number, finds: number })),
    all: fc.option(outcomes),
    parties: fc.option(
      fc.dictionary(fc.constantFrom('CONSIGNEE', 'SHIPPER', 'OTHER'), party, { maxKeys: 3 }),
    ),
    container: fc.option(fc.record({ visits: number, lastTareKg: fc.option(number) })),
  }),
  stackAlarms: fc.option(
    fc.array(
      fc.record({
        beside: text,
        about: fc.constantFrom('total', 'ashore', 'intrusion'),
        at: fc.integer({ min: 0, max: 2e12 }),
        reach: fc.double({ min: 0, max: 1, noNaN: true }),
        logOdds: fc.double({ min: 0, max: 4, noNaN: true }),
        halfLifeHours: fc.double({ min: 0.1, max: 1000, noNaN: true }),
        source: fc.record({ file: text, offset: fc.nat() }),
      }),
      { maxLength: 3 },
    ),
  ),
  partnerHits: fc.option(claimsOf(fc.record({ partner: text, about: text, reference: text }))),
});
