import type { TFunction } from 'i18next';
import type { Band } from '../api/node-answers.ts';

/** The band as a letter on its colour; the colour alone never carries it. */
export function BandMark({ band, t, large = false }: { band: Band; t: TFunction; large?: boolean }) {
  return (
    <span
      className={`band band-${band.toLowerCase()}${large ? ' band-large' : ''}`}
      title={t('band.named', { band })}
    >
      {band}
    </span>
  );
}
