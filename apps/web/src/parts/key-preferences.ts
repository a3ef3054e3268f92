/** Which keys a person has chosen; kept in the browser for the first moment and on the node for good. */
export interface KeyPreferences {
  /** Whether shortcuts made of letters, digits and marks are on. */
  readonly letters: boolean;
  /** Keys chosen instead of the built-in ones, by name of the shortcut, in tinykeys' notation. */
  readonly keys: Readonly<Record<string, string>>;
}

const switchKey = 'havenwacht.letter-keys';
const chosenKey = 'havenwacht.keys';
const listeners = new Set<() => void>();

function stored(): KeyPreferences {
  try {
    const keys: unknown = JSON.parse(localStorage.getItem(chosenKey) ?? '{}');
    return {
      letters: localStorage.getItem(switchKey) !== 'off',
      keys: keys !== null && typeof keys === 'object' ? (keys as Record<string, string>) : {},
    };
  } catch {
    return { letters: true, keys: {} };
  }
}

let current: KeyPreferences | null = null;

export const keyPreferences = {
  snapshot: (): KeyPreferences => (current ??= stored()),
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  set(next: KeyPreferences): void {
    current = next;
    try {
      localStorage.setItem(switchKey, next.letters ? 'on' : 'off');
      localStorage.setItem(chosenKey, JSON.stringify(next.keys));
    } catch {
      // They then last as long as the page, and come from the node again.
    }
    for (const listener of listeners) listener();
  },
};
