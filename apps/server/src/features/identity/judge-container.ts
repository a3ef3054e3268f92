import type { Claims, Source } from '@havenwacht/domain';
import {
  compareSealNumbers,
  decodeSizeType,
  greatCircleKm,
  isCheckDigitValid,
  portByCode,
  readContainerNumber,
} from '@havenwacht/domain';
import type { ContainerCase } from '@havenwacht/risk';
import type { CargoRecord, VisitRecord } from '../cargo/index.ts';

type IdentityWording = ContainerCase['identityCases'][number]['wording'];

export type IdentityCaseKind =
  | 'two-places'
  | 'impossible-sequence'
  | 'gated-twice'
  | 'one-edit-twin'
  | 'type-changed'
  | 'seal-changed'
  | 'check-digit';

/** A contradiction: what is said of one container number can't all be true of one container. */
export interface Contradiction {
  readonly kind: IdentityCaseKind;
  /** English sentence. */
  readonly text: string;
  /** Which wording `text` has and what it was filled with, for translation; what is not known is left out. */
  readonly params: CaseParams;
  readonly sources: readonly Source[];
}

export type CaseParams = { readonly wording: IdentityWording } & Readonly<Record<string, string | number>>;

/** Where a container is, by the last thing that actually happened to it. */
export interface ContainerState {
  readonly state: 'announced' | 'on-board' | 'ashore' | 'gated-out' | 'gated-in' | 'unknown';
  readonly port: string | null;
  readonly since: number | null;
  readonly source: Source | null;
}

type Movement = CargoRecord['movements'][number];
interface Happened {
  readonly event: string;
  readonly at: number;
  readonly port: string | null;
  readonly claim: Movement;
}

/** Faster than this between two ports no container goes by ship, train or lorry; air freight of containers is not a case here. */
const fastestKmPerHour = 110;
/** Clocks and rounding to the day make times of nearby events uncertain by this much. */
const clockSlackHours = 12;
/** Two reports of one event by two parties differ in time by less than this. */
const sameEventHours = 24;
const hour = 3_600_000;

/** What actually happened, in order of time; two parties reporting one event count once. */
export function actualMovements(movements: Claims<Movement['value']>): readonly Happened[] {
  const happened = movements
    .filter((claim) => claim.value.classifier === 'actual' && claim.value.at !== null)
    .map((claim): Happened => ({
      event: claim.value.event,
      at: claim.value.at ?? 0,
      port: claim.value.port,
      claim,
    }))
    .sort((a, b) => a.at - b.at || a.claim.statedAt - b.claim.statedAt);
  const kept: Happened[] = [];
  for (const one of happened) {
    const twin = kept.findLast(
      (other) =>
        other.event === one.event &&
        other.port === one.port &&
        one.at - other.at <= sameEventHours * hour &&
        (other.claim.statedBy !== one.claim.statedBy || other.at === one.at),
    );
    if (twin === undefined) kept.push(one);
  }
  return kept;
}

/** The one state of a container number. */
export function stateOf(movements: Claims<Movement['value']>): ContainerState {
  const states: Readonly<Record<string, ContainerState['state']>> = {
    load: 'on-board',
    discharge: 'ashore',
    'gate-out': 'gated-out',
    'gate-in': 'gated-in',
  };
  const last = actualMovements(movements).findLast((one) => states[one.event] !== undefined);
  if (last === undefined) {
    return { state: movements.length > 0 ? 'announced' : 'unknown', port: null, since: null, source: null };
  }
  return {
    state: states[last.event] ?? 'unknown',
    port: last.port,
    since: last.at,
    source: last.claim.source,
  };
}

/**
 * Contradictions in all that is said of one container number.
 *
 * @param visits the visits of the number to the node's own ports
 * @param movements every movement of the number, whatever the visit
 */
export function judgeContainer(
  container: string,
  visits: readonly Pick<VisitRecord, 'record' | 'port' | 'arrivalAt' | 'vesselName'>[],
  movements: Claims<Movement['value']>,
): readonly Contradiction[] {
  const happened = actualMovements(movements);
  return [
    ...checkDigit(
      container,
      visits.map((visit) => visit.record),
      movements,
    ),
    ...sequences(container, happened),
    ...visits.flatMap((visit) => [
      ...gatedWhileOnBoard(container, visit, happened),
      ...typeChanged(visit.record),
      ...sealChanged(visit.record),
    ]),
  ];
}

