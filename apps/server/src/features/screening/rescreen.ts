import { setImmediate as nextTurn } from 'node:timers/promises';
import { partyKey } from '@havenwacht/domain';
import { logOddsOf, screenCase, type ScreenResult } from '@havenwacht/risk';
import type { Transaction } from '../../platform/db/index.ts';
import {
  readCallContexts,
  readContainers,
  type CallContext,
  type ContainerDossier,
  type VisitRecord,
} from '../cargo/index.ts';
import { casesOf, reevaluate, twinsOf, type IdentityCase } from '../identity/index.ts';
import { buildCase, originCountry } from './build-case.ts';
import { listVisits } from './list-visits.ts';
import { reband, type RandomShare } from './reband.ts';
import { stackAlarmsOf } from './stack-alarms.ts';
import type { PolicyInForce } from './policy-store.ts';
import { readControls, readHistory } from './read-history.ts';

/** Containers that are read and judged together. */
const sliceSize = 2_000;
/** After so many visits judged, what waits in this process gets its turn: requests, and what the database answered. */
const judgedAtOnce = 50;
const day = 86_400_000;
/** A visit leaves the list this long after arrival when nothing says that the container left. */
const openAfterArrivalDays = 21;

/** What changed in the ranked list. */
export interface Rescreened {
  readonly revision: number;
  readonly visits: readonly string[];
}

/**
 * Judges these containers and screens their visits anew, and writes only the rows that changed; the
 * bands of the days and ports they arrive at follow.
 */
export async function rescreen(
  tx: Transaction,
  containers: readonly string[],
  inForce: PolicyInForce,
  {
    asOf,
    list,
    share,
    slice: size = sliceSize,
  }: {
    readonly asOf: number;
    readonly list: 'open' | 'all';
    readonly share: RandomShare;
    readonly slice?: number;
  },
): Promise<Rescreened> {
  const [numbered] = await tx.query<{ revision: number }>(
    "select nextval('screening_revision_seq') as revision",
  );
  const revision = numbered?.revision ?? 0;
  const changed: string[] = [];
  const places = new Set<string>();
  const twins = await twinsOf(tx, containers, async (alike) => {
    const dossiers = [...(await readContainers(tx, alike)).values()];
    const visits = dossiers.flatMap((dossier) => dossier.visits);
    return new Set(visits.filter((visit) => standingOf(visit) === 'expected').map((visit) => visit.id));
  });
  const all = [...new Set([...containers, ...twins.keys()])].sort();
  const slices = Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
    all.slice(n * size, (n + 1) * size),
  );
  const contexts = new Map<string, CallContext>();
  const keys = new Map<string, string>();
  const keyOf = (name: string): string => {
    const key = keys.get(name) ?? partyKey(name);
    keys.set(name, key);
    return key;
  };
  const controls = await readControls(tx, asOf, inForce.policy.historyWindowDays);
  let rows: Listed[] = [];
  let writing: Promise<readonly string[]> = Promise.resolve([]);
  // The database reads the next slice while this one is judged.
  let next = readContainers(tx, slices[0] ?? []);
  for (const [index, slice] of slices.entries()) {
    const dossiers = await next;
    next = readContainers(tx, slices[index + 1] ?? []);
    next.catch(() => {});
    await reevaluate(tx, slice, dossiers, twins, asOf);
    const cases = Map.groupBy(await casesOf(tx, slice), (one) => one.container);
    const visits = [...dossiers.values()].flatMap((dossier) => dossier.visits);
    await addContexts(tx, contexts, visits);
    const history = await readHistory(
      tx,
      controls,
      {
        partyKeys: [
          ...new Set(visits.flatMap((visit) => visit.record.parties.map((claim) => keyOf(claim.value.name)))),
        ],
        containers: slice,
      },
      asOf,
      inForce.policy.historyWindowDays,
    );
    const stackAlarms = await stackAlarmsOf(
      tx,
      visits.map((visit) => visit.id),
    );
    changed.push(...(await writing));
    // The database writes the rows of the slice before while these are judged.
    writing = write(tx, rows, inForce, revision, asOf);
    writing.catch(() => {});
    rows = [];
    for (const dossier of dossiers.values()) {
      const own = cases.get(dossier.container) ?? [];
      for (const visit of dossier.visits) {
        const context = contexts.get(visit.callId) ?? noContext;
        const alarms = stackAlarms.get(visit.id) ?? [];
        const subject = buildCase(dossier.container, visit, context, own, history, asOf, alarms, keyOf);
        const screening = screenCase(subject, inForce.policy, inForce.rules, inForce.calibration);
        const row = listed(dossier, visit, own, screening, asOf, list);
        places.add(`${row.port}|${dayOf(row.arrivalAt)}`);
        rows.push(row);
        if (rows.length % judgedAtOnce === 0) await nextTurn();
      }
    }
  }
  changed.push(...(await writing), ...(await write(tx, rows, inForce, revision, asOf)));
  await next;
  const rebanded = await reband(tx, places, inForce.policy, revision, share);
  const visits = [...new Set([...changed, ...rebanded])];
  await listVisits(tx, visits);
  return { revision, visits };
}

