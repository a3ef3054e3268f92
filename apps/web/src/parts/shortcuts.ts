/**
 * Every key of the console, once: the handlers are bound from this list and the `?` sheet is drawn
 * from it, so the two can't disagree.
 *
 * Single letters work only while the list or the page part they belong to has the focus, or can be
 * switched off in the sheet (WCAG 2.2, 2.1.4).
 */
export interface Shortcut {
  /** Key of `shortcuts.<id>` in the catalogue. */
  readonly id: string;
  readonly scope: 'everywhere' | 'queue' | 'dossier' | 'yard';
  /** In tinykeys' notation; the first one is shown. */
  readonly keys: readonly string[];
  /** What the sheet shows where the notation itself isn't readable. */
  readonly shown?: readonly string[];
}

export const shortcuts = [
  { id: 'sheet', scope: 'everywhere', keys: ['Shift+?', '?'], shown: ['?'] },
  { id: 'palette', scope: 'everywhere', keys: ['$mod+k'], shown: ['Ctrl', 'K'] },
  { id: 'lock', scope: 'everywhere', keys: ['$mod+l'], shown: ['Ctrl', 'L'] },
  { id: 'filter', scope: 'everywhere', keys: ['/', 'Shift+/'], shown: ['/'] },
  { id: 'goQueue', scope: 'everywhere', keys: ['g q'], shown: ['G', 'Q'] },
  { id: 'goIntake', scope: 'everywhere', keys: ['g i'], shown: ['G', 'I'] },
  { id: 'goIdentity', scope: 'everywhere', keys: ['g d'], shown: ['G', 'D'] },
  { id: 'goYard', scope: 'everywhere', keys: ['g w'], shown: ['G', 'W'] },
  { id: 'pause', scope: 'everywhere', keys: ['Shift+L'], shown: ['Shift', 'L'] },
  { id: 'next', scope: 'queue', keys: ['j', 'ArrowDown'], shown: ['J', '↓'] },
  { id: 'previous', scope: 'queue', keys: ['k', 'ArrowUp'], shown: ['K', '↑'] },
  { id: 'open', scope: 'queue', keys: ['Enter'] },
  { id: 'pageDown', scope: 'queue', keys: ['PageDown'] },
  { id: 'pageUp', scope: 'queue', keys: ['PageUp'] },
  { id: 'first', scope: 'queue', keys: ['Home'] },
  { id: 'last', scope: 'queue', keys: ['End'] },
  { id: 'sectionReasons', scope: 'dossier', keys: ['1'] },
  { id: 'sectionFacts', scope: 'dossier', keys: ['2'] },
  { id: 'sectionMovements', scope: 'dossier', keys: ['3'] },
  { id: 'sectionIdentity', scope: 'dossier', keys: ['4'] },
  { id: 'sectionMessages', scope: 'dossier', keys: ['5'] },
  { id: 'sectionVisits', scope: 'dossier', keys: ['6'] },
  { id: 'back', scope: 'dossier', keys: ['Escape'], shown: ['Esc'] },
  { id: 'list', scope: 'yard', keys: ['l'], shown: ['L'] },
  { id: 'zones', scope: 'yard', keys: ['z'], shown: ['Z'] },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof shortcuts)[number]['id'];
export type ShortcutScope = Shortcut['scope'];

const storageKey = 'havenwacht.letter-keys';

/** Whether shortcuts made of letters, digits and marks are on. */
export function letterKeysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

export function switchLetterKeys(on: boolean): void {
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off');
  } catch {
    // The switch then has no effect beyond this look at the sheet.
  }
}

/**
 * Whether a key in tinykeys' notation prints a character, alone or with Shift.
 *
 * @example printsCharacter("j") // true
 * @example printsCharacter("Shift+?") // true
 * @example printsCharacter("ArrowDown") // false
 */
export function printsCharacter(key: string): boolean {
  return key.split(' ').every((press) => /^(Shift\+)?.$/u.test(press));
}
