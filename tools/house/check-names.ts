import { posix } from 'node:path';
import { runAlone, type Finding } from './finding.ts';
import { sourceFiles } from './source-files.ts';

/** Names that say nothing about what is inside; such files grow for ever. */
const empty = /(^|-)(utils?|helpers?|common|misc|manager|shared)(-|$)/;

/** Files in kebab-case, named for what they export. */
export async function checkNames(root: string): Promise<readonly Finding[]> {
  const files = (await sourceFiles(root)).filter(
    (file) => /\.(ts|tsx|mjs|js)$/.test(file) && !file.includes('/fixtures/'),
  );
  return files.flatMap((file): readonly Finding[] => {
    const parts = file
      .split('/')
      .map((part) => part.replace(/(\.(test|db|browser|config|d))*\.(ts|tsx|mjs|js)$/, ''));
    const vague = parts.find((part) => empty.test(part));
    if (vague !== undefined) {
      return [
        {
          file,
          message: `"${vague}" says nothing about what is inside`,
          remedy: 'name it for what it exports',
        },
      ];
    }
    const name = posix.basename(file);
    return /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|db|browser|config|d))*\.(ts|tsx|mjs|js)$/.test(name)
      ? []
      : [
          {
            file,
            message: `${name} is not in kebab-case`,
            remedy: 'rename it: order-control.ts exports orderControl',
          },
        ];
  });
}

if (import.meta.main) await runAlone(checkNames);
