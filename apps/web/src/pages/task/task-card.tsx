import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../../parts/notices.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { EvidenceForm } from './evidence-form.tsx';
import { NumberEntry } from './number-entry.tsx';
import type { Card, OpenCard, OpeningOutcome, OwnTasks } from './own-tasks.ts';
import { ResultForm } from './result-form.tsx';

/** One task: nothing but a moment until its time has come, the box once its number is given. */
export function TaskCard({ card, tasks, now }: { card: Card; tasks: OwnTasks; now: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [outcome, setOutcome] = useState<OpeningOutcome | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const run = (work: () => Promise<OpeningOutcome | void>): void => {
    setError(null);
    setOutcome(null);
    setIsBusy(true);
    work()
      .then((came) => setOutcome(came ?? null), setError)
      .finally(() => setIsBusy(false));
  };
  const { open } = card;
  const opens = card.opensAt <= now;
  const title = formats.localTime(card.opensAt);
  return (
    <article className="task-card" aria-label={t('task.from', { time: title })} aria-busy={isBusy}>
      {open === null ? (
        <>
          <p className="task-from">{t('task.from', { time: title })}</p>
          <p className="soft">{t(opens ? 'task.opensNow' : 'task.opensLater', { time: title })}</p>
          {opens && (
            <button
              type="button"
              className="button button-main task-large"
              disabled={isBusy}
              onClick={() => run(() => tasks.open(card.id, null))}
            >
              {t('task.open')}
            </button>
          )}
        </>
      ) : (
        <Opened card={card} open={open} tasks={tasks} now={now} isBusy={isBusy} run={run} />
      )}
      <p role="status" className="task-said">
        {isBusy ? t('task.busy') : outcome !== null && outcome !== 'opened' && t(`task.openings.${outcome}`)}
      </p>
      {error !== null && <ProblemNotice error={error} />}
    </article>
  );
}

function Opened(props: {
  card: Card;
  open: OpenCard;
  tasks: OwnTasks;
  now: number;
  isBusy: boolean;
  run: (work: () => Promise<OpeningOutcome | void>) => void;
}) {
  const { card, open, tasks, now, isBusy, run } = props;
  const { t } = useTranslation();
  const formats = useFormats();
  const { task } = open;
  const time = (at: string): string => formats.localTime(Date.parse(at));
  const facts = [
    ['place', task.place],
    ['time', task.time === null ? null : time(task.time)],
    ['method', task.method === null ? null : t(`methods.${task.method}`)],
    ['container', task.container],
    ['reason', task.reason],
  ] as const;
  return (
    <>
      <dl className="task-facts">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{t(`task.facts.${name}`)}</dt>
                <dd className={name === 'container' ? 'mono' : undefined}>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {task.moreAt !== null && (
        <p>
          {t('task.moreAt', { time: time(task.moreAt) })}{' '}
          {Date.parse(task.moreAt) <= now && (
            <button
              type="button"
              className="text-button"
              onClick={() => run(() => tasks.open(card.id, null))}
            >
              {t('task.seeMore')}
            </button>
          )}
        </p>
      )}
      {task.moreOnArrival && (
        <section className="task-part" aria-labelledby={`${card.id}-hidden`}>
          <h2 id={`${card.id}-hidden`} className="task-hidden">
            {t('task.hidden')}
          </h2>
          <NumberEntry onNumber={(number) => run(() => tasks.open(card.id, number))} />
          <Along
            card={card}
            open={open}
            now={now}
            isBusy={isBusy}
            onTake={() => run(() => tasks.takeAlong(card.id))}
          />
        </section>
      )}
      {!task.moreOnArrival && task.container !== null && !open.resultGiven && (
        <>
          <EvidenceForm
            made={open.evidence}
            onEvidence={(kind, bytes) => run(() => tasks.addEvidence(card.id, kind, bytes))}
          />
          <ResultForm
            hasEvidence={open.evidence.length > 0}
            onResult={(result) => run(() => tasks.giveResult(card.id, result))}
          />
        </>
      )}
      {open.resultGiven && <p className="task-from">{t('task.resultGiven')}</p>}
      {card.expiresAt !== null && (
        <p className="soft">{t('task.expires', { time: formats.localTime(card.expiresAt) })}</p>
      )}
    </>
  );
}

/** Going where there is no network: what that costs, said before it is done. */
function Along(props: { card: Card; open: OpenCard; now: number; isBusy: boolean; onTake: () => void }) {
  const { open, now, isBusy, onTake } = props;
  const { t } = useTranslation();
  const formats = useFormats();
  const { alongFrom } = open.task;
  if (open.envelope !== null) return <p className="soft">{t('task.along.taken')}</p>;
  if (alongFrom === null) return null;
  const from = Date.parse(alongFrom);
  if (now < from) return <p className="soft">{t('task.along.later', { time: formats.localTime(from) })}</p>;
  return (
    <>
      <p className="soft">{t('task.along.why')}</p>
      <button type="button" className="button" disabled={isBusy} onClick={onTake}>
        {t('task.along.take')}
      </button>
    </>
  );
}
