import { useCallback, useState } from 'react';
import { guarded } from './step-up.ts';

/**
 * Sends one change at a time, with the key where the node wants it, and keeps what went wrong. Nothing
 * counts as done before the node has answered.
 */
export function useGuarded(): {
  readonly send: <T>(change: () => Promise<T>, onDone: (answer: T) => void) => void;
  readonly sending: boolean;
  readonly problem: unknown;
} {
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const send = useCallback(<T>(change: () => Promise<T>, onDone: (answer: T) => void) => {
    setSending(true);
    setProblem(undefined);
    guarded(change).then(
      (answer) => {
        setSending(false);
        onDone(answer);
      },
      (error: unknown) => {
        setSending(false);
        setProblem(error);
      },
    );
  }, []);
  return { send, sending, problem };
}
