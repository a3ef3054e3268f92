import { useTranslation } from 'react-i18next';
import type { Dossier, ReasonFull, VisitAct } from '../../api/node-answers.ts';
import { Instant } from '../../parts/instant.tsx';
import { MissingText } from '../../parts/missing-text.tsx';
import { signalName } from '../../parts/signal-name.ts';
import { ReasonSentence } from '../../parts/reason-sentence.tsx';
import { reasonText } from '../../parts/reason-text.ts';
import { SourceLink } from '../../parts/source-link.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { waterfall } from './waterfall.ts';
import type { Waterfall } from './waterfall.ts';

function Bar({ scale, from, to, kind }: { scale: Waterfall; from: number; to: number; kind: string }) {
  const width = Math.max(scale.high - scale.low, 0.01);
  const left = ((Math.min(from, to) - scale.low) / width) * 100;
  return (
    <span className="bar-track" aria-hidden="true">
      <i
        className={`bar-part ${kind}`}
        style={{ left: `${left}%`, width: `${(Math.abs(to - from) / width) * 100}%` }}
      />
    </span>
  );
}

/** From the prior to the score, reason by reason; what was not looked at stands below, apart. */
export function ReasonWaterfall({
  dossier,
  acts,
  onContest,
}: {
  dossier: Dossier;
  acts: readonly VisitAct[];
  /** Somebody says that a reason is wrong. */
  onContest: (about: { signal: string; code: string; text: string }) => void;
}) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const raises = dossier.reasons.filter(({ weight }) => weight > 0);
  const lowers = dossier.reasons.filter(({ weight }) => weight < 0);
  const notes = dossier.reasons.filter(({ weight }) => weight === 0);
  const scale = waterfall(
    dossier.prior.logOdds,
    [...raises, ...lowers].map(({ weight }) => weight),
    dossier.score,
  );

  const contests = (reason: ReasonFull) =>
    acts.filter(
      ({ kind, state, signal, code }) =>
        kind === 'contest' && state === 'recorded' && signal === reason.signal && code === reason.code,
    );
  /** When the newest of the messages was stated that a reason was read from. */
  const statedAt = (reason: ReasonFull) =>
    dossier.messages
      .filter((message) => reason.sources.some(({ file }) => file === message.file))
      .map((message) => message.statedAt ?? message.receivedAt)
      .sort()
      .at(-1);
  const line = (reason: ReasonFull, index: number, step?: { from: number; to: number }) => (
    <tr key={`${reason.code} ${index}`}>
      <th scope="row">
        <span className="soft signal-name">{signalName(reason.signal, t)}</span>
        <ReasonSentence reason={reason} />
        {contests(reason).map((act) => (
          <span key={act.reference} className="contested">
            <b>{t('contest.mark')}</b>{' '}
            {act.by.you ? t('acts.byYou') : act.by.roles.map((role) => t(`roles.${role}`)).join(', ')}:{' '}
            {act.reason}
          </span>
        ))}
        {!contests(reason).some(({ by }) => by.you) && (
          <button
            type="button"
            className="text-button contest-button"
            onClick={() =>
              onContest({
                signal: reason.signal,
                code: reason.code,
                text: reasonText(reason, t, formats, i18n.language).text,
              })
            }
          >
            {t('contest.button')}
            <span className="hidden-text">: {signalName(reason.signal, t)}</span>
          </button>
        )}
      </th>
      <td className="weight-cell">
        <span className={reason.weight > 0 ? 'raises' : reason.weight < 0 ? 'lowers' : 'soft'}>
          {formats.signed(reason.weight)}
        </span>
      </td>
      <td className="bar-cell">
        {step && <Bar scale={scale} {...step} kind={reason.weight > 0 ? 'raises' : 'lowers'} />}
      </td>
      <td className="source-cell">
        {reason.sources.length === 0 ? (
          <span className="soft">{t('dossier.noSource')}</span>
        ) : (
          reason.sources
            .slice(0, 4)
            .map((source, at) => <SourceLink key={at} source={source} messages={dossier.messages} />)
        )}
        {statedAt(reason) && (
          <span className="soft reason-time">
            <Instant at={statedAt(reason) ?? null} />
          </span>
        )}
      </td>
    </tr>
  );
  const heading = (text: string) => (
    <tr className="group-line">
      <th colSpan={4} scope="colgroup">
        {text}
      </th>
    </tr>
  );

  return (
    <>
      <table className="waterfall">
        <thead>
          <tr>
            <th scope="col">{t('dossier.reason')}</th>
            <th scope="col" className="weight-cell">
              {t('dossier.weight')}
            </th>
            <th scope="col" className="bar-cell">
              <span className="scale">
                <span>{formats.percent(1 / (1 + Math.exp(-scale.low)))}</span>
                <span>{formats.percent(1 / (1 + Math.exp(-scale.high)))}</span>
              </span>
              <span className="hidden-text">{t('dossier.scale')}</span>
            </th>
            <th scope="col">{t('dossier.source')}</th>
          </tr>
        </thead>
        <tbody>
          <tr className="total-line">
            <th scope="row">
              {t('dossier.prior', { probability: formats.percent(dossier.prior.probability) })}
              <span lang="en" className="soft prior-source">
                {dossier.prior.source}
              </span>
            </th>
            <td className="weight-cell">{formats.signed(dossier.prior.logOdds)}</td>
            <td className="bar-cell">
              <Bar scale={scale} from={dossier.prior.logOdds} to={dossier.prior.logOdds} kind="point" />
            </td>
            <td />
          </tr>
          {raises.length > 0 && heading(t('dossier.speaksFor'))}
          {raises.map((reason, index) => line(reason, index, scale.steps[index]))}
          {lowers.length > 0 && heading(t('dossier.speaksAgainst'))}
          {lowers.map((reason, index) => line(reason, index, scale.steps[raises.length + index]))}
          {notes.length > 0 && heading(t('dossier.notes'))}
          {notes.map((reason, index) => line(reason, index))}
          {scale.rest && (
            <tr>
              <th scope="row" className="soft">
                {t('dossier.rest')}
              </th>
              <td className="weight-cell">{formats.signed(scale.rest.weight)}</td>
              <td className="bar-cell">
                <Bar scale={scale} from={scale.rest.from} to={scale.rest.to} kind="rest" />
              </td>
              <td />
            </tr>
          )}
          <tr className="total-line">
            <th scope="row">{t('dossier.score', { probability: formats.percent(dossier.probability) })}</th>
            <td className="weight-cell">{formats.signed(dossier.score)}</td>
            <td className="bar-cell">
              <Bar scale={scale} from={dossier.score} to={dossier.score} kind="point" />
            </td>
            <td />
          </tr>
        </tbody>
      </table>

      {dossier.notEvaluated.length > 0 && (
        <div className="unknown-box">
          <h3 className="unknown-text">
            {t('dossier.notEvaluated', { count: dossier.notEvaluated.length })}
          </h3>
          <p className="soft">{t('dossier.notEvaluatedMeans')}</p>
          <ul>
            {dossier.notEvaluated.map(({ signal, missing }) => (
              <li key={signal}>
                <b>{signalName(signal, t)}</b> <span className="soft">{t('dossier.missing')}</span>{' '}
                <MissingText missing={missing} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {dossier.quiet.length > 0 && (
        <p className="soft quiet-line">
          {t('dossier.quiet')} {dossier.quiet.map((signal) => signalName(signal, t)).join(' · ')}
        </p>
      )}
      <dl className="made-by">
        <div>
          <dt>{t('dossier.calibration')}</dt>
          <dd lang="en">
            {dossier.calibration.method}
            {dossier.calibration.fittedOn && ` · ${dossier.calibration.fittedOn}`}
          </dd>
        </div>
        {dossier.mandatoryRules && dossier.mandatoryRules.length > 0 && (
          <div>
            <dt>{t('dossier.mandatory')}</dt>
            <dd>{dossier.mandatoryRules.join(', ')}</dd>
          </div>
        )}
        <div>
          <dt>{t('dossier.policy')}</dt>
          <dd>{dossier.model.policyVersion}</dd>
        </div>
        <div>
          <dt>{t('dossier.ruleSet')}</dt>
          <dd>{dossier.model.ruleSetVersion}</dd>
        </div>
        <div>
          <dt>{t('dossier.screenedAt')}</dt>
          <dd>
            <Instant at={dossier.model.screenedAt} />
          </dd>
        </div>
      </dl>
    </>
  );
}
