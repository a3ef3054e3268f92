import { roleNames } from '@havenwacht/domain';
import { caseRoles, staffRoles, type Role } from './roles.ts';

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
  | 'party'
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
  'triage-act': {
    reference: caseRoles,
    kind: caseRoles,
    at: caseRoles,
    by: caseRoles,
    reason: caseRoles,
    state: caseRoles,
    needs: caseRoles,
    method: caseRoles,
    wantedAt: caseRoles,
    signal: caseRoles,
    code: caseRoles,
    band: caseRoles,
  },
  party: {
    role: casework,
    name: casework,
    country: casework,
    visits: casework,
    firstSeen: casework,
    lastSeen: casework,
    controls: casework,
    finds: casework,
    others: casework,
    otherCount: casework,
  },
  'segregated-visit': {
    visit: casework,
    container: casework,
    port: casework,
    terminal: casework,
    clause: casework,
    policyVersion: casework,
    caughtAt: casework,
    scope: casework,
    place: casework,
    wait: casework,
    since: casework,
    endedAt: casework,
    minutes: casework,
    inReachMinutes: casework,
    evaluatedAt: casework,
    alarms: casework,
  },
  'terminal-order': {
    id: withTerminal,
    number: withTerminal,
    port: withTerminal,
    terminal: withTerminal,
    handling: withTerminal,
    block: withTerminal,
    madeAt: withTerminal,
    doneBy: withTerminal,
    offers: casework,
    offeredAt: casework,
    fetchedAt: casework,
    answer: withTerminal,
    answeredAt: withTerminal,
    sha256: withTerminal,
    lines: {
      container: withTerminal,
      sizeType: withTerminal,
      load: withTerminal,
      said: withTerminal,
      saidWhy: withTerminal,
      standing: casework,
      found: casework,
      foundAt: casework,
      source: casework,
    },
  },
  'segregation-case': {
    id: casework,
    kind: casework,
    container: casework,
    port: casework,
    params: casework,
    source: casework,
    openedAt: casework,
    closedAt: casework,
  },
  'segregation-policy': {
    version: segregationReaders,
    owner: segregationReaders,
    validFrom: segregationReaders,
    validTo: segregationReaders,
    sender: segregationReaders,
    clauses: segregationReaders,
    terminals: segregationReaders,
    depots: segregationReaders,
    orderLeadMinutes: segregationReaders,
    doneWithinMinutes: segregationReaders,
    collectableAfterMinutes: segregationReaders,
    answerMinutes: segregationReaders,
    confirmMinutes: segregationReaders,
    coverMoves: segregationReaders,
    limitsMinutes: segregationReaders,
    stack: segregationReaders,
  },
  'guarded-block': { port: ['terminal'], terminal: ['terminal'], block: ['terminal'], state: ['terminal'] },
  'release-hold': { container: ['carrier'], port: ['carrier'], since: ['carrier'] },
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
