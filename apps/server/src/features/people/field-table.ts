import { roleNames } from '@havenwacht/domain';
import { caseRoles, deskRoles, logRoles, staffRoles, type Role } from './roles.ts';

/** Kinds of record that leave the node. */
export type RecordKind =
  | 'visit'
  | 'dossier'
  | 'file'
  | 'file-in-full'
  | 'source'
  | 'identity-case'
  | 'policy'
  | 'rule-set'
  | 'signal'
  | 'triage-act'
  | 'acted'
  | 'mark'
  | 'selection'
  | 'versions'
  | 'queue-view'
  | 'settings'
  | 'recent-dossier'
  | 'port-summary'
  | 'water'
  | 'ashore'
  | 'party'
  | 'scan'
  | 'scan-in-full'
  | 'scan-pair'
  | 'scan-order'
  | 'scan-judging'
  | 'scan-skill'
  | 'log-entry'
  | 'log-state'
  | 'log-proof'
  | 'log-verification'
  | 'checkup'
  | 'segregated-visit'
  | 'terminal-order'
  | 'segregation-case'
  | 'segregation-policy'
  | 'guarded-block'
  | 'release-hold'
  | 'node';

/** Who may see a field: role names, or the same for each field inside it. */
export type FieldRoles = readonly Role[] | { readonly [field: string]: FieldRoles };

/** The desk works on every case; it sees the files that cases are read from. */
const desk: readonly Role[] = ['analyst', 'team-lead'];
const casework: readonly Role[] = [...desk, 'planner'];
/** An order is seen by who gave it and by the terminal that carries it out: its own, and of it what to do. */
const withTerminal: readonly Role[] = [...casework, 'terminal'];
const withImages: readonly Role[] = [...casework, 'image-analyst'];
/** They look at how the work is done, not at the cases: ids are pseudonyms, nothing says who or what. */
const overseers: readonly Role[] = ['auditor', 'data-protection'];
const overseen: readonly Role[] = [...overseers, 'integrity'];

const reasonFields: FieldRoles = {
  signal: [...casework, ...overseen],
  code: [...casework, ...overseen],
  weight: [...casework, 'auditor'],
  text: casework,
  texts: casework,
  params: casework,
};

const visitFields: { readonly [field: string]: FieldRoles } = {
  id: [...withImages, ...overseen],
  rank: [...withImages, ...overseen],
  container: [...withImages, 'integrity'],
  sizeType: withImages,
  load: withImages,
  port: [...withImages, ...overseen],
  vesselName: [...withImages, 'integrity'],
  vesselImo: [...withImages, 'integrity'],
  voyage: [...withImages, 'integrity'],
  arrivalAt: [...withImages, 'integrity'],
  arrivalActual: [...withImages, 'integrity'],
  origin: withImages,
  loadPort: withImages,
  goods: withImages,
  consignee: casework,
  score: [...casework, 'auditor'],
  probability: [...casework, 'auditor'],
  band: [...withImages, ...overseen],
  selectedBy: [...withImages, ...overseen],
  reasons: reasonFields,
  notEvaluated: [...casework, 'auditor'],
  identityCases: [...casework, 'integrity'],
  amendedAt: [...casework, 'integrity'],
  revision: [...withImages, ...overseen],
};

const fileFields: typeof visitFields = {
  id: desk,
  name: desk,
  bytes: desk,
  receivedAt: desk,
  channel: desk,
  verdict: desk,
  state: desk,
  family: desk,
  type: desk,
  messages: desk,
  rows: desk,
  findings: desk,
  decision: desk,
};

const segregationReaders: readonly Role[] = [...casework, 'auditor', 'integrity'];
const policyReaders: readonly Role[] = [...desk, 'auditor', 'data-protection', 'integrity'];
const documentFields: typeof visitFields = {
  version: policyReaders,
  owner: policyReaders,
  validFrom: policyReaders,
  validTo: policyReaders,
};

/** The pictures themselves are the image analyst's; a team lead sees what waits and how far it is. */
const imageReaders: readonly Role[] = ['image-analyst'];
const scanReaders: readonly Role[] = [...imageReaders, 'team-lead'];
/** They hand scans over, and are told what became of what they handed over. */
const scanGivers: readonly Role[] = [...scanReaders, 'planner', 'officer'];
const scanFields: typeof visitFields = {
  id: scanGivers,
  port: scanGivers,
  state: scanGivers,
  // Of bytes that were here already the orders are not the giver's to hear of.
  container: [...scanReaders, 'planner'],
  ordered: [...scanReaders, 'planner'],
  told: scanGivers,
  numberCheck: scanGivers,
  receivedAt: scanGivers,
  columns: scanGivers,
  rows: scanGivers,
  about: scanGivers,
};

/** The same roles for each of these fields, which are divided by blanks. */
function each(names: string, roles: readonly Role[]): typeof visitFields {
  return Object.fromEntries(names.split(' ').map((name) => [name, roles]));
}

/** A scan that is opened, or stands beside one. */
const seenInFull = each(Object.keys(scanFields).join(' '), imageReaders);
const bandRoles = each('a b c d', caseRoles);

/**
 * Which role may see which field of which kind of record. What is not listed is not seen, by nobody:
 * a new field begins unseen. One person's roles add up.
 *
 * Officers, liaison officers, the press, carriers and terminals see nothing of these records; what is
 * for them comes to them in records of its own.
 */
