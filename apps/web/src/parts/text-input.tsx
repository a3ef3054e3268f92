import { useId } from 'react';

/** A labelled line of text. Paste is never in the way. */
export function TextInput(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'password';
  autoComplete?: string;
  inputMode?: 'numeric';
  required?: boolean;
  hint?: string;
  invalid?: boolean;
}) {
  const id = useId();
  return (
    <div className="text-input">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        className="field"
        type={props.type ?? 'text'}
        value={props.value}
        autoComplete={props.autoComplete ?? 'off'}
        inputMode={props.inputMode}
        required={props.required}
        aria-invalid={props.invalid === true ? true : undefined}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        spellCheck={false}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      {props.hint !== undefined && (
        <small id={`${id}-hint`} className="soft">
          {props.hint}
        </small>
      )}
    </div>
  );
}
