import { scanScales, type GeometryRelation } from '@havenwacht/imaging';
import { instantText } from '../../platform/clock/clock.ts';
import type { Reader } from '../../platform/auth/index.ts';
import { presentFor } from '../people/index.ts';
import type { DeclaredLoad } from './declared-load.ts';
import type { Judged } from './judge-scan.ts';
import type { ComparedPair } from './pair-comparer.ts';
import { hits, keptUntil } from './scan.ts';
import type { Judgement, Opinion, Scan, ScanFinding, ScanOrder, Trial } from './scan-store.ts';

/** The only way a scan, and what was judged of it, leaves the node. */

/** A scan as it stands in the queue. */
export function presentScan(
  reader: Reader,
  scan: Scan,
  also: { readonly findings?: readonly ScanFinding[]; readonly exposedSince?: number } = {},
) {
  const { findings = [], exposedSince = scan.receivedAt } = also;
  return presentFor(reader, 'scan', { ...whole(scan), findings, exposedSince: instantText(exposedSince) });
}

/** Nothing here tells a trial from any other scan: not where it came from, not its files. */
function whole(scan: Scan) {
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

function scalesOf(scan: Scan) {
  return scanScales(scan.about?.channels ?? []);
}

/** Why the reader does not see what algorithms say; null = he does. */
export type OpinionsHidden = 'until-judged' | 'blind';

/** What one reader may see of a scan that he opened. */
export function presentScanInFull(
  scan: Scan,
  reader: Reader,
  parts: {
    readonly declared: DeclaredLoad | null;
    readonly findings: readonly ScanFinding[];
    readonly judgements: readonly Judgement[];
    readonly opinions: readonly Opinion[];
  },
) {
  const judgedByReader = parts.judgements.some(({ person }) => person === reader.person);
  const hidden: OpinionsHidden | null = !judgedByReader ? 'until-judged' : scan.blind ? 'blind' : null;
  const kept = keptUntil(scan);
  return presentFor(reader, 'scan-in-full', {
    ...whole(scan),
    declared: parts.declared,
    scales: scalesOf(scan),
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
  });
}

/**
 * The scan before, and whether the two can be laid over each other. What changed is an opinion and is told
 * with the others.
 */
export function presentPair(reader: Reader, earlier: Scan | null, compared: ComparedPair | null) {
  return presentFor(reader, 'scan-pair', {
    earlier: earlier === null ? null : { ...whole(earlier), scales: scalesOf(earlier) },
    comparison: compared === null ? null : presentComparison(compared),
  });
}

function presentComparison({ reason, registration, warp }: ComparedPair) {
  const relation: GeometryRelation | null = registration?.relation ?? null;
  return {
    comparable: reason === null,
    reason,
    relation,
    membersMm: registration?.membersMm ?? null,
    warp: warp === null ? null : { step: warp.step, columns: warp.columns, rows: warp.rows },
  };
}

export function presentJudging(reader: Reader, judged: Judged) {
  return presentFor(
    reader,
    'scan-judging',
    judged.ok
      ? { recorded: true, judgement: presentJudgement(judged.judgement), trial: judged.trial }
      : { recorded: false, reason: judged.reason },
  );
}

export function presentOrder(reader: Reader, { id, container, orderedAt }: ScanOrder) {
  return presentFor(reader, 'scan-order', { id, container, orderedAt: instantText(orderedAt) });
}

function presentJudgement(one: Judgement) {
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
