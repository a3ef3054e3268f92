// `npm test`: sets up what is missing, then runs every check and every test with the pinned Node.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pinnedNode, root, run, runMain, setUp } from './setup.mjs';
import { buildWeb } from './start.mjs';

/** @param {string} program */
function onPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function hasPostgres() {
  const home = '/usr/lib/postgresql';
  return (
    onPath('postgres') ||
    (existsSync(home) && readdirSync(home).some((version) => existsSync(join(home, version, 'bin/postgres'))))
  );
}

/** Programs of the system that tests use, and the Debian packages they come in. */
const programs = [
  {
    name: 'Chromium',
    packages: ['chromium'],
    isHere: () => onPath('chromium') || existsSync(process.env['CHROMIUM'] ?? ''),
  },
  {
    name: 'the DejaVu fonts',
    packages: ['fonts-dejavu-core'],
    isHere: () => existsSync('/usr/share/fonts/truetype/dejavu'),
  },
  { name: 'PostgreSQL', packages: ['postgresql'], isHere: hasPostgres },
  { name: 'dcmtk', packages: ['dcmtk'], isHere: () => onPath('dcmdump') && onPath('storescp') },
  { name: 'libtiff', packages: ['libtiff-tools'], isHere: () => onPath('tiffinfo') },
];

/** Installs the missing programs where that is possible, and names those that stay missing. */
async function setUpPrograms() {
  const missing = () => programs.filter(({ isHere }) => !isHere());
  if (process.platform !== 'linux' || missing().length === 0) return;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    const packages = missing().flatMap((program) => program.packages);
    console.error(`setting up: apt-get install ${packages.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const wait = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2', '-qq'];
    const options = { env, timeoutMs: 300_000 };
    await run('apt-get', [...wait, 'update'], options).catch(() => 1);
    await run('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...packages], options).catch(
      () => 1,
    );
  }
  for (const { name, packages } of missing()) {
    console.error(`not here: ${name} (${packages.join(' ')}); tests that need it count as skipped`);
  }
}

await runMain(async () => {
  await setUp();
  await setUpPrograms();
  await buildWeb();
  const tests = spawnSync(pinnedNode, [join(root, 'tools/house/run-tests.ts'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    },
  });
  return tests.status ?? 1;
});
