import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeClock } from '../api/node-clock.ts';
import { nodeQuery, settingsQuery } from '../api/queries.ts';
import { liveChannel } from '../api/query-client.ts';
import { sessionQuery } from '../api/session.ts';
import { Icon } from './icon.tsx';
import { keyPreferences } from './key-preferences.ts';
import { EmptyNotice } from './notices.tsx';
import { PageTitle } from './page-title.tsx';
import { isPlaceFor, placesFor } from './places.ts';
import { TopBar } from './top-bar.tsx';
import { useFormats } from './use-formats.ts';
import { useShortcuts } from './use-shortcuts.ts';

const StaleBar = lazy(async () => ({ default: (await import('./stale-bar.tsx')).StaleBar }));
const OutcomeBar = lazy(async () => ({ default: (await import('./outcome-bar.tsx')).OutcomeBar }));
const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet.tsx')).ShortcutSheet }));

/** What stands around every page: top bar, rail, warnings, the sheet of keys. */
export function Frame() {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const [sheetOpen, setSheetOpen] = useState(false);
  const node = useQuery(nodeQuery).data;
  useEffect(() => {
    if (node) nodeClock.set(node.clock, node.demo);
  }, [node]);
  const settings = useQuery(settingsQuery).data;
  useEffect(() => {
    if (settings) keyPreferences.set({ letters: settings.letterKeys, keys: settings.keys });
  }, [settings]);
  /** A wall or a second window shows one thing and offers no way to others. */
  const path = useLocation({ select: ({ pathname }) => pathname });
  // While the next page is fetched the one before it is still drawn.
  const shown = useRouterState({ select: ({ matches }) => matches.at(-1)?.pathname ?? path });
  const alone = path === '/wallboard' || path === '/second';

  useShortcuts('everywhere', {
    sheet: () => setSheetOpen(true),
    filter: () => {
      const words = document.getElementById('queue-words');
      if (words) words.focus();
      else void navigate({ to: '/queue' }).then(() => document.getElementById('queue-words')?.focus());
    },
    goQueue: () => void navigate({ to: '/queue' }),
    goIntake: () => void navigate({ to: '/intake' }),
    goControls: () => void navigate({ to: '/controls' }),
    goScans: () => void navigate({ to: '/scans' }),
    goYard: () => void navigate({ to: '/yard' }),
    goIdentity: () => void navigate({ to: '/identity' }),
    pause: () => (liveChannel.snapshot().paused ? liveChannel.resume() : liveChannel.pause()),
  });

  const roles = useQuery(sessionQuery).data?.roles ?? [];
  const counts: Partial<Record<string, number>> = {
    intake: node?.quarantined ?? 0,
    identity: node?.identityCases ?? 0,
  };

  return (
    <div className={alone ? 'frame frame-alone' : 'frame'}>
      <a className="skip-link" href="#main">
        {t('nav.skip')}
      </a>
      <TopBar onSheet={() => setSheetOpen(true)} />
      <nav className="rail" aria-label={t('nav.label')} hidden={alone}>
        {placesFor(roles).map(({ to, icon, name }) => (
          <Link key={to} to={to} className="rail-link" activeProps={{ 'aria-current': 'page' }}>
            <Icon name={icon} size={20} />
            <span className="rail-name">{t(`nav.${name}`)}</span>
            {(counts[name] ?? 0) > 0 && (
              <span className="rail-count">
                {formats.count(counts[name] ?? 0)}
                <span className="hidden-text"> {t('nav.waiting')}</span>
              </span>
            )}
          </Link>
        ))}
      </nav>
      <main id="main" className="main" tabIndex={-1}>
        <Suspense>
          <StaleBar />
        </Suspense>
        {isPlaceFor(shown, roles) ? <Outlet /> : shown === path && <NoSuchPage />}
        <Suspense>
          <OutcomeBar />
        </Suspense>
      </main>
      {sheetOpen && (
        <Suspense>
          <ShortcutSheet onClose={() => setSheetOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

export function NoSuchPage() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <PageTitle name={t('notFound.title')} />
      <EmptyNotice
        title={t('notFound.why')}
        action={
          <Link className="open-link" to="/">
            {t('notFound.home')}
          </Link>
        }
      />
    </div>
  );
}
