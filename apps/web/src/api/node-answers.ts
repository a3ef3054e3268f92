/** What the node answers under `/api/v1`. Instants are RFC 3339 strings, UTC. */

export type Band = 'A' | 'B' | 'C' | 'D';
export type LoadState = 'full' | 'empty';
export type SelectedBy = 'rule' | 'model' | 'random';

export interface SourceRef {
  /** SHA-256 of the file's bytes, 64 hex digits. */
  readonly file: string;
  /** Byte from the start of the file, from 0. */
  readonly offset: number;
}

export interface FeedState {
  readonly name: string;
  readonly lastReceivedAt: string | null;
  readonly files: number;
  /** How long this feed may be quiet before it counts as silent; null = nobody waits for it. */
  readonly silentAfterMinutes: number | null;
}

export interface NodeAnswer {
  readonly name: string;
  readonly country: string;
  readonly ports: readonly string[];
  readonly demo: boolean;
  readonly clock: string;
  readonly version: string;
  readonly feeds: readonly FeedState[];
  readonly quarantined: number;
  readonly identityCases: number;
  readonly openVisits: number;
}

/** What the node says in words: a code of the catalogue with its values, beside the node's own English. */
export interface Sentence {
  readonly code: string;
  readonly text: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The sentence in other languages, where it is data of the node and not in the catalogue. */
  readonly texts?: Readonly<Record<string, string>>;
}

export interface ReasonBrief extends Sentence {
  readonly signal: string;
  /** Contribution in log-odds; negative speaks against a control. */
  readonly weight: number;
}

export interface ReasonFull extends ReasonBrief {
  readonly group: string;
  readonly sources: readonly SourceRef[];
}

export interface VisitRow {
  readonly id: string;
  readonly rank: number;
  readonly container: string;
  readonly sizeType: string | null;
  readonly load: LoadState | null;
  readonly port: string;
  readonly vesselName: string | null;
  readonly vesselImo: string | null;
  readonly voyage: string | null;
  readonly arrivalAt: string | null;
  readonly arrivalActual: boolean;
  readonly origin: string | null;
  readonly loadPort: string | null;
  readonly goods: string | null;
  readonly consignee: string | null;
  /** Log-odds of a find. */
  readonly score: number;
  /** The same as a probability, 0–1. */
  readonly probability: number;
  readonly band: Band;
  readonly selectedBy: SelectedBy | null;
  readonly reasons: readonly ReasonBrief[];
  readonly notEvaluated: number;
  readonly identityCases: number;
  readonly amendedAt: string | null;
  readonly revision: number;
}

export interface VisitPage {
  readonly total: number;
  readonly from: number;
  readonly items: readonly VisitRow[];
  readonly next: string | null;
  readonly asOf: string;
  readonly revision: number;
}

export interface FactClaim {
  readonly value: unknown;
  readonly display: string;
  readonly kind: string;
  readonly statedBy: string;
  readonly statedAt: string;
  readonly source: SourceRef;
  /** Minutes before arrival at which this was stated; negative = after arrival. */
  readonly minutesToArrival: number | null;
  readonly current: boolean;
}

export interface Fact {
  readonly field: string;
  readonly disagree?: boolean;
  readonly claims: readonly FactClaim[];
}

export interface Movement {
  readonly event: string;
  readonly classifier: 'planned' | 'estimated' | 'actual';
  readonly at: string | null;
  readonly port: string | null;
  readonly terminal: string | null;
  readonly source: SourceRef;
  readonly statedBy: string;
}

export interface IdentityCase extends Sentence {
  readonly id: string;
  readonly kind: string;
  readonly state: 'open' | 'closed';
  readonly sources: readonly SourceRef[];
  readonly openedAt: string;
  readonly container?: string;
  readonly visitId?: string | null;
}

export interface MessageRef extends SourceRef {
  readonly type: string;
  readonly version: string;
  readonly reference: string;
  readonly function: string;
  readonly sender: string;
  /** Number of the document the message is or amends. */
  readonly document?: string | null;
  readonly statedAt: string | null;
  readonly receivedAt: string;
}

export interface Dossier extends Omit<VisitRow, 'reasons' | 'notEvaluated' | 'identityCases'> {
  readonly reasons: readonly ReasonFull[];
  readonly notEvaluated: readonly { readonly signal: string; readonly missing: string }[];
  readonly quiet: readonly string[];
  /** Whether the visit still lies ahead; a closed one has no rank. */
  readonly open?: boolean;
  /** Rules that put the visit into the list whatever its score. */
  readonly mandatoryRules?: readonly string[];
  /** Ends of the calibration's interval around the probability; `null` when it gives none. */
  readonly interval?: { readonly low: number; readonly high: number } | null;
  readonly prior: { readonly logOdds: number; readonly probability: number; readonly source: string };
  readonly calibration: { readonly method: string; readonly fittedOn: string | null };
  readonly model: {
    readonly policyVersion: string;
    readonly ruleSetVersion: string;
    readonly screenedAt: string;
  };
  readonly facts: readonly Fact[];
  readonly movements: readonly Movement[];
  readonly identityCases: readonly IdentityCase[];
  readonly messages: readonly MessageRef[];
  readonly otherVisits: readonly {
    readonly id: string;
    readonly port: string;
    readonly arrivalAt: string | null;
  }[];
}

