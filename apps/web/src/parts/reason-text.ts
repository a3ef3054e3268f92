import type { TFunction } from 'i18next';
import type { Sentence } from '../api/node-answers.ts';
import type { Formats } from './formats.ts';

/**
 * A reason as a sentence in the reader's language, or the node's English sentence where the
 * catalogue has none for this code.
 *
 * A translation is only used when every value it names came along: half a sentence misleads. Numbers
 * are written as the language does, `minutes` as a span; what happened to a container is named as everywhere.
 *
 * @returns the sentence and the language it is in, for the `lang` attribute
 */
export function reasonText(
  reason: Sentence,
  t: TFunction,
  formats: Pick<Formats, 'number' | 'span'>,
  language: string,
): { text: string; lang: string } {
  const own = reason.texts?.[language];
  if (own !== undefined) return { text: own, lang: language };
  const pattern = t(reason.code, { ns: 'reasons', defaultValue: '', skipInterpolation: true });
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  if (pattern === '' || names.some((name) => reason.params[name] === undefined))
    return { text: reason.text, lang: 'en' };
  const text = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = reason.params[name]!;
    if (name === 'event' || name === 'nextEvent')
      return t(`events.${value}`, { ns: 'codes', defaultValue: String(value) });
    if (typeof value !== 'number') return value;
    return name === 'minutes' ? formats.span(value) : formats.number(value);
  });
  return { text, lang: language };
}

/**
 * A signal's short name for a chip: the catalogue's, else the name itself made readable.
 *
 * @example signalFallback("weight-vgm") // "Weight vgm"
 */
export function signalFallback(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
