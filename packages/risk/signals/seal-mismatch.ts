import { compareSealNumbers, normaliseSealNumber } from '@havenwacht/domain';
import type { ContainerCase } from '../container-case.ts';
import { fired, notEvaluated, quiet, reasonOf } from '../reason.ts';
import type { Signal } from '../signal.ts';

type SealClaim = ContainerCase['seals'][number];

interface Statement {
  readonly claims: SealClaim[];
  cluster: number;
}

/** A box with more seal numbers than this is no box; the rest is not compared. */
const MOST_STATEMENTS = 40;

/**
 * Statements about the seals of the box that share no seal, directly or through another statement
 * that names both (a second seal beside the first joins them). One slip of the pen apart counts as
 * typing. A statement without a readable number says nothing.
 *
 * Equal numbers are quiet and never lower the score: cloned seals are normal in rip-on.
 */
export const sealMismatch: Signal = {
  name: 'seal-mismatch',
  about: 'Messages name different seals of one box; one wrong character counts as typing.',
  group: 'seal',
  wordings: {
    'seal-mismatch/different': 'Seal {first} in one message, {second} in another.',
    'seal-mismatch/typo': 'Seal {first} in one message, {second} in another: one character apart.',
  },
  evaluate(subject, policy) {
    const settings = policy.signals['seal-mismatch'];
    const all = statementsOf(subject).slice(0, MOST_STATEMENTS);
    if (all.length < 2) return notEvaluated('seal numbers of two messages');
    const apart = byIssuer(all)
      .map(pairApart)
      .filter((pair) => pair !== null)
      .filter(({ pair }) => !isResealed(subject, pair));
    const worst = apart.find(({ isTypo }) => !isTypo) ?? apart[0];
    if (worst === undefined) return quiet;
    const [first, second] = worst.pair;
    const code = worst.isTypo ? 'seal-mismatch/typo' : 'seal-mismatch/different';
    const weight = worst.isTypo ? settings.typo : settings.different;
    const params = { first: first.value.number, second: second.value.number };
    return fired([reasonOf(sealMismatch, code, weight, params, [first, second])]);
  },
};

function statementsOf({ seals }: ContainerCase): Statement[] {
  const byMessage = new Map<string, Statement>();
  for (const claim of seals) {
    if (normaliseSealNumber(claim.value.number) === '') continue;
    const key = `${claim.statedBy}\n${claim.kind}\n${claim.statedAt}\n${claim.source.file}`;
    const statement = byMessage.get(key);
    if (statement === undefined) byMessage.set(key, { claims: [claim], cluster: byMessage.size });
    else statement.claims.push(claim);
  }
  return [...byMessage.values()];
}

/**
 * Statements for each party whose seals are spoken of: a carrier's new seal is no less new because the
 * shipper's stayed. A seal without issuer goes with every party but the one whose number it repeats.
 */
function byIssuer(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const claims = statements.flatMap((statement) => statement.claims);
  const issuers = [...new Set(claims.map(({ value }) => value.issuer).filter((issuer) => issuer !== null))];
  if (issuers.length < 2) return [statements];
  return issuers.map((issuer) => {
    const others = claims.filter(({ value }) => value.issuer !== issuer && value.issuer !== null);
    const isOwn = ({ value }: SealClaim): boolean =>
      value.issuer === issuer ||
      (value.issuer === null &&
        others.every((other) => compareSealNumbers(other.value.number, value.number) === 'different'));
    return statements
      .map((statement, cluster) => ({ claims: statement.claims.filter(isOwn), cluster }))
      .filter((statement) => statement.claims.length > 0);
  });
}

interface Apart {
  readonly pair: readonly [SealClaim, SealClaim];
  readonly isTypo: boolean;
}

function pairApart(statements: readonly Statement[]): Apart | null {
  join(statements, (comparison) => comparison === 'same');
  const different = firstPairApart(statements);
  if (different === null) return null;
  join(statements, (comparison) => comparison !== 'different');
  const stillDifferent = firstPairApart(statements);
  return { pair: stillDifferent ?? different, isTypo: stillDifferent === null };
}

/** After these a new seal is expected. */
const RESEALING = new Set([
  'resealed',
  'inspected',
  'customs-inspection',
  'seal-removed',
  'stripped',
  'stuffed',
]);

/** Whether somebody said that the box was opened or resealed between the two statements. */
function isResealed({ movements }: ContainerCase, [first, second]: readonly [SealClaim, SealClaim]): boolean {
  const from = Math.min(first.statedAt, second.statedAt);
  const to = Math.max(first.statedAt, second.statedAt);
  return movements.some(({ value, statedAt }) => {
    const at = value.at ?? statedAt;
    return (
      RESEALING.has(value.event) &&
      value.classifier === 'actual' &&
      at >= from - SLACK_MS &&
      at <= to + SLACK_MS
    );
  });
}

/** Clocks of two parties differ by less. */
const SLACK_MS = 12 * 3_600_000;

/** Gives statements that meet the same cluster. */
function join(
  statements: readonly Statement[],
  meets: (comparison: 'same' | 'typo' | 'different') => boolean,
): void {
  for (const [index, a] of statements.entries()) {
    for (const b of statements.slice(index + 1)) {
      if (a.cluster === b.cluster) continue;
      const isMet = a.claims.some((one) =>
        b.claims.some((two) => meets(compareSealNumbers(one.value.number, two.value.number))),
      );
      if (!isMet) continue;
      const [kept, gone] = [a.cluster, b.cluster];
      for (const statement of statements) if (statement.cluster === gone) statement.cluster = kept;
    }
  }
}

function firstPairApart(statements: readonly Statement[]): readonly [SealClaim, SealClaim] | null {
  const first = statements[0]?.claims[0];
  const apart = statements.find(({ cluster }) => cluster !== statements[0]?.cluster)?.claims[0];
  return first === undefined || apart === undefined ? null : [first, apart];
}
