import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { segregatedBoxesQuery, segregationCasesQuery } from '../../api/segregation.ts';
import type { SegregatedBox } from '../../api/segregation.ts';
import { Instant } from '../../parts/instant.tsx';
import { SourceLink } from '../../parts/source-link.tsx';
import { useFormats } from '../../parts/use-formats.ts';

/** What is set apart and how long it was in reach, and what about it is not as it should be. */
export function SegregationPanel() {
  const { t } = useTranslation();
  const cases = useQuery(segregationCasesQuery).data ?? [];
  const boxes = useQuery(segregatedBoxesQuery).data ?? [];
  if (cases.length === 0 && boxes.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="yard-apart">
      <h2 id="yard-apart">{t('apart.title')}</h2>
      <ul>
        {cases.map((one) => (
          <li key={one.id} className="yard-line apart-case">
            <b className="soon">{t(`apart.cases.${one.kind}`)}</b>{' '}
            <span className="mono">{one.container ?? one.params['order'] ?? ''}</span>{' '}
            <Instant at={one.openedAt} /> {one.source !== null && <SourceLink source={one.source} />}
          </li>
        ))}
        {boxes.map((box) => (
          <BoxLine key={box.visit} box={box} />
        ))}
      </ul>
    </section>
  );
}

function BoxLine({ box }: { box: SegregatedBox }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <li className="yard-line apart-case">
      <Link to="/visits/$id" params={{ id: box.visit }} className="mono">
        {box.container}
      </Link>{' '}
      <span>
        {t(box.place === null ? 'apart.notAshore' : `apart.places.${box.place}`)}
        {box.wait !== null && <>, {t(`apart.waits.${box.wait}`)}</>}
      </span>{' '}
      <span className={box.alarms.length > 0 ? 'soon' : 'soft'}>
        {t('apart.inReach', { span: formats.span(box.inReachMinutes) })}
        {box.alarms.length > 0 && <>, {t('apart.alarm')}</>}
      </span>
    </li>
  );
}
