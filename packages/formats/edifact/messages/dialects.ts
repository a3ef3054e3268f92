import type { CallRole, MovementEvent, PartyRole, SealIssuer, WeightMethod } from '../../cargo-row.ts';
import type { MessageIdentity } from './message-mapper.ts';
import { isTimeZone } from './dialect-time.ts';

type Table<T> = Readonly<Record<string, T>>;

/**
 * How one partner writes his messages. Every table adds to the default one, code by code; a code
 * that maps to `null` is taken out of it and becomes an unread row.
 */
export interface Dialect {
  readonly name: string;
  /** Zone of date-times that carry none: "UTC", "-05:00", or an IANA name. */
  readonly timeZone: string;
  /** LOC 3227 → role of the place. */
  readonly callRoles: Table<CallRole | null>;
  /** MEA 6313 (or 6311 where 6313 is empty, or both joined with "+") → how the mass came about. */
  readonly weightMethods: Table<WeightMethod | null>;
  /** Mass unit where MEA names none: "KGM", "TNE", "LBR" or "" for none. */
  readonly massUnit: '' | 'KGM' | 'TNE' | 'LBR';
  /** NAD 3035 → role. */
  readonly partyRoles: Table<PartyRole | null>;
  /** SEL 9303 → who affixed the seal. */
  readonly sealIssuers: Table<SealIssuer | null>;
  /** Who affixed a seal whose SEL names nobody; left unsaid when absent. */
  readonly sealIssuer?: SealIssuer;
  /** Digits a stowage cell may have: 7 (BBBRRTT), 6 (BBRRTT), or either. */
  readonly cellDigits: 6 | 7 | 'either';
  /** STS 9011/4405 → event. The codes of Recommendation 24 are agreed per partner. */
  readonly statusEvents: Table<MovementEvent | null>;
  /** Message type and BGM 1001, e.g. "COPRAR 45" → what the document is. */
  readonly documents: Table<DocumentMeaning | null>;
  /** Words or codes of FTX in an equipment group that say what went wrong with it. */
  readonly exceptions: Table<'overlanded' | 'shortlanded' | 'damaged' | null>;
  /** Bill numbers that fill a mandatory segment and name nothing. */
  readonly placeholderBills: readonly string[];
}

export type DocumentMeaning = 'load' | 'discharge' | 'gate-in' | 'gate-out' | 'yard-move';

/** Which messages a profile is for; every field given must match (case-insensitive). */
export interface DialectMatch {
  readonly sender?: string;
  readonly type?: string;
  readonly association?: string;
  readonly version?: string;
  readonly release?: string;
}

/** A profile as the node's owner writes it: data only. */
export interface DialectProfile extends Partial<Omit<Dialect, 'name'>> {
  readonly name: string;
  readonly match: DialectMatch;
}

/** Read when no profile matches: tolerant, UTC, both cell widths, the codes of the UN directories and SMDG manuals. */
export const defaultDialect: Dialect = {
  name: 'default',
  timeZone: 'UTC',
  callRoles: {
    '5': 'departure',
    '6': 'load',
    '7': 'delivery',
    '8': 'delivery',
    '9': 'load',
    '10': 'receipt',
    '11': 'discharge',
    '12': 'discharge',
    '13': 'transhipment',
    '20': 'delivery',
    '60': 'arrival',
    '61': 'next',
    '76': 'origin',
    '83': 'delivery',
    '88': 'receipt',
    '92': 'call',
    '152': 'next',
    '165': 'call',
    '175': 'call',
  },
  weightMethods: {
    WT: 'declared-gross',
    G: 'declared-gross',
    AAD: 'declared-gross',
    AAB: 'declared-gross',
    AET: 'declared-gross',
    EGW: 'declared-gross',
    VGM: 'vgm',
    AAL: 'net',
    N: 'net',
    T: 'tare',
  },
  massUnit: 'KGM',
  partyRoles: {
    CN: 'consignee',
    UC: 'consignee',
    IM: 'consignee',
    CZ: 'shipper',
    SH: 'shipper',
    OS: 'shipper',
    EX: 'shipper',
    N1: 'notify',
    N2: 'notify',
    NI: 'notify',
    NP: 'notify',
    CA: 'carrier',
    CF: 'operator',
    FW: 'forwarder',
    CS: 'forwarder',
    FC: 'forwarder',
    DT: 'declarant',
    AE: 'declarant',
    CB: 'declarant',
    TR: 'terminal',
    TO: 'terminal',
    WPA: 'weigher',
    SPC: 'other',
    AM: 'other',
    MS: 'other',
    MR: 'other',
    TB: 'other',
    CG: 'other',
    BY: 'buyer',
    SE: 'seller',
  },
  sealIssuers: {
    CA: 'carrier',
    SH: 'shipper',
    CU: 'customs',
    TO: 'terminal',
    TM: 'terminal',
    AC: 'veterinary',
    AA: 'other',
    AB: 'other',
  },
  cellDigits: 'either',
  statusEvents: {
    CUSS: 'customs-scan',
    CUSI: 'customs-inspection',
    CUSR: 'customs-released',
    LOAD: 'load',
    DISC: 'discharge',
    GTIN: 'gate-in',
    GTOT: 'gate-out',
    STUF: 'stuffed',
    STRP: 'stripped',
  },
  documents: {
    'COPRAR 43': 'discharge',
    'COPRAR 45': 'load',
    'COPRAR 119': 'discharge',
    'COPRAR 118': 'load',
    'COPRAR 121': 'load',
    'COARRI 44': 'discharge',
    'COARRI 46': 'load',
    'COARRI 98': 'discharge',
    'COARRI 270': 'load',
    'CODECO 34': 'gate-in',
    'CODECO 36': 'gate-out',
    'CODECO 266': 'yard-move',
  },
  exceptions: {
    OVERLANDED: 'overlanded',
    OVL: 'overlanded',
    SHORTLANDED: 'shortlanded',
    SHL: 'shortlanded',
    DAMAGED: 'damaged',
    DAM: 'damaged',
  },
  placeholderBills: [],
};

