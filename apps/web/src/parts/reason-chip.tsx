import { useTranslation } from 'react-i18next';
import type { ReasonBrief } from '../api/node-answers.ts';
import { reasonText, signalFallback } from './reason-text.ts';
import { useFormats } from './use-formats.ts';

export function useSignalName(): (signal: string) => string {
  const { t } = useTranslation('codes');
  return (signal) => t(`signals.${signal}`, { defaultValue: signalFallback(signal) });
}

/** One reason in a row of the queue: weight and short name, the whole sentence on hover. */
export function ReasonChip({ reason }: { reason: ReasonBrief }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const signalName = useSignalName();
  const side = reason.weight > 0 ? 'raises' : reason.weight < 0 ? 'lowers' : 'note';
  return (
    <span className={`chip chip-${side}`} title={reasonText(reason, t, formats, i18n.language).text}>
      <b>{formats.signed(reason.weight)}</b> {signalName(reason.signal)}
    </span>
  );
}
