import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeQuery, signalsQuery } from '../../api/queries.ts';
import { Icon } from '../../parts/icon.tsx';
import { useSignalName } from '../../parts/reason-chip.tsx';
import { bands, queueSorts } from './queue-search.ts';
import type { QueueSearch, QueueSort } from './queue-search.ts';

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
  const signalName = useSignalName();
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
    <form className="filters" role="search" aria-label={t('queue.filters')} onSubmit={(event) => event.preventDefault()}>
      <TextInput
        id="queue-words"
        className="filter-words"
        aria-label={t('queue.words')}
        placeholder={t('queue.wordsHint')}
        value={words}
        leftSection={<Icon name="search" size={14} />}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          document.querySelector<HTMLElement>('[role=grid]')?.focus();
        }}
      />
      <Button
        className="filters-toggle"
        aria-expanded={openOnSmall}
        aria-controls="more-filters"
        onClick={() => setOpenOnSmall(!openOnSmall)}
      >
        {t('queue.moreFilters')}
        {active > 0 ? ` (${active})` : ''}
      </Button>
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
        <NativeSelect
          aria-label={t('queue.port')}
          value={search.port ?? ''}
          onChange={(event) => onChange({ port: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: t('queue.allPorts') },
            ...[...new Set([...(node?.ports ?? []), ...(search.port ? [search.port] : [])])].map((port) => ({
              value: port,
              label: port,
            })),
          ]}
        />
        <NativeSelect
          aria-label={t('queue.load')}
          value={search.load ?? ''}
          onChange={(event) => onChange({ load: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: t('queue.fullAndEmpty') },
            { value: 'full', label: t('load.full') },
            { value: 'empty', label: t('load.empty') },
          ]}
        />
        <NativeSelect
          aria-label={t('queue.signal')}
          className="filter-signal"
          value={search.signal ?? ''}
          onChange={(event) => onChange({ signal: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: t('queue.anySignal') },
            ...[...new Set([...signals.map(({ name }) => name), ...(search.signal ? [search.signal] : [])])]
              .map((name) => ({ value: name, label: signalName(name) }))
              .sort((a, b) => a.label.localeCompare(b.label)),
          ]}
        />
        <NativeSelect
          aria-label={t('queue.selectedBy')}
          value={search.selected ?? ''}
          onChange={(event) => onChange({ selected: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: t('queue.selectedByAny') },
            ...(['rule', 'model', 'random'] as const).map((by) => ({ value: by, label: t(`selectedBy.${by}`) })),
          ]}
        />
        <NativeSelect
          aria-label={t('queue.order')}
          value={search.sort ?? 'rank'}
          onChange={(event) => onChange({ sort: event.currentTarget.value as QueueSort })}
          data={queueSorts.map((sort) => ({ value: sort, label: t(`sorts.${sort}`) }))}
        />
        {search.origin && (
          <Button
            rightSection={<Icon name="close" size={12} />}
            onClick={() => onChange({ origin: undefined })}
            aria-label={t('queue.removeOrigin', { origin: search.origin })}
          >
            {t('queue.origin', { origin: search.origin })}
          </Button>
        )}
        {filtered && (
          <Button
            variant="subtle"
            onClick={() =>
              onChange({
                port: undefined,
                band: undefined,
                load: undefined,
                origin: undefined,
                signal: undefined,
                selected: undefined,
                q: undefined,
              })
            }
          >
            {t('queue.clear')}
          </Button>
        )}
      </div>
    </form>
  );
}
