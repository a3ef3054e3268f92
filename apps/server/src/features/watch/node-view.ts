import type { Querying } from '../../platform/db/index.ts';

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

/** How the node is doing: the freshness of each feed and what waits for a person. */
export async function nodeView(tx: Querying): Promise<NodeView> {
  const feeds = await tx.query<{ name: string; files: number; last: number | null }>(
    `select coalesce(family, 'unread') as name, count(*)::int as files, max(received_at) as last
     from file group by 1 order by 1`,
  );
  const [sums] = await tx.query<Omit<NodeView, 'feeds'>>(
    `select (select count(*)::int from file where state = 'quarantined') as quarantined,
       (select count(*)::int from identity_case where state = 'open') as "identityCases",
       (select count(*)::int from screening where is_open) as "openVisits",
       (select coalesce(max(revision), 0) from screening) as revision`,
  );
  return {
    feeds: feeds.map(({ name, files, last }) => ({
      name,
      files,
      lastReceivedAt: last === null ? null : new Date(last).toISOString(),
    })),
    quarantined: sums?.quarantined ?? 0,
    identityCases: sums?.identityCases ?? 0,
    openVisits: sums?.openVisits ?? 0,
    revision: sums?.revision ?? 0,
  };
}
