import '../theme/sign-in.css';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../api/session.ts';
import { Dialog } from './dialog.tsx';
import { KeyPrompt } from './key-prompt.tsx';
import { stepUp } from './step-up.ts';

/** The key again, before a guarded act. */
export function StepUpDialog() {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <Dialog title={t('stepUp.title')} onClose={() => stepUp.settle(false)}>
      <p>{t('stepUp.why')}</p>
      <KeyPrompt
        use="step-up"
        onOpened={(session) => {
          client.setQueryData(sessionQuery.queryKey, session);
          stepUp.settle(true);
        }}
      />
    </Dialog>
  );
}
