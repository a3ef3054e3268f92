import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cardQuery, takeStep } from '../../api/controls.ts';
import type { ControlCard } from '../../api/controls.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNotice } from '../../parts/notices.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { useGuarded } from '../../parts/use-guarded.ts';
import { controlMark } from './control-mark.ts';
import { ExposureMeter } from './exposure-meter.tsx';

/**
 * One step of a control, with what it means before it is taken: none of them can be taken back. Who is to
 * sign reads the content first, and counts as one who knows from that moment.
 */
export function StepDialog(props: {
  card: ControlCard;
  step: 'approve' | 'seal' | 'judge' | 'close';
  onClose: (done: boolean) => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { step } = props;
  const { send, sending, problem } = useGuarded();
  const query = useQuery(cardQuery(props.card.id));
  const card = query.data ?? props.card;
  const [reviewed, setReviewed] = useState(card.mine.includes('approver'));
  const reads = step === 'approve' && !reviewed;
  const short = card.plan?.parts.filter(({ people, available }) => available < people) ?? [];
  const tooExposed = step === 'seal' && card.plan !== null && card.plan.exposure > card.plan.limit;
  const submit = () => {
    if (sending || tooExposed) return;
    if (reads)
      send(
        () => takeStep(card.id, 'review'),
        () => void query.refetch().then(() => setReviewed(true)),
      );
    else
      send(
        () => takeStep(card.id, step),
        () => props.onClose(true),
      );
  };
  return (
    <Dialog
      title={`${t(`controls.needs.${step}`)} ${controlMark(card.id)}`}
      onClose={() => props.onClose(false)}
      size="lg"
    >
      <form
        className="act-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p>{t(reads ? 'controls.reviewMeans' : `controls.means.${step}`)}</p>
        {step === 'approve' && reviewed && card.box !== null && (
          <dl className="account-facts sign-facts">
            <dt>{t('controls.items.object')}</dt>
            <dd className="mono">{card.box.container}</dd>
            {(['method', 'place', 'reason'] as const).map((item) =>
              card.content[item] === undefined ? null : (
                <div key={item} className="sign-fact">
                  <dt>{t(`controls.items.${item}`)}</dt>
                  <dd>
                    {item === 'method' ? t(`controls.methods.${card.content[item]}`) : card.content[item]}
                  </dd>
                </div>
              ),
            )}
          </dl>
        )}
        {step === 'seal' && card.plan !== null && (
          <>
            <ExposureMeter exposure={card.plan} burnChance={card.plan.burnChance} />
            {short.map(({ part, people, available }) => (
              <p key={part} className="danger-text">
                {t('controls.short', {
                  part: t(`controls.parts.${part}`, { defaultValue: part }),
                  people: formats.count(people),
                  available: formats.count(available),
                })}
              </p>
            ))}
          </>
        )}
        {step === 'judge' && card.outcome !== null && (
          <p>
            <b>{t(`controls.outcomes.${card.outcome.outcome}`)}</b>{' '}
            <span className="mono">{card.outcome.container}</span> ·{' '}
            {t('controls.evidenceCount', {
              count: card.outcome.evidence.length,
              shown: formats.count(card.outcome.evidence.length),
            })}
          </p>
        )}
        {problem !== undefined && <ProblemNotice error={problem} />}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => props.onClose(false)}>
            {t('act.cancel')}
          </button>
          <button
            type="submit"
            className="button button-main"
            aria-disabled={sending || tooExposed}
            data-autofocus
          >
            {sending ? t('act.sending') : t(reads ? 'controls.review' : `controls.needs.${step}`)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
