import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';

/**
 * A dialog over the page. Composed by hand: the library's own heading bar is a `header`, which next to
 * the page's would be a second banner.
 */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: string;
  /** False while Escape means something inside. */
  escapes?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Modal.Root
      opened
      onClose={props.onClose}
      size={props.size ?? 'md'}
      closeOnEscape={props.escapes ?? true}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className="dialog-head">
          <Modal.Title>{props.title}</Modal.Title>
          <Modal.CloseButton aria-label={t('sheet.close')} />
        </div>
        <Modal.Body>{props.children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
