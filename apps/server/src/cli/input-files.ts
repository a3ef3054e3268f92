import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Handed } from '../features/intake/index.ts';
import { HavenwachtError } from '../platform/havenwacht-error.ts';

/** A file to be read, and when it came. */
export interface InputFile {
  readonly path: string;
  /** From its name where that begins with an instant (`20261116T120000Z-…`), else from the file system. */
  readonly receivedAt: number;
}

/** Files beside messages in a simulation that no node reads. */
const notForNodes = new Set(['truth.json', 'README.txt']);

/**
 * The files that paths name, folders with all below them, in the order in which they came: history
 * first, then by the instant in their names, then by name.
 */
export async function inputFiles(paths: readonly string[]): Promise<readonly InputFile[]> {
  const found: InputFile[] = [];
  for (const path of paths) {
    const about = await stat(path).catch(() => null);
    if (about === null) throw new HavenwachtError('screen/no-such-path', 404, `${path} is not there.`);
    if (!about.isDirectory()) {
      found.push({ path, receivedAt: instantOf(path) ?? Math.floor(about.mtimeMs) });
      continue;
    }
    for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || entry.name.startsWith('.') || notForNodes.has(entry.name)) continue;
      const below = join(entry.parentPath, entry.name);
      found.push({ path: below, receivedAt: instantOf(below) ?? Math.floor((await stat(below)).mtimeMs) });
    }
  }
  const isHistory = (file: InputFile): number => (file.path.endsWith('.ndjson') ? 0 : 1);
  const named = (file: InputFile): number => instantOf(file.path) ?? Number.POSITIVE_INFINITY;
  return found.sort((a, b) => {
    const byKind = isHistory(a) - isHistory(b);
    if (byKind !== 0) return byKind;
    const [at, bt] = [named(a), named(b)];
    if (at !== bt) return at - bt;
    return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
  });
}

/** Opens files for a node. */
export function handed(files: readonly InputFile[]): readonly Handed[] {
  return files.map(({ path, receivedAt }) => ({
    name: basename(path),
    bytes: () => createReadStream(path, { highWaterMark: 262_144 }),
    receivedAt,
  }));
}

/** The instant a file name begins with, epoch milliseconds; null when it begins with none. */
function instantOf(path: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(basename(path));
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
