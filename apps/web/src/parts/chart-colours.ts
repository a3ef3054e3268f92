/** What the chart is drawn with, by the name of its token in `theme.css`. */
const tokens = {
  sea: 'sea',
  land: 'land',
  text: 'text',
  soft: 'text-soft',
  line: 'control-line',
  focus: 'focus',
  surface: 'surface',
  a: 'band-a',
  b: 'band-b',
  c: 'band-c',
  d: 'band-d',
  onBand: 'on-band',
} as const;

export type ChartColours = Readonly<Record<keyof typeof tokens, string>>;

/**
 * The colours of the theme that is shown, as a canvas understands them: it knows neither variables nor
 * `light-dark()`, so the browser works each one out on a probe. With forced colours the system's own
 * stand in.
 */
export function chartColours(): ChartColours {
  if (matchMedia('(forced-colors: active)').matches)
    return {
      ...Object.fromEntries(Object.keys(tokens).map((name) => [name, 'CanvasText'])),
      sea: 'Canvas',
      land: 'GrayText',
      surface: 'Canvas',
      onBand: 'Canvas',
      focus: 'Highlight',
    } as ChartColours;
  const probe = document.body.appendChild(document.createElement('span'));
  const colours = Object.fromEntries(
    Object.entries(tokens).map(([name, token]) => {
      probe.style.color = `var(--hw-${token})`;
      return [name, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
  return colours as ChartColours;
}
