import { queryOptions } from '@tanstack/react-query';
import { askNode } from './problem.ts';

/** A box that is set apart, and how long it was in reach. */
export interface SegregatedBox {
  readonly visit: string;
  readonly container: string;
  readonly port: string;
  readonly place: 'ashore' | 'moving' | 'guarded' | 'at-scanner' | 'to-depot' | null;
  readonly wait: 'judgement' | 'opening' | null;
  readonly inReachMinutes: number;
  readonly alarms: readonly { readonly about: string; readonly at: string }[];
}

/** Something about an order, or about a box that is set apart, that a planner has to look at. */
export interface SegregationCase {
  readonly id: string;
  readonly kind: string;
  readonly container: string | null;
  readonly port: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly source: { readonly file: string; readonly offset: number } | null;
  readonly openedAt: string;
}

const list = <T>(key: string) =>
  queryOptions({
    // Beside the rows of the list: news about visits makes all ask again.
    queryKey: ['visits', 'segregation', key],
    queryFn: async ({ signal }) =>
      (await askNode<{ readonly items: readonly T[] }>(`/api/v1/segregation/${key}`, { signal })).items,
    refetchInterval: 60_000,
  });

export const segregatedBoxesQuery = list<SegregatedBox>('boxes');
export const segregationCasesQuery = list<SegregationCase>('cases');

/** Whether somebody with these roles is answered at all. */
export function seesSegregation(roles: readonly string[]): boolean {
  return ['analyst', 'team-lead', 'planner'].some((role) => roles.includes(role));
}
