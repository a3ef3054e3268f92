import '../../theme/intake.css';
import '../../theme/controls.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boardQuery, loweringsQuery } from '../../api/controls.ts';
import type {
  Board,
  ControlCard as Card,
  DeskProposal,
  Lowering,
  PlannedMethod,
} from '../../api/controls.ts';
import { dossierQuery } from '../../api/queries.ts';
import { sessionQuery } from '../../api/session.ts';
import { Icon } from '../../parts/icon.tsx';
import { Instant } from '../../parts/instant.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { useNow } from '../../parts/use-now.ts';
import { useShortcuts } from '../../parts/use-shortcuts.ts';
import { ControlCard } from './control-card.tsx';
import type { CardAct } from './control-card.tsx';
import { controlMark } from './control-mark.ts';
import { hourInSight, hoursAfter, hoursBefore, hoursBesideCard, hoursShown } from './controls-search.ts';
import type { ControlsSearch } from './controls-search.ts';
import { KnowerDialog } from './knower-dialog.tsx';
import { LaneBoard } from './lane-board.tsx';
import { LowerDialog } from './lower-dialog.tsx';
import { NeedsYou } from './needs-you.tsx';
import { OwnCodesDialog } from './own-codes-dialog.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import type { PlanStart } from './plan-dialog.tsx';
import { SecondPersonDialog } from './second-person-dialog.tsx';
import { StepDialog } from './step-dialog.tsx';

const hour = 3_600_000;

/** What is open over the page. */
type Open =
  | { readonly kind: 'act'; readonly act: CardAct; readonly card: Card }
  | { readonly kind: 'decide'; readonly lowering: Lowering }
  | { readonly kind: 'codes' };

