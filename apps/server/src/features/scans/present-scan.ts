import { instantText } from '../../platform/clock/clock.ts';
import type { Reader } from '../../platform/auth/index.ts';
import { presentFor } from '../people/index.ts';
import type { Judged } from './judge-scan.ts';
import { keptUntil } from './scan.ts';
import type { Judgement, Opinion, Scan, ScanFinding, ScanOrder } from './scan-store.ts';

/** The only way a scan, and what was judged of it, leaves the node. */

/** A scan as it stands in the queue. */
export function presentScan(
  reader: Reader,
  scan: Scan,
  also: { readonly findings?: readonly ScanFinding[]; readonly exposedSince?: number },
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

/** Why the reader does not see what algorithms say; null = he does. */
export type OpinionsHidden = 'until-judged' | 'blind';

/** What one reader may see of a scan that he opened. */
export function presentScanInFull(
  scan: Scan,
  reader: Reader,
  parts: {
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
    findings: parts.findings,
    // What others judged would lead the one who has not judged yet, as much as an algorithm would.
    verdict: judgedByReader ? scan.verdict : null,
    judgements: judgedByReader ? parts.judgements.map(presentJudgement) : [],
    opinionsHidden: hidden,
    opinions: hidden === null ? parts.opinions.map(presentOpinion) : [],
    keptUntil:
      judgedByReader && scan.trial === null ? { until: instantText(kept.until), ground: kept.ground } : null,
  });
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

function presentOpinion(one: Opinion) {
  return { ...one, at: instantText(one.at) };
}
