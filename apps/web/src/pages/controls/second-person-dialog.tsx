import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { decideLowering, loweringQuery } from '../../api/controls.ts';
import type { Lowering, LoweringEvidence } from '../../api/controls.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { signalName } from '../../parts/signal-name.ts';
import { TextInput } from '../../parts/text-input.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { useGuarded } from '../../parts/use-guarded.ts';
import { usePersonName } from './knower-table.tsx';

/**
 * The drawn second person sees what the asker saw and decides with his code. Nothing here tells the code
 * for duress from the other one: neither the field, nor what happens, nor what is answered.
 */
export function SecondPersonDialog(props: { lowering: Lowering; onClose: (done: boolean) => void }) {
  const { t } = useTranslation();
  const nameOf = usePersonName();
  const [code, setCode] = useState('');
  const query = useQuery(loweringQuery(props.lowering.id));
  const { send, sending, problem } = useGuarded();
  const found = query.data;
  const decide = (decision: 'approved' | 'refused') => {
    if (code.length < 4 || sending) return;
    send(
      () => decideLowering(props.lowering, decision, code),
      () => props.onClose(true),
    );
  };
  return (
    <Dialog title={t('controls.decideTitle')} onClose={() => props.onClose(false)} size="lg">
      {found === undefined ? (
        query.error ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonLines lines={6} label={t('controls.loading')} />
        )
      ) : (
        <form
          className="act-form"
          onSubmit={(event) => {
            event.preventDefault();
            decide('approved');
          }}
        >
          <p>
            <b>{t(`controls.lowerings.${found.act}`)}</b>
          </p>
          <blockquote className="act-about">{found.reason}</blockquote>
          <p className="soft">
            {t('people.askedBy')}: {nameOf(found.askedBy)} · <Instant at={found.askedAt} /> ·{' '}
            {t('controls.before')} <Instant at={found.expiresAt} />
          </p>
          <section aria-labelledby="same-evidence">
            <h3 id="same-evidence">{t('controls.sameEvidence')}</h3>
            {found.evidence !== null && <Evidence evidence={found.evidence} />}
          </section>
          <TextInput
            label={t('controls.code')}
            hint={t('controls.codeHint')}
            type="password"
            value={code}
            onChange={setCode}
            autoComplete="off"
          />
          {problem !== undefined && <ProblemNotice error={problem} />}
          <div className="dialog-buttons">
            <button
              type="button"
              className="button"
              disabled={code.length < 4 || sending}
              onClick={() => decide('refused')}
            >
              {t('controls.refuse')}
            </button>
            <button type="submit" className="button button-main" disabled={code.length < 4 || sending}>
              {sending ? t('act.sending') : t('controls.agree')}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** What both sign over. */
function Evidence({ evidence }: { evidence: LoweringEvidence }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (evidence.about === 'visit') {
    const signals = [...new Set(evidence.reasons.map(({ signal }) => signalName(signal, t)))];
    return (
      <>
        <Facts
          facts={[
            [t('controls.items.object'), evidence.container],
            [t('controls.bandNow'), evidence.band],
          ]}
        />
        <p className="soft">{signals.join(' · ')}</p>
      </>
    );
  }
  if (evidence.about === 'control') {
    const { becomes } = evidence;
    return (
      <Facts
        facts={[
          [t('controls.items.object'), evidence.container],
          [t('controls.items.place'), evidence.place],
          [t('controls.items.time'), <Instant at={evidence.time} />],
          [t('controls.items.method'), t(`controls.methods.${evidence.method}`)],
          [t('controls.items.reason'), evidence.reason],
          ...(becomes.plannedAt === undefined
            ? []
            : [[t('controls.becomes'), <Instant at={becomes.plannedAt} />] as const]),
          ...(becomes.method === undefined
            ? []
            : [[t('controls.becomes'), t(`controls.methods.${becomes.method}`)] as const]),
        ]}
      />
    );
  }
  const { fallen, exempts } = evidence;
  return (
    <>
      <Facts facts={[[t('controls.version'), evidence.version]]} />
      <p>
        <b>{t('controls.fallsOut', { count: fallen.count, shown: formats.count(fallen.count) })}</b>
      </p>
      <p className="mono">{fallen.boxes.map(({ container }) => container).join(' · ')}</p>
      {exempts.length > 0 && <p className="mono">{exempts.join(' · ')}</p>}
      <details>
        <summary>{t('controls.document')}</summary>
        <pre className="mono">{JSON.stringify(evidence.document, null, 2)}</pre>
      </details>
    </>
  );
}

function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="seen-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
