export { copiedInstant } from './copy-in.ts';
export type { Database, Querying, Transaction } from './database.ts';
export { hasEmbeddedDatabase } from './embedded-postgres.ts';
export { followNews, type News, type NewsFollower } from './follow-news.ts';
export { insertRows } from './insert-rows.ts';
export { migrate, pendingMigrations } from './migrate.ts';
export { openDatabase, type OpenDatabaseOptions } from './open-database.ts';
export { identifierSql, joinSql, sql, type Sql } from './sql.ts';
