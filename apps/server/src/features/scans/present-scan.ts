import { scanScales } from '@havenwacht/imaging';
import { instantText } from '../../platform/clock/clock.ts';
import type { Reader } from '../../platform/auth/index.ts';
import type { DeclaredLoad } from './declared-load.ts';
import { hits, keptUntil } from './scan.ts';
import type { Judgement, Opinion, Scan, Trial } from './scan-store.ts';

/**
 * A scan as it stands in the queue. Nothing here tells a trial from any other scan: not where it came from,
 * not its files.
 */
export function presentScan(scan: Scan) {
  return {
    id: scan.id,
    port: scan.port,
    state: scan.state,
    container: scan.ordered ?? scan.told,
    ordered: scan.ordered,
    told: scan.told,
    numberCheck: scan.numberCheck,
    receivedAt: instantText(scan.receivedAt),
    columns: scan.columns,
    rows: scan.rows,
    about: scan.about,
  };
}

/** Why the reader does not see what algorithms say; null = he does. */
export type OpinionsHidden = 'until-judged' | 'blind';

/** What one reader may see of a scan that he opened. */
export function presentScanInFull(
  scan: Scan,
  reader: Reader,
  parts: {
    readonly declared: DeclaredLoad | null;
    readonly findings: readonly { readonly code: string; readonly offset: number; readonly text: string }[];
    readonly judgements: readonly Judgement[];
    readonly opinions: readonly Opinion[];
  },
) {
  const judgedByReader = parts.judgements.some(({ person }) => person === reader.person);
  const hidden: OpinionsHidden | null = !judgedByReader ? 'until-judged' : scan.blind ? 'blind' : null;
  const kept = keptUntil(scan);
  return {
    ...presentScan(scan),
    declared: parts.declared,
    scales: scanScales(scan.about?.channels ?? []),
    findings: parts.findings,
    // What others judged would lead the one who has not judged yet, as much as an algorithm would.
    verdict: judgedByReader ? scan.verdict : null,
    judgements: judgedByReader ? parts.judgements.map(presentJudgement) : [],
    opinionsHidden: hidden,
    opinions: hidden === null ? parts.opinions.map(presentOpinion) : [],
    // A word of it before would tell the trial from any other scan.
    ...(judgedByReader && scan.trial !== null ? { trial: presentTrial(scan.trial, parts.judgements) } : {}),
    keptUntil:
      judgedByReader && scan.trial === null ? { until: instantText(kept.until), ground: kept.ground } : null,
  };
}

export function presentJudgement(one: Judgement) {
  return {
    round: one.round,
    at: instantText(one.at),
    verdict: one.verdict,
    seconds: one.seconds,
    regions: one.regions,
    note: one.note,
    opinionsShown: one.opinionsShown,
  };
}

function presentTrial({ region, massKg }: Trial, judgements: readonly Judgement[]) {
  const [first] = judgements;
  const found = first?.verdict === 'suspicious' && hits(first.regions, region);
  return { found, region, massKg };
}

function presentOpinion(one: Opinion) {
  return { ...one, at: instantText(one.at) };
}
