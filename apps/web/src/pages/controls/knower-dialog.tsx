import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addKnower, directoryQuery, disclosedItems } from '../../api/controls.ts';
import type { ControlCard, DisclosedItem } from '../../api/controls.ts';
import { nodeClock } from '../../api/node-clock.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { personName } from '../../parts/role-name.ts';
import { TextArea } from '../../parts/text-area.tsx';
import { useGuarded } from '../../parts/use-guarded.ts';
import { controlMark } from './control-mark.ts';

/** Lets somebody know beside the ladder: who, what, from when and why. It is kept with the control. */
export function KnowerDialog(props: { card: ControlCard; onClose: (done: boolean) => void }) {
  const { t } = useTranslation();
  const field = useId();
  const { card } = props;
  const directory = useQuery(directoryQuery).data ?? [];
  const [person, setPerson] = useState('');
  const [items, setItems] = useState<readonly DisclosedItem[]>(['place', 'time']);
  const [minutes, setMinutes] = useState(30);
  const [reason, setReason] = useState('');
  const { send, sending, problem } = useGuarded();
  const known = new Set(card.plan?.knowers.map((one) => one.person));
  const missing = person === '' || items.length === 0 || reason.trim().length < 3;
  const fromAt = Math.max(nodeClock.now(), Date.parse(card.plannedAt) - minutes * 60_000);
  return (
    <Dialog
      title={`${t('controls.addKnower')} ${controlMark(card.id)}`}
      onClose={() => props.onClose(false)}
      size="lg"
    >
      <form
        className="act-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (missing || sending) return;
          const knower = { person, items, fromAt: new Date(fromAt).toISOString(), reason: reason.trim() };
          send(
            () => addKnower(card.id, knower),
            () => props.onClose(true),
          );
        }}
      >
        <p>{t('controls.addMeans')}</p>
        <div className="act-field">
          <label htmlFor={`${field}-person`}>{t('controls.person')}</label>
          <select
            id={`${field}-person`}
            className="field act-moment"
            value={person}
            onChange={(event) => setPerson(event.currentTarget.value)}
          >
            <option value="">{t('controls.choosePerson')}</option>
            {directory
              .filter(({ id }) => !known.has(id))
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {personName(one, t)}
                </option>
              ))}
          </select>
        </div>
        <fieldset className="act-methods">
          <legend>{t('controls.learns')}</legend>
          {disclosedItems.map((item) => (
            <label key={item} className="act-method">
              <input
                type="checkbox"
                checked={items.includes(item)}
                onChange={(event) =>
                  setItems(
                    event.currentTarget.checked ? [...items, item] : items.filter((each) => each !== item),
                  )
                }
              />
              <span>{t(`controls.items.${item}`)}</span>
            </label>
          ))}
        </fieldset>
        <div className="act-field">
          <label htmlFor={`${field}-minutes`}>{t('controls.minutesBefore')}</label>
          <input
            id={`${field}-minutes`}
            className="field act-moment"
            type="number"
            min={0}
            max={1440}
            step={5}
            value={minutes}
            onChange={(event) => setMinutes(Math.max(0, event.currentTarget.valueAsNumber || 0))}
          />
        </div>
        <TextArea
          label={t('act.reason')}
          hint={t('controls.addReason')}
          value={reason}
          onChange={setReason}
        />
        {problem !== undefined && <ProblemNotice error={problem} />}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => props.onClose(false)}>
            {t('act.cancel')}
          </button>
          <button type="submit" className="button button-main" disabled={missing || sending}>
            {sending ? t('act.sending') : t('controls.addKnower')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
