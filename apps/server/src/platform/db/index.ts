export type { Database, Querying, Transaction } from './database.ts';
export { followNews, type News } from './follow-news.ts';
export { insertRows } from './insert-rows.ts';
export { migrate, pendingMigrations } from './migrate.ts';
export { openDatabase, type OpenDatabaseOptions } from './open-database.ts';
export { identifierSql, joinSql, sql, type Sql } from './sql.ts';
