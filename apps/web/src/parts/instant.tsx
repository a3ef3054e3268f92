import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Formats } from './formats.ts';
import { useFormats } from './use-formats.ts';
import { useNow } from './use-now.ts';

/** An instant in UTC with the reader's local time beside it. */
export function Instant({ at }: { at: string | null }) {
  const formats = useFormats();
  const { t } = useTranslation();
  if (at === null) return <span className="soft">{t('time.unknown')}</span>;
  return (
    <time dateTime={at} className="instant">
      {formats.utc(at)} <abbr title={t('time.utc')}>UTC</abbr>
      {formats.zone(Date.parse(at)) !== 'UTC' && (
        <span className="soft">
          {' '}
          {formats.localBeside(at)} {formats.zone(Date.parse(at))}
        </span>
      )}
    </time>
  );
}

/** How long until an instant, or since; redrawn every minute by the node's clock. */
export function Countdown({ at, actual }: { at: string | null; actual: boolean }) {
  const formats = useFormats();
  const { t } = useTranslation();
  return <CountdownAt at={at} actual={actual} now={useNow()} formats={formats} t={t} />;
}

/** The same for a list, which looks at the clock once for all its rows. */
export function CountdownAt(props: {
  at: string | null;
  actual: boolean;
  now: number;
  formats: Formats;
  t: TFunction;
}) {
  const { at, actual, now, formats, t } = props;
  if (at === null) return <span className="soft">{t('time.unknown')}</span>;
  const minutes = (Date.parse(at) - now) / 60_000;
  const span = formats.span(Math.abs(minutes));
  return (
    <time
      dateTime={at}
      className={minutes > 0 && minutes < 360 ? 'soon' : undefined}
      title={formats.local(at)}
    >
      {minutes > 0 ? t('time.in', { span }) : t(actual ? 'time.ago' : 'time.overdue', { span })}
    </time>
  );
}
