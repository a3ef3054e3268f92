import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import ts from 'typescript';
import { runAlone, type Finding } from './finding.ts';
import { isTestFile } from './is-test-file.ts';
import { sourceFiles } from './source-files.ts';

const page = 'docs/errors.md';

interface Entry {
  readonly code: string;
  /** The verdict or the HTTP status. */
  readonly kind?: string;
  readonly meaning: string;
}

interface Codes {
  /** Findings in what came in: `export const …FindingKinds = { code: { verdict, meaning } }`. */
  readonly findings: readonly Entry[];
  /** Refusals of the node: `new HavenwachtError(code, status, message)`. */
  readonly refusals: readonly Entry[];
  /** Refusals of a package: `new FormatError(code, input, expected)`. */
  readonly shapes: readonly Entry[];
  /** Codes that can't be read off the source. */
  readonly unreadable: readonly Finding[];
}

/** docs/errors.md says what the code says: every code once, with its meaning. */
export async function checkErrorsPage(root: string): Promise<readonly Finding[]> {
  const codes = await readCodes(root);
  const wanted = await writtenPage(codes);
  const found = existsSync(join(root, page)) ? await readFile(join(root, page), 'utf8') : '';
  if (found === wanted) return codes.unreadable;
  const line = found.split('\n').findIndex((text, index) => text !== wanted.split('\n')[index]);
  const at = line < 0 ? {} : { line: line + 1 };
  return [
    ...codes.unreadable,
    { file: page, ...at, message: 'does not say what the code says', remedy: 'npm run errors' },
  ];
}

async function readCodes(root: string): Promise<Codes> {
  const files = (await sourceFiles(root)).filter(
    (file) =>
      /^(packages|apps\/server)\/.*\.ts$/.test(file) && !isTestFile(file) && !file.includes('/fixtures/'),
  );
  const findings: Entry[] = [];
  const refusals: Entry[] = [];
  const shapes: Entry[] = [];
  const unreadable: Finding[] = [];
  for (const file of files) {
    const tree = ts.createSourceFile(
      file,
      await readFile(join(root, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
        const made = node.expression.text;
        const [code, second, third] = (node.arguments ?? []).map((argument) => textOf(argument));
        if (made === 'HavenwachtError' || made === 'FormatError') {
          if (code === undefined) {
            const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
            unreadable.push({
              file,
              line,
              message: 'the code of this error is not a literal',
              remedy: 'write it out',
            });
          } else if (made === 'HavenwachtError')
            refusals.push({ code, kind: second ?? '…', meaning: third ?? '…' });
          else shapes.push({ code, meaning: `expected ${third ?? '…'}` });
        }
      }
      if (
        ts.isVariableDeclaration(node) &&
        ts.isIdentifier(node.name) &&
        node.name.text.endsWith('FindingKinds')
      ) {
        findings.push(...findingKinds(node.initializer));
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return { findings, refusals, shapes, unreadable };
}

/** `'a'` → a, 404 → 404, a template with its holes as …; `undefined` for what only a run can tell. */
function textOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return `${textOf(node.left) ?? '…'}${textOf(node.right) ?? '…'}`;
  }
  return undefined;
}

function findingKinds(initializer: ts.Expression | undefined): readonly Entry[] {
  let node = initializer;
  while (node && (ts.isAsExpression(node) || ts.isSatisfiesExpression(node))) node = node.expression;
  if (!node || !ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((property): readonly Entry[] => {
    if (!ts.isPropertyAssignment(property) || !ts.isObjectLiteralExpression(property.initializer)) return [];
    const values = new Map(
      property.initializer.properties.flatMap((inner) =>
        ts.isPropertyAssignment(inner) ? [[inner.name.getText(), textOf(inner.initializer) ?? '']] : [],
      ) as [string, string][],
    );
    const name = ts.isStringLiteral(property.name) ? property.name.text : property.name.getText();
    return [{ code: name, kind: values.get('verdict') ?? '…', meaning: values.get('meaning') ?? '…' }];
  });
}

async function writtenPage({ findings, refusals, shapes }: Codes): Promise<string> {
  const text = `# Codes

Every code that Havenwacht can answer with. A code is stable; its wording is not. The page is written
from the code by \`npm run errors\` and compared by \`npm run ok\`. A … stands for what is filled in.

## Findings in files

What is wrong or odd in bytes that came in, with the verdict it leads to in brackets. A warning keeps the data
and the finding; a quarantined file waits for a person.

${list(findings)}

## Refusals of the node

HTTP answers carry the code in \`code\` of an RFC 9457 problem with the HTTP status in brackets; the command line prints it on stderr.

${list(refusals)}

## Values that have another shape

Thrown by the readers of \`@havenwacht/domain\` as \`FormatError\`.

${list(shapes)}
`;
  return await format(text, { parser: 'markdown', printWidth: 110 });
}

/** One item a code, in alphabetical order; a code with several wordings lists them below it. */
function list(entries: readonly Entry[]): string {
  const byCode = Map.groupBy(entries, ({ code }) => code);
  const items = [...byCode]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, same]) => {
      const kinds = [...new Set(same.flatMap(({ kind }) => kind ?? []))].sort();
      const meanings = [...new Set(same.map(({ meaning }) => tidy(meaning)))].sort();
      const name = kinds.length === 0 ? `- \`${code}\`` : `- \`${code}\` (${kinds.join(', ')})`;
      return meanings.length === 1
        ? `${name}: ${meanings[0]}`
        : [name, ...meanings.map((text) => `  - ${text}`)].join('\n');
    });
  return items.length === 0 ? 'None.' : items.join('\n');
}

/** Text of a message as Markdown prose. */
function tidy(text: string): string {
  return text
    .replaceAll(/…+/g, '…')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[<*_[\]]/g, '\\$&')
    .trim();
}

if (import.meta.main) {
  if (process.argv.includes('--write')) {
    await writeFile(page, await writtenPage(await readCodes(process.cwd())));
  } else await runAlone(checkErrorsPage);
}
