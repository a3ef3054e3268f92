import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/use-formats.ts';

/** How many know now and will know, and how near the person-hours come to the limit. */
export function ExposureMeter(props: {
  exposure: {
    readonly knowNow: number;
    readonly willKnow: number;
    readonly exposure: number;
    readonly limit: number;
  };
  burnChance?: number;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { knowNow, willKnow, exposure, limit } = props.exposure;
  const over = exposure > limit;
  return (
    <div className={over ? 'exposure exposure-over' : 'exposure'}>
      <p>
        {t('controls.whoKnows')} <b className="figure">{formats.count(knowNow)}</b> {t('controls.now')},{' '}
        <b className="figure">{formats.count(willKnow)}</b> {t('controls.later')}
      </p>
      <p>
        <b className="figure">{formats.number(exposure)}</b>{' '}
        {t('controls.ofLimit', { limit: formats.number(limit) })}
        {over && <b className="danger-text"> {t('controls.overLimit')}</b>}
      </p>
      <span className="exposure-track" aria-hidden="true">
        <i style={{ width: `${Math.min(100, (exposure / limit) * 100)}%` }} />
      </span>
      {props.burnChance !== undefined && (
        <p className="soft" title={t('controls.burnAssumes')}>
          {t('controls.burn', { chance: formats.percent(props.burnChance) })} {t('controls.burnAssumes')}
        </p>
      )}
    </div>
  );
}
