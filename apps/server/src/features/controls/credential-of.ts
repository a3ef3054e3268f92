import type { Reader } from '../../platform/auth/index.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';

/** The key a step is taken with; a step nobody's key stands for is not taken. */
export function credentialOf(reader: Reader): string {
  if (reader.session === null) {
    throw new HavenwachtError('controls/no-key', 403, 'A step of a control needs a person and his key.');
  }
  return reader.session;
}
