/** Something axe can't decide or sees wrongly, and what settles it. */
export interface SettledFinding {
  readonly rule: string;
  /** What kept axe from deciding, in its own word for it. */
  readonly cause: string;
  /** The elements it is about, as a selector. */
  readonly where: string;
  /** Settled only while the contrast that `textContrast` measures is enough. */
  readonly computed: boolean;
  readonly why: string;
}

/** All that axe may leave open, or call wrong for something that lies over it. Anything else fails. */
export const settledFindings: readonly SettledFinding[] = [
  {
    rule: 'color-contrast',
    cause: 'shortTextContent',
    where: '.driver-popover-close-btn',
    computed: true,
    why: 'The cross of the tour is one letter, in the colour of text.',
  },
  {
    rule: 'color-contrast',
    cause: 'nonBmp',
    where: '.soft, .button, kbd, .version-choice > span, .control-card li',
    computed: true,
    why: 'A text of an arrow, a minus or a dash alone is taken for a picture; it is text in the colour of text.',
  },
  {
    rule: 'color-contrast',
    cause: 'pseudoContent',
    where: '.timeline *',
    computed: true,
    why: 'The dot and the line of time are drawn with ::before beside the text, never under it.',
  },
  {
    rule: 'color-contrast',
    cause: 'elmPartiallyObscured',
    where: '.segment *, .segment',
    computed: true,
    why: 'The last line of a scrolling list is cut by the edge of the list; what is to be seen of it stands on its own ground.',
  },
  {
    rule: 'color-contrast',
    cause: 'elmPartiallyObscured',
    where: '.review *',
    computed: true,
    why: 'The page is longer than the window, and the edge of what scrolls cuts a panel; each stands on its own ground.',
  },
  {
    rule: 'color-contrast',
    cause: 'imgNode',
    where: '.scan-shape text',
    computed: false,
    why: 'Words over the picture are white with a black edge of their own, so that no shade of the picture takes them.',
  },
  {
    rule: 'color-contrast',
    cause: 'bgOverlap',
    where: '.disagree-word',
    computed: true,
    why: 'Raised over its line by its vertical alignment; nothing lies between it and the ground of the table.',
  },
  {
    rule: 'color-contrast',
    cause: 'elmPartiallyObscuring',
    where: '.driver-popover *, [role=dialog] *',
    computed: true,
    why: 'A dialog and the window of the tour lie over the page, each on a ground of its own.',
  },
  {
    rule: 'color-contrast',
    cause: 'bgOverlap',
    where: 'body:has(.dropdown-panel) .filters *',
    computed: true,
    why: 'The open menu lies over a part of the field; the field stands on its own ground, and the menu closes by a key.',
  },
  {
    rule: 'color-contrast',
    cause: 'shortTextContent',
    where: 'body:has(.dropdown-panel) .band-button',
    computed: true,
    why: 'One letter, half under the open menu, is taken for a picture; it is text in the colour of its band.',
  },
  {
    rule: 'target-size',
    cause: '',
    where: 'body:has(.dropdown-panel) .band-button',
    computed: false,
    why: 'Half under the open menu, which closes by a key or a click anywhere.',
  },
  {
    rule: 'aria-valid-attr-value',
    cause: 'controlsWithinPopup',
    where: '.driver-active-element',
    computed: false,
    why: 'What the tour points at names the window of the tour, which is in the page as long as it points.',
  },
];
