import type { ConsignmentRow, ContainerRow, MessageFunction, MovementRow } from '@havenwacht/formats';
import type { StatementKind } from '@havenwacht/domain';

/** Who said it, in which message, when. */
export interface Said {
  readonly file: string;
  readonly sender: string;
  readonly kind: StatementKind;
  readonly function: MessageFunction;
  readonly documentNumber: string | null;
  readonly statedAt: number;
  readonly receivedAt: number;
}

/** One row of one message that is about a container, as it was stored. */
export type Statement = {
  readonly id: number;
  readonly said: Said;
  readonly vesselKey: string | null;
  readonly port: string | null;
} & (
  | { readonly about: 'container'; readonly row: ContainerRow }
  | { readonly about: 'consignment'; readonly row: ConsignmentRow }
  | { readonly about: 'movement'; readonly row: MovementRow }
);

/** Statements in the order they were made; ties in the order they were received, then as written. */
export function inOrder(statements: readonly Statement[]): readonly Statement[] {
  return [...statements].sort(
    (a, b) => a.said.statedAt - b.said.statedAt || a.said.receivedAt - b.said.receivedAt || a.id - b.id,
  );
}
