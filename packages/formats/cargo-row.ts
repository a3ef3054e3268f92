/**
 * What a cargo message says, in the words of this house: the rows every mapper of `edifact/` and
 * `dcsa/` yields, in the order the message says them. A mapper adds nothing and guesses nothing;
 * what it does not understand becomes an {@link UnreadRow}.
 *
 * Each row carries `offset` (the byte its first segment or property starts at) and `at` (the byte
 * offset of each scalar property that was read, by property name; a value in a list of strings is
 * named `bills.0`, `bookings.1`). Nested statements carry their own `offset`: for seals, weights,
 * calls and placed containers the byte of their first value (number, mass, port), for parties, goods
 * and dangerous goods the byte their segment or object starts at. Further values of a nested statement
 * are in its `at`. The bytes at an offset start with the value as sent.
 *
 * Instants are epoch milliseconds, UTC; a message without a zone is read in the zone its dialect
 * names.
 */
export interface RowBase {
  readonly offset: number;
  readonly at: Readonly<Record<string, number>>;
}

export type MessageFunction = 'original' | 'replace' | 'change' | 'cancel' | 'other';

/** First row of every message: what it is and who sent it. */
export interface MessageRow extends RowBase {
  readonly kind: 'message';
  /** "BAPLIE", "CUSCAR", …; for DCSA "TNT-EVENT", "ARRIVAL-NOTICE", "VGM". */
  readonly type: string;
  /** Directory and association as read, e.g. "D95B SMDG22"; for DCSA the API version. */
  readonly version: string;
  readonly reference: string;
  readonly sender: string;
  readonly recipient: string;
  readonly function: MessageFunction;
  readonly documentNumber?: string;
  /** The statement this message makes, of `StatementKind` in `@havenwacht/domain`. */
  readonly statement: import('@havenwacht/domain').StatementKind;
  readonly statedAt?: number;
  /** Parties named for the whole message, e.g. its sender as a party. */
  readonly parties?: readonly PartyStatement[];
  /** The dialect profile the message was read with; "default" when none matched. */
  readonly dialect?: string;
}

export type CallRole =
  | 'departure'
  | 'load'
  | 'transhipment'
  | 'discharge'
  | 'arrival'
  | 'next'
  | 'call'
  | 'delivery'
  | 'receipt'
  | 'origin';

export interface CallStatement {
  readonly offset: number;
  readonly role: CallRole;
  /** UN/LOCODE, five characters, upper case. */
  readonly port?: string;
  readonly terminal?: string;
  readonly eta?: number;
  readonly etd?: number;
  readonly ata?: number;
  readonly atd?: number;
  /** Bytes of `terminal` and the four instants, where stated. */
  readonly at?: Readonly<Record<string, number>>;
}

/** A means of transport and the calls the message names for it. */
export interface VoyageRow extends RowBase {
  readonly kind: 'voyage';
  readonly mode?: 'sea' | 'barge' | 'rail' | 'road' | 'air';
  readonly voyage?: string;
  readonly vesselImo?: string;
  readonly callSign?: string;
  readonly vesselName?: string;
  readonly carrier?: string;
  readonly calls: readonly CallStatement[];
}

export type PartyRole =
  | 'consignee'
  | 'shipper'
  | 'notify'
  | 'carrier'
  | 'forwarder'
  | 'declarant'
  | 'terminal'
  | 'operator'
  | 'weigher'
  | 'buyer'
  | 'seller'
  | 'other';

export interface PartyStatement {
  readonly offset: number;
  readonly role: PartyRole;
  readonly name?: string;
  readonly id?: string;
  readonly address?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** The role as sent, e.g. "CN"; set where `role` is `other`. */
  readonly code?: string;
  readonly at?: Readonly<Record<string, number>>;
}

export interface DangerousGoods {
  readonly offset: number;
  readonly imdgClass?: string;
  readonly unNumber?: string;
  /** Proper shipping or technical name as sent. */
  readonly technicalName?: string;
  readonly at?: Readonly<Record<string, number>>;
}

export interface GoodsStatement {
  readonly offset: number;
  readonly item: number;
  /** Free text as sent, parts joined with one blank. */
  readonly description?: string;
  /** HS or CN digits as sent, 4–10. */
  readonly hs?: string;
  readonly packages?: number;
  readonly packageType?: string;
  readonly grossKg?: number;
  readonly marks?: string;
  readonly dangerous?: readonly DangerousGoods[];
  /** Containers this item is split over, by number as sent, blanks and hyphens removed. */
  readonly containers: readonly string[];
  readonly at?: Readonly<Record<string, number>>;
}

export interface PlacedContainer {
  readonly offset: number;
  readonly number: string;
  readonly packages?: number;
  readonly grossKg?: number;
  readonly at?: Readonly<Record<string, number>>;
}

/** A customs processing indicator as sent (EDIFACT GIS or GEI, data element 7365). */
export interface ProcessingStatement {
  readonly offset: number;
  readonly code: string;
}

