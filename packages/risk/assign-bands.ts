import type { ScreeningPolicy } from './policy.ts';
import { seededDraw } from './seeded-draw.ts';

/** A: a team opens it today. B: scanned. C: documents checked. D: the rest. */
export type Band = 'A' | 'B' | 'C' | 'D';

/** A screened container visit that waits for its band. */
export interface BandCandidate {
  readonly visitId: string;
  /** Port of the visit, UN/LOCODE. */
  readonly port: string;
  /** Day of arrival in the port, "2026-11-23"; "" where nobody says, which is a day of its own. */
  readonly arrivalDay: string;
  /** Country of origin, with the port the stratum of the random share; `null` is a stratum of its own. */
  readonly originCountry: string | null;
  /** Calibrated log-odds. */
  readonly score: number;
  /** Ids of rules that demand a control. */
  readonly mandatoryRules: readonly string[];
  /** What a provable draw said of this visit; left out or `null` = it was in none yet. */
  readonly drawn?: { readonly isDrawn: boolean; readonly probability: number } | null;
}

/** Where a visit stands on its port's list of the day. */
export interface BandAssignment {
  readonly visitId: string;
  readonly band: Band;
  readonly selectedBy: 'rule' | 'model' | 'random' | null;
  /**
   * Chance that the random share picked this visit, before anything was drawn; 0 for visits that a
   * rule selects and where no share is drawn. It is what calibration weighs outcomes with.
   */
  readonly randomProbability: number;
}

/**
 * Assigns bands by what a port can do on the day of arrival, for each port and day by itself.
 *
 * 1. Visits that a rule demands: band A, `rule`, even where they are more than the openings of the day.
 * 2. The random share of openings and scans, drawn among all other visits whatever their score: band A
 *    as far as openings are kept for it, then B, `random`. Every origin gets the policy's floor first;
 *    where the share does not reach all origins, which ones it reaches is drawn too.
 * 3. By score: the openings left are A, the scans left B, the document checks C, all `model`.
 * 4. The rest: band D, `null`.
 *
 * No score takes a random pick off the list. One that was drawn for B and scores high enough for A
 * moves up and stays `random`.
 *
 * Ties and draws follow from the seed and the visit's id; the order of the input does not matter. A draw
 * from the seed can be repeated and can't be proven to outsiders. With `share` "drawn" step 2 seats the
 * visits that a provable draw picked instead, all of them, and no others; what it drew with are the
 * chances that "seeded" states, which do not depend on the seed.
 *
 * @param seed changes the draw; use one a day that is fixed before the cases are known
 * @param share where the random share comes from
 * @returns one assignment for each candidate, in the order of rank: by port, day, band, then rule
 *   before the others, then score
 * @throws {RangeError} for a score that is not finite or a visit that comes twice
 */
export function assignBands(
  candidates: readonly BandCandidate[],
  policy: ScreeningPolicy,
  seed: string,
  share: 'seeded' | 'drawn' = 'seeded',
): readonly BandAssignment[] {
  const ids = new Set<string>();
  for (const { visitId, score } of candidates) {
    if (!Number.isFinite(score)) throw new RangeError(`the score of ${visitId} is not finite`);
    if (ids.has(visitId)) throw new RangeError(`${visitId} comes twice`);
    ids.add(visitId);
  }
  const days = Map.groupBy(candidates, ({ port, arrivalDay }) => `${port} ${arrivalDay}`);
  return [...days.keys()]
    .sort()
    .flatMap((day) => assignDay(days.get(day) ?? [], policy, `${seed} ${day}`, share));
}

interface Seat {
  readonly candidate: BandCandidate;
  readonly tie: number;
  readonly isMandatory: boolean;
  band: Band;
  selectedBy: BandAssignment['selectedBy'];
  randomProbability: number;
}

function assignDay(
  candidates: readonly BandCandidate[],
  policy: ScreeningPolicy,
  seed: string,
  share: 'seeded' | 'drawn',
): readonly BandAssignment[] {
  const seats = candidates.map((candidate): Seat => ({
    candidate,
    tie: seededDraw(`${seed} tie`, candidate.visitId),
    isMandatory: candidate.mandatoryRules.length > 0,
    band: 'D',
    selectedBy: null,
    randomProbability: 0,
  }));
  seats.sort(byScore);
  const room = { ...capacityOf(candidates[0]?.port ?? '', policy) };

  for (const seat of seats.filter(({ isMandatory }) => isMandatory)) {
    seat.band = 'A';
    seat.selectedBy = 'rule';
    room.open--;
  }
  const others = seats.filter(({ isMandatory }) => !isMandatory);
  seatRandom(others, room, policy, seed, share);
  for (const seat of others) {
    const isRandom = seat.selectedBy === 'random';
    if (isRandom && seat.band === 'A') continue;
    if (room.open > 0) {
      room.open--;
      // A random pick that moves up gives its scan back.
      if (isRandom) room.scan++;
      seat.band = 'A';
    } else if (isRandom) continue;
    else if (room.scan > 0) {
      room.scan--;
      seat.band = 'B';
    } else if (room.documents > 0) {
      room.documents--;
      seat.band = 'C';
    } else break;
    seat.selectedBy ??= 'model';
  }
  return seats.sort(byRank).map(({ candidate, band, selectedBy, randomProbability }) => ({
    visitId: candidate.visitId,
    band,
    selectedBy,
    randomProbability,
  }));
}

