import { HavenwachtError } from '../havenwacht-error.ts';
import type { Scope } from './scope.ts';

export interface Opening<Found> {
  /** e.g. "visit/read" */
  readonly act: string;
  readonly subject: string;
  /** Whether this reader has to say why he looks. */
  readonly needsPurpose: boolean;
  /** What he may see of it; `null` for what is not there and for what is not for him. */
  readonly find: () => Promise<Found | null>;
  /** The refusal, the same for both. */
  readonly absent: () => HavenwachtError;
}

/**
 * Opens one record for a reader and writes down that he looked, or that he was refused, before
 * anything of it is given. Who has to say why is asked first, so that the question tells nothing.
 *
 * @throws {HavenwachtError} `reader/purpose-needed`; what `absent` makes
 */
export async function openRecord<Found>(scope: Scope, opening: Opening<Found>): Promise<Found> {
  const { act, subject, needsPurpose, find, absent } = opening;
  const refuse = (): Promise<void> => scope.record({ kind: 'refusal', act, subject, content: null });
  if (needsPurpose && scope.reader.purpose === null) {
    await refuse();
    throw new HavenwachtError(
      'reader/purpose-needed',
      422,
      'Say why you look: name the task or the reason in the header Havenwacht-Purpose.',
    );
  }
  const found = await find();
  if (found === null) {
    await refuse();
    throw absent();
  }
  await scope.record({ kind: 'look', act, subject, content: found });
  return found;
}
