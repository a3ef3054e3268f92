import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeQuery } from '../api/queries.ts';
import { liveChannel } from '../api/query-client.ts';
import { feedSilence } from './feed-state.ts';
import { Icon } from './icon.tsx';
import { useFormats } from './use-formats.ts';
import { useNow } from './use-now.ts';

/** A break shorter than this is not worth a word. */
const toleratedMs = 4000;

/** Amber words over every page while what it shows may be old, and why. */
export function StaleBar() {
  const { t } = useTranslation();
  const formats = useFormats();
  const client = useQueryClient();
  const now = useNow();
  const { downSince } = useSyncExternalStore(liveChannel.subscribe, liveChannel.snapshot);
  const query = useQuery(nodeQuery);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    if (downSince === null) {
      setBroken(false);
      return;
    }
    const timer = setTimeout(() => setBroken(true), Math.max(0, downSince + toleratedMs - Date.now()));
    return () => clearTimeout(timer);
  }, [downSince]);

  const silent = (query.data?.feeds ?? [])
    .map((feed) => ({ name: feed.name, ...feedSilence(feed, now) }))
    .filter((feed) => feed.silent);
  if (!broken && silent.length === 0) return null;
  return (
    <div className="bar bar-warning" role="status">
      <Icon name="warning" />
      <span>
        {broken && downSince !== null && <>{t('stale.live', { since: formats.localTime(downSince) })} </>}
        {silent.map(({ name, minutes }) => (
          <span key={name}>
            {t('stale.feed', {
              feed: t(`feeds.names.${name}`, { defaultValue: name }),
              span: formats.span(minutes ?? 0),
            })}{' '}
          </span>
        ))}
      </span>
      {broken && (
        <button type="button" className="text-button" onClick={() => void client.invalidateQueries()}>
          {t('stale.refresh')}
        </button>
      )}
    </div>
  );
}
