import type { Reader } from '../../platform/auth/index.ts';
import type { Transaction } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { hits, type Region, type ScanVerdict } from './scan.ts';
import {
  insertJudgement,
  judgementsOf,
  lookOf,
  noteClearAsked,
  ScanStore,
  type Judgement,
  type Scan,
} from './scan-store.ts';

export interface Judging {
  readonly verdict: ScanVerdict;
  readonly regions: readonly Region[];
  readonly note: string;
  /** Repeats a `clear` after the node asked whether it is meant. */
  readonly confirmed: boolean;
}

/** What became of a judgement. */
export type Judged =
  | {
      readonly ok: true;
      readonly scan: Scan;
      readonly judgement: Judgement;
      readonly trial: TrialAnswer | null;
    }
  /** `clear` has to be said twice: a slip of a key must not let a container go. */
  | { readonly ok: false; readonly reason: 'confirm-clear' };

/** Told after a trial was judged: that it was one, and whether the threat was found. */
export interface TrialAnswer {
  readonly found: boolean;
  readonly region: Region;
  readonly massKg: number;
}

/**
 * Judges a scan. The first judgement is made without having seen what algorithms say; a second one may
 * follow after that, and both stay.
 *
 * A trial ends here: it makes no news, so no step after this one can hear of it, and the view that those
 * steps read leaves it out.
 */
export async function judgeScan(
  tx: Transaction,
  reader: Reader,
  id: string,
  judging: Judging,
  now: number,
): Promise<Judged> {
  const scan = await new ScanStore(tx, reader).find(id, true);
  if (scan === null) throw scanNotFound();
  const look = await lookOf(tx, id, reader.person);
  if (look === null) {
    throw new HavenwachtError('scans/not-opened', 409, 'Open the scan before you judge it.');
  }
  const earlier = (await judgementsOf(tx, id)).filter(({ person }) => person === reader.person);
  if (scan.state !== 'open' && earlier.length === 0) {
    throw new HavenwachtError('scans/not-open', 409, 'This scan does not wait for a judgement.');
  }
  if (earlier.length >= (scan.blind || scan.trial !== null ? 1 : 2)) {
    throw new HavenwachtError('scans/judged', 409, 'You have judged this scan; your word stands.');
  }
  refuseRegions(scan, judging);
  if (judging.verdict === 'clear') {
    if (scan.numberCheck === 'differs' || scan.numberCheck === 'lanes-swapped') {
      throw new HavenwachtError(
        'scans/wrong-container',
        409,
        'The image tells another container number than was ordered; it clears neither.',
      );
    }
    if (look.clearAskedAt === null || !judging.confirmed) {
      await noteClearAsked(tx, id, reader.person, now);
      return { ok: false, reason: 'confirm-clear' };
    }
  }
  const judgement: Judgement = {
    person: reader.person,
    round: earlier.length === 0 ? 1 : 2,
    at: now,
    verdict: judging.verdict,
    seconds: Math.max(0, now - look.openedAt) / 1000,
    regions: judging.regions,
    note: judging.note,
    opinionsShown: earlier.length > 0,
  };
  await insertJudgement(tx, id, judgement);
  const judged: Scan = { ...scan, state: 'judged', verdict: judging.verdict, judgedAt: now };
  if (scan.trial !== null) {
    const { region, massKg } = scan.trial;
    const found = judging.verdict === 'suspicious' && hits(judging.regions, region);
    return { ok: true, scan: judged, judgement, trial: { found, region, massKg } };
  }
  await tx.news('scan-judged', {
    scan: id,
    container: scan.ordered ?? scan.told,
    port: scan.port,
    verdict: judging.verdict,
  });
  return { ok: true, scan: judged, judgement, trial: null };
}

export function scanNotFound(): HavenwachtError {
  return new HavenwachtError('scans/not-found', 404, 'There is no such scan.');
}

function refuseRegions({ columns, rows }: Scan, { verdict, regions }: Judging): void {
  if (verdict === 'suspicious' && regions.length === 0) {
    throw new HavenwachtError('scans/no-region', 400, 'Mark what is suspicious.');
  }
  const inside = regions.every(
    ({ x, y, width, height, corners = [] }) =>
      x + width <= (columns ?? 0) &&
      y + height <= (rows ?? 0) &&
      corners.every(([u, v]) => u >= x && u <= x + width && v >= y && v <= y + height),
  );
  if (!inside) throw new HavenwachtError('scans/region', 400, 'A region reaches beyond the image.');
}
