import type { Claim, Claims } from '@havenwacht/domain';

/** One voice that said something and later something else. */
export interface Amendment<T> {
  readonly before: Claim<T>;
  readonly after: Claim<T>;
}

interface Voice<T> {
  statement: string;
  previous: Claim<T>[];
  current: Claim<T>[];
}

/** Claims of one message about one thing make a statement; statements of one sender in one kind a voice. */
function voiceKey<T>(claim: Claim<T>, about: string): string {
  return `${claim.statedBy}\n${claim.kind}\n${about}`;
}

function statementKey<T>(claim: Claim<T>): string {
  return `${claim.statedAt}\n${claim.source.file}`;
}

/** The newest claim, or `undefined`. */
export function latest<T>(claims: Claims<T>): Claim<T> | undefined {
  return claims[claims.length - 1];
}

/**
 * What stands: of every voice its last statement. A voice is one sender making one kind of statement
 * about one thing, so two senders that disagree both stand.
 *
 * @param about what a value is about, e.g. its bill; "" when all claims are about one thing
 */
export function standing<T>(claims: Claims<T>, about: (value: T) => string = () => ''): Claims<T> {
  if (claims.length < 2) return claims;
  if (claims.length > mostCompared) {
    const last = new Map<string, string>();
    for (const claim of claims) last.set(voiceKey(claim, about(claim.value)), statementKey(claim));
    return claims.filter((claim) => last.get(voiceKey(claim, about(claim.value))) === statementKey(claim));
  }
  return claims.filter((claim, index) => {
    for (let later = claims.length - 1; later > index; later--) {
      const other = claims[later]!;
      if (isOfOneVoice(claim, other) && about(claim.value) === about(other.value))
        return isOfOneStatement(claim, other);
    }
    return true;
  });
}

/** Up to so many claims, which most things have, are compared one by one: keys would cost more. */
const mostCompared = 24;

/** Times that are no numbers are one time, as they are in {@link statementKey}. */
function isOfOneStatement<T>(one: Claim<T>, other: Claim<T>): boolean {
  const [at, otherAt] = [one.statedAt, other.statedAt];
  return one.source.file === other.source.file && (at === otherAt || (at !== at && otherAt !== otherAt));
}

function isOfOneVoice<T>(one: Claim<T>, other: Claim<T>): boolean {
  return one.statedBy === other.statedBy && one.kind === other.kind;
}

/**
 * Changes of mind: a voice that states a value which its statement before did not hold. A value that
 * is only left out is no amendment, because a message may speak of a part. Oldest first.
 *
 * @param about as for {@link standing}
 * @param isSame whether two values say the same
 */
export function amendmentsOf<T>(
  claims: Claims<T>,
  about: (value: T) => string,
  isSame: (a: T, b: T) => boolean,
): readonly Amendment<T>[] {
  // Where every statement stands, no voice has spoken twice.
  if (standing(claims, about).length === claims.length) return [];
  const voices = new Map<string, Voice<T>>();
  const amendments: Amendment<T>[] = [];
  for (const claim of claims) {
    const key = voiceKey(claim, about(claim.value));
    const statement = statementKey(claim);
    let voice = voices.get(key);
    if (voice === undefined) {
      voice = { statement, previous: [], current: [] };
      voices.set(key, voice);
    } else if (voice.statement !== statement) {
      voice.previous = voice.current;
      voice.current = [];
      voice.statement = statement;
    }
    voice.current.push(claim);
    const [before] = voice.previous;
    if (before !== undefined && !voice.previous.some((earlier) => isSame(earlier.value, claim.value))) {
      amendments.push({ before, after: claim });
    }
  }
  return amendments;
}
