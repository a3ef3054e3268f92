import { sql, type Scope } from '../../platform/scope/index.ts';
import { caseOf, type CaseRow, type IdentityCase } from './identity-store.ts';

/** The contradictions about one container number that this reader may see. */
export async function casesSeen(scope: Scope, container: string): Promise<readonly IdentityCase[]> {
  const rows = await scope.query<CaseRow>(
    sql`select * from ${scope.seen('identity-case')} i where container = ${container} order by opened_at, id`,
  );
  return rows.map(caseOf);
}

/** Contradictions in windows, the newest first; the total counts what this reader may see. */
export async function listCases(
  scope: Scope,
  filter: { readonly state?: 'open' | 'closed'; readonly from: number; readonly limit: number },
): Promise<{ readonly total: number; readonly items: readonly IdentityCase[] }> {
  const where = filter.state === undefined ? sql`true` : sql`state = ${filter.state}`;
  const cases = scope.seen('identity-case');
  const [count] = await scope.query<{ n: number }>(
    sql`select count(*)::int as n from ${cases} i where ${where}`,
  );
  const rows = await scope.query<CaseRow>(
    sql`select * from ${cases} i where ${where}
        order by opened_at desc, id offset ${filter.from} limit ${filter.limit}`,
  );
  return { total: count?.n ?? 0, items: rows.map(caseOf) };
}
