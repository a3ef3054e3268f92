// `npm start`: sets up what is missing, builds the screens when their sources changed, starts the demo.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pinnedNode, root, run, runMain, setUp, SetupError, withLock } from './setup.mjs';

const stampFile = join(root, '.cache', 'web-build');

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'test'].includes(entry.name) || /\.test\.tsx?$/.test(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** One hash over everything the built screens come from; times of files say nothing after a clone. */
function hashOfSources() {
  const hash = createHash('sha256');
  const files = ['apps/web', 'packages/domain'].flatMap((room) => filesBelow(join(root, room)));
  for (const file of [...files, join(root, 'package-lock.json')].sort()) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return `${hash.digest('hex')}\n`;
}

/** Builds apps/web unless apps/web/dist already comes from these sources. */
export async function buildWeb() {
  const built = () =>
    existsSync(join(root, 'apps/web/dist/index.html')) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === hashOfSources();
  if (built()) return;
  await withLock('web-build', async () => {
    if (built()) return;
    const sources = hashOfSources();
    console.error('building the screens');
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const code = await run(pinnedNode, [vite, 'build', '--logLevel', 'warn'], {
      cwd: join(root, 'apps/web'),
    });
    if (code !== 0)
      throw new SetupError('The screens in apps/web could not be built; the message stands above.');
    mkdirSync(join(root, '.cache'), { recursive: true });
    writeFileSync(stampFile, sources);
  });
}

if (process.argv[1] === import.meta.filename) {
  await runMain(async () => {
    await setUp();
    await buildWeb();
    const demo = spawn(join(root, 'bin/havenwacht'), ['demo', ...process.argv.slice(2)], {
      cwd: root,
      stdio: 'inherit',
    });
    // A terminal sends Ctrl-C to the demo too; a plain `kill` reaches only this process.
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : demo.kill(signal)));
    }
    return await new Promise((done, fail) => {
      demo.once('error', fail);
      demo.once('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143)));
    });
  });
}
