import { useEffect, useRef, useSyncExternalStore } from 'react';
import { tinykeys } from 'tinykeys';
import { keyPreferences } from './key-preferences.ts';
import { keysOf, printsCharacter, shortcuts } from './shortcuts.ts';
import type { ShortcutId, ShortcutScope } from './shortcuts.ts';

function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (!target?.matches) return false;
  return target.matches(
    'input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select, [contenteditable]',
  );
}

/**
 * Binds the registered shortcuts of one scope, on the keys this person has chosen.
 *
 * @param element where they are heard; `null` = the window
 * @param handlers what each does; a shortcut without a handler is not bound
 */
export function useShortcuts(
  scope: ShortcutScope,
  handlers: Partial<Record<ShortcutId, () => void>>,
  element?: { readonly current: HTMLElement | null },
): void {
  const latest = useRef(handlers);
  const { keys: chosen } = useSyncExternalStore(keyPreferences.subscribe, keyPreferences.snapshot);
  useEffect(() => {
    latest.current = handlers;
  });
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