/** Which team where, when, and who knows: lanes by hour, what waits for a hand, and one control in full. */
export function ControlsPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const client = useQueryClient();
  const navigate = useNavigate();
  const search = useSearch({ from: '/controls' });
  const session = useQuery(sessionQuery).data;
  const me = session?.person.id;
  const roles = session?.roles ?? [];
  const plans = roles.includes('planner');
  const proposes = plans || roles.includes('analyst') || roles.includes('image-analyst');
  const now = useNow();
  const thisHour = Math.floor(now / hour) * hour;
  const query = useQuery({
    ...boardQuery(
      new Date(thisHour - hoursBefore * hour).toISOString(),
      new Date(thisHour + hoursAfter * hour).toISOString(),
    ),
    placeholderData: (old: Board | undefined) => old,
  });
  /** Who can be drawn as a second person. */
  const signs = proposes || roles.includes('team-lead');
  const lowerings = useQuery({ ...loweringsQuery, enabled: signs }).data ?? [];
  const [open, setOpen] = useState<Open | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [start, setStart] = useState<PlanStart | null>(null);

  const board = query.data;
  const shift = search.shift ?? -1;
  const hours = search.control === undefined ? hoursShown : hoursBesideCard;
  const from = hourInSight(
    thisHour + shift * hour,
    hours,
    board?.items.find(({ id }) => id === search.control)?.plannedAt,
  );
  const go = (change: { [Name in keyof ControlsSearch]: ControlsSearch[Name] | undefined }) => {
    const next = Object.fromEntries(
      Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined),
    );
    void navigate({ to: '/controls', search: next as ControlsSearch, replace: true });
  };
  const select = (id: string | undefined) => go({ control: id });
  const move = (hours: number) =>
    go({ shift: Math.min(hoursAfter - hoursShown, Math.max(1 - hoursBefore, shift + hours)) });
  const refresh = () => void client.invalidateQueries({ queryKey: ['controls'] });
  const settled = (words: string | null) => {
    setOpen(null);
    if (words !== null) setSaid(`${words} ${formats.utcSeconds(now)} UTC`);
    refresh();
  };
  const waiting = lowerings.filter(
    ({ secondPerson, decision, expiresAt }) =>
      secondPerson === me && decision === null && Date.parse(expiresAt) > now,
  );
  const planFor = (proposal: DeskProposal) =>
    setStart({
      visit: { id: proposal.visit, container: proposal.container },
      method: proposal.method === 'dive' ? 'hull-dive' : (proposal.method as PlannedMethod),
      reason: proposal.reason,
      wantedAt: proposal.wantedAt,
    });
  useShortcuts('controls', {
    ...(proposes ? { plan: () => go({ plan: '' }) } : {}),
    earlierHours: () => move(-1),
    laterHours: () => move(1),
  });

  return (
    <div className="page controls">
      <div className="page-bar">
        <PageTitle name={t('nav.controls')} />
        <p className="count" role="status">
          {board
            ? t('controls.count', { count: board.items.length, shown: formats.count(board.items.length) })
            : t('queue.counting')}
        </p>
        <div className="controls-hours" role="group" aria-label={t('controls.hours')}>
          <button
            type="button"
            className="button"
            onClick={() => move(-6)}
            aria-label={t('controls.earlierHours')}
          >
            ◀
          </button>
          <span className="figure">
            {formats.utc(from)} – {formats.utcTime(from + hours * hour)} UTC
          </span>
          <button
            type="button"
            className="button"
            onClick={() => move(6)}
            aria-label={t('controls.laterHours')}
          >
            ▶
          </button>
          <button type="button" className="button" onClick={() => go({ shift: undefined })}>
            {t('controls.toNow')}
          </button>
        </div>
        {proposes && (
          <button type="button" className="button button-main" onClick={() => go({ plan: '' })}>
            {t('controls.plan')} <kbd>N</kbd>
          </button>
        )}
      </div>
      {said !== null && (
        <p className="controls-said" role="status">
          <Icon name="check" /> {said}{' '}
          <button
            type="button"
            className="text-button"
            aria-label={t('outcome.close')}
            onClick={() => setSaid(null)}
          >
            <Icon name="close" size={14} />
          </button>
        </p>
      )}
      {board === undefined ? (
        query.error ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonLines lines={9} label={t('controls.loading')} />
        )
      ) : (
        <div className={search.control === undefined ? 'controls-parts' : 'controls-parts with-card'}>
          <div className="controls-main">
            <NeedsYou
              controls={board.items}
              lowerings={waiting}
              onControl={select}
              onLowering={(lowering) => setOpen({ kind: 'decide', lowering })}
              onCodes={signs ? () => setOpen({ kind: 'codes' }) : null}
            />
            <section className="panel lanes-panel" aria-label={t('controls.board')}>
              <LaneBoard
                lanes={board.lanes}
                controls={board.items}
                from={from}
                hours={hours}
                now={now}
                selected={search.control}
                onSelect={(id) => select(id === search.control ? undefined : id)}
              />
              {board.items.length === 0 && (
                <EmptyNotice title={t('controls.empty')}>{t('controls.emptyNext')}</EmptyNotice>
              )}
            </section>
            {plans && <Proposals board={board} onPlan={planFor} onControl={select} />}
          </div>
          {search.control !== undefined && (
            <ControlCard
              key={search.control}
              id={search.control}
              onAct={(act, card) => setOpen({ kind: 'act', act, card })}
              onClose={() => select(undefined)}
            />
          )}
        </div>
      )}
      {open?.kind === 'act' && open.act === 'lower' && (
        <LowerDialog
          card={open.card}
          onClose={(asked) =>
            settled(
              asked === null
                ? null
                : t(asked.secondPerson === null ? 'controls.nobodyToDecide' : 'controls.askedSecond'),
            )
          }
        />
      )}
      {open?.kind === 'act' && open.act === 'add-knower' && (
        <KnowerDialog card={open.card} onClose={(done) => settled(done ? t('controls.knowerAdded') : null)} />
      )}
      {open?.kind === 'act' && open.act !== 'lower' && open.act !== 'add-knower' && (
        <StepDialog
          card={open.card}
          step={open.act}
          onClose={(done) =>
            settled(
              done && open.act !== 'lower' && open.act !== 'add-knower'
                ? `${controlMark(open.card.id)} ${t(`controls.done.${open.act}`)}`
                : null,
            )
          }
        />
      )}
      {open?.kind === 'decide' && (
        <SecondPersonDialog
          lowering={open.lowering}
          onClose={(done) => settled(done ? t('controls.decided') : null)}
        />
      )}
      {open?.kind === 'codes' && (
        <OwnCodesDialog onClose={(done) => settled(done ? t('controls.codesKept') : null)} />
      )}
      {(search.plan !== undefined || start !== null) && board !== undefined && (
        <Planning
          visit={search.plan ?? ''}
          start={start}
          board={board}
          onClose={(proposed) => {
            setStart(null);
            go({ plan: undefined, ...(proposed === null ? {} : { control: proposed }) });
            settled(proposed === null ? null : `${controlMark(proposed)} ${t('controls.done.propose')}`);
          }}
        />
      )}
    </div>
  );
}

