import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyboardEvent } from 'react';
import { Dialog } from './dialog.tsx';
import { placesFor } from './places.ts';
import { shortcuts } from './shortcuts.ts';
import type { Shortcut } from './shortcuts.ts';
import { boundShortcut } from './use-shortcuts.ts';

interface Command {
  readonly id: string;
  readonly name: string;
  readonly keys: readonly string[];
  readonly run: () => void;
}

const containerLike = /^[A-Z]{1,4}[ -]?\d*[ -]?\d?$/i;
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Everything that can be done from here, by typing part of its name; and the way to a container. */
export function Palette({ roles, onClose }: { roles: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const mine = placesFor(roles);

  const commands: Command[] = [
    ...mine.map(({ to, name }) => ({
      id: `place-${name}`,
      name: t(`nav.${name}`),
      keys: [],
      run: () => void navigate({ to }),
    })),
    ...(shortcuts as readonly Shortcut[]).flatMap((shortcut) => {
      // Only what the screen below has bound right now can be done from here; ways to screens stand above.
      const run = boundShortcut(shortcut);
      if (run === undefined || shortcut.id === 'palette' || shortcut.id.startsWith('go')) return [];
      return [
        {
          id: `key-${shortcut.scope}-${shortcut.id}`,
          name: t(`shortcuts.${shortcut.id}`),
          keys: shortcut.shown ?? shortcut.keys.slice(0, 1),
          run,
        },
      ];
    }),
  ];
  const wanted = plain(words.trim());
  const found = commands.filter(({ name }) =>
    wanted.split(/\s+/).every((word) => plain(name).includes(word)),
  );
  if (mine.some(({ name }) => name === 'queue') && containerLike.test(words.trim()))
    found.unshift({
      id: 'container',
      name: t('palette.container', { words: words.trim().toUpperCase() }),
      keys: [],
      run: () => void navigate({ to: '/queue', search: { q: words.trim() } }),
    });
  const chosen = Math.min(at, found.length - 1);

  const carryOut = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    // After the dialog has given the focus back to the page.
    requestAnimationFrame(() => command.run());
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((chosen + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      carryOut(found[chosen]);
    }
  };
  return (
    <Dialog title={t('palette.title')} onClose={onClose}>
      <input
        className="field palette-words"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[chosen] ? `palette-${found[chosen].id}` : undefined}
        aria-label={t('palette.words')}
        placeholder={t('palette.hint')}
        data-autofocus
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id="palette-list" className="palette-list" role="listbox" aria-label={t('palette.title')}>
        {found.map((command, index) => (
          <div
            key={command.id}
            id={`palette-${command.id}`}
            role="option"
            aria-selected={index === chosen}
            className="palette-line"
            onClick={() => carryOut(command)}
          >
            <span>{command.name}</span>
            <span>
              {command.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="soft" role="status">
          {t('palette.nothing')}
        </p>
      )}
    </Dialog>
  );
}
