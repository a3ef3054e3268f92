import { useId } from 'react';

/** Where a person writes why; Control and Enter sends what is written. */
export function ReasonField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Said under the field. */
  hint?: string;
  /** Said in its place when nothing was written. */
  missing?: string | undefined;
  rows?: number;
  maxLength?: number;
}) {
  const id = useId();
  const under = props.missing ?? props.hint;
  return (
    <div className="act-field">
      <label htmlFor={id}>{props.label}</label>
      <textarea
        id={id}
        className="field"
        rows={props.rows ?? 3}
        maxLength={props.maxLength ?? 500}
        value={props.value}
        required
        aria-invalid={props.missing !== undefined}
        aria-describedby={under === undefined ? undefined : `${id}-under`}
        data-autofocus
        onChange={(event) => props.onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
            event.currentTarget.form?.requestSubmit();
        }}
      />
      {under !== undefined && (
        <p id={`${id}-under`} className={props.missing === undefined ? 'soft' : 'danger-text'}>
          {under}
        </p>
      )}
    </div>
  );
}
