import { useTranslation } from 'react-i18next';
import type { FileState } from '../api/node-answers.ts';
import { Icon } from './icon.tsx';

const looks = {
  accepted: { icon: 'check', tone: 'good' },
  warning: { icon: 'warning', tone: 'warning' },
  quarantined: { icon: 'pause', tone: 'danger' },
  released: { icon: 'check', tone: 'good' },
  kept: { icon: 'pause', tone: 'soft' },
  rejected: { icon: 'close', tone: 'soft' },
} as const;

/** What became of a file: sign, word and colour. */
export function VerdictMark({ state }: { state: FileState }) {
  const { t } = useTranslation();
  const { icon, tone } = looks[state];
  return (
    <span className={`verdict verdict-${tone}`}>
      <Icon name={icon} size={14} /> {t(`states.${state}`)}
    </span>
  );
}
