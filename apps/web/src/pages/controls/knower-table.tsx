import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { directoryQuery } from '../../api/controls.ts';
import type { Knower } from '../../api/controls.ts';
import { sessionQuery } from '../../api/session.ts';
import { Instant } from '../../parts/instant.tsx';
import { personName } from '../../parts/role-name.ts';

/** How somebody is called: "you", his name, or the part of one who is still to be drawn. */
export function usePersonName(): (person: string) => string {
  const { t } = useTranslation();
  const directory = useQuery(directoryQuery).data;
  const me = useQuery(sessionQuery).data?.person.id;
  return (person) => {
    if (person === me) return t('acts.byYou');
    if (person.includes('/')) return t('controls.toBeDrawn');
    const found = directory?.find(({ id }) => id === person);
    return found === undefined ? person : personName(found, t);
  };
}

/** Who knows what of a control, and from when. */
export function KnowerTable({ knowers }: { knowers: readonly Knower[] }) {
  const { t } = useTranslation();
  const nameOf = usePersonName();
  return (
    <table className="files knowers">
      <thead>
        <tr>
          <th scope="col">{t('controls.person')}</th>
          <th scope="col">{t('controls.part')}</th>
          <th scope="col">{t('controls.learns')}</th>
          <th scope="col">{t('controls.fromWhen')}</th>
        </tr>
      </thead>
      <tbody>
        {knowers.map((one, index) => (
          <tr key={index}>
            <td data-label={t('controls.person')}>{nameOf(one.person)}</td>
            <td data-label={t('controls.part')}>
              {t(`controls.parts.${one.part}`, { defaultValue: one.part })}
              {one.reason !== null && <span className="soft"> · {one.reason}</span>}
            </td>
            <td data-label={t('controls.learns')}>
              {one.items.map((item) => t(`controls.items.${item}`)).join(', ')}
            </td>
            <td data-label={t('controls.fromWhen')}>
              {one.onArrival ? t('controls.onArrival') : <Instant at={one.fromAt} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
