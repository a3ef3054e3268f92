import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { entriesQuery } from '../../api/oversight.ts';
import { Choice } from '../../parts/choice.tsx';
import { Instant } from '../../parts/instant.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { TextInput } from '../../parts/text-input.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import type { OversightSearch } from './oversight-search.ts';

const kinds = ['', 'look', 'change', 'refusal'] as const;

/** The entries of the log, newest first. People are opaque ids: who that is takes an inquiry of its own. */
export function AccessLog({ search }: { search: OversightSearch }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const [pages, setPages] = useState<readonly number[]>([]);
  const query = useQuery({ ...entriesQuery(search, pages.at(-1) ?? null), placeholderData: (old) => old });
  const filter = (change: Partial<Record<keyof OversightSearch, string>>) => {
    setPages([]);
    const next = Object.fromEntries(
      Object.entries({ ...search, ...change }).filter(([, value]) => value !== ''),
    );
    void navigate({ to: '/oversight', search: next as OversightSearch, replace: true });
  };
  return (
    <>
      <div className="oversight-filters" role="search">
        <Choice
          label={t('oversight.kind')}
          value={search.kind ?? ''}
          options={kinds.map((kind) => ({
            value: kind,
            label: t(kind === '' ? 'oversight.anyKind' : `oversight.kinds.${kind}`),
          }))}
          onChoose={(kind) => filter({ kind })}
        />
        {(['act', 'person', 'subject'] as const).map((name) => (
          <TextInput
            key={name}
            label={t(`oversight.${name}`)}
            value={search[name] ?? ''}
            onChange={(value) => filter({ [name]: value })}
          />
        ))}
      </div>
      {query.data ? (
        query.data.items.length === 0 ? (
          <EmptyNotice title={t('oversight.noEntries')}>{t('oversight.noEntriesNext')}</EmptyNotice>
        ) : (
          <div className="panel files-panel">
            <table className="files">
              <thead>
                <tr>
                  <th scope="col" className="number">
                    {t('oversight.entry')}
                  </th>
                  <th scope="col">{t('oversight.at')}</th>
                  <th scope="col">{t('oversight.kind')}</th>
                  <th scope="col">{t('oversight.act')}</th>
                  <th scope="col">{t('oversight.person')}</th>
                  <th scope="col">{t('oversight.purpose')}</th>
                  <th scope="col">{t('oversight.subject')}</th>
                </tr>
              </thead>
              <tbody>
                {query.data.items.map((one) => (
                  <tr key={one.entry}>
                    <td data-label={t('oversight.entry')} className="number">
                      {formats.count(one.entry)}
                    </td>
                    <td data-label={t('oversight.at')}>
                      <Instant at={one.at} />
                    </td>
                    <td data-label={t('oversight.kind')}>
                      <span className={one.kind === 'refusal' ? 'verdict-danger' : ''}>
                        {t(`oversight.kinds.${one.kind}`)}
                      </span>
                    </td>
                    <td data-label={t('oversight.act')} className="mono">
                      {one.act}
                    </td>
                    <td data-label={t('oversight.person')}>
                      <Link
                        to="/oversight"
                        search={{ ...search, person: one.person }}
                        className="mono entry-link"
                      >
                        {one.person}
                      </Link>{' '}
                      <span className="soft">
                        {one.roles.map((role) => t(`roles.${role}`, role)).join(', ')}
                      </span>
                    </td>
                    <td data-label={t('oversight.purpose')}>
                      {one.purpose ?? <span className="unknown-text">{t('oversight.noPurpose')}</span>}
                    </td>
                    <td data-label={t('oversight.subject')} className="mono breakable">
                      {one.subject ?? '–'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <nav className="pager" aria-label={t('intake.pages')}>
              <button
                type="button"
                className="button"
                disabled={pages.length === 0}
                onClick={() => setPages(pages.slice(0, -1))}
              >
                {t('intake.newer')}
              </button>
              <button
                type="button"
                className="button"
                disabled={query.data.next === null}
                onClick={() => query.data.next !== null && setPages([...pages, query.data.next])}
              >
                {t('intake.older')}
              </button>
            </nav>
          </div>
        )
      ) : query.error ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonLines lines={8} label={t('oversight.loading')} />
      )}
    </>
  );
}
