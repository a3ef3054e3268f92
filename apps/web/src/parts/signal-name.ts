import type { TFunction } from 'i18next';
import { signalFallback } from './reason-text.ts';

/** A signal's short name in the reader's language. */
export function signalName(signal: string, t: TFunction): string {
  return t(`signals.${signal}`, { ns: 'codes', defaultValue: signalFallback(signal) });
}