const noContext: CallContext = {
  stowPlan: false,
  manifest: false,
  dischargeOrder: false,
  dischargeReport: false,
  cells: null,
};

/** Reads the lists of the calls not yet read; a call's lists are read once a run. */
async function addContexts(
  tx: Transaction,
  contexts: Map<string, CallContext>,
  visits: readonly VisitRecord[],
): Promise<void> {
  const calls = [...new Set(visits.map((visit) => visit.callId))].filter((call) => !contexts.has(call));
  if (calls.length === 0) return;
  const read = await readCallContexts(tx, calls);
  for (const call of calls) contexts.set(call, read(call));
}

const dayOf = (at: number | null): number => (at === null ? -1 : Math.floor(at / day));

interface Listed {
  readonly visit: VisitRecord;
  readonly container: string;
  readonly port: string;
  readonly isOpen: boolean;
  readonly standing: 'expected' | 'diverted' | 'withdrawn';
  readonly arrivalAt: number | null;
  readonly sizeType: string | null;
  readonly load: string | null;
  readonly origin: string | null;
  readonly loadPort: string | null;
  readonly goods: string | null;
  readonly consignee: string | null;
  readonly cases: number;
  readonly amendedAt: number | null;
  readonly screening: ScreenResult;
}

/** One row of the list: the words a reader sees first, and the screening. */
function listed(
  dossier: ContainerDossier,
  visit: VisitRecord,
  cases: readonly IdentityCase[],
  screening: ScreenResult,
  asOf: number,
  list: 'open' | 'all',
): Listed {
  const { record } = visit;
  const standing = standingOf(visit);
  const left = dossier.movements.some(
    (claim) =>
      claim.value.classifier === 'actual' &&
      claim.value.event === 'gate-out' &&
      claim.value.port === visit.port &&
      claim.value.at !== null &&
      visit.arrivalAt !== null &&
      claim.value.at > visit.arrivalAt - day &&
      claim.value.at <= asOf,
  );
  const over = visit.arrivalAt !== null && visit.arrivalAt < asOf - openAfterArrivalDays * day;
  const goods = [
    ...new Set(record.goods.map((claim) => claim.value.description).filter((text) => text !== '')),
  ];
  return {
    visit,
    container: dossier.container,
    port: visit.port,
    isOpen: standing === 'expected' && (list === 'all' || (!left && !over)),
    standing,
    arrivalAt: visit.arrivalAt,
    sizeType: record.sizeType.at(-1)?.value ?? null,
    load: record.load.at(-1)?.value ?? null,
    origin: originCountry(visit),
    loadPort: record.loadPort.at(-1)?.value ?? null,
    goods: goods.length === 0 ? null : goods.slice(-3).join(' · ').slice(0, 200),
    consignee: record.parties.findLast((claim) => claim.value.role === 'consignee')?.value.name ?? null,
    cases: cases.filter((one) => one.state === 'open').length,
    amendedAt: amendedAt(visit),
    screening,
  };
}

