import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { runAlone, type Finding } from './finding.ts';
import { sourceFiles } from './source-files.ts';

const table = 'docs/adr/0007-dependencies.md';

interface Manifest {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Every dependency is pinned exactly and has a line with its licence in docs/adr; no line is left over. */
export async function checkDependencies(root: string): Promise<readonly Finding[]> {
  const manifests = (await sourceFiles(root)).filter(
    (file) =>
      posix.basename(file) === 'package.json' &&
      !file.startsWith('bench/peers/') &&
      !file.includes('/fixtures/'),
  );
  const rows = tableRows(root);
  const findings: Finding[] = [];
  const declared = new Set<string>();
  for (const file of manifests) {
    const manifest = readManifest(join(root, file));
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
    for (const [name, version] of Object.entries(all)) {
      if (name.startsWith('@havenwacht/')) continue;
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
        findings.push({ file, message: `${name} is "${version}"`, remedy: 'pin one exact version' });
      }
      if (!declared.has(name) && !rows.has(name)) {
        findings.push({ file, message: `${name} has no line in ${table}`, remedy: 'write why it is needed' });
      }
      declared.add(name);
    }
  }
  for (const [name, { line, licence }] of rows) {
    const installed = installedLicence(root, name);
    if (!declared.has(name)) {
      findings.push({ file: table, line, message: `${name} is no dependency`, remedy: 'take the line out' });
    } else if (installed !== undefined && installed !== licence) {
      findings.push({
        file: table,
        line,
        message: `${name} is under ${installed}`,
        remedy: `write that, if it goes with Apache-2.0`,
      });
    }
  }
  return findings;
}

/** Lines of the form "| `name` | licence | what for |". */
function tableRows(root: string): ReadonlyMap<string, { readonly line: number; readonly licence: string }> {
  const text = existsSync(join(root, table)) ? readFileSync(join(root, table), 'utf8') : '';
  const rows = text.split('\n').flatMap((content, index) => {
    const [, name, licence] = /^\|\s*`([^`]+)`\s*\|\s*([^|]+?)\s*\|/.exec(content) ?? [];
    return name === undefined || licence === undefined ? [] : [[name, { line: index + 1, licence }] as const];
  });
  return new Map(rows);
}

function installedLicence(root: string, name: string): string | undefined {
  const path = join(root, 'node_modules', name, 'package.json');
  return existsSync(path) ? readManifest(path).license : undefined;
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

if (import.meta.main) await runAlone(checkDependencies);
