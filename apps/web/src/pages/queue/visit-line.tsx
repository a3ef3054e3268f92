import type { TFunction } from 'i18next';
import { memo } from 'react';
import type { MouseEvent } from 'react';
import type { Mark, ReasonBrief, VisitRow } from '../../api/node-answers.ts';
import { BandMark } from '../../parts/band-mark.tsx';
import type { Formats } from '../../parts/formats.ts';
import { CountdownAt } from '../../parts/instant.tsx';
import { reasonText } from '../../parts/reason-text.ts';
import { signalName } from '../../parts/signal-name.ts';

/** What every row needs to speak; made once for the list, as rows come and go with every frame. */
export interface LineWords {
  readonly t: TFunction;
  readonly formats: Formats;
  readonly language: string;
  /** The node's time to the minute, epoch milliseconds. */
  readonly now: number;
}

interface Place {
  readonly index: number;
  readonly top: number;
  readonly focused: boolean;
  readonly words: LineWords;
}

/**
 * One row of the queue: who and where on the first line, why on the second.
 *
 * Hot: three rows are drawn anew in every frame of a fast scroll, so a row uses no hooks and no
 * components that subscribe to anything.
 */
export const VisitLine = memo(function VisitLine({
  visit,
  index,
  top,
  focused,
  words,
  mark,
  selected,
  onOpen,
  onSelect,
}: Place & {
  visit: VisitRow;
  /** What was done with it. */
  mark: Mark | undefined;
  selected: boolean;
  onOpen: (index: number) => void;
  /** A click on the row's box; with Shift it takes everything from the last one. */
  onSelect: (index: number, range: boolean) => void;
}) {
  const { t, formats } = words;
  const open = (event: MouseEvent) => {
    // With Ctrl or ⌘ the link opens a tab of its own; marking text opens nothing.
    if (event.metaKey || event.ctrlKey || String(window.getSelection()) !== '') return;
    event.preventDefault();
    onOpen(index);
  };
  return (
    // The list itself hears the keys; see visit-grid.tsx.
    <div
      id={`visit-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={focused ? 'visit-line visit-line-focused' : 'visit-line'}
      style={{ transform: `translateY(${top}px)` }}
      onClick={open}
    >
      <span
        role="gridcell"
        className="cell-select"
        onClick={(event) => {
          event.stopPropagation();
          onSelect(index, event.shiftKey);
        }}
      >
        <i className="tick" aria-hidden="true" />
      </span>
      <span role="gridcell" className="cell-rank">
        {formats.count(visit.rank)}
      </span>
      <span role="gridcell" className="cell-band">
        <BandMark band={visit.band} t={t} />
      </span>
      <span
        role="gridcell"
        className="cell-score"
        title={t('score.logOdds', { value: formats.signed(visit.score) })}
      >
        <b>{formats.percent(visit.probability)}</b>
        <small>{formats.signed(visit.score)}</small>
      </span>
      <span role="gridcell" className="cell-container">
        <a href={`/visits/${encodeURIComponent(visit.id)}`} tabIndex={-1} className="mono container-number">
          {visit.container}
        </a>
      </span>
      <span role="gridcell" className="cell-type soft">
        {visit.sizeType ?? '–'}
      </span>
      <span role="gridcell" className="cell-route">
        {visit.loadPort ?? visit.origin ?? '?'} <span className="soft">→</span> {visit.port}
      </span>
      <span role="gridcell" className="cell-vessel">
        {visit.vesselName ?? t('visit.noVessel')} <span className="soft">{visit.voyage}</span>
      </span>
      <span role="gridcell" className="cell-arrival">
        <CountdownAt
          at={visit.arrivalAt}
          actual={visit.arrivalActual}
          now={words.now}
          formats={formats}
          t={t}
        />
        {visit.arrivalAt && <small className="soft"> {formats.utc(visit.arrivalAt)}</small>}
      </span>
      <span
        role="gridcell"
        className={visit.goods ? 'cell-goods' : 'cell-goods soft'}
        title={visit.goods ?? undefined}
      >
        {visit.goods ?? t('visit.noGoods')}
      </span>
      <span role="gridcell" className="cell-consignee soft" title={visit.consignee ?? undefined}>
        {visit.consignee ?? t('visit.noConsignee')}
      </span>
      <span role="gridcell" className="cell-reasons">
        {mark && markChips(mark, t)}
        {visit.load === 'empty' && <span className="chip chip-load">{t('load.empty')}</span>}
        {visit.reasons.map((reason, at) => chip(reason, at, words))}
        {visit.reasons.length === 0 && <span className="chip chip-note">{t('visit.noReasons')}</span>}
        {visit.notEvaluated > 0 && (
          <span className="chip chip-unknown">{t('visit.notEvaluated', { count: visit.notEvaluated })}</span>
        )}
        {visit.identityCases > 0 && (
          <span className="chip chip-identity">
            {t('visit.identityCases', { count: visit.identityCases })}
          </span>
        )}
        {visit.amendedAt && (
          <span className="chip chip-note" title={formats.utc(visit.amendedAt)}>
            {t('visit.amended')}
          </span>
        )}
        {visit.selectedBy && (
          <span className="chip chip-selected">{t(`selectedBy.${visit.selectedBy}`)}</span>
        )}
      </span>
    </div>
  );
});

/** What people did with the row, before the reasons it came with. */
function markChips(mark: Mark, t: TFunction) {
  return (
    <>
      {mark.assigned && (
        <span className={`chip chip-mark${mark.assigned === 'you' ? ' chip-you' : ''}`}>
          {t(`marks.assigned.${mark.assigned}`)}
        </span>
      )}
      {mark.proposed && <span className="chip chip-mark chip-proposed">{t('marks.proposed')}</span>}
      {mark.dismissed && (
        <span className={`chip chip-mark chip-${mark.dismissed === 'pending' ? 'waits' : 'dismissed'}`}>
          {t(`marks.dismissed.${mark.dismissed}`)}
        </span>
      )}
      {mark.contested > 0 && (
        <span className="chip chip-mark">{t('marks.contested', { count: mark.contested })}</span>
      )}
      {mark.notes > 0 && <span className="chip chip-mark">{t('marks.notes', { count: mark.notes })}</span>}
    </>
  );
}

/** One reason: weight and short name, the whole sentence on hover. */
function chip(reason: ReasonBrief, at: number, { t, formats, language }: LineWords) {
  const side = reason.weight > 0 ? 'raises' : reason.weight < 0 ? 'lowers' : 'note';
  return (
    <span key={at} className={`chip chip-${side}`} title={reasonText(reason, t, formats, language).text}>
      <b>{formats.signed(reason.weight)}</b> {signalName(reason.signal, t)}
    </span>
  );
}

/** A row that is on its way, as high as the row that will stand there. */
export const LineToCome = memo(function LineToCome({ index, top, focused, words }: Place) {
  return (
    <div
      id={`visit-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={false}
      className={
        focused ? 'visit-line visit-line-to-come visit-line-focused' : 'visit-line visit-line-to-come'
      }
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell">
        <span className="hidden-text">{words.t('queue.rowLoading')}</span>
        <span className="skeleton" style={{ width: `${38 + ((index * 37) % 40)}%` }} />
        <span className="skeleton" style={{ width: `${24 + ((index * 53) % 34)}%` }} />
      </span>
    </div>
  );
});
