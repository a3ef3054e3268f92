import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Dossier, VisitAct } from '../../api/node-answers.ts';
import { marksQuery } from '../../api/queries.ts';
import { Instant } from '../../parts/instant.tsx';

/** The one decision of a dossier, and what others have decided already. */
export function DossierActs(props: {
  dossier: Dossier;
  acts: readonly VisitAct[];
  onAct: (kind: 'propose' | 'dismiss' | 'assign' | 'note') => void;
  onRelease: () => void;
}) {
  const { t } = useTranslation();
  const { dossier, acts } = props;
  const mark = useQuery(marksQuery).data?.get(dossier.id);
  const standing = acts.filter(
    ({ kind, state }) =>
      (state === 'recorded' || state === 'pending') && kind !== 'release' && kind !== 'contest',
  );
  const risky =
    dossier.band === 'A' || dossier.band === 'B' || dossier.selectedBy !== null || mark?.proposed === true;
  return (
    <div className="dossier-acts">
      <div className="act-buttons">
        <button type="button" className="button button-main" onClick={() => props.onAct('propose')}>
          {t('selection.propose')} <kbd>P</kbd>
        </button>
        <button
          type="button"
          className="button"
          title={risky ? t('act.riskyMeans') : undefined}
          onClick={() => props.onAct('dismiss')}
        >
          {t('selection.dismiss')} <kbd>X</kbd>
        </button>
        {mark?.assigned === 'you' ? (
          <button type="button" className="button" onClick={props.onRelease}>
            {t('selection.release')}
          </button>
        ) : (
          <button
            type="button"
            className="button"
            disabled={mark?.assigned === 'other'}
            onClick={() => props.onAct('assign')}
          >
            {mark?.assigned === 'other' ? t('marks.assigned.other') : t('selection.assign')} <kbd>A</kbd>
          </button>
        )}
        <button type="button" className="button" onClick={() => props.onAct('note')}>
          {t('selection.note')} <kbd>N</kbd>
        </button>
      </div>
      {standing.length > 0 && (
        <ul className="standing-acts">
          {standing.map((act) => (
            <li key={act.reference} className={`standing standing-${act.kind} standing-${act.state}`}>
              <b>{t(`acts.${act.kind}`)}</b>
              {act.state === 'pending' && (
                <span className="chip chip-waits">{t('actStates.pending')}</span>
              )}{' '}
              <span className="soft">
                {act.by.you ? t('acts.byYou') : act.by.roles.map((role) => t(`roles.${role}`)).join(', ')} ·{' '}
                <Instant at={act.at} />
              </span>
              {act.method && <span> · {t(`methods.${act.method}`)}</span>}
              {act.wantedAt && (
                <span>
                  {' '}
                  · {t('act.wantedShort')} <Instant at={act.wantedAt} />
                </span>
              )}
              {act.reason && <p className="standing-reason">{act.reason}</p>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
