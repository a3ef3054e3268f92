const [width, height, gap] = [240, 36, 1];

/** A bar a day on one scale; the numbers stand beside it. */
export function DayBars({ values, label }: { values: readonly number[]; label: string }) {
  const most = Math.max(...values, Number.MIN_VALUE);
  const step = width / Math.max(1, values.length);
  return (
    <svg
      className="day-bars"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {values.map((value, index) => {
        const tall = (value / most) * height;
        return (
          <rect
            key={index}
            x={(index * step).toFixed(1)}
            y={(height - tall).toFixed(1)}
            width={Math.max(1, step - gap).toFixed(1)}
            height={tall.toFixed(1)}
          />
        );
      })}
    </svg>
  );
}
