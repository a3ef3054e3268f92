/**
 * Every key of the console, once: the handlers are bound from this list and the `?` sheet is drawn
 * from it, so the two can't disagree.
 *
 * Single letters work only while the list or the page part they belong to has the focus, or can be
 * switched off or changed in the sheet (WCAG 2.2, 2.1.4).
 */
export interface Shortcut {
  /** Key of `shortcuts.<id>` in the catalogue. */
  readonly id: string;
  readonly scope: 'everywhere' | 'queue' | 'dossier' | 'yard' | 'controls' | 'scan';
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
  { id: 'goControls', scope: 'everywhere', keys: ['g c'], shown: ['G', 'C'] },
  { id: 'goScans', scope: 'everywhere', keys: ['g s'], shown: ['G', 'S'] },
  { id: 'goYard', scope: 'everywhere', keys: ['g w'], shown: ['G', 'W'] },
  { id: 'undo', scope: 'everywhere', keys: ['u'], shown: ['U'] },
  { id: 'pause', scope: 'everywhere', keys: ['Shift+L'], shown: ['Shift', 'L'] },
  { id: 'next', scope: 'queue', keys: ['j', 'ArrowDown'], shown: ['J', '↓'] },
  { id: 'previous', scope: 'queue', keys: ['k', 'ArrowUp'], shown: ['K', '↑'] },
  { id: 'open', scope: 'queue', keys: ['Enter'] },
  { id: 'select', scope: 'queue', keys: ['s'], shown: ['S'] },
  { id: 'selectNext', scope: 'queue', keys: ['Shift+J', 'Shift+ArrowDown'], shown: ['Shift', 'J'] },
  { id: 'selectPrevious', scope: 'queue', keys: ['Shift+K', 'Shift+ArrowUp'], shown: ['Shift', 'K'] },
  { id: 'unselect', scope: 'queue', keys: ['Escape'], shown: ['Esc'] },
  { id: 'propose', scope: 'queue', keys: ['p'], shown: ['P'] },
  { id: 'dismiss', scope: 'queue', keys: ['x'], shown: ['X'] },
  { id: 'assign', scope: 'queue', keys: ['a'], shown: ['A'] },
  { id: 'pageDown', scope: 'queue', keys: ['PageDown'] },
  { id: 'pageUp', scope: 'queue', keys: ['PageUp'] },
  { id: 'first', scope: 'queue', keys: ['Home'] },
  { id: 'last', scope: 'queue', keys: ['End'] },
  { id: 'propose', scope: 'dossier', keys: ['p'], shown: ['P'] },
  { id: 'dismiss', scope: 'dossier', keys: ['x'], shown: ['X'] },
  { id: 'assign', scope: 'dossier', keys: ['a'], shown: ['A'] },
  { id: 'note', scope: 'dossier', keys: ['n'], shown: ['N'] },
  { id: 'sectionReasons', scope: 'dossier', keys: ['1'] },
  { id: 'sectionFacts', scope: 'dossier', keys: ['2'] },
  { id: 'sectionTimeline', scope: 'dossier', keys: ['3', 't'], shown: ['3', 'T'] },
  { id: 'sectionParties', scope: 'dossier', keys: ['4'] },
  { id: 'sectionMessages', scope: 'dossier', keys: ['5'] },
  { id: 'sectionIdentity', scope: 'dossier', keys: ['6'] },
  { id: 'sectionRoute', scope: 'dossier', keys: ['7'] },
  { id: 'sectionVisits', scope: 'dossier', keys: ['8'] },
  { id: 'back', scope: 'dossier', keys: ['Escape'], shown: ['Esc'] },
  { id: 'list', scope: 'yard', keys: ['l'], shown: ['L'] },
  { id: 'zones', scope: 'yard', keys: ['z'], shown: ['Z'] },
  { id: 'plan', scope: 'controls', keys: ['n'], shown: ['N'] },
  { id: 'seal', scope: 'controls', keys: ['d'], shown: ['D'] },
  { id: 'whoKnows', scope: 'controls', keys: ['w'], shown: ['W'] },
  { id: 'earlierHours', scope: 'controls', keys: ['ArrowLeft'], shown: ['←'] },
  { id: 'laterHours', scope: 'controls', keys: ['ArrowRight'], shown: ['→'] },
  { id: 'preset1', scope: 'scan', keys: ['1'] },
  { id: 'preset2', scope: 'scan', keys: ['2'] },
  { id: 'preset3', scope: 'scan', keys: ['3'] },
  { id: 'preset4', scope: 'scan', keys: ['4'] },
  { id: 'preset5', scope: 'scan', keys: ['5'] },
  { id: 'preset6', scope: 'scan', keys: ['6'] },
  { id: 'preset7', scope: 'scan', keys: ['7'] },
  { id: 'preset8', scope: 'scan', keys: ['8'] },
  { id: 'preset9', scope: 'scan', keys: ['9'] },
  { id: 'invert', scope: 'scan', keys: ['i'], shown: ['I'] },
  { id: 'colour', scope: 'scan', keys: ['v'], shown: ['V'] },
  { id: 'localContrast', scope: 'scan', keys: ['h'], shown: ['H'] },
  { id: 'loupe', scope: 'scan', keys: ['z'], shown: ['Z'] },
  { id: 'overlay', scope: 'scan', keys: ['o'], shown: ['O'] },
  { id: 'references', scope: 'scan', keys: ['r'], shown: ['R'] },
  { id: 'windowNarrower', scope: 'scan', keys: ['Shift+N'], shown: ['Shift', 'N'] },
  { id: 'windowWider', scope: 'scan', keys: ['n'], shown: ['N'] },
  { id: 'levelLower', scope: 'scan', keys: ['Shift+E'], shown: ['Shift', 'E'] },
  { id: 'levelHigher', scope: 'scan', keys: ['e'], shown: ['E'] },
  { id: 'zoomIn', scope: 'scan', keys: ['+', 'Shift++', '='], shown: ['+'] },
  { id: 'zoomOut', scope: 'scan', keys: ['-'] },
  { id: 'whole', scope: 'scan', keys: ['0'] },
  { id: 'toolWindow', scope: 'scan', keys: ['y'], shown: ['Y'] },
  { id: 'toolPan', scope: 'scan', keys: ['a'], shown: ['A'] },
  { id: 'toolBox', scope: 'scan', keys: ['b'], shown: ['B'] },
  { id: 'toolPolygon', scope: 'scan', keys: ['p'], shown: ['P'] },
  { id: 'toolRuler', scope: 'scan', keys: ['m'], shown: ['M'] },
  { id: 'pairBeside', scope: 'scan', keys: ['s'], shown: ['S'] },
  { id: 'pairSwipe', scope: 'scan', keys: ['w'], shown: ['W'] },
  { id: 'pairFlicker', scope: 'scan', keys: ['k'], shown: ['K'] },
  { id: 'pairDifference', scope: 'scan', keys: ['d'], shown: ['D'] },
  { id: 'cursorLeft', scope: 'scan', keys: ['ArrowLeft'], shown: ['←'] },
  { id: 'cursorRight', scope: 'scan', keys: ['ArrowRight'], shown: ['→'] },
  { id: 'cursorUp', scope: 'scan', keys: ['ArrowUp'], shown: ['↑'] },
  { id: 'cursorDown', scope: 'scan', keys: ['ArrowDown'], shown: ['↓'] },
  { id: 'cursorLeftFine', scope: 'scan', keys: ['Shift+ArrowLeft'], shown: ['Shift', '←'] },
  { id: 'cursorRightFine', scope: 'scan', keys: ['Shift+ArrowRight'], shown: ['Shift', '→'] },
  { id: 'cursorUpFine', scope: 'scan', keys: ['Shift+ArrowUp'], shown: ['Shift', '↑'] },
  { id: 'cursorDownFine', scope: 'scan', keys: ['Shift+ArrowDown'], shown: ['Shift', '↓'] },
  { id: 'setPoint', scope: 'scan', keys: ['Enter'] },
  { id: 'dropPoint', scope: 'scan', keys: ['Backspace'] },
  { id: 'judgeClear', scope: 'scan', keys: ['c'], shown: ['C'] },
  { id: 'judgeSuspicious', scope: 'scan', keys: ['f'], shown: ['F'] },
  { id: 'judgeCannotTell', scope: 'scan', keys: ['t'], shown: ['T'] },
  { id: 'nextScan', scope: 'scan', keys: [']'] },
  { id: 'previousScan', scope: 'scan', keys: ['['] },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof shortcuts)[number]['id'];
