/**
 * What the rules of a set leave out by name, as `field=value`: the texts that a condition tests under an
 * odd number of `not`. A rule can't lower a score; leaving a company out is how one would make a list of
 * trusted ones of it.
 *
 * @param ruleSet a rule set as JSON; anything else leaves nothing out
 */
export function exemptionsOf(ruleSet: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (node: unknown, isLeftOut: boolean): void => {
    if (Array.isArray(node)) {
      for (const one of node as readonly unknown[]) walk(one, isLeftOut);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const { test, field, value, values, ...rest } = node as Readonly<Record<string, unknown>>;
    const inside = test === 'not' ? !isLeftOut : isLeftOut;
    if (inside && typeof field === 'string') {
      const texts = test === 'text' ? [value] : test === 'in' && Array.isArray(values) ? values : [];
      for (const text of texts as readonly unknown[]) found.add(`${field}=${String(text).toUpperCase()}`);
    }
    for (const one of Object.values(rest)) walk(one, inside);
  };
  walk((ruleSet as { readonly rules?: unknown } | null | undefined)?.rules, false);
  return found;
}
