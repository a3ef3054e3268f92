/** Milliseconds in an hour and in a day. */
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/**
 * An instant as CCYYMMDDHHMM (EDIFACT format 203), UTC.
 *
 * @param at epoch milliseconds
 * @example instant203(0) // '197001010000'
 */
export function instant203(at: number): string {
  const date = new Date(at);
  return (
    String(date.getUTCFullYear()) +
    two(date.getUTCMonth() + 1) +
    two(date.getUTCDate()) +
    two(date.getUTCHours()) +
    two(date.getUTCMinutes())
  );
}

/**
 * An instant as YYMMDDHHMM (EDIFACT format 201), UTC.
 *
 * @param at epoch milliseconds
 * @example instant201(0) // '7001010000'
 */
export function instant201(at: number): string {
  return instant203(at).slice(2);
}

/**
 * An instant as RFC 3339 without fraction, UTC.
 *
 * @param at epoch milliseconds
 * @example instantText(0) // '1970-01-01T00:00:00Z'
 */
export function instantText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/**
 * An instant in ISO 8601 basic form, UTC, as file names carry it.
 *
 * @param at epoch milliseconds
 * @example instantBasic(0) // '19700101T000000Z'
 */
export function instantBasic(at: number): string {
  return instantText(at).replace(/[-:]/g, '');
}

/** The instant rounded down to the whole minute, as messages carry it. */
export function toMinute(at: number): number {
  return Math.floor(at / 60_000) * 60_000;
}

/** How one sender writes its interchanges. */
export interface Lettering {
  readonly syntax: 'UNOA:1' | 'UNOA:2' | 'UNOB:2' | 'UNOC:3';
  readonly serviceString: 'none' | 'same-line' | 'own-line';
  readonly lineEnd: '' | '\n' | '\r\n';
  readonly decimalMark: '.' | ',';
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
}

/** Text in the letters of a syntax level: UNOA knows capitals, UNOB small letters too, UNOC accents. */
function inLetters(text: string, syntax: Lettering['syntax']): string {
  if (syntax.startsWith('UNOA'))
    return withoutAccents(text)
      .toUpperCase()
      .replace(/[^A-Z0-9 .,\-()/=?+:']/g, ' ');
  return syntax.startsWith('UNOB') ? withoutAccents(text) : text;
}

/** Text of one interchange under construction: segments in, bytes out. ISO 9735 service segments are added. */
export interface InterchangeText {
  /** Adds a segment that is already separated: `EQD+CN+…`, without its terminator. */
  add(segment: string): void;
  /** Free text, released, in the sender's character set. */
  free(text: string): string;
  /** A number with the sender's decimal mark. */
  decimal(value: number, digits?: number): string;
  beginMessage(type: string): void;
  endMessage(): void;
  /** Number of complete messages so far. */
  messageCount(): number;
  end(): string;
}

/** Who writes to whom, when, under which control reference. */
export interface Envelope {
  readonly sender: string;
  readonly recipient: string;
  readonly at: number;
  readonly reference: string;
  /** Application reference, UNB element 7. */
  readonly application?: string;
}

/** Wrong numbers that real senders put into trailers. */
export interface TrailerFault {
  readonly segmentCount?: number;
  readonly wrongControlReference?: boolean;
}

/**
 * Starts an interchange.
 *
 * @param lettering how the sender writes
 * @param envelope UNB fields
 * @param fault wrong trailer values to write; none unless told
 */
export function beginInterchange(
  lettering: Lettering,
  envelope: Envelope,
  fault: TrailerFault = {},
): InterchangeText {
  const parts: string[] = [];
  const end = `'${lettering.lineEnd}`;
  let inMessage = 0;
  let messages = 0;
  let messageReference = '';
  if (lettering.serviceString !== 'none') {
    parts.push(`UNA:+${lettering.decimalMark}? '`);
    if (lettering.serviceString === 'own-line') parts.push('\r\n');
    else if (lettering.lineEnd !== '') parts.push(lettering.lineEnd);
  }
  const stamp = instant201(envelope.at);
  const application = envelope.application === undefined ? '' : `++${envelope.application}`;
  parts.push(
    `UNB+${lettering.syntax}+${envelope.sender}+${envelope.recipient}+${stamp.slice(0, 6)}:${stamp.slice(6)}+${envelope.reference}${application}`,
    end,
  );
  const add = (segment: string): void => {
    parts.push(segment, end);
    inMessage += 1;
  };
  return {
    add,
    free: (text) => inLetters(text, lettering.syntax).replace(/[?+:']/g, '?$&'),
    decimal: (value, digits = 0) => {
      const text = value.toFixed(digits);
      return lettering.decimalMark === ',' ? text.replace('.', ',') : text;
    },
    beginMessage: (type) => {
      messages += 1;
      inMessage = 0;
      messageReference = `${envelope.reference.slice(-9)}${String(messages).padStart(3, '0')}`;
      add(`UNH+${messageReference}+${type}`);
    },
    endMessage: () => {
      const count = inMessage + 1 + (fault.segmentCount ?? 0);
      parts.push(`UNT+${Math.max(count, 1)}+${messageReference}`, end);
    },
    messageCount: () => messages,
    end: () => {
      const reference = fault.wrongControlReference ? `${envelope.reference}X` : envelope.reference;
      parts.push(`UNZ+${messages}+${reference}`, end);
      return parts.join('');
    },
  };
}