/**
 * What is known of message types whoever sends them: bay plans fill the mandatory RFF+BM with "1".
 * A partner's profile goes over these.
 */
export const builtInProfiles: readonly DialectProfile[] = [
  { name: 'bay-plan', match: { type: 'BAPLIE' }, placeholderBills: ['1'] },
];

/**
 * The dialect a message is read with: the default one, over it what is known of the type, over that the
 * first of the owner's profiles that matches.
 *
 * @param profiles the owner's profiles; an earlier one wins
 * @example chooseDialect({ type: 'VERMAS', version: 'D', release: '16A', association: '', sender: 'X', recipient: 'Y', reference: '1' }, [{ name: 'x-line', match: { sender: 'X' } }]).name // 'x-line'
 */
export function chooseDialect(header: MessageIdentity, profiles: readonly DialectProfile[] = []): Dialect {
  const known = builtInProfiles.find((profile) => matches(profile.match, header));
  const base = known === undefined ? defaultDialect : dialectOf(known);
  const own = profiles.find((profile) => matches(profile.match, header));
  return own === undefined ? base : dialectOf(own, base);
}

const made = new WeakMap<Dialect, WeakMap<DialectProfile, Dialect>>();

/** A dialect with a profile's own entries over it. The same two give the same object. */
export function dialectOf(profile: DialectProfile, base: Dialect = defaultDialect): Dialect {
  let over = made.get(base);
  if (over === undefined) made.set(base, (over = new WeakMap()));
  const kept = over.get(profile);
  if (kept !== undefined) return kept;
  const { match: _match, ...own } = profile;
  const dialect: Dialect = {
    ...base,
    ...own,
    callRoles: { ...base.callRoles, ...own.callRoles },
    weightMethods: { ...base.weightMethods, ...own.weightMethods },
    partyRoles: { ...base.partyRoles, ...own.partyRoles },
    sealIssuers: { ...base.sealIssuers, ...own.sealIssuers },
    statusEvents: { ...base.statusEvents, ...own.statusEvents },
    documents: { ...base.documents, ...own.documents },
    exceptions: { ...base.exceptions, ...own.exceptions },
  };
  over.set(profile, dialect);
  return dialect;
}

function matches(match: DialectMatch, header: MessageIdentity): boolean {
  const same = (wanted: string | undefined, is: string): boolean =>
    wanted === undefined || wanted.toUpperCase() === is.toUpperCase();
  return (
    same(match.sender, header.sender) &&
    same(match.type, header.type) &&
    same(match.association, header.association) &&
    same(match.version, header.version) &&
    same(match.release, header.release)
  );
}

