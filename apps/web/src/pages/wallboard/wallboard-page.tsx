import '../../theme/wallboard.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Wallboard } from '../../api/node-answers.ts';
import { nodeQuery, wallboardQuery } from '../../api/queries.ts';
import { FeedStrip } from '../../parts/feed-strip.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { bands } from '../queue/queue-search.ts';

/** For a wall that others see too: numbers by port, no container, company, vessel or reason. */
export function WallboardPage() {
  const { t } = useTranslation();
  const query = useQuery(wallboardQuery);
  const node = useQuery(nodeQuery).data;
  return (
    <div className="wallboard">
      <PageTitle name={t('wall.title')} focus={false} />
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <SkeletonLines lines={8} label={t('wall.loading')} />
      ) : query.data.ports.length === 0 ? (
        <EmptyNotice title={t('queue.empty')}>{t('queue.emptyNext')}</EmptyNotice>
      ) : (
        <div className="wall-ports">
          {query.data.ports.map((port) => (
            <PortPanel key={port.port} port={port} />
          ))}
        </div>
      )}
      {node && (
        <p className="wall-waiting">
          {t('wall.quarantined', { count: node.quarantined })} ·{' '}
          {t('wall.cases', { count: node.identityCases })}
        </p>
      )}
      <FeedStrip asOf={query.data?.asOf} />
    </div>
  );
}

function PortPanel({ port }: { port: Wallboard['ports'][number] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const most = Math.max(...port.arrivals, 1);
  const rest = port.open - port.arrivals.reduce((sum, count) => sum + count, 0);
  return (
    <section className="wall-port panel" aria-label={port.port}>
      <header>
        <h2 className="mono">{port.port}</h2>
        <p>
          <b className="wall-figure">{formats.count(port.open)}</b>{' '}
          <span className="soft">{t('wall.open', { count: port.open })}</span>
        </p>
      </header>
      <dl className="wall-bands">
        {bands.map((band) => (
          <div key={band} className={`band-${band.toLowerCase()}`}>
            <dt>{t('band.named', { band })}</dt>
            <dd>{formats.count(port.bands[band])}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('wall.arrivals')}</h3>
      <ol className="wall-arrivals">
        {port.arrivals.map((count, day) => (
          <li key={day}>
            <span className="wall-bar" aria-hidden="true">
              <i style={{ height: `${(count / most) * 100}%` }} />
            </span>
            <b>{formats.count(count)}</b>
            <span className="soft">
              {day === 0 ? t('wall.here') : t('wall.day', { hours: formats.count(day * 24) })}
            </span>
          </li>
        ))}
      </ol>
      {rest > 0 && <p className="soft">{t('wall.rest', { count: rest, shown: formats.count(rest) })}</p>}
    </section>
  );
}
