import { portByCode, seaRoute } from '@havenwacht/domain';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartLine, ChartMark } from './chart-content.ts';
import { Instant } from './instant.tsx';
import { SkeletonLines } from './notices.tsx';

const SeaChart = lazy(async () => ({ default: (await import('./sea-chart.tsx')).SeaChart }));

/** One stretch of a journey by sea. */
export interface RouteLeg {
  /** UN/LOCODE. */
  readonly from: string;
  readonly to: string;
  /** When it ends, or is expected to; null = not stated. */
  readonly at: string | null;
}

const nameOf = (code: string): string => portByCode(code)?.name ?? code;

/** A journey on the chart, and the same journey as a list beside it. The way between ports is estimated. */
export function RouteMap({ legs }: { legs: readonly RouteLeg[] }) {
  const { t } = useTranslation();
  const { lines, marks } = useMemo(() => {
    const lines: ChartLine[] = legs.flatMap(({ from, to }, index) => {
      const way = seaRoute(from, to);
      return way === null ? [] : [{ id: `leg-${index}`, way, estimated: true }];
    });
    const codes = [...new Set(legs.flatMap(({ from, to }) => [from, to]))];
    const marks: ChartMark[] = codes.flatMap((code) => {
      const port = portByCode(code);
      return port === undefined
        ? []
        : [{ id: code, kind: 'port', at: port, label: port.name, tone: 'c' } as const];
    });
    return { lines, marks };
  }, [legs]);
  if (legs.length === 0) return <p className="soft">{t('route.none')}</p>;
  return (
    <div className="route-map">
      <Suspense fallback={<SkeletonLines lines={6} label={t('chart.loading')} />}>
        <SeaChart label={t('chart.route')} lines={lines} marks={marks} start="marks" />
      </Suspense>
      <div>
        <ol className="route-legs">
          {legs.map(({ from, to, at }, index) => (
            <li key={index}>
              {nameOf(from)} <span className="mono soft">{from}</span> → {nameOf(to)}{' '}
              <span className="mono soft">{to}</span>{' '}
              <span className="soft">{at === null ? t('route.noMoment') : <Instant at={at} />}</span>
            </li>
          ))}
        </ol>
        <p className="soft">{t('chart.estimatedWay')}</p>
      </div>
    </div>
  );
}
