import { createHash } from 'node:crypto';
import type { Source } from '@havenwacht/domain';
import type { Querying, Transaction } from '../../platform/db/index.ts';
import type { CaseParams, ContainerState, Contradiction, IdentityCaseKind } from './judge-container.ts';

export interface IdentityCase {
  readonly id: string;
  readonly container: string;
  readonly kind: IdentityCaseKind;
  readonly state: 'open' | 'closed';
  readonly text: string;
  readonly params: CaseParams;
  readonly sources: readonly Source[];
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly closedBecause: string | null;
}

export interface CaseRow {
  id: string;
  container: string;
  kind: IdentityCaseKind;
  state: 'open' | 'closed';
  text: string;
  params: CaseParams;
  sources: Source[];
  opened_at: number;
  closed_at: number | null;
  closed_because: string | null;
}

export const caseOf = (row: CaseRow): IdentityCase => ({
  id: row.id,
  container: row.container,
  kind: row.kind,
  state: row.state,
  text: row.text,
  params: row.params,
  sources: row.sources,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  closedBecause: row.closed_because,
});

export async function casesOf(tx: Querying, containers: readonly string[]): Promise<readonly IdentityCase[]> {
  const rows = await tx.query<CaseRow>(
    'select * from identity_case where container = any($1::text[]) order by opened_at, id',
    [containers],
  );
  return rows.map(caseOf);
}

/** Since when those of these containers that stand ashore have stood there, as far as it is known. */
export async function ashoreSince(
  tx: Querying,
  containers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ container: string; since: number }>(
    `select container, since from container_state
     where container = any($1::text[]) and state in ('ashore', 'gated-in') and since is not null`,
    [containers],
  );
  return new Map(rows.map(({ container, since }) => [container, since]));
}

/** A contradiction keeps its identity as long as it says the same of the same container. */
function caseId(container: string, one: Contradiction): string {
  const words = `${container}|${one.kind}|${JSON.stringify(Object.entries(one.params).sort())}`;
  return `i_${createHash('sha256').update(words).digest('base64url').slice(0, 22)}`;
}

/**
 * Makes the open cases of these containers exactly the given contradictions: new ones are opened,
 * ones that hold again are reopened, ones that no longer hold are closed, none is deleted.
 */
export async function writeCases(
  tx: Transaction,
  judged: ReadonlyMap<string, readonly Contradiction[]>,
  now: number,
): Promise<void> {
  const open = new Map<string, { container: string; one: Contradiction }>();
  for (const [container, contradictions] of judged) {
    for (const one of contradictions) open.set(caseId(container, one), { container, one });
  }
  const all = [...open];
  if (all.length > 0) {
    await tx.query(
      `insert into identity_case (id, container, kind, state, text, params, sources, opened_at)
       select i, c, k, 'open', t, p::jsonb, s::jsonb, to_timestamp($7::float8 / 1000.0)
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as u(i, c, k, t, p, s)
       on conflict (id) do update set state = 'open', closed_at = null, closed_because = null,
         text = excluded.text, sources = excluded.sources`,
      [
        all.map(([id]) => id),
        all.map(([, { container }]) => container),
        all.map(([, { one }]) => one.kind),
        all.map(([, { one }]) => one.text),
        all.map(([, { one }]) => JSON.stringify(one.params)),
        all.map(([, { one }]) => JSON.stringify(one.sources)),
        now,
      ],
    );
  }
  await tx.query(
    `update identity_case set state = 'closed', closed_at = to_timestamp($3::float8 / 1000.0),
       closed_because = 'no-longer-stated'
     where state = 'open' and container = any($1::text[]) and not (id = any($2::text[]))`,
    [[...judged.keys()], all.map(([id]) => id), now],
  );
}

export async function writeStates(
  tx: Transaction,
  states: readonly {
    readonly container: string;
    readonly state: ContainerState;
    readonly checkDigitValid: boolean;
  }[],
): Promise<void> {
  await tx.query(
    `insert into container_state (container, state, port, since, file, at_byte, check_digit_valid)
     select c, s, p, to_timestamp(t / 1000.0), f, b, v
     from unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::text[], $6::bigint[], $7::boolean[])
       as u(c, s, p, t, f, b, v)
     on conflict (container) do update set state = excluded.state, port = excluded.port, since = excluded.since,
       file = excluded.file, at_byte = excluded.at_byte, check_digit_valid = excluded.check_digit_valid`,
    [
      states.map((one) => one.container),
      states.map((one) => one.state.state),
      states.map((one) => one.state.port),
      states.map((one) => one.state.since),
      states.map((one) => one.state.source?.file ?? null),
      states.map((one) => one.state.source?.offset ?? null),
      states.map((one) => one.checkDigitValid),
    ],
  );
}
