import '../../theme/dossier.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dossierQuery } from '../../api/queries.ts';
import { focusChannel } from '../../parts/focus-channel.ts';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { DossierBody } from './dossier-page.tsx';

/** How long a row has to stay in focus in the list before its dossier is asked for. */
const restMs = 200;

/** For the second screen: the dossier of the row in focus in the list of the first. */
export function SecondWindow() {
  const { t } = useTranslation();
  const [id, setId] = useState<string>();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = focusChannel.listen((visit) => {
      clearTimeout(timer);
      timer = setTimeout(() => setId(visit), restMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [held]);
  const query = useQuery({ ...dossierQuery(id ?? ''), enabled: id !== undefined });
  return (
    <div className="page dossier">
      <div className="page-bar">
        <PageTitle name={t('second.title')} focus={false} />
        <p className="soft">{t('second.why')}</p>
        <button type="button" className="button" aria-pressed={held} onClick={() => setHeld(!held)}>
          {t('second.hold')}
        </button>
      </div>
      {id === undefined ? (
        <EmptyNotice title={t('second.empty')}>{t('second.emptyNext')}</EmptyNotice>
      ) : query.data ? (
        <DossierBody key={query.data.id} dossier={query.data} />
      ) : query.error ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonLines lines={14} label={t('dossier.loading')} />
      )}
    </div>
  );
}
