import type { Claim, Claims } from '@havenwacht/domain';
import type { CallRole, CallStatement, MovementEvent, PartyRole, WeightMethod } from '@havenwacht/formats';
import type { Said, Statement } from './statement.ts';
import { inOrder, saidOf } from './statement.ts';

/**
 * What is claimed about one visit of one container, field by field. Every claim keeps its byte;
 * a party that repeats itself word for word adds no claim, a party that changes its mind does.
 */
export interface CargoRecord {
  readonly container: string;
  readonly sizeType: Claims<string>;
  readonly load: Claims<'full' | 'empty'>;
  readonly operator: Claims<string>;
  readonly weights: Claims<{ readonly kg: number; readonly method: WeightMethod }>;
  readonly setTemperatureC: Claims<number>;
  readonly seals: Claims<{ readonly number: string; readonly issuer: string | null }>;
  readonly stow: Claims<string>;
  readonly bills: Claims<{
    readonly bill: string;
    readonly level: 'master' | 'house';
    readonly masterBill: string | null;
  }>;
  readonly parties: Claims<{
    readonly bill: string;
    readonly role: PartyRole;
    readonly name: string;
    readonly country: string | null;
  }>;
  readonly goods: Claims<{
    readonly bill: string;
    readonly description: string;
    readonly hs: string | null;
    readonly packages: number | null;
    readonly grossKg: number | null;
  }>;
  readonly origin: Claims<string>;
  readonly loadPort: Claims<string>;
  readonly transhipmentPort: Claims<string>;
  readonly dischargePort: Claims<string>;
  readonly delivery: Claims<string>;
  readonly loadedAt: Claims<number>;
  readonly movements: Claims<{
    readonly event: MovementEvent;
    readonly code: string | null;
    readonly classifier: 'planned' | 'estimated' | 'actual';
    readonly at: number | null;
    readonly port: string | null;
    readonly terminal: string | null;
  }>;
  readonly on: {
    readonly stowPlan: Claims<true>;
    readonly manifest: Claims<true>;
    readonly dischargeOrder: Claims<true>;
    readonly dischargeReport: Claims<true>;
    readonly overlanded: Claims<true>;
  };
  /** Bills that were withdrawn by their sender, by number. */
  readonly withdrawnBills: readonly string[];
}

/** One field while it is being folded: claims so far, and what each speaker said last. */
class Field<T> {
  readonly claims: Claim<T>[] = [];
  readonly #last = new Map<string, string>();

