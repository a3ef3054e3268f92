import { Problem } from '../api/problem.ts';

/** A guarded act that waits until the key has been shown. */
interface Waiting {
  readonly settle: (shown: boolean) => void;
}

let waiting: Waiting | null = null;
const listeners = new Set<() => void>();

function set(next: Waiting | null): void {
  waiting = next;
  for (const listener of listeners) listener();
}

/** What the dialog shows itself by. */
export const stepUp = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  isAsked: (): boolean => waiting !== null,
  settle: (shown: boolean): void => {
    const asked = waiting;
    set(null);
    asked?.settle(shown);
  },
};

/**
 * Carries out an act; where the node wants the key again first, asks for it and then tries once more.
 *
 * @throws {Problem} what the node answers; `auth/step-up-needed` when the reader closed the dialog
 */
export async function guarded<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'auth/step-up-needed') throw error;
    stepUp.settle(false);
    const shown = await new Promise<boolean>((resolve) => set({ settle: resolve }));
    if (!shown) throw error;
    return act();
  }
}
