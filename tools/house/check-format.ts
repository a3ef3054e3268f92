import { execFile } from 'node:child_process';
import { runAlone, type Finding } from './finding.ts';

/** Prettier has nothing to change. */
export async function checkFormat(root: string): Promise<readonly Finding[]> {
  const args = ['node_modules/prettier/bin/prettier.cjs', '--list-different', '--no-color', '.'];
  const cache = ['--cache', '--cache-strategy', 'content', '--cache-location', '.cache/prettier'];
  return await new Promise((done) => {
    execFile(
      process.execPath,
      [...args, ...cache],
      { cwd: root, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        if (error === null) return done([]);
        const files = stdout.split('\n').filter((line) => line !== '');
        const unformatted = files.map((file) => ({
          file,
          message: 'is not formatted',
          remedy: 'npm run format',
        }));
        const broken = stderr
          .split('\n')
          .filter((line) => line.startsWith('[error]') && !line.startsWith('[error]  '))
          .map((line) => ({ file: 'prettier', message: line, remedy: 'mend the syntax' }));
        done([...unformatted, ...broken]);
      },
    );
  });
}

if (import.meta.main) await runAlone(checkFormat);
