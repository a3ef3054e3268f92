import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logStateQuery, verifyLog } from '../../api/oversight.ts';
import { Icon } from '../../parts/icon.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { useFormats } from '../../parts/use-formats.ts';

/** Whether the log is still the one that was written: recomputed here, compared with what was kept elsewhere. */
export function LogVerify() {
  const { t } = useTranslation();
  const formats = useFormats();
  const state = useQuery(logStateQuery);
  const [kept, setKept] = useState('');
  const field = useId();
  const verify = useMutation({ mutationFn: () => verifyLog(kept.trim() === '' ? [] : [kept]) });
  const found = verify.data;
  if (state.data === undefined)
    return state.error ? (
      <ProblemNotice error={state.error} onRetry={() => void state.refetch()} />
    ) : (
      <SkeletonLines lines={6} label={t('oversight.loading')} />
    );
  const { size, waiting, verifierKey, failure, witnesses } = state.data;
  return (
    <>
      {failure !== null && (
        <div className="log-broken" role="alert">
          <Icon name="warning" size={20} />
          <b>{t('oversight.writerFailed')}</b> <span lang="en">{failure.text}</span>
        </div>
      )}
      {found &&
        (found.ok ? (
          <p className="log-whole" role="status">
            <Icon name="check" size={20} />
            {t('oversight.whole', { count: found.entries, shown: formats.count(found.entries) })}{' '}
            {found.keptHeld > 0 ? t('oversight.keptHeld') : t('oversight.keptNone')}
          </p>
        ) : (
          <div className="log-broken" role="alert">
            <Icon name="warning" size={20} />
            <b>
              {t('oversight.broken', { count: found.problemCount, shown: formats.count(found.problemCount) })}
            </b>
            <ul>
              {found.problems.map((problem, index) => (
                <li key={index}>
                  {problem.entry !== null && (
                    <b>{t('oversight.atEntry', { entry: formats.count(problem.entry) })} </b>
                  )}
                  <span lang="en">{problem.text}</span> <code>{problem.code}</code>
                </li>
              ))}
            </ul>
          </div>
        ))}
      {verify.error !== null && <ProblemNotice error={verify.error} />}
      <dl className="panel account-facts">
        <dt>{t('oversight.size')}</dt>
        <dd>
          {size === null ? t('oversight.noCheckpoint') : formats.count(size)}
          {waiting > 0 && (
            <span className="soft">
              {' '}
              {t('oversight.waiting', { count: waiting, shown: formats.count(waiting) })}
            </span>
          )}
        </dd>
        <dt>{t('oversight.key')}</dt>
        <dd className="mono breakable">{verifierKey ?? '–'}</dd>
        <dt>{t('oversight.checkpoint')}</dt>
        <dd>
          <a className="open-link" href="/api/v1/log/checkpoint" download="checkpoint.txt">
            {t('oversight.keep')}
          </a>
        </dd>
      </dl>
      <form
        className="panel log-verify"
        onSubmit={(event) => {
          event.preventDefault();
          verify.mutate();
        }}
      >
        <label htmlFor={field}>{t('oversight.kept')}</label>
        <textarea
          id={field}
          className="field mono"
          rows={6}
          value={kept}
          spellCheck={false}
          onChange={(event) => setKept(event.currentTarget.value)}
        />
        <button type="submit" className="button button-main" disabled={verify.isPending}>
          {t(verify.isPending ? 'oversight.verifying' : 'oversight.verify')}
        </button>
      </form>
      <section className="panel files-panel" aria-labelledby="witnesses">
        <h2 id="witnesses" className="panel-head">
          {t('oversight.witnesses')}
        </h2>
        {witnesses.length === 0 ? (
          <p className="soft panel-head">{t('oversight.noWitnesses')}</p>
        ) : (
          <table className="files">
            <thead>
              <tr>
                <th scope="col">{t('account.name')}</th>
                <th scope="col" className="number">
                  {t('oversight.size')}
                </th>
                <th scope="col">{t('oversight.cosigned')}</th>
                <th scope="col">{t('oversight.found')}</th>
              </tr>
            </thead>
            <tbody>
              {witnesses.map((one) => (
                <tr key={one.name}>
                  <td data-label={t('account.name')} className="mono">
                    {one.name}
                  </td>
                  <td data-label={t('oversight.size')} className="number">
                    {one.size === null ? '–' : formats.count(one.size)}
                  </td>
                  <td data-label={t('oversight.cosigned')}>
                    <Instant at={one.cosignedAt} />
                  </td>
                  <td data-label={t('oversight.found')} lang="en">
                    {one.finding === null ? '–' : <span className="verdict-danger">{one.finding}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}
