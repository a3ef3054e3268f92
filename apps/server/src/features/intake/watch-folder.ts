import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handed, Received } from './receive-file.ts';

/** Files that are taken in one transaction. */
const filesAtOnce = 50;

export interface FolderWatch {
  /** Looks once; the names of the files it took. */
  look(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/**
 * Takes files that are put into a folder, in the order of their names. A file is taken when its size
 * has not changed between two looks, so that one still being written waits; names that begin with a
 * dot or end in `.part` or `.tmp` are left alone. What is taken is moved to `.taken/` inside the
 * folder, after its bytes are safe: a crash between the two takes the file a second time, and bytes
 * that come twice are kept once.
 */
export function watchFolder(options: {
  readonly folder: string;
  readonly everyMs: number;
  readonly receive: (files: readonly Handed[]) => Promise<readonly Received[]>;
  readonly onError: (name: string, error: unknown) => void;
}): FolderWatch {
  const sizes = new Map<string, string>();
  let stopped = false;
  let running: Promise<readonly string[]> = Promise.resolve([]);

  const look = async (): Promise<readonly string[]> => {
    const done = join(options.folder, '.taken');
    await mkdir(done, { recursive: true });
    const taken: string[] = [];
    const settled: string[] = [];
    const entries = await readdir(options.folder, { withFileTypes: true });
    for (const name of entries
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort()) {
      if (name.startsWith('.') || /\.(part|tmp)$/i.test(name)) continue;
      const { size, mtimeMs } = await stat(join(options.folder, name));
      const mark = `${size}|${mtimeMs}`;
      if (sizes.get(name) === mark) settled.push(name);
      else sizes.set(name, mark);
    }
    for (let start = 0; start < settled.length && !stopped; start += filesAtOnce) {
      const names = settled.slice(start, start + filesAtOnce);
      try {
        const received = await options.receive(
          names.map((name) => ({
            name,
            bytes: () => createReadStream(join(options.folder, name), { highWaterMark: 262_144 }),
          })),
        );
        for (const [index, name] of names.entries()) {
          const id = received[index]?.file.id ?? '';
          await rename(join(options.folder, name), join(done, `${id.slice(0, 12)}-${name}`));
          sizes.delete(name);
          taken.push(name);
        }
      } catch (error) {
        options.onError(names.join(', '), error);
      }
    }
    return taken;
  };
  const lookInTurn = (): Promise<readonly string[]> => (running = running.then(look, look));
  const timer = setInterval(
    () => void lookInTurn().catch((error: unknown) => options.onError('', error)),
    options.everyMs,
  );
  return {
    look: lookInTurn,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running.catch(() => []);
    },
  };
}
