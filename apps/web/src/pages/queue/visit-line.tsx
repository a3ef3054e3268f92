import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitRow } from '../../api/node-answers.ts';
import { BandMark } from '../../parts/band-mark.tsx';
import { Countdown } from '../../parts/instant.tsx';
import { ReasonChip } from '../../parts/reason-chip.tsx';
import { useFormats } from '../../parts/use-formats.ts';

interface Place {
  readonly index: number;
  readonly top: number;
  readonly focused: boolean;
}

/** One row of the queue: who and where on the first line, why on the second. */
export const VisitLine = memo(function VisitLine({
  visit,
  index,
  top,
  focused,
  onOpen,
}: Place & { visit: VisitRow; onOpen: (index: number) => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    // The list itself hears the keys; see visit-grid.tsx.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={`visit-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={focused}
      className={`visit-line band-edge-${visit.band.toLowerCase()}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => {
        if (event.defaultPrevented || event.metaKey || event.ctrlKey) return;
        if (String(window.getSelection()) !== '') return;
        onOpen(index);
      }}
    >
      <span role="gridcell" className="cell-rank">
        {formats.count(visit.rank)}
      </span>
      <span role="gridcell" className="cell-band">
        <BandMark band={visit.band} />
      </span>
      <span role="gridcell" className="cell-score" title={t('score.logOdds', { value: formats.signed(visit.score) })}>
        <b>{formats.percent(visit.probability)}</b>
        <small>{formats.signed(visit.score)}</small>
      </span>
      <span role="gridcell" className="cell-container">
        <Link
          to="/visits/$id"
          params={{ id: visit.id }}
          tabIndex={-1}
          className="mono container-number"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey) return;
            event.preventDefault();
            event.stopPropagation();
            onOpen(index);
          }}
        >
          {visit.container}
        </Link>
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
        <Countdown at={visit.arrivalAt} actual={visit.arrivalActual} />
        {visit.arrivalAt && <small className="soft"> {formats.utc(visit.arrivalAt)}</small>}
      </span>
      <span role="gridcell" className="cell-goods" title={visit.goods ?? undefined}>
        {visit.goods ?? <span className="soft">{t('visit.noGoods')}</span>}
      </span>
      <span role="gridcell" className="cell-consignee soft" title={visit.consignee ?? undefined}>
        {visit.consignee ?? t('visit.noConsignee')}
      </span>
      <span role="gridcell" className="cell-reasons">
        {visit.load === 'empty' && <span className="chip chip-load">{t('load.empty')}</span>}
        {visit.reasons.map((reason) => (
          <ReasonChip key={reason.code} reason={reason} />
        ))}
        {visit.reasons.length === 0 && <span className="chip chip-note">{t('visit.noReasons')}</span>}
        {visit.notEvaluated > 0 && (
          <span className="chip chip-unknown">{t('visit.notEvaluated', { count: visit.notEvaluated })}</span>
        )}
        {visit.identityCases > 0 && (
          <span className="chip chip-identity">{t('visit.identityCases', { count: visit.identityCases })}</span>
        )}
        {visit.amendedAt && (
          <span className="chip chip-note" title={formats.utc(visit.amendedAt)}>
            {t('visit.amended')}
          </span>
        )}
        {visit.selectedBy && <span className="chip chip-selected">{t(`selectedBy.${visit.selectedBy}`)}</span>}
      </span>
    </div>
  );
});

/** A row that is on its way, as high as the row that will stand there. */
export const LineToCome = memo(function LineToCome({ index, top, focused }: Place) {
  const { t } = useTranslation();
  return (
    <div
      id={`visit-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={focused}
      className="visit-line visit-line-to-come"
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell">
        <span className="hidden-text">{t('queue.rowLoading')}</span>
        <span className="skeleton" style={{ width: `${38 + ((index * 37) % 40)}%` }} />
        <span className="skeleton" style={{ width: `${24 + ((index * 53) % 34)}%` }} />
      </span>
    </div>
  );
});
