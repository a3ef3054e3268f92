import type { Log } from './log/log.ts';

export interface ShutdownOptions {
  readonly log: Log;
  /** Stops taking work, finishes what runs, closes the database. In that order. */
  readonly close: () => Promise<void>;
  /** Settles when the node can't go on, e.g. `db.lost`. */
  readonly lost?: Promise<Error>;
  /** After so long the process ends with what is unfinished. Default 30 s. */
  readonly withinMs?: number;
}

/**
 * Waits for SIGINT, SIGTERM or a loss, closes, and gives the exit code: 0 after a signal, 7 when a
 * dependency was lost, 1 when closing failed. A second signal ends the process at once.
 */
export async function runUntilStopped(options: ShutdownOptions): Promise<number> {
  const { log } = options;
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals | Error>();
  const onSignal = (signal: NodeJS.Signals): void => resolve(signal);
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  void options.lost?.then(resolve);
  const why = await promise;
  process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
  const endNow = (): never => process.exit(1);
  process.once('SIGINT', endNow).once('SIGTERM', endNow);
  if (why instanceof Error) log.fatal({ error: why }, 'the node cannot go on');
  else log.info({ signal: why }, 'stopping');
  const patience = setTimeout(() => {
    log.error('stopping takes too long; ending');
    process.exit(1);
  }, options.withinMs ?? 30_000);
  try {
    await options.close();
  } catch (error) {
    log.error({ error }, 'stopping failed');
    return 1;
  } finally {
    clearTimeout(patience);
    process.removeListener('SIGINT', endNow).removeListener('SIGTERM', endNow);
  }
  return why instanceof Error ? 7 : 0;
}
