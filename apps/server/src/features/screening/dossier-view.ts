import type { Claim } from '@havenwacht/domain';
import { signals, type Reason } from '@havenwacht/risk';
import { sql, type Scope } from '../../platform/scope/index.ts';
import type { CargoRecord, ContainerDossier, MessageOf, VisitRecord } from '../cargo/index.ts';
import { casesSeen, type IdentityCase } from '../identity/index.ts';
import { identityCases, veiled, type QueueRow } from './queue-view.ts';

export interface Fact {
  readonly field: string;
  readonly disagree: boolean;
  readonly claims: readonly (Claim<unknown> & {
    readonly display: string;
    readonly minutesToArrival: number | null;
    readonly current: boolean;
  })[];
}

export interface DossierView {
  readonly row: QueueRow & {
    readonly is_open: boolean;
    readonly standing: string;
    readonly mandatory_rules: readonly string[];
    readonly probability_low: number | null;
    readonly probability_high: number | null;
    readonly quiet: readonly string[];
    readonly policy_version: string;
    readonly rule_set_version: string;
    readonly calibration: unknown;
    readonly prior: unknown;
    readonly screened_at: number;
  };
  readonly reasons: readonly (Reason & { readonly group: string })[];
  readonly facts: readonly Fact[];
  readonly movements: CargoRecord['movements'];
  readonly cases: readonly IdentityCase[];
  readonly messages: readonly MessageOf[];
  readonly otherVisits: readonly {
    readonly id: string;
    readonly port: string;
    readonly arrivalAt: number | null;
  }[];
}

const groups: ReadonlyMap<string, string> = new Map(signals.map((signal) => [signal.name, signal.group]));

/**
 * What the node itself holds about one container number. The record of a visit is made from all that
 * was said about the container; which visit a statement belongs to can't depend on who asks.
 */
export interface ContainerFile {
  readonly dossier: ContainerDossier | undefined;
  readonly messages: readonly MessageOf[];
}

/**
 * Everything that is known about one visit, with the byte of every claim; `null` when there is none for
 * this reader. What belongs to other visits of the container is there only when he sees these too.
 *
 * @param readContainer is asked only once the visit was found among those that the reader may see
 */
export async function dossierView(
  scope: Scope,
  id: string,
  readContainer: (container: string) => Promise<ContainerFile>,
): Promise<DossierView | null> {
  const listed = scope.seen('listed-visit');
  const [row] = await scope.query<DossierView['row']>(
    sql`select s.*, ${identityCases(scope)} as identity_cases,
          case when own.rank_key is null then 0
            else (select count(*)::int from ${listed} l where l.rank_key <= own.rank_key) end as rank
        from ${scope.seen('visit')} s left join ${listed} own using (visit_id) where s.visit_id = ${id}`,
  );
  if (row === undefined) return null;
  const { dossier, messages } = await readContainer(row.container);
  const visit = dossier?.visits.find((one) => one.id === id);
  if (dossier === undefined || visit === undefined) return null;
  const seen = await visitsSeen(scope, row.container);
  const others = dossier.visits.filter((one) => one.id !== id);
  const ownFiles = others.every((one) => seen.has(one.id)) ? null : filesOf(visit);
  const shown = veiled(row);
  return {
    row: shown,
    reasons: shown.reasons.map((reason) => ({ ...reason, group: groups.get(reason.signal) ?? 'rule' })),
    facts: factsOf(visit),
    movements: visit.record.movements,
    cases: await casesSeen(scope, row.container),
    messages: messages.filter((message) => ownFiles?.has(message.file) ?? true),
    otherVisits: others
      .filter((one) => seen.has(one.id))
      .map(({ id: other, port, arrivalAt }) => ({ id: other, port, arrivalAt })),
  };
}

async function visitsSeen(scope: Scope, container: string): Promise<ReadonlySet<string>> {
  const rows = await scope.query<{ visit_id: string }>(
    sql`select visit_id from ${scope.seen('visit')} s where container = ${container}`,
  );
  return new Set(rows.map((row) => row.visit_id));
}

