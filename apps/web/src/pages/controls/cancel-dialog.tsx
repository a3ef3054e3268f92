import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askCancel } from '../../api/controls.ts';
import type { ControlCard, Lowering } from '../../api/controls.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { TextArea } from '../../parts/text-area.tsx';
import { useGuarded } from '../../parts/use-guarded.ts';
import { controlMark } from './control-mark.ts';

/** Asks to cancel a control: a lowering, so nothing happens until a second person of another unit agrees. */
export function CancelDialog(props: { card: ControlCard; onClose: (asked: Lowering | null) => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const { send, sending, problem } = useGuarded();
  const short = reason.trim().length < 3;
  return (
    <Dialog
      title={`${t('controls.abort')} ${controlMark(props.card.id)}`}
      onClose={() => props.onClose(null)}
      size="lg"
    >
      <form
        className="act-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!short && !sending) send(() => askCancel(props.card, reason.trim()), props.onClose);
        }}
      >
        <p>{t('controls.abortMeans')}</p>
        <TextArea
          label={t('act.reason')}
          hint={t('controls.abortReason')}
          value={reason}
          onChange={setReason}
        />
        {problem !== undefined && <ProblemNotice error={problem} />}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => props.onClose(null)}>
            {t('controls.leaveIt')}
          </button>
          <button type="submit" className="button button-main" disabled={short || sending}>
            {sending ? t('act.sending') : t('controls.abortAsk')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
