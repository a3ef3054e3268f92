import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitRow } from '../../api/node-answers.ts';
import { nodeQuery } from '../../api/queries.ts';
import { focusChannel } from '../../parts/focus-channel.ts';
import { EmptyNotice, ProblemNotice } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useActDialog } from '../../parts/use-act-dialog.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import type { QueueChange } from './queue-filters.tsx';
import { queueFilter, readQueueSearch } from './queue-search.ts';
import { useDefaultView } from './use-default-view.ts';
import { VisitGrid } from './visit-grid.tsx';
import type { Selected } from './visit-grid.tsx';

// The list is drawn first; what stands around it follows a moment later.
const FeedStrip = lazy(async () => ({ default: (await import('../../parts/feed-strip.tsx')).FeedStrip }));
const QueueFilters = lazy(async () => ({ default: (await import('./queue-filters.tsx')).QueueFilters }));
const QueueViews = lazy(async () => ({ default: (await import('./queue-views.tsx')).QueueViews }));
const SelectionBar = lazy(async () => ({ default: (await import('./selection-bar.tsx')).SelectionBar }));
const VisitPreview = lazy(async () => ({ default: (await import('./visit-preview.tsx')).VisitPreview }));

const none: Selected = new Map();

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
  const [selected, setSelected] = useState<Selected>(none);
  /** Everything the filter shows is chosen, also what isn't loaded; the node freezes and counts it. */
  const [whole, setWhole] = useState(false);
  const clear = useCallback(() => {
    setSelected(none);
    setWhole(false);
  }, []);
  const select = useCallback((change: (old: Selected) => Selected) => {
    setWhole(false);
    setSelected(change);
  }, []);
  const acts = useActDialog(clear);
  useDefaultView(search);

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
  const act = (kind: 'propose' | 'dismiss' | 'assign', visit: VisitRow | undefined) => {
    if (whole) acts.ask({ kind, target: { chosen: { filter, first: null } } });
    else if (selected.size > 0) acts.ask({ kind, target: { chosen: { visits: [...selected.keys()] } } });
    else if (visit) acts.ask({ kind, target: { visit } });
  };
  // What was chosen under one filter isn't carried, unseen, into another.
  useEffect(clear, [filter, clear]);
  useEffect(() => {
    if (focused) focusChannel.tell(focused.id);
  }, [focused]);
  const filtered = Object.keys(search).some((name) => name !== 'sort');
  const total = answer?.total;

  return (
    <div className="queue-page">
      <div className="page-bar">
        <PageTitle name={t('nav.queue')} />
        <Suspense fallback={<span className="queue-views" />}>
          <QueueViews search={search} />
        </Suspense>
        <p className="count" role="status">
          {total === undefined
            ? t('queue.counting')
            : filtered && node
              ? t('queue.countOf', { shown: formats.count(total), all: formats.count(node.openVisits) })
              : t('queue.count', { count: total, shown: formats.count(total) })}
        </p>
        <Suspense fallback={<span className="filters" />}>
          <QueueFilters search={search} onChange={change} />
        </Suspense>
      </div>
      <div className="queue-body">
        <section className="queue-list" aria-label={t('queue.gridLabel')}>
          {acts.problem !== undefined && <ProblemNotice error={acts.problem} />}
          <VisitGrid
            filter={filter}
            sort={search.sort}
            onSort={(sort) => change({ sort })}
            onOpen={open}
            onFocusRow={setFocused}
            onTotal={setTotal}
            selected={selected}
            onSelected={select}
            onAct={act}
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
                  {t(search.triage ? `triageEmpty.${search.triage}` : 'queue.emptyFilteredNext')}
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
          {selected.size > 0 && (
            <Suspense>
              <SelectionBar
                selected={selected}
                total={total}
                whole={whole}
                onWhole={() => setWhole(true)}
                onAct={(kind) => act(kind, undefined)}
                onClear={clear}
              />
            </Suspense>
          )}
          <Suspense fallback={<footer className="feed-strip">&nbsp;</footer>}>
            <FeedStrip asOf={answer?.asOf} />
          </Suspense>
        </section>
        <Suspense fallback={<aside className="preview" aria-label={t('preview.label')} />}>
          <VisitPreview
            visit={total === 0 ? undefined : focused}
            onAct={(kind, visit) => acts.ask({ kind, target: { visit } })}
            onRelease={acts.give}
          />
        </Suspense>
      </div>
      {acts.dialog}
    </div>
  );
}
