import { useQuery } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { saveSettings } from '../api/desk-acts.ts';
import { nodeQuery, settingsQuery } from '../api/queries.ts';
import { queryClient } from '../api/query-client.ts';
import { sessionQuery } from '../api/session.ts';
import { Dialog } from './dialog.tsx';
import { keyPreferences } from './key-preferences.ts';
import type { KeyPreferences } from './key-preferences.ts';
import { startTour } from './start-tour.ts';
import { canChange, shortcuts, shownKeys, takenBy } from './shortcuts.ts';
import type { Shortcut, ShortcutId, ShortcutScope } from './shortcuts.ts';

const scopes: readonly ShortcutScope[] = ['queue', 'dossier', 'scan', 'yard', 'controls', 'everywhere'];

/** Keeps the choice here at once and on the node for the next window and the next machine. */
function choose(next: KeyPreferences): void {
  keyPreferences.set(next);
  const known = queryClient.getQueryData(settingsQuery.queryKey);
  const settings = { defaultView: known?.defaultView ?? null, letterKeys: next.letters, keys: next.keys };
  saveSettings(settings).then(
    (saved) => void queryClient.setQueryData(settingsQuery.queryKey, saved),
    // Without the node the choice lasts in this browser.
    () => undefined,
  );
}

/** Every key of the console, drawn from the list the handlers are bound from; each letter can be changed. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const node = useQuery(nodeQuery).data;
  const preferences = useSyncExternalStore(keyPreferences.subscribe, keyPreferences.snapshot);
  const [changing, setChanging] = useState<ShortcutId>();
  const [taken, setTaken] = useState<{ key: string; by: ShortcutId }>();
  const hear = (id: ShortcutId, event: React.KeyboardEvent) => {
    if (event.key === 'Shift' || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setChanging(undefined);
      setTaken(undefined);
      return;
    }
    if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = /^\p{L}$/u.test(event.key);
    const key = letter && event.shiftKey ? `Shift+${event.key.toUpperCase()}` : event.key;
    const by = takenBy(key, id, preferences.keys);
    if (by !== undefined) {
      setTaken({ key, by });
      return;
    }
    choose({ ...preferences, keys: { ...preferences.keys, [id]: key } });
    setChanging(undefined);
    setTaken(undefined);
  };
  return (
    <Dialog onClose={onClose} title={t('sheet.title')} size="xl">
      <label className="switch">
        <input
          type="checkbox"
          role="switch"
          checked={preferences.letters}
          aria-describedby="letters-why"
          onChange={(event) => choose({ ...preferences, letters: event.currentTarget.checked })}
        />
        <span>{t('sheet.letters')}</span>
      </label>
      <p id="letters-why" className="soft">
        {t('sheet.lettersWhy')}
      </p>
      {session && node?.demo === true && (
        <button
          type="button"
          className="button sheet-tour"
          onClick={() => {
            onClose();
            requestAnimationFrame(() => void startTour(session.roles, t));
          }}
        >
          {t('sheet.tour')}
        </button>
      )}
      <p className="sheet-state" role="status">
        {taken
          ? t('sheet.taken', { key: taken.key, by: t(`shortcuts.${taken.by}`) })
          : changing
            ? t('sheet.press')
            : t('sheet.changeHint')}
        {Object.keys(preferences.keys).length > 0 && (
          <button type="button" className="text-button" onClick={() => choose({ ...preferences, keys: {} })}>
            {t('sheet.reset')}
          </button>
        )}
      </p>
      <div className="sheet">
        {scopes.map((scope) => (
          <section key={scope}>
            <h3>{t(`sheet.scope.${scope}`)}</h3>
            <dl>
              {shortcuts
                .filter((shortcut) => shortcut.scope === scope)
                .map((shortcut: Shortcut & { readonly id: ShortcutId }) => (
                  <div key={shortcut.id} className="sheet-line">
                    <dt>
                      {canChange(shortcut) ? (
                        <button
                          type="button"
                          className="key-button"
                          aria-pressed={changing === shortcut.id}
                          aria-label={t('sheet.change', { what: t(`shortcuts.${shortcut.id}`) })}
                          onClick={() => {
                            setChanging(changing === shortcut.id ? undefined : shortcut.id);
                            setTaken(undefined);
                          }}
                          onBlur={() => setChanging(undefined)}
                          onKeyDown={(event) => changing === shortcut.id && hear(shortcut.id, event)}
                        >
                          {changing === shortcut.id ? (
                            <kbd>…</kbd>
                          ) : (
                            shownKeys(shortcut, preferences.keys).map((key) => <kbd key={key}>{key}</kbd>)
                          )}
                        </button>
                      ) : (
                        shownKeys(shortcut, preferences.keys).map((key) => <kbd key={key}>{key}</kbd>)
                      )}
                    </dt>
                    <dd>{t(`shortcuts.${shortcut.id}`)}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
