import type { Page } from 'playwright-core';

/** What is said of one text: the lowest contrast it has anywhere, and what it needs. */
export interface TextContrast {
  readonly ratio: number;
  readonly wanted: number;
}

declare global {
  interface Window {
    /** Put into a page by `measureContrast`. */
    textContrast?: (element: Element) => TextContrast;
  }
}

/**
 * Lets the page measure the contrast of a text as WCAG 2.2 defines it: its colour against every colour
 * its own element and the elements around it paint behind it, each stop of a gradient for itself.
 */
export async function measureContrast(page: Page): Promise<void> {
  await page.evaluate(() => {
    type Colour = readonly [red: number, green: number, blue: number, alpha: number];
    const colourOf = (text: string): Colour => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = text.match(/[\d.]+/g)!.map(Number);
      // `color(srgb …)` counts from 0 to 1.
      const scale = text.startsWith('color(') ? 255 : 1;
      return [red * scale, green * scale, blue * scale, alpha];
    };
    const over = (front: Colour, back: Colour): Colour => {
      const mix = (at: 0 | 1 | 2) => front[at] * front[3] + back[at] * (1 - front[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const luminance = (colour: Colour): number => {
      const channel = (at: 0 | 1 | 2) => {
        const share = colour[at] / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2);
    };
    /** As they are now: measured anew with every `measureContrast`. */
    const known = new Map<Element, readonly Colour[]>();
    const groundsOf = (element: Element | null): readonly Colour[] => {
      if (element === null) return [[255, 255, 255, 1]];
      const before = known.get(element);
      if (before) return before;
      const style = getComputedStyle(element);
      const own = colourOf(style.backgroundColor);
      const stops = [...style.backgroundImage.matchAll(/(?:rgba?|color)\([^)]*\)/g)].map(([text]) =>
        colourOf(text),
      );
      const behind = own[3] === 1 ? [own] : groundsOf(element.parentElement).map((back) => over(own, back));
      const grounds =
        stops.length === 0 ? behind : stops.flatMap((stop) => behind.map((back) => over(stop, back)));
      known.set(element, grounds);
      return grounds;
    };
    const opacities = new Map<Element, number>();
    const opacityOf = (element: Element | null): number => {
      if (element === null) return 1;
      const opacity =
        opacities.get(element) ??
        Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement);
      opacities.set(element, opacity);
      return opacity;
    };
    window.textContrast = (element) => {
      const style = getComputedStyle(element);
      const [red, green, blue, alpha] = colourOf(style.color);
      const colour: Colour = [red, green, blue, alpha * opacityOf(element)];
      const ratios = groundsOf(element).map((ground) => {
        const text = luminance(over(colour, ground));
        const behind = luminance(ground);
        return (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05);
      });
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 56 / 3 && Number(style.fontWeight) >= 700);
      return { ratio: Math.min(...ratios), wanted: large ? 3 : 4.5 };
    };
  });
}

/** Every text in sight that is too faint, in the look the page has now. */
export async function faintTexts(page: Page): Promise<string[]> {
  await measureContrast(page);
  return page.evaluate(() => {
    const shows = (element: Element) =>
      [...element.childNodes].some(
        (child) => child.nodeType === Node.TEXT_NODE && child.textContent!.trim() !== '',
      ) || element.matches('input:not([type=checkbox], [type=radio], [type=range]), textarea, select');
    return [...document.body.querySelectorAll('*')]
      .filter((element) => shows(element) && element.checkVisibility({ visibilityProperty: true }))
      .flatMap((element) => {
        const { ratio, wanted } = window.textContrast!(element);
        return ratio >= wanted
          ? []
          : [`${ratio.toFixed(2)}:1 where ${wanted}:1 is wanted: ${element.outerHTML.slice(0, 140)}`];
      });
  });
}
