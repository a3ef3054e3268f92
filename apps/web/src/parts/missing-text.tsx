import { useTranslation } from 'react-i18next';

/** What a signal would have needed, in the reader's language or marked as the node's English. */
export function MissingText({ missing }: { missing: string }) {
  const { t } = useTranslation('codes');
  const known = t(`missing.${missing}`, { defaultValue: '' });
  return known === '' ? <span lang="en">{missing}</span> : <span>{known}</span>;
}
