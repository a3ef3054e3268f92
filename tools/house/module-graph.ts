import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { sourceFiles } from './source-files.ts';

/** One import, export-from or `import()` as written. */
export interface Link {
  readonly specifier: string;
  readonly line: number;
  /** The file of this tree it leads to, `undefined` when it leads out of the tree or nowhere. */
  readonly target: string | undefined;
  /** Names taken from the target; `*` = all of them. Empty for a bare `import './x.ts'`. */
  readonly names: readonly string[];
  /** The target is only named in a text, to be started as a program or a worker; no import. */
  readonly named: boolean;
}

/** A name that a module offers to others. */
export interface Offer {
  readonly name: string;
  readonly line: number;
  readonly isType: boolean;
  /** Set for `export { name } from …` and `export * from …`, where the name is only passed on. */
  readonly from?: { readonly specifier: string; readonly name: string };
}

export interface Module {
  readonly file: string;
  readonly links: readonly Link[];
  readonly offers: readonly Offer[];
  /** Names of types that the module itself speaks of. */
  readonly ownUses: ReadonlySet<string>;
}

/** A package.json of the tree and the files its exports map names. */
export interface Workspace {
  readonly folder: string;
  readonly name: string;
  readonly exports: ReadonlyMap<string, string>;
  readonly dependencies: readonly string[];
}

export interface ModuleGraph {
  readonly modules: ReadonlyMap<string, Module>;
  readonly workspaces: readonly Workspace[];
}

type AddLink = (node: ts.Node, specifier: string, names: readonly string[], named?: boolean) => void;

const isModule = (file: string) => /\.(ts|tsx|mjs|js)$/.test(file) && !file.endsWith('.d.ts');

/** Reads every module below `root` and what it imports and offers. Syntax only; no types. */
export async function readModuleGraph(root: string): Promise<ModuleGraph> {
  const files = await sourceFiles(root);
  const workspaces = files
    .filter(
      (file) =>
        posix.basename(file) === 'package.json' &&
        !file.startsWith('bench/peers/') &&
        !file.includes('/fixtures/'),
    )
    .map((file) => readWorkspace(root, file));
  const known = new Set(files);
  const modules = files
    .filter((file) => isModule(file) && !file.includes('/fixtures/'))
    .map((file): [string, Module] => [file, readModule(root, file, known, workspaces)]);
  return { modules: new Map(modules), workspaces };
}

function readWorkspace(root: string, file: string): Workspace {
  const json = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
    name: string;
    exports?: Record<string, string>;
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
    optionalDependencies?: Record<string, string>;
  };
  const folder = posix.dirname(file);
  return {
    folder,
    name: json.name,
    exports: new Map(
      Object.entries(json.exports ?? {}).map(([name, path]) => [name, posix.join(folder, path)]),
    ),
    dependencies: Object.keys({
      ...json.dependencies,
      ...json.devDependencies,
      ...json.optionalDependencies,
    }),
  };
}

function resolveSpecifier(
  importer: string,
  specifier: string,
  known: ReadonlySet<string>,
  workspaces: readonly Workspace[],
): string | undefined {
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(importer), specifier.split('?')[0] ?? '');
    return [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((candidate) => known.has(candidate));
  }
  const workspace = workspaces.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  return workspace?.exports.get(`.${specifier.slice(workspace.name.length)}`);
}

function readModule(
  root: string,
  file: string,
  known: ReadonlySet<string>,
  workspaces: readonly Workspace[],
): Module {
  const tree = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const links: Link[] = [];
  const offers: Offer[] = [];
  const lineOf = (node: ts.Node) => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
  const link: AddLink = (node, specifier, names, named = false) => {
    const target = resolveSpecifier(file, specifier, known, workspaces);
    if (named && target === undefined) return;
    links.push({ specifier, line: lineOf(node), names, target, named });
  };

  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      link(statement, statement.moduleSpecifier.text, importedNames(statement.importClause));
    } else if (ts.isExportDeclaration(statement)) {
      readExportDeclaration(statement, lineOf, link, offers);
    } else {
      const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
      for (const name of declaredExports(statement)) offers.push({ name, isType, line: lineOf(statement) });
    }
  }
  const ownUses = new Set<string>();
  readDeeper(tree, tree, link, ownUses);
  return { file, links, offers, ownUses };
}

function importedNames(clause: ts.ImportClause | undefined): readonly string[] {
  if (clause === undefined) return [];
  const names = clause.name === undefined ? [] : ['default'];
  const bindings = clause.namedBindings;
  if (bindings === undefined) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, '*'];
  return [...names, ...bindings.elements.map((element) => (element.propertyName ?? element.name).text)];
}

function readExportDeclaration(
  statement: ts.ExportDeclaration,
  lineOf: (node: ts.Node) => number,
  link: AddLink,
  offers: Offer[],
): void {
  const specifier =
    statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier)
      ? statement.moduleSpecifier.text
      : undefined;
  const line = lineOf(statement);
  const clause = statement.exportClause;
  if (clause === undefined || ts.isNamespaceExport(clause)) {
    if (specifier === undefined) return;
    // `export * from` passes names on: whoever imports them is followed through it, see `offers`.
    link(statement, specifier, clause === undefined ? [] : ['*']);
    offers.push({ name: clause?.name.text ?? '*', isType: false, line, from: { specifier, name: '*' } });
    return;
  }
  if (specifier !== undefined) link(statement, specifier, []);
  for (const element of clause.elements) {
    const inner = (element.propertyName ?? element.name).text;
    offers.push({
      name: element.name.text,
      isType: statement.isTypeOnly || element.isTypeOnly,
      line: lineOf(element),
      ...(specifier === undefined ? {} : { from: { specifier, name: inner } }),
    });
  }
}

function declaredExports(statement: ts.Statement): readonly string[] {
  if (ts.isExportAssignment(statement)) return ['default'];
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) return ['default'];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  }
  const named = statement as ts.Statement & { readonly name?: ts.Identifier };
  return named.name === undefined ? [] : [named.name.text];
}

function boundNames(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

/** `import('…')` and `import('…').Type`, wherever they stand, files named in a text, and types spoken of. */
function readDeeper(node: ts.Node, tree: ts.SourceFile, link: AddLink, ownUses: Set<string>): void {
  ts.forEachChild(node, (child) => {
    if (ts.isCallExpression(child) && child.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = child.arguments;
      if (specifier && ts.isStringLiteral(specifier)) link(child, specifier.text, ['*']);
    } else if (
      ts.isImportTypeNode(child) &&
      ts.isLiteralTypeNode(child.argument) &&
      ts.isStringLiteral(child.argument.literal)
    ) {
      link(child, child.argument.literal.text, ['*']);
    } else if (ts.isStringLiteral(child) && /^[\w./-]+\.(ts|mjs)$/.test(child.text) && !isSpecifier(child)) {
      link(child, posix.join('.', child.text).replace(/^(?!\.)/, './'), ['*'], true);
    }
    if (ts.isTypeReferenceNode(child) && ts.isIdentifier(child.typeName)) ownUses.add(child.typeName.text);
    if (ts.isExpressionWithTypeArguments(child) && ts.isIdentifier(child.expression))
      ownUses.add(child.expression.text);
    readDeeper(child, tree, link, ownUses);
  });
}

function isSpecifier(node: ts.StringLiteral): boolean {
  const { parent } = node;
  return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isLiteralTypeNode(parent);
}
