import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitRow } from '../../api/node-answers.ts';
import { marksQuery, rowsPerWindow } from '../../api/queries.ts';
import { Icon } from '../../parts/icon.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useFormats } from '../../parts/use-formats.ts';
import { useShortcuts } from '../../parts/use-shortcuts.ts';
import { nextSort } from './queue-search.ts';
import type { QueueSort } from './queue-search.ts';
import { followFocus, windowsFor } from './row-windows.ts';
import { useVisitList } from './use-visit-list.ts';
import { LineToCome, VisitLine } from './visit-line.tsx';

/** The chosen visits by id, with their numbers; the order is that in which they were chosen. */
export type Selected = ReadonlyMap<string, string>;

const columns = [
  { name: 'select', sort: null },
  { name: 'rank', sort: 'rank' },
  { name: 'band', sort: null },
  { name: 'score', sort: 'score' },
  { name: 'container', sort: 'container' },
  { name: 'type', sort: null },
  { name: 'route', sort: 'port' },
  { name: 'vessel', sort: 'vessel' },
  { name: 'arrival', sort: 'arrival' },
  { name: 'goods', sort: null },
  { name: 'consignee', sort: null },
] as const;

/** Below this width of the list (in rem) a row is a card. */
const cardsBelowRem = 42;
/** Narrower still, its reasons need a third line. */
const tallCardsBelowRem = 30;
const lineRem = { table: 3.75, card: 8.5, tallCard: 10 };
const headRem = 1.875;
const rowsBeforeFirstAnswer = 20;
const overscan = 6;
/** Rows fetched before they are seen. */
const rowsAhead = 25;

/** Where the reader was in each list, for the way back from a dossier. */
const lastPlace = new Map<string, { index: number; id: string | null; scrollTop: number }>();

/** What a narrower list leaves out; the side panel or the dossier says it too. */
function without(widthRem: number): string {
  if (widthRem < tallCardsBelowRem) return 'tall-cards';
  const dropped = [];
  if (widthRem < 66) dropped.push('without-consignee');
  if (widthRem < 58) dropped.push('without-goods');
  if (widthRem < 50) dropped.push('without-vessel');
  return dropped.join(' ');
}

