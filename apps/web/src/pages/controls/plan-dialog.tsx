import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plannedMethods, planQuery, proposeControl } from '../../api/controls.ts';
import type { Lane, PlannedMethod, Wish } from '../../api/controls.ts';
import { nodeClock } from '../../api/node-clock.ts';
import { visitWindowQuery } from '../../api/queries.ts';
import { waterQuery } from '../../api/water-query.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ExposureCurve } from '../../parts/exposure-curve.tsx';
import { ProblemNotice, SkeletonLines } from '../../parts/notices.tsx';
import { TextArea } from '../../parts/text-area.tsx';
import { TextInput } from '../../parts/text-input.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { useGuarded } from '../../parts/use-guarded.ts';
import { ExposureMeter } from './exposure-meter.tsx';
import { OutsideSigns } from './outside-signs.tsx';

/** What is known of a control before it is planned. */
export interface PlanStart {
  /** `null` = the container is still to be named. */
  readonly visit: { readonly id: string; readonly container: string } | null;
  readonly method: PlannedMethod;
  readonly reason: string;
  readonly wantedAt: string | null;
}

const quarter = 15 * 60_000;
const step = (at: number) => Math.ceil(at / quarter) * quarter;

/** Plans a control: what it would mean for secrecy changes with every field, before anything is kept. */
export function PlanDialog(props: {
  start: PlanStart;
  lanes: readonly Lane[];
  onClose: (proposed: string | null) => void;
}) {
  const { t } = useTranslation();
  const { start, lanes } = props;
  const ids = useId();
  const laneFor = (method: string) => lanes.find(({ methods }) => methods.includes(method))?.name ?? '';
  const [visit, setVisit] = useState(start.visit);
  const [method, setMethod] = useState<PlannedMethod>(start.method);
  const [plannedAt, setPlannedAt] = useState(() =>
    start.wantedAt !== null && Date.parse(start.wantedAt) > nodeClock.now()
      ? Date.parse(start.wantedAt)
      : step(nodeClock.now() + 2 * 3_600_000),
  );
  const [place, setPlace] = useState('');
  const [lane, setLane] = useState(laneFor(start.method));
  const [officers, setOfficers] = useState(2);
  const [reason, setReason] = useState(start.reason);
  const { send, sending, problem } = useGuarded();
  const blocks = useQuery(waterQuery).data?.blocks ?? [];
  const wish: Wish | null =
    visit === null
      ? null
      : {
          visit: visit.id,
          method,
          place: place.trim(),
          plannedAt: new Date(plannedAt).toISOString(),
          officers,
        };
  const missing = wish === null || wish.place === '' || lane.trim() === '' || reason.trim().length < 3;

  const choose = (next: PlannedMethod) => {
    if (lane === laneFor(method)) setLane(laneFor(next));
    setMethod(next);
  };
  return (
    <Dialog
      title={visit === null ? t('controls.plan') : t('controls.planOne', { container: visit.container })}
      onClose={() => props.onClose(null)}
      size="xl"
    >
      <form
        className="plan-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (missing || sending) return;
          send(
            () => proposeControl({ ...wish, lane: lane.trim(), reason: reason.trim() }),
            ({ id }) => props.onClose(id),
          );
        }}
      >
        <div className="act-form">
          {start.visit === null && <NameContainer chosen={visit} onChoose={setVisit} />}
          <fieldset className="act-methods">
            <legend>{t('act.method')}</legend>
            {plannedMethods.map((one) => (
              <label key={one} className="act-method">
                <input
                  type="radio"
                  name={`${ids}-method`}
                  checked={method === one}
                  onChange={() => choose(one)}
                />
                <span>{t(`controls.methods.${one}`)}</span>
              </label>
            ))}
          </fieldset>
          <div className="act-field">
            <label htmlFor={`${ids}-moment`}>{t('controls.moment')}</label>
            <span className="plan-moment">
              <button
                type="button"
                className="button"
                aria-label={t('controls.earlier')}
                onClick={() => setPlannedAt(plannedAt - quarter)}
              >
                ◀
              </button>
              <input
                id={`${ids}-moment`}
                type="datetime-local"
                className="field"
                value={new Date(plannedAt).toISOString().slice(0, 16)}
                onChange={(event) => {
                  const at = Date.parse(`${event.currentTarget.value}Z`);
                  if (!Number.isNaN(at)) setPlannedAt(at);
                }}
              />
              <button
                type="button"
                className="button"
                aria-label={t('controls.later15')}
                onClick={() => setPlannedAt(plannedAt + quarter)}
              >
                ▶
              </button>
            </span>
          </div>
          <div className="act-field">
            <label htmlFor={`${ids}-place`}>{t('controls.items.place')}</label>
            <input
              id={`${ids}-place`}
              className="field"
              list={`${ids}-places`}
              maxLength={200}
              value={place}
              aria-describedby={`${ids}-place-hint`}
              onChange={(event) => setPlace(event.currentTarget.value)}
            />
            <datalist id={`${ids}-places`}>
              {blocks.map(({ terminal, block }) => {
                const name = [terminal, block].filter((part) => part !== null).join(' ');
                return name === '' ? null : <option key={name} value={name} />;
              })}
            </datalist>
            <p id={`${ids}-place-hint`} className="soft">
              {t('controls.placeHint')}
            </p>
          </div>
          <div className="plan-pair">
            <TextInput label={t('controls.lane')} value={lane} onChange={setLane} />
            <div className="text-input">
              <label htmlFor={`${ids}-officers`}>{t('controls.officers')}</label>
              <input
                id={`${ids}-officers`}
                className="field"
                type="number"
                min={1}
                max={20}
                value={officers}
                onChange={(event) =>
                  setOfficers(Math.min(20, Math.max(1, Math.round(event.currentTarget.valueAsNumber) || 1)))
                }
              />
            </div>
          </div>
          <TextArea
            label={t('act.reason')}
            hint={t('controls.reasonHint')}
            value={reason}
            onChange={setReason}
          />
        </div>
        <div className="plan-weight" aria-live="polite">
          <h3>{t('controls.exposureTitle')}</h3>
          {wish === null ? <p className="soft">{t('controls.nameFirst')}</p> : <Weighed wish={wish} />}
        </div>
        {problem !== undefined && <ProblemNotice error={problem} />}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => props.onClose(null)}>
            {t('act.cancel')}
          </button>
          <button type="submit" className="button button-main" disabled={missing || sending}>
            {sending ? t('act.sending') : t('controls.proposeDo')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The exposure of what stands in the form now; the last one stays until the node has weighed anew. */
function Weighed({ wish }: { wish: Wish }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const settled = useDeferredValue(wish);
  const { data, error } = useQuery({ ...planQuery(settled), placeholderData: keepPreviousData });
  if (error) return <ProblemNotice error={error} />;
  if (data === undefined) return <SkeletonLines lines={4} label={t('controls.weighing')} />;
  return (
    <>
      <ExposureMeter exposure={data} burnChance={data.burnChance} />
      <ExposureCurve
        steps={data.steps}
        plannedAt={settled.plannedAt}
        exposure={data.exposure}
        willKnow={data.willKnow}
      />
      <ul className="plan-parts">
        {data.parts.map(({ part, people, available }) => (
          <li key={part} className={available < people ? 'danger-text' : 'soft'}>
            {t(available < people ? 'controls.short' : 'controls.drawnFrom', {
              part: t(`controls.parts.${part}`, { defaultValue: part }),
              people: formats.count(people),
              available: formats.count(available),
            })}
          </li>
        ))}
      </ul>
      {data.signs !== null && <OutsideSigns signs={data.signs} />}
    </>
  );
}

/** Names the container to control: the node looks it up among the open visits. */
function NameContainer(props: {
  chosen: { readonly id: string; readonly container: string } | null;
  onChoose: (visit: { readonly id: string; readonly container: string } | null) => void;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const wanted = words.trim().toUpperCase();
  const query = useQuery({
    ...visitWindowQuery(new URLSearchParams({ q: wanted }).toString(), 0),
    enabled: wanted.length >= 4,
  });
  const found = wanted.length < 4 ? [] : (query.data?.items ?? []).slice(0, 5);
  return (
    <div className="name-container">
      <TextInput
        label={t('columns.container')}
        value={words}
        onChange={(value) => {
          setWords(value);
          props.onChoose(null);
        }}
      />
      <ul role="group" aria-label={t('controls.matching')}>
        {found.map(({ id, container, port }) => (
          <li key={id}>
            <button
              type="button"
              className="button"
              aria-pressed={props.chosen?.id === id}
              onClick={() => props.onChoose({ id, container })}
            >
              <span className="mono">{container}</span> {port}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
