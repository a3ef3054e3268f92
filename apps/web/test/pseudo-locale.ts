import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const letters: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aåeéiîoôuûyýcçnñsšAÅEÉIÎOÔUÛYÝCÇNÑSŠ'].reduce<[string, string][]>(
    (pairs, letter, at, all) => (at % 2 === 0 ? [...pairs, [letter, all[at + 1]!]] : pairs),
    [],
  ),
);

/** What a program reads in a text and no person: places for values, other texts, marks. */
const notWords = /(\{\{?[^}]*\}\}?|\$t\([^)]*\)|<[^>]*>)/;

/**
 * A text as an invented language would have it: in brackets, with accents, and two fifths longer in
 * words of ordinary length. A bracket that is missing on the screen is a text that was cut, a text
 * without brackets one that nobody can translate.
 *
 * @example pseudoText("Open") // "⟦Ôpéñ éé⟧"
 */
export function pseudoText(text: string): string {
  const accented = text
    .split(notWords)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(/[a-z]/gi, (letter) => letters[letter] ?? letter)))
    .join('');
  const more = 'é'.repeat(Math.ceil(text.length * 0.4)).replaceAll(/é{7}(?=é)/g, 'éééééé ');
  return `⟦${accented} ${more}⟧`;
}

function pseudoCatalogue(value: unknown): unknown {
  if (typeof value === 'string') return pseudoText(value);
  return Object.fromEntries(
    Object.entries(value as object).map(([name, inner]) => [name, pseudoCatalogue(inner)]),
  );
}

/**
 * The built English catalogues, as scripts by their address, with every text in the invented language.
 *
 * @param dist folder of the built console
 */
export function pseudoLocale(dist: string): ReadonlyMap<string, string> {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    { file: string }
  >;
  return new Map(
    Object.entries(manifest)
      .filter(([name]) => name.startsWith('src/locales/en/'))
      .map(([name, { file }]) => {
        const catalogue: unknown = JSON.parse(readFileSync(join(dist, '..', name), 'utf8'));
        return [`/${file}`, `export default ${JSON.stringify(pseudoCatalogue(catalogue))};`];
      }),
  );
}
