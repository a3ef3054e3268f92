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
    const statements = statementsOf(subject).slice(0, MOST_STATEMENTS);
    if (statements.length < 2) return notEvaluated('seal numbers of two messages');
    join(statements, (comparison) => comparison === 'same');
    const different = firstPairApart(statements);
    if (different === null) return quiet;
    join(statements, (comparison) => comparison !== 'different');
    const stillDifferent = firstPairApart(statements);
    const [first, second] = stillDifferent ?? different;
    const code = stillDifferent === null ? 'seal-mismatch/typo' : 'seal-mismatch/different';
    const weight = stillDifferent === null ? settings.typo : settings.different;
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
