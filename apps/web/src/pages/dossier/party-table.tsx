import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { partiesQuery } from '../../api/queries.ts';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { useFormats } from '../../parts/use-formats.ts';

/** The companies of a visit, one hop out: how often each occurred, and on which other boxes it stands. */
export function PartyTable({ visit }: { visit: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const query = useQuery(partiesQuery(visit));
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines lines={4} label={t('parties.loading')} />;
  if (query.data.length === 0) return <p className="soft">{t('parties.none')}</p>;
  return (
    <ul className="plain-list parties">
      {query.data.map((party) => (
        <li key={`${party.role} ${party.name}`}>
          <p>
            <span className="soft">
              {t(`fields.${party.role}`, { ns: 'codes', defaultValue: party.role })}
            </span>{' '}
            <b>{party.name}</b> {party.country && <span className="soft">{party.country}</span>}
          </p>
          <p className={party.visits === null ? 'unknown-text' : party.visits === 0 ? 'raises' : undefined}>
            {party.visits === null
              ? t('parties.noHistory')
              : party.visits === 0
                ? t('parties.neverSeen')
                : t('parties.seen', {
                    count: party.visits,
                    shown: formats.count(party.visits),
                    first: formats.day(party.firstSeen ?? ''),
                    last: formats.day(party.lastSeen ?? ''),
                  })}
            {party.controls > 0 && (
              <span className={party.finds > 0 ? 'raises' : 'soft'}>
                {' · '}
                {t('parties.controls', {
                  count: party.controls,
                  shown: formats.count(party.controls),
                  finds: formats.count(party.finds),
                })}
              </span>
            )}
          </p>
          {party.otherCount > 0 ? (
            <p className="party-others">
              <span className="soft">
                {t('parties.others', { count: party.otherCount, shown: formats.count(party.otherCount) })}
              </span>{' '}
              {party.others.map(({ id, container, band }) => (
                <Link key={id} to="/visits/$id" params={{ id }} className="party-box">
                  <span className={`band-letter band-${band.toLowerCase()}`}>{band}</span>{' '}
                  <span className="mono">{container}</span>
                </Link>
              ))}
            </p>
          ) : (
            <p className="soft">{t('parties.noOthers')}</p>
          )}
        </li>
      ))}
    </ul>
  );
}
