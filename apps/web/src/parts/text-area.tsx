import { useId } from 'react';

/** A labelled text of several lines. */
export function TextArea(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  rows?: number;
  maxLength?: number;
}) {
  const id = useId();
  return (
    <div className="act-field">
      <label htmlFor={id}>{props.label}</label>
      <textarea
        id={id}
        className="field"
        rows={props.rows ?? 3}
        maxLength={props.maxLength ?? 500}
        value={props.value}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      {props.hint !== undefined && (
        <p id={`${id}-hint`} className="soft">
          {props.hint}
        </p>
      )}
    </div>
  );
}
