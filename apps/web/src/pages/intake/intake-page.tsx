import '../../theme/intake.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileItem } from '../../api/node-answers.ts';
import { filesPerPage, filesQuery } from '../../api/queries.ts';
import { Instant } from '../../parts/instant.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { VerdictMark } from '../../parts/verdict-mark.tsx';
import { DecideFile } from './decide-file.tsx';
import { FileDrop } from './file-drop.tsx';
import { FileFindings } from './file-findings.tsx';
import { fileStates } from './file-states.ts';

/** What came in, what the node made of it, and what waits for a person. */
export function IntakePage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { state, from = 0 } = useSearch({ from: '/intake' });
  const query = useQuery({ ...filesQuery(state, from), placeholderData: (old) => old });
  const [opened, setOpened] = useState<string>();
  const [deciding, setDeciding] = useState<{ file: FileItem; decision: 'release' | 'reject' }>();
  const total = query.data?.total ?? 0;

  return (
    <div className="page intake">
      <div className="page-bar">
        <PageTitle name={t('nav.intake')} />
        <p className="count" role="status">
          {query.data
            ? t('intake.count', { count: total, shown: formats.count(total) })
            : t('queue.counting')}
        </p>
        <nav className="state-tabs" aria-label={t('intake.byState')}>
          {[undefined, ...fileStates].map((each) => (
            <Link
              key={each ?? 'all'}
              to="/intake"
              search={each ? { state: each } : {}}
              className="state-tab"
              aria-current={each === state ? 'page' : undefined}
            >
              {each ? t(`states.${each}`) : t('intake.all')}
            </Link>
          ))}
        </nav>
      </div>
      <FileDrop />
      {query.data ? (
        total === 0 ? (
          <EmptyNotice title={state ? t('intake.emptyState') : t('intake.empty')}>
            {state ? t('intake.emptyStateNext') : t('intake.emptyNext')}
          </EmptyNotice>
        ) : (
          <div className="panel files-panel">
            <table className="files">
              <thead>
                <tr>
                  <th scope="col">{t('intake.verdict')}</th>
                  <th scope="col">{t('intake.name')}</th>
                  <th scope="col">{t('intake.type')}</th>
                  <th scope="col">{t('intake.receivedAt')}</th>
                  <th scope="col" className="number">
                    {t('intake.size')}
                  </th>
                  <th scope="col" className="number">
                    {t('intake.rows')}
                  </th>
                  <th scope="col" className="number">
                    {t('intake.findings')}
                  </th>
                  <th scope="col">{t('intake.decision')}</th>
                </tr>
              </thead>
              {query.data.items.map((file) => (
                <tbody key={file.id}>
                  <tr>
                    <td data-label={t('intake.verdict')}>
                      <VerdictMark state={file.state} />
                    </td>
                    <td data-label={t('intake.name')} className="breakable">
                      <Link to="/files/$hash" params={{ hash: file.id }} search={{}}>
                        {file.name}
                      </Link>
                      <span className="soft file-hash mono"> {file.id.slice(0, 8)}</span>
                    </td>
                    <td data-label={t('intake.type')}>{file.type || '–'}</td>
                    <td data-label={t('intake.receivedAt')}>
                      <Instant at={file.receivedAt} />{' '}
                      <span className="soft">
                        {t(`channels.${file.channel}`, { ns: 'codes', defaultValue: file.channel })}
                      </span>
                    </td>
                    <td data-label={t('intake.size')} className="number">
                      {formats.bytes(file.bytes)}
                    </td>
                    <td data-label={t('intake.rows')} className="number">
                      {formats.count(file.rows)}
                    </td>
                    <td data-label={t('intake.findings')} className="number">
                      {file.findings > 0 ? (
                        <button
                          type="button"
                          className="text-button"
                          aria-expanded={opened === file.id}
                          aria-label={t('intake.showFindings', { count: file.findings, name: file.name })}
                          onClick={() => setOpened(opened === file.id ? undefined : file.id)}
                        >
                          {formats.count(file.findings)} {opened === file.id ? '▴' : '▾'}
                        </button>
                      ) : (
                        <span className="soft">0</span>
                      )}
                    </td>
                    <td data-label={t('intake.decision')} className="decisions">
                      {file.state === 'quarantined' ? (
                        <>
                          {(['release', 'reject'] as const).map((decision) => (
                            <button
                              key={decision}
                              type="button"
                              className="button"
                              onClick={() => setDeciding({ file, decision })}
                            >
                              {t(`intake.${decision}`)}
                              <span className="hidden-text"> {file.name}</span>
                            </button>
                          ))}
                        </>
                      ) : (
                        <span className="soft">–</span>
                      )}
                    </td>
                  </tr>
                  {opened === file.id && (
                    <tr className="findings-line">
                      <td colSpan={8}>
                        <FileFindings hash={file.id} />
                      </td>
                    </tr>
                  )}
                </tbody>
              ))}
            </table>
            {total > filesPerPage && (
              <nav className="pager" aria-label={t('intake.pages')}>
                {from > 0 && (
                  <Link
                    to="/intake"
                    search={{
                      ...(state ? { state } : {}),
                      ...(from > filesPerPage ? { from: from - filesPerPage } : {}),
                    }}
                  >
                    {t('intake.newer')}
                  </Link>
                )}
                <span className="soft">
                  {formats.count(from + 1)}–{formats.count(Math.min(total, from + filesPerPage))} /{' '}
                  {formats.count(total)}
                </span>
                {from + filesPerPage < total && (
                  <Link to="/intake" search={{ ...(state ? { state } : {}), from: from + filesPerPage }}>
                    {t('intake.older')}
                  </Link>
                )}
              </nav>
            )}
          </div>
        )
      ) : query.error ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonLines lines={12} label={t('intake.loading')} />
      )}
      {deciding && <DecideFile {...deciding} onDone={() => setDeciding(undefined)} />}
    </div>
  );
}
