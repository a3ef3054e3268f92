import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const norms = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe may leave open, and why a person has settled it. Anything else it can't decide fails like a
 * violation.
 */
const settled: readonly { readonly rule: string; readonly where: RegExp; readonly why: string }[] = [
  {
    rule: 'color-contrast',
    where: /./,
    why: 'It can’t see through overlaps, gradients and the virtual list; contrast.test.ts computes every pair of tokens.',
  },
  {
    rule: 'aria-valid-attr-value',
    where: /role="combobox"|aria-controls|aria-expanded/,
    why: 'The list a control names is only in the document while it is open.',
  },
  {
    rule: 'aria-hidden-focus',
    where: /data-focus-guard|focus-guard/,
    why: 'The guards that keep the focus in a dialog are hidden on purpose.',
  },
];

/** Violations, and what axe could not decide and nobody has settled. @param rules only these, where given */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const found = await (rules ? axe.withRules(rules) : axe.withTags(norms)).analyze();
  const lines = (results: typeof found.violations, word: string) =>
    results.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => ({ id, html, line: `${word} ${id}: ${html.slice(0, 160)}` })),
    );
  const open = lines(found.incomplete, 'undecided').filter(
    ({ id, html }) => !settled.some(({ rule, where }) => rule === id && where.test(html)),
  );
  return [...lines(found.violations, 'violated'), ...open].map(({ line }) => line);
}