export type Verdict = 'accepted' | 'warning' | 'quarantined';
export type FileState = Verdict | 'kept' | 'released' | 'rejected';

export interface FileItem {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly receivedAt: string;
  readonly channel: string;
  readonly verdict: Verdict;
  readonly state: FileState;
  readonly type: string;
  readonly messages: number;
  readonly rows: number;
  readonly findings: number;
}

export interface Listing<T> {
  readonly total: number;
  readonly items: readonly T[];
}

export interface Finding {
  readonly code: string;
  readonly offset: number;
  readonly text: string;
}

export interface FileDetail extends Omit<FileItem, 'findings' | 'messages'> {
  readonly messages?: number;
  readonly findings: readonly Finding[];
  readonly unread: readonly {
    readonly what: string;
    readonly reason: string;
    readonly count: number;
    readonly firstOffset: number;
  }[];
  readonly interchanges: readonly {
    readonly control: string;
    readonly sender: string;
    readonly recipient: string;
    readonly verdict: Verdict;
    readonly messages: readonly {
      readonly type: string;
      readonly version: string;
      readonly reference: string;
      readonly segments: number;
      readonly verdict: Verdict;
    }[];
  }[];
}

export interface ByteSegment {
  readonly offset: number;
  /** First byte after the segment. */
  readonly end: number;
  /** The bytes as text; controls are shown by their picture (␍ ␊). */
  readonly text: string;
  readonly tag: string;
  readonly marked: boolean;
}

export interface FileBytes {
  readonly file: string;
  /** Size of the whole file. */
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
  readonly marked: { readonly from: number; readonly to: number } | null;
  readonly segments: readonly ByteSegment[];
}

export interface SignalAbout {
  readonly name: string;
  readonly about: string;
  readonly group: string;
}

export type ControlMethod = 'documents' | 'scan' | 'dog' | 'dive' | 'open';

/** What was done with a visit, beside its row. */
export interface Mark {
  readonly visit: string;
  readonly assigned: 'you' | 'other' | null;
  readonly proposed: boolean;
  readonly dismissed: 'recorded' | 'pending' | null;
  readonly notes: number;
  readonly contested: number;
}

export interface VisitBrief {
  readonly id: string;
  readonly container: string;
  readonly port: string;
  readonly band: Band;
}

export interface FrozenSelection {
  readonly id: string;
  /** Counted by the node; what is acted on is exactly this many. */
  readonly count: number;
  /** How many matched the filter; more than `count` when only the first were taken. */
  readonly matching: number;
  readonly examples: readonly VisitBrief[];
}

export type ActKind = 'assign' | 'release' | 'propose' | 'dismiss' | 'contest' | 'note';

export interface ActResult {
  readonly visit: string;
  readonly container: string | null;
  readonly outcome: 'recorded' | 'pending' | 'refused' | 'undone';
  readonly why: string | null;
}

export interface Acted {
  readonly reference: string;
  readonly at: string;
  readonly undoUntil: string;
  readonly results: readonly ActResult[];
}

export interface VisitAct {
  readonly reference: string;
  readonly kind: ActKind;
  readonly at: string;
  readonly by: { readonly you: boolean; readonly roles: readonly string[] };
  readonly reason: string;
  readonly state: 'recorded' | 'pending' | 'ended' | 'undone';
  readonly method: ControlMethod | null;
  readonly wantedAt: string | null;
  readonly signal: string | null;
  readonly code: string | null;
}

export interface Party {
  readonly role: string;
  readonly name: string;
  readonly country: string | null;
  /** Earlier visits; `null` when no history is loaded. */
  readonly visits: number | null;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly controls: number;
  readonly finds: number;
  readonly others: readonly VisitBrief[];
  readonly otherCount: number;
}

export interface ShownLine {
  readonly tag: string;
  readonly offset: number;
  readonly elements: readonly { readonly text: string; readonly changed: boolean }[];
}

export interface ComparedLine {
  readonly kind: 'same' | 'changed' | 'gone' | 'new';
  readonly earlier: ShownLine | null;
  readonly later: ShownLine | null;
}

export interface Comparison {
  readonly comparable: boolean;
  readonly lines: readonly ComparedLine[];
}

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly filter: string;
  readonly shared: boolean;
  readonly own: boolean;
}

export interface ConsoleSettings {
  readonly defaultView: string | null;
  readonly letterKeys: boolean;
  readonly keys: Readonly<Record<string, string>>;
}

export interface RecentDossier extends VisitBrief {
  readonly openedAt: string;
}

export interface Wallboard {
  readonly asOf: string;
  readonly ports: readonly {
    readonly port: string;
    readonly open: number;
    readonly bands: Readonly<Record<Band, number>>;
    /** Overdue or ashore, then the next five days of 24 hours each. */
    readonly arrivals: readonly number[];
  }[];
}
