import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { loweringsQuery } from '../../api/controls.ts';
import type { Lowering } from '../../api/controls.ts';
import { alertsQuery, overdueQuery } from '../../api/oversight.ts';
import { sessionQuery } from '../../api/session.ts';
import { Instant } from '../../parts/instant.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { useNow } from '../../parts/use-now.ts';

type Standing = 'overdue' | 'nobody' | 'waiting' | 'witness' | 'void' | 'failed' | 'approved' | 'refused';

function standingOf(one: Lowering, now: number): Standing {
  if (one.decision === null) {
    if (one.secondPerson === null) return 'nobody';
    return Date.parse(one.expiresAt) <= now ? 'overdue' : 'waiting';
  }
  if (one.effect === 'void' || one.effect === 'failed') return one.effect;
  if (one.waitsFor === 'witness') return 'witness';
  return one.decision;
}

const marks: Readonly<Record<Standing, string>> = {
  overdue: 'verdict-danger',
  nobody: 'verdict-warning',
  waiting: 'verdict-warning',
  witness: 'verdict-warning',
  void: 'verdict-danger',
  failed: 'verdict-danger',
  approved: 'verdict-good',
  refused: '',
};

/** Acts that lower, controls that disappeared by waiting, and what the node itself holds out. */
export function GuardedActs() {
  const { t } = useTranslation();
  const isIntegrity = useQuery(sessionQuery).data?.roles.includes('integrity') === true;
  return (
    <div className="guarded">
      {isIntegrity && <Alerts />}
      {isIntegrity && <Overdue />}
      <section aria-label={t('oversight.part.guarded')}>
        <Lowerings />
      </section>
    </div>
  );
}

/** What the node holds out to the integrity officer, the newest first. */
function Alerts() {
  const { t } = useTranslation();
  const query = useQuery(alertsQuery);
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined || query.data.length === 0) return null;
  return (
    <section className="panel files-panel" aria-labelledby="alerts">
      <h2 id="alerts" className="panel-head">
        {t('oversight.alerts')}
      </h2>
      <ul className="plain-list guarded-list">
        {query.data.map(({ at, alert, about }, index) => (
          <li key={index}>
            <b className="verdict-danger">{t(`oversight.alert.${alert}`, { defaultValue: alert })}</b>{' '}
            <Instant at={at} /> {about !== null && <span className="mono breakable">{about}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Controls whose moment is over, not carried out and lowered by nobody. */
function Overdue() {
  const { t } = useTranslation();
  const query = useQuery(overdueQuery);
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined || query.data.length === 0) return null;
  return (
    <section className="panel files-panel" aria-labelledby="overdue">
      <h2 id="overdue" className="panel-head">
        {t('oversight.overdue')}
      </h2>
      <ul className="plain-list guarded-list">
        {query.data.map((one) => (
          <li key={one.id}>
            <span className="mono breakable">{one.id}</span> {t(`controls.states.${one.state}`)} · {one.port}{' '}
            · {t(`controls.lanes.${one.lane}`, { defaultValue: one.lane })} · <Instant at={one.plannedAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What waits for its second person, what nobody decided in time, and what became of the others. */
function Lowerings() {
  const { t } = useTranslation();
  const now = useNow();
  const query = useQuery(loweringsQuery);
  if (query.data === undefined)
    return query.error ? (
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonLines lines={8} label={t('oversight.loading')} />
    );
  if (query.data.length === 0)
    return <EmptyNotice title={t('oversight.noGuarded')}>{t('oversight.noGuardedNext')}</EmptyNotice>;
  const rows = query.data.map((one) => ({ one, standing: standingOf(one, now) }));
  const order: readonly Standing[] = [
    'void',
    'failed',
    'overdue',
    'nobody',
    'waiting',
    'witness',
    'approved',
    'refused',
  ];
  rows.sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing));
  return (
    <div className="panel files-panel">
      <table className="files">
        <caption className="panel-head soft">{t('oversight.guardedMeans')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('account.state')}</th>
            <th scope="col">{t('oversight.act')}</th>
            <th scope="col">{t('oversight.subject')}</th>
            <th scope="col">{t('act.reason')}</th>
            <th scope="col">{t('people.askedBy')}</th>
            <th scope="col">{t('oversight.second')}</th>
            <th scope="col">{t('oversight.until')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ one, standing }) => (
            <tr key={one.id}>
              <td data-label={t('account.state')}>
                <b className={marks[standing]}>{t(`oversight.standing.${standing}`)}</b>
                {one.redrawn === true && <span className="soft"> · {t('oversight.redrawn')}</span>}
              </td>
              <td data-label={t('oversight.act')}>{t(`controls.lowerings.${one.act}`)}</td>
              <td data-label={t('oversight.subject')} className="mono breakable">
                {one.subject}
              </td>
              <td data-label={t('act.reason')}>{one.reason}</td>
              <td data-label={t('people.askedBy')}>
                <span className="mono breakable">{one.askedBy}</span>
                <br />
                <Instant at={one.askedAt} />
              </td>
              <td data-label={t('oversight.second')} className="mono breakable">
                {one.secondPerson ?? '–'}
              </td>
              <td data-label={t('oversight.until')}>
                <Instant at={one.decidedAt ?? one.expiresAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
