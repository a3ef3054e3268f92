import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languages, pickLanguage } from './languages.ts';
import type { Language } from './languages.ts';

type Catalogue = Record<string, unknown>;

/** One lazy chunk per catalogue: only the reader's language is fetched. */
const catalogues = import.meta.glob<Catalogue>('./*/*.json', { import: 'default' });
const namespaces = ['ui', 'codes', 'reasons'] as const;
const storageKey = 'havenwacht.language';

async function load(language: Language): Promise<void> {
  await Promise.all(
    namespaces.map(async (namespace) => {
      const read = catalogues[`./${language}/${namespace}.json`];
      if (read) i18next.addResourceBundle(language, namespace, await read(), true, true);
    }),
  );
}

function storedLanguage(): string[] {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === null ? [] : [stored];
  } catch {
    return [];
  }
}

/** Fetches the reader's catalogues; nothing can be drawn before. */
export async function startTranslation(): Promise<void> {
  const language = pickLanguage([...storedLanguage(), ...navigator.languages]);
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    partialBundledLanguages: true,
    supportedLngs: languages.map(({ code }) => code),
    load: 'currentOnly',
    fallbackLng: false,
    ns: [...namespaces],
    defaultNS: 'ui',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // The choice then lasts as long as the page.
  }
}
