import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormEvent } from 'react';
import { goToSingleSignOn, showPasskey, showPassphrase, signInWaysQuery } from '../api/session.ts';
import type { KeyUse, Session } from '../api/session.ts';
import { ProblemNotice } from './notices.tsx';
import { TextInput } from './text-input.tsx';

/**
 * Asks for the key: a passkey, or a passphrase with the code of an authenticator program, or the
 * administration's own sign-in. No way is the only one, and everything can be pasted.
 */
export function KeyPrompt({ use, onOpened }: { use: KeyUse; onOpened: (session: Session) => void }) {
  const { t } = useTranslation();
  const ways = useQuery(signInWaysQuery).data;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [fields, setFields] = useState({ name: '', passphrase: '', code: '' });
  const form = useId();

  const run = async (show: () => Promise<Session | void>) => {
    setBusy(true);
    setError(null);
    try {
      const session = await show();
      if (session) onOpened(session);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const { name, passphrase, code } = fields;
    void run(() => showPassphrase(use, { ...(use === 'sign-in' ? { name } : {}), passphrase, code }));
  };
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: (value: string) => setFields((old) => ({ ...old, [name]: value })),
  });
  return (
    <div className="key-prompt">
      {error !== null && <ProblemNotice error={error} />}
      {ways?.passkey !== false && (
        <button
          type="button"
          className="button button-main key-main"
          disabled={busy}
          onClick={() => void run(() => showPasskey(use))}
        >
          {t('key.passkey')}
        </button>
      )}
      {ways?.passkey === false && <p className="soft">{t('key.noPasskeyHere')}</p>}
      {ways?.singleSignOn != null && (
        <button
          type="button"
          className="button key-main"
          disabled={busy}
          onClick={() => void run(() => goToSingleSignOn({ for: use }))}
        >
          {t('key.singleSignOn', { name: ways.singleSignOn })}
        </button>
      )}
      <details className="key-other" open={ways?.passkey === false}>
        <summary>{t('key.withPassphrase')}</summary>
        <form id={form} onSubmit={send}>
          {use === 'sign-in' && (
            <TextInput label={t('key.name')} autoComplete="username" required {...field('name')} />
          )}
          <TextInput
            label={t('key.passphrase')}
            type="password"
            autoComplete="current-password"
            required
            {...field('passphrase')}
          />
          <TextInput
            label={t('key.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            {...field('code')}
          />
          <button type="submit" className="button" disabled={busy}>
            {t(use === 'sign-in' ? 'key.signIn' : 'key.show')}
          </button>
        </form>
      </details>
    </div>
  );
}
