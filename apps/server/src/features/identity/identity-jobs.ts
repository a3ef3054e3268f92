import type { News, Transaction } from '../../platform/db/index.ts';
import { reevaluate } from './reevaluate.ts';

/** Judges the containers that new statements speak of, and tells downstream. */
export function identityReader(now: () => number): {
  readonly reader: string;
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly handle: (tx: Transaction, news: readonly News[]) => Promise<void>;
} {
  return {
    reader: 'identity',
    kinds: ['cargo-changed'],
    limit: 1_000,
    async handle(tx, news) {
      const containers = new Set(
        (news as readonly News<{ readonly containers: readonly string[] }>[]).flatMap((one) => one.body.containers),
      );
      const judged = await reevaluate(tx, [...containers], now());
      await tx.news('identity-judged', { containers: judged });
    },
  };
}
