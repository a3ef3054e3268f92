import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addPasskey, addPassphrase, offerKey, ownKeysQuery, removeKey } from '../../api/own-keys.ts';
import type { KeyOffer } from '../../api/own-keys.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PassphraseForm } from '../../parts/passphrase-form.tsx';
import { guarded } from '../../parts/step-up.ts';
import { TextInput } from '../../parts/text-input.tsx';

/** One's own keys: a second one for the day the first is lost, and the way to take one back. */
export function OwnKeys() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const keys = useQuery(ownKeysQuery);
  const [offer, setOffer] = useState<KeyOffer | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await guarded(act);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
    await client.invalidateQueries({ queryKey: ['own-keys'] });
    await client.invalidateQueries({ queryKey: ['session'] });
  };
  const add = (act: () => Promise<unknown>) =>
    void run(async () => {
      await act();
      setOffer(null);
    });
  if (keys.error !== null) return <ProblemNotice error={keys.error} onRetry={() => void keys.refetch()} />;
  if (keys.data === undefined) return <SkeletonLines lines={2} label={t('gate.loading')} />;
  return (
    <section className="panel files-panel" aria-labelledby="own-keys">
      <h2 id="own-keys" className="panel-head">
        {t('people.keys')}
      </h2>
      {error !== null && offer === null && <ProblemNotice error={error} />}
      <table className="files">
        <thead>
          <tr>
            <th scope="col">{t('account.name')}</th>
            <th scope="col">{t('account.keyKind')}</th>
            <th scope="col">{t('account.added')}</th>
            <th scope="col">{t('people.lastUsed')}</th>
            <th scope="col">{t('intake.decision')}</th>
          </tr>
        </thead>
        <tbody>
          {keys.data.map((key, index) => {
            const name = key.label ?? t('account.keyNumber', { number: index + 1 });
            return (
              <tr key={key.id}>
                <td data-label={t('account.name')}>
                  <b>{name}</b> {key.current && <span className="soft">{t('account.keyCurrent')}</span>}
                </td>
                <td data-label={t('account.keyKind')}>{t(`people.credentials.${key.kind}`)}</td>
                <td data-label={t('account.added')}>
                  <Instant at={key.createdAt} />
                </td>
                <td data-label={t('people.lastUsed')}>
                  {key.lastUsedAt === null ? '–' : <Instant at={key.lastUsedAt} />}
                </td>
                <td data-label={t('intake.decision')}>
                  {keys.data.length > 1 && (
                    <button
                      type="button"
                      className="button"
                      disabled={busy}
                      aria-label={t('account.removeKeyOne', { name })}
                      onClick={() => void run(() => removeKey(key.id))}
                    >
                      {t('account.removeKey')}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p>
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => void run(async () => setOffer(await offerKey()))}
        >
          {t('account.addKey')}
        </button>{' '}
        <span className="soft">{t('account.keysWhy')}</span>
      </p>
      {offer !== null && (
        <AddKeyDialog offer={offer} busy={busy} error={error} onClose={() => setOffer(null)} onAdd={add} />
      )}
    </section>
  );
}

function AddKeyDialog(props: {
  offer: KeyOffer;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onAdd: (act: () => Promise<unknown>) => void;
}) {
  const { t } = useTranslation();
  const [label, setLabel] = useState('');
  const { passkey, passphrase } = props.offer;
  const called = label.trim() === '' ? null : label.trim();
  return (
    <Dialog title={t('account.addKey')} onClose={props.onClose}>
      <div className="key-prompt">
        {props.error !== null && <ProblemNotice error={props.error} />}
        <TextInput
          label={t('account.keyLabel')}
          hint={t('account.keyLabelHint')}
          value={label}
          onChange={setLabel}
        />
        {passkey === null ? (
          <p className="soft">{t('key.noPasskeyHere')}</p>
        ) : (
          <button
            type="button"
            className="button button-main key-main"
            disabled={props.busy}
            onClick={() => props.onAdd(() => addPasskey(passkey, called))}
          >
            {t('enrol.passkey')}
          </button>
        )}
        <details className="key-other" open={passkey === null}>
          <summary>{t('enrol.withPassphrase')}</summary>
          <PassphraseForm
            secret={passphrase.secret}
            uri={passphrase.uri}
            busy={props.busy}
            onSend={(words, totp) =>
              props.onAdd(() =>
                addPassphrase({ challenge: passphrase.challenge, passphrase: words, totp, label: called }),
              )
            }
          />
        </details>
      </div>
    </Dialog>
  );
}
