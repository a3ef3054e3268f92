import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

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
 * The built English catalogue, as a script by its address, with every text in the invented language.
 *
 * @param dist folder of the built console
 */
export async function pseudoLocale(dist: string): Promise<ReadonlyMap<string, string>> {
  const file = readdirSync(join(dist, 'assets')).find((name) => /^en-.*\.js$/.test(name))!;
  const built = (await import(pathToFileURL(join(dist, 'assets', file)).href)) as Record<string, unknown>;
  // Each part of the catalogue is exported under a short name of the build's own choice.
  const parts = Object.entries(built).map(
    ([name, part], at) =>
      `const part${at} = ${JSON.stringify(pseudoCatalogue(part))};\nexport { part${at} as ${name} };`,
  );
  return new Map([[`/assets/${file}`, parts.join('\n')]]);
}
