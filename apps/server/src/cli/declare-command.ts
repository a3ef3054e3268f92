import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/**
 * What a command file exports as `declare`: it adds arguments, options, an example before the help and
 * what runs.
 *
 * @param terminal gives the terminal once the options are parsed: call it in the action
 * @param commands every command there is, for those that speak of the others
 */
export type DeclareCommand = (
  command: Command,
  terminal: () => Terminal,
  commands: readonly CommandEntry[],
) => void;

export interface CommandEntry {
  readonly name: string;
  readonly about: string;
  /** Loads the file only when the command is asked for, so that the rest starts fast. */
  readonly load: () => Promise<{ readonly declare: DeclareCommand }>;
}
