import { readFile } from 'node:fs/promises';
import { deepStrictEqual } from 'node:assert/strict';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import ts from 'typescript';
import { isTestFile } from './is-test-file.ts';
import { runAlone, type Finding } from './finding.ts';
import { sourceFiles } from './source-files.ts';

interface Example {
  readonly line: number;
  readonly text: string;
}

/**
 * Runs the `@example` lines in the docstrings of packages: `expression // expected`, with the module's
 * exports in scope. `expected` is a JavaScript literal, compared deeply and strictly, or `throws`.
 */
export async function checkExamples(root: string): Promise<readonly Finding[]> {
  const files = (await sourceFiles(root)).filter(
    (file) =>
      /^(packages|tools\/house)\/.*\.ts$/.test(file) && !isTestFile(file) && !file.includes('/fixtures/'),
  );
  const findings = files.map(async (file) => {
    const examples = examplesOf(file, await readFile(join(root, file), 'utf8'));
    return examples.length === 0 ? [] : await runExamples(root, file, examples);
  });
  return (await Promise.all(findings)).flat();
}

function examplesOf(file: string, text: string): readonly Example[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const examples = new Map<number, Example>();
  const visit = (node: ts.Node): void => {
    for (const tag of ts.getJSDocTags(node)) {
      if (tag.tagName.text !== 'example') continue;
      const first = tree.getLineAndCharacterOfPosition(tag.getStart(tree)).line + 1;
      tag
        .getText(tree)
        .split('\n')
        .map((line, index) => ({
          line: first + index,
          text: line
            .replace(/^\s*\*\s?/, '')
            .replace('@example', '')
            .trim(),
        }))
        .filter(({ text: line }) => line !== '' && !line.startsWith('```'))
        .forEach((example) => examples.set(example.line, example));
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return [...examples.values()];
}

async function runExamples(
  root: string,
  file: string,
  examples: readonly Example[],
): Promise<readonly Finding[]> {
  const url = pathToFileURL(isAbsolute(file) ? file : join(root, file)).href;
  let scope: Record<string, unknown>;
  try {
    scope = (await import(url)) as Record<string, unknown>;
  } catch (error) {
    return [{ file, message: `can't be imported: ${String(error)}`, remedy: 'make it load by itself' }];
  }
  const findings: Finding[] = [];
  for (const { line, text } of examples) {
    const problem = await runExample(scope, text);
    if (problem !== undefined)
      findings.push({ file, line, message: problem, remedy: 'mend the example or the code' });
  }
  return findings;
}

async function runExample(scope: Record<string, unknown>, text: string): Promise<string | undefined> {
  const cut = text.lastIndexOf(' // ');
  if (cut < 0) return `the example "${text}" says no result: write "expression // expected"`;
  const expression = text.slice(0, cut).replace(/;\s*$/, '');
  const expected = text.slice(cut + 4).trim();
  let answer: unknown;
  try {
    answer = await evaluate(scope, expression);
  } catch (error) {
    return expected === 'throws' ? undefined : `${expression} throws ${String(error)}`;
  }
  if (expected === 'throws') return `${expression} gives ${inspect(answer)} and does not throw`;
  let wanted: unknown;
  try {
    wanted = await evaluate(scope, expected);
  } catch {
    return `"${expected}" is no JavaScript value`;
  }
  try {
    deepStrictEqual(answer, wanted);
    return undefined;
  } catch {
    return `${expression} gives ${inspect(answer, { depth: 6, breakLength: Infinity })}, not ${expected}`;
  }
}

async function evaluate(scope: Record<string, unknown>, expression: string): Promise<unknown> {
  const names = Object.keys(scope).filter((name) => name !== 'default');
  const body = new Function(...names, `"use strict"; return (${expression});`) as (
    ...values: unknown[]
  ) => unknown;
  return await body(...names.map((name) => scope[name]));
}

if (import.meta.main) await runAlone(checkExamples);
