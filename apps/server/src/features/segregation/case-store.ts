import type { Source } from '@havenwacht/domain';
import { sql, type Querying } from '../../platform/db/index.ts';
import type { SegregationParts } from './segregation-parts.ts';

/** Why a planner has to look: an order, or a box, is not what it should be. */
export type SegregationCaseKind =
  | 'terminal-unknown'
  | 'unwritable'
  | 'order-unanswered'
  | 'order-overdue'
  | 'refused'
  | 'said-done-unseen'
  | 'put-elsewhere'
  | 'taken-out'
  | 'left'
  | 'shortlanded';

export interface WantedCase {
  readonly kind: SegregationCaseKind;
  readonly params: Readonly<Record<string, string | number>>;
  readonly source: Source | null;
}

/** What cases are about: an order, a line of one, or a visit. */
export interface CaseSubject {
  readonly subject: string;
  readonly port: string;
  readonly container: string | null;
}

/** Opens the cases that something speaks for and closes those that nothing speaks for any more. */
export async function syncCases(
  tx: Querying,
  parts: Pick<SegregationParts, 'newId'>,
  { subject, port, container }: CaseSubject,
  wanted: readonly WantedCase[],
  now: number,
): Promise<void> {
  await tx.execute(
    sql`update segregation_case set closed_at = to_timestamp(${now}::float8 / 1000.0)
        where subject = ${subject} and closed_at is null and kind <> all(${wanted.map(({ kind }) => kind)}::text[])`,
  );
  for (const { kind, params, source } of wanted) {
    await tx.execute(
      sql`insert into segregation_case (id, subject, container, port, kind, params, file, at_byte, opened_at)
          values (${parts.newId('g')}, ${subject}, ${container}, ${port}, ${kind}, ${JSON.stringify(params)}::jsonb,
            ${source?.file ?? null}, ${source?.offset ?? null}, to_timestamp(${now}::float8 / 1000.0))
          on conflict (subject, kind) where closed_at is null do nothing`,
    );
  }
}
