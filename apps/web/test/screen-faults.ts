import { ports } from '@havenwacht/domain';
import type { Page } from 'playwright-core';

/** Texts that may be cut, and where the whole of them stands. */
const cutOnPurpose: readonly { readonly where: string; readonly why: string }[] = [
  {
    where: '.visit-line *',
    why: 'A row of the list is two lines high; the whole of it stands in the preview beside the list and in the dossier.',
  },
  {
    where: '.views-menu .dropdown-button',
    why: 'A view has the name its owner gave it; it stands whole in the menu that this button opens.',
  },
  {
    where: '.scan-shape text',
    why: 'What an opinion says of a place is written on the picture as far as it reaches; it stands whole in the list beside it.',
  },
];

/** Every text, and every choice of a closed list, of which a part can't be seen and can't be scrolled to. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(
    (onPurpose) => {
      const cut: string[] = [];
      /** What the browser draws at the end of a list, whatever the size of its text. */
      const arrowPx = 16;
      const pen = document.createElement('canvas').getContext('2d')!;
      for (const list of document.querySelectorAll('select')) {
        if (!list.checkVisibility({ visibilityProperty: true })) continue;
        const style = getComputedStyle(list);
        pen.font = style.font;
        const words = list.selectedOptions[0]?.text ?? '';
        const room =
          list.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
        const wanted = pen.measureText(words).width + arrowPx;
        if (wanted > room + 1) cut.push(`list cut by ${Math.ceil(wanted - room)} px: ${words}`);
      }
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        const own = text.parentElement!;
        if (text.textContent!.trim() === '' || own.closest('select, canvas')) continue;
        if (!own.checkVisibility({ visibilityProperty: true }) || own.closest(onPurpose)) continue;
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        let [sideways, downwards] = [true, true];
        for (
          let around: Element | null = own;
          around && (sideways || downwards);
          around = around.parentElement
        ) {
          const { overflowX, overflowY, display } = getComputedStyle(around);
          if (display === 'inline' || display === 'contents') continue;
          const frame = around.getBoundingClientRect();
          // Kept out of sight, for screen readers.
          if (frame.width <= 1) break;
          const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
          const lost = Math.max(
            sideways && hides(overflowX) ? Math.max(box.right - frame.right, frame.left - box.left) : 0,
            downwards && hides(overflowY) ? Math.max(box.bottom - frame.bottom, frame.top - box.top) : 0,
          );
          // A line is a little higher than its letters.
          if (lost > 3) {
            const name = `${around.tagName.toLowerCase()}.${around.className}`;
            cut.push(
              `text cut by ${Math.ceil(lost)} px in ${name}: ${text.textContent!.trim().slice(0, 80)}`,
            );
            break;
          }
          // What scrolls can be scrolled to.
          if (overflowX === 'auto' || overflowX === 'scroll') sideways = false;
          if (overflowY === 'auto' || overflowY === 'scroll') downwards = false;
        }
      }
      return cut;
    },
    cutOnPurpose.map(({ where }) => where).join(),
  );
}

/** Words that are the same in every language. */
const everywhere: readonly { readonly words: RegExp; readonly why: string }[] = [
  {
    words:
      /^(havenwacht|utc|imo|esc|enter|shift|ctrl|tab|home|end|pageup|pagedown|backspace|kg|byte|cet|cest|gmt)$/,
    why: 'Names, units, keys.',
  },
  { words: /^(nederlands|français|english|español|português)$/, why: 'Languages, each under its own name.' },
];

/**
 * Every word on a page in the invented language that did not come through a catalogue: it stands outside
 * the brackets and in no answer of the node.
 *
 * @param answered everything the node has answered
 */
export async function untranslated(page: Page, answered: string): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode())
      if (text.parentElement!.checkVisibility()) found.push(text.textContent!);
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        found.push(element.getAttribute(name) ?? '');
    return found;
  });
  // Ports have one name, in the table of the node.
  const known = [answered, ...ports.map(({ name }) => name)].join('\n').toLowerCase();
  // Days and months are written by the browser, in English here.
  const dates = new Set(
    Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 2 + month))).flatMap((day) =>
      (['long', 'short'] as const).flatMap((length) =>
        [{ weekday: length }, { month: length }].map((part) =>
          day.toLocaleDateString('en-GB', part).toLowerCase(),
        ),
      ),
    ),
  );
  return texts.flatMap((text) => {
    let outside = text;
    for (let before = ''; before !== outside;) {
      before = outside;
      outside = outside.replace(/⟦[^⟦⟧]*⟧/g, ' ');
    }
    return (outside.toLowerCase().match(/\p{L}{3,}/gu) ?? [])
      .filter(
        (word) =>
          !known.includes(word) && !dates.has(word) && !everywhere.some(({ words }) => words.test(word)),
      )
      .map((word) => `“${word}” in “${text.trim().slice(0, 80)}”`);
  });
}

