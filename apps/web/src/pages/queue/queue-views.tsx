import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeView, removeView, saveSettings, saveView } from '../../api/desk-acts.ts';
import type { SavedView } from '../../api/node-answers.ts';
import { recentQuery, settingsQuery, viewsQuery } from '../../api/queries.ts';
import { Problem } from '../../api/problem.ts';
import { BandMark } from '../../parts/band-mark.tsx';
import { Dropdown } from '../../parts/dropdown.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Countdown } from '../../parts/instant.tsx';
import { signalName } from '../../parts/signal-name.ts';
import { queueFilter, readQueueSearch } from './queue-search.ts';
import type { QueueSearch } from './queue-search.ts';

const searchOf = (filter: string): QueueSearch =>
  readQueueSearch(Object.fromEntries(new URLSearchParams(filter)));

/** What a view shows, in words. */
function filterWords(search: QueueSearch, t: TFunction): string {
  const { band, port, load, origin, signal, selected, triage, q, sort } = search;
  const words = [
    band?.replaceAll(',', ', '),
    port,
    load && t(`load.${load}`),
    origin && t('queue.origin', { origin }),
    signal && signalName(signal, t),
    selected && t(`selectedBy.${selected}`),
    triage && t(`triage.${triage}`),
    q && `“${q}”`,
    sort && t(`sorts.${sort}`),
  ].filter(Boolean);
  return words.length === 0 ? t('views.everything') : words.join(' · ');
}

/** Views by name, the dossiers opened lately, and windows of their own. */
export function QueueViews({ search }: { search: QueueSearch }) {
  const { t } = useTranslation();
  const views = useQuery(viewsQuery).data ?? [];
  const filter = queueFilter(search);
  const current = views.find((view) => queueFilter(searchOf(view.filter)) === filter);
  return (
    <div className="queue-views">
      <Dropdown
        name={t('views.label')}
        label={current?.name ?? (filter === '' ? t('views.everything') : t('views.unsaved'))}
        className="views-menu"
      >
        {(close) => <ViewList views={views} current={current} filter={filter} close={close} />}
      </Dropdown>
      <Dropdown name={t('recent.label')} label={<Icon name="clock" size={16} />}>
        {(close) => <RecentList close={close} />}
      </Dropdown>
      <Dropdown name={t('windows.label')} label={<Icon name="window" size={16} />}>
        {(close) => (
          <ul className="menu-list">
            <li>
              <a href="/second" target="havenwacht-second" onClick={close}>
                <b>{t('windows.second')}</b>
                <span className="soft">{t('windows.secondMeans')}</span>
              </a>
            </li>
            <li>
              <a href={`/queue${filter === '' ? '' : `?${filter}`}`} target="_blank" onClick={close}>
                <b>{t('windows.list')}</b>
                <span className="soft">{t('windows.listMeans')}</span>
              </a>
            </li>
            <li>
              <a href="/wallboard" target="havenwacht-wall" onClick={close}>
                <b>{t('windows.wall')}</b>
                <span className="soft">{t('windows.wallMeans')}</span>
              </a>
            </li>
          </ul>
        )}
      </Dropdown>
    </div>
  );
}

