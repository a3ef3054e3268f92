import '../../theme/intake.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { identityCasesQuery } from '../../api/queries.ts';
import { Instant } from '../../parts/instant.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { ReasonSentence } from '../../parts/reason-sentence.tsx';
import { SourceLink } from '../../parts/source-link.tsx';
import { useFormats } from '../../parts/use-formats.ts';

/** Container numbers that contradict themselves. */
export function IdentityPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { state = 'open' } = useSearch({ from: '/identity' });
  const query = useQuery({ ...identityCasesQuery(state), placeholderData: (old) => old });
  return (
    <div className="page identity">
      <div className="page-bar">
        <PageTitle name={t('nav.identity')} />
        <p className="count" role="status">
          {query.data
            ? t('identity.count', { count: query.data.total, shown: formats.count(query.data.total) })
            : t('queue.counting')}
        </p>
        <nav className="state-tabs" aria-label={t('identity.byState')}>
          {(['open', 'closed'] as const).map((each) => (
            <Link
              key={each}
              to="/identity"
              search={each === 'closed' ? { state: each } : {}}
              activeOptions={{ exact: true, includeSearch: true }}
              className="state-tab"
              aria-current={each === state ? 'page' : undefined}
            >
              {t(`identity.${each}`)}
            </Link>
          ))}
        </nav>
      </div>
      {query.data ? (
        query.data.items.length === 0 ? (
          <EmptyNotice title={t('identity.empty')}>{t('identity.emptyNext')}</EmptyNotice>
        ) : (
          <div className="panel files-panel">
            <table className="files">
              <thead>
                <tr>
                  <th scope="col">{t('columns.container')}</th>
                  <th scope="col">{t('identity.kind')}</th>
                  <th scope="col">{t('identity.what')}</th>
                  <th scope="col">{t('identity.openedAt')}</th>
                  <th scope="col">{t('dossier.source')}</th>
                </tr>
              </thead>
              <tbody>
                {query.data.items.map((one) => (
                  <tr key={one.id}>
                    <td data-label={t('columns.container')} className="mono">
                      {one.visitId ? (
                        <Link to="/visits/$id" params={{ id: one.visitId }}>
                          {one.container ?? one.visitId}
                        </Link>
                      ) : one.container ? (
                        <Link to="/queue" search={{ q: one.container }}>
                          {one.container}
                        </Link>
                      ) : (
                        '–'
                      )}
                    </td>
                    <td data-label={t('identity.kind')}>
                      <b>{t(`identityKinds.${one.kind}`, { ns: 'codes', defaultValue: one.kind })}</b>
                    </td>
                    <td data-label={t('identity.what')}>
                      <ReasonSentence reason={one} />
                    </td>
                    <td data-label={t('identity.openedAt')}>
                      <Instant at={one.openedAt} />
                    </td>
                    <td data-label={t('dossier.source')} className="links">
                      {one.sources.slice(0, 4).map((source, index) => (
                        <SourceLink key={index} source={source} />
                      ))}
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
        <SkeletonLines lines={8} label={t('intake.loading')} />
      )}
    </div>
  );
}
