import type { Position } from '@havenwacht/domain';

/** Something at a place on the chart. */
export interface ChartMark {
  /** Unique on the chart; marks and lines of one thing share it. */
  readonly id: string;
  readonly kind: 'vessel' | 'port' | 'place';
  readonly at: Position;
  readonly label: string;
  readonly tone: 'a' | 'b' | 'c' | 'd';
  /** Drawn hollow: the place is doubtful. */
  readonly ghost?: boolean;
}

/** A way over the sea. */
export interface ChartLine {
  readonly id: string;
  readonly way: readonly Position[];
  readonly estimated: boolean;
}
