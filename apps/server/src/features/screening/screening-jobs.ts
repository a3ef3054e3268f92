import type { News, Transaction } from '../../platform/db/index.ts';
import { policyInForce } from './policy-store.ts';
import { rescreen } from './rescreen.ts';

/** Screens the containers whose record or identity changed; says which rows of the list are new. */
export function screeningReader(now: () => number): {
  readonly reader: string;
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly handle: (tx: Transaction, news: readonly News[]) => Promise<void>;
} {
  return {
    reader: 'screening',
    kinds: ['identity-judged', 'policy-changed'],
    limit: 1_000,
    async handle(tx, news) {
      const asOf = now();
      const policyChanged = news.some((one) => one.kind === 'policy-changed');
      const containers = policyChanged
        ? (await tx.query<{ container: string }>('select distinct container from visit order by 1')).map((row) => row.container)
        : [
            ...new Set(
              (news as readonly News<{ readonly containers: readonly string[] }>[]).flatMap((one) => one.body.containers),
            ),
          ].sort();
      const changed = await rescreen(tx, containers, await policyInForce(tx, asOf), asOf);
      if (changed.visits.length > 0) {
        await tx.news('list-changed', {
          revision: changed.revision,
          total: changed.visits.length,
          visits: changed.visits.length <= 200 ? changed.visits : null,
        });
      }
    },
  };
}
