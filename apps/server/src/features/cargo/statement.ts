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

/**
 * When what a statement says was so: the moment of an event that happened, else the moment it was
 * stated. A report of three days ago about an event of five days ago speaks of five days ago.
 */
export function saidOf(statement: Statement): number {
  const { said } = statement;
  if (statement.about !== 'movement' || statement.row.classifier !== 'actual') return said.statedAt;
  return statement.row.happenedAt ?? said.statedAt;
}

/**
 * Statements in the order of {@link saidOf}; ties by when they were received, then by file and byte, so
 * that the order is the same however the files came to be read.
 */
export function inOrder(statements: readonly Statement[]): readonly Statement[] {
  return [...statements].sort(
    (a, b) =>
      saidOf(a) - saidOf(b) ||
      a.said.receivedAt - b.said.receivedAt ||
      (a.said.file < b.said.file ? -1 : a.said.file > b.said.file ? 1 : a.row.offset - b.row.offset),
  );
}
