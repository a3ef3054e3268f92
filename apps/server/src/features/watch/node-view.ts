import { sql, type Scope } from '../../platform/scope/index.ts';

export interface NodeView {
  readonly feeds: readonly {
    readonly name: string;
    readonly files: number;
    readonly lastReceivedAt: string | null;
    /** Quiet for longer than this is silence; null for what nobody expects to go on. */
    readonly silentAfterMinutes: number | null;
  }[];
  readonly quarantined: number;
  readonly identityCases: number;
  readonly openVisits: number;
  readonly revision: number;
}

/** A feed that delivers again and again and then brought nothing for so long has fallen silent. */
const silentAfterMinutes = 60;

/**
 * Feeds that nobody waits for: history is loaded when somebody has it, and files that could not be read
 * are of no feed.
 */
const unexpected: readonly string[] = ['history', 'unread'];

/** How the node is doing, as far as this reader may see it: the freshness of each feed and what waits for a person. */
export async function nodeView(scope: Scope): Promise<NodeView> {
  const feeds = await scope.query<{
    name: string;
    files: number;
    last: number | null;
    hours: number;
    quarantined: number;
  }>(
    sql`select coalesce(family, 'unread') as name, count(*)::int as files, max(received_at) as last,
          count(distinct date_trunc('hour', received_at))::int as hours,
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
    feeds: feeds.map(({ name, files, last, hours }) => ({
      name,
      files,
      lastReceivedAt: last === null ? null : new Date(last).toISOString(),
      // What came in one go says nothing yet of when the next is due.
      silentAfterMinutes: hours < 2 || unexpected.includes(name) ? null : silentAfterMinutes,
    })),
    quarantined: feeds.reduce((sum, feed) => sum + feed.quarantined, 0),
    identityCases: sums?.identityCases ?? 0,
    openVisits: sums?.openVisits ?? 0,
    revision: sums?.revision ?? 0,
  };
}
