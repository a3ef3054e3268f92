import { useTranslation } from 'react-i18next';
import type { ScanInFull } from '../../api/scans.ts';
import { Instant } from '../../parts/instant.tsx';
import { useFormats } from '../../parts/use-formats.ts';

/** What papers say is in the container, how the image was made, and what is wrong with the file. */
export function ScanFacts({ scan }: { scan: ScanInFull }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { about, declared } = scan;
  const geometry = about?.geometry ?? null;
  return (
    <section className="panel facts" aria-labelledby="facts-head">
      <h2 id="facts-head">{t('review.declared')}</h2>
      <dl className="fact-list">
        <div>
          <dt>{t('review.goods')}</dt>
          <dd>
            {declared === null || declared.goods.length === 0
              ? t('review.goodsUnknown')
              : declared.goods.map(({ description, hs }, index) => (
                  <span key={index} className="goods-line">
                    {description} {hs !== null && <span className="mono soft">{hs}</span>}
                  </span>
                ))}
          </dd>
        </div>
        <div>
          <dt>{t('review.weight')}</dt>
          <dd>
            {declared?.weight == null
              ? t('review.goodsUnknown')
              : `${formats.count(Math.round(declared.weight.kg))} kg (${declared.weight.method.toUpperCase()})`}
          </dd>
        </div>
        <div>
          <dt>{t('review.number')}</dt>
          <dd
            className={
              scan.numberCheck === 'differs' || scan.numberCheck === 'lanes-swapped'
                ? 'danger-text'
                : undefined
            }
          >
            {t(`review.numberCheck.${scan.numberCheck}`)}
          </dd>
        </div>
        <div>
          <dt>{t('review.taken')}</dt>
          <dd>
            <Instant at={about?.acquiredAt ?? null} />
          </dd>
        </div>
        <div>
          <dt>{t('review.scanner')}</dt>
          <dd>
            {about === null
              ? t('time.unknown')
              : [about.scanner.manufacturer, about.scanner.model, about.scanner.id]
                  .filter((part) => part !== '')
                  .join(' ')}
            {about !== null && (
              <span className="soft">
                {' '}
                {about.channels.map(({ nominalMV }) => `${formats.number(nominalMV)} MV`).join(' / ')}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('review.size')}</dt>
          <dd>
            {scan.columns === null || scan.rows === null
              ? t('time.unknown')
              : `${formats.count(scan.columns)} × ${formats.count(scan.rows)}`}
            {geometry !== null && (
              <span className="soft">
                {' '}
                {t('review.pitch', {
                  along: formats.number(geometry.columnPitchMm),
                  up: formats.number(geometry.rowPitchMm),
                })}
              </span>
            )}
          </dd>
        </div>
      </dl>
      {scan.findings.length > 0 && (
        <ul className="plain-list scan-findings">
          {scan.findings.map(({ code, text }, index) => (
            <li key={index}>
              <code>{code}</code>{' '}
              <span lang="en" className="soft">
                {text}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
