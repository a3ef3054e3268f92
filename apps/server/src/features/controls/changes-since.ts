import type { DossierView } from '../screening/index.ts';

/** One thing that a message has changed: what stood before, and what it says. */
export interface ChangedFact {
  readonly field: string;
  /** `null` = nobody had said anything. */
  readonly before: string | null;
  readonly after: string;
  readonly statedBy: string;
  readonly receivedAt: number;
  readonly source: { readonly file: string; readonly offset: number };
}

/**
 * What messages that came in after an instant have changed about a visit, the latest first. Beside each
 * new word stands the last one about the same thing: of the same speaker where he has spoken before.
 *
 * @param since epoch milliseconds, UTC
 */
export function changesSince(
  { facts, messages }: Pick<DossierView, 'facts' | 'messages'>,
  since: number,
): readonly ChangedFact[] {
  const receivedAt = new Map(messages.map(({ file, receivedAt: at }) => [file, at]));
  const isNew = (file: string): boolean => (receivedAt.get(file) ?? 0) > since;
  const changes = facts.flatMap(({ field, claims }) =>
    claims
      .filter(({ source }) => isNew(source.file))
      .map((claim): ChangedFact => {
        const before = claims.filter(
          (one) => !isNew(one.source.file) && topicOf(one.value) === topicOf(claim.value),
        );
        const own = before.findLast(
          ({ statedBy, kind }) => statedBy === claim.statedBy && kind === claim.kind,
        );
        return {
          field,
          before: (own ?? before.at(-1))?.display ?? null,
          after: claim.display,
          statedBy: claim.statedBy,
          receivedAt: receivedAt.get(claim.source.file) ?? 0,
          source: claim.source,
        };
      }),
  );
  return changes
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => b.receivedAt - a.receivedAt || (a.field < b.field ? -1 : 1));
}

/** Several bills speak of one visit: what is said of one does not change what was said of another. */
function topicOf(value: unknown): string {
  const bill = value !== null && typeof value === 'object' && 'bill' in value ? value.bill : '';
  return typeof bill === 'string' ? bill : '';
}
