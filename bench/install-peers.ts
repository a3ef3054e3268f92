import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'peers');

/**
 * Brings the peers that the benchmarks compare with, in the versions of peers/package.json. They are
 * installed apart, so that what they need stays out of the house's lock file.
 *
 * @returns whether all of them are there; without a registry a missing one stays missing
 */
export function installPeers(): boolean {
  if (missingPeers().length === 0) return true;
  process.stderr.write(`installing the peers: ${missingPeers().join(', ')}\n`);
  spawnSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  return missingPeers().length === 0;
}

function missingPeers(): readonly string[] {
  const { dependencies } = readManifest(folder);
  return Object.entries(dependencies ?? {})
    .filter(([name, version]) => installedVersion(name) !== version)
    .map(([name, version]) => `${name}@${version}`);
}

function installedVersion(name: string): string | undefined {
  try {
    return readManifest(join(folder, 'node_modules', name)).version;
  } catch {
    return undefined;
  }
}

function readManifest(of: string): {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
} {
  return JSON.parse(readFileSync(join(of, 'package.json'), 'utf8')) as ReturnType<typeof readManifest>;
}
