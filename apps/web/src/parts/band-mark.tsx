import { useTranslation } from 'react-i18next';
import type { Band } from '../api/node-answers.ts';

/** The band as a letter on its colour; the colour alone never carries it. */
export function BandMark({ band, large = false }: { band: Band; large?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={`band band-${band.toLowerCase()}${large ? ' band-large' : ''}`} title={t('band.named', { band })}>
      {band}
    </span>
  );
}
