import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Folders that hold no sources; only looked at where git can't say. */
const skipped = new Set(['.git', 'node_modules', '.cache', '.data', 'dist', 'coverage']);

/**
 * The files of the project below `root`, as sorted paths with `/`: what git tracks or would add.
 * In a tree without git (an unpacked archive) everything except the skipped folders.
 */
export async function sourceFiles(root: string): Promise<readonly string[]> {
  const files = (await listedByGit(root)) ?? (await listedByWalking(root, root));
  return [...files].sort();
}

async function listedByGit(root: string): Promise<readonly string[] | null> {
  try {
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const options = { cwd: root, maxBuffer: 64 << 20 };
    const [{ stdout }, deleted] = await Promise.all([
      execute('git', list, options),
      execute('git', ['ls-files', '-z', '--deleted'], options),
    ]);
    const gone = new Set(deleted.stdout.split('\0'));
    return [...new Set(stdout.split('\0'))].filter((file) => file !== '' && !gone.has(file));
  } catch {
    return null;
  }
}

async function listedByWalking(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : await listedByWalking(root, path);
    return entry.isFile() ? [relative(root, path).split(sep).join('/')] : [];
  });
  return (await Promise.all(below)).flat();
}
