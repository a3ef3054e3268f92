import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/use-formats.ts';
import type { OwnTasks } from './own-tasks.ts';
import type { StoredItem } from './phone-store.ts';

/** What was made here, and how far each is on its way to the node. */
export function SentItems({ items, tasks }: { items: readonly StoredItem[]; tasks: OwnTasks }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (items.length === 0) return null;
  return (
    <section className="task-part" aria-labelledby="task-items">
      <h2 id="task-items">{t('task.items')}</h2>
      <p className="soft">{t('task.itemsWhy')}</p>
      <ul className="task-items">
        {items.map((item) => (
          <li key={item.seq} data-state={item.state}>
            <span>
              {t(`task.kinds.${item.kind}`)} · {formats.localTime(item.madeAt)} · {formats.bytes(item.size)}
            </span>
            <b>{t(`task.itemStates.${item.state}`)}</b>
            {item.state === 'refused' && (
              <span className="task-refused">
                {t(`problems.${item.code ?? ''}`, {
                  defaultValue: t('task.refusedFor', { code: item.code ?? '' }),
                })}{' '}
                <button type="button" className="text-button" onClick={() => void tasks.sendAgain(item)}>
                  {t('task.sendAgain')}
                </button>{' '}
                <button type="button" className="text-button" onClick={() => void tasks.drop(item)}>
                  {t('task.drop')}
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
