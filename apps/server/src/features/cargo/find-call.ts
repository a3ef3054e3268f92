/** A call of a vessel at one of the node's own ports, as far as it is known. */
export interface PortCall {
  readonly id: string;
  readonly vesselKey: string;
  readonly port: string;
  readonly voyageKey: string | null;
  readonly arrivalAt: number | null;
  readonly firstStatedAt: number;
}

/** What a statement says about the call it belongs to. */
export interface CallWords {
  readonly port: string;
  readonly voyageKey: string | null;
  /** ETA or ATA at the port, where the message gives one. */
  readonly arrivalAt: number | null;
  readonly statedAt: number;
}

const day = 86_400_000;
/** Voyage numbers change between the inward and the outward leg; arrivals this close are one call. */
const sameArrivalDays = 3;
/** How long before arrival a call is spoken of, and how long after. */
const spokenBeforeDays = 60;
const spokenAfterDays = 20;

/**
 * The call a statement is about, among the known calls of the same vessel, or `null` when it is
 * about a call not yet known.
 *
 * The voyage number decides where both have one; else arrivals within three days are one call; else
 * the nearest call that is spoken of at that time.
 */
export function findCall(words: CallWords, calls: readonly PortCall[]): PortCall | null {
  const here = calls.filter((call) => call.port === words.port);
  const inTime = here.filter((call) => {
    const arrival = call.arrivalAt ?? call.firstStatedAt;
    return (
      words.statedAt >= arrival - spokenBeforeDays * day && words.statedAt <= arrival + spokenAfterDays * day
    );
  });
  if (words.voyageKey !== null) {
    const same = inTime.find((call) => call.voyageKey === words.voyageKey);
    if (same !== undefined) return same;
  }
  if (words.arrivalAt !== null) {
    const wanted = words.arrivalAt;
    const near = nearest(
      here.filter(
        (call) => call.arrivalAt !== null && Math.abs(call.arrivalAt - wanted) <= sameArrivalDays * day,
      ),
      wanted,
    );
    if (near !== null) return near;
  }
  const open =
    words.voyageKey === null
      ? words.arrivalAt === null
        ? inTime
        : inTime.filter((call) => call.arrivalAt === null)
      : inTime.filter((call) => call.voyageKey === null);
  return nearest(open, words.arrivalAt ?? words.statedAt);
}

function nearest(calls: readonly PortCall[], at: number): PortCall | null {
  let best: PortCall | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const call of calls) {
    const distance = Math.abs((call.arrivalAt ?? call.firstStatedAt) - at);
    if (distance < bestDistance || (distance === bestDistance && best !== null && call.id < best.id)) {
      best = call;
      bestDistance = distance;
    }
  }
  return best;
}
