import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runAlone, type Finding } from './finding.ts';
import { sourceFiles } from './source-files.ts';

/** What a reader elsewhere can't use, with what to write instead. */
const foreign: readonly { readonly pattern: RegExp; readonly what: string; readonly remedy: string }[] = [
  {
    pattern: /(?<![\w.~/-])\/(?:work|root|home\/[a-z][\w-]*|Users\/[\w-]+)(?=\/|["'`\s)]|$)/,
    what: 'a path of one machine',
    remedy: 'write it relative to the clone, or ask the system for a folder',
  },
  {
    pattern:
      /\b(?:registry\.(?:npmjs\.org|yarnpkg\.com)|[\w-]+\.pkg\.dev|[\w-]+\.jfrog\.io|nexus\.[\w.-]+)\b/,
    what: 'the host of a package registry',
    remedy: 'leave it to the reader’s npm configuration',
  },
  {
    pattern: /(?:\/\/|^\s*\/?\*|<!--|^\s*#).*\b(?:TODO|FIXME|HACK)\b/,
    what: 'a promise',
    remedy: 'do it, or open an issue',
  },
  {
    pattern: /\b(?:language model|chatbot|ai[- ](?:generated|assisted|written))\b/i,
    what: 'how the text was made',
    remedy: 'say what the thing is',
  },
];

const text =
  /(\.(ts|tsx|mjs|js|json|md|css|html|yml|yaml|sh|csv)|^\.ci\/run|^bin\/\w+|(^|\/)\.[a-z]+(rc|ignore))$/;
const exempt = /^(tools\/house\/(check-alone|walls\.test)\.ts|package-lock\.json)$|\/fixtures\//;

/** The project speaks of itself alone: no machine's paths, no registry hosts, no promises. */
export async function checkAlone(root: string): Promise<readonly Finding[]> {
  const files = (await sourceFiles(root)).filter((file) => text.test(file) && !exempt.test(file));
  const found = await Promise.all(
    files.map(async (file) => {
      const lines = (await readFile(join(root, file), 'utf8')).split('\n');
      return lines.flatMap((line, index) =>
        foreign.flatMap(({ pattern, what, remedy }): readonly Finding[] => {
          const match = pattern.exec(line)?.[0];
          return match === undefined
            ? []
            : [{ file, line: index + 1, message: `"${match}" is ${what}`, remedy }];
        }),
      );
    }),
  );
  return found.flat();
}

if (import.meta.main) await runAlone(checkAlone);
