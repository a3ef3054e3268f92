import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { verifyDraw } from '../../api/oversight.ts';
import { Icon } from '../../parts/icon.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { TextInput } from '../../parts/text-input.tsx';
import { useFormats } from '../../parts/use-formats.ts';

/** Whether a draw is what it says: a file is chosen, the node checks it from the commitment to the sample. */
export function DrawVerify() {
  const { t } = useTranslation();
  const formats = useFormats();
  const field = useId();
  const [file, setFile] = useState<File | null>(null);
  const [organiser, setOrganiser] = useState('');
  const verify = useMutation({
    mutationFn: async (chosen: File) => verifyDraw(await chosen.text(), organiser.trim()),
  });
  const found = verify.data;
  return (
    <>
      {found &&
        (found.ok ? (
          <p className="log-whole" role="status">
            <Icon name="check" size={20} />
            {t('oversight.drawHolds', {
              count: found.drawn.length,
              shown: formats.count(found.drawn.length),
              all: formats.count(found.candidates),
            })}{' '}
            {t(`oversight.compared.${found.compared ?? 'none'}`)}
          </p>
        ) : (
          <div className="log-broken" role="alert">
            <Icon name="warning" size={20} />
            <b>{t('oversight.drawBroken')}</b> <span lang="en">{found.problem}</span>
          </div>
        ))}
      {verify.error !== null && <ProblemNotice error={verify.error} />}
      <form
        className="panel log-verify"
        onSubmit={(event) => {
          event.preventDefault();
          if (file !== null) verify.mutate(file);
        }}
      >
        <label htmlFor={field}>{t('oversight.drawFile')}</label>
        <input
          id={field}
          type="file"
          accept=".json,application/json"
          className="draw-file"
          onChange={({ currentTarget }) => {
            setFile(currentTarget.files?.[0] ?? null);
            verify.reset();
          }}
        />
        <TextInput
          label={t('oversight.organiserKey')}
          hint={t('oversight.organiserHint')}
          value={organiser}
          onChange={setOrganiser}
        />
        <button type="submit" className="button button-main" disabled={file === null || verify.isPending}>
          {t(verify.isPending ? 'oversight.verifying' : 'oversight.verifyDraw')}
        </button>
      </form>
      {found?.ok === true && (
        <>
          <dl className="panel account-facts">
            <dt>{t('oversight.drawContext')}</dt>
            <dd>{found.context}</dd>
            <dt>{t('oversight.drawModel')}</dt>
            <dd className="mono breakable">{found.model}</dd>
            <dt>{t('oversight.at')}</dt>
            <dd>
              <Instant at={found.at} />
            </dd>
            <dt>{t('oversight.drawParties')}</dt>
            <dd>{found.parties.map(({ name }) => name).join(', ')}</dd>
            <dt>{t('oversight.key')}</dt>
            <dd className="mono breakable">{found.organiser}</dd>
          </dl>
          {found.absent.map(({ party, reason }) => (
            <p key={party} className="verdict-warning">
              {t('oversight.drawAbsent', { party, reason })}
            </p>
          ))}
          <details className="panel drawn-list">
            <summary>{t('oversight.drawnList')}</summary>
            <ol className="mono">
              {found.drawn.map((id) => (
                <li key={id}>{id}</li>
              ))}
            </ol>
          </details>
        </>
      )}
    </>
  );
}
