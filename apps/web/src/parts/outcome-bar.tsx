import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActResult } from '../api/node-answers.ts';
import { Icon } from './icon.tsx';
import { lastAct } from './last-act.ts';
import { useFormats } from './use-formats.ts';
import { useNow } from './use-now.ts';
import { useShortcuts } from './use-shortcuts.ts';

const many = 6;

/** What the node recorded of the last act: when, under which reference, and how long it can be taken back. */
export function OutcomeBar() {
  const { t } = useTranslation();
  const formats = useFormats();
  const act = useSyncExternalStore(lastAct.subscribe, lastAct.snapshot);
  const now = useNow(1000);
  useShortcuts('everywhere', { undo: () => void lastAct.undo() });
  if (act === null) return null;
  const of = (outcome: ActResult['outcome']) => act.results.filter((result) => result.outcome === outcome);
  const [recorded, pending, refused, undone] = [of('recorded'), of('pending'), of('refused'), of('undone')];
  const seconds = Math.ceil((Date.parse(act.undoUntil) - now) / 1000);
  const canUndo = act.state === 'done' && seconds > 0 && recorded.length + pending.length > 0;
  const clock = formats.utcSeconds(Date.parse(act.at));
  const what = t(`acts.${act.kind}`);
  return (
    <div className={`outcome-bar${pending.length + refused.length > 0 ? ' outcome-mixed' : ''}`}>
      <p role="status">
        {undone.length > 0 && (
          <span className="outcome-part">
            <Icon name="check" />{' '}
            {t('outcome.undone', { count: undone.length, shown: formats.count(undone.length), what, clock })}
          </span>
        )}
        {recorded.length > 0 && (
          <span className="outcome-part outcome-good">
            <Icon name="check" />{' '}
            {recorded.length === 1
              ? t('outcome.recordedOne', { what, container: recorded[0]?.container ?? '', clock })
              : t('outcome.recorded', {
                  count: recorded.length,
                  shown: formats.count(recorded.length),
                  what,
                  clock,
                })}
          </span>
        )}
        {pending.length > 0 && (
          <span className="outcome-part outcome-waits">
            <Icon name="pause" />{' '}
            {t('outcome.pending', { count: pending.length, shown: formats.count(pending.length), clock })}
          </span>
        )}
        {refused.length > 0 && (
          <span className="outcome-part outcome-refused">
            <Icon name="warning" />{' '}
            {refused.length === 1
              ? `${refused[0]?.container ?? ''}: ${t(`problems.${refused[0]?.why ?? ''}`, { defaultValue: refused[0]?.why ?? '' })}`
              : t('outcome.refused', { count: refused.length, shown: formats.count(refused.length) })}
          </span>
        )}
        <span className="soft">
          {t('outcome.reference')} <code>{act.reference}</code>
        </span>
        {act.problem && (
          <span className="danger-text">{t(`problems.${act.problem}`, { defaultValue: act.problem })}</span>
        )}
      </p>
      {act.results.length > 1 && pending.length + refused.length > 0 && (
        <details className="outcome-list">
          <summary>{t('outcome.each')}</summary>
          <ul>
            {[...refused, ...pending].slice(0, many * 10).map((result) => (
              <li key={result.visit}>
                <span className="mono">{result.container ?? result.visit}</span>{' '}
                {t(`problems.${result.why ?? ''}`, { defaultValue: result.why ?? '' })}
              </li>
            ))}
          </ul>
        </details>
      )}
      <span className="outcome-buttons">
        {(canUndo || act.state === 'undoing') && (
          <button
            type="button"
            className="button"
            disabled={act.state === 'undoing'}
            onClick={() => void lastAct.undo()}
          >
            {act.state === 'undoing'
              ? t('outcome.undoing')
              : t('outcome.undo', { seconds: formats.count(seconds) })}{' '}
            <kbd>U</kbd>
          </button>
        )}
        <button
          type="button"
          className="text-button"
          aria-label={t('outcome.close')}
          onClick={() => lastAct.dismiss()}
        >
          <Icon name="close" size={14} />
        </button>
      </span>
    </div>
  );
}
