import { commandList } from './command-list.ts';
import { runCommandLine } from './build-program.ts';

// `havenwacht … | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// A signal ends the process through `exit`, so that an embedded database is told to stop. A command
// that stops in its own way listens itself, and then this leaves it to that.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(code);
  });
}

const code = await runCommandLine(commandList, process.argv.slice(2), process);
// What a command left open must not keep it from ending, but all that was written must arrive.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(code);
