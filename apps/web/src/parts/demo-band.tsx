import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { nodeQuery } from '../api/queries.ts';
import { playRole } from '../api/session.ts';
import type { Session } from '../api/session.ts';
import { Choice } from './choice.tsx';
import { roleNames } from '@havenwacht/domain';
import { startTour } from './start-tour.ts';

/** Over every page of a demonstration: nothing here is real, and whose eyes one looks through. */
export function DemoBand({ session }: { session: Session }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const node = useQuery(nodeQuery).data;
  if (node?.demo !== true) return null;
  const role = roleNames.find((each) => each === session.roles[0]) ?? 'analyst';
  return (
    <aside className="demo-band" aria-label={t('frame.demo')}>
      <span className="demo-band-words">
        <b>{t('frame.demo')}</b> <span className="demo-why">{t('frame.demoWhy')}</span>
      </span>
      {session.demo && (
        <span className="demo-band-words demo-role">
          <span className="demo-why">{t('demo.as')}</span>
          <Choice
            label={t('demo.role')}
            value={role}
            options={roleNames.map((each) => ({ value: each, label: t(`roles.${each}`) }))}
            onChoose={(next) =>
              void playRole(next)
                .then(() => navigate({ to: '/queue' }))
                .then(() => client.resetQueries())
            }
          />
        </span>
      )}
      <button type="button" className="button" onClick={() => void startTour(session.roles, t)}>
        {t('demo.tour')}
      </button>
    </aside>
  );
}