  /** @param spoken the value in words: equal words say the same */
  add(said: Said, offset: number, value: T, topic = '', spoken: string = String(value)): void {
    const speaker = `${said.sender}|${said.kind}|${topic}`;
    if (this.#last.get(speaker) === spoken) return;
    this.#last.set(speaker, spoken);
    this.claims.push({
      value,
      source: { file: said.file, offset },
      statedAt: said.statedAt,
      statedBy: said.sender,
      kind: said.kind,
    });
  }
}

const placeOf: Readonly<
  Partial<Record<CallRole, 'origin' | 'loadPort' | 'transhipmentPort' | 'dischargePort' | 'delivery'>>
> = {
  origin: 'origin',
  receipt: 'origin',
  load: 'loadPort',
  transhipment: 'transhipmentPort',
  discharge: 'dischargePort',
  delivery: 'delivery',
};

/**
 * Folds what was said about one container on one voyage into its record.
 *
 * Pure and independent of the order the statements arrive in: they are put in the order they were
 * made. Withdrawn bills and containers leave no claims.
 */
export function foldRecord(
  container: string,
  vesselKey: string | null,
  all: readonly Statement[],
): CargoRecord {
  const statements = inOrder(all);
  const withdrawn = withdrawnBills(statements);
  const field = {
    sizeType: new Field<string>(),
    load: new Field<'full' | 'empty'>(),
    operator: new Field<string>(),
    weights: new Field<CargoRecord['weights'][number]['value']>(),
    setTemperatureC: new Field<number>(),
    seals: new Field<CargoRecord['seals'][number]['value']>(),
    stow: new Field<string>(),
    bills: new Field<CargoRecord['bills'][number]['value']>(),
    parties: new Field<CargoRecord['parties'][number]['value']>(),
    goods: new Field<CargoRecord['goods'][number]['value']>(),
    origin: new Field<string>(),
    loadPort: new Field<string>(),
    transhipmentPort: new Field<string>(),
    dischargePort: new Field<string>(),
    delivery: new Field<string>(),
    loadedAt: new Field<number>(),
    movements: new Field<CargoRecord['movements'][number]['value']>(),
    stowPlan: new Field<true>(),
    manifest: new Field<true>(),
    dischargeOrder: new Field<true>(),
    dischargeReport: new Field<true>(),
    overlanded: new Field<true>(),
  };

  for (const statement of statements) {
    const { said } = statement;
    if (said.function === 'cancel' && statement.about !== 'consignment') continue;
    switch (statement.about) {
      case 'container': {
        const { row } = statement;
        if (row.action === 'cancel') continue;
        if (row.sizeType !== undefined)
          field.sizeType.add(said, row.at['sizeType'] ?? row.offset, row.sizeType);
        if (row.load !== undefined) field.load.add(said, row.at['load'] ?? row.offset, row.load);
        if (row.operator !== undefined)
          field.operator.add(said, row.at['operator'] ?? row.offset, row.operator);
        if (row.stow !== undefined) field.stow.add(said, row.at['stow'] ?? row.offset, row.stow);
        if (row.setTemperatureC !== undefined) {
          field.setTemperatureC.add(said, row.at['setTemperatureC'] ?? row.offset, row.setTemperatureC);
        }
        if (row.goodsText !== undefined || row.hs !== undefined) {
          field.goods.add(
            said,
            row.at['goodsText'] ?? row.at['hs'] ?? row.offset,
            { bill: '', description: row.goodsText ?? '', hs: row.hs ?? null, packages: null, grossKg: null },
            '',
            `${row.goodsText ?? ''}|${row.hs ?? ''}`,
          );
        }
        addWeights(field.weights, said, row.weights);
        addSeals(field.seals, said, row.seals);
        addPlaces(field, said, row.calls);
        if (said.kind === 'stow-plan') field.stowPlan.add(said, row.offset, true);
        if (said.kind === 'manifest' || said.kind === 'arrival-notice')
          field.manifest.add(said, row.offset, true);
        if (said.kind === 'discharge-order') field.dischargeOrder.add(said, row.offset, true);
        if (said.kind === 'discharge-report' && row.exception !== 'shortlanded') {
          field.dischargeReport.add(said, row.offset, true);
        }
        if (row.exception === 'overlanded')
          field.overlanded.add(said, row.at['exception'] ?? row.offset, true);
        break;
      }
      case 'consignment': {
        const { row } = statement;
        if (row.action === 'cancel' || withdrawn.has(row.bill)) continue;
        const { bill } = row;
        const placed = row.containers.find((one) => one.number === container);
        if (said.kind === 'manifest' || said.kind === 'arrival-notice') {
          field.manifest.add(said, placed?.offset ?? row.offset, true);
        }
        field.bills.add(
          said,
          row.at['bill'] ?? row.offset,
          { bill, level: row.level, masterBill: row.masterBill ?? null },
          bill,
          `${row.level}|${row.masterBill ?? ''}`,
        );
        for (const party of row.parties) {
          if (party.name === undefined) continue;
          field.parties.add(
            said,
            party.at?.['name'] ?? party.offset,
            { bill, role: party.role, name: party.name, country: party.country ?? null },
            `${bill}|${party.role}`,
            `${party.name}|${party.country ?? ''}`,
          );
        }
        for (const item of row.goods) {
          if (item.containers.length > 0 && !item.containers.includes(container)) continue;
          // The figures of an item that is spread over several boxes are not those of one of them.
          const spread = (item.containers.length === 0 ? row.containers.length : item.containers.length) > 1;
          const own = spread ? (row.goods.length === 1 ? placed : undefined) : item;
          field.goods.add(
            said,
            item.at?.['description'] ?? item.at?.['hs'] ?? item.offset,
            {
              bill,
              description: item.description ?? '',
              hs: item.hs ?? null,
              packages: own?.packages ?? null,
              grossKg: own?.grossKg ?? null,
            },
            `${bill}|${item.item}`,
            `${item.description ?? ''}|${item.hs ?? ''}|${own?.packages ?? ''}|${own?.grossKg ?? ''}`,
          );
        }
        if (placed?.grossKg !== undefined) {
          field.weights.add(
            said,
            placed.offset,
            { kg: placed.grossKg, method: 'declared-gross' },
            `declared-gross|${bill}`,
            String(placed.grossKg),
          );
        }
        addPlaces(field, said, row.calls);
        break;
      }
      case 'movement': {
        const { row } = statement;
        const seen: Said = { ...said, statedAt: saidOf(statement) };
        field.movements.add(
          said,
          row.at['event'] ?? row.offset,
          {
            event: row.event,
            code: row.code ?? null,
            classifier: row.classifier,
            at: row.happenedAt ?? null,
            port: row.port ?? null,
            terminal: row.terminal ?? null,
          },
          `${row.event}|${row.classifier}|${row.port ?? ''}|${row.happenedAt ?? ''}`,
          `${row.code ?? ''}|${row.terminal ?? ''}`,
        );
        if (row.sizeType !== undefined)
          field.sizeType.add(seen, row.at['sizeType'] ?? row.offset, row.sizeType);
        if (row.load !== undefined) field.load.add(seen, row.at['load'] ?? row.offset, row.load);
        addWeights(field.weights, seen, row.weights);
        addSeals(field.seals, seen, row.seals);
        const sameVessel = statement.vesselKey === null || statement.vesselKey === vesselKey;
        if (
          row.event === 'load' &&
          row.classifier === 'actual' &&
          row.happenedAt !== undefined &&
          sameVessel
        ) {
          field.loadedAt.add(seen, row.at['happenedAt'] ?? row.offset, row.happenedAt);
        }
        break;
      }
    }
  }

  return {
    container,
    sizeType: field.sizeType.claims,
    load: field.load.claims,
    operator: field.operator.claims,
    weights: field.weights.claims,
    setTemperatureC: field.setTemperatureC.claims,
    seals: field.seals.claims,
    stow: field.stow.claims,
    bills: field.bills.claims,
    parties: field.parties.claims,
    goods: field.goods.claims,
    origin: field.origin.claims,
    loadPort: field.loadPort.claims,
    transhipmentPort: field.transhipmentPort.claims,
    dischargePort: field.dischargePort.claims,
    delivery: field.delivery.claims,
    loadedAt: field.loadedAt.claims,
    movements: field.movements.claims,
    on: {
      stowPlan: field.stowPlan.claims,
      manifest: field.manifest.claims,
      dischargeOrder: field.dischargeOrder.claims,
      dischargeReport: field.dischargeReport.claims,
      overlanded: field.overlanded.claims,
    },
    withdrawnBills: [...withdrawn].sort(),
  };
}

function addWeights(
  into: Field<CargoRecord['weights'][number]['value']>,
  said: Said,
  weights: readonly { readonly offset: number; readonly kg: number; readonly method: WeightMethod }[],
): void {
  for (const { offset, kg, method } of weights) into.add(said, offset, { kg, method }, method, String(kg));
}

function addSeals(
  into: Field<CargoRecord['seals'][number]['value']>,
  said: Said,
  seals: readonly { readonly offset: number; readonly number: string; readonly issuer?: string }[],
): void {
  seals.forEach(({ offset, number, issuer }, index) => {
    into.add(said, offset, { number, issuer: issuer ?? null }, String(index), `${number}|${issuer ?? ''}`);
  });
}

function addPlaces(
  field: {
    readonly [K in 'origin' | 'loadPort' | 'transhipmentPort' | 'dischargePort' | 'delivery']: Field<string>;
  },
  said: Said,
  calls: readonly CallStatement[],
): void {
  for (const call of calls) {
    const name = placeOf[call.role];
    if (name !== undefined && call.port !== undefined) field[name].add(said, call.offset, call.port);
  }
}

/** Bills whose last word is a cancellation. */
function withdrawnBills(statements: readonly Statement[]): ReadonlySet<string> {
  const withdrawn = new Set<string>();
  for (const statement of statements) {
    if (statement.about !== 'consignment') continue;
    if (statement.row.action === 'cancel') withdrawn.add(statement.row.bill);
    else withdrawn.delete(statement.row.bill);
  }
  return withdrawn;
}
