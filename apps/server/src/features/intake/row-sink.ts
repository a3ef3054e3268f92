import type { CargoRow } from '@havenwacht/formats';
import type { Transaction } from '../../platform/db/index.ts';

/** A file whose rows are being taken, inside the transaction that takes them. */
export interface TakenFile {
  readonly id: string;
  readonly receivedAt: number;
  readonly family: string;
}

/** Where the rows of files go, inside one transaction. `row` only buffers; `flush` writes what is buffered. */
export interface FileSink {
  /** The rows that follow are those of this file. */
  begin(file: TakenFile): void;
  row(row: CargoRow): void;
  /** Rows buffered since the last flush. */
  readonly buffered: number;
  /** Writes what is buffered now; rows may come while it writes, but no second flush. */
  flush(): Promise<void>;
  /** Takes out what an earlier reading of this file wrote. */
  takeOut(file: string): Promise<void>;
  /** Writes the rest and tells downstream what changed. */
  end(): Promise<void>;
}

/** What the next step of the flow gives to intake. */
export interface RowSink {
  open(tx: Transaction): FileSink;
}

/** Where lines of history (past visits and controls) go; the answer names the lines that were refused. */
export interface HistorySink {
  take(
    tx: Transaction,
    file: string,
    lines: readonly { readonly offset: number; readonly body: Readonly<Record<string, unknown>> }[],
  ): Promise<readonly { readonly offset: number; readonly text: string }[]>;
}