/** A bill: who sends what to whom, in which containers. */
export interface ConsignmentRow extends RowBase {
  readonly kind: 'consignment';
  /** Empty when the message names none; an unread row then says so. */
  readonly bill: string;
  readonly level: 'master' | 'house';
  readonly masterBill?: string;
  readonly action: MessageFunction;
  readonly parties: readonly PartyStatement[];
  readonly goods: readonly GoodsStatement[];
  /** One entry per placement: a container holding two goods items is named twice. */
  readonly containers: readonly PlacedContainer[];
  readonly calls: readonly CallStatement[];
  readonly packages?: number;
  readonly grossKg?: number;
  /** Carrier's booking references. */
  readonly bookings?: readonly string[];
  readonly processing?: readonly ProcessingStatement[];
}

export type SealIssuer = 'carrier' | 'shipper' | 'customs' | 'terminal' | 'veterinary' | 'other';

export interface SealStatement {
  readonly offset: number;
  /** As sent, blanks trimmed. */
  readonly number: string;
  readonly issuer?: SealIssuer;
}

/** How a mass came about. `vgm` = a verified gross mass whose method was not said. */
export type WeightMethod = 'declared-gross' | 'vgm' | 'vgm-1' | 'vgm-2' | 'weighed' | 'tare' | 'net';

export interface WeightStatement {
  readonly offset: number;
  readonly kg: number;
  readonly method: WeightMethod;
  readonly weighedAt?: number;
  /** Bytes of `method` (where a segment of its own says it) and `weighedAt`. */
  readonly at?: Readonly<Record<string, number>>;
}

/** A container as one message describes it. */
export interface ContainerRow extends RowBase {
  readonly kind: 'container';
  /** Upper case, blanks and hyphens removed; shape and check digit are not judged here. */
  readonly number: string;
  readonly sizeType?: string;
  readonly load?: 'full' | 'empty';
  readonly operator?: string;
  /** ISO 9711-1 bay-row-tier, seven digits BBBRRTT. */
  readonly stow?: string;
  readonly seals: readonly SealStatement[];
  readonly weights: readonly WeightStatement[];
  readonly setTemperatureC?: number;
  readonly dangerous?: readonly DangerousGoods[];
  readonly calls: readonly CallStatement[];
  /** Bills named for this container. */
  readonly bills: readonly string[];
  /** Goods text where the message gives it for the container itself. */
  readonly goodsText?: string;
  readonly hs?: string;
  readonly exception?: 'overlanded' | 'shortlanded' | 'damaged';
  readonly action: MessageFunction;
  /** Carrier's booking references. */
  readonly bookings?: readonly string[];
  /** Parties named for this container, e.g. who weighed it. */
  readonly parties?: readonly PartyStatement[];
}

export type MovementEvent =
  | 'load'
  | 'discharge'
  | 'gate-in'
  | 'gate-out'
  | 'stuffed'
  | 'stripped'
  | 'picked-up'
  | 'dropped-off'
  | 'inspected'
  | 'resealed'
  | 'seal-removed'
  | 'customs-scan'
  | 'customs-inspection'
  | 'customs-released'
  | 'arrived'
  | 'departed'
  | 'delivered'
  | 'yard-move'
  | 'other';

/**
 * Something that happened, will happen or was planned to happen to a container.
 *
 * Where a container row stands for the same equipment segment (COARRI), seals, weights and bills are
 * on that row and the movement's lists are empty: nothing is said twice.
 */
export interface MovementRow extends RowBase {
  readonly kind: 'movement';
  /** Empty when the message names only bills or a vessel. */
  readonly container: string;
  readonly event: MovementEvent;
  /** The code as sent, where `event` is `other` or coarser than the code. */
  readonly code?: string;
  readonly classifier: 'planned' | 'estimated' | 'actual';
  readonly happenedAt?: number;
  readonly port?: string;
  readonly terminal?: string;
  readonly position?: string;
  readonly load?: 'full' | 'empty';
  readonly sizeType?: string;
  readonly seals: readonly SealStatement[];
  readonly weights: readonly WeightStatement[];
  readonly mode?: 'sea' | 'barge' | 'rail' | 'road' | 'air';
  readonly vesselImo?: string;
  readonly voyage?: string;
  readonly bills: readonly string[];
  /** The event this one takes back, by the sender's event id. */
  readonly retracts?: string;
  /** The sender's own id of this event. */
  readonly eventId?: string;
  /** When the sender recorded the event. */
  readonly statedAt?: number;
  readonly operator?: string;
  readonly setTemperatureC?: number;
  /** Registration of the inland vehicle. */
  readonly vehicle?: string;
  /** Ports the message names for this container. */
  readonly calls?: readonly CallStatement[];
  readonly bookings?: readonly string[];
  readonly dangerous?: readonly DangerousGoods[];
  readonly goodsText?: string;
  readonly hs?: string;
  readonly exception?: 'overlanded' | 'shortlanded' | 'damaged';
  readonly parties?: readonly PartyStatement[];
}

/** A segment or property that the mapper does not read: counted and shown, never dropped in silence. */
export interface UnreadRow {
  readonly kind: 'unread';
  readonly offset: number;
  /** Segment tag with qualifier ("LOC+98") or JSON path. */
  readonly what: string;
  readonly reason: 'not-mapped' | 'unknown-code' | 'bad-value' | 'out-of-place';
  readonly text: string;
}

export type CargoRow = MessageRow | VoyageRow | ConsignmentRow | ContainerRow | MovementRow | UnreadRow;
