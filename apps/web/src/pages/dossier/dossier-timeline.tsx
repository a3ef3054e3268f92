import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dossier, VisitAct } from '../../api/node-answers.ts';
import { Instant } from '../../parts/instant.tsx';
import { SourceLink } from '../../parts/source-link.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { useNow } from '../../parts/use-now.ts';
import { momentKinds, timelineOf } from './timeline.ts';
import type { Moment, MomentKind } from './timeline.ts';

/** One line of time for everything; kinds can be taken out, "now" stands between what was and what is to come. */
export function DossierTimeline({ dossier, acts }: { dossier: Dossier; acts: readonly VisitAct[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow();
  const [without, setWithout] = useState<ReadonlySet<MomentKind>>(new Set());
  const all = timelineOf(dossier, acts);
  const shown = all.filter(({ kind }) => !without.has(kind));
  const present = momentKinds.filter((kind) => all.some((moment) => moment.kind === kind));
  const next = shown.findIndex(({ at }) => at === null || at > now);
  if (all.length === 0) return <p className="soft">{t('timeline.empty')}</p>;
  const word = ({ kind, word: key }: Moment) =>
    key.startsWith('moments.') || key.startsWith('acts.')
      ? t(key)
      : t(key, { ns: 'codes', defaultValue: t(`timeline.kinds.${kind}`) });
  const nowLine = (
    <li key="now" className="moment-now">
      <span>
        {t('timeline.now')} {formats.utc(new Date(now).toISOString())} UTC
      </span>
    </li>
  );
  return (
    <>
      <div className="moment-kinds" role="group" aria-label={t('timeline.show')}>
        {present.map((kind) => (
          <button
            key={kind}
            type="button"
            className={`kind-button kind-${kind}`}
            aria-pressed={!without.has(kind)}
            onClick={() =>
              setWithout((old) => {
                const changed = new Set(old);
                if (!changed.delete(kind)) changed.add(kind);
                return changed;
              })
            }
          >
            {t(`timeline.kinds.${kind}`)}{' '}
            <span className="soft">{formats.count(all.filter((moment) => moment.kind === kind).length)}</span>
          </button>
        ))}
      </div>
      <ol className="timeline">
        {shown.map((moment, index) => (
          <Line key={index} moment={moment} before={index === next ? nowLine : null}>
            <p>
              <b>{word(moment)}</b>
              {moment.amends && <span className="chip chip-note">{t('timeline.amends')}</span>}
              {moment.expected && <span className="unknown-text"> {t('timeline.expected')}</span>}
              {moment.act && moment.act.state !== 'recorded' && (
                <span className={moment.act.state === 'pending' ? 'chip chip-waits' : 'chip chip-note'}>
                  {t(`actStates.${moment.act.state}`)}
                </span>
              )}
            </p>
            <p className="moment-when">
              <Instant at={moment.at === null ? null : new Date(moment.at).toISOString()} />
            </p>
            <p className="soft">
              {moment.act && (
                <>
                  {moment.act.by.you
                    ? t('acts.byYou')
                    : moment.act.by.roles.map((role) => t(`roles.${role}`)).join(', ')}
                  {moment.act.method && ` · ${t(`methods.${moment.act.method}`)}`}
                  {moment.detail && ' · '}
                </>
              )}
              {moment.detail}{' '}
              {moment.source && <SourceLink source={moment.source} messages={dossier.messages} />}
              {moment.act && <code>{moment.act.reference}</code>}
            </p>
          </Line>
        ))}
        {next === -1 && nowLine}
      </ol>
    </>
  );
}

function Line(props: { moment: Moment; before: React.ReactNode; children: React.ReactNode }) {
  const { moment } = props;
  return (
    <>
      {props.before}
      <li
        className={`moment moment-${moment.kind} ${moment.expected ? 'moment-estimated' : 'moment-actual'}${
          moment.act?.state === 'undone' || moment.act?.state === 'ended' ? ' moment-over' : ''
        }`}
      >
        {props.children}
      </li>
    </>
  );
}
