/**
 * Reads the colour tokens of a theme file for one theme.
 *
 * @param css text of `public/theme.css`
 * @returns token name without `--hw-` → `#rrggbb`; tokens that are not colours are left out
 */
export function colourTokens(css: string, theme: 'light' | 'dark' | 'contrast'): Map<string, string> {
  const tokens = new Map<string, string>();
  const block = (selector: string) => css.split(`${selector} {`)[1]?.split('\n}')[0] ?? '';
  const declarations = (text: string) => text.matchAll(/--hw-([a-z-]+):\s*([^;]+);/g);
  for (const [, name, value] of declarations(block(':root'))) {
    const pair = /^light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)$/.exec(value!.trim());
    if (pair) tokens.set(name!, theme === 'light' ? pair[1]! : pair[2]!);
  }
  if (theme === 'contrast') {
    for (const [, name, value] of declarations(block(":root[data-theme='contrast']")))
      tokens.set(name!, value!.trim());
  }
  return tokens;
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/**
 * Contrast ratio of two colours, 1–21, as WCAG 2.2 defines it.
 *
 * @see docs/sources.md#wcag-22
 * @example contrastRatio("#ffffff", "#000000") // 21
 */
export function contrastRatio(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
