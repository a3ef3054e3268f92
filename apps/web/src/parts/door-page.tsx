import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { languages, pickLanguage } from '../locales/languages.ts';
import { chooseLanguage } from '../locales/start-translation.ts';
import { chooseTheme, onThemeChange, themeChoice, themeChoices } from '../theme/theme-choice.ts';
import { Choice } from './choice.tsx';
import { PageTitle } from './page-title.tsx';

/** The look of a page outside the frame: nothing of a case stands on it. */
export function DoorPage({
  title,
  node,
  demo,
  children,
}: {
  title: string;
  node?: string | undefined;
  /** Under the stripes of a demonstration. */
  demo?: boolean | undefined;
  children: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const theme = useSyncExternalStore(onThemeChange, themeChoice);
  return (
    <div className="door">
      {demo === true && (
        <aside className="demo-band" aria-label={t('frame.demo')}>
          <span className="demo-band-words">
            <b>{t('frame.demo')}</b> {t('frame.demoWhy')}
          </span>
        </aside>
      )}
      <header className="door-head">
        <span className="mark">
          <img src="/mark.svg" alt="" width={24} height={24} />
          Havenwacht
        </span>
        <span className="soft">{node}</span>
        <span className="top-space" />
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
      </header>
      <main id="main" className="door-main">
        <PageTitle name={title} />
        {children}
      </main>
    </div>
  );
}
