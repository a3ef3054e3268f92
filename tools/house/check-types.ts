import { execFile } from 'node:child_process';
import { relative, sep } from 'node:path';
import { runAlone, type Finding } from './finding.ts';

/**
 * Types of every room with `tsc -b`: project references make a room that another one doesn't stand
 * on invisible to it. Declarations go to .cache/types.
 */
export async function checkTypes(root: string): Promise<readonly Finding[]> {
  const output = await tsc(root);
  const findings = output.split('\n').flatMap((line): readonly Finding[] => {
    const [, path, at, message] = /^(.+?)\((\d+),\d+\): error (.*)$/.exec(line) ?? [];
    if (path === undefined || message === undefined) return [];
    return [{ file: path.split(sep).join('/'), line: Number(at), message, remedy: 'mend the type' }];
  });
  if (findings.length === 0 && output.trim() !== '') {
    return [{ file: 'tsconfig.json', message: output.trim(), remedy: 'mend the configuration' }];
  }
  return findings;
}

function tsc(root: string): Promise<string> {
  const options = { cwd: root, maxBuffer: 64 << 20 };
  const args = ['node_modules/typescript/bin/tsc', '-b', '--pretty', 'false'];
  return new Promise((done) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      done(error === null ? '' : `${stdout}${stderr}` || `tsc ended with ${relative(root, error.message)}`);
    });
  });
}

if (import.meta.main) await runAlone(checkTypes);
