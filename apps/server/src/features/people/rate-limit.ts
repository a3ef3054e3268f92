import type { FastifyReply, FastifyRequest } from 'fastify';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import type { Querying } from '../../platform/db/index.ts';
import { secretHash } from './session-rules.ts';

/** A bucket that holds so many tries and gets one back every so often. */
export interface RateRule {
  readonly tries: number;
  readonly everyMs: number;
}

/** Many people may come from one address, a hall behind one gateway. */
const perAddress: RateRule = { tries: 60, everyMs: 2_000 };
/** One person at one address. */
const perPersonAndAddress: RateRule = { tries: 10, everyMs: 30_000 };
/** One person from everywhere: wider, so that a stranger elsewhere does not soon lock him out. */
const perPerson: RateRule = { tries: 30, everyMs: 20_000 };

/**
 * Takes one try out of a bucket.
 *
 * The buckets lie in the database: all processes of a node share them, and a restart does not fill
 * them. One statement, so two tries at once never share the last one.
 *
 * @returns 0 when there was one, else milliseconds until there is
 */
export async function takeTry(tx: Querying, key: string, rule: RateRule, at: number): Promise<number> {
  const hash = secretHash(key).toString('base64url');
  const full = `least($2::float8, b.tokens + greatest(0, $4::float8 / 1000.0 - extract(epoch from b.filled_at)::float8) * 1000 / $3::float8)`;
  const taken = await tx.execute(
    `insert into rate_bucket as b (key, tokens, filled_at) values ($1, $2::float8 - 1, to_timestamp($4::float8 / 1000.0))
     on conflict (key) do update set tokens = ${full} - 1, filled_at = excluded.filled_at where ${full} >= 1`,
    [hash, rule.tries, rule.everyMs, at],
  );
  if (taken === 1) return 0;
  const [bucket] = await tx.query<{ tokens: number; filledAt: number }>(
    'select tokens, filled_at as "filledAt" from rate_bucket where key = $1',
    [hash],
  );
  if (bucket === undefined) return 0;
  return Math.max(1, Math.ceil((1 - bucket.tokens) * rule.everyMs - (at - bucket.filledAt)));
}

/** Forgets buckets that have long been full again. */
async function forgetFullBuckets(tx: Querying, at: number): Promise<void> {
  await tx.execute('delete from rate_bucket where filled_at < to_timestamp($1::float8 / 1000.0)', [
    at - 3_600_000,
  ]);
}

/**
 * Refuses who tries too often: by address, and by the person he says he is, whether there is such a
 * person or not.
 *
 * @throws {HavenwachtError} `auth/too-many-tries` with a `Retry-After`
 */
export async function limitTries(
  parts: { readonly db: Querying; readonly now: () => number },
  request: FastifyRequest,
  reply: FastifyReply,
  person?: string,
): Promise<void> {
  const at = parts.now();
  await forgetFullBuckets(parts.db, at);
  const buckets: readonly (readonly [string, RateRule])[] = [
    [`address ${request.ip}`, perAddress],
    ...(person === undefined
      ? []
      : ([
          [`person ${person} ${request.ip}`, perPersonAndAddress],
          [`person ${person}`, perPerson],
        ] as const)),
  ];
  for (const [key, rule] of buckets) {
    const waitMs = await takeTry(parts.db, key, rule, at);
    if (waitMs === 0) continue;
    reply.header('retry-after', String(Math.ceil(waitMs / 1000)));
    throw new HavenwachtError('auth/too-many-tries', 429, 'Too many tries. Wait, then try again.');
  }
}
