import {
  hsChapter,
  hsHeading,
  readUnLocode,
  decodeSizeType,
  type Claim,
  type Source,
} from '@havenwacht/domain';
import type { ContainerCase } from '../container-case.ts';
import { partyClaims } from '../party-of.ts';
import { arrivalClaim, countryOfPlace, originClaim } from '../route-of.ts';
import { latest, standing } from '../voices.ts';
import { expectedTareOfKind, latestVgm, latestWeight } from '../weighing-model.ts';

export type FactType = 'number' | 'text' | 'flag';
type FactValue = number | string | boolean | null | undefined;

/**
 * A named fact that rules may test. Texts are upper case; `null`, `undefined` and numbers that are not
 * finite mean that the fact is missing.
 */
export interface FactField<T> {
  readonly name: string;
  readonly type: FactType;
  readonly about: string;
  read(subject: T): FactValue;
  /** The bytes that the fact was read from; empty where it comes from our own history. */
  stands(subject: T): readonly (Claim<unknown> | Source)[];
}

/** A list of claims that a rule may count over, with the facts of one item. */
export interface FactCollection {
  readonly name: string;
  readonly about: string;
  readonly fields: readonly FactField<Claim<never>>[];
  items(subject: ContainerCase): readonly Claim<never>[];
}

type Case = ContainerCase;
const MINUTE_MS = 60_000;

function fact(
  name: string,
  type: FactType,
  about: string,
  read: (subject: Case) => FactValue,
  stands: (subject: Case) => readonly (Claim<unknown> | Source)[] = () => [],
): FactField<Case> {
  return { name, type, about, read, stands };
}

/** A fact read from one claim. */
function claimed<V>(
  name: string,
  type: FactType,
  about: string,
  pick: (subject: Case) => Claim<V> | undefined,
  value: (value: V, subject: Case) => FactValue,
): FactField<Case> {
  return {
    name,
    type,
    about,
    read: (subject) => {
      const claim = pick(subject);
      return claim === undefined ? null : value(claim.value, subject);
    },
    stands: (subject) => {
      const claim = pick(subject);
      return claim === undefined ? [] : [claim];
    },
  };
}

const upper = (text: string) => text.toUpperCase();
const place = (code: string) => readUnLocode(code) ?? upper(code);
const kg = ({ kg: mass }: { readonly kg: number }) => mass;
const goodsOf = (subject: Case) => standing(subject.goods, ({ bill }) => bill);
/** Goods that are counted once: of one kind of message, and of the house bills where a master repeats them. */
const countedGoods = (subject: Case) => {
  const goods = goodsOf(subject);
  const kind = ['manifest', 'instruction', 'arrival-notice'].find((one) =>
    goods.some((claim) => claim.kind === one),
  );
  const masters = new Set(subject.bills.map(({ value }) => value.masterBill));
  return goods.filter(
    (claim) => (kind === undefined || claim.kind === kind) && !masters.has(claim.value.bill),
  );
};
const sum = (numbers: readonly (number | null)[]) =>
  numbers.some((value) => value !== null)
    ? numbers.reduce<number>((total, value) => total + (value ?? 0), 0)
    : null;

function partyFacts(role: 'consignee' | 'shipper' | 'notify'): readonly FactField<Case>[] {
  const pick = (subject: Case) => partyClaims(subject, role).at(-1);
  const history = (subject: Case) => {
    const key = pick(subject)?.value.key;
    const { parties } = subject.history;
    if (key === undefined || parties === null) return null;
    return Object.hasOwn(parties, key) ? (parties[key] ?? null) : { visits: 0, controls: 0, finds: 0 };
  };
  const from = (subject: Case) => {
    const claim = pick(subject);
    return claim === undefined ? [] : [claim];
  };
  return [
    claimed(`${role}Name`, 'text', `Name of the newest ${role}`, pick, ({ name }) => upper(name)),
    claimed(`${role}Key`, 'text', `Normalised key of the newest ${role}`, pick, ({ key }) => upper(key)),
    claimed(`${role}Country`, 'text', `Country of the newest ${role}`, pick, ({ country }) => country),
    fact(`${role}Visits`, 'number', `Earlier visits of the ${role}`, (s) => history(s)?.visits, from),
    fact(`${role}Controls`, 'number', `Earlier controls of the ${role}`, (s) => history(s)?.controls, from),
    fact(`${role}Finds`, 'number', `Finds with the ${role}`, (s) => history(s)?.finds, from),
  ];
}

