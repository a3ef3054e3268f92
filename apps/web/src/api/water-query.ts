import { queryOptions } from '@tanstack/react-query';
import type { Band } from './node-answers.ts';
import { askNode } from './problem.ts';

/** Open visits by band. */
export type BandCounts = Readonly<Record<Lowercase<Band>, number>>;

export interface WaterVessel {
  /** Opaque id of the call. */
  readonly call: string;
  readonly name: string | null;
  readonly imo: string | null;
  readonly voyage: string | null;
  readonly port: string;
  readonly arrivalAt: string | null;
  readonly arrivalActual: boolean;
  readonly fromPort: string | null;
  readonly departedAt: string | null;
  readonly departedActual: boolean;
  readonly bands: BandCounts;
}

export interface AshoreBlock {
  readonly port: string;
  readonly terminal: string | null;
  readonly block: string | null;
  readonly since: string;
  readonly bands: BandCounts;
}

export interface Water {
  readonly asOf: string;
  readonly ports: readonly { readonly port: string; readonly bands: BandCounts }[];
  readonly vessels: readonly WaterVessel[];
  readonly blocks: readonly AshoreBlock[];
}

export interface AshoreBox {
  readonly visit: string;
  readonly container: string;
  readonly band: Band;
  readonly since: string;
}

export const waterQuery = queryOptions({
  // Beside the rows of the list: news about visits makes both ask again.
  queryKey: ['visits', 'water'],
  queryFn: ({ signal }) => askNode<Water>('/api/v1/water', { signal }),
});

export function ashoreQuery({ port, terminal, block }: Pick<AshoreBlock, 'port' | 'terminal' | 'block'>) {
  const query = new URLSearchParams({ port });
  if (terminal !== null) query.set('terminal', terminal);
  if (block !== null) query.set('block', block);
  return queryOptions({
    queryKey: ['visits', 'ashore', port, terminal, block],
    queryFn: ({ signal }) =>
      askNode<{ readonly total: number; readonly items: readonly AshoreBox[] }>(
        `/api/v1/water/ashore?${query}`,
        { signal },
      ),
  });
}
