import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { HavenwachtError } from '../platform/havenwacht-error.ts';
import type { CommandEntry } from './declare-command.ts';
import { errorWords, exitCode, exitCodeOf, type ExitCode } from './exit-code.ts';
import { createTerminal, type Terminal, type TerminalStreams } from './terminal.ts';

/** The version in the server's package.json. */
export function programVersion(): string {
  const file = join(import.meta.dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/**
 * The tree of commands. Only those in `loaded` are declared in full; of the others the tree knows
 * name and what they are for.
 *
 * @param terminal gives the terminal once the options are parsed
 */
export async function buildProgram(
  commands: readonly CommandEntry[],
  loaded: ReadonlySet<string>,
  terminal: () => Terminal,
): Promise<Command> {
  const program = new Command('havenwacht')
    .description('Havenwacht: cargo messages in, ranked containers out.')
    .version(programVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this')
    .helpCommand(false)
    .addOption(new Option('--json', 'data as one JSON object a line'))
    .addOption(new Option('--quiet', 'no messages besides errors'))
    .addHelpText('before', 'Example: havenwacht demo --once\n');
  for (const { name, about, load } of commands) {
    const command = program.command(name).description(about).helpOption('--help', 'print this');
    if (loaded.has(name)) (await load()).declare(command, terminal, commands);
  }
  return program;
}

/**
 * Runs one command line.
 *
 * @param args without the program's name
 * @returns the exit code
 */
export async function runCommandLine(
  commands: readonly CommandEntry[],
  args: readonly string[],
  streams: TerminalStreams,
): Promise<ExitCode> {
  const wanted = args.find((arg) => !arg.startsWith('-'));
  let terminal: Terminal | undefined;
  const program = await buildProgram(commands, new Set(wanted === undefined ? [] : [wanted]), () => {
    if (terminal === undefined) {
      const options = program.opts<{ json?: boolean; quiet?: boolean }>();
      terminal = createTerminal(streams, { json: options.json === true, quiet: options.quiet === true });
    }
    return terminal;
  });
  for (const command of allCommands(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void streams.stdout.write(text),
      writeErr: (text) => void streams.stderr.write(text),
    });
  }
  if (wanted === undefined && !args.some((arg) => arg === '--help' || arg === '--version')) {
    streams.stderr.write(program.helpInformation());
    return exitCode.usage;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return terminal?.exitCode ?? exitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    streams.stderr.write(`${describe(error)}\n`);
    return exitCodeOf(error);
  }
}

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** Words for what was foreseen, the stack for what was not. */
function describe(error: unknown): string {
  const isForeseen = error instanceof HavenwachtError || exitCodeOf(error) !== exitCode.unexpected;
  return `havenwacht: ${isForeseen || !(error instanceof Error) ? errorWords(error) : (error.stack ?? error.message)}`;
}
