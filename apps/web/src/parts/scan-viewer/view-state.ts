/** Two scans of one container on one screen. */
export type PairMode = 'off' | 'beside' | 'swipe' | 'flicker' | 'difference';

/** What is drawn: the channel of one energy, or colours of both. */
export type Shown = 'high' | 'low' | 'colour';

/** Everything that the picture depends on besides the samples. */
export interface ViewState {
  /** Attenuations from black to white, and the one in the middle. */
  readonly window: number;
  readonly level: number;
  readonly inverted: boolean;
  readonly shown: Shown;
  /** How much of the difference to the neighbourhood is added: 0 = none. */
  readonly localContrast: number;
  /** Pixels of the screen for one of the scan. */
  readonly zoom: number;
  /** The place of the scan in the middle of the picture. */
  readonly x: number;
  readonly y: number;
  readonly loupe: boolean;
  /** The place that is read out, and that the loupe lies over. */
  readonly cursor: readonly [number, number];
  readonly pair: PairMode;
  /** Where the swipe stands, share of the width: left of it the earlier scan. */
  readonly swipe: number;
  /** Difference that gets the full colour, g/cm². */
  readonly range: number;
  /** Whether flicker shows the earlier scan now. */
  readonly earlierShown: boolean;
}

export const limits = {
  window: [0.05, 9],
  level: [-0.5, 8],
  localContrast: [0, 6],
  zoom: [0.05, 32],
  range: [0.5, 60],
  swipe: [0, 1],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export function within(name: keyof typeof limits, value: number): number {
  const [least, most] = limits[name];
  return Math.min(most, Math.max(least, value));
}

export const firstView: ViewState = {
  window: 6.5,
  level: 3,
  inverted: false,
  shown: 'high',
  localContrast: 0,
  zoom: 1,
  x: 0,
  y: 0,
  loupe: false,
  cursor: [0, 0],
  pair: 'off',
  swipe: 0.5,
  range: 4,
  earlierShown: false,
};

type Preset = Partial<Pick<ViewState, 'window' | 'level' | 'shown' | 'localContrast'>>;

/** The pictures on the keys 1 to 9. The seventh takes window and level from the scan itself. */
export const presets = [
  { id: 'whole', set: { window: 6.5, level: 3, shown: 'high', localContrast: 0 } },
  { id: 'thin', set: { window: 0.6, level: 0.25, shown: 'high', localContrast: 0 } },
  { id: 'light', set: { window: 1.6, level: 0.8, shown: 'high', localContrast: 0 } },
  { id: 'medium', set: { window: 2.4, level: 2, shown: 'high', localContrast: 0 } },
  { id: 'dense', set: { window: 2.6, level: 3.8, shown: 'high', localContrast: 0 } },
  { id: 'steel', set: { window: 3, level: 5.6, shown: 'high', localContrast: 0 } },
  { id: 'fitted', set: { shown: 'high', localContrast: 0 } },
  { id: 'material', set: { window: 6.5, level: 3, shown: 'colour', localContrast: 0 } },
  { id: 'edges', set: { window: 3, level: 2, shown: 'high', localContrast: 2.5 } },
] as const satisfies readonly { readonly id: string; readonly set: Preset }[];

/** Window and level that hold the middle 98 of 100 attenuations of a scan. */
export function fittedWindow(attenuations: readonly number[]): Pick<ViewState, 'window' | 'level'> {
  const sorted = attenuations.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [least, most] = [at(0.01), at(0.99)];
  return { window: within('window', most - least), level: within('level', (least + most) / 2) };
}

/** The view in which the whole scan is seen in a picture of this size. */
export function wholeView(
  scan: { readonly columns: number; readonly rows: number },
  picture: { readonly width: number; readonly height: number },
): Pick<ViewState, 'zoom' | 'x' | 'y'> {
  const zoom = Math.min(picture.width / scan.columns, picture.height / scan.rows);
  return { zoom: within('zoom', zoom), x: scan.columns / 2, y: scan.rows / 2 };
}

/** Another zoom that leaves the place under a point of the picture where it is. */
export function zoomedAt(
  view: ViewState,
  factor: number,
  fromMiddle: readonly [number, number],
): Pick<ViewState, 'zoom' | 'x' | 'y'> {
  const zoom = within('zoom', view.zoom * factor);
  const kept = 1 / view.zoom - 1 / zoom;
  return { zoom, x: view.x + fromMiddle[0] * kept, y: view.y + fromMiddle[1] * kept };
}
