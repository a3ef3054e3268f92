import type { MessageRef } from '../../api/node-answers.ts';

/** The messages about one document, the oldest first. */
export interface VersionedDocument {
  readonly document: string;
  readonly sender: string;
  readonly type: string;
  readonly versions: readonly MessageRef[];
}

/** Documents of which more than one version came in: same sender, type and document number. */
export function versionedDocuments(messages: readonly MessageRef[]): readonly VersionedDocument[] {
  const groups = Map.groupBy(
    messages.filter(({ document }) => typeof document === 'string' && document !== ''),
    ({ sender, type, document }) => `${sender}|${type}|${document ?? ''}`,
  );
  return [...groups.values()]
    .filter((versions) => versions.length > 1)
    .map((versions) => ({
      document: versions[0]?.document ?? '',
      sender: versions[0]?.sender ?? '',
      type: versions[0]?.type ?? '',
      versions,
    }));
}
