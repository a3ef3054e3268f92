import { relative, sep } from 'node:path';
import { ESLint } from 'eslint';
import { runAlone, type Finding } from './finding.ts';

/** ESLint with types, and the import table of arrow.ts. */
export async function checkLint(root: string): Promise<readonly Finding[]> {
  const results = await new ESLint({ cwd: root }).lintFiles(['.']);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message, ruleId }) => ({
      file: relative(root, filePath).split(sep).join('/'),
      line,
      message: message.replaceAll(/\s+/g, ' '),
      remedy: ruleId === null ? 'mend it' : `see the rule ${ruleId}`,
    })),
  );
}

if (import.meta.main) await runAlone(checkLint);
