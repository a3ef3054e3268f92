import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decideLowering, loweringEvidenceQuery } from '../../api/controls.ts';
import type { Lowering } from '../../api/controls.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { signalName } from '../../parts/signal-name.ts';
import { TextInput } from '../../parts/text-input.tsx';
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
  const query = useQuery(loweringEvidenceQuery(props.lowering.id));
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
            <b>{t(`controls.lowerings.${found.lowering.act}`)}</b>{' '}
            {found.container !== null && <span className="mono">{found.container}</span>}
          </p>
          <blockquote className="act-about">{found.lowering.reason}</blockquote>
          <p className="soft">
            {t('people.askedBy')}: {nameOf(found.lowering.askedBy)} · <Instant at={found.lowering.askedAt} />{' '}
            · {t('controls.before')} <Instant at={found.lowering.expiresAt} />
          </p>
          <section aria-labelledby="same-evidence">
            <h3 id="same-evidence">{t('controls.sameEvidence')}</h3>
            {!found.holds && (
              <p className="danger-text" role="alert">
                {t('controls.evidenceBroken')}
              </p>
            )}
            <dl className="seen-facts">
              {Object.entries(found.seen)
                .filter(([name]) => name !== 'commitment' && name !== 'control')
                .map(([name, value]) => (
                  <div key={name}>
                    <dt>{t(`controls.seen.${name}`, { defaultValue: name })}</dt>
                    <dd>{String(value)}</dd>
                  </div>
                ))}
              {(['method', 'time', 'reason'] as const).map((item) =>
                found.content[item] === undefined ? null : (
                  <div key={item}>
                    <dt>{t(`controls.items.${item}`)}</dt>
                    <dd>
                      {item === 'method' ? t(`controls.methods.${found.content[item]}`) : found.content[item]}
                    </dd>
                  </div>
                ),
              )}
              {found.band !== null && (
                <div>
                  <dt>{t('controls.bandNow')}</dt>
                  <dd>{found.band}</dd>
                </div>
              )}
            </dl>
            {found.reasons.length > 0 && (
              <p className="soft">
                {[...new Set(found.reasons.map(({ signal }) => signalName(signal, t)))].join(' · ')}
              </p>
            )}
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
            <button
              type="submit"
              className="button button-main"
              disabled={code.length < 4 || sending || !found.holds}
            >
              {sending ? t('act.sending') : t('controls.agree')}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
