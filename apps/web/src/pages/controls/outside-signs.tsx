import { useTranslation } from 'react-i18next';
import type { ControlPlan } from '../../api/controls.ts';
import { Instant } from '../../parts/instant.tsx';
import { useFormats } from '../../parts/use-formats.ts';

/** Which outsider learns of a control by which sign, and until when it is held back. */
export function OutsideSigns({ signs }: { signs: NonNullable<ControlPlan['signs']> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <section aria-labelledby="outside-signs">
      <h3 id="outside-signs">{t('controls.outside')}</h3>
      {signs.length === 0 ? (
        <p className="soft">{t('controls.noSigns')}</p>
      ) : (
        <ul className="plain-list">
          {signs.map((one) => (
            <li key={one.sign}>
              <b>{t(`controls.signs.${one.sign}`)}</b> ·{' '}
              {t(`controls.outsiders.${one.outsider}`, { defaultValue: one.outsider })}
              <br />
              {t(one.canHold ? 'controls.heldUntil' : 'controls.seenFrom')} <Instant at={one.heldUntil} />
              {one.openMinutes > 0 && (
                <span className="soft">
                  {' '}
                  · {t('controls.openFor', { span: formats.span(one.openMinutes) })}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
