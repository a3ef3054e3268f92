import { useTranslation } from 'react-i18next';
import type { ScanRegion } from '../../api/scans.ts';
import { typedRegion } from '../../parts/scan-viewer/drawing.ts';
import { RangeField } from './range-field.tsx';

/** What was marked, as numbers that can be typed. */
export function RegionList({
  regions,
  scan,
  onRegions,
  onAdd,
}: {
  regions: readonly ScanRegion[];
  scan: { readonly columns: number; readonly rows: number };
  onRegions: (regions: readonly ScanRegion[]) => void;
  /** Adds a region in the middle of the picture. */
  onAdd: () => void;
}) {
  const { t } = useTranslation();
  return (
    <section className="panel regions" aria-labelledby="region-head">
      <h2 id="region-head">{t('review.regions')}</h2>
      <ol>
        {regions.map((region, index) => (
          <li key={index}>
            <fieldset className="field-row">
              <legend>
                {t(region.corners ? 'review.polygonNamed' : 'review.regionNamed', { number: index + 1 })}
              </legend>
              {(['x', 'y', 'width', 'height'] as const).map((name) => (
                <RangeField
                  key={name}
                  plain
                  label={t(`review.region.${name}`)}
                  value={region[name]}
                  range={[
                    name === 'x' || name === 'y' ? 0 : 1,
                    name === 'x' || name === 'width' ? scan.columns : scan.rows,
                  ]}
                  step={1}
                  onChange={(value) =>
                    onRegions(regions.with(index, typedRegion(region, { [name]: value }, scan)))
                  }
                />
              ))}
              <button
                type="button"
                className="text-button"
                onClick={() => onRegions(regions.filter((_, other) => other !== index))}
              >
                {t('review.removeRegion', { number: index + 1 })}
              </button>
            </fieldset>
          </li>
        ))}
      </ol>
      <button type="button" className="button" onClick={onAdd}>
        {t('review.addRegion')}
      </button>
    </section>
  );
}
