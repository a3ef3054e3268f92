import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { judgeScan, type JudgeAnswer, type ScanRegion, type ScanVerdict } from '../../api/scans.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { useShortcuts } from '../../parts/use-shortcuts.ts';

type Recorded = Extract<JudgeAnswer, { readonly recorded: true }>;

/** The three words an analyst has for a scan. Clear is said twice; suspicious needs a region. */
export function JudgePanel(props: {
  id: string;
  /** Why it can't be called clear, where that is known; null = it can. */
  notClear: string | null;
  regions: readonly ScanRegion[];
  /** A second judgement, with the algorithms in sight. */
  again: boolean;
  onJudged: (answer: Recorded) => void;
}) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [confirming, setConfirming] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const noteId = useId();

  const judge = (verdict: ScanVerdict, confirmed = false): void => {
    if (sending) return;
    setSending(true);
    setProblem(null);
    judgeScan(props.id, { verdict, regions: verdict === 'clear' ? [] : props.regions, note, confirmed })
      .then((answer) => {
        setConfirming(!answer.recorded);
        if (answer.recorded) props.onJudged(answer);
      })
      .catch((error: unknown) => {
        setConfirming(false);
        setProblem(error);
      })
      .finally(() => setSending(false));
  };
  const lacksRegion = props.regions.length === 0;
  const clear = (): void => {
    if (props.notClear === null) judge('clear');
  };
  useShortcuts('scan', {
    judgeClear: clear,
    judgeSuspicious: () => {
      if (!lacksRegion) judge('suspicious');
    },
    judgeCannotTell: () => judge('cannot-tell'),
  });
  return (
    <section className="panel judge" aria-labelledby={`${noteId}-head`}>
      <h2 id={`${noteId}-head`}>{t(props.again ? 'review.judgeAgain' : 'review.judge')}</h2>
      <label htmlFor={noteId}>{t('review.note')}</label>
      <textarea
        id={noteId}
        className="field"
        rows={2}
        maxLength={2_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className="judge-buttons">
        <button
          type="button"
          className="button"
          disabled={props.notClear !== null || sending}
          onClick={clear}
        >
          <kbd>C</kbd> {t('review.verdicts.clear')}
        </button>
        <button
          type="button"
          className="button"
          disabled={lacksRegion || sending}
          onClick={() => judge('suspicious')}
        >
          <kbd>F</kbd> {t('review.verdicts.suspicious')}
        </button>
        <button type="button" className="button" disabled={sending} onClick={() => judge('cannot-tell')}>
          <kbd>T</kbd> {t('review.verdicts.cannot-tell')}
        </button>
      </div>
      {props.notClear !== null && <p className="danger-text">{props.notClear}</p>}
      {lacksRegion && <p className="soft">{t('review.needsRegion')}</p>}
      {problem !== null && <ProblemNotice error={problem} />}
      {confirming && (
        <Dialog title={t('review.confirmTitle')} onClose={() => setConfirming(false)}>
          <p>{t('review.confirmText')}</p>
          <div className="dialog-buttons">
            <button type="button" className="button" data-autofocus onClick={() => setConfirming(false)}>
              {t('act.cancel')}
            </button>
            <button
              type="button"
              className="button button-main"
              disabled={sending}
              onClick={() => judge('clear', true)}
            >
              {t('review.confirmDo')}
            </button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
