import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { loweringsQuery } from '../../api/controls.ts';
import type { Lowering } from '../../api/controls.ts';
import { Instant } from '../../parts/instant.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { useNow } from '../../parts/use-now.ts';

type Standing = 'overdue' | 'nobody' | 'waiting' | 'void' | 'approved' | 'refused';

function standingOf(one: Lowering, now: number): Standing {
  if (one.decision === null) {
    if (one.secondPerson === null) return 'nobody';
    return Date.parse(one.expiresAt) <= now ? 'overdue' : 'waiting';
  }
  if (one.effect === 'void') return 'void';
  return one.decision;
}

const marks: Readonly<Record<Standing, string>> = {
  overdue: 'verdict-danger',
  nobody: 'verdict-warning',
  waiting: 'verdict-warning',
  void: 'verdict-danger',
  approved: 'verdict-good',
  refused: '',
};

/** Acts that lower: what waits for its second person, what nobody decided in time, and what became of the others. */
export function GuardedActs() {
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
  const order: readonly Standing[] = ['void', 'overdue', 'nobody', 'waiting', 'approved', 'refused'];
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
