import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeQuery } from '../api/queries.ts';
import { liveChannel } from '../api/query-client.ts';
import { languages, pickLanguage } from '../locales/languages.ts';
import { chooseLanguage } from '../locales/start-translation.ts';
import { chooseTheme, onThemeChange, themeChoice, themeChoices } from '../theme/theme-choice.ts';
import { Choice } from './choice.tsx';
import { Icon } from './icon.tsx';
import { useFormats } from './use-formats.ts';
import { useNow } from './use-now.ts';

function Clock() {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow();
  return (
    <p className="clock">
      <time dateTime={new Date(now).toISOString()}>
        <b>{formats.utcTime(now)}</b> <abbr title={t('time.utc')}>UTC</abbr>
        {formats.zone(now) !== 'UTC' && (
          <span className="soft clock-local">
            {' '}
            {formats.localTime(now)} {formats.zone(now)}
          </span>
        )}
      </time>
    </p>
  );
}

function LiveControl() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { state, paused, held } = useSyncExternalStore(liveChannel.subscribe, liveChannel.snapshot);
  const word = state === 'live' && paused ? 'paused' : state;
  return (
    <div className="live-control">
      <span className={`live-state live-${word}`} role="status">
        <i className="live-dot" aria-hidden="true" />
        {t(`live.${word}`)}
        {paused && held !== 0 && (
          <b>
            {held === null ? t('live.heldSome') : t('live.held', { count: held, shown: formats.count(held) })}
          </b>
        )}
      </span>
      <button
        type="button"
        className="text-button live-button"
        onClick={() => (paused ? liveChannel.resume() : liveChannel.pause())}
      >
        <Icon name={paused ? 'play' : 'pause'} size={14} />
        <span className="live-button-word">{paused ? t('live.resume') : t('live.pause')}</span>
      </button>
    </div>
  );
}

export function TopBar({ onSheet }: { onSheet: () => void }) {
  const { t, i18n } = useTranslation();
  const node = useQuery(nodeQuery).data;
  const theme = useSyncExternalStore(onThemeChange, themeChoice);
  return (
    <header className="top-bar">
      <Link to="/queue" className="mark" aria-label="Havenwacht">
        <img src="/mark.svg" alt="" width={24} height={24} />
        <span className="mark-name">Havenwacht</span>
      </Link>
      {node && (
        <span className="node-name">
          <b title={node.name}>{node.country}</b> <span className="node-long">{node.name}</span>
        </span>
      )}
      <span className="top-space" />
      <Clock />
      <LiveControl />
      <Choice
        className="top-select"
        label={t('frame.theme')}
        value={theme}
        onChoose={chooseTheme}
        options={themeChoices.map((choice) => ({ value: choice, label: t(`themes.${choice}`) }))}
      />
      <Choice
        className="top-select"
        label={t('frame.language')}
        value={pickLanguage([i18n.language])}
        onChoose={(language) => void chooseLanguage(language)}
        options={languages.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <button
        type="button"
        className="text-button sheet-button"
        aria-label={t('frame.keys')}
        title={t('frame.keys')}
        onClick={onSheet}
      >
        <Icon name="question" size={18} />
      </button>
    </header>
  );
}