/** Diverted when the last word on the port of discharge names another port; withdrawn when nobody announces it any more and nobody saw it come ashore. */
function standingOf(visit: VisitRecord): Listed['standing'] {
  const last = visit.record.dischargePort.at(-1);
  if (last !== undefined && last.value !== visit.port) return 'diverted';
  const { on, bills } = visit.record;
  const announced =
    on.stowPlan.length +
    on.manifest.length +
    on.dischargeOrder.length +
    on.dischargeReport.length +
    bills.length;
  const seen = visit.record.movements.some((claim) => claim.value.event === 'discharge');
  return announced === 0 && !seen ? 'withdrawn' : 'expected';
}

/** When somebody last took back or changed what he had said before. */
function amendedAt(visit: VisitRecord): number | null {
  let latest: number | null = null;
  const look = <T>(
    claims: readonly { value: T; statedBy: string; kind: string; statedAt: number }[],
    topic: (value: T) => string,
  ): void => {
    const said = new Set<string>();
    for (const claim of claims) {
      const key = `${claim.statedBy}|${claim.kind}|${topic(claim.value)}`;
      if (said.has(key) && (latest === null || claim.statedAt > latest)) latest = claim.statedAt;
      said.add(key);
    }
  };
  const { record } = visit;
  look(record.dischargePort, () => '');
  look(record.setTemperatureC, () => '');
  look(record.weights, (value) => value.method);
  look(record.parties, (value) => `${value.bill}|${value.role}`);
  return latest;
}

/**
 * Writes the rows that differ from what stands; the ids of those. A row whose raw score stays keeps the
 * time at which it was scored: calibration asks what was known before a control.
 */
