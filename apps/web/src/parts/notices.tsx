import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { givePurpose, Problem } from '../api/problem.ts';
import { queryClient } from '../api/query-client.ts';
import { Icon } from './icon.tsx';
import { TextInput } from './text-input.tsx';

/** What went wrong, the node's code for it, and a way on. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof Problem ? error : null;
  const known = problem && t(`problems.${problem.code}`, { defaultValue: '' });
  return (
    <div className="notice notice-problem" role="alert">
      <Icon name="warning" size={20} />
      <div>
        <p className="notice-title">{known || problem?.message || t('problem.unexpected')}</p>
        {problem?.detail && (
          <p lang="en" className="soft">
            {problem.detail}
          </p>
        )}
        <p className="soft">
          {t('problem.code')}{' '}
          <code>{problem?.code ?? (error instanceof Error ? error.name : 'unknown')}</code>
          {problem?.instance ? (
            <>
              {' · '}
              <code>{problem.instance}</code>
            </>
          ) : null}
        </p>
        {problem?.code === 'reader/purpose-needed' && <PurposeForm {...(onRetry ? { onRetry } : {})} />}
        {onRetry && problem?.code !== 'reader/purpose-needed' && (
          <button type="button" className="button" onClick={onRetry}>
            {t('problem.retry')}
          </button>
        )}
      </div>
    </div>
  );
}

/** Who oversees says why he looks; it stands beside his look on record. */
function PurposeForm({ onRetry }: { onRetry?: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  return (
    <form
      className="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        givePurpose(text.trim());
        if (onRetry) onRetry();
        else void queryClient.resetQueries({ predicate: ({ state }) => state.status === 'error' });
      }}
    >
      <TextInput
        label={t('problem.purpose')}
        hint={t('problem.purposeHint')}
        value={text}
        onChange={setText}
      />
      <button type="submit" className="button button-main" disabled={text.trim() === ''}>
        {t('problem.look')}
      </button>
    </form>
  );
}

/** Nothing to show: why, and what to do next. */
export function EmptyNotice({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="notice notice-empty" role="status">
      <div>
        <p className="notice-title">{title}</p>
        {children && <p className="soft">{children}</p>}
        {action}
      </div>
    </div>
  );
}

/** Grey bars of the height the content will have. */
export function SkeletonLines({ lines, label }: { lines: number; label: string }) {
  return (
    <div className="skeleton-lines" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className="skeleton" style={{ width: `${92 - ((index * 29) % 41)}%` }} />
      ))}
    </div>
  );
}
