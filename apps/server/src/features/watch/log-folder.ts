import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readBundle, tilePath, tileWidth, writeBundle, type Tile } from '@havenwacht/transparency';
import { writeWholeFile } from '../../platform/files/write-whole-file.ts';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';

/** The log on disk as C2SP tlog-tiles lays it out: `checkpoint` and `tile/…`. */
export interface LogFolder {
  /** The signed checkpoint; null before the first. */
  checkpoint(): Promise<string | null>;
  writeCheckpoint(note: string): Promise<void>;
  /** Exactly the tile that was asked for; a partial one is cut from a fuller one when only that is left. */
  readTile(tile: Tile): Promise<Uint8Array>;
  writeTile(tile: Tile, bytes: Uint8Array): Promise<void>;
  /** Removes the partial forms of a tile that are less wide. */
  dropNarrower(tile: Tile): Promise<void>;
}

export function logFolder(folder: string, durable: boolean): LogFolder {
  const read = async (path: string): Promise<Uint8Array | null> => {
    try {
      return await readFile(join(folder, path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  };
  const widths = async (tile: Tile): Promise<readonly number[]> => {
    const partial = dirname(join(folder, tilePath({ ...tile, width: 1 })));
    const names = await readdir(partial).catch(() => []);
    return names.filter((name) => /^\d+$/.test(name)).map(Number);
  };
  return {
    async checkpoint() {
      const bytes = await read('checkpoint');
      return bytes === null ? null : Buffer.from(bytes).toString('utf8');
    },
    writeCheckpoint: (note) => writeWholeFile(join(folder, 'checkpoint'), note, { durable }),
    async readTile(tile) {
      const wider = [tile.width, ...(await widths(tile)).filter((width) => width > tile.width), tileWidth];
      for (const width of wider) {
        const bytes = await read(tilePath({ ...tile, width }));
        if (bytes !== null) return cutTo(tile, bytes);
      }
      throw new HavenwachtError('log/tile-missing', 500, `The log lacks ${tilePath(tile)}.`);
    },
    writeTile: (tile, bytes) => writeWholeFile(join(folder, tilePath(tile)), bytes, { durable }),
    async dropNarrower(tile) {
      const partial = dirname(join(folder, tilePath({ ...tile, width: 1 })));
      for (const width of await widths(tile)) {
        if (width < tile.width) await rm(join(partial, String(width)), { force: true });
      }
      if (tile.width === tileWidth && basename(partial).endsWith('.p')) {
        await rm(partial, { recursive: true, force: true });
      }
    },
  };
}

function cutTo(tile: Tile, bytes: Uint8Array): Uint8Array {
  if (tile.level !== 'entries') {
    if (bytes.length >= 32 * tile.width) return bytes.subarray(0, 32 * tile.width);
    throw shortTile(tile);
  }
  const bundle = readBundle(bytes);
  if (!bundle.ok || bundle.value.length < tile.width) throw shortTile(tile);
  return bundle.value.length === tile.width ? bytes : writeBundle(bundle.value.slice(0, tile.width));
}

const shortTile = (tile: Tile): HavenwachtError =>
  new HavenwachtError('log/tile-short', 500, `${tilePath(tile)} of the log is cut off or damaged.`);