/** The dialog of planning, once it is known which container it is for. */
function Planning(props: {
  visit: string;
  start: PlanStart | null;
  board: Board;
  onClose: (proposed: string | null) => void;
}) {
  const dossier = useQuery({
    ...dossierQuery(props.visit),
    enabled: props.start === null && props.visit !== '',
  });
  const visit =
    dossier.data === undefined ? null : { id: dossier.data.id, container: dossier.data.container };
  if (props.start === null && props.visit !== '' && visit === null)
    return dossier.error ? <ProblemNotice error={dossier.error} /> : null;
  return (
    <PlanDialog
      start={props.start ?? { visit, method: 'scan', reason: '', wantedAt: null }}
      lanes={props.board.lanes}
      onClose={props.onClose}
    />
  );
}

/** What the desk would like to see controlled. That one of them is planned shows only to who knows it. */
function Proposals(props: {
  board: Board;
  onPlan: (proposal: DeskProposal) => void;
  onControl: (id: string) => void;
}) {
  const { t } = useTranslation();
  const planned = new Map(
    props.board.items
      .filter(({ box, state }) => box !== null && state !== 'cancelled')
      .map(({ id, box }) => [box?.visit, id] as const),
  );
  return (
    <section className="panel files-panel proposals" aria-labelledby="desk-proposals">
      <h2 id="desk-proposals">{t('controls.proposals')}</h2>
      {props.board.proposals.length === 0 ? (
        <p className="soft">{t('controls.noProposals')}</p>
      ) : (
        <table className="files">
          <thead>
            <tr>
              <th scope="col">{t('columns.container')}</th>
              <th scope="col">{t('act.method')}</th>
              <th scope="col">{t('act.reason')}</th>
              <th scope="col">{t('controls.wanted')}</th>
              <th scope="col">{t('intake.decision')}</th>
            </tr>
          </thead>
          <tbody>
            {props.board.proposals.map((one) => {
              const known = planned.get(one.visit);
              return (
                <tr key={one.reference + one.visit}>
                  <td data-label={t('columns.container')} className="mono">
                    {one.container}
                  </td>
                  <td data-label={t('act.method')}>{t(`methods.${one.method}`)}</td>
                  <td data-label={t('act.reason')}>
                    {one.reason}{' '}
                    <span className="soft">
                      {one.roles.map((role) => t(`roles.${role}`)).join(', ')} · <Instant at={one.at} />
                    </span>
                  </td>
                  <td data-label={t('controls.wanted')}>
                    {one.wantedAt === null ? '–' : <Instant at={one.wantedAt} />}
                  </td>
                  <td data-label={t('intake.decision')} className="decisions">
                    {known === undefined ? (
                      <button type="button" className="button" onClick={() => props.onPlan(one)}>
                        {t('controls.planIt')}
                        <span className="hidden-text"> {one.container}</span>
                      </button>
                    ) : (
                      <button
                        type="button"
                        className="text-button mono"
                        onClick={() => props.onControl(known)}
                      >
                        {controlMark(known)}
                      </button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
