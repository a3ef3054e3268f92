import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exposureTrendQuery } from '../../api/oversight.ts';
import { Choice } from '../../parts/choice.tsx';
import { DayBars } from '../../parts/day-bars.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { unitTrends } from './unit-trends.ts';

const spans = ['7', '28', '92'] as const;

/** How much of the controls was known beforehand, day by day and in which units. No person stands here. */
export function ExposureTrend() {
  const { t } = useTranslation();
  const formats = useFormats();
  const [span, setSpan] = useState<(typeof spans)[number]>('28');
  const query = useQuery({ ...exposureTrendQuery(Number(span)), placeholderData: (old) => old });
  const days = query.data;
  const trends = days === undefined ? [] : unitTrends(days);
  return (
    <>
      <div className="oversight-filters">
        <Choice
          label={t('oversight.span')}
          value={span}
          options={spans.map((value) => ({
            value,
            label: t('oversight.days', { count: Number(value), shown: formats.count(Number(value)) }),
          }))}
          onChoose={setSpan}
        />
      </div>
      {days === undefined ? (
        query.error ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonLines lines={8} label={t('oversight.loading')} />
        )
      ) : trends.length === 0 ? (
        <EmptyNotice title={t('oversight.noTrend')}>{t('oversight.noTrendNext')}</EmptyNotice>
      ) : (
        <div className="panel files-panel">
          <table className="files trend">
            <caption className="panel-head soft">{t('oversight.trendMeans')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('oversight.unit')}</th>
                <th scope="col">{t('oversight.byDay')}</th>
                <th scope="col" className="number">
                  {t('oversight.personHours')}
                </th>
                <th scope="col" className="number">
                  {t('oversight.highestDay')}
                </th>
                <th scope="col" className="number">
                  {t('oversight.mostPeople')}
                </th>
              </tr>
            </thead>
            <tbody>
              {trends.map(({ unit, hours, total, highest, people }) => (
                <tr key={unit}>
                  <td data-label={t('oversight.unit')}>{unit === '' ? t('oversight.noUnit') : unit}</td>
                  <td data-label={t('oversight.byDay')}>
                    <DayBars
                      values={hours}
                      label={t('oversight.barsLabel', {
                        unit: unit === '' ? t('oversight.noUnit') : unit,
                        total: formats.number(total),
                        highest: formats.number(highest),
                      })}
                    />
                  </td>
                  <td data-label={t('oversight.personHours')} className="number">
                    {formats.number(total)}
                  </td>
                  <td data-label={t('oversight.highestDay')} className="number">
                    {formats.number(highest)}
                  </td>
                  <td data-label={t('oversight.mostPeople')} className="number">
                    {formats.count(people)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <table className="files">
            <caption className="panel-head soft">{t('oversight.perControl')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('oversight.day')}</th>
                <th scope="col" className="number">
                  {t('nav.controls')}
                </th>
                <th scope="col" className="number">
                  {t('oversight.median')}
                </th>
                <th scope="col" className="number">
                  {t('oversight.highest')}
                </th>
              </tr>
            </thead>
            <tbody>
              {days
                .filter(({ controls }) => controls > 0)
                .map(({ day, controls, median, highest }) => (
                  <tr key={day}>
                    <td data-label={t('oversight.day')}>{formats.day(day)}</td>
                    <td data-label={t('nav.controls')} className="number">
                      {formats.count(controls)}
                    </td>
                    <td data-label={t('oversight.median')} className="number">
                      {formats.number(median ?? 0)}
                    </td>
                    <td data-label={t('oversight.highest')} className="number">
                      {formats.number(highest ?? 0)}
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
