import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ReasonBrief, ReasonFull, VisitRow } from '../../api/node-answers.ts';
import { dossierQuery, marksQuery } from '../../api/queries.ts';
import { BandMark } from '../../parts/band-mark.tsx';
import { Countdown, Instant } from '../../parts/instant.tsx';
import { MissingText } from '../../parts/missing-text.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { signalName } from '../../parts/signal-name.ts';
import { ReasonSentence } from '../../parts/reason-sentence.tsx';
import { SourceLink } from '../../parts/source-link.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { useRested } from '../../parts/use-rested.ts';

const restMs = 150;

/** The row in focus beside the list: why it stands where it stands. */
export function VisitPreview({
  visit,
  onAct,
  onRelease,
}: {
  visit: VisitRow | undefined;
  onAct: (kind: 'propose' | 'dismiss' | 'assign', visit: VisitRow) => void;
  onRelease: (visit: string) => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const id = useRested(visit?.id, restMs);
  const query = useQuery({ ...dossierQuery(id ?? ''), enabled: id !== undefined });
  const mark = useQuery(marksQuery).data?.get(visit?.id ?? '');
  if (!visit) return <aside className="preview" aria-label={t('preview.label')} />;
  const dossier = query.data?.id === visit.id ? query.data : undefined;
  const reasons: readonly (ReasonBrief & Partial<ReasonFull>)[] = dossier?.reasons ?? visit.reasons;
  const widest = Math.max(...reasons.map(({ weight }) => Math.abs(weight)), 0.01);

  return (
    // The panel scrolls, so the keyboard has to reach it.
    <aside className="preview" aria-label={t('preview.label')} tabIndex={0}>
      <header className="preview-head">
        <BandMark band={visit.band} t={t} large />
        <div>
          <h2 className="mono">{visit.container}</h2>
          <p className="soft">
            {[visit.sizeType, visit.load && t(`load.${visit.load}`), visit.loadPort]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <p className="preview-score">
          <b>{formats.percent(visit.probability)}</b>
          <small className="soft">{t('score.logOdds', { value: formats.signed(visit.score) })}</small>
        </p>
      </header>

      <dl className="facts-brief">
        <dt>{t('columns.arrival')}</dt>
        <dd>
          <Countdown at={visit.arrivalAt} actual={visit.arrivalActual} />
          <br />
          <Instant at={visit.arrivalAt} />
        </dd>
        <dt>{t('columns.vessel')}</dt>
        <dd>
          {visit.vesselName ?? t('visit.noVessel')} {visit.voyage} → {visit.port}
        </dd>
        <dt>{t('columns.goods')}</dt>
        <dd>{visit.goods ?? t('visit.noGoods')}</dd>
        <dt>{t('columns.consignee')}</dt>
        <dd>{visit.consignee ?? t('visit.noConsignee')}</dd>
      </dl>

      <h3>{t('dossier.why')}</h3>
      {query.error && !dossier ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ul className="reason-list">
          {reasons.map((reason, index) => (
            <li key={`${reason.code} ${index}`}>
              <span
                className={`weight ${reason.weight < 0 ? 'lowers' : reason.weight > 0 ? 'raises' : 'soft'}`}
              >
                {formats.signed(reason.weight)}
              </span>
              <span className="weight-bar" aria-hidden="true">
                <i
                  className={reason.weight < 0 ? 'lowers' : 'raises'}
                  style={{ width: `${(Math.abs(reason.weight) / widest) * 100}%` }}
                />
              </span>
              <span className="reason-sentence">
                <ReasonSentence reason={reason} />
                {reason.sources?.[0] && (
                  <>
                    {' '}
                    <SourceLink source={reason.sources[0]} messages={dossier?.messages ?? []} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}

      {visit.notEvaluated > 0 && (
        <>
          <h3 className="unknown-text">{t('dossier.notEvaluated', { count: visit.notEvaluated })}</h3>
          {dossier && (
            <ul className="unknown-list">
              {dossier.notEvaluated.map(({ signal, missing }) => (
                <li key={signal}>
                  {signalName(signal, t)}, {t('dossier.missing')} <MissingText missing={missing} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      <p className="preview-acts">
        <button type="button" className="button button-main" onClick={() => onAct('propose', visit)}>
          {t('selection.propose')} <kbd>P</kbd>
        </button>
        <button type="button" className="button" onClick={() => onAct('dismiss', visit)}>
          {t('selection.dismiss')} <kbd>X</kbd>
        </button>
        {mark?.assigned === 'you' ? (
          <button type="button" className="button" onClick={() => onRelease(visit.id)}>
            {t('selection.release')}
          </button>
        ) : (
          <button
            type="button"
            className="button"
            disabled={mark?.assigned === 'other'}
            onClick={() => onAct('assign', visit)}
          >
            {t('selection.assign')} <kbd>A</kbd>
          </button>
        )}
      </p>
      <Link className="open-link" to="/visits/$id" params={{ id: visit.id }}>
        {t('preview.open')} <kbd>Enter</kbd>
      </Link>
    </aside>
  );
}
