import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextInput } from './text-input.tsx';

/** A new passphrase and the program that goes with it. */
export function PassphraseForm(props: {
  /** What its person types as his name when he signs in; left out where he knows it. */
  name?: string;
  secret: string;
  uri: string;
  busy: boolean;
  onSend: (passphrase: string, totp: string) => void;
}) {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const [totp, setTotp] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onSend(passphrase, totp);
      }}
    >
      {props.name !== undefined && (
        <p>
          {t('key.name')}: <b className="mono">{props.name}</b>
        </p>
      )}
      <TextInput
        label={t('enrol.passphrase')}
        hint={t('enrol.passphraseHint')}
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onChange={setPassphrase}
        required
      />
      <p>{t('enrol.secretWhy')}</p>
      <p className="mono breakable">{props.secret}</p>
      <p>
        <a href={props.uri}>{t('enrol.secretLink')}</a>
      </p>
      <TextInput
        label={t('key.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={totp}
        onChange={setTotp}
        required
      />
      <button type="submit" className="button" disabled={props.busy}>
        {t('enrol.set')}
      </button>
    </form>
  );
}
