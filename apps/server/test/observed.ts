import type { Database, Querying, Transaction } from '../src/platform/db/index.ts';
import { Sql } from '../src/platform/db/sql.ts';

/** The same database; `heard` is told the text of every statement. */
export function observed(db: Database, heard: (statement: string) => void): Database {
  const tell = (statement: string | Sql): void =>
    heard(statement instanceof Sql ? statement.toQuery().text : statement);
  const asking = (tx: Querying): Querying => ({
    query: (statement, params) => {
      tell(statement);
      return tx.query(statement, params);
    },
    execute: (statement, params) => {
      tell(statement);
      return tx.execute(statement, params);
    },
  });
  return {
    ...asking(db),
    about: db.about,
    lost: db.lost,
    transaction: (work, options) => db.transaction((tx) => work(observedTransaction(tx)), options),
    listen: (channel, listener) => db.listen(channel, listener),
    close: () => db.close(),
  };

  function observedTransaction(tx: Transaction): Transaction {
    return {
      ...asking(tx),
      news: (kind, body) => tx.news(kind, body),
      savepoint: (work) => tx.savepoint(work),
      copy: (table, columns, rows) => {
        tell(`copy ${table}`);
        return tx.copy(table, columns, rows);
      },
      batches: (statement, params, size) => {
        tell(statement);
        return tx.batches(statement, params, size);
      },
    };
  }
}
