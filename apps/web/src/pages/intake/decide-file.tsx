import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileItem } from '../../api/node-answers.ts';
import { decideFile, nodeQuery } from '../../api/queries.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { TextArea } from '../../parts/text-area.tsx';

/** Releases or rejects a quarantined file; both need a reason, and wait for the node's word. */
export function DecideFile(props: { file: FileItem; decision: 'release' | 'reject'; onDone: () => void }) {
  const { file, decision, onDone } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const decided = useMutation({
    mutationFn: () => decideFile(file.id, decision, reason.trim()),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['files'] });
      void client.invalidateQueries({ queryKey: ['file', file.id] });
      void client.invalidateQueries({ queryKey: nodeQuery.queryKey });
      onDone();
    },
  });
  return (
    <Dialog onClose={onDone} title={t(decision === 'release' ? 'intake.releaseTitle' : 'intake.rejectTitle')}>
      <form
        className="act-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() === '') setMissing(true);
          else decided.mutate();
        }}
      >
        <p className="breakable">
          <b>{file.name}</b> <span className="soft mono">{file.id.slice(0, 8)}</span>
        </p>
        <p className="soft">{t(decision === 'release' ? 'intake.releaseMeans' : 'intake.rejectMeans')}</p>
        <TextArea
          label={t('intake.reason')}
          value={reason}
          startsHere
          {...(missing && reason.trim() === '' ? { missing: t('intake.reasonMissing') } : {})}
          onChange={setReason}
        />
        {decided.error && <ProblemNotice error={decided.error} />}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onDone}>
            {t('intake.cancel')}
          </button>
          <button type="submit" className="button button-main" disabled={decided.isPending}>
            {t(decision === 'release' ? 'intake.release' : 'intake.reject')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
