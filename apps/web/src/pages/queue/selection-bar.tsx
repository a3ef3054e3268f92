import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/use-formats.ts';
import type { Selected } from './visit-grid.tsx';

type Kind = 'propose' | 'dismiss' | 'assign';
const acts: readonly { readonly kind: Kind; readonly key: string; readonly main?: boolean }[] = [
  { kind: 'assign', key: 'A' },
  { kind: 'dismiss', key: 'X' },
  { kind: 'propose', key: 'P', main: true },
];

/** What can be done with the chosen rows, all at once. The node counts again before anything happens. */
export function SelectionBar(props: {
  selected: Selected;
  total: number | undefined;
  /** Everything the filter shows is chosen. */
  whole: boolean;
  onWhole: () => void;
  onAct: (kind: Kind) => void;
  onClear: () => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { selected, total, whole } = props;
  return (
    <div className="selection-bar" role="group" aria-label={t('selection.label')}>
      <p role="status">
        {whole ? (
          <b>{t('selection.whole', { shown: formats.count(total ?? 0) })}</b>
        ) : (
          <>
            <b>{t('selection.count', { count: selected.size, shown: formats.count(selected.size) })}</b>{' '}
            <span className="soft mono selection-numbers">
              {[...selected.values()].slice(-3).join(' · ')}
            </span>
          </>
        )}
      </p>
      {!whole && total !== undefined && total > selected.size && (
        <button type="button" className="text-button" onClick={props.onWhole}>
          {t('selection.all', { shown: formats.count(total) })}
        </button>
      )}
      <span className="selection-acts">
        {acts.map(({ kind, key, main }) => (
          <button
            key={kind}
            type="button"
            className={main ? 'button button-main' : 'button'}
            onClick={() => props.onAct(kind)}
          >
            {t(`selection.${kind}`)} <kbd>{key}</kbd>
          </button>
        ))}
        <button type="button" className="text-button" onClick={props.onClear}>
          {t('selection.clear')} <kbd>Esc</kbd>
        </button>
      </span>
    </div>
  );
}
