import { useId } from 'react';

/** A value by slider and by number; both say the same. */
export function RangeField(props: {
  label: string;
  value: number;
  range: readonly [number, number];
  step: number;
  unit?: string;
  /** The slider on a logarithmic scale: for what spans several powers of ten. */
  ratio?: boolean;
  /** Without a slider, for what has no end on the screen. */
  plain?: boolean;
  onChange: (value: number) => void;
}) {
  const id = useId();
  const [least, most] = props.range;
  const placed = (value: number) => (props.ratio === true ? Math.log(Math.max(1e-6, value)) : value);
  const digits = Math.max(0, -Math.floor(Math.log10(props.step)));
  const take = (value: number) => {
    if (Number.isFinite(value)) props.onChange(Math.min(most, Math.max(least, value)));
  };
  return (
    <div className="range-field">
      <label htmlFor={id}>
        {props.label}
        {props.unit !== undefined && <span className="soft"> {props.unit}</span>}
      </label>
      {props.plain !== true && (
        <input
          type="range"
          aria-label={props.label}
          min={placed(least)}
          max={placed(most)}
          step={props.ratio === true ? 0.01 : props.step}
          value={placed(props.value)}
          onChange={(event) => {
            const value = Number(event.currentTarget.value);
            take(props.ratio === true ? Math.exp(value) : value);
          }}
        />
      )}
      <input
        id={id}
        className="field"
        type="number"
        min={least}
        max={most}
        step={props.step}
        value={Number(props.value.toFixed(digits))}
        onChange={(event) => event.currentTarget.value !== '' && take(Number(event.currentTarget.value))}
      />
    </div>
  );
}
