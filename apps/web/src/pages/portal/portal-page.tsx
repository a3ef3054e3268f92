import '../../theme/intake.css';
import '../../theme/portal.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  answerOrder,
  messageOf,
  portalBlocksQuery,
  portalHoldsQuery,
  portalOrdersQuery,
} from '../../api/portal.ts';
import type { OrderAnswer, PortalOrder } from '../../api/portal.ts';
import { sessionQuery } from '../../api/session.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Instant } from '../../parts/instant.tsx';
import { EmptyNotice, ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { TextInput } from '../../parts/text-input.tsx';

/** What a terminal or a carrier sees of the node: its own orders, blocks and holds. */
export function PortalPage() {
  const { t } = useTranslation();
  const roles = useQuery(sessionQuery).data?.roles ?? [];
  return (
    <div className="page portal">
      <div className="page-bar">
        <PageTitle name={t('nav.portal')} />
      </div>
      {roles.includes('carrier') ? <Holds /> : <TerminalParts />}
    </div>
  );
}

function TerminalParts() {
  return (
    <>
      <Blocks />
      <Orders />
    </>
  );
}

function Blocks() {
  const { t } = useTranslation();
  const query = useQuery(portalBlocksQuery);
  if (!query.data) return null;
  return (
    <section className="panel files-panel" aria-labelledby="portal-blocks">
      <h2 id="portal-blocks" className="panel-head">
        {t('portal.blocks')}
      </h2>
      {query.data.length === 0 ? (
        <p className="portal-none soft">{t('portal.noBlocks')}</p>
      ) : (
        <ul className="portal-blocks">
          {query.data.map(({ port, terminal, block, state }) => (
            <li key={`${port} ${terminal} ${block}`} className={`portal-block portal-block-${state}`}>
              <b>{t('yard.block', { block })}</b> <span>{t(`portal.blockStates.${state}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Orders() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(portalOrdersQuery);
  const [refusing, setRefusing] = useState<PortalOrder | null>(null);
  const [error, setError] = useState<unknown>(null);

  const answer = async (order: PortalOrder, said: OrderAnswer, why: string | null = null) => {
    setError(null);
    try {
      await answerOrder(order.id, { answer: said, containers: [], why });
      setRefusing(null);
    } catch (cause) {
      setError(cause);
    }
    await client.invalidateQueries({ queryKey: ['portal'] });
  };

  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines lines={6} label={t('portal.loading')} />;
  if (query.data.length === 0)
    return <EmptyNotice title={t('portal.empty')}>{t('portal.emptyNext')}</EmptyNotice>;
  return (
    <section className="panel files-panel" aria-labelledby="portal-orders">
      <h2 id="portal-orders" className="panel-head">
        {t('portal.orders')}
      </h2>
      {error !== null && refusing === null && <ProblemNotice error={error} />}
      <table className="files">
        <thead>
          <tr>
            <th scope="col">{t('portal.number')}</th>
            <th scope="col">{t('portal.what')}</th>
            <th scope="col">{t('portal.containers')}</th>
            <th scope="col">{t('portal.doneBy')}</th>
            <th scope="col">{t('portal.answer')}</th>
          </tr>
        </thead>
        <tbody>
          {query.data.map((order) => (
            <tr key={order.id}>
              <td data-label={t('portal.number')} className="mono">
                <a href={messageOf(order.id)} download={`${order.number}.edi`}>
                  {order.number}
                </a>
              </td>
              <td data-label={t('portal.what')}>
                {t(`portal.handlings.${order.handling}`, { block: order.block ?? '' })}
              </td>
              <td data-label={t('portal.containers')} className="mono">
                <ul className="portal-lines">
                  {order.lines.map(({ container, said }) => (
                    <li key={container}>
                      {container} {said !== null && <span className="soft">{t(`portal.said.${said}`)}</span>}
                    </li>
                  ))}
                </ul>
              </td>
              <td data-label={t('portal.doneBy')}>
                <Instant at={order.doneBy} />
              </td>
              <td data-label={t('portal.answer')} className="decisions">
                {order.answer !== null && (
                  <span className="portal-answered">{t(`portal.answers.${order.answer}`)}</span>
                )}
                {(['acknowledged', 'done'] as const).map((said) => (
                  <button
                    key={said}
                    type="button"
                    className="button"
                    disabled={order.answer === said || (said === 'acknowledged' && order.answer !== null)}
                    aria-label={t(`portal.sayOne.${said}`, { number: order.number })}
                    onClick={() => void answer(order, said)}
                  >
                    {t(`portal.say.${said}`)}
                  </button>
                ))}
                <button
                  type="button"
                  className="button"
                  aria-label={t('portal.sayOne.cannot', { number: order.number })}
                  onClick={() => {
                    setError(null);
                    setRefusing(order);
                  }}
                >
                  {t('portal.say.cannot')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {refusing !== null && (
        <Refusal
          order={refusing}
          error={error}
          onClose={() => {
            setRefusing(null);
            setError(null);
          }}
          onSend={(why) => void answer(refusing, 'cannot', why)}
        />
      )}
    </section>
  );
}

function Refusal(props: {
  order: PortalOrder;
  error: unknown;
  onClose: () => void;
  onSend: (why: string) => void;
}) {
  const { t } = useTranslation();
  const [why, setWhy] = useState('');
  return (
    <Dialog title={t('portal.sayOne.cannot', { number: props.order.number })} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onSend(why.trim());
        }}
      >
        <TextInput label={t('portal.why')} value={why} onChange={setWhy} required />
        {props.error !== null && <ProblemNotice error={props.error} />}
        <button type="submit" className="button button-main" disabled={why.trim() === ''}>
          {t('portal.say.cannot')}
        </button>
      </form>
    </Dialog>
  );
}

function Holds() {
  const { t } = useTranslation();
  const query = useQuery(portalHoldsQuery);
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines lines={4} label={t('portal.loading')} />;
  if (query.data.length === 0)
    return <EmptyNotice title={t('portal.noHolds')}>{t('portal.noHoldsNext')}</EmptyNotice>;
  return (
    <section className="panel files-panel" aria-labelledby="portal-holds">
      <h2 id="portal-holds" className="panel-head">
        {t('portal.holds')}
      </h2>
      <table className="files">
        <thead>
          <tr>
            <th scope="col">{t('columns.container')}</th>
            <th scope="col">{t('queue.port')}</th>
            <th scope="col">{t('portal.since')}</th>
          </tr>
        </thead>
        <tbody>
          {query.data.map(({ container, port, since }) => (
            <tr key={`${container} ${since}`}>
              <td data-label={t('columns.container')} className="mono">
                {container}
              </td>
              <td data-label={t('queue.port')}>{port}</td>
              <td data-label={t('portal.since')}>
                <Instant at={since} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
