import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitRow } from '../../api/node-answers.ts';
import { nodeQuery } from '../../api/queries.ts';
import { FeedStrip } from '../../parts/feed-strip.tsx';
import { EmptyNotice } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { QueueFilters } from './queue-filters.tsx';
import type { QueueChange } from './queue-filters.tsx';
import { queueFilter, readQueueSearch } from './queue-search.ts';
import { VisitGrid } from './visit-grid.tsx';
import { VisitPreview } from './visit-preview.tsx';

/** What must be looked at next, and why. */
export function QueuePage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const search = useSearch({ from: '/queue' });
  const node = useQuery(nodeQuery).data;
  const filter = useMemo(() => queueFilter(search), [search]);
  const [focused, setFocused] = useState<VisitRow>();
  const [answer, setAnswer] = useState<{ total: number | undefined; asOf: string | undefined }>();

  const change = useCallback(
    (next: QueueChange) =>
      void navigate({
        to: '/queue',
        search: (old: Record<string, unknown>) => readQueueSearch({ ...old, ...next }),
        replace: 'q' in next,
      }),
    [navigate],
  );
  const open = useCallback(
    (visit: VisitRow) => void navigate({ to: '/visits/$id', params: { id: visit.id } }),
    [navigate],
  );
  const setTotal = useCallback(
    (total: number | undefined, asOf: string | undefined) => setAnswer({ total, asOf }),
    [],
  );
  const filtered = Object.keys(search).some((name) => name !== 'sort');

  return (
    <div className="queue-page">
      <div className="page-bar">
        <PageTitle name={t('nav.queue')} />
        <p className="count" role="status">
          {answer?.total === undefined
            ? t('queue.counting')
            : filtered && node
              ? t('queue.countOf', {
                  shown: formats.count(answer.total),
                  all: formats.count(node.openVisits),
                })
              : t('queue.count', { count: answer.total, shown: formats.count(answer.total) })}
        </p>
        <QueueFilters search={search} onChange={change} />
      </div>
      <div className="queue-body">
        <section className="queue-list" aria-label={t('queue.gridLabel')}>
          <VisitGrid
            filter={filter}
            sort={search.sort}
            onSort={(sort) => change({ sort })}
            onOpen={open}
            onFocusRow={setFocused}
            onTotal={setTotal}
            empty={
              filtered ? (
                <EmptyNotice
                  title={t('queue.emptyFiltered')}
                  action={
                    <button
                      type="button"
                      className="button"
                      onClick={() => void navigate({ to: '/queue', search: {} })}
                    >
                      {t('queue.clear')}
                    </button>
                  }
                >
                  {t('queue.emptyFilteredNext')}
                </EmptyNotice>
              ) : (
                <EmptyNotice
                  title={t('queue.empty')}
                  action={
                    <Link className="open-link" to="/intake">
                      {t('nav.intake')}
                    </Link>
                  }
                >
                  {t('queue.emptyNext')}
                </EmptyNotice>
              )
            }
          />
          <FeedStrip asOf={answer?.asOf} />
        </section>
        <VisitPreview visit={answer?.total === 0 ? undefined : focused} />
      </div>
    </div>
  );
}
