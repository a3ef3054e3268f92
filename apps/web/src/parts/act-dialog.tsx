import { useEffect, useId, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { actOnSelection, actOnVisit, freezeSelection } from '../api/desk-acts.ts';
import type { ActBody, Chosen } from '../api/desk-acts.ts';
import type { ControlMethod, FrozenSelection } from '../api/node-answers.ts';
import { Problem } from '../api/problem.ts';
import { Dialog } from './dialog.tsx';
import { lastAct } from './last-act.ts';
import { ProblemNotice } from './notices.tsx';
import { TextArea } from './text-area.tsx';
import { useFormats } from './use-formats.ts';

const methods: readonly ControlMethod[] = ['documents', 'scan', 'dog', 'dive', 'open'];

/** What is to be done, and to which visits. */
export interface ActWish {
  readonly kind: 'propose' | 'dismiss' | 'assign' | 'note' | 'contest';
  readonly target:
    { readonly visit: { readonly id: string; readonly container: string } } | { readonly chosen: Chosen };
  /** The reason that is called wrong. */
  readonly about?: { readonly signal: string; readonly code: string; readonly text: string };
}

/**
 * Asks what an act needs, says how many visits it touches as the node has counted them, and waits for
 * the node's answer: nothing is shown as done before it is recorded.
 */
export function ActDialog({ wish, onClose }: { wish: ActWish; onClose: (done: boolean) => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const many = 'chosen' in wish.target;
  const [frozen, setFrozen] = useState<FrozenSelection>();
  const [method, setMethod] = useState<ControlMethod>('scan');
  const [wanted, setWanted] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const ids = useId();

  const chosen = 'chosen' in wish.target ? wish.target.chosen : undefined;
  useEffect(() => {
    if (chosen === undefined) return;
    let gone = false;
    freezeSelection(chosen).then(
      (selection) => void (gone || setFrozen(selection)),
      (error: unknown) => void (gone || setProblem(error)),
    );
    return () => {
      gone = true;
    };
  }, [chosen]);

  const tooMany = problem instanceof Problem && problem.code === 'triage/too-many';
  const takeFirst = () => {
    if (chosen === undefined || !('filter' in chosen)) return;
    setProblem(undefined);
    freezeSelection({ ...chosen, first: 200 }).then(setFrozen, setProblem);
  };
  const needsReason = wish.kind !== 'assign';
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (sending || (many && frozen === undefined)) return;
    if (needsReason && reason.trim() === '') {
      setMissing(true);
      event.currentTarget.querySelector('textarea')?.focus();
      return;
    }
    const body: ActBody =
      wish.kind === 'propose'
        ? {
            kind: 'propose',
            method,
            reason,
            wantedAt: wanted === '' ? null : new Date(`${wanted}Z`).toISOString(),
          }
        : wish.kind === 'assign'
          ? { kind: 'assign' }
          : wish.kind === 'contest'
            ? { kind: 'contest', signal: wish.about?.signal ?? '', code: wish.about?.code ?? '', reason }
            : { kind: wish.kind, reason };
    setSending(true);
    setProblem(undefined);
    try {
      const acted =
        'visit' in wish.target
          ? await actOnVisit(wish.target.visit.id, body)
          : await actOnSelection(frozen!, body);
      lastAct.answered(wish.kind, acted);
      onClose(true);
    } catch (error) {
      setProblem(error);
      setSending(false);
    }
  };

  const title =
    'visit' in wish.target
      ? t(`act.${wish.kind}One`, { container: wish.target.visit.container })
      : t(`act.${wish.kind}Many`, { defaultValue: '' });
  return (
    <Dialog title={title} onClose={() => onClose(false)} size="lg">
      <form className="act-form" onSubmit={(event) => void submit(event)} noValidate>
        {many && (
          <div className="act-count" role="status">
            {frozen ? (
              <>
                <p>
                  <b className="figure">
                    {t('act.count', { count: frozen.count, shown: formats.count(frozen.count) })}
                  </b>
                  {frozen.matching > frozen.count && (
                    <span className="soft">
                      {' '}
                      {t('act.ofMatching', { shown: formats.count(frozen.matching) })}
                    </span>
                  )}
                </p>
                <p className="soft">
                  {t('act.examples')}{' '}
                  {frozen.examples.map(({ id, container, band }) => (
                    <span key={id} className="act-example">
                      <span className="mono">{container}</span> {band}
                    </span>
                  ))}
                </p>
                <p className="soft">{t('act.frozen')}</p>
              </>
            ) : problem === undefined ? (
              <p>{t('act.counting')}</p>
            ) : null}
          </div>
        )}
        {wish.about && <blockquote className="act-about">{wish.about.text}</blockquote>}
        {wish.kind === 'propose' && (
          <fieldset className="act-methods">
            <legend>{t('act.method')}</legend>
            {methods.map((one) => (
              <label key={one} className="act-method">
                <input
                  type="radio"
                  name={`${ids}-method`}
                  value={one}
                  checked={method === one}
                  onChange={() => setMethod(one)}
                />
                <span>{t(`methods.${one}`)}</span>
              </label>
            ))}
          </fieldset>
        )}
        {needsReason && (
          <TextArea
            label={t(wish.kind === 'note' ? 'act.note' : 'act.reason')}
            value={reason}
            startsHere
            rows={wish.kind === 'note' ? 5 : 3}
            maxLength={wish.kind === 'note' ? 2000 : 500}
            hint={t(`act.${wish.kind}Means`)}
            {...(missing ? { missing: t('act.reasonMissing') } : {})}
            onChange={(text) => {
              setReason(text);
              setMissing(false);
            }}
          />
        )}
        {wish.kind === 'propose' && (
          <div className="act-field">
            <label htmlFor={`${ids}-wanted`}>{t('act.wantedAt')}</label>
            <input
              id={`${ids}-wanted`}
              type="datetime-local"
              className="field act-moment"
              value={wanted}
              onChange={(event) => setWanted(event.currentTarget.value)}
            />
          </div>
        )}
        {problem !== undefined && <ProblemNotice error={problem} />}
        {tooMany && chosen !== undefined && 'filter' in chosen && (
          <button type="button" className="button" onClick={takeFirst}>
            {t('act.takeFirst', { shown: formats.count(200) })}
          </button>
        )}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => onClose(false)}>
            {t('act.cancel')}
          </button>
          <button
            type="submit"
            className="button button-main"
            aria-disabled={sending || (many && frozen === undefined)}
          >
            {sending ? t('act.sending') : t(`act.${wish.kind}Do`)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
