import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

export interface CheckResult {
  readonly name: string;
  readonly state: 'ok' | 'fail' | 'skipped';
  readonly seconds: number;
  /** Findings, one a line; why it was skipped. */
  readonly output: string;
}

/** Long ones first, so that the short ones fill the gaps. */
const longFirst = ['lint', 'types', 'schema', 'format'];

/**
 * Runs every `check-<name>.ts` beside this file on the tree below `root`, each in a process of its
 * own, as many at a time as there are cores; answers each result as it comes.
 */
export async function* runChecks(root: string): AsyncGenerator<CheckResult> {
  const found = readdirSync(import.meta.dirname).flatMap(
    (file) => /^check-([a-z-]+)\.ts$/.exec(file)?.[1] ?? [],
  );
  const names = [...new Set([...longFirst.filter((name) => found.includes(name)), ...found.sort()])];
  const running = new Map<string, Promise<CheckResult>>();
  while (names.length > 0 || running.size > 0) {
    while (names.length > 0 && running.size < availableParallelism()) {
      const name = names.shift() ?? '';
      running.set(name, runCheck(name, root));
    }
    const result = await Promise.race(running.values());
    running.delete(result.name);
    yield result;
  }
}

/** A result for a terminal: one line, and the findings below it. */
export function checkLines({ name, state, seconds, output }: CheckResult): string {
  const line = `${state.padEnd(7)} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(5)} s`;
  return output === '' ? line : `${line}\n${output.replaceAll(/^/gm, '  ')}`;
}

function runCheck(name: string, root: string): Promise<CheckResult> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, `check-${name}.ts`), root], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      const state = code === 0 ? 'ok' : code === 77 ? 'skipped' : 'fail';
      done({ name, state, seconds: (performance.now() - started) / 1000, output: output.trimEnd() });
    });
  });
}