/** The files that claims of this visit were read from. */
function filesOf(visit: VisitRecord): ReadonlySet<string> {
  const { record } = visit;
  const claims: readonly (readonly Claim<unknown>[])[] = [
    visit.arrivals,
    record.sizeType,
    record.load,
    record.operator,
    record.weights,
    record.setTemperatureC,
    record.seals,
    record.stow,
    record.bills,
    record.parties,
    record.goods,
    record.origin,
    record.loadPort,
    record.transhipmentPort,
    record.dischargePort,
    record.delivery,
    record.loadedAt,
    record.movements,
  ];
  return new Set(claims.flat().map((claim) => claim.source.file));
}

/** The record as facts: one a field and topic, in a fixed order, with all claims. */
function factsOf(visit: VisitRecord): readonly Fact[] {
  const { record } = visit;
  const arrival = visit.arrivalAt;
  const facts: Fact[] = [];
  const add = <T>(
    field: string,
    claims: readonly Claim<T>[],
    show: (value: T) => string,
    topic: (value: T) => string = () => '',
  ): void => {
    if (claims.length === 0) return;
    const latest = new Map<string, Map<string, string>>();
    for (const claim of claims) {
      const about = latest.get(topic(claim.value)) ?? new Map<string, string>();
      about.set(`${claim.statedBy}|${claim.kind}`, comparable(show(claim.value)));
      latest.set(topic(claim.value), about);
    }
    facts.push({
      field,
      disagree: [...latest.values()].some((about) => new Set(about.values()).size > 1),
      claims: claims.map((claim, index) => ({
        ...claim,
        display: show(claim.value),
        minutesToArrival: arrival === null ? null : Math.round((arrival - claim.statedAt) / 60_000),
        current: index === claims.length - 1,
      })),
    });
  };
  const text = (value: string): string => value;
  add(
    'arrival',
    visit.arrivals,
    (value) => `${new Date(value.at).toISOString().slice(0, 16)}Z${value.actual ? ' actual' : ''}`,
  );
  add('sizeType', record.sizeType, text);
  add('load', record.load, text);
  add('operator', record.operator, text);
  for (const [method, claims] of Map.groupBy(record.weights, (claim) => claim.value.method)) {
    add(`weight.${method}`, claims, (value) => `${value.kg} kg`);
  }
  add('setTemperatureC', record.setTemperatureC, (value) => `${value} °C`);
  add('seals', record.seals, (value) =>
    value.issuer === null ? value.number : `${value.number} (${value.issuer})`,
  );
  add('stow', record.stow, text);
  add(
    'bills',
    record.bills,
    (value) => `${value.bill} (${value.level}${value.masterBill === null ? '' : ` of ${value.masterBill}`})`,
    (value) => value.bill,
  );
  for (const [role, claims] of Map.groupBy(record.parties, (claim) => claim.value.role)) {
    add(
      role,
      claims,
      (value) => (value.country === null ? value.name : `${value.name} (${value.country})`),
      (value) => value.bill,
    );
  }
  const goods = (value: CargoRecord['goods'][number]['value']): string =>
    [
      value.description,
      value.hs === null ? '' : `HS ${value.hs}`,
      value.packages === null ? '' : `${value.packages} packages`,
      value.grossKg === null ? '' : `${value.grossKg} kg`,
    ]
      .filter((part) => part !== '')
      .join(', ');
  add('goods', record.goods, goods, (value) => `${value.bill}|${value.hs ?? ''}`);
  add('origin', record.origin, text);
  add('loadPort', record.loadPort, text);
  add('transhipmentPort', record.transhipmentPort, text);
  add('dischargePort', record.dischargePort, text);
  add('delivery', record.delivery, text);
  add('loadedAt', record.loadedAt, (value) => `${new Date(value).toISOString().slice(0, 16)}Z`);
  return facts;
}

/** Fields that name several things at once disagree only when the words differ beyond case and blanks. */
const comparable = (display: string): string => display.toUpperCase().replace(/\s+/g, ' ').trim();
