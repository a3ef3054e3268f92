import '../../theme/dossier.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useNavigate, useParams, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Dossier } from '../../api/node-answers.ts';
import { rememberDossier } from '../../api/desk-acts.ts';
import { dossierQuery, recentQuery, visitActsQuery } from '../../api/queries.ts';
import { BandMark } from '../../parts/band-mark.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Countdown, Instant } from '../../parts/instant.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { ReasonSentence } from '../../parts/reason-sentence.tsx';
import { SourceLink } from '../../parts/source-link.tsx';
import { useActDialog } from '../../parts/use-act-dialog.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { useShortcuts } from '../../parts/use-shortcuts.ts';
import { DossierActs } from './dossier-acts.tsx';
import { DossierTimeline } from './dossier-timeline.tsx';
import { FactTable } from './fact-table.tsx';
import { PartyTable } from './party-table.tsx';
import { ReasonWaterfall } from './reason-waterfall.tsx';
import { routeLegs } from './route-legs.ts';
import { RouteMap } from '../../parts/route-map.tsx';
import { VersionTable } from './version-table.tsx';

function show(section: string): void {
  const heading = document.getElementById(`section-${section}`);
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}

/** What we know about this one box, and where from. */
export function DossierPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/visits/$id' });
  const navigate = useNavigate();
  const router = useRouter();
  const query = useQuery(dossierQuery(id));
  const client = useQueryClient();
  const known = query.data?.id;
  useEffect(() => {
    if (known === undefined) return;
    // Only what could be opened comes into the list of the last ten.
    rememberDossier(known).then(
      () => void client.invalidateQueries({ queryKey: recentQuery.queryKey }),
      () => undefined,
    );
  }, [known, client]);
  useShortcuts('dossier', {
    sectionReasons: () => show('reasons'),
    sectionFacts: () => show('facts'),
    sectionTimeline: () => show('timeline'),
    sectionParties: () => show('parties'),
    sectionRoute: () => show('route'),
    sectionIdentity: () => show('identity'),
    sectionMessages: () => show('messages'),
    sectionVisits: () => show('visits'),
    back: () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/queue' })),
  });
  return (
    <div className="page dossier">
      <div className="page-bar">
        <button
          type="button"
          className="text-button"
          onClick={() =>
            router.history.canGoBack() ? router.history.back() : void navigate({ to: '/queue' })
          }
        >
          <Icon name="back" size={14} /> {t('dossier.back')}
        </button>
        <PageTitle name={t('dossier.title')} />
      </div>
      {query.data ? (
        <DossierBody dossier={query.data} />
      ) : query.error ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonLines lines={14} label={t('dossier.loading')} />
      )}
    </div>
  );
}

function Section(props: { id: string; title: string; children: React.ReactNode; className?: string }) {
  return (
    <section className={`panel ${props.className ?? ''}`} aria-labelledby={`section-${props.id}`}>
      <h2 id={`section-${props.id}`} tabIndex={-1}>
        {props.title}
      </h2>
      {props.children}
    </section>
  );
}

