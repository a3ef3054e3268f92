import { sql, type Querying, type Transaction } from '../../platform/db/index.ts';
import type { Draw } from './draw.ts';

const columns = sql`id, kind, port, day, state, at, context, model, replaces, candidates, parties, commitment, absent, drawn,
  bundle, problem`;

/** The draws that are committed and not ended, the oldest first. */
export function openDraws(tx: Querying): Promise<Draw[]> {
  return tx.query<Draw>(sql`select ${columns} from draw where state = 'committed' order by at, id`);
}

export async function drawById(tx: Querying, id: string): Promise<Draw | null> {
  const [row] = await tx.query<Draw>(sql`select ${columns} from draw where id = ${id}`);
  return row ?? null;
}

export function latestDraws(tx: Querying, limit: number): Promise<Draw[]> {
  return tx.query<Draw>(sql`select ${columns} from draw order by at desc, id limit ${limit}`);
}

/** The draw of this kind, port and day that ended last. */
export async function lastEnded(
  tx: Querying,
  { kind, port, day }: Pick<Draw, 'kind' | 'port' | 'day'>,
): Promise<Draw | null> {
  const [row] = await tx.query<Draw>(
    sql`select ${columns} from draw where kind = ${kind} and port is not distinct from ${port}
        and day is not distinct from ${day}::date and state <> 'committed' order by ended_at desc, id limit 1`,
  );
  return row ?? null;
}

export async function insertDraw(
  tx: Transaction,
  draw: Omit<Draw, 'state' | 'absent' | 'drawn' | 'bundle' | 'problem'>,
): Promise<void> {
  await tx.execute(
    sql`insert into draw (id, kind, port, day, at, context, model, replaces, candidates, parties, commitment)
        values (${draw.id}, ${draw.kind}, ${draw.port}, ${draw.day}::date, to_timestamp(${draw.at}::float8 / 1000.0),
          ${draw.context}, ${draw.model}, ${draw.replaces}, ${JSON.stringify(draw.candidates)}::jsonb,
          ${JSON.stringify(draw.parties)}::jsonb, ${draw.commitment})`,
  );
}

/** Notes who is on the roster; it is decided once. */
export async function setAbsent(
  tx: Transaction,
  id: string,
  absent: NonNullable<Draw['absent']>,
): Promise<void> {
  await tx.execute(
    sql`update draw set absent = ${JSON.stringify(absent)}::jsonb where id = ${id} and state = 'committed' and absent is null`,
  );
}

/** Notes what keeps a draw from being made. */
export async function setProblem(tx: Transaction, id: string, problem: string): Promise<void> {
  await tx.execute(sql`update draw set problem = ${problem} where id = ${id} and state = 'committed'`);
}

/** Ends a draw. @returns false when somebody else has ended it */
export async function endDraw(
  tx: Transaction,
  id: string,
  end: {
    readonly state: 'made' | 'void' | 'forced';
    readonly drawn: readonly string[] | null;
    readonly bundle: string | null;
    readonly problem: string | null;
    readonly at: number;
  },
): Promise<boolean> {
  const ended = await tx.execute(
    sql`update draw set state = ${end.state}, drawn = ${end.drawn}::text[], bundle = ${end.bundle},
          problem = ${end.problem}, ended_at = to_timestamp(${end.at}::float8 / 1000.0)
        where id = ${id} and state = 'committed'`,
  );
  return ended > 0;
}

/** What was lowered, as a draw takes it in: each once. */
export async function takeLowered(tx: Transaction, draw: string, sources: readonly string[]): Promise<void> {
  await tx.execute(
    sql`insert into lowered_candidate (source, draw_id) select source, ${draw} from unnest(${sources}::text[]) as u(source)`,
  );
}

export async function loweredIn(tx: Querying, draw: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ source: string }>(
    sql`select source from lowered_candidate where draw_id = ${draw}`,
  );
  return new Set(rows.map(({ source }) => source));
}

/** Of these sources the ones that no draw has taken in. */
export async function notTakenIn(tx: Querying, sources: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ source: string }>(
    sql`select source from unnest(${sources}::text[]) as u(source)
        where not exists (select from lowered_candidate c where c.source = u.source)`,
  );
  return new Set(rows.map(({ source }) => source));
}

export async function dropLowered(tx: Transaction, draw: string): Promise<void> {
  await tx.execute(sql`delete from lowered_candidate where draw_id = ${draw}`);
}
