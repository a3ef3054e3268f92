import { useTranslation } from 'react-i18next';
import type { ExposureStep } from '../api/controls.ts';
import { useFormats } from './use-formats.ts';
import { useNow } from './use-now.ts';

const [width, height] = [400, 90];

/**
 * Knowledge of a control over time, as steps up to its moment: the area under them is the exposure in
 * person-hours. The numbers stand beside it; the drawing is for the eye.
 */
export function ExposureCurve(props: {
  steps: readonly ExposureStep[];
  plannedAt: string;
  exposure: number;
  willKnow: number;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow();
  const end = Date.parse(props.plannedAt);
  const steps = props.steps
    .map(({ at, weight }) => ({ at: Date.parse(at), weight }))
    .filter(({ at }) => at < end);
  const first = steps[0];
  if (first === undefined) return <p className="soft">{t('controls.noCurve')}</p>;
  const start = Math.min(first.at, now);
  const most = Math.max(1, ...steps.map(({ weight }) => weight));
  const x = (at: number) => ((at - start) / Math.max(1, end - start)) * width;
  const y = (weight: number) => height - (weight / most) * (height - 6);
  const line = steps.map(({ at, weight }) => `H${x(at).toFixed(1)}V${y(weight).toFixed(1)}`).join('');
  const path = `M${x(first.at).toFixed(1)} ${height}${line}H${width}V${height}Z`;
  return (
    <figure className="curve">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('controls.curve', {
          hours: formats.number(props.exposure),
          people: formats.count(props.willKnow),
        })}
      >
        <path className="curve-area" d={path} />
        {now > start && now < end && <path className="curve-now" d={`M${x(now).toFixed(1)} 0V${height}`} />}
      </svg>
      <figcaption className="soft">
        <span>{formats.utc(start)}</span>
        <span>{t('controls.peak', { shown: formats.number(most) })}</span>
        <span>{formats.utc(end)} UTC</span>
      </figcaption>
    </figure>
  );
}
