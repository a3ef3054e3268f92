import { Argument, type Command } from 'commander';
import { buildProgram } from './build-program.ts';
import type { DeclareCommand } from './declare-command.ts';
import { writeCompletion, type CompletionWord } from './write-completion.ts';

export const declare: DeclareCommand = (command, terminal, commands) => {
  command
    .addArgument(new Argument('<shell>', 'for which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'before',
      'Example: havenwacht completion bash > ~/.local/share/bash-completion/completions/havenwacht\n',
    )
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const program = await buildProgram(commands, new Set(commands.map(({ name }) => name)), terminal);
      await terminal().print(writeCompletion(shell, wordsOf(program)).trimEnd());
    });
};

/** What can be typed after each command: its subcommands, its options and those of the program. */
function wordsOf(program: Command): ReadonlyMap<string, readonly CompletionWord[]> {
  const common = optionsOf(program);
  const words = new Map<string, readonly CompletionWord[]>();
  const visit = (command: Command, path: readonly string[]): void => {
    const own = command === program ? [] : optionsOf(command);
    const below = command.commands.map((one) => ({ word: one.name(), about: one.description() }));
    words.set(path.join(' '), [...below, ...own, ...common]);
    for (const one of command.commands) visit(one, [...path, one.name()]);
  };
  visit(program, []);
  return words;
}

function optionsOf(command: Command): readonly CompletionWord[] {
  return [
    ...command.options.flatMap(({ long, description }) => (long ? [{ word: long, about: description }] : [])),
    ...(command.parent === null ? [{ word: '--help', about: 'print help' }] : []),
  ];
}