/** Every fact about a container visit that a rule may name, in the order of the fact record. */
export const caseFields: readonly FactField<Case>[] = [
  fact('container', 'text', 'Container number as sent', (s) => upper(s.container)),
  fact('ownerPrefix', 'text', 'First four characters of the number', (s) => upper(s.container.slice(0, 4))),
  fact('visitPort', 'text', 'Port of this visit, UN/LOCODE', (s) => place(s.visit.port)),
  fact('vesselImo', 'text', 'IMO number of the vessel', (s) => s.visit.vesselImo),
  fact('voyage', 'text', 'Voyage', (s) => (s.visit.voyage === null ? null : upper(s.visit.voyage))),
  claimed(
    'minutesToArrival',
    'number',
    'Minutes to arrival; under 0 = arrived',
    arrivalClaim,
    ({ at }, s) => (at - s.asOf) / MINUTE_MS,
  ),
  claimed('sizeType', 'text', 'Size and type code', (s) => latest(s.sizeType), upper),
  claimed(
    'isReefer',
    'flag',
    'Whether the box cools',
    (s) => latest(s.sizeType),
    (code) => decodeSizeType(code)?.isReefer,
  ),
  claimed(
    'lengthFt',
    'number',
    'Length in feet',
    (s) => latest(s.sizeType),
    (code) => decodeSizeType(code)?.lengthFt,
  ),
  claimed('load', 'text', 'FULL or EMPTY', (s) => latest(s.load), upper),
  claimed(
    'declaredGrossKg',
    'number',
    'Newest declared gross mass',
    (s) => latestWeight(s.weights, ['declared-gross']),
    kg,
  ),
  claimed('vgmKg', 'number', 'Newest verified gross mass', (s) => latestVgm(s.weights), kg),
  claimed(
    'weighedKg',
    'number',
    'Newest mass weighed on the way',
    (s) => latestWeight(s.weights, ['weighed']),
    kg,
  ),
  claimed('tareKg', 'number', 'Newest stated tare', (s) => latestWeight(s.weights, ['tare']), kg),
  claimed('netKg', 'number', 'Newest stated net mass', (s) => latestWeight(s.weights, ['net']), kg),
  claimed(
    'usualTareKg',
    'number',
    'Middle of what boxes of this kind weigh',
    (s) => latest(s.sizeType),
    expectedTareOfKind,
  ),
  claimed(
    'setTemperatureC',
    'number',
    'Set temperature',
    (s) => latest(s.setTemperatureC),
    (c) => c,
  ),
  claimed(
    'sealNumber',
    'text',
    'Newest seal number',
    (s) => latest(s.seals),
    ({ number }) => upper(number),
  ),
  claimed('stowPosition', 'text', 'Newest stow position', (s) => latest(s.stow), upper),
  fact(
    'aftIsFree',
    'flag',
    'Whether the cell aft is empty',
    (s) => (s.stowAround === null ? null : !s.stowAround.aft),
    (s) => s.stow.slice(-1),
  ),
  fact(
    'billCount',
    'number',
    'Different bills',
    (s) => new Set(s.bills.map(({ value }) => value.bill)).size,
    (s) => s.bills,
  ),
  fact(
    'goodsText',
    'text',
    'Descriptions of goods that stand, joined by "; "',
    (s) => {
      const goods = goodsOf(s);
      return goods.length === 0 ? null : upper(goods.map(({ value }) => value.description).join('; '));
    },
    goodsOf,
  ),
  claimed(
    'hs',
    'text',
    'Newest goods code',
    (s) => s.goods.findLast(({ value }) => value.hs !== null),
    ({ hs }) => hs,
  ),
  claimed(
    'hsHeading',
    'text',
    'Its heading, four digits',
    (s) => s.goods.findLast(({ value }) => value.hs !== null),
    ({ hs }) => hsHeading(hs ?? ''),
  ),
  claimed(
    'hsChapter',
    'text',
    'Its chapter, two digits',
    (s) => s.goods.findLast(({ value }) => value.hs !== null),
    ({ hs }) => hsChapter(hs ?? ''),
  ),
  fact(
    'goodsGrossKg',
    'number',
    'Gross mass of the goods that stand',
    (s) => sum(countedGoods(s).map(({ value }) => value.grossKg)),
    countedGoods,
  ),
  fact(
    'packages',
    'number',
    'Packages of the goods that stand',
    (s) => sum(countedGoods(s).map(({ value }) => value.packages)),
    countedGoods,
  ),
  claimed('operator', 'text', 'Newest container operator', (s) => latest(s.operator), upper),
  claimed('origin', 'text', 'Origin, else port of loading, UN/LOCODE', originClaim, place),
  claimed('originCountry', 'text', 'Its country', originClaim, countryOfPlace),
  claimed('loadPort', 'text', 'Newest port of loading', (s) => latest(s.loadPort), place),
  claimed('loadCountry', 'text', 'Its country', (s) => latest(s.loadPort), countryOfPlace),
  claimed(
    'transhipmentPort',
    'text',
    'Newest port of transhipment',
    (s) => latest(s.transhipmentPort),
    place,
  ),
  claimed('transhipmentCountry', 'text', 'Its country', (s) => latest(s.transhipmentPort), countryOfPlace),
  claimed('dischargePort', 'text', 'Newest port of discharge', (s) => latest(s.dischargePort), place),
  claimed('delivery', 'text', 'Newest place of delivery', (s) => latest(s.delivery), place),
  claimed('deliveryCountry', 'text', 'Its country', (s) => latest(s.delivery), countryOfPlace),
  ...partyFacts('consignee'),
  ...partyFacts('shipper'),
  ...partyFacts('notify'),
  fact(
    'onStowPlan',
    'flag',
    'On the stow plan; missing without one',
    (s) => onList(s.lists.stowPlan),
    (s) => s.lists.stowPlan.on,
  ),
  fact(
    'onManifest',
    'flag',
    'On a manifest; missing without one',
    (s) => onList(s.lists.manifest),
    (s) => s.lists.manifest.on,
  ),
  fact(
    'onDischargeOrder',
    'flag',
    'On the discharge order',
    (s) => onList(s.lists.dischargeOrder),
    (s) => s.lists.dischargeOrder.on,
  ),
  fact(
    'onDischargeReport',
    'flag',
    'On the discharge report',
    (s) => onList(s.lists.dischargeReport),
    (s) => s.lists.dischargeReport.on,
  ),
  fact(
    'isOverlanded',
    'flag',
    'Reported as overlanded',
    (s) => s.lists.dischargeReport.overlanded.length > 0,
    (s) => s.lists.dischargeReport.overlanded,
  ),
  fact(
    'identityCases',
    'number',
    'Contradictions about the number',
    (s) => s.identityCases.length,
    (s) => s.identityCases.flatMap(({ sources }) => sources),
  ),
  fact(
    'partnerHits',
    'number',
    'Hits of partners; missing without one',
    (s) => s.partnerHits?.length,
    (s) => s.partnerHits ?? [],
  ),
  fact('corridorControls', 'number', 'Controls on this corridor', (s) => s.history.corridor?.controls),
  fact('corridorFinds', 'number', 'Finds on this corridor', (s) => s.history.corridor?.finds),
  fact('containerVisits', 'number', 'Earlier visits of this container', (s) => s.history.container?.visits),
  fact(
    'lastTareKg',
    'number',
    'Tare of this container as last known',
    (s) => s.history.container?.lastTareKg,
  ),
];

