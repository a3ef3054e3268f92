import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { previewPath, scanReferencesQuery } from '../../api/scans.ts';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';

/** What the same goods look like in containers that were judged clear. */
export function ReferenceList({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery(scanReferencesQuery(id));
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines lines={2} label={t('review.loading')} />;
  if (query.data.length === 0) return <p className="soft">{t('review.noReferences')}</p>;
  return (
    <ul className="references">
      {query.data.map((one) => (
        <li key={one.id}>
          <figure>
            <img
              src={previewPath(one.id)}
              alt={t('review.referenceOf', { container: one.container ?? t('review.noNumber') })}
              loading="lazy"
            />
            <figcaption className="mono">{one.container ?? t('review.noNumber')}</figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}
