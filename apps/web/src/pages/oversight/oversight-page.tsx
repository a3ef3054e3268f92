import '../../theme/intake.css';
import '../../theme/sign-in.css';
import '../../theme/oversight.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { checkupsQuery } from '../../api/oversight.ts';
import { sessionQuery } from '../../api/session.ts';
import { Instant } from '../../parts/instant.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { AccessLog } from './access-log.tsx';
import { DrawVerify } from './draw-verify.tsx';
import { ExposureTrend } from './exposure-trend.tsx';
import { GuardedActs } from './guarded-acts.tsx';
import { LogVerify } from './log-verify.tsx';
import { Releases } from './releases.tsx';

const readers = ['auditor', 'integrity', 'data-protection'];

/** Who saw or changed what, whether the log still says so, and how the node is. Cases stand here by opaque id only. */
export function OversightPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/oversight' });
  const roles = useQuery(sessionQuery).data?.roles ?? [];
  const readsLog = roles.some((role) => readers.includes(role));
  const seesHealth = roles.includes('auditor') || roles.includes('administrator');
  const oversees = roles.includes('auditor') || roles.includes('integrity');
  const parts = [
    ...(readsLog ? (['log', 'verify'] as const) : []),
    ...(roles.includes('integrity') ? (['releases'] as const) : []),
    ...(oversees ? (['guarded', 'exposure', 'draw'] as const) : []),
    ...(seesHealth ? (['health'] as const) : []),
  ];
  const part = parts.find((each) => each === (search.part ?? 'log')) ?? parts[0];
  return (
    <div className="page oversight">
      <div className="page-bar">
        <PageTitle name={t('nav.oversight')} />
        <nav className="state-tabs" aria-label={t('oversight.parts')}>
          {parts.map((each) => (
            <Link
              key={each}
              to="/oversight"
              search={each === 'log' ? {} : { part: each }}
              activeOptions={{ exact: true, includeSearch: true }}
              className="state-tab"
              aria-current={each === part ? 'page' : undefined}
            >
              {t(`oversight.part.${each}`)}
            </Link>
          ))}
        </nav>
      </div>
      {part === 'log' && <AccessLog search={search} />}
      {part === 'verify' && <LogVerify />}
      {part === 'releases' && <Releases day={search.day} />}
      {part === 'guarded' && <GuardedActs />}
      {part === 'exposure' && <ExposureTrend />}
      {part === 'draw' && <DrawVerify />}
      {part === 'health' && <Health />}
    </div>
  );
}

const marks = { ok: 'verdict-good', warn: 'verdict-warning', fail: 'verdict-danger' } as const;

/** What `havenwacht doctor` finds, as a table. */
function Health() {
  const { t } = useTranslation();
  const query = useQuery(checkupsQuery);
  if (query.data === undefined)
    return query.error ? (
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonLines lines={8} label={t('oversight.checking')} />
    );
  return (
    <div className="panel files-panel">
      <table className="files">
        <caption className="panel-head soft">
          {t('oversight.checkedAt')} <Instant at={query.data.at} />
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('oversight.check')}</th>
            <th scope="col">{t('account.state')}</th>
            <th scope="col">{t('oversight.found')}</th>
            <th scope="col">{t('oversight.remedy')}</th>
          </tr>
        </thead>
        <tbody>
          {query.data.items.map((one) => (
            <tr key={one.check}>
              <th scope="row" data-label={t('oversight.check')} className="mono">
                {one.check}
              </th>
              <td data-label={t('account.state')}>
                <b className={marks[one.state]}>{t(`oversight.states.${one.state}`)}</b>
              </td>
              <td data-label={t('oversight.found')} lang="en">
                {one.about}
              </td>
              <td data-label={t('oversight.remedy')} lang="en">
                {one.do ?? '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
