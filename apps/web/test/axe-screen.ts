import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { settledFindings } from './settled-findings.ts';
import { measureContrast } from './text-contrast.ts';

const norms = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Puts axe into the page; the page's own policy lets no script of another kind in. */
export async function bringAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
}

/**
 * What axe calls wrong or could not decide, unless `settledFindings` settles it.
 *
 * @param within only this part, where the rest of the page has been looked at already
 */
export async function axeFindings(page: Page, within = 'html'): Promise<string[]> {
  await Promise.all([bringAxe(page), measureContrast(page)]);
  return page.evaluate(
    async ({ norms, settled, within }) => {
      const { violations, incomplete } = await (window as unknown as { axe: typeof axe }).axe.run(within, {
        runOnly: norms,
        resultTypes: ['violations', 'incomplete'],
        elementRef: true,
        iframes: false,
        preload: false,
      });
      const lines: string[] = [];
      for (const [word, results] of [
        ['violated', violations],
        ['undecided', incomplete],
      ] as const)
        for (const { id, nodes } of results)
          for (const { element, html, any, all, none } of nodes) {
            const causes = [...any, ...all, ...none].map(
              ({ data }) => (data as { messageKey?: string } | null)?.messageKey ?? '',
            );
            const known = settled.some(
              ({ rule, cause, where, computed }) =>
                rule === id &&
                causes.includes(cause) &&
                element!.matches(where) &&
                (!computed || window.textContrast!(element!).ratio >= window.textContrast!(element!).wanted),
            );
            if (!known) lines.push(`${word} ${id} (${causes.join()}): ${html.slice(0, 160)}`);
          }
      return lines;
    },
    { norms, settled: settledFindings, within },
  );
}
