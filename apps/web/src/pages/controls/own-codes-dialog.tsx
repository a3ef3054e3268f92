import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setOwnCodes } from '../../api/controls.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { TextInput } from '../../parts/text-input.tsx';
import { useGuarded } from '../../parts/use-guarded.ts';

/** Sets the code a person confirms with, and the one he gives when he is forced to. */
export function OwnCodesDialog({ onClose }: { onClose: (done: boolean) => void }) {
  const { t } = useTranslation();
  const [confirm, setConfirm] = useState('');
  const [duress, setDuress] = useState('');
  const { send, sending, problem } = useGuarded();
  const short = confirm.length < 6 || duress.length < 6;
  const same = confirm === duress && confirm !== '';
  return (
    <Dialog title={t('controls.ownCodes')} onClose={() => onClose(false)}>
      <form
        className="act-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (short || same || sending) return;
          send(
            () => setOwnCodes({ confirm, duress }),
            () => onClose(true),
          );
        }}
      >
        <p>{t('controls.codesMean')}</p>
        <TextInput
          label={t('controls.codeConfirm')}
          hint={t('controls.codeLength')}
          type="password"
          value={confirm}
          onChange={setConfirm}
          autoComplete="new-password"
        />
        <TextInput
          label={t('controls.codeDuress')}
          {...(same ? { hint: t('controls.codesSame') } : {})}
          invalid={same}
          type="password"
          value={duress}
          onChange={setDuress}
          autoComplete="new-password"
        />
        {problem !== undefined && <ProblemNotice error={problem} />}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => onClose(false)}>
            {t('act.cancel')}
          </button>
          <button type="submit" className="button button-main" disabled={short || same || sending}>
            {sending ? t('act.sending') : t('controls.codesKeep')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
