import { readFile } from 'node:fs/promises';
import { HavenwachtError } from '../platform/havenwacht-error.ts';

/** The passphrase in a file: never an argument, which every user of the machine can read. */
export async function passphraseIn(file: string | undefined): Promise<string> {
  if (file === undefined) {
    throw new HavenwachtError(
      'secrets/no-passphrase',
      400,
      'Keys are closed with a passphrase: name the file it stands in with --passphrase.',
    );
  }
  return (await readFile(file, 'utf8')).split(/\r?\n/)[0] ?? '';
}
