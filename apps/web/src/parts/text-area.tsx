import { useId } from 'react';

/** A labelled text of several lines; Control and Enter sends the form it stands in. */
export function TextArea(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  /** Said in place of the hint, when nothing was written and something must be. */
  missing?: string;
  /** Where the focus begins in a dialog. */
  startsHere?: boolean;
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
        aria-invalid={props.missing !== undefined}
        aria-describedby={under === undefined ? undefined : `${id}-under`}
        data-autofocus={props.startsHere}
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
