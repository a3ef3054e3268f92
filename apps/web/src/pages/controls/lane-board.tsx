import { useTranslation } from 'react-i18next';
import type { BoardControl, Lane } from '../../api/controls.ts';
import { Icon } from '../../parts/icon.tsx';
import { useFormats } from '../../parts/use-formats.ts';
import { controlMark } from './control-mark.ts';
import { laneHours } from './lane-hours.ts';

/** Lanes by hour. A control nobody told the reader of is a taken slot and nothing more. */
export function LaneBoard(props: {
  lanes: readonly Lane[];
  controls: readonly BoardControl[];
  from: number;
  hours: number;
  now: number;
  selected: string | undefined;
  onSelect: (id: string) => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const rows = laneHours(props.lanes, props.controls, props.from, props.hours);
  const heads = Array.from({ length: props.hours }, (_, index) => props.from + index * 3_600_000);
  const nameOf = (name: string) => t(`controls.lanes.${name}`, { defaultValue: name });
  return (
    <table className="lanes">
      <caption className="hidden-text">{t('controls.board')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('controls.lane')}</th>
          {heads.map((at) => (
            <th
              key={at}
              scope="col"
              className={at <= props.now && props.now < at + 3_600_000 ? 'lane-now' : ''}
            >
              {formats.utcTime(at)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, perHour, hours }) => (
          <tr key={name}>
            <th scope="row">
              {nameOf(name)}
              <span className="soft">
                {perHour === null
                  ? t('controls.noCapacity')
                  : t('controls.perHour', { count: perHour, shown: formats.count(perHour) })}
              </span>
            </th>
            {hours.map(({ from, controls, over }) => (
              <td
                key={from}
                data-hour={formats.utcTime(from)}
                className={controls.length === 0 ? 'lane-free' : over ? 'lane-over' : undefined}
              >
                {over && (
                  <span className="lane-warning">
                    <Icon name="warning" size={12} /> {t('controls.overCapacity')}
                  </span>
                )}
                {controls.map((control) => (
                  <Slot
                    key={control.id}
                    control={control}
                    selected={control.id === props.selected}
                    onSelect={() => props.onSelect(control.id)}
                  />
                ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Slot(props: { control: BoardControl; selected: boolean; onSelect: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { id, state, mine, needs, box, plannedAt } = props.control;
  const known = mine.length > 0;
  return (
    <button
      type="button"
      id={`slot-${id}`}
      className={`slot slot-${state}${known ? ' slot-known' : ''}${needs === null ? '' : ' slot-needs'}`}
      aria-pressed={props.selected}
      onClick={props.onSelect}
    >
      <span className="mono">{known ? controlMark(id) : t('controls.busy')}</span>{' '}
      <span className="slot-state">{t(`controls.states.${state}`)}</span>{' '}
      <span className="soft">{formats.utcTime(Date.parse(plannedAt))}</span>
      {box !== null && <span className="mono slot-box">{box.container}</span>}
      {box?.moved === true && <span className="chip chip-waits">{t('controls.moved')}</span>}
    </button>
  );
}
