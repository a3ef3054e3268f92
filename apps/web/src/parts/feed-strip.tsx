import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { nodeQuery } from '../api/queries.ts';
import { feedSilence } from './feed-state.ts';
import { Icon } from './icon.tsx';
import { useFormats } from './use-formats.ts';
import { useNow } from './use-now.ts';

/** How fresh each feed is, under the list that was made from them. */
export function FeedStrip({ asOf }: { asOf: string | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow();
  const node = useQuery(nodeQuery).data;
  return (
    <footer className="feed-strip">
      <span className="soft">{t('feeds.label')}</span>
      {node?.feeds.map((feed) => {
        const { minutes, silent } = feedSilence(feed, now);
        return (
          <span key={feed.name} className={silent ? 'feed feed-silent' : 'feed'}>
            {t(`feeds.names.${feed.name}`, { defaultValue: feed.name })}{' '}
            {feed.lastReceivedAt === null || minutes === null ? (
              <span className="soft">{t('feeds.never')}</span>
            ) : (
              <>
                <time dateTime={feed.lastReceivedAt}>{formats.utcTime(Date.parse(feed.lastReceivedAt))}</time>
                {silent ? (
                  <span className="feed-late">
                    <Icon name="warning" size={13} /> {t('feeds.silentFor', { span: formats.span(minutes) })}
                  </span>
                ) : (
                  <span className="feed-good">
                    <Icon name="check" size={13} />
                    <span className="hidden-text">{t('feeds.fresh')}</span>
                  </span>
                )}
              </>
            )}
          </span>
        );
      })}
      {asOf && (
        <span className="soft feed-as-of">
          {t('feeds.asOf')} <time dateTime={asOf}>{formats.utc(asOf)}</time> UTC
        </span>
      )}
    </footer>
  );
}
