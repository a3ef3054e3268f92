import type { Verdict } from './defects.ts';
import type { SignKind } from './signs.ts';

/** What a run made, in numbers. */
export interface SimulationCounts {
  readonly boxes: number;
  readonly voyages: number;
  readonly messageFiles: number;
  readonly messageBytes: number;
  readonly filesByType: Readonly<Record<string, number>>;
  readonly planted: number;
  readonly loaded: number;
  readonly defects: number;
  readonly pastVisits: number;
  readonly pastControls: number;
  readonly pastFinds: number;
  /** Planted entries by kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Kinds that the chosen ports and this number of boxes can't show. */
  readonly kindsLeftOut: readonly string[];
}

export interface PlantedCase {
  readonly container: string;
  readonly port: string;
  readonly vesselImo: string;
  readonly voyage: string;
  readonly kind: SignKind;
  readonly variant: 'suspicious' | 'benign';
  readonly note: string;
  readonly signals: readonly string[];
  readonly narcotics: boolean;
  readonly kg: number;
  readonly visibleAt: string;
  readonly forced: boolean;
}

/** Contents of truth.json. */
export interface Truth {
  readonly synthetic: true;
  readonly seed: number;
  readonly now: string;
  readonly start: string;
  readonly end: string;
  readonly ports: readonly string[];
  readonly loadedShare: number;
  readonly counts: SimulationCounts;
  readonly planted: readonly PlantedCase[];
  readonly yields: readonly {
    readonly container: string;
    readonly port: string;
    readonly vesselImo: string;
    readonly voyage: string;
    readonly kg: number;
    readonly method: string;
  }[];
  readonly defects: readonly {
    readonly file: string;
    readonly kind: string;
    readonly expectedVerdict: Verdict;
  }[];
}
