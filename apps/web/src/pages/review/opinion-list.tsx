import { useTranslation } from 'react-i18next';
import type { ScanInFull } from '../../api/scans.ts';
import { useFormats } from '../../parts/use-formats.ts';

/** What algorithms say, of which country and in which version; before the first judgement, that they wait. */
export function OpinionList({
  scan,
  overlay,
  onOverlay,
}: {
  scan: ScanInFull;
  overlay: boolean;
  onOverlay: (on: boolean) => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (scan.opinionsHidden !== null)
    return <p className="soft">{t(`review.hidden.${scan.opinionsHidden}`)}</p>;
  if (scan.opinions.length === 0) return <p className="soft">{t('review.noOpinions')}</p>;
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={overlay}
          onChange={(event) => onOverlay(event.currentTarget.checked)}
        />
        {t('review.overlay')}
      </label>
      <ul className="plain-list">
        {scan.opinions.map((one) => (
          <li key={`${one.country} ${one.analyser} ${one.version}`}>
            <b>{t(`review.analysers.${one.analyser}`, { defaultValue: one.analyser })}</b>{' '}
            <span className="soft">
              {one.country} · {t('review.version', { version: one.version })}
            </span>
            <br />
            {one.state === 'evaluated' ? (
              t('review.opinion', {
                score: formats.number(one.score ?? 0),
                count: one.regions.length,
                shown: formats.count(one.regions.length),
              })
            ) : (
              <>
                <span className="unknown-text">{t(`review.opinionStates.${one.state}`)}</span>{' '}
                <span lang="en" className="soft">
                  {one.reason}
                </span>
              </>
            )}
            {one.regions.length > 0 && (
              <ol className="opinion-regions">
                {one.regions.map(({ x, y, width, height, excessKg, sigmaKg }, index) => (
                  <li key={index}>
                    {t('review.regionAt', {
                      x: formats.count(Math.round(x)),
                      y: formats.count(Math.round(y)),
                      width: formats.count(Math.round(width)),
                      height: formats.count(Math.round(height)),
                    })}
                    {excessKg !== undefined && sigmaKg !== undefined && (
                      <>
                        {' · '}
                        {t('review.excess', {
                          kg: formats.number(excessKg),
                          sigma: formats.number(sigmaKg),
                        })}
                      </>
                    )}
                  </li>
                ))}
              </ol>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
