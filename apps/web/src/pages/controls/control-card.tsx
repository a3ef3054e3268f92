import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cardQuery } from '../../api/controls.ts';
import type { ControlCard as Card, ControlState } from '../../api/controls.ts';
import { BandMark } from '../../parts/band-mark.tsx';
import { ExposureCurve } from '../../parts/exposure-curve.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { signalFallback } from '../../parts/reason-text.ts';
import { useFormats } from '../../parts/use-formats.ts';
import { useShortcuts } from '../../parts/use-shortcuts.ts';
import { controlMark } from './control-mark.ts';
import { ExposureMeter } from './exposure-meter.tsx';
import { KnowerTable, usePersonName } from './knower-table.tsx';
import { OutsideSigns } from './outside-signs.tsx';

export type CardAct = 'approve' | 'seal' | 'judge' | 'close' | 'lower' | 'add-knower';

const life: readonly ControlState[] = [
  'proposed',
  'approved',
  'sealed',
  'disclosed',
  'carried-out',
  'judged',
  'closed',
];

/** One control: its life, who knows, what the reader knows of it, and what he can do. */
export function ControlCard(props: {
  id: string;
  onAct: (act: CardAct, card: Card) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const query = useQuery(cardQuery(props.id));
  return (
    <section className="panel control-card" aria-labelledby="control-card">
      <h2 id="control-card">
        <span className="mono">{controlMark(props.id)}</span>
        <button
          type="button"
          className="text-button"
          aria-label={t('controls.closeCard')}
          onClick={props.onClose}
        >
          <Icon name="close" size={14} />
        </button>
      </h2>
      {query.data ? (
        <CardBody card={query.data} onAct={(act) => props.onAct(act, query.data)} />
      ) : query.error ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonLines lines={8} label={t('controls.loading')} />
      )}
    </section>
  );
}

