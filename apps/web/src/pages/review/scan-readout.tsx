import { useTranslation } from 'react-i18next';
import type { Place } from '../../parts/scan-viewer/ruler.ts';
import { measuredLength } from '../../parts/scan-viewer/ruler.ts';
import type { ViewState } from '../../parts/scan-viewer/view-state.ts';
import { attenuationOf, readCurve, type ViewedScan } from '../../parts/scan-viewer/viewed-scan.ts';
import { materialColour } from '../../parts/scan-viewer/paint-pixel.ts';
import { useFormats } from '../../parts/use-formats.ts';

/** In words and numbers what the picture shows under the crosshair, and what the colours say. */
export function ScanReadout({
  id,
  scan,
  view,
  ruler,
}: {
  id: string;
  scan: ViewedScan;
  view: ViewState;
  ruler: readonly [Place, Place] | null;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const column = Math.min(scan.columns - 1, Math.max(0, Math.floor(view.cursor[0])));
  const row = Math.min(scan.rows - 1, Math.max(0, Math.floor(view.cursor[1])));
  const length = ruler === null ? null : measuredLength(scan.geometry, ruler[0], ruler[1]);
  const mm = (value: number) => formats.count(Math.round(value));
  return (
    <div className="scan-readout" id={id}>
      <p>
        {t('review.at', { x: formats.count(column), y: formats.count(row) })}
        {scan.channels.map((channel, index) => {
          const sample = channel.samples[row * scan.columns + column] ?? 0;
          const depth = attenuationOf(sample, channel);
          return (
            <span key={index} className="readout-part">
              {t(`review.channel.${channel.energy}`)}: {formats.count(sample)}
              {scan.calibrated && (
                <>
                  {' · '}
                  {t('review.through', { share: formats.number(100 * Math.exp(-depth)) })}
                </>
              )}
              {channel.density !== null && (
                <>
                  {' · '}
                  {t('review.density', {
                    value: formats.number(Math.max(0, readCurve(channel.density, scan.scales.step, depth))),
                  })}
                </>
              )}
            </span>
          );
        })}
      </p>
      {ruler !== null && (
        <p role="status">
          {length === null
            ? t('review.rulerPixels', {
                pixels: formats.number(Math.hypot(ruler[1][0] - ruler[0][0], ruler[1][1] - ruler[0][1])),
              })
            : t('review.rulerMm', {
                middle: mm(length.middleMm),
                near: mm(length.nearMm),
                far: mm(length.farMm),
              })}
        </p>
      )}
      {view.shown === 'colour' && (
        <p className="scan-legend">
          <span className="legend-bar" aria-hidden="true">
            {Array.from({ length: 24 }, (_, index) => (
              <i key={index} style={{ background: `rgb(${materialColour(index / 23).join(' ')})` }} />
            ))}
          </span>
          {t('review.legend')}
        </p>
      )}
      {view.pair === 'difference' && <p className="scan-legend">{t('review.differenceLegend')}</p>}
    </div>
  );
}
