import type { Reader } from '../../platform/auth/index.ts';
import { presentCase } from '../identity/index.ts';
import { needsPseudonyms, presentFor, type Presented } from '../people/index.ts';
import type { DossierView } from './dossier-view.ts';
import type { QueueRow } from './queue-view.ts';

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Gives the id under which a reader knows a visit: the id itself, or a pseudonym. */
export type VisitName = (id: string) => string;

/** The only way a row of the ranked list leaves the node. */
export function presentRow(
  reader: Reader,
  row: QueueRow,
  pseudonym: VisitName,
): Presented<ReturnType<typeof whole>> {
  return presentFor(reader, 'visit', whole(row, needsPseudonyms(reader, 'visit') ? pseudonym : asItIs));
}

const asItIs: VisitName = (id) => id;

/** A row as the node itself and the command line of its administrator have it. */
export function listedRow(row: QueueRow) {
  return whole(row, asItIs);
}

function whole(row: QueueRow, name: VisitName) {
  return {
    id: name(row.visit_id),
    rank: row.rank,
    container: row.container,
    sizeType: row.size_type,
    load: row.load,
    port: row.port,
    vesselName: row.vessel_name,
    vesselImo: row.vessel_imo,
    voyage: row.voyage,
    arrivalAt: instant(row.arrival_at),
    arrivalActual: row.arrival_actual,
    origin: row.origin,
    loadPort: row.load_port,
    goods: row.goods,
    consignee: row.consignee,
    score: row.score,
    probability: row.probability,
    band: row.band,
    selectedBy: row.selected_by,
    reasons: row.reasons.slice(0, 3).map(({ sources: _, ...reason }) => reason),
    notEvaluated: row.not_evaluated.length,
    identityCases: row.identity_cases,
    amendedAt: instant(row.amended_at),
    revision: row.revision,
  };
}

/** The only way a dossier leaves the node. */
export function presentDossier(
  reader: Reader,
  view: DossierView,
  pseudonym: VisitName,
): Presented<ReturnType<typeof wholeDossier>> {
  const name = needsPseudonyms(reader, 'dossier') ? pseudonym : asItIs;
  return presentFor(reader, 'dossier', wholeDossier(reader, view, name));
}

function wholeDossier(reader: Reader, view: DossierView, name: VisitName) {
  const { row } = view;
  return {
    ...whole(row, name),
    open: row.is_open,
    standing: row.standing,
    mandatoryRules: row.mandatory_rules,
    interval: row.probability_low === null ? null : { low: row.probability_low, high: row.probability_high },
    reasons: view.reasons,
    notEvaluated: row.not_evaluated,
    quiet: row.quiet,
    prior: row.prior,
    calibration: row.calibration,
    model: {
      policyVersion: row.policy_version,
      ruleSetVersion: row.rule_set_version,
      screenedAt: instant(row.screened_at),
    },
    facts: view.facts.map((fact) => ({
      ...fact,
      claims: fact.claims.map((claim) => ({ ...claim, statedAt: instant(claim.statedAt) })),
    })),
    movements: view.movements.map((claim) => ({
      ...claim.value,
      at: instant(claim.value.at),
      source: claim.source,
      statedBy: claim.statedBy,
    })),
    identityCases: view.cases.map((one) => presentCase(reader, one)),
    messages: view.messages.map((message) => ({
      ...message,
      statedAt: instant(message.statedAt),
      receivedAt: instant(message.receivedAt),
    })),
    otherVisits: view.otherVisits.map((other) => ({ ...other, arrivalAt: instant(other.arrivalAt) })),
  };
}