export type ShortcutScope = Shortcut['scope'];

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

/** Whether a person may give a shortcut another key: only those made of characters. */
export function canChange({ keys }: Shortcut): boolean {
  return keys.some(printsCharacter);
}

/**
 * The keys a shortcut is heard on: a chosen key takes the place of those that print characters, the
 * others stay.
 *
 * @param chosen keys by name of the shortcut
 */
export function keysOf(shortcut: Shortcut, chosen: Readonly<Record<string, string>>): readonly string[] {
  const own = chosen[shortcut.id];
  if (own === undefined || !canChange(shortcut)) return shortcut.keys;
  return [own, ...shortcut.keys.filter((key) => !printsCharacter(key))];
}

/** How a key is drawn in the sheet. */
export function shownKeys(shortcut: Shortcut, chosen: Readonly<Record<string, string>>): readonly string[] {
  const own = chosen[shortcut.id];
  if (own === undefined || !canChange(shortcut)) return shortcut.shown ?? shortcut.keys.slice(0, 1);
  return own.split(/[+ ]/).map((part) => (part.length === 1 ? part.toUpperCase() : part));
}

/**
 * The shortcut that already listens to a key where this one would, `undefined` when the key is free.
 *
 * @param key in tinykeys' notation
 */
export function takenBy(
  key: string,
  wanted: ShortcutId,
  chosen: Readonly<Record<string, string>>,
): ShortcutId | undefined {
  const places = shortcuts.filter(({ id }) => id === wanted).map(({ scope }) => scope);
  const everywhere = places.includes('everywhere');
  return shortcuts.find(
    (other) =>
      other.id !== wanted &&
      (everywhere || other.scope === 'everywhere' || places.includes(other.scope)) &&
      // The first press of a sequence is taken too.
      keysOf(other, chosen).some((taken) => taken === key || taken.split(' ')[0] === key),
  )?.id;
}
