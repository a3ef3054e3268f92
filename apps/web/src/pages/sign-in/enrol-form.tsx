import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { enrolPasskey, enrolPassphrase, goToSingleSignOn, openEnrolment } from '../../api/session.ts';
import type { Enrolment } from '../../api/session.ts';
import { ProblemNotice } from '../../parts/notices.tsx';
import { PassphraseForm } from '../../parts/passphrase-form.tsx';
import { personName } from '../../parts/role-name.ts';
import { TextInput } from '../../parts/text-input.tsx';

/** With a one-time code a person sets a key: the first administrator, somebody invited, somebody who lost his. */
export function EnrolForm({ first, onDone }: { first: boolean; onDone: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await act();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  if (enrolment === null)
    return (
      <form
        className="key-prompt"
        onSubmit={(event) => {
          event.preventDefault();
          void run(async () => setEnrolment(await openEnrolment(code.trim())));
        }}
      >
        {error !== null && <ProblemNotice error={error} />}
        <p>{t(first ? 'enrol.firstWhy' : 'enrol.why')}</p>
        <TextInput
          label={t('enrol.code')}
          hint={t('enrol.codeHint')}
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          required
        />
        <button type="submit" className="button button-main key-main" disabled={busy}>
          {t('enrol.open')}
        </button>
      </form>
    );
  const { passkey } = enrolment;
  return (
    <div className="key-prompt">
      {error !== null && <ProblemNotice error={error} />}
      <p>{t('enrol.for', { name: personName(enrolment.person, t) })}</p>
      {passkey === null ? (
        <p className="soft">{t('key.noPasskeyHere')}</p>
      ) : (
        <button
          type="button"
          className="button button-main key-main"
          disabled={busy}
          onClick={() =>
            void run(async () => {
              await enrolPasskey(code.trim(), passkey);
              onDone();
            })
          }
        >
          {t('enrol.passkey')}
        </button>
      )}
      {enrolment.singleSignOn !== null && (
        <button
          type="button"
          className="button key-main"
          disabled={busy}
          onClick={() => void run(() => goToSingleSignOn({ for: 'enrolment', code: code.trim() }))}
        >
          {t('key.singleSignOn', { name: enrolment.singleSignOn })}
        </button>
      )}
      <details className="key-other" open={passkey === null}>
        <summary>{t('enrol.withPassphrase')}</summary>
        <PassphraseForm
          name={enrolment.signInName}
          secret={enrolment.passphrase.secret}
          uri={enrolment.passphrase.uri}
          busy={busy}
          onSend={(passphrase, totp) =>
            void run(async () => {
              const { challenge } = enrolment.passphrase;
              await enrolPassphrase({ code: code.trim(), challenge, passphrase, totp });
              onDone();
            })
          }
        />
      </details>
    </div>
  );
}
