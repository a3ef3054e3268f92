import type { News, Transaction } from '../../platform/db/index.ts';
import { drawSeed } from './draw-seed.ts';
import { policyInForce } from './policy-store.ts';
import type { RandomShare } from './reband.ts';
import { rescreen } from './rescreen.ts';

/**
 * Judges and screens the containers whose record changed; says which rows of the list are new.
 *
 * @param list `open` leaves out what has left the port; `all` keeps everything, for screening a set of
 *   files once
 * @param share `drawn` where others take part in draws: the share is what these picked
 */
export function screeningReader(
  now: () => number,
  list: 'open' | 'all',
  share: RandomShare['share'] = 'seeded',
): {
  readonly reader: string;
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly handle: (tx: Transaction, news: readonly News[]) => Promise<void>;
} {
  return {
    reader: 'screening',
    kinds: ['cargo-changed', 'policy-changed'],
    limit: 1_000,
    async handle(tx, news) {
      const asOf = now();
      const policyChanged = news.some((one) => one.kind === 'policy-changed');
      const containers = new Set(
        (news as readonly News<{ readonly containers?: readonly string[] }>[]).flatMap(
          (one) => one.body.containers ?? [],
        ),
      );
      if (policyChanged) {
        for (const { container } of await tx.query<{ container: string }>(
          'select distinct container from visit',
        )) {
          containers.add(container);
        }
      }
      const changed = await rescreen(tx, [...containers], await policyInForce(tx, asOf), {
        asOf,
        list,
        share: { seed: await drawSeed(tx), share },
      });
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
