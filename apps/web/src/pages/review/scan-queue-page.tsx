import '../../theme/intake.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { scansQuery } from '../../api/scans.ts';
import { sessionQuery } from '../../api/session.ts';
import { Instant } from '../../parts/instant.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { useNow } from '../../parts/use-now.ts';
import { scanStates } from './scan-states.ts';

/** Scans that wait for somebody to look, the container that can be got at longest on top. */
export function ScanQueuePage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow();
  const { state = 'open' } = useSearch({ from: '/scans' });
  const query = useQuery({ ...scansQuery(state), placeholderData: (old) => old });
  const opens = useQuery(sessionQuery).data?.roles.includes('image-analyst') === true;
  return (
    <div className="page scans">
      <div className="page-bar">
        <PageTitle name={t('nav.scans')} />
        <p className="count" role="status">
          {query.data
            ? t('review.count', { count: query.data.length, shown: formats.count(query.data.length) })
            : t('queue.counting')}
        </p>
        <nav className="state-tabs" aria-label={t('review.byState')}>
          {scanStates.map((each) => (
            <Link
              key={each}
              to="/scans"
              search={each === 'open' ? {} : { state: each }}
              activeOptions={{ exact: true, includeSearch: true }}
              className="state-tab"
              aria-current={each === state ? 'page' : undefined}
            >
              {t(`review.states.${each}`)}
            </Link>
          ))}
        </nav>
      </div>
      {query.data ? (
        query.data.length === 0 ? (
          <EmptyNotice title={t('review.empty')}>{t('review.emptyNext')}</EmptyNotice>
        ) : (
          <div className="panel files-panel">
            <table className="files">
              <thead>
                <tr>
                  <th scope="col">{t('review.exposed')}</th>
                  <th scope="col">{t('columns.container')}</th>
                  <th scope="col">{t('review.port')}</th>
                  <th scope="col">{t('review.number')}</th>
                  <th scope="col">{t('review.taken')}</th>
                  <th scope="col">{t('review.scanner')}</th>
                </tr>
              </thead>
              <tbody>
                {query.data.map((scan) => (
                  <tr key={scan.id}>
                    <td data-label={t('review.exposed')}>
                      {formats.span((now - Date.parse(scan.exposedSince)) / 60_000)}
                    </td>
                    <td data-label={t('columns.container')} className="mono">
                      {opens ? (
                        <Link to="/scans/$id" params={{ id: scan.id }}>
                          {scan.container ?? t('review.noNumber')}
                        </Link>
                      ) : (
                        (scan.container ?? t('review.noNumber'))
                      )}
                    </td>
                    <td data-label={t('review.port')} className="mono">
                      {scan.port}
                    </td>
                    <td data-label={t('review.number')} className={wrongNumber(scan.numberCheck)}>
                      {t(`review.numberCheck.${scan.numberCheck}`)}
                    </td>
                    <td data-label={t('review.taken')}>
                      <Instant at={scan.about?.acquiredAt ?? scan.receivedAt} />
                    </td>
                    <td data-label={t('review.scanner')}>{scan.about?.scanner.id ?? '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      ) : query.error ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonLines lines={8} label={t('review.loading')} />
      )}
    </div>
  );
}

const wrongNumber = (check: string): string | undefined =>
  check === 'differs' || check === 'lanes-swapped' ? 'danger-text' : undefined;
