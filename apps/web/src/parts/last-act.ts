import type { Acted, ActKind, ActResult } from '../api/node-answers.ts';
import { undoAct } from '../api/desk-acts.ts';
import { Problem } from '../api/problem.ts';
import { refreshDesk } from '../api/query-client.ts';

/** The act that can be taken back, and what the node said of it. */
export interface LastAct {
  readonly kind: ActKind;
  readonly reference: string;
  readonly at: string;
  readonly undoUntil: string;
  readonly results: readonly ActResult[];
  readonly state: 'done' | 'undoing' | 'undone';
  /** Code of the problem that kept it from being taken back. */
  readonly problem: string | null;
}

let last: LastAct | null = null;
const listeners = new Set<() => void>();

function set(next: LastAct | null): void {
  last = next;
  for (const listener of listeners) listener();
}

/** The last act of this window; what it did is shown until it is put away. */
export const lastAct = {
  snapshot: (): LastAct | null => last,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Shows what the node answered; only an answer is shown, never what was hoped for. */
  answered(kind: ActKind, { reference, at, undoUntil, results }: Acted): void {
    set({ kind, reference, at, undoUntil, results, state: 'done', problem: null });
    refreshDesk();
  },
  dismiss(): void {
    set(null);
  },
  async undo(): Promise<void> {
    const act = last;
    if (act === null || act.state !== 'done' || act.results.every(({ outcome }) => outcome === 'refused'))
      return;
    set({ ...act, state: 'undoing' });
    try {
      const { at, results } = await undoAct(act.reference);
      if (last?.reference === act.reference) set({ ...act, at, results, state: 'undone', problem: null });
    } catch (error) {
      const problem = error instanceof Problem ? error.code : 'unknown';
      if (last?.reference === act.reference) set({ ...act, state: 'done', problem });
    }
    refreshDesk();
  },
};