export const fieldTable: Readonly<Record<RecordKind, Readonly<Record<string, FieldRoles>>>> = {
  visit: visitFields,
  dossier: {
    ...visitFields,
    reasons: { ...reasonFields, sources: casework, group: [...casework, ...overseen] },
    open: [...withImages, ...overseen],
    standing: [...withImages, 'integrity'],
    mandatoryRules: [...casework, 'auditor'],
    interval: [...casework, 'auditor'],
    quiet: [...casework, 'auditor'],
    prior: [...casework, 'auditor'],
    calibration: [...casework, 'auditor'],
    model: [...casework, ...overseen],
    facts: casework,
    movements: casework,
    messages: casework,
    otherVisits: casework,
  },
  file: fileFields,
  'file-in-full': { ...fileFields, unread: desk, interchanges: desk },
  source: { file: desk, bytes: desk, from: desk, to: desk, marked: desk, segments: desk },
  'identity-case': {
    id: casework,
    container: casework,
    kind: casework,
    code: casework,
    state: casework,
    text: casework,
    params: casework,
    sources: casework,
    openedAt: casework,
    closedAt: casework,
    closedBecause: casework,
  },
  policy: {
    ...documentFields,
    prior: policyReaders,
    signals: policyReaders,
    groupCaps: policyReaders,
    counterReasons: policyReaders,
    riskCountries: policyReaders,
    weighing: policyReaders,
    capacity: policyReaders,
    random: policyReaders,
    historyWindowDays: policyReaders,
    ruleSetVersion: policyReaders,
    calibration: policyReaders,
  },
  'rule-set': { ...documentFields, rules: policyReaders, storedAt: policyReaders },
  signal: {
    name: [...withImages, ...overseen],
    about: [...withImages, ...overseen],
    group: [...withImages, ...overseen],
  },
  'triage-act': each('reference kind at by reason state needs method wantedAt signal code band', caseRoles),
  acted: {
    ...each('reference at undoUntil', deskRoles),
    results: each('visit container outcome why', deskRoles),
  },
  mark: each('visit assigned proposed dismissed notes contested', caseRoles),
  selection: {
    ...each('id count matching visits madeAt', deskRoles),
    examples: each('id container port band arrivalAt', deskRoles),
  },
  versions: each('comparable lines', desk),
  'queue-view': each('id name filter shared own', caseRoles),
  settings: each('defaultView letterKeys keys', roleNames),
  'recent-dossier': each('id container port band openedAt', caseRoles),
  'port-summary': { ...each('port open arrivals', caseRoles), bands: each('A B C D', caseRoles) },
  water: {
    asOf: caseRoles,
    ports: { port: caseRoles, bands: bandRoles },
    vessels: {
      ...each(
        'call name imo voyage port arrivalAt arrivalActual fromPort departedAt departedActual',
        caseRoles,
      ),
      bands: bandRoles,
    },
    blocks: { ...each('port terminal block since', caseRoles), bands: bandRoles },
  },
  ashore: each('visit container band since', caseRoles),
  party: {
    role: casework,
    name: casework,
    country: casework,
    visits: casework,
    firstSeen: casework,
    lastSeen: casework,
    controls: casework,
    finds: casework,
    others: each('id container port band arrivalAt', casework),
    otherCount: casework,
  },
  scan: { ...scanFields, exposedSince: scanReaders, findings: scanGivers },
  'scan-in-full': {
    ...seenInFull,
    ...each(
      'declared scales findings verdict judgements opinionsHidden opinions trial keptUntil',
      imageReaders,
    ),
  },
  'scan-pair': { earlier: { ...seenInFull, scales: imageReaders }, comparison: imageReaders },
  'scan-order': each('id container orderedAt', ['planner', 'team-lead']),
  'scan-judging': each('recorded reason judgement trial', imageReaders),
  'scan-skill': each('person trials found share from to', scanReaders),
  'log-entry': each('entry at kind act subject person roles session purpose content', logRoles),
  'log-state': {
    ...each('verifierKey size waiting failure', logRoles),
    witnesses: each('name size cosignedAt finding triedAt', logRoles),
  },
  'log-proof': each('entry old size proof', logRoles),
  'log-verification': each('ok entries root origin keptHeld problems problemCount', logRoles),
  checkup: each('check state about do', ['auditor', 'administrator']),
  'segregated-visit': {
    ...each('visit container port terminal clause policyVersion caughtAt scope place wait since', casework),
    ...each('endedAt minutes inReachMinutes evaluatedAt alarms', casework),
  },
  'terminal-order': {
    ...each('id number port terminal handling block madeAt doneBy answer answeredAt sha256', withTerminal),
    ...each('offers offeredAt fetchedAt', casework),
    lines: {
      ...each('container sizeType load said saidWhy', withTerminal),
      ...each('standing found foundAt source', casework),
    },
  },
  'segregation-case': each('id kind container port params source openedAt closedAt', casework),
  'segregation-policy': {
    ...each('version owner validFrom validTo sender clauses terminals depots', segregationReaders),
    ...each('orderLeadMinutes doneWithinMinutes collectableAfterMinutes answerMinutes', segregationReaders),
    ...each('confirmMinutes coverMoves limitsMinutes stack', segregationReaders),
  },
  'guarded-block': each('port terminal block state', ['terminal']),
  'release-hold': each('container port since', ['carrier']),
  node: {
    name: roleNames,
    country: roleNames,
    ports: staffRoles,
    demo: roleNames,
    version: roleNames,
    clock: roleNames,
    feeds: [...withImages, 'administrator'],
    quarantined: [...desk, 'administrator'],
    identityCases: casework,
    openVisits: withImages,
    revision: withImages,
  },
};

/** Who of those that see case content has to say why. The desk's work is its reason; the log counts what it leaves unexplained. */
export const purposeRoles: readonly Role[] = overseen;

/** Who is given pseudonyms in place of the ids of visits. */
export const pseudonymRoles: readonly Role[] = overseers;
