import '../../theme/sign-in.css';
import '../../theme/task.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { lockSession, sessionQuery } from '../../api/session.ts';
import { DoorPage } from '../../parts/door-page.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { useIdle } from '../../parts/use-idle.ts';
import { LockPage, SignInPage } from '../sign-in/sign-in-page.tsx';
import { OwnTasks } from './own-tasks.ts';
import { PhoneStore } from './phone-store.ts';
import { SentItems } from './sent-items.tsx';
import { TaskCard } from './task-card.tsx';

const tasks = new OwnTasks(new PhoneStore(), (session) => {
  queryClient.setQueryData(sessionQuery.queryKey, session);
});

const askEveryMs = 20_000;
const lookEveryMs = 2_000;

/** A person's own tasks on his phone. It works without network, and keeps nothing readable longer than it may. */
export function TaskPage() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(tasks.subscribe, tasks.snapshot);
  const session = useQuery(sessionQuery).data;
  const [now, setNow] = useState(() => tasks.now());
  const [broken, setBroken] = useState<unknown>(null);

  useEffect(() => {
    void navigator.serviceWorker?.register('/service-worker.js').catch(() => {});
    // What waits to be sent must not be dropped by a browser that is short of room.
    void navigator.storage?.persist?.().catch(() => false);
    // A browser that keeps nothing, as in a private window, can't be used for this.
    tasks.start().catch(setBroken);
    const ask = (): void => {
      if (document.visibilityState === 'visible') void tasks.contact();
    };
    const asking = setInterval(ask, askEveryMs);
    const looking = setInterval(() => {
      void tasks.look();
      setNow(tasks.now());
    }, lookEveryMs);
    for (const kind of ['online', 'offline', 'focus']) window.addEventListener(kind, ask);
    return () => {
      clearInterval(asking);
      clearInterval(looking);
      for (const kind of ['online', 'offline', 'focus']) window.removeEventListener(kind, ask);
    };
  }, []);
  // What the node has just said of the time counts at once.
  useEffect(() => setNow(tasks.now()), [shown]);
  const awake = session != null && !session.locked;
  useEffect(() => {
    if (awake) void tasks.contact();
  }, [awake]);
  const idle = useIdle(session?.locksAfterSeconds ?? 600, () => {
    if (shown.isOnline && awake) void lockSession().finally(() => tasks.contact());
  });

  const unsent = shown.items.filter(({ state }) => state !== 'sent').length;
  const bar = (
    <div className={shown.isOnline ? 'bar task-bar' : 'bar bar-warning task-bar'} role="status">
      {t(shown.isOnline ? 'task.online' : 'task.offline')} · {t('task.unsent', { count: unsent })}
    </div>
  );
  if (shown.session === 'out')
    return (
      <div className="gate">
        {bar}
        <SignInPage />
      </div>
    );
  if (shown.session === 'locked' && session != null)
    return (
      <div className="gate">
        {bar}
        <LockPage person={session.person} />
      </div>
    );
  return (
    <div className="gate">
      {bar}
      <DoorPage title={t('task.title')} demo={session?.demo}>
        <div className={idle.blurred ? 'task gate-blurred' : 'task'}>
          {broken !== null && <ProblemNotice error={broken} />}
          {!shown.isReady && broken === null && <SkeletonLines lines={5} label={t('gate.loading')} />}
          {shown.wiped !== null && <p role="alert">{t(`task.wiped.${shown.wiped}`)}</p>}
          {shown.session === 'not-for-him' ? (
            <EmptyNotice title={t('notFound.why')} />
          ) : (
            shown.isReady && shown.cards.length === 0 && <EmptyNotice title={t('task.none')} />
          )}
          {shown.cards.map((card) => (
            <TaskCard key={card.id} card={card} tasks={tasks} now={now} />
          ))}
          <SentItems items={shown.items} tasks={tasks} />
          <button type="button" className="button" onClick={() => void tasks.signOut()}>
            {t('account.signOut')}
          </button>
        </div>
      </DoorPage>
    </div>
  );
}
