import '../../theme/intake.css';
import '../../theme/sign-in.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { endSession, lockSession, sessionQuery, sessionsQuery, signOut } from '../../api/session.ts';
import { Instant } from '../../parts/instant.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { personName } from '../../parts/role-name.ts';
import { OwnKeys } from './own-keys.tsx';

/** One's own roles, keys, sessions, and the ways out. A role of a demonstration has no keys. */
export function AccountPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useQuery(sessionQuery).data;
  const sessions = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: endSession,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['sessions'] }),
        client.invalidateQueries({ queryKey: ['session'] }),
      ]),
  });
  return (
    <div className="page">
      <div className="page-bar">
        <PageTitle name={t('nav.account')} />
        <button
          type="button"
          className="button"
          onClick={() =>
            void lockSession().finally(() => client.invalidateQueries({ queryKey: ['session'] }))
          }
        >
          {t('account.lock')}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => void signOut().finally(() => client.resetQueries())}
        >
          {t('account.signOut')}
        </button>
      </div>
      {session && (
        <dl className="panel account-facts">
          <dt>{t('account.name')}</dt>
          <dd>
            <b>{personName(session.person, t)}</b> <span className="mono soft">{session.person.id}</span>
          </dd>
          <dt>{t('account.roles')}</dt>
          <dd>{session.roles.map((role) => t(`roles.${role}`)).join(', ')}</dd>
          <dt>{t('account.ports')}</dt>
          <dd>{session.ports === null ? t('queue.allPorts') : session.ports.join(', ')}</dd>
          <dt>{t('account.until')}</dt>
          <dd>
            <Instant at={session.expiresAt} />
          </dd>
          <dt>{t('account.steppedUp')}</dt>
          <dd>
            {session.steppedUpUntil === null ? (
              t('account.notSteppedUp')
            ) : (
              <Instant at={session.steppedUpUntil} />
            )}
          </dd>
        </dl>
      )}
      {session?.demo === false && <OwnKeys />}
      {end.error !== null && <ProblemNotice error={end.error} />}
      {sessions.data ? (
        <section className="panel files-panel" aria-labelledby="own-sessions">
          <h2 id="own-sessions" className="panel-head">
            {t('account.sessions')}
          </h2>
          <table className="files">
            <thead>
              <tr>
                <th scope="col">{t('account.opened')}</th>
                <th scope="col">{t('account.seen')}</th>
                <th scope="col">{t('account.state')}</th>
                <th scope="col">{t('intake.decision')}</th>
              </tr>
            </thead>
            <tbody>
              {sessions.data.map((one) => (
                <tr key={one.id}>
                  <td data-label={t('account.opened')}>
                    <Instant at={one.openedAt} />
                  </td>
                  <td data-label={t('account.seen')}>
                    <Instant at={one.seenAt} />
                  </td>
                  <td data-label={t('account.state')}>
                    {t(one.current ? 'account.current' : one.locked ? 'account.locked' : 'account.open')}
                  </td>
                  <td data-label={t('intake.decision')}>
                    {!one.current && (
                      <button
                        type="button"
                        className="button"
                        disabled={end.isPending}
                        onClick={() => end.mutate(one.id)}
                      >
                        {t('account.end')}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : sessions.error ? (
        <ProblemNotice error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : (
        <SkeletonLines lines={4} label={t('gate.loading')} />
      )}
    </div>
  );
}