const CALL_ROLES: readonly string[] = [
  'departure', 'load', 'transhipment', 'discharge', 'arrival', 'next', 'call', 'delivery', 'receipt', 'origin',
] satisfies CallRole[]; // prettier-ignore
const WEIGHT_METHODS: readonly string[] = [
  'declared-gross', 'vgm', 'vgm-1', 'vgm-2', 'weighed', 'tare', 'net',
] satisfies WeightMethod[]; // prettier-ignore
const PARTY_ROLES: readonly string[] = [
  'consignee', 'shipper', 'notify', 'carrier', 'forwarder', 'declarant', 'terminal', 'operator', 'weigher', 'buyer',
  'seller', 'other',
] satisfies PartyRole[]; // prettier-ignore
const SEAL_ISSUERS: readonly string[] = [
  'carrier', 'shipper', 'customs', 'terminal', 'veterinary', 'other',
] satisfies SealIssuer[]; // prettier-ignore
const EVENTS: readonly string[] = [
  'load', 'discharge', 'gate-in', 'gate-out', 'stuffed', 'stripped', 'picked-up', 'dropped-off', 'inspected',
  'resealed', 'seal-removed', 'customs-scan', 'customs-inspection', 'customs-released', 'arrived', 'departed',
  'delivered', 'yard-move', 'other',
] satisfies MovementEvent[]; // prettier-ignore
const DOCUMENTS: readonly string[] = [
  'load', 'discharge', 'gate-in', 'gate-out', 'yard-move',
] satisfies DocumentMeaning[]; // prettier-ignore
const TABLES: Readonly<Record<string, readonly string[]>> = {
  callRoles: CALL_ROLES,
  weightMethods: WEIGHT_METHODS,
  partyRoles: PARTY_ROLES,
  sealIssuers: SEAL_ISSUERS,
  statusEvents: EVENTS,
  documents: DOCUMENTS,
  exceptions: ['overlanded', 'shortlanded', 'damaged'],
};
const MATCH_KEYS = ['sender', 'type', 'association', 'version', 'release'];
const SCALARS = ['name', 'match', 'timeZone', 'massUnit', 'sealIssuer', 'cellDigits', 'placeholderBills'];

export type ProfileCheck =
  | { readonly ok: true; readonly profile: DialectProfile }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Checks a profile that the node's owner wrote, e.g. parsed from a JSON file.
 *
 * Refuses: no name, a match that would take every message, a zone nobody knows, a code table with a
 * value outside its list, a key it does not know. All problems are named at once.
 *
 * @example checkDialectProfile({ name: 'x', match: {} }).ok // false
 * @example checkDialectProfile({ name: 'x', match: { sender: 'QZX' }, timeZone: 'America/Panama' }).ok // true
 */
export function checkDialectProfile(value: unknown): ProfileCheck {
  const problems: string[] = [];
  if (!isPlain(value)) return { ok: false, problems: ['a profile is an object'] };
  if (typeof value['name'] !== 'string' || !/^[a-z0-9][a-z0-9-]{0,63}$/.test(value['name']))
    problems.push('name: 1–64 characters of a–z, 0–9 and "-"');
  if (value['name'] === 'default') problems.push('name: "default" is taken');
  const match = value['match'];
  if (!isPlain(match)) problems.push('match: an object');
  else {
    const keys = Object.keys(match);
    if (keys.length === 0) problems.push('match: at least one of ' + MATCH_KEYS.join(', '));
    for (const key of keys) {
      const text = match[key];
      if (!MATCH_KEYS.includes(key)) problems.push(`match.${key}: unknown`);
      else if (typeof text !== 'string' || text === '') problems.push(`match.${key}: a text`);
    }
  }
  for (const [key, entry] of Object.entries(value)) {
    const allowed = Object.hasOwn(TABLES, key) ? TABLES[key] : undefined;
    if (allowed !== undefined) {
      if (!isPlain(entry)) problems.push(`${key}: an object of code → value`);
      else
        for (const [code, meaning] of Object.entries(entry))
          if (meaning !== null && (typeof meaning !== 'string' || !allowed.includes(meaning)))
            problems.push(`${key}.${code}: one of ${allowed.join(', ')}, or null`);
    } else if (!SCALARS.includes(key)) problems.push(`${key}: unknown`);
  }
  const { timeZone, massUnit, sealIssuer, cellDigits, placeholderBills } = value;
  if (timeZone !== undefined && (typeof timeZone !== 'string' || !isTimeZone(timeZone)))
    problems.push('timeZone: "UTC", an offset such as "-05:00", or an IANA name');
  if (massUnit !== undefined && !['', 'KGM', 'TNE', 'LBR'].includes(String(massUnit)))
    problems.push('massUnit: "KGM", "TNE", "LBR" or ""');
  if (sealIssuer !== undefined && !SEAL_ISSUERS.includes(String(sealIssuer)))
    problems.push('sealIssuer: one of ' + SEAL_ISSUERS.join(', '));
  if (cellDigits !== undefined && cellDigits !== 6 && cellDigits !== 7 && cellDigits !== 'either')
    problems.push('cellDigits: 6, 7 or "either"');
  if (
    placeholderBills !== undefined &&
    !(
      Array.isArray(placeholderBills) &&
      placeholderBills.every((bill) => typeof bill === 'string' && bill !== '')
    )
  )
    problems.push('placeholderBills: a list of texts');
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, profile: value as unknown as DialectProfile };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
