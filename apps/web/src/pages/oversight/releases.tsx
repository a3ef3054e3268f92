import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { releasesQuery } from '../../api/oversight.ts';
import { Instant } from '../../parts/instant.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { useNow } from '../../parts/use-now.ts';

const dayMs = 86_400_000;

/** Risky boxes that left by the gate on one day without a result and without anybody saying why. */
export function Releases({ day }: { day: string | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const field = useId();
  const navigate = useNavigate();
  const yesterday = new Date(useNow() - dayMs).toISOString().slice(0, 10);
  const shown = day ?? yesterday;
  const query = useQuery(releasesQuery(shown));
  const go = (next: string) =>
    void navigate({ to: '/oversight', search: { part: 'releases', day: next }, replace: true });
  const beside = (days: number) =>
    new Date(Date.parse(`${shown}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
  return (
    <>
      <div className="oversight-filters">
        <button
          type="button"
          className="button"
          onClick={() => go(beside(-1))}
          aria-label={t('oversight.dayBefore')}
        >
          ◀
        </button>
        <div className="text-input">
          <label htmlFor={field}>{t('oversight.day')}</label>
          <input
            id={field}
            type="date"
            className="field"
            value={shown}
            onChange={({ currentTarget }) => {
              if (currentTarget.value !== '') go(currentTarget.value);
            }}
          />
        </div>
        <button
          type="button"
          className="button"
          onClick={() => go(beside(1))}
          aria-label={t('oversight.dayAfter')}
        >
          ▶
        </button>
        {query.data && (
          <p className="count" role="status">
            {t('oversight.releases', { count: query.data.length, shown: formats.count(query.data.length) })}
          </p>
        )}
      </div>
      {query.data ? (
        query.data.length === 0 ? (
          <EmptyNotice title={t('oversight.noReleases')}>{t('oversight.noReleasesNext')}</EmptyNotice>
        ) : (
          <div className="panel files-panel">
            <table className="files">
              <caption className="panel-head soft">{t('oversight.releasesMean')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('columns.container')}</th>
                  <th scope="col">{t('oversight.band')}</th>
                  <th scope="col">{t('oversight.port')}</th>
                  <th scope="col">{t('oversight.left')}</th>
                </tr>
              </thead>
              <tbody>
                {query.data.map((one) => (
                  <tr key={one.visit}>
                    <td data-label={t('columns.container')} className="mono">
                      {one.container}
                    </td>
                    <td data-label={t('oversight.band')}>{one.band}</td>
                    <td data-label={t('oversight.port')} className="mono">
                      {one.port}
                    </td>
                    <td data-label={t('oversight.left')}>
                      <Instant at={one.leftAt} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      ) : query.error ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonLines lines={6} label={t('oversight.loading')} />
      )}
    </>
  );
}
