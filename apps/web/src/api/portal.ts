import { queryOptions } from '@tanstack/react-query';
import { askNode } from './problem.ts';
import { sendChange } from './session.ts';

/** An order to one's own terminal: what to do, with what, and by when. */
export interface PortalOrder {
  readonly id: string;
  readonly number: string;
  readonly port: string;
  readonly terminal: string;
  readonly handling: 'guarded-stack' | 'scanner' | 'hold';
  readonly block: string | null;
  readonly madeAt: string;
  readonly doneBy: string;
  readonly answer: OrderAnswer | null;
  readonly answeredAt: string | null;
  readonly lines: readonly {
    readonly container: string;
    readonly sizeType: string | null;
    readonly load: 'full' | 'empty' | null;
    readonly said: 'done' | 'cannot' | null;
  }[];
}

export type OrderAnswer = 'acknowledged' | 'done' | 'cannot';

export interface PortalBlock {
  readonly port: string;
  readonly terminal: string;
  readonly block: string;
  readonly state: 'free' | 'hold' | 'full';
}

export interface PortalHold {
  readonly container: string;
  readonly port: string;
  readonly since: string;
}

const list = <T>(key: string, path: string) =>
  queryOptions({
    queryKey: ['portal', key],
    queryFn: async ({ signal }) => (await askNode<{ readonly items: readonly T[] }>(path, { signal })).items,
    // Nobody outside is told over the live channel that something is coming.
    refetchInterval: 30_000,
  });

export const portalOrdersQuery = list<PortalOrder>('orders', '/api/v1/portal/orders');
export const portalBlocksQuery = list<PortalBlock>('blocks', '/api/v1/portal/blocks');
export const portalHoldsQuery = list<PortalHold>('holds', '/api/v1/portal/holds');

export const messageOf = (order: string): string => `/api/v1/portal/orders/${order}/message`;

export function answerOrder(
  order: string,
  body: {
    readonly answer: OrderAnswer;
    readonly containers: readonly string[];
    readonly why: string | null;
  },
): Promise<unknown> {
  return sendChange('POST', `/portal/orders/${order}/answers`, body);
}
