import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { liveChannel } from '../api/query-client.ts';
import { lockSession, sessionQuery } from '../api/session.ts';
import type { Session } from '../api/session.ts';
import { Frame } from './frame.tsx';
import { ProblemNotice, SkeletonLines } from './notices.tsx';
import { hearsNews, isPlaceFor, placesFor } from './places.ts';
import { stepUp } from './step-up.ts';
import { useIdle } from './use-idle.ts';
import { useShortcuts } from './use-shortcuts.ts';

const TaskPage = lazy(async () => ({ default: (await import('../pages/task/task-page.tsx')).TaskPage }));
const SignInPage = lazy(async () => ({
  default: (await import('../pages/sign-in/sign-in-page.tsx')).SignInPage,
}));
const LockPage = lazy(async () => ({
  default: (await import('../pages/sign-in/sign-in-page.tsx')).LockPage,
}));
const StepUpDialog = lazy(async () => ({ default: (await import('./step-up-dialog.tsx')).StepUpDialog }));
const DemoBand = lazy(async () => ({ default: (await import('./demo-band.tsx')).DemoBand }));
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

/** Lets through who is signed in; everybody else stands at the door, whatever the address. */
export function Gate() {
  const { t } = useTranslation();
  const query = useQuery(sessionQuery);
  const session = query.data;
  const onQuay = useLocation({ select: ({ pathname }) => pathname === '/task' });
  const waits = <SkeletonLines lines={6} label={t('gate.loading')} />;
  // The one screen that works without network: it keeps its own door.
  if (onQuay)
    return (
      <Suspense fallback={waits}>
        <TaskPage />
      </Suspense>
    );
  if (session === undefined)
    return query.error ? (
      <main id="main">
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      </main>
    ) : (
      <main id="main" aria-busy="true">
        {waits}
      </main>
    );
  if (session === null)
    return (
      <Suspense fallback={waits}>
        <SignInPage />
      </Suspense>
    );
  if (session.locked)
    return (
      <Suspense fallback={waits}>
        <LockPage person={session.person} />
      </Suspense>
    );
  return <Inside session={session} />;
}

function Inside({ session }: { session: Session }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const atHome = useLocation({ select: ({ pathname }) => pathname === '/queue' });
  const [palette, setPalette] = useState(false);
  const asked = useSyncExternalStore(stepUp.subscribe, stepUp.isAsked);
  const home = placesFor(session.roles)[0]!.to;
  const leaves = atHome && !isPlaceFor('/queue', session.roles);
  const lock = () => void lockSession().finally(() => client.invalidateQueries({ queryKey: ['session'] }));
  const idle = useIdle(session.locksAfterSeconds, lock);

  const hears = hearsNews(session.roles);
  useEffect(() => {
    if (!hears) return undefined;
    liveChannel.start();
    return () => liveChannel.stop();
  }, [hears]);
  useEffect(() => {
    // The first page is the queue; who may not see it begins where he may.
    if (leaves) void navigate({ to: home, replace: true });
  }, [leaves, home, navigate]);
  useShortcuts('everywhere', { palette: () => setPalette(true), lock });

  return (
    <div className="gate">
      <Suspense>
        <DemoBand session={session} />
      </Suspense>
      {idle.warning && (
        <div className="bar bar-warning" role="alert">
          <span>{t('idle.warning')}</span>
          <button type="button" className="text-button" onClick={idle.stay}>
            {t('idle.stay')}
          </button>
        </div>
      )}
      <div className={idle.blurred ? 'gate-inside gate-blurred' : 'gate-inside'}>{!leaves && <Frame />}</div>
      {palette && (
        <Suspense>
          <Palette roles={session.roles} onClose={() => setPalette(false)} />
        </Suspense>
      )}
      {asked && (
        <Suspense>
          <StepUpDialog />
        </Suspense>
      )}
    </div>
  );
}
