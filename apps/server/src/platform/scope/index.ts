export { joinSql, sql, type Sql } from '../db/sql.ts';
export { nodeReader } from './node-reader.ts';
export { openRecord } from './open-record.ts';
export { allOrNone, scopesOver, type Looked, type RowPolicies, type Scope, type Scopes } from './scope.ts';
