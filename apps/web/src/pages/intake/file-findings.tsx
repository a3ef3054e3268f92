import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { fileQuery } from '../../api/queries.ts';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { useFormats } from '../../parts/use-formats.ts';

const shown = 20;

/** What the node found in one file, each with the way to its bytes. */
export function FileFindings({ hash }: { hash: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const query = useQuery(fileQuery(hash));
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines lines={3} label={t('intake.loading')} />;
  const { findings } = query.data;
  return (
    <ul className="plain-list">
      {findings.slice(0, shown).map((finding, index) => (
        <li key={index}>
          <Link
            to="/files/$hash"
            params={{ hash }}
            search={{ offset: finding.offset }}
            className="source-link"
          >
            @{formats.count(finding.offset)}
          </Link>{' '}
          <code>{finding.code}</code> <span lang="en">{finding.text}</span>
        </li>
      ))}
      {findings.length > shown && (
        <li>
          <Link to="/files/$hash" params={{ hash }} search={{}}>
            {t('intake.moreFindings', {
              count: findings.length - shown,
              shown: formats.count(findings.length - shown),
            })}
          </Link>
        </li>
      )}
    </ul>
  );
}
