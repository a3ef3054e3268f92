import { useId, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/**
 * A dialog over the page, the browser's own: it keeps the focus inside, Escape closes it, and what lies
 * under it can't be reached. The focus begins at `data-autofocus` and goes back where it came from.
 */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: 'md' | 'lg' | 'xl';
}) {
  const { t } = useTranslation();
  const title = useId();
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current!;
    dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      dialog.close();
      // What opened it may be gone by now, a line of a menu for instance.
      if (document.activeElement === document.body) document.getElementById('main')?.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      // The role is written out because the keys of a screen look for it.
      role="dialog"
      className={`dialog dialog-${props.size ?? 'md'}`}
      aria-labelledby={title}
      onClose={({ currentTarget }) => {
        if (!currentTarget.open) props.onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={title}>{props.title}</h2>
        <button
          type="button"
          className="text-button"
          aria-label={t('sheet.close')}
          onClick={() => props.onClose()}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="dialog-body">{props.children}</div>
    </dialog>
  );
}
