import type { Reader } from '../../platform/auth/index.ts';
import type { Querying } from '../../platform/db/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';
import { parseSegregationPolicy, type SegregationPolicy } from './segregation-policy.ts';
import type { SegregationParts } from './segregation-parts.ts';

/**
 * The policy that holds at a moment: of those whose dates hold, the one stored last. `null` = nobody owns
 * one, and nothing is set apart.
 */
export async function segregationPolicyAt(tx: Querying, at: number): Promise<SegregationPolicy | null> {
  const [row] = await tx.query<{ body: unknown }>(
    `select body from segregation_policy where valid_from <= to_timestamp($1::float8 / 1000.0)
       and (valid_to is null or valid_to > to_timestamp($1::float8 / 1000.0))
     order by stored_at desc, version desc limit 1`,
    [at],
  );
  return row === undefined ? null : accepted(row.body);
}

/** Stores a policy under its version; a version is never stored twice. */
export async function storeSegregationPolicy(
  parts: SegregationParts,
  reader: Reader,
  body: unknown,
): Promise<SegregationPolicy> {
  const policy = accepted(body);
  const at = parts.now();
  await parts.db.transaction(async (tx) => {
    const stored = await tx.execute(
      `insert into segregation_policy (version, owner, valid_from, valid_to, body, stored_at, stored_by)
       values ($1, $2, $3::timestamptz, $4::timestamptz, $5::jsonb, to_timestamp($6::float8 / 1000.0), $7)
       on conflict do nothing`,
      [
        policy.version,
        policy.owner,
        policy.validFrom,
        policy.validTo,
        JSON.stringify(body),
        at,
        reader.person,
      ],
    );
    if (stored === 0) {
      throw new HavenwachtError(
        'segregation/version-exists',
        409,
        `Version ${policy.version} is stored already; give the new one another name.`,
      );
    }
    const act = 'segregation/store-policy';
    await parts.recordAct(tx, {
      kind: 'change',
      act,
      subject: policy.version,
      by: reader,
      at,
      content: body,
    });
    await tx.news('segregation-policy-changed', { version: policy.version });
  });
  return policy;
}

function accepted(body: unknown): SegregationPolicy {
  const parsed = parseSegregationPolicy(body);
  if (parsed.ok) return parsed.policy;
  const [first] = parsed.problems;
  throw new HavenwachtError(
    'segregation/bad-policy',
    422,
    `${first?.path ?? '$'} ${first?.message ?? 'is not valid'}`,
    { details: { problems: parsed.problems.slice(0, 50) } },
  );
}