function ViewList(props: {
  views: readonly SavedView[];
  current: SavedView | undefined;
  filter: string;
  close: () => void;
}) {
  const { views, current, filter, close } = props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const settings = useQuery(settingsQuery).data;
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [problem, setProblem] = useState<string>();
  const done = () => void client.invalidateQueries({ queryKey: viewsQuery.queryKey });
  const fail = (error: unknown) => setProblem(error instanceof Problem ? error.code : 'unknown');
  const open = (chosen: string) => {
    void navigate({ to: '/queue', search: searchOf(chosen) });
    close();
  };
  const makeDefault = (id: string | null) => {
    const next = { letterKeys: true, keys: {}, ...settings, defaultView: id };
    saveSettings(next).then((saved) => void client.setQueryData(settingsQuery.queryKey, saved), fail);
  };
  const lines = (own: boolean) => {
    const some = views.filter((view) => view.own === own);
    if (some.length === 0) return null;
    return (
      <>
        <h2>{t(own ? 'views.own' : 'views.others')}</h2>
        <ul className="menu-list">
          {some.map((view) => (
            <li key={view.id} className="view-line">
              <button
                type="button"
                className="menu-item"
                aria-current={view.id === current?.id}
                onClick={() => open(view.filter)}
              >
                <b>{view.name}</b>
                <span className="soft">
                  {[
                    filterWords(searchOf(view.filter), t),
                    view.own && view.shared && t('views.sharedMark'),
                    settings?.defaultView === view.id && t('views.defaultMark'),
                  ]
                    .filter(Boolean)
                    .join(' – ')}
                </span>
              </button>
              <span className="view-tools">
                <button
                  type="button"
                  className="text-button"
                  aria-pressed={settings?.defaultView === view.id}
                  aria-label={t('views.makeDefault', { name: view.name })}
                  title={t('views.makeDefault', { name: view.name })}
                  onClick={() => makeDefault(settings?.defaultView === view.id ? null : view.id)}
                >
                  <Icon name="star" size={15} />
                </button>
                {view.own && (
                  <>
                    <button
                      type="button"
                      className="text-button"
                      aria-pressed={view.shared}
                      aria-label={t('views.share', { name: view.name })}
                      title={t('views.share', { name: view.name })}
                      onClick={() => void changeView({ ...view, shared: !view.shared }).then(done, fail)}
                    >
                      <Icon name="people" size={15} />
                    </button>
                    <button
                      type="button"
                      className="text-button"
                      aria-label={t('views.remove', { name: view.name })}
                      title={t('views.remove', { name: view.name })}
                      onClick={() => void removeView(view.id).then(done, fail)}
                    >
                      <Icon name="close" size={14} />
                    </button>
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      </>
    );
  };
  return (
    <>
      <ul className="menu-list">
        <li>
          <button type="button" className="menu-item" aria-current={filter === ''} onClick={() => open('')}>
            <b>{t('views.everything')}</b>
          </button>
        </li>
        <li>
          <button
            type="button"
            className="menu-item"
            aria-current={filter === 'triage=mine'}
            onClick={() => open('triage=mine')}
          >
            <b>{t('triage.mine')}</b>
          </button>
        </li>
        <li>
          <button
            type="button"
            className="menu-item"
            aria-current={filter === 'triage=undecided'}
            onClick={() => open('triage=undecided')}
          >
            <b>{t('triage.undecided')}</b>
          </button>
        </li>
      </ul>
      {lines(true)}
      {lines(false)}
      {current?.own ? null : (
        <form
          className="view-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            setProblem(undefined);
            saveView({ name: name.trim(), filter, shared }).then(() => {
              setName('');
              done();
            }, fail);
          }}
        >
          <h2>{t('views.save')}</h2>
          <input
            className="field"
            aria-label={t('views.name')}
            placeholder={t('views.name')}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <label className="view-shared">
            <input
              type="checkbox"
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />{' '}
            {t('views.shareNew')}
          </label>
          <button type="submit" className="button">
            {t('views.saveDo')}
          </button>
        </form>
      )}
      {problem && (
        <p className="danger-text" role="alert">
          {t(`problems.${problem}`, { defaultValue: problem })}
        </p>
      )}
    </>
  );
}

function RecentList({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const query = useQuery({ ...recentQuery, staleTime: 0 });
  if (query.data === undefined) return <p className="soft">{t('recent.loading')}</p>;
  if (query.data.length === 0) return <p className="soft">{t('recent.none')}</p>;
  return (
    <ol className="menu-list">
      {query.data.map(({ id, container, port, band, openedAt }) => (
        <li key={id}>
          <Link to="/visits/$id" params={{ id }} onClick={close} className="recent-line">
            <BandMark band={band} t={t} />
            <b className="mono">{container}</b>
            <span className="soft">
              {port} · <Countdown at={openedAt} actual />
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
