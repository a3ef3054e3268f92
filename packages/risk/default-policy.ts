import type { ScreeningPolicy } from './policy.ts';

/**
 * A policy to start from. Every number is a policy value: chosen, with its ground beside it, and not
 * learned from outcomes. An administration replaces it by its own; `parsePolicy` checks that one.
 */
export const defaultPolicy: ScreeningPolicy = {
  version: 'default-2026-11',
  owner: 'targeting desk',
  validFrom: '2024-01-01T00:00:00Z',
  validTo: null,
  prior: {
    yield: 0.0001,
    source:
      'Policy value. 170 lots reported for Rotterdam in 2023 over about 7.5 million containers a year give ' +
      '2.3 in 100,000 as what was found; 1 in 10,000 leaves room for what was not. The hit rate of the ' +
      'random arm replaces it as soon as there is one.',
  },
  signals: {
    corridor: {
      why:
        'Learned counts against the average of all controls; 50 imagined average controls keep three lucky ' +
        'ones from making a corridor. Few clean controls may take off little, because controls are chosen.',
      priorStrength: 50,
      maxUp: 2,
      maxDown: 0.4,
    },
    'risk-country': {
      why: 'The weights stand in riskCountries, which has an owner and an end of its own.',
    },
    'transhipment-hides-origin': {
      why:
        'Transhipment through Panama or Caucedo is daily business; a manifest that leaves out the origin ' +
        'another message names is not. An unnamed origin is mostly sloppiness.',
      omitted: 0.9,
      unnamed: 0.3,
    },
    'consignee-first-seen': {
      why: 'Front companies live briefly; most new importers are honest, so under one unit of log-odds.',
      first: 0.9,
      recent: 0.5,
      recentDays: 120,
      fewVisits: 3,
    },
    'shipper-first-seen': {
      why: 'As for consignees, weaker: an importer changes suppliers often.',
      first: 0.6,
      recent: 0.3,
      recentDays: 120,
      fewVisits: 3,
    },
    'notify-first-seen': {
      why: 'The notify party is often a forwarder; a new one says little.',
      first: 0.4,
      recent: 0.2,
      recentDays: 120,
      fewVisits: 3,
    },
    'consignee-changed': {
      why: 'Loads are redirected to a ready company once they are on the way; corrections are common too.',
      weight: 0.5,
    },
    'consignee-record': {
      why:
        'Finds with a consignee raise, clean controls lower a little. A clean importer can be used without ' +
        'knowing it (rip-on), so the counter-reason stays small.',
      priorStrength: 40,
      maxUp: 2.2,
      maxDown: 0.7,
      minKnownDays: 365,
    },
    'shipper-record': {
      why: 'As for consignees, with less room below: the packing place is far from our eyes.',
      priorStrength: 40,
      maxUp: 2,
      maxDown: 0.4,
      minKnownDays: 365,
    },
    'party-out-of-pattern': {
      why: 'A known importer with goods or an origin it never had; it grows with the length of its history.',
      origin: 0.7,
      heading: 0.6,
      minVisits: 8,
      halfAtVisits: 20,
    },
    'goods-generic': {
      why: 'A description that says nothing is refused by ICS2 for the same ground; still common.',
      weight: 0.5,
    },
    'goods-vs-container-type': {
      why: 'Goods in a kind of box they do not travel in: a wrong declaration or a cover load.',
      weight: 0.8,
    },
    'goods-vs-temperature': {
      why:
        'Fruit that is frozen or fish at +13 °C is no trade. The cooling unit was the most frequent hiding ' +
        'place in NL in 2023, so a reefer whose setting makes no sense counts.',
      outside: 1,
      unset: 0.4,
      toleranceC: 3,
    },
    'goods-vs-code': {
      why: 'Text and commodity code that do not meet; often a clerk, sometimes a cover load.',
      weight: 0.5,
    },
    'weight-declared-vs-tare': {
      why: 'Likelihood ratio of the weighing model; bounded because the sigmas are assumptions.',
      min: 0.3,
      max: 1.5,
      belowTare: 1.2,
    },
    'weight-vgm-vs-declared': {
      why: 'Likelihood ratio; low bound because declared masses are known to be far off.',
      min: 0.3,
      max: 1.2,
    },
    'weight-vgm-vs-weighed': {
      why: 'Likelihood ratio of two weighings; a scale in port against the one at packing is the better pair.',
      min: 0.3,
      max: 2.5,
    },
    'empty-that-weighs': {
      why: 'Strong where the tare is known: an empty has no goods to explain the difference.',
      min: 0.3,
      max: 3,
    },
    'late-amendment': {
      why:
        'Who changes papers shortly before arrival, or after loading, knows something new; half the weight ' +
        'for every day earlier.',
      goods: 0.7,
      party: 0.9,
      port: 0.8,
      seal: 1,
      afterLoading: 0.4,
      halfLifeMinutes: 1440,
      min: 0.05,
    },
    'changed-discharge-port': {
      why:
        'Loads swing between Vlissingen, Rotterdam and Antwerp to avoid a control; most changes are berth ' +
        'and schedule trouble.',
      changed: 0.6,
      disagree: 0.4,
    },
    'seal-mismatch': {
      why: 'Another seal on the way is the plainest trace of rip-on; one wrong character is mostly typing.',
      different: 1.6,
      typo: 0.3,
    },
    'stow-not-manifest': {
      why: 'A full box aboard that no manifest names has no one who answers for it; empties are listed loosely.',
      full: 1.8,
      empty: 0.4,
    },
    overlanded: {
      why: 'Landed without an order; wrong lifts happen, and so do arranged ones.',
      weight: 1.5,
    },
    'identity-case': {
      why: 'Clones and switches show as contradictions of place and gate; check digits and types are mostly typing.',
      kinds: {
        'two-places': 2.5,
        'impossible-sequence': 1.8,
        'gated-twice': 2,
        'one-edit-twin': 1,
        'type-changed': 0.8,
        'seal-changed': 1.2,
        'check-digit': 0.5,
      },
    },
    'stow-reachable-at-sea': {
      why: 'Doors that can be reached from the deck allow drop-off and rip-on at sea; thousands of boxes stand so.',
      weight: 0.3,
      highestReachableTier: 84,
    },
    dwell: {
      why: 'Time without a guard is time to open a box. Ten days is usual at a transhipment port.',
      usualDays: 10,
      perDoubling: 0.4,
      max: 1.2,
    },
    'stack-neighbour': {
      why: 'What is taken out of a box in reach is put into one beside it that needs no scan.',
      max: 1.2,
    },
    'several-bills-one-box': {
      why: 'Two master bills contradict each other about one box; many house bills are groupage and harder to answer for.',
      masters: 0.7,
      houses: 0.3,
      manyHouses: 10,
    },
    'bill-count-vs-history': {
      why: 'A consignee that suddenly splits a box over many bills.',
      perDoubling: 0.3,
      max: 0.9,
      minRatio: 3,
    },
    'partner-hit': {
      why: 'A partner administration named this box, bill or company; it had its grounds.',
      weight: 2.2,
    },
  },
  groupCaps: {
    route: { up: 3, down: 0.4 },
    party: { up: 3, down: 0.8 },
    goods: { up: 1.8, down: 0 },
    weight: { up: 3, down: 0 },
    amendment: { up: 2, down: 0 },
    seal: { up: 1.8, down: 0 },
    lists: { up: 2.5, down: 0 },
    identity: { up: 3.5, down: 0 },
    access: { up: 1.3, down: 0 },
    bills: { up: 1.2, down: 0 },
    partner: { up: 3, down: 0 },
    rule: { up: 4, down: 0 },
  },
  counterReasons: {
    why: 'Being made to look clean is the worst leak; all counter-reasons together stay under any hard evidence.',
    maxTotal: 1,
  },
  riskCountries: {
    owner: 'risk analysis, national coordination',
    validFrom: '2024-01-01T00:00:00Z',
    validTo: '2027-07-01T00:00:00Z',
    note:
      'Places of departure named in public seizure reports of 2020 to 2024 for Antwerp and Dutch ports, among ' +
      'them the USA, Sierra Leone and Turkey. It is to be reviewed every half year; corridors are learned beside it.',
    countries: {
      EC: 1.2,
      CO: 1.1,
      BR: 0.9,
      CR: 0.8,
      PA: 0.8,
      PE: 0.8,
      PY: 0.7,
      DO: 0.7,
      SL: 0.7,
      GT: 0.5,
      SR: 0.6,
      VE: 0.7,
      TR: 0.3,
      US: 0.2,
    },
  },
  weighing: {
    sigma: {
      'declared-gross': { share: 0.05, floorKg: 300, source: 'Policy value; assumption, 5 %.' },
      net: { share: 0.05, floorKg: 300, source: 'Policy value; as declared gross.' },
      tare: { share: 0.01, floorKg: 50, source: 'Policy value; plate against repairs and wet floors.' },
      vgm: { share: 0.01, floorKg: 100, source: 'Policy value; assumption, 1 %.' },
      'vgm-1': {
        share: 0.01,
        floorKg: 100,
        source: 'Policy value; SOLAS VI/2 method 1, packed box weighed.',
      },
      'vgm-2': { share: 0.02, floorKg: 150, source: 'Policy value; SOLAS VI/2 method 2, sum of parts.' },
      weighed: { share: 0.005, floorKg: 50, source: 'Policy value; weighbridge, assumption, 0.5 %.' },
    },
    outlierShare: 0.05,
    outlierWidth: 8,
    addedLoads: [
      { kg: 50, share: 0.2 },
      { kg: 150, share: 0.3 },
      { kg: 400, share: 0.25 },
      { kg: 1000, share: 0.15 },
      { kg: 2500, share: 0.1 },
    ],
    addedLoadSpread: 0.4,
    otherLoadShare: 0.2,
    otherLoadKg: 5000,
    manifestIncludesTareShare: 0.3,
  },
  capacity: {
    perPortPerDay: {
      NLRTM: { open: 20, scan: 120, documents: 400 },
      BEANR: { open: 20, scan: 120, documents: 400 },
      NLVLI: { open: 8, scan: 40, documents: 120 },
    },
    otherPorts: { open: 5, scan: 20, documents: 60 },
  },
  random: {
    why: '10 % of the budget to begin with, 1–30 % is the published range; it measures whether targeting works.',
    share: 0.1,
    floorPerStratum: 1,
  },
  historyWindowDays: 730,
};
