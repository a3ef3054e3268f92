import { useTranslation } from 'react-i18next';
import { useFormats } from './use-formats.ts';
import { useNow } from './use-now.ts';

/** An instant in UTC with the reader's local time beside it. */
export function Instant({ at }: { at: string | null }) {
  const formats = useFormats();
  const { t } = useTranslation();
  if (at === null) return <span className="soft">{t('time.unknown')}</span>;
  return (
    <time dateTime={at} className="instant">
      {formats.utc(at)} <abbr title={t('time.utc')}>UTC</abbr>{' '}
      <span className="soft">
        {formats.localBeside(at)} {formats.zone(Date.parse(at))}
      </span>
    </time>
  );
}

/** How long until an instant, or since; redrawn every minute by the node's clock. */
export function Countdown({ at, actual }: { at: string | null; actual: boolean }) {
  const formats = useFormats();
  const { t } = useTranslation();
  const now = useNow();
  if (at === null) return <span className="soft">{t('time.unknown')}</span>;
  const minutes = (Date.parse(at) - now) / 60_000;
  const span = formats.span(Math.abs(minutes));
  return (
    <time dateTime={at} className={minutes > 0 && minutes < 360 ? 'soon' : undefined} title={formats.local(at)}>
      {minutes > 0 ? t('time.in', { span }) : t(actual ? 'time.ago' : 'time.overdue', { span })}
    </time>
  );
}