/** The dossier itself, without the page around it. */
export function DossierBody({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const acts = useQuery(visitActsQuery(dossier.id)).data ?? [];
  const { ask, give, dialog, problem } = useActDialog();
  const target = { visit: { id: dossier.id, container: dossier.container } };
  useShortcuts('dossier', {
    propose: () => ask({ kind: 'propose', target }),
    dismiss: () => ask({ kind: 'dismiss', target }),
    assign: () => ask({ kind: 'assign', target }),
    note: () => ask({ kind: 'note', target }),
  });
  const word = (kind: string, name: string) => t(`${kind}.${name}`, { ns: 'codes', defaultValue: name });
  return (
    <>
      <header className="dossier-head">
        <BandMark band={dossier.band} t={t} large />
        <div className="dossier-name">
          <p className="mono dossier-number">{dossier.container}</p>
          <p className="soft">
            {[dossier.sizeType, dossier.load && t(`load.${dossier.load}`), dossier.goods]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <dl className="head-facts">
          <div>
            <dt>{t('score.probability')}</dt>
            <dd>
              <b className="figure">{formats.percent(dossier.probability)}</b>{' '}
              <span className="soft">{t('score.logOdds', { value: formats.signed(dossier.score) })}</span>
              {dossier.interval && (
                <>
                  <br />
                  <span>
                    {t('dossier.interval', {
                      low: formats.percent(dossier.interval.low),
                      high: formats.percent(dossier.interval.high),
                    })}
                  </span>
                </>
              )}
            </dd>
          </div>
          <div>
            <dt>{t('columns.rank')}</dt>
            <dd>
              <b className="figure">
                {dossier.open === false ? t('dossier.closed') : formats.count(dossier.rank)}
              </b>{' '}
              {dossier.selectedBy && (
                <span className="chip chip-selected">{t(`selectedBy.${dossier.selectedBy}`)}</span>
              )}
            </dd>
          </div>
          <div>
            <dt>{t(dossier.arrivalActual ? 'dossier.arrived' : 'dossier.arrival')}</dt>
            <dd>
              <b className="figure">
                <Countdown at={dossier.arrivalAt} actual={dossier.arrivalActual} />
              </b>
              <br />
              <Instant at={dossier.arrivalAt} />
            </dd>
          </div>
          <div>
            <dt>{t('columns.route')}</dt>
            <dd>
              <b>
                {dossier.loadPort ?? dossier.origin ?? '?'} → {dossier.port}
              </b>
              <br />
              <span>
                {dossier.vesselName ?? t('visit.noVessel')} {dossier.voyage}
                {dossier.vesselImo && <span className="soft"> · IMO {dossier.vesselImo}</span>}
              </span>
            </dd>
          </div>
          <div>
            <dt>{t('columns.consignee')}</dt>
            <dd>{dossier.consignee ?? t('visit.noConsignee')}</dd>
          </div>
        </dl>
        <DossierActs
          dossier={dossier}
          acts={acts}
          onAct={(kind) => ask({ kind, target })}
          onRelease={() => give(dossier.id)}
        />
      </header>
      {problem !== undefined && <ProblemNotice error={problem} />}
      {dialog}

      <div className="dossier-columns">
        <div className="dossier-main">
          <Section id="reasons" title={t('dossier.why')}>
            <ReasonWaterfall
              dossier={dossier}
              acts={acts}
              onContest={(about) => ask({ kind: 'contest', target, about })}
            />
          </Section>
          <Section id="facts" title={t('dossier.facts')}>
            <FactTable dossier={dossier} />
          </Section>
          <Section id="versions" title={t('versions.title')}>
            <VersionTable dossier={dossier} />
          </Section>
        </div>
        <div className="dossier-side">
          <Section id="timeline" title={t('timeline.title')}>
            <DossierTimeline dossier={dossier} acts={acts} />
          </Section>
          <Section id="parties" title={t('parties.title')}>
            <PartyTable visit={dossier.id} />
          </Section>
          <Section id="route" title={t('route.title')}>
            <RouteMap legs={routeLegs(dossier)} />
          </Section>
          <Section id="identity" title={t('dossier.identity')}>
            {dossier.identityCases.length === 0 ? (
              <p className="soft">{t('dossier.noIdentity')}</p>
            ) : (
              <ul className="plain-list">
                {dossier.identityCases.map((one) => (
                  <li key={one.id}>
                    <p>
                      <b>{word('identityKinds', one.kind)}</b>{' '}
                      <span className={one.state === 'open' ? 'danger-text' : 'soft'}>
                        {t(`identity.${one.state}`)}
                      </span>
                    </p>
                    <p>
                      <ReasonSentence reason={one} />
                    </p>
                    <p className="soft">
                      <Instant at={one.openedAt} />{' '}
                      {one.sources.map((source, index) => (
                        <SourceLink key={index} source={source} messages={dossier.messages} />
                      ))}
                    </p>
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <Section id="messages" title={t('dossier.messages')}>
            {dossier.messages.length === 0 ? (
              <p className="soft">{t('dossier.noMessages')}</p>
            ) : (
              <ul className="plain-list">
                {dossier.messages.map((message) => (
                  <li key={`${message.file} ${message.offset}`}>
                    <p>
                      <SourceLink source={message} messages={dossier.messages} />{' '}
                      <span className="soft">
                        {[message.version, word('functions', message.function), message.reference]
                          .filter(Boolean)
                          .join(' · ')}
                      </span>
                    </p>
                    <p>
                      {message.sender} <span className="soft">· {t('dossier.receivedAt')}</span>{' '}
                      <Instant at={message.receivedAt} />
                    </p>
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <Section id="visits" title={t('dossier.otherVisits')}>
            {dossier.otherVisits.length === 0 ? (
              <p className="soft">{t('dossier.noOtherVisits')}</p>
            ) : (
              <ul className="plain-list">
                {dossier.otherVisits.map((visit) => (
                  <li key={visit.id}>
                    <Link to="/visits/$id" params={{ id: visit.id }}>
                      {visit.port}
                    </Link>{' '}
                    <Instant at={visit.arrivalAt} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
        </div>
      </div>
    </>
  );
}
