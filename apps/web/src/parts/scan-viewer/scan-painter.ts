import type { ViewedPair, ViewedScan } from './viewed-scan.ts';
import type { ViewState } from './view-state.ts';

/** Draws a scan on a canvas. */
export interface ScanPainter {
  readonly kind: 'webgl2' | 'canvas';
  /** Takes another scan, or the same with one more channel. */
  setScan(scan: ViewedScan): void;
  setPair(pair: ViewedPair | null): void;
  /** Draws the whole canvas. Lengths of the view are pixels of the canvas. */
  paint(view: ViewState): void;
  close(): void;
}
