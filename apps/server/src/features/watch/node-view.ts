import { sql, type Scope } from '../../platform/scope/index.ts';

export interface NodeView {
  readonly feeds: readonly {
    readonly name: string;
    readonly files: number;
    readonly lastReceivedAt: string | null;
  }[];
  readonly quarantined: number;
  readonly identityCases: number;
  readonly openVisits: number;
  readonly revision: number;
}

/** How the node is doing, as far as this reader may see it: the freshness of each feed and what waits for a person. */
export async function nodeView(scope: Scope): Promise<NodeView> {
  const feeds = await scope.query<{ name: string; files: number; last: number | null; quarantined: number }>(
    sql`select coalesce(family, 'unread') as name, count(*)::int as files, max(received_at) as last,
          (count(*) filter (where state = 'quarantined'))::int as quarantined
        from ${scope.seen('feed')} f group by 1 order by 1`,
  );
  const [sums] = await scope.query<Omit<NodeView, 'feeds' | 'quarantined'>>(
    sql`select
          (select count(*)::int from ${scope.seen('identity-case')} i where state = 'open') as "identityCases",
          (select count(*)::int from ${scope.seen('listed-visit')} l) as "openVisits",
          (select coalesce(max(revision), 0) from ${scope.seen('visit')} v) as revision`,
  );
  return {
    feeds: feeds.map(({ name, files, last }) => ({
      name,
      files,
      lastReceivedAt: last === null ? null : new Date(last).toISOString(),
    })),
    quarantined: feeds.reduce((sum, feed) => sum + feed.quarantined, 0),
    identityCases: sums?.identityCases ?? 0,
    openVisits: sums?.openVisits ?? 0,
    revision: sums?.revision ?? 0,
  };
}
