/** The looks a reader can choose; `system` follows the machine's colour scheme and contrast. */
export const themeChoices = ['system', 'dark', 'light', 'contrast'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const storageKey = 'havenwacht.theme';

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(storageKey);
    return themeChoices.find((choice) => choice === value) ?? 'system';
  } catch {
    return 'system';
  }
}

let choice: ThemeChoice | undefined;
const listeners = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  choice ??= stored();
  return choice;
}

/** Keeps the choice for the next visit and shows it at once. */
export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // The choice then lasts as long as the page.
  }
  applyTheme();
}

/** Writes the theme on the root element; `public/theme.css` does the rest. */
function applyTheme(): void {
  const root = document.documentElement;
  const current = themeChoice();
  if (current !== 'system') root.dataset['theme'] = current;
  else if (matchMedia('(prefers-contrast: more)').matches) root.dataset['theme'] = 'contrast';
  else delete root.dataset['theme'];
  for (const listener of listeners) listener();
}

/** Tells when the choice or the machine's preference changes. */
export function onThemeChange(listener: () => void): () => void {
  const followSystem = () => applyTheme();
  const queries = [matchMedia('(prefers-color-scheme: light)'), matchMedia('(prefers-contrast: more)')];
  listeners.add(listener);
  for (const query of queries) query.addEventListener('change', followSystem);
  return () => {
    listeners.delete(listener);
    for (const query of queries) query.removeEventListener('change', followSystem);
  };
}
