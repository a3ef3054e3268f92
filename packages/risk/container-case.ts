import type { Claims, Source } from '@havenwacht/domain';

/** How an identity case is worded: its kind, or a kind of its own within that. */
export type IdentityWording =
  | 'two-places'
  | 'two-places-on-board'
  | 'impossible-sequence'
  | 'gated-twice'
  | 'one-edit-twin'
  | 'type-changed'
  | 'seal-changed'
  | 'check-digit'
  | 'check-digit-shape';

/**
 * Everything the screening of one container visit may look at: what was claimed, by whom and when,
 * and what is known from before. Pure data; the server assembles it, signals only read it.
 *
 * Claims are oldest first. `null` in history or hits means "we can't know" (no feed, no agreement)
 * and leads to "not evaluated"; an empty list means "we looked and there is nothing".
 */
export interface ContainerCase {
  /** Normalised as sent; not necessarily a well-formed ISO 6346 number. */
  readonly container: string;
  readonly visit: {
    readonly port: string;
    readonly vesselImo: string | null;
    readonly voyage: string | null;
  };
  /** The instant the case is judged at, epoch milliseconds UTC. */
  readonly asOf: number;
  /** Estimated or actual arrival of the vessel at `visit.port`. */
  readonly arrival: Claims<{ readonly at: number; readonly actual: boolean }>;
  /** When the container was loaded on the arriving vessel, where known. */
  readonly loadedAt: Claims<number>;

  readonly sizeType: Claims<string>;
  readonly load: Claims<'full' | 'empty'>;
  readonly weights: Claims<{
    readonly kg: number;
    readonly method: 'declared-gross' | 'vgm' | 'vgm-1' | 'vgm-2' | 'weighed' | 'tare' | 'net';
  }>;
  readonly setTemperatureC: Claims<number>;
  readonly seals: Claims<{ readonly number: string; readonly issuer: string | null }>;
  readonly stow: Claims<string>;
  /** Whether the neighbouring cells in the same row and tier are taken, from the stow plan; `null` = no stow plan. */
  readonly stowAround: { readonly fore: boolean; readonly aft: boolean } | null;

  readonly bills: Claims<{
    readonly bill: string;
    readonly level: 'master' | 'house';
    readonly masterBill: string | null;
  }>;
  readonly parties: Claims<{
    readonly bill: string;
    readonly role: 'consignee' | 'shipper' | 'notify' | 'forwarder';
    readonly name: string;
    /** Normalised key that histories are kept under. */
    readonly key: string;
    readonly country: string | null;
  }>;
  readonly goods: Claims<{
    readonly bill: string;
    readonly description: string;
    readonly hs: string | null;
    readonly packages: number | null;
    readonly grossKg: number | null;
  }>;
  readonly operator: Claims<string>;

  /** UN/LOCODEs. `origin` is the place of receipt or first loading where anybody names it. */
  readonly origin: Claims<string>;
  readonly loadPort: Claims<string>;
  readonly transhipmentPort: Claims<string>;
  readonly dischargePort: Claims<string>;
  readonly delivery: Claims<string>;

  readonly movements: Claims<{
    readonly event: string;
    readonly classifier: 'planned' | 'estimated' | 'actual';
    readonly at: number | null;
    readonly port: string | null;
  }>;

  /** Which lists of this call exist and whether this container is on them. */
  readonly lists: {
    readonly stowPlan: { readonly received: boolean; readonly on: Claims<true> };
    readonly manifest: { readonly received: boolean; readonly on: Claims<true> };
    readonly dischargeOrder: { readonly received: boolean; readonly on: Claims<true> };
    readonly dischargeReport: {
      readonly received: boolean;
      readonly on: Claims<true>;
      readonly overlanded: Claims<true>;
    };
  };

  readonly identityCases: readonly {
    readonly kind:
      | 'two-places'
      | 'impossible-sequence'
      | 'gated-twice'
      | 'one-edit-twin'
      | 'type-changed'
      | 'seal-changed'
      | 'check-digit';
    /** Which of the wordings of `identity-case`, e.g. "two-places-on-board". */
    readonly wording: IdentityWording;
    readonly text: string;
    /** What `text` was filled with. */
    readonly params: Readonly<Record<string, string | number>>;
    readonly sources: readonly Source[];
  }[];

  readonly history: {
    /** Controls and finds on this corridor (origin country → port) in the history window. `null` = no outcome history loaded. */
    readonly corridor: { readonly key: string; readonly controls: number; readonly finds: number } | null;
    /** Over the whole node, same window: what the corridor is compared with. */
    readonly all: { readonly controls: number; readonly finds: number } | null;
    /** Per party key. A key that is absent was never seen before. `null` = no history kept. */
    readonly parties: Readonly<Record<string, PartyHistory>> | null;
    /** Other visits of this very container, most recent first. */
    readonly container: { readonly visits: number; readonly lastTareKg: number | null } | null;
  };

  /**
   * Alarms of boxes that stood beside it in a stack ashore, oldest first. `null` = nobody looks at where
   * boxes stand.
   */
  readonly stackAlarms:
    | readonly {
        /** The container it stood beside. */
        readonly beside: string;
        /** What fired: a state of the clock, or "intrusion". */
        readonly about: string;
        readonly at: number;
        /** 0–1: how well one can be got at from the other. */
        readonly reach: number;
        readonly logOdds: number;
        readonly halfLifeHours: number;
        /** The message that says where it stood. */
        readonly source: Source;
      }[]
    | null;

  /** Hits from partners on this container, bill or party. `null` = no partner connected. */
  readonly partnerHits: Claims<{
    readonly partner: string;
    readonly about: string;
    readonly reference: string;
  }> | null;
}

export interface PartyHistory {
  readonly firstSeen: number;
  readonly visits: number;
  /** Visits in the last 90 days with this role, before this one. */
  readonly recentVisits: number;
  readonly controls: number;
  readonly finds: number;
  /** Median number of bills per container visit of this party, `null` below five visits. */
  readonly medianBillsPerVisit: number | null;
  /** HS headings seen with this party, four digits, with counts. */
  readonly headings: Readonly<Record<string, number>>;
  /** Origin countries seen with this party, with counts. */
  readonly origins: Readonly<Record<string, number>>;
}
