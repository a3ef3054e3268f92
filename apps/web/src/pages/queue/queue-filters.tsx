import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeQuery, signalsQuery } from '../../api/queries.ts';
import { Choice } from '../../parts/choice.tsx';
import { Icon } from '../../parts/icon.tsx';
import { signalName } from '../../parts/signal-name.ts';
import { bands, queueSorts, triageStates } from './queue-search.ts';
import type { QueueSearch } from './queue-search.ts';

const typingMs = 250;

/** Filters to set; `undefined` takes one away. */
export type QueueChange = { readonly [Name in keyof QueueSearch]?: string | undefined };

/** The filters above the list; every change is a change of the address. */
export function QueueFilters({
  search,
  onChange,
}: {
  search: QueueSearch;
  onChange: (change: QueueChange) => void;
}) {
  const { t } = useTranslation();
  const node = useQuery(nodeQuery).data;
  const signals = useQuery(signalsQuery).data ?? [];
  const [words, setWords] = useState(search.q ?? '');
  const sent = useRef(search.q ?? '');
  const [openOnSmall, setOpenOnSmall] = useState(false);

  useEffect(() => {
    // The address changed by something else than typing: the way back, a link, "clear".
    if ((search.q ?? '') !== sent.current) {
      sent.current = search.q ?? '';
      setWords(sent.current);
    }
  }, [search.q]);
  useEffect(() => {
    if (words === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = words;
      onChange({ q: words === '' ? undefined : words });
    }, typingMs);
    return () => clearTimeout(timer);
  }, [words, onChange]);

  const chosen = search.band?.split(',') ?? [];
  const filtered = Object.keys(search).some((name) => name !== 'sort');
  const active = Object.keys(search).filter((name) => name !== 'sort' && name !== 'q').length;
  return (
    <form
      className="filters"
      role="search"
      aria-label={t('queue.filters')}
      onSubmit={(event) => event.preventDefault()}
    >
      <span className="filter-words">
        <Icon name="search" size={14} />
        <input
          id="queue-words"
          type="search"
          className="field"
          aria-label={t('queue.words')}
          placeholder={t('queue.wordsHint')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            document.querySelector<HTMLElement>('[role=grid]')?.focus();
          }}
        />
      </span>
      <button
        type="button"
        className="button filters-toggle"
        aria-expanded={openOnSmall}
        aria-controls="more-filters"
        onClick={() => setOpenOnSmall(!openOnSmall)}
      >
        {t('queue.moreFilters')}
        {active > 0 ? ` (${active})` : ''}
      </button>
      <div id="more-filters" className={`more-filters${openOnSmall ? ' more-filters-open' : ''}`}>
        <div className="band-choice" role="group" aria-label={t('queue.bands')}>
          {bands.map((band) => (
            <button
              key={band}
              type="button"
              className={`band-button band-${band.toLowerCase()}`}
              aria-pressed={chosen.includes(band)}
              aria-label={t('band.named', { band })}
              onClick={() => {
                const next = bands.filter((each) => (each === band) !== chosen.includes(each));
                onChange({ band: next.length === 0 ? undefined : next.join(',') });
              }}
            >
              {band}
            </button>
          ))}
        </div>
        <Choice
          label={t('queue.port')}
          value={search.port ?? ''}
          onChoose={(port) => onChange({ port: port || undefined })}
          options={[
            { value: '', label: t('queue.allPorts') },
            ...[...new Set([...(node?.ports ?? []), ...(search.port ? [search.port] : [])])].map((port) => ({
              value: port,
              label: port,
            })),
          ]}
        />
        <Choice
          label={t('queue.load')}
          value={search.load ?? ''}
          onChoose={(load) => onChange({ load: load || undefined })}
          options={[
            { value: '', label: t('queue.fullAndEmpty') },
            { value: 'full', label: t('load.full') },
            { value: 'empty', label: t('load.empty') },
          ]}
        />
        <Choice
          label={t('queue.signal')}
          value={search.signal ?? ''}
          onChoose={(signal) => onChange({ signal: signal || undefined })}
          options={[
            { value: '', label: t('queue.anySignal') },
            ...[...new Set([...signals.map(({ name }) => name), ...(search.signal ? [search.signal] : [])])]
              .map((name) => ({ value: name, label: signalName(name, t) }))
              .sort((a, b) => a.label.localeCompare(b.label)),
          ]}
        />
        <Choice
          label={t('queue.selectedBy')}
          value={search.selected ?? ''}
          onChoose={(selected) => onChange({ selected: selected || undefined })}
          options={[
            { value: '', label: t('queue.selectedByAny') },
            ...(['rule', 'model', 'random'] as const).map((by) => ({
              value: by,
              label: t(`selectedBy.${by}`),
            })),
          ]}
        />
        <Choice
          label={t('queue.triage')}
          value={search.triage ?? ''}
          onChoose={(triage) => onChange({ triage: triage || undefined })}
          options={[
            { value: '', label: t('queue.triageAny') },
            ...triageStates.map((state) => ({ value: state, label: t(`triage.${state}`) })),
          ]}
        />
        <Choice
          label={t('queue.order')}
          value={search.sort ?? 'rank'}
          onChoose={(sort) => onChange({ sort })}
          options={queueSorts.map((sort) => ({ value: sort, label: t(`sorts.${sort}`) }))}
        />
        {search.origin && (
          <button
            type="button"
            className="button"
            onClick={() => onChange({ origin: undefined })}
            aria-label={t('queue.removeOrigin', { origin: search.origin })}
          >
            {t('queue.origin', { origin: search.origin })} <Icon name="close" size={12} />
          </button>
        )}
        {filtered && (
          <button
            type="button"
            className="text-button"
            onClick={() =>
              onChange({
                port: undefined,
                band: undefined,
                load: undefined,
                origin: undefined,
                signal: undefined,
                selected: undefined,
                triage: undefined,
                q: undefined,
              })
            }
          >
            {t('queue.clear')}
          </button>
        )}
      </div>
    </form>
  );
}