function onList(list: { readonly received: boolean; readonly on: readonly unknown[] }): boolean | null {
  return list.on.length > 0 ? true : list.received ? false : null;
}

function collection<V>(
  name: string,
  about: string,
  items: (subject: Case) => readonly Claim<V>[],
  fields: readonly (readonly [name: string, type: FactType, about: string, read: (value: V) => FactValue])[],
): FactCollection {
  const all = [
    ...fields,
    ['statement', 'text', 'Kind of statement, e.g. MANIFEST', undefined],
    ['statedBy', 'text', 'Sender', undefined],
  ] as const;
  return {
    name,
    about,
    items: items as (subject: Case) => readonly Claim<never>[],
    fields: all.map(([field, type, said, read]) => ({
      name: field,
      type,
      about: said,
      read: (claim: Claim<never>) =>
        read === undefined
          ? upper(field === 'statedBy' ? claim.statedBy : claim.kind)
          : read(claim.value as V),
      stands: (claim: Claim<never>) => [claim],
    })),
  };
}

/** Claims that a rule may count, with the facts of each. */
export const factCollections: readonly FactCollection[] = [
  collection('goods', 'Goods that stand', goodsOf, [
    ['bill', 'text', 'Bill', ({ bill }) => upper(bill)],
    ['description', 'text', 'Description', ({ description }) => upper(description)],
    ['hs', 'text', 'Goods code', ({ hs }) => hs],
    ['hsHeading', 'text', 'Its heading', ({ hs }) => hsHeading(hs ?? '')],
    ['packages', 'number', 'Packages', ({ packages }) => packages],
    ['grossKg', 'number', 'Gross mass', ({ grossKg }) => grossKg],
  ]),
  collection('parties', 'All parties ever stated', (s) => s.parties, [
    ['bill', 'text', 'Bill', ({ bill }) => upper(bill)],
    ['role', 'text', 'CONSIGNEE, SHIPPER, NOTIFY or FORWARDER', ({ role }) => upper(role)],
    ['name', 'text', 'Name', ({ name }) => upper(name)],
    ['key', 'text', 'Normalised key', ({ key }) => upper(key)],
    ['country', 'text', 'Country', ({ country }) => country],
  ]),
  collection('seals', 'All seals ever stated', (s) => s.seals, [
    ['number', 'text', 'Number as sent', ({ number }) => upper(number)],
    ['issuer', 'text', 'Issuer', ({ issuer }) => (issuer === null ? null : upper(issuer))],
  ]),
  collection('weights', 'All masses ever stated', (s) => s.weights, [
    ['kg', 'number', 'Mass', kg],
    [
      'method',
      'text',
      'DECLARED-GROSS, VGM, VGM-1, VGM-2, WEIGHED, TARE or NET',
      ({ method }) => upper(method),
    ],
  ]),
  collection('movements', 'Movements', (s) => s.movements, [
    ['event', 'text', 'Event', ({ event }) => upper(event)],
    ['classifier', 'text', 'PLANNED, ESTIMATED or ACTUAL', ({ classifier }) => upper(classifier)],
    ['port', 'text', 'Port', ({ port }) => (port === null ? null : place(port))],
  ]),
  collection('bills', 'All bills ever stated', (s) => s.bills, [
    ['bill', 'text', 'Number', ({ bill }) => upper(bill)],
    ['level', 'text', 'MASTER or HOUSE', ({ level }) => upper(level)],
    [
      'masterBill',
      'text',
      'Master bill',
      ({ masterBill }) => (masterBill === null ? null : upper(masterBill)),
    ],
  ]),
];