/** A gate passed while the stow plan has the number on board: two boxes bear it, or one was written for another. */
function gatedWhileOnBoard(
  container: string,
  { record, port, arrivalAt, vesselName }: Pick<VisitRecord, 'record' | 'port' | 'arrivalAt' | 'vesselName'>,
  happened: readonly Happened[],
): readonly Contradiction[] {
  const sailed = record.on.stowPlan[0];
  const ashore = happened.find((one) => one.event === 'discharge' && one.port === port)?.at ?? arrivalAt;
  if (sailed === undefined || ashore === null) return [];
  const slack = clockSlackHours * hour;
  const gated = happened.find(
    (one) =>
      (one.event === 'gate-in' || one.event === 'gate-out') &&
      one.at > sailed.statedAt + slack &&
      one.at < ashore - slack,
  );
  if (gated === undefined) return [];
  return [
    {
      kind: 'two-places',
      text: `${container}: ${gated.event} in ${gated.port ?? '?'} while on board ${vesselName ?? 'its vessel'} to ${port}`,
      params: {
        wording: 'two-places-on-board',
        event: gated.event,
        ...(gated.port === null ? {} : { in: gated.port }),
        ...(vesselName === null ? {} : { vessel: vesselName }),
        to: port,
        hours: Math.round((ashore - gated.at) / hour),
      },
      sources: [gated.claim.source, sailed.source],
    },
  ];
}

function checkDigit(
  container: string,
  records: readonly CargoRecord[],
  movements: Claims<Movement['value']>,
): readonly Contradiction[] {
  const number = readContainerNumber(container);
  if (number !== null && isCheckDigitValid(number)) return [];
  const first =
    records.flatMap((record) => [...Object.values(record.on).flat(), ...record.bills]).at(0) ??
    movements.at(0);
  return [
    {
      kind: 'check-digit',
      text:
        number === null
          ? `${container} has not the shape of a container number`
          : `${container} fails its check digit: a typing error, or a number that was never issued`,
      params: { wording: number === null ? 'check-digit-shape' : 'check-digit', container },
      sources: first === undefined ? [] : [first.source],
    },
  ];
}

function sequences(container: string, happened: readonly Happened[]): readonly Contradiction[] {
  const found: Contradiction[] = [];
  for (let index = 1; index < happened.length; index += 1) {
    const before = happened[index - 1]!;
    const after = happened[index]!;
    const sources = [before.claim.source, after.claim.source];
    const km = kmBetween(before.port, after.port);
    const hours = (after.at - before.at) / hour;
    if (km !== null && km > 100 && km > (hours + clockSlackHours) * fastestKmPerHour) {
      found.push({
        kind: 'two-places',
        text: `${container}: ${before.event} in ${before.port ?? '?'} and ${after.event} in ${after.port ?? '?'}, ${Math.round(km)} km apart, within ${Math.round(hours)} hours`,
        params: {
          wording: 'two-places',
          event: before.event,
          from: before.port ?? '',
          nextEvent: after.event,
          to: after.port ?? '',
          km: Math.round(km),
          hours: Math.round(hours),
        },
        sources,
      });
    }
  }
  for (const gate of ['gate-out', 'gate-in'] as const) {
    const relevant = happened.filter((one) =>
      ['gate-out', 'gate-in', 'load', 'discharge'].includes(one.event),
    );
    for (let index = 1; index < relevant.length; index += 1) {
      const before = relevant[index - 1]!;
      const after = relevant[index]!;
      if (before.event === gate && after.event === gate && before.port === after.port) {
        found.push({
          kind: 'gated-twice',
          text: `${container}: two times ${gate} in ${after.port ?? 'one place'} with nothing between`,
          params: {
            wording: 'gated-twice',
            event: gate,
            ...(after.port === null ? {} : { port: after.port }),
            hours: Math.round((after.at - before.at) / hour),
          },
          sources: [before.claim.source, after.claim.source],
        });
      }
    }
  }
  const impossible: readonly (readonly [string, string])[] = [
    ['discharge', 'discharge'],
    ['load', 'load'],
    ['load', 'gate-out'],
    ['gate-out', 'load'],
    ['gate-out', 'discharge'],
  ];
  const moves = happened.filter((one) => ['gate-out', 'gate-in', 'load', 'discharge'].includes(one.event));
  for (let index = 1; index < moves.length; index += 1) {
    const before = moves[index - 1]!;
    const after = moves[index]!;
    const samePlace = before.port !== null && before.port === after.port;
    if (!samePlace) continue;
    if (impossible.some(([first, second]) => before.event === first && after.event === second)) {
      found.push({
        kind: 'impossible-sequence',
        text: `${container}: ${after.event} directly after ${before.event} in ${after.port ?? 'one place'}`,
        params: {
          wording: 'impossible-sequence',
          event: before.event,
          nextEvent: after.event,
          port: after.port ?? '',
        },
        sources: [before.claim.source, after.claim.source],
      });
    }
  }
  return found;
}

function kmBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null || from === to) return null;
  const a = portByCode(from);
  const b = portByCode(to);
  return a === undefined || b === undefined ? null : greatCircleKm(a, b);
}

function typeChanged(record: CargoRecord): readonly Contradiction[] {
  const decoded = record.sizeType
    .map((claim) => ({ claim, type: decodeSizeType(claim.value) }))
    .filter((one) => one.type !== null);
  for (let index = 1; index < decoded.length; index += 1) {
    const first = decoded[0]!;
    const later = decoded[index]!;
    const a = first.type!;
    const b = later.type!;
    if (differ(a.lengthFt, b.lengthFt) || differ(a.kind, b.kind)) {
      return [
        {
          kind: 'type-changed',
          text: `${record.container}: ${first.claim.value} according to one message, ${later.claim.value} according to another`,
          params: { wording: 'type-changed', first: first.claim.value, later: later.claim.value },
          sources: [first.claim.source, later.claim.source],
        },
      ];
    }
  }
  return [];
}

/** What one message does not say can't contradict what another says. */
const differ = <T>(a: T | null, b: T | null): boolean => a !== null && b !== null && a !== b;

/** After these a new seal is expected. */
const reseals = new Set([
  'resealed',
  'inspected',
  'customs-inspection',
  'seal-removed',
  'stripped',
  'stuffed',
]);

function sealChanged(record: CargoRecord): readonly Contradiction[] {
  const sets = new Map<string, Seal[]>();
  for (const claim of record.seals) {
    const key = `${claim.statedAt}|${claim.statedBy}|${claim.kind}`;
    const set = sets.get(key);
    if (set === undefined) sets.set(key, [claim]);
    else set.push(claim);
  }
  const ordered = [...sets.values()];
  for (let index = 1; index < ordered.length; index += 1) {
    const pair = replacedSeal(ordered.slice(0, index).flat(), ordered[index]!);
    if (pair === null) continue;
    const [from, to] = pair;
    const explained = record.movements.some(
      (one) =>
        reseals.has(one.value.event) &&
        one.value.classifier === 'actual' &&
        (one.value.at ?? one.statedAt) >= from.statedAt - 12 * hour &&
        (one.value.at ?? one.statedAt) <= to.statedAt,
    );
    if (explained) continue;
    return [
      {
        kind: 'seal-changed',
        text: `${record.container}: seal ${from.value.number} became ${to.value.number}, and no message says who resealed it`,
        params: { wording: 'seal-changed', before: from.value.number, after: to.value.number },
        sources: [from.source, to.source],
      },
    ];
  }
  return [];
}

type Seal = CargoRecord['seals'][number];

/**
 * The seal that took the place of another: of one issuer, where both statements name him, else of all.
 * A seal put on beside the ones that stay replaces none.
 */
function replacedSeal(before: readonly Seal[], after: readonly Seal[]): readonly [Seal, Seal] | null {
  for (const to of after) {
    const rivals = before.filter(
      (one) => one.value.issuer === to.value.issuer || one.value.issuer === null || to.value.issuer === null,
    );
    const last = rivals.at(-1);
    const known = before.some((one) => compareSealNumbers(one.value.number, to.value.number) !== 'different');
    if (last === undefined || known) continue;
    const stays = after.some(
      (one) =>
        (one.value.issuer === to.value.issuer || one.value.issuer === null) &&
        before.some((other) => compareSealNumbers(one.value.number, other.value.number) !== 'different'),
    );
    if (!stays) return [last, to];
  }
  return null;
}
