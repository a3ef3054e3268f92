import { useTranslation } from 'react-i18next';
import type { Dossier } from '../../api/node-answers.ts';
import { signalFallback } from '../../parts/reason-text.ts';
import { Instant } from '../../parts/instant.tsx';
import { SourceLink } from '../../parts/source-link.tsx';
import { standingClaims } from './standing-claims.ts';
import { useFormats } from '../../parts/use-formats.ts';

/** Every claim ever made about each field, the current one first; disagreement stays visible. */
export function FactTable({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (dossier.facts.length === 0) return <p className="soft">{t('dossier.noFacts')}</p>;
  return (
    <div className="wide-table">
      <table className="facts">
        <thead>
          <tr>
            <th scope="col">{t('facts.field')}</th>
            <th scope="col">{t('facts.value')}</th>
            <th scope="col">{t('facts.statedBy')}</th>
            <th scope="col">{t('facts.statedAt')}</th>
            <th scope="col">{t('dossier.source')}</th>
          </tr>
        </thead>
        {dossier.facts.map((fact) => (
          <tbody key={fact.field} className={fact.disagree ? 'fact fact-disagree' : 'fact'}>
            {standingClaims(fact.claims).map(({ claim, standing }, index) => (
              <tr key={index} className={standing ? undefined : 'earlier'}>
                {index === 0 && (
                  <th scope="rowgroup" rowSpan={fact.claims.length}>
                    {t(`fields.${fact.field}`, {
                      ns: 'codes',
                      defaultValue: signalFallback(
                        fact.field.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`),
                      ),
                    })}
                    {fact.disagree && <span className="disagree-word">{t('facts.disagree')}</span>}
                  </th>
                )}
                <td>
                  <span className="fact-value">{claim.display}</span>
                  {!standing && <span className="soft"> {t('facts.earlier')}</span>}
                </td>
                <td>
                  {claim.statedBy || t('facts.nobodyNamed')}
                  <span className="soft fact-kind">
                    {t(`kinds.${claim.kind}`, { ns: 'codes', defaultValue: claim.kind })}
                  </span>
                </td>
                <td>
                  <Instant at={claim.statedAt} />
                  {claim.minutesToArrival !== null && (
                    <span className="soft before-arrival">
                      {t(claim.minutesToArrival >= 0 ? 'facts.beforeArrival' : 'facts.afterArrival', {
                        span: formats.span(Math.abs(claim.minutesToArrival)),
                      })}
                    </span>
                  )}
                </td>
                <td>
                  <SourceLink source={claim.source} messages={dossier.messages} />
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