function CardBody({ card, onAct }: { card: Card; onAct: (act: CardAct) => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const nameOf = usePersonName();
  const knowers = useRef<HTMLHeadingElement>(null);
  const { needs, plan, box, content, outcome, state } = card;
  useShortcuts('controls', {
    ...(needs === 'seal' ? { seal: () => onAct('seal') } : {}),
    whoKnows: () => {
      knowers.current?.scrollIntoView({ block: 'start' });
      knowers.current?.focus({ preventScroll: true });
    },
  });
  const canLower = card.mine.length > 0 && ['proposed', 'approved', 'sealed', 'disclosed'].includes(state);
  const canAdd = plan !== null && (state === 'sealed' || state === 'disclosed');
  return (
    <>
      <p className="card-when">
        <b>{t(`controls.lanes.${card.lane}`, { defaultValue: card.lane })}</b> · {card.port} ·{' '}
        <Instant at={card.plannedAt} />
      </p>
      <ol className="life" aria-label={t('controls.life')}>
        {(state === 'cancelled' ? [...new Set([...passed(card), state])] : life).map((one) => (
          <li key={one} className={`life-${one}`} aria-current={one === state ? 'step' : undefined}>
            {t(`controls.states.${one}`)}
          </li>
        ))}
      </ol>
      <div className="act-buttons">
        {needs !== null && (
          <button type="button" className="button button-main" onClick={() => onAct(needs)}>
            {t(`controls.needs.${needs}`)} {needs === 'seal' && <kbd>D</kbd>}
          </button>
        )}
        {canAdd && (
          <button type="button" className="button" onClick={() => onAct('add-knower')}>
            {t('controls.addKnower')}
          </button>
        )}
        {canLower && (
          <button type="button" className="button" onClick={() => onAct('lower')}>
            {t('controls.abort')}
          </button>
        )}
      </div>

      {box === null ? (
        <p className="sealed-note">{t('controls.sealedFromYou')}</p>
      ) : (
        <section aria-labelledby="control-box">
          <h3 id="control-box">{t('controls.whatYouKnow')}</h3>
          <p className="card-box">
            <BandMark band={(box.now?.band ?? box.then?.band ?? 'D') as 'A'} t={t} />{' '}
            <Link to="/visits/$id" params={{ id: box.visit }} className="mono open-link">
              {box.container}
            </Link>{' '}
            {content.method !== undefined && <span>{t(`controls.methods.${content.method}`)}</span>}
            {content.place !== undefined && <span> · {content.place}</span>}
          </p>
          {content.reason !== undefined && <p className="standing-reason">{content.reason}</p>}
          {box.moved && box.then !== null && box.now !== null && (
            <div className="moved" role="status">
              <p>
                <b>{t('controls.movedSince')}</b>{' '}
                <span className="moved-rank">
                  {t('columns.rank')} {box.then.rank === null ? '–' : formats.count(box.then.rank)} →{' '}
                  {box.now.rank === null ? '–' : formats.count(box.now.rank)}
                </span>
                {' · '}
                <span className="moved-band">
                  {t('controls.band')} {box.then.band} → {box.now.band}
                </span>
                {box.then.score !== undefined && box.now.score !== undefined && (
                  <span className="soft">
                    {' '}
                    ({formats.signed(box.then.score)} → {formats.signed(box.now.score)})
                  </span>
                )}
              </p>
              <ul className="moved-facts">
                {card.changes.map((change, index) => (
                  <li key={index}>
                    <b>
                      {t(`fields.${change.field}`, {
                        ns: 'codes',
                        defaultValue: signalFallback(
                          change.field.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`),
                        ),
                      })}
                    </b>{' '}
                    <del>{change.before ?? t('controls.nothingSaid')}</del> → <ins>{change.after}</ins>{' '}
                    <span className="soft">
                      {change.statedBy} · <Instant at={change.receivedAt} />
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </section>
      )}

      {outcome !== null && (
        <section aria-labelledby="control-outcome">
          <h3 id="control-outcome">{t('controls.outcome')}</h3>
          <p>
            <b>{t(`controls.outcomes.${outcome.outcome}`)}</b>{' '}
            {outcome.kg !== null && <span className="figure">{formats.number(outcome.kg)} kg</span>}{' '}
            {outcome.concealment} · <span className="mono">{outcome.container}</span>
          </p>
          <p className="soft">
            {nameOf(outcome.person)} · <Instant at={outcome.at} />
          </p>
          <ul className="plain-list">
            {outcome.evidence.map(({ sha256, kind, bytes }) => (
              <li key={sha256}>
                {t(`controls.evidence.${kind}`)} · {formats.bytes(bytes)} ·{' '}
                <span className="mono breakable">{sha256.slice(0, 16)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}

      {plan !== null && (
        <section aria-labelledby="control-knowers">
          <h3 id="control-knowers" ref={knowers} tabIndex={-1}>
            {t('controls.whoKnows')} <kbd>W</kbd>
          </h3>
          <ExposureMeter exposure={plan} burnChance={plan.burnChance} />
          <ExposureCurve
            steps={plan.steps}
            plannedAt={card.plannedAt}
            exposure={plan.exposure}
            willKnow={plan.willKnow}
          />
          {plan.doubleBooked.length > 0 && (
            <p role="note">
              {t('controls.doubleBooked', {
                count: plan.doubleBooked.length,
                shown: formats.count(plan.doubleBooked.length),
              })}
            </p>
          )}
          <KnowerTable knowers={plan.knowers} />
          {plan.signs !== null && <OutsideSigns signs={plan.signs} />}
        </section>
      )}

      {card.steps.length > 0 && (
        <section aria-labelledby="control-steps">
          <h3 id="control-steps">{t('controls.signatures')}</h3>
          <ul className="plain-list">
            {card.steps.map((step, index) => (
              <li key={index}>
                {t(`controls.steps.${step.step}`)} · {nameOf(step.person)} · <Instant at={step.at} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** The states a cancelled control has been through. */
function passed({ steps }: Card): readonly ControlState[] {
  const after: Readonly<Record<string, ControlState>> = {
    propose: 'proposed',
    approve: 'approved',
    seal: 'sealed',
    disclose: 'disclosed',
  };
  return steps.flatMap(({ step }) => after[step] ?? []);
}
