import { useTranslation } from 'react-i18next';
import { Instant } from '../../parts/instant.tsx';
import type { RouteLeg } from './route-legs.ts';

/** The stretches of a journey, in order. */
export function RouteList({ legs }: { legs: readonly RouteLeg[] }) {
  const { t } = useTranslation();
  if (legs.length === 0) return <p className="soft">{t('route.none')}</p>;
  return (
    <ol className="route-legs">
      {legs.map(({ from, to, at }, index) => (
        <li key={index}>
          <b className="mono">{from}</b> → <b className="mono">{to}</b>{' '}
          <span className="soft">{at === null ? t('route.noMoment') : <Instant at={at} />}</span>
        </li>
      ))}
    </ol>
  );
}
