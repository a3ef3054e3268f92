import { useEffect, useRef, useSyncExternalStore } from 'react';
import { tinykeys } from 'tinykeys';
import { keyPreferences } from './key-preferences.ts';
import { keysOf, printsCharacter, shortcuts } from './shortcuts.ts';
import type { Shortcut, ShortcutId, ShortcutScope } from './shortcuts.ts';

function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (!target?.matches) return false;
  return target.matches(
    'input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select, [contenteditable]',
  );
}

/** What the screens in sight have bound, newest last. */
const inSight: { readonly scope: ShortcutScope; readonly handlers: { readonly current: Handlers } }[] = [];

type Handlers = Partial<Record<ShortcutId, () => void>>;

/** What a shortcut would do on the screen in sight; `undefined` where nothing has bound it. */
export function boundShortcut(shortcut: Pick<Shortcut, 'scope' | 'id'>): (() => void) | undefined {
  return inSight
    .filter(({ scope }) => scope === shortcut.scope)
    .map(({ handlers }) => handlers.current[shortcut.id as ShortcutId])
    .findLast((run) => run !== undefined);
}

/**
 * Binds the registered shortcuts of one scope, on the keys this person has chosen.
 *
 * @param element where they are heard; `null` = the window
 * @param handlers what each does; a shortcut without a handler is not bound
 */
export function useShortcuts(
  scope: ShortcutScope,
  handlers: Handlers,
  element?: { readonly current: HTMLElement | null },
): void {
  const latest = useRef(handlers);
  const { keys: chosen } = useSyncExternalStore(keyPreferences.subscribe, keyPreferences.snapshot);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const bound = { scope, handlers: latest };
    inSight.push(bound);
    return () => void inSight.splice(inSight.indexOf(bound), 1);
  }, [scope]);
  useEffect(() => {
    const target = element ? element.current : window;
    if (!target) return;
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const shortcut of shortcuts) {
      if (shortcut.scope !== scope) continue;
      for (const key of keysOf(shortcut, chosen)) {
        bindings[key] = (event) => {
          const run = latest.current[shortcut.id];
          if (!run || event.defaultPrevented || typing(event)) return;
          if (printsCharacter(key) && !keyPreferences.snapshot().letters) return;
          // A button or link in focus keeps its own Enter.
          if (key === 'Enter' && event.target !== target) return;
          if (document.querySelector('[role=dialog]') && scope !== 'everywhere') return;
          event.preventDefault();
          run();
        };
      }
    }
    return tinykeys(target, bindings);
  }, [scope, element, chosen]);
}
