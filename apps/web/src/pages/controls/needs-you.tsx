import { useTranslation } from 'react-i18next';
import type { BoardControl, Lowering } from '../../api/controls.ts';
import { Instant } from '../../parts/instant.tsx';
import { controlMark } from './control-mark.ts';

/** What waits for the reader's own hand: steps of controls, lowerings he was drawn to decide, boxes that moved. */
export function NeedsYou(props: {
  controls: readonly BoardControl[];
  lowerings: readonly Lowering[];
  onControl: (id: string) => void;
  onLowering: (lowering: Lowering) => void;
  /** `null` = he can't be drawn, so he needs no codes. */
  onCodes: (() => void) | null;
}) {
  const { t } = useTranslation();
  const waiting = props.controls.filter(({ needs }) => needs !== null);
  const moved = props.controls.filter(
    ({ box, state }) =>
      box?.moved === true && ['proposed', 'approved', 'sealed', 'disclosed'].includes(state),
  );
  return (
    <section className="panel needs" aria-labelledby="needs-you">
      <h2 id="needs-you">
        {t('controls.needsYou')}{' '}
        {props.onCodes !== null && (
          <button type="button" className="text-button" onClick={props.onCodes}>
            {t('controls.ownCodes')}
          </button>
        )}
      </h2>
      {waiting.length + props.lowerings.length + moved.length === 0 ? (
        <p className="soft">{t('controls.nothingNeeded')}</p>
      ) : (
        <ul>
          {props.lowerings.map((one) => (
            <li key={one.id}>
              <button type="button" className="needs-line" onClick={() => props.onLowering(one)}>
                <b>{t('controls.secondPerson')}</b> <span>{t(`controls.lowerings.${one.act}`)}</span>{' '}
                <span className="soft">
                  {t('controls.before')} <Instant at={one.expiresAt} />
                </span>
              </button>
            </li>
          ))}
          {waiting.map((one) => (
            <li key={one.id}>
              <button type="button" className="needs-line" onClick={() => props.onControl(one.id)}>
                <b>{t(`controls.needs.${one.needs ?? 'seal'}`)}</b>{' '}
                <span className="mono">{controlMark(one.id)}</span>{' '}
                <span>{t(`controls.lanes.${one.lane}`, { defaultValue: one.lane })}</span>{' '}
                <span className="soft">
                  <Instant at={one.plannedAt} />
                </span>
              </button>
            </li>
          ))}
          {moved.map((one) => (
            <li key={`moved ${one.id}`}>
              <button
                type="button"
                className="needs-line needs-moved"
                onClick={() => props.onControl(one.id)}
              >
                <b>{t('controls.moved')}</b> <span className="mono">{controlMark(one.id)}</span>{' '}
                <span className="mono">{one.box?.container}</span>{' '}
                {one.box?.then?.band !== one.box?.now?.band && (
                  <span>
                    {one.box?.then?.band ?? '–'} → {one.box?.now?.band ?? '–'}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
