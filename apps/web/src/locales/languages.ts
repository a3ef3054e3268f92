/** Languages of the console, each under its own name. */
export const languages = [
  { code: 'nl', name: 'Nederlands' },
  { code: 'fr', name: 'Français' },
  { code: 'en', name: 'English' },
  { code: 'es', name: 'Español' },
  { code: 'pt-BR', name: 'Português (BR)' },
] as const;

export type Language = (typeof languages)[number]['code'];

/**
 * The first of the reader's languages that the console speaks; English when there is none.
 *
 * @param wanted language tags in the reader's order
 * @example pickLanguage(["de-DE", "fr-BE", "en"]) // "fr"
 * @example pickLanguage(["pt-PT"]) // "pt-BR"
 * @example pickLanguage([]) // "en"
 */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found =
      languages.find(({ code }) => code.toLowerCase() === tag.toLowerCase()) ??
      languages.find(({ code }) => code.split('-')[0] === tag.toLowerCase().split('-')[0]);
    if (found) return found.code;
  }
  return 'en';
}