function useRem(): number {
  const [rem] = useState(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
  return rem;
}

/**
 * The ranked list as one focusable grid (`aria-activedescendant`): the rows themselves come and go
 * while scrolling, the focus stays on the grid.
 */
export function VisitGrid(props: {
  filter: string;
  sort: QueueSort | undefined;
  onSort: (sort: QueueSort | undefined) => void;
  onOpen: (visit: VisitRow) => void;
  onFocusRow: (visit: VisitRow | undefined) => void;
  onTotal: (total: number | undefined, asOf: string | undefined) => void;
  selected: Selected;
  onSelected: (change: (old: Selected) => Selected) => void;
  onAct: (kind: 'propose' | 'dismiss' | 'assign', focused: VisitRow | undefined) => void;
  empty: React.ReactNode;
}) {
  const { filter, onFocusRow, onTotal, onOpen, onSelected } = props;
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const rem = useRem();
  const grid = useRef<HTMLDivElement>(null);
  const [widthRem, setWidthRem] = useState(() => window.innerWidth / rem);
  const cards = widthRem < cardsBelowRem;
  const before = lastPlace.get(filter);
  const [focus, setFocus] = useState({ filter, index: before?.index ?? 0, id: before?.id ?? null });
  const kind = !cards ? 'table' : widthRem < tallCardsBelowRem ? 'tallCard' : 'card';
  const lineHeight = Math.round(lineRem[kind] * rem);
  const headHeight = cards ? 0 : Math.round(headRem * rem);

  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidthRem(element.offsetWidth / rem));
    observer.observe(element);
    return () => observer.disconnect();
  }, [rem]);

  const now = useNow();
  const words = useMemo(
    () => ({ t, formats, language: i18n.language, now }),
    [t, formats, i18n.language, now],
  );
  const [windows, setWindows] = useState<readonly number[]>([0]);
  const list = useVisitList(filter, windows);
  const count = list.total ?? rowsBeforeFirstAnswer;
  const at = focus.filter === filter ? Math.min(focus.index, Math.max(0, count - 1)) : 0;

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => grid.current,
    estimateSize: () => lineHeight,
    overscan,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    initialOffset: before?.scrollTop ?? 0,
    // The row in focus stays in the document: the grid points at it.
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      return rows.includes(at) || at >= count ? rows : [...rows, at].sort((a, b) => a - b);
    },
  });
  useLayoutEffect(() => {
    virtual.measure();
  }, [virtual, lineHeight]);

  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? 0;
  const needed = windowsFor({
    first,
    last,
    ahead: rowsAhead,
    size: rowsPerWindow,
    total: count,
  });
  if (needed.join() !== windows.join()) setWindows(needed);

  const shownFilter = useRef(filter);
  useEffect(() => {
    if (shownFilter.current === filter) return;
    shownFilter.current = filter;
    setFocus({ filter, index: 0, id: null });
    grid.current?.scrollTo({ top: 0 });
  }, [filter]);

  useEffect(() => {
    if (list.total === undefined) return;
    setFocus((old) => {
      if (old.filter !== filter) return old;
      const next = followFocus(old, list.total ?? 0, (index) => list.rowAt(index)?.id, list.loaded());
      return next === old ? old : { ...next, filter };
    });
  }, [list, filter]);

  const focused = list.rowAt(at);
  useEffect(() => {
    onFocusRow(focused);
  }, [focused, onFocusRow]);
  useEffect(() => {
    onTotal(list.total, list.asOf);
  }, [list.total, list.asOf, onTotal]);
  useEffect(() => {
    // The virtualizer's own figure: asking the element would force a layout.
    const remember = () =>
      void lastPlace.set(filter, {
        index: at,
        id: focused?.id ?? null,
        scrollTop: virtual.scrollOffset ?? 0,
      });
    remember();
    return remember;
  }, [filter, at, focused, virtual]);

  // Coming back from a dossier, the keys work at once.
  useEffect(() => {
    if (lastPlace.get(filter)?.id) grid.current?.focus({ preventScroll: true });
    // Only when the page opens.
  }, []);

  const moveTo = (index: number) => {
    if (list.total === undefined || list.total === 0) return;
    const next = Math.max(0, Math.min(index, list.total - 1));
    setFocus({ filter, index: next, id: list.rowAt(next)?.id ?? null });
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const marks = useQuery(marksQuery).data;
  /** Where the last choice was made: a click with Shift reaches from there. */
  const anchor = useRef(0);
  const choose = (from: number, to: number, on: (old: Selected) => boolean) => {
    anchor.current = to;
    const rows = Array.from({ length: Math.abs(to - from) + 1 }, (_, step) =>
      list.rowAt(Math.min(from, to) + step),
    ).filter((row) => row !== undefined);
    onSelected((old) => {
      const next = new Map(old);
      const adds = on(old);
      for (const { id, container } of rows)
        if (adds) next.set(id, container);
        else next.delete(id);
      return next;
    });
  };
  const stretch = (step: 1 | -1) => {
    const next = Math.max(0, Math.min(at + step, count - 1));
    choose(at, next, () => true);
    moveTo(next);
  };
  const page = Math.max(1, Math.floor(((grid.current?.clientHeight ?? 0) - headHeight) / lineHeight) - 1);
  useShortcuts(
    'queue',
    {
      next: () => moveTo(at + 1),
      previous: () => moveTo(at - 1),
      pageDown: () => moveTo(at + page),
      pageUp: () => moveTo(at - page),
      first: () => moveTo(0),
      last: () => moveTo(count - 1),
      open: () => focused && onOpen(focused),
      select: () => choose(at, at, (old) => !focused || !old.has(focused.id)),
      selectNext: () => stretch(1),
      selectPrevious: () => stretch(-1),
      ...(props.selected.size > 0 ? { unselect: () => onSelected(() => new Map()) } : {}),
      propose: () => props.onAct('propose', focused),
      dismiss: () => props.onAct('dismiss', focused),
      assign: () => props.onAct('assign', focused),
    },
    grid,
  );

  const openAt = useRef<(index: number) => void>(() => undefined);
  useEffect(() => {
    openAt.current = (index) => {
      const visit = list.rowAt(index);
      if (!visit) return;
      setFocus({ filter, index, id: visit.id });
      onOpen(visit);
    };
  });
  const [open] = useState(() => (index: number) => openAt.current(index));
  const selectAt = useRef<(index: number, range: boolean) => void>(() => undefined);
  useEffect(() => {
    selectAt.current = (index, range) => {
      const id = list.rowAt(index)?.id;
      if (id === undefined) return;
      choose(range ? anchor.current : index, index, (old) => range || !old.has(id));
      setFocus({ filter, index, id });
      grid.current?.focus({ preventScroll: true });
    };
  });
  const [select] = useState(() => (index: number, range: boolean) => selectAt.current(index, range));

  const failedAll = list.total === undefined ? list.failed[0] : undefined;
  if (failedAll) return <ProblemNotice error={failedAll.error} onRetry={failedAll.retry} />;
  if (list.total === 0) return <>{props.empty}</>;

  return (
    <div className="visit-grid-frame">
      {list.failed.map((part) => (
        <div key={part.from} className="bar bar-warning" role="status">
          <Icon name="warning" />
          <span>
            {t('queue.partial', {
              from: formats.count(part.from + 1),
              to: formats.count(Math.min(part.from + 100, count)),
            })}
          </span>
          <button type="button" className="text-button" onClick={part.retry}>
            {t('problem.retry')}
          </button>
        </div>
      ))}
      {list.total === undefined && (
        <p className="late-word" role="status">
          {t('queue.waiting')}
        </p>
      )}
      {/* tabIndex: the grid is the one stop for the keyboard. */}
      <div
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label={t('queue.gridLabel')}
        aria-multiselectable="true"
        aria-rowcount={list.total === undefined ? -1 : list.total + 1}
        aria-activedescendant={`visit-row-${at}`}
        aria-busy={list.total === undefined}
        className={`visit-grid ${cards ? 'as-cards' : 'as-table'} ${without(widthRem)}`}
        style={{ scrollPaddingTop: headHeight }}
      >
        <div role="rowgroup" className="visit-head-group">
          <div
            role="row"
            aria-rowindex={1}
            className="visit-head"
            style={{ height: headHeight || undefined }}
          >
            {columns.map(({ name, sort }) => {
              const bare = props.sort?.replace('-', '') ?? 'rank';
              const direction =
                sort && bare === sort ? (props.sort?.startsWith('-') ? 'descending' : 'ascending') : 'none';
              return (
                <span
                  key={name}
                  role="columnheader"
                  className={`cell-${name}`}
                  title={name === 'band' ? t('columns.band') : undefined}
                  {...(sort ? { 'aria-sort': direction } : {})}
                >
                  {sort ? (
                    <button
                      type="button"
                      tabIndex={-1}
                      onClick={() => props.onSort(nextSort(props.sort, sort))}
                    >
                      {t(`columns.${name}`)}
                      {direction !== 'none' && (
                        <Icon name={direction === 'ascending' ? 'up' : 'down'} size={12} />
                      )}
                    </button>
                  ) : (
                    <span className={name === 'band' || name === 'select' ? 'hidden-text' : undefined}>
                      {t(`columns.${name}`)}
                    </span>
                  )}
                </span>
              );
            })}
            <span role="columnheader" className="hidden-text">
              {t('columns.reasons')}
            </span>
          </div>
        </div>
        <div role="rowgroup" className="visit-rows" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const visit = list.rowAt(index);
            const place = { index, top: start - headHeight, focused: index === at, words };
            return visit ? (
              <VisitLine
                key={index}
                visit={visit}
                {...place}
                mark={marks?.get(visit.id)}
                selected={props.selected.has(visit.id)}
                onOpen={open}
                onSelect={select}
              />
            ) : (
              <LineToCome key={index} {...place} />
            );
          })}
        </div>
      </div>
    </div>
  );
}