async function write(
  tx: Transaction,
  rows: readonly Listed[],
  inForce: PolicyInForce,
  revision: number,
  asOf: number,
): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const { method, rows: outcomes, positives, why } = inForce.calibration;
  const changed = await tx.query<{ visit_id: string }>(
    `with there as (select id from visit where id = any($7::text[]) for key share)
     insert into screening (visit_id, container, port, is_open, standing, vessel_imo, vessel_name, voyage, arrival_at,
       arrival_actual, size_type, load, origin, load_port, goods, consignee, score, probability, raw_log_odds, probability_low,
       probability_high, mandatory_rules, band, reasons, signals, not_evaluated, quiet, identity_cases, amended_at, policy_version, rule_set_version,
       calibration, prior, screened_at, revision, search)
     select id, container, port, is_open, standing, imo, vessel, voyage, to_timestamp(arrival / 1000.0), actual,
       size_type, load, origin, load_port, goods, consignee, score, probability, raw, low, high,
       array(select jsonb_array_elements_text(mandatory::jsonb)), 'D', reasons::jsonb,
       array(select jsonb_array_elements_text(signals::jsonb)), missing::jsonb,
       array(select jsonb_array_elements_text(quiet::jsonb)), cases, to_timestamp(amended / 1000.0), $1, $2,
       $3::jsonb, $4::jsonb, to_timestamp($5::float8 / 1000.0), $6,
       lower(concat_ws(' ', container, vessel, voyage, consignee, goods, load_port))
     from unnest($7::text[], $8::text[], $9::text[], $10::boolean[], $11::text[], $12::text[], $13::text[], $14::text[],
       $15::float8[], $16::boolean[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[],
       $23::float8[], $24::float8[], $25::text[], $26::text[], $27::text[], $28::text[], $29::text[], $30::int[],
       $31::float8[], $32::float8[], $33::float8[], $34::float8[])
       as u(id, container, port, is_open, standing, imo, vessel, voyage, arrival, actual, size_type, load, origin,
         load_port, goods, consignee, score, probability, mandatory, reasons, signals, missing, quiet, cases, amended,
         raw, low, high)
     where id in (select there.id from there)
     on conflict (visit_id) do update set
       is_open = excluded.is_open, standing = excluded.standing, vessel_imo = excluded.vessel_imo,
       vessel_name = excluded.vessel_name, voyage = excluded.voyage, arrival_at = excluded.arrival_at,
       arrival_actual = excluded.arrival_actual, size_type = excluded.size_type, load = excluded.load,
       origin = excluded.origin, load_port = excluded.load_port, goods = excluded.goods,
       consignee = excluded.consignee, score = excluded.score, probability = excluded.probability,
       raw_log_odds = excluded.raw_log_odds, probability_low = excluded.probability_low,
       probability_high = excluded.probability_high, mandatory_rules = excluded.mandatory_rules, reasons = excluded.reasons, signals = excluded.signals,
       not_evaluated = excluded.not_evaluated, quiet = excluded.quiet, identity_cases = excluded.identity_cases,
       amended_at = excluded.amended_at, policy_version = excluded.policy_version,
       rule_set_version = excluded.rule_set_version, calibration = excluded.calibration, prior = excluded.prior,
       screened_at = case when screening.raw_log_odds = excluded.raw_log_odds
         and screening.policy_version = excluded.policy_version then screening.screened_at
         else excluded.screened_at end, revision = excluded.revision, search = excluded.search
     where (screening.reasons, screening.score, screening.is_open, screening.standing, screening.not_evaluated,
         screening.search, screening.policy_version, screening.rule_set_version, screening.identity_cases,
         screening.quiet)
       is distinct from (excluded.reasons, excluded.score, excluded.is_open, excluded.standing,
         excluded.not_evaluated, excluded.search, excluded.policy_version, excluded.rule_set_version,
         excluded.identity_cases, excluded.quiet)
       or (screening.arrival_at, screening.arrival_actual, screening.size_type, screening.load, screening.origin,
         screening.amended_at) is distinct from (excluded.arrival_at, excluded.arrival_actual, excluded.size_type,
         excluded.load, excluded.origin, excluded.amended_at)
     returning visit_id`,
    [
      inForce.policy.version,
      inForce.rules.version,
      JSON.stringify({ method, rows: outcomes, positives, why }),
      JSON.stringify({
        probability: inForce.policy.prior.yield,
        logOdds: logOddsOf(inForce.policy.prior.yield),
        source: inForce.policy.prior.source,
      }),
      asOf,
      revision,
      rows.map((row) => row.visit.id),
      rows.map((row) => row.container),
      rows.map((row) => row.port),
      rows.map((row) => row.isOpen),
      rows.map((row) => row.standing),
      rows.map((row) => row.visit.vesselImo),
      rows.map((row) => row.visit.vesselName),
      rows.map((row) => row.visit.voyage),
      rows.map((row) => row.arrivalAt),
      rows.map((row) => row.visit.arrivalActual),
      rows.map((row) => row.sizeType),
      rows.map((row) => row.load),
      rows.map((row) => row.origin),
      rows.map((row) => row.loadPort),
      rows.map((row) => row.goods),
      rows.map((row) => row.consignee),
      rows.map((row) => row.screening.score),
      rows.map((row) => row.screening.probability),
      rows.map((row) => JSON.stringify(row.screening.mandatoryRules)),
      rows.map((row) => JSON.stringify(row.screening.reasons)),
      rows.map((row) => JSON.stringify([...new Set(row.screening.reasons.map((reason) => reason.signal))])),
      rows.map((row) => JSON.stringify(row.screening.notEvaluated)),
      rows.map((row) => JSON.stringify(row.screening.quiet)),
      rows.map((row) => row.cases),
      rows.map((row) => row.amendedAt),
      rows.map((row) => row.screening.rawLogOdds),
      rows.map((row) => row.screening.interval?.low ?? null),
      rows.map((row) => row.screening.interval?.high ?? null),
    ],
  );
  return changed.map((row) => row.visit_id);
}
