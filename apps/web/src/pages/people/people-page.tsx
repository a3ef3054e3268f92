import '../../theme/intake.css';
import '../../theme/sign-in.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormEvent } from 'react';
import {
  approveRecovery,
  askRecovery,
  changePerson,
  endSessionsOf,
  inviteAgain,
  invitePerson,
  peopleQuery,
  recoveriesQuery,
} from '../../api/people.ts';
import type { Invitation, PersonLine } from '../../api/people.ts';
import { sessionQuery } from '../../api/session.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { roleNames } from '@havenwacht/domain';
import { personName } from '../../parts/role-name.ts';
import { guarded } from '../../parts/step-up.ts';
import { TextInput } from '../../parts/text-input.tsx';
import { useFormats } from '../../parts/use-formats.ts';

/** Something that was shown once and is gone when the dialog closes. */
interface Shown {
  readonly title: string;
  readonly why: string;
  readonly code: string;
  readonly until: string;
}

/** Who works with this node, for administrators. No case stands here. */
export function PeoplePage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const client = useQueryClient();
  const people = useQuery(peopleQuery);
  const recoveries = useQuery(recoveriesQuery);
  const me = useQuery(sessionQuery).data?.person.id;
  const [editing, setEditing] = useState<PersonLine | 'new' | null>(null);
  const [recovering, setRecovering] = useState<PersonLine | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [error, setError] = useState<unknown>(null);

  const run = async (act: () => Promise<Shown | void>) => {
    setError(null);
    try {
      const secret = await guarded(act);
      setEditing(null);
      setRecovering(null);
      if (secret) setShown(secret);
    } catch (cause) {
      setError(cause);
    }
    await client.invalidateQueries({ queryKey: ['people'] });
    await client.invalidateQueries({ queryKey: ['recoveries'] });
  };
  const half = (given: { half: string; expiresAt: string }): Shown => ({
    title: t('people.halfTitle'),
    why: t('people.halfWhy'),
    code: given.half,
    until: given.expiresAt,
  });
  const invitation = (given: Invitation): Shown =>
    given.half !== null
      ? half(given)
      : {
          title: t('people.codeTitle'),
          why: t('people.codeWhy'),
          code: given.code,
          until: given.expiresAt,
        };
  const nameOf = (id: string): string => {
    const found = people.data?.find((each) => each.id === id);
    return found ? personName(found, t) : id;
  };

  return (
    <div className="page">
      <div className="page-bar">
        <PageTitle name={t('nav.people')} />
        {people.data && (
          <p className="count" role="status">
            {t('people.count', { count: people.data.length, shown: formats.count(people.data.length) })}
          </p>
        )}
        <button type="button" className="button button-main" onClick={() => setEditing('new')}>
          {t('people.invite')}
        </button>
      </div>
      {error !== null && editing === null && recovering === null && <ProblemNotice error={error} />}
      {people.data ? (
        <div className="panel files-panel">
          <table className="files people">
            <thead>
              <tr>
                <th scope="col">{t('account.name')}</th>
                <th scope="col">{t('account.roles')}</th>
                <th scope="col">{t('account.state')}</th>
                <th scope="col">{t('people.keys')}</th>
                <th scope="col">{t('people.lastUsed')}</th>
                <th scope="col">{t('intake.decision')}</th>
              </tr>
            </thead>
            <tbody>
              {people.data.map((person) => (
                <tr key={person.id}>
                  <td data-label={t('account.name')}>
                    <b>{personName(person, t)}</b> <span className="mono soft">{person.signInName}</span>
                  </td>
                  <td data-label={t('account.roles')}>
                    {person.roles.map((role) => t(`roles.${role}`)).join(', ')}
                  </td>
                  <td data-label={t('account.state')}>{t(`people.states.${person.state}`)}</td>
                  <td data-label={t('people.keys')}>
                    {person.credentials.length === 0
                      ? t('people.noKey')
                      : person.credentials.map((kind) => t(`people.credentials.${kind}`)).join(', ')}
                  </td>
                  <td data-label={t('people.lastUsed')}>
                    {person.lastUsedAt === null ? '–' : <Instant at={person.lastUsedAt} />}
                  </td>
                  <td data-label={t('intake.decision')} className="decisions">
                    <button
                      type="button"
                      className="button"
                      aria-label={t('people.changeOne', { name: personName(person, t) })}
                      onClick={() => setEditing(person)}
                    >
                      {t('people.change')}
                    </button>
                    {person.state === 'invited' ? (
                      <button
                        type="button"
                        className="button"
                        onClick={() => void run(async () => invitation(await inviteAgain(person.id)))}
                      >
                        {t('people.again')}
                      </button>
                    ) : (
                      person.id !== me && (
                        <button type="button" className="button" onClick={() => setRecovering(person)}>
                          {t('people.recover')}
                        </button>
                      )
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : people.error ? (
        <ProblemNotice error={people.error} onRetry={() => void people.refetch()} />
      ) : (
        <SkeletonLines lines={6} label={t('gate.loading')} />
      )}

      {(recoveries.data?.length ?? 0) > 0 && (
        <section className="panel files-panel" aria-labelledby="recoveries">
          <h2 id="recoveries" className="panel-head">
            {t('people.recoveries')}
          </h2>
          <table className="files">
            <thead>
              <tr>
                <th scope="col">{t('account.name')}</th>
                <th scope="col">{t('intake.reason')}</th>
                <th scope="col">{t('people.askedBy')}</th>
                <th scope="col">{t('people.askedAt')}</th>
                <th scope="col">{t('account.state')}</th>
                <th scope="col">{t('intake.decision')}</th>
              </tr>
            </thead>
            <tbody>
              {recoveries.data?.map((one) => (
                <tr key={one.id}>
                  <td data-label={t('account.name')}>{nameOf(one.person)}</td>
                  <td data-label={t('intake.reason')}>
                    {one.kind === 'invitation' ? t('people.invitation') : one.reason}
                  </td>
                  <td data-label={t('people.askedBy')}>{nameOf(one.askedBy)}</td>
                  <td data-label={t('people.askedAt')}>
                    <Instant at={one.askedAt} />
                  </td>
                  <td data-label={t('account.state')}>{t(`people.recoveryStates.${one.state}`)}</td>
                  <td data-label={t('intake.decision')}>
                    {one.state === 'open' && one.askedBy !== me && (
                      <button
                        type="button"
                        className="button"
                        onClick={() => void run(async () => half(await approveRecovery(one.id)))}
                      >
                        {t('people.approve')}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}

      {editing !== null && (
        <PersonDialog
          person={editing === 'new' ? null : editing}
          own={editing !== 'new' && editing.id === me}
          error={error}
          onClose={() => {
            setEditing(null);
            setError(null);
          }}
          onSend={(wanted) =>
            void run(async () => {
              if (editing === 'new') return invitation((await invitePerson(wanted)).invitation);
              await changePerson(editing.id, wanted);
            })
          }
          onState={(state) =>
            void run(async () => {
              if (editing !== 'new') await changePerson(editing.id, { state });
            })
          }
          onEnd={() =>
            void run(async () => {
              if (editing !== 'new') await endSessionsOf(editing.id);
            })
          }
        />
      )}
      {recovering !== null && (
        <RecoverDialog
          name={personName(recovering, t)}
          error={error}
          onClose={() => {
            setRecovering(null);
            setError(null);
          }}
          onSend={(reason) =>
            void run(async () => half(await askRecovery({ person: recovering.id, reason })))
          }
        />
      )}
      {shown !== null && (
        <Dialog title={shown.title} onClose={() => setShown(null)}>
          <p>{shown.why}</p>
          <p className="given-code mono">{shown.code}</p>
          <p className="soft">
            {t('people.until')} <Instant at={shown.until} />
          </p>
        </Dialog>
      )}
    </div>
  );
}

function PersonDialog(props: {
  person: PersonLine | null;
  own: boolean;
  error: unknown;
  onClose: () => void;
  onSend: (wanted: { roles: readonly string[]; label: string | null }) => void;
  onState: (state: 'active' | 'disabled') => void;
  onEnd: () => void;
}) {
  const { t } = useTranslation();
  const { person } = props;
  const [roles, setRoles] = useState<readonly string[]>(person?.roles ?? []);
  const [label, setLabel] = useState(person?.label ?? '');
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onSend({ roles, label: label.trim() === '' ? null : label.trim() });
  };
  return (
    <Dialog
      title={person === null ? t('people.invite') : t('people.changeOne', { name: personName(person, t) })}
      onClose={props.onClose}
    >
      <form className="key-prompt" onSubmit={send}>
        {props.error !== null && <ProblemNotice error={props.error} />}
        <fieldset className="role-boxes">
          <legend>{t('account.roles')}</legend>
          {roleNames.map((role) => (
            <label key={role}>
              <input
                type="checkbox"
                checked={roles.includes(role)}
                onChange={(event) =>
                  setRoles(
                    event.currentTarget.checked ? [...roles, role] : roles.filter((each) => each !== role),
                  )
                }
              />{' '}
              {t(`roles.${role}`)}
            </label>
          ))}
        </fieldset>
        <TextInput label={t('people.label')} hint={t('people.labelHint')} value={label} onChange={setLabel} />
        <div className="dialog-buttons">
          {person !== null && !props.own && person.state !== 'invited' && (
            <>
              <button type="button" className="button" onClick={props.onEnd}>
                {t('people.endSessions')}
              </button>
              <button
                type="button"
                className="button"
                onClick={() => props.onState(person.state === 'disabled' ? 'active' : 'disabled')}
              >
                {t(person.state === 'disabled' ? 'people.enable' : 'people.disable')}
              </button>
            </>
          )}
          <button type="submit" className="button button-main" disabled={roles.length === 0}>
            {t(person === null ? 'people.invite' : 'people.save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function RecoverDialog(props: {
  name: string;
  error: unknown;
  onClose: () => void;
  onSend: (reason: string) => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Dialog title={t('people.recoverOne', { name: props.name })} onClose={props.onClose}>
      <form
        className="key-prompt"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSend(reason.trim());
        }}
      >
        {props.error !== null && <ProblemNotice error={props.error} />}
        <p>{t('people.recoverWhy')}</p>
        <TextInput label={t('intake.reason')} value={reason} onChange={setReason} required />
        <div className="dialog-buttons">
          <button type="submit" className="button button-main" disabled={reason.trim().length < 3}>
            {t('people.recover')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
