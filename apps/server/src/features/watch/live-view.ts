import { sql, type Scope } from '../../platform/scope/index.ts';
import type { LiveNews } from './live-news.ts';

export interface LiveEvent {
  readonly name: 'revision' | 'file' | 'triage' | 'control';
  readonly data: object;
}

/** More visits than this are counted and not named. */
const mostNamed = 200;

/** What of the news a reader is told: what is about records he may see, counted after the filter; else nothing. */
export async function liveView(scope: Scope, news: LiveNews): Promise<LiveEvent | null> {
  if (news.kind === 'file') {
    const [file] = await scope.query<{ id: string }>(
      sql`select id from ${scope.seen('file')} f where id = ${news.file}`,
    );
    return file === undefined ? null : { name: 'file', data: { id: file.id, verdict: news.verdict } };
  }
  if (news.kind === 'triage') {
    const [act] = await scope.query(
      sql`select 1 as seen from ${scope.seen('triage-act')} t where visit_id = any(${news.visits}::text[]) limit 1`,
    );
    return act === undefined ? null : { name: 'triage', data: {} };
  }
  if (news.kind === 'control' || news.kind === 'lowering') {
    const id = news.kind === 'control' ? news.control : news.lowering;
    const [seen] = await scope.query(sql`select id from ${scope.seen(news.kind)} c where id = ${id}`);
    // Which one it was is not said: who may look asks again, and is told what he may know.
    return seen === undefined ? null : { name: 'control', data: {} };
  }
  const rows = await scope.query<{ visit_id: string }>(
    sql`select visit_id from ${scope.seen('visit')} s where revision = ${news.revision} order by visit_id`,
  );
  if (rows.length === 0) return null;
  const changed = rows.length <= mostNamed ? rows.map((row) => row.visit_id) : null;
  return { name: 'revision', data: { revision: news.revision, changed, total: rows.length } };
}
