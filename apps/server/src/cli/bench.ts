import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DeclareCommand } from './declare-command.ts';
import { exitCode, type ExitCode } from './exit-code.ts';

const runner = join(import.meta.dirname, '..', '..', '..', '..', 'bench', 'run.ts');

export const declare: DeclareCommand = (command, terminal) => {
  command
    .argument('[name...]', 'benchmarks; all when none is named')
    .option('--quick', 'small inputs: shows that it runs, measures little')
    .option('--list', 'names and what they measure')
    .addHelpText('before', 'Example: havenwacht bench --quick edifact rules\n')
    .addHelpText('after', '\nPrints a JSON line a case: ours and the peer on the same input in the same run.')
    .action(
      async (names: readonly string[], options: { readonly quick?: boolean; readonly list?: boolean }) => {
        // A process of its own: measured is the benchmark, not what this command line holds in memory.
        const args = [
          ...(options.quick === true ? ['--quick'] : []),
          ...(options.list === true ? ['--list'] : []),
          ...names,
        ];
        const child = spawn(process.execPath, [runner, ...args], { stdio: 'inherit' });
        const [code] = (await once(child, 'exit')) as [number | null];
        terminal().exitCode = code === null ? exitCode.unexpected : (code as ExitCode);
      },
    );
};
