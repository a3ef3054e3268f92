import '../../theme/sign-in.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { playRole, sessionQuery, signInWaysQuery, signOut } from '../../api/session.ts';
import type { PersonName } from '../../api/session.ts';
import { DoorPage } from '../../parts/door-page.tsx';
import { KeyPrompt } from '../../parts/key-prompt.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { roleNames } from '@havenwacht/domain';
import { personName } from '../../parts/role-name.ts';
import { EnrolForm } from './enrol-form.tsx';

/** The door: who comes to any address signed out stands here, and goes on to that address afterwards. */
export function SignInPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const ways = useQuery(signInWaysQuery);
  const [withCode, setWithCode] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const refused = new URLSearchParams(window.location.search).has('refused');
  const entered = () => client.resetQueries();
  const enrols = withCode || ways.data?.firstStart === true;
  return (
    <DoorPage
      title={t(enrols && ways.data?.demo !== true ? 'signIn.codeTitle' : 'signIn.title')}
      node={ways.data?.node}
      demo={ways.data?.demo}
    >
      {ways.error && <ProblemNotice error={ways.error} onRetry={() => void ways.refetch()} />}
      {error !== null && <ProblemNotice error={error} />}
      {refused && !enrols && <p role="alert">{t('problems.auth/refused')}</p>}
      {ways.data?.demo === true && (
        <section className="door-demo" aria-labelledby="door-demo">
          <h2 id="door-demo">{t('signIn.demo')}</h2>
          <p className="soft">{t('signIn.demoWhy')}</p>
          <div className="door-roles">
            {roleNames.map((role) => (
              <button
                key={role}
                type="button"
                className="button"
                onClick={() => void playRole(role).then(entered, setError)}
              >
                {t(`roles.${role}`)}
              </button>
            ))}
          </div>
        </section>
      )}
      {enrols ? (
        <EnrolForm first={ways.data?.firstStart === true} onDone={() => void entered()} />
      ) : (
        <KeyPrompt use="sign-in" onOpened={() => void entered()} />
      )}
      {ways.data?.firstStart !== true && (
        <button type="button" className="text-button" onClick={() => setWithCode((old) => !old)}>
          {t(withCode ? 'signIn.withKey' : 'signIn.withCode')}
        </button>
      )}
    </DoorPage>
  );
}

/** Over a locked session: the same person shows the key, or leaves. */
export function LockPage({ person }: { person: PersonName }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <DoorPage title={t('lock.title')}>
      <p>{t('lock.why', { name: personName(person, t) })}</p>
      <KeyPrompt
        use="step-up"
        onOpened={(session) => {
          client.setQueryData(sessionQuery.queryKey, session);
          void client.invalidateQueries();
        }}
      />
      <button
        type="button"
        className="text-button"
        onClick={() => void signOut().finally(() => client.resetQueries())}
      >
        {t('account.signOut')}
      </button>
    </DoorPage>
  );
}
