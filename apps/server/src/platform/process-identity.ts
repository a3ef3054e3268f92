import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process with this number runs, whoever it belongs to. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // A zombie has ended; only its parent has not asked yet.
  return linuxStat(pid)?.state !== 'Z';
}

/** Something that tells a process from a later one with the same number; null where unknown. */
export function startMark(pid: number): string | null {
  const stat = linuxStat(pid);
  if (stat !== null) return `${bootId()} ${stat.start}`;
  if (process.platform === 'linux' || process.platform === 'win32') return null;
  return ps(pid, 'lstart=');
}

/** The command line of a process, or null where it can't be read. */
export function commandLine(pid: number): string | null {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return null;
    }
  }
  return ps(pid, 'command=');
}

function ps(pid: number, column: string): string | null {
  const { status, stdout } = spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** State and start time out of /proc; the name before them may hold spaces and brackets. */
function linuxStat(pid: number): { readonly state: string; readonly start: string } | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', start: fields[19] ?? '' };
}
