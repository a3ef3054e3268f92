import { resolve } from 'node:path';

/** One thing that is wrong, where, and what to do about it. */
export interface Finding {
  /** Path from the root of the clone, with `/`. */
  readonly file: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly message: string;
  readonly remedy: string;
}

/** Thrown by a check that can't look here; the message says what is missing. */
export class NotHere extends Error {}

/** Looks at the tree below `root` and answers what is wrong; an empty list is a pass. */
export type Check = (root: string) => Promise<readonly Finding[]>;

/** A finding on one line: `path:line  message  → what to do`. */
function findingLine(finding: Finding): string {
  const place = finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`;
  return `${place}  ${finding.message}  → ${finding.remedy}`;
}

/**
 * Runs a check by itself: `node tools/house/check-names.ts [root]`. Prints findings; exit code 1 when
 * there are any, 77 when the check can't look here.
 */
export async function runAlone(check: Check): Promise<void> {
  try {
    const findings = await check(resolve(process.argv[2] ?? '.'));
    for (const finding of findings) console.log(findingLine(finding));
    if (findings.length > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    console.log(error.message);
    process.exitCode = 77;
  }
}