function capacityOf(port: string, { capacity }: ScreeningPolicy) {
  const { perPortPerDay, otherPorts } = capacity;
  return Object.hasOwn(perPortPerDay, port) ? (perPortPerDay[port] ?? otherPorts) : otherPorts;
}

/** Where rules fill the openings the random share is drawn for scans alone. */
function seatRandom(
  seats: readonly Seat[],
  room: { open: number; scan: number },
  { random }: ScreeningPolicy,
  seed: string,
  share: 'seeded' | 'drawn',
): void {
  const opens = Math.ceil(random.share * Math.max(0, room.open));
  const scans = Math.ceil(random.share * room.scan);
  const picks =
    share === 'drawn'
      ? drawnElsewhere(seats, seed)
      : pickByStratum(seats, opens + scans, random.floorPerStratum, seed);
  picks.forEach((seat, index) => {
    seat.selectedBy = 'random';
    seat.band = index < opens ? 'A' : 'B';
    if (index < opens) room.open--;
    else room.scan--;
  });
}

/** The seats that a provable draw picked, in an order that the seed gives; their chance is the one it had. */
function drawnElsewhere(seats: readonly Seat[], seed: string): readonly Seat[] {
  for (const seat of seats) seat.randomProbability = seat.candidate.drawn?.probability ?? 0;
  const picked = seats.filter(({ candidate }) => candidate.drawn?.isDrawn === true);
  return drawn(picked, `${seed} order`);
}

interface Stratum {
  readonly seats: readonly Seat[];
  readonly draw: number;
  /** Expected and actual number of picks. */
  chance: number;
  picks: number;
}

/**
 * Picks `budget` seats, by stratum of origin: the floor for each stratum first, the rest in proportion
 * to what is left in it. Within a stratum every seat has the same chance, which is written to it.
 * In the order of the draw.
 */
function pickByStratum(seats: readonly Seat[], budget: number, floor: number, seed: string): readonly Seat[] {
  const groups = Map.groupBy(seats, ({ candidate }) => candidate.originCountry ?? '');
  const strata = [...groups]
    .map(([origin, members]): Stratum => ({
      seats: drawn(members, seed),
      draw: seededDraw(`${seed} stratum`, origin),
      chance: 0,
      picks: 0,
    }))
    .sort((a, b) => a.draw - b.draw);
  let left = Math.min(budget, seats.length);
  for (let round = 0; round < floor && left > 0; round++) {
    const open = strata.filter((stratum) => stratum.picks < stratum.seats.length);
    const reached = Math.min(left, open.length);
    for (const stratum of open) stratum.chance += reached / open.length;
    for (const stratum of open.slice(0, reached)) stratum.picks++;
    left -= reached;
  }
  spread(strata, left, seededDraw(`${seed} spread`, ''));
  for (const { seats: members, chance } of strata) {
    for (const seat of members) seat.randomProbability = chance / members.length;
  }
  return drawn(
    strata.flatMap(({ seats: members, picks }) => members.slice(0, picks)),
    `${seed} order`,
  );
}

/**
 * Systematic sampling of `left` picks over what the floor left in the strata: each gets its
 * proportional share rounded up or down, with its exact share as expectation.
 */
function spread(strata: readonly Stratum[], left: number, start: number): void {
  const open = strata.map((stratum) => stratum.seats.length - stratum.picks);
  const total = open.reduce((sum, count) => sum + count, 0);
  if (left <= 0 || total === 0) return;
  let sum = 0;
  let taken = 0;
  for (const [index, stratum] of strata.entries()) {
    const share = (left * open[index]!) / total;
    sum += share;
    const isLast = index === strata.length - 1;
    // Picks lie at start, start + 1, …; as many as fall under the running sum are taken.
    const until = isLast ? left : Math.min(left, Math.max(taken, Math.ceil(sum - start - 1e-9)));
    stratum.chance += share;
    stratum.picks += until - taken;
    taken = until;
  }
}

function drawn(seats: readonly Seat[], seed: string): readonly Seat[] {
  const draws = new Map(seats.map((seat) => [seat, seededDraw(`${seed} pick`, seat.candidate.visitId)]));
  return seats.toSorted(
    (a, b) => draws.get(a)! - draws.get(b)! || compare(a.candidate.visitId, b.candidate.visitId),
  );
}

function byScore(a: Seat, b: Seat): number {
  return (
    b.candidate.score - a.candidate.score ||
    a.tie - b.tie ||
    compare(a.candidate.visitId, b.candidate.visitId)
  );
}

function byRank(a: Seat, b: Seat): number {
  return compare(a.band, b.band) || Number(b.isMandatory) - Number(a.isMandatory) || byScore(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