/** Shapes that say nothing by their colour, so that nothing is lost with it. */
const mereShapes: readonly { readonly where: string; readonly why: string }[] = [
  { where: '.bar-track', why: 'The line behind a bar; the bar itself and its number are beside it.' },
];

/**
 * What is lost when the machine paints in its own few colours: shapes without text and states that were
 * told from others by a background alone, and the ring of the focus. The page paints as before afterwards.
 */
export async function lostInForcedColours(page: Page): Promise<string[]> {
  const mark = () =>
    page.evaluate(
      (mere) => {
        const paints = (style: CSSStyleDeclaration, ground: string) =>
          (style.backgroundColor !== ground && !/^rgba\(.*, 0\)$/.test(style.backgroundColor)) ||
          ['Top', 'Right', 'Bottom', 'Left'].some(
            (side) =>
              Number.parseFloat(style.getPropertyValue(`border-${side.toLowerCase()}-width`)) > 0 &&
              style.getPropertyValue(`border-${side.toLowerCase()}-style`) !== 'none' &&
              !/^rgba\(.*, 0\)$/.test(style.getPropertyValue(`border-${side.toLowerCase()}-color`)),
          ) ||
          (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0);
        const ground = (element: Element | null): string => {
          for (let around = element; around; around = around.parentElement) {
            const { backgroundColor } = getComputedStyle(around);
            if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor;
          }
          return 'rgb(255, 255, 255)';
        };
        const shapes: { name: string; shown: boolean }[] = [];
        for (const element of document.body.querySelectorAll('*')) {
          if (element.closest('svg, canvas') || !element.checkVisibility({ visibilityProperty: true }))
            continue;
          const box = element.getBoundingClientRect();
          const name = `${element.tagName.toLowerCase()}.${element.className}`;
          const bare =
            element.textContent!.trim() === '' &&
            element.children.length === 0 &&
            !element.matches('input, img, textarea');
          if (bare && box.width >= 2 && box.height >= 2 && !element.closest(mere))
            shapes.push({ name, shown: paints(getComputedStyle(element), ground(element.parentElement)) });
          for (const pseudo of ['::before', '::after']) {
            const style = getComputedStyle(element, pseudo);
            if (style.content === '""')
              shapes.push({ name: name + pseudo, shown: paints(style, ground(element)) });
          }
        }
        const looks = (element: Element): string =>
          [element, ...element.querySelectorAll('.tick')]
            .flatMap((one) => [getComputedStyle(one), getComputedStyle(one, '::after')])
            .map((style) =>
              [
                style.backgroundColor,
                style.borderColor,
                style.borderStyle,
                style.borderWidth,
                style.outline,
                style.textDecorationLine,
                style.fontWeight,
                style.content,
                style.insetInlineStart,
              ].join(' '),
            )
            .join('\n');
        const states: string[] = [];
        for (const state of ['aria-selected', 'aria-pressed', 'aria-current', 'aria-expanded'])
          for (const on of document.querySelectorAll(`[${state}]:not([${state}=false])`)) {
            const off = [...document.querySelectorAll(`.${CSS.escape(on.classList[0] ?? '-')}`)].find(
              (other) => !other.hasAttribute(state) || other.getAttribute(state) === 'false',
            );
            if (off && on.checkVisibility() && off.checkVisibility() && looks(on) === looks(off))
              states.push(`${on.tagName.toLowerCase()}.${on.className} [${state}]`);
          }
        return { shapes, states };
      },
      mereShapes.map(({ where }) => where).join(),
    );
  const free = await mark();
  await page.emulateMedia({ forcedColors: 'active' });
  try {
    const forced = await mark();
    return [
      ...(await unseenFocus(page, 8)),
      ...forced.shapes.flatMap(({ name, shown }, at) =>
        !shown && free.shapes[at]?.name === name && free.shapes[at].shown ? [`lost: ${name}`] : [],
      ),
      ...forced.states
        .filter((state) => !free.states.includes(state) && !state.includes('aria-expanded'))
        .map((state) => `looks like the others: ${state}`),
    ];
  } finally {
    await page.emulateMedia({ forcedColors: 'none' });
  }
}

/** Stops of the Tab key from where the focus is, that can't be seen: without a ring, or under something. */
async function unseenFocus(page: Page, stops: number): Promise<string[]> {
  const unseen = new Set<string>();
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      // Out of sight on purpose: its label shows the ring.
      if (element?.classList.contains('hidden-text') === true) return null;
      // Past the last stop the focus goes round through the browser itself.
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const ring = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
      const covered = !(top === element || element.contains(top) || top?.contains(element));
      const name = `${element.tagName.toLowerCase()}.${element.className}`;
      return ring && !covered ? null : `${name}${ring ? '' : ' has no ring'}${covered ? ' is covered' : ''}`;
    });
    if (found !== null) unseen.add(found);
  }
  return [...unseen];
}
