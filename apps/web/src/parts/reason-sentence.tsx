import { useTranslation } from 'react-i18next';
import type { Sentence } from '../api/node-answers.ts';
import { reasonText } from './reason-text.ts';
import { useFormats } from './use-formats.ts';

/** A reason's sentence, marked as English where no translation exists. */
export function ReasonSentence({ reason }: { reason: Sentence }) {
  const { t, i18n } = useTranslation();
  const { text, lang } = reasonText(reason, t, useFormats(), i18n.language);
  return <span lang={lang === i18n.language ? undefined : lang}>{text}</span>;
}
