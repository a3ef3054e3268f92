import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeQuery } from '../api/queries.ts';
import { sessionQuery } from '../api/session.ts';
import { Dialog } from './dialog.tsx';
import { startTour } from './start-tour.ts';
import { letterKeysOn, shortcuts, switchLetterKeys } from './shortcuts.ts';
import type { Shortcut, ShortcutScope } from './shortcuts.ts';

const scopes: readonly ShortcutScope[] = ['queue', 'dossier', 'yard', 'everywhere'];

/** Every key of the console, drawn from the list the handlers are bound from. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery).data;
  const node = useQuery(nodeQuery).data;
  const [letters, setLetters] = useState(letterKeysOn);
  return (
    <Dialog onClose={onClose} title={t('sheet.title')} size="lg">
      <Switch
        checked={letters}
        label={t('sheet.letters')}
        description={t('sheet.lettersWhy')}
        onChange={(event) => {
          switchLetterKeys(event.currentTarget.checked);
          setLetters(event.currentTarget.checked);
        }}
      />
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
      <div className="sheet">
        {scopes.map((scope) => (
          <section key={scope}>
            <h3>{t(`sheet.scope.${scope}`)}</h3>
            <dl>
              {shortcuts
                .filter((shortcut) => shortcut.scope === scope)
                .map((shortcut: Shortcut) => (
                  <div key={shortcut.id} className="sheet-line">
                    <dt>
                      {(shortcut.shown ?? shortcut.keys.slice(0, 1)).map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
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
