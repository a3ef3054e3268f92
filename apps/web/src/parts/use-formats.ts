import { useTranslation } from 'react-i18next';
import { formatsFor } from './formats.ts';
import type { Formats } from './formats.ts';

const made = new Map<string, Formats>();

export function useFormats(): Formats {
  const { i18n } = useTranslation();
  let formats = made.get(i18n.language);
  if (!formats) made.set(i18n.language, (formats = formatsFor(i18n.language)));
  return formats;
}
