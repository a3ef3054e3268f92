/** A choice out of a few, by the machine's own list: dense, and known to every keyboard and reader. */
export function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { readonly value: T; readonly label: string }[];
  onChoose: (value: T) => void;
  className?: string;
}) {
  return (
    <select
      className={`field choice ${props.className ?? ''}`}
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChoose(event.currentTarget.value as T)}
    >
      {props.options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
