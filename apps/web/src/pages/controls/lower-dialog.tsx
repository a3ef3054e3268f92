import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askLowering, plannedMethods } from '../../api/controls.ts';
import type { ControlCard, ControlLowering, Lowering, PlannedMethod } from '../../api/controls.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { TextArea } from '../../parts/text-area.tsx';
import { useGuarded } from '../../parts/use-guarded.ts';
import { controlMark } from './control-mark.ts';

type Act = ControlLowering['act'];

/** Asks to lower a control: nothing happens until a second person of another unit agrees. */
export function LowerDialog(props: { card: ControlCard; onClose: (asked: Lowering | null) => void }) {
  const { t } = useTranslation();
  const ids = useId();
  const { card } = props;
  const [act, setAct] = useState<Act>('cancel');
  const [plannedAt, setPlannedAt] = useState(() => Date.parse(card.plannedAt) + 3_600_000);
  const [method, setMethod] = useState<PlannedMethod>('documents');
  const [reason, setReason] = useState('');
  const { send, sending, problem } = useGuarded();
  // Who has opened his task has begun: from there it is done or cancelled, and not planned anew.
  const acts: readonly Act[] = card.state === 'disclosed' ? ['cancel'] : ['cancel', 'postpone', 'downgrade'];
  const short = reason.trim().length < 3;
  const wish: ControlLowering =
    act === 'cancel'
      ? { act }
      : act === 'postpone'
        ? { act, body: { plannedAt: new Date(plannedAt).toISOString() } }
        : { act, body: { method } };
  return (
    <Dialog
      title={`${t('controls.abort')} ${controlMark(card.id)}`}
      onClose={() => props.onClose(null)}
      size="lg"
    >
      <form
        className="act-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!short && !sending) send(() => askLowering(card.id, wish, reason.trim()), props.onClose);
        }}
      >
        <p>{t('controls.abortMeans')}</p>
        <fieldset className="act-methods">
          <legend>{t('controls.lowerHow')}</legend>
          {acts.map((one) => (
            <label key={one} className="act-method">
              <input type="radio" name={`${ids}-act`} checked={act === one} onChange={() => setAct(one)} />
              <span>{t(`controls.lowerings.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        {act === 'postpone' && (
          <div className="act-field">
            <label htmlFor={`${ids}-moment`}>{t('controls.moment')}</label>
            <input
              id={`${ids}-moment`}
              type="datetime-local"
              className="field act-moment"
              value={new Date(plannedAt).toISOString().slice(0, 16)}
              onChange={(event) => {
                const at = Date.parse(`${event.currentTarget.value}Z`);
                if (!Number.isNaN(at)) setPlannedAt(at);
              }}
            />
          </div>
        )}
        {act === 'downgrade' && (
          <div className="act-field">
            <label htmlFor={`${ids}-method`}>{t('act.method')}</label>
            <select
              id={`${ids}-method`}
              className="field act-moment"
              value={method}
              onChange={(event) => setMethod(event.currentTarget.value as PlannedMethod)}
            >
              {plannedMethods.map((one) => (
                <option key={one} value={one}>
                  {t(`controls.methods.${one}`)}
                </option>
              ))}
            </select>
          </div>
        )}
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
