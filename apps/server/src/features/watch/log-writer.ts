import {
  compactRange,
  edgeNodes,
  edgeTiles,
  nodesFromTiles,
  readBundle,
  tileHeight,
  tileWidth,
  writeBundle,
  type Tile,
  type TreeHash,
} from '@havenwacht/transparency';
import type { LogFolder } from './log-folder.ts';

/**
 * Appends to the tiles on disk. What it holds is the right edge: at most 255 entries and 255 hashes a
 * level, however long the log is.
 */
export interface LogWriter {
  readonly size: number;
  root(): Uint8Array;
  append(entry: Uint8Array): void;
  /** Puts on disk what was appended. Tiles are whole afterwards, and nothing speaks of them yet. */
  flush(): Promise<void>;
  /** Removes what a newer checkpoint has made needless. */
  tidy(): Promise<void>;
}

/** Starts at the end of a log of `size` entries, which the tiles have to hold. */
export async function openLogWriter(folder: LogFolder, hash: TreeHash, size: number): Promise<LogWriter> {
  const nodes = nodesFromTiles(hash, (tile) => folder.readTile(tile), size);
  const range = compactRange(hash, { size, hashes: await nodes(edgeNodes(size)) });
  let entries: Uint8Array[] = [];
  const rows: Uint8Array[][] = [];
  for (const tile of edgeTiles(size)) {
    const bytes = await folder.readTile(tile);
    if (tile.level === 'entries') {
      const bundle = readBundle(bytes);
      entries = bundle.ok ? [...bundle.value] : [];
    } else {
      rows[tile.level] = Array.from({ length: tile.width }, (_, at) => bytes.slice(32 * at, 32 * (at + 1)));
    }
  }
  const full: (readonly [Tile, Uint8Array])[] = [];
  const tidied: Tile[] = [];
  return {
    get size() {
      return range.size;
    },
    root: () => range.root(),
    append(entry) {
      entries.push(entry);
      if (entries.length === tileWidth) {
        full.push([
          { level: 'entries', index: Math.floor(range.size / tileWidth), width: tileWidth },
          writeBundle(entries),
        ]);
        entries = [];
      }
      range.append(hash.leaf(entry), (height, index, node) => {
        if (height % tileHeight !== 0) return;
        const level = height / tileHeight;
        const row = (rows[level] ??= []);
        row.push(node);
        if (row.length < tileWidth) return;
        full.push([{ level, index: Math.floor(index / tileWidth), width: tileWidth }, Buffer.concat(row)]);
        rows[level] = [];
      });
    },
    async flush() {
      for (const [tile, bytes] of full) await folder.writeTile(tile, bytes);
      for (const tile of edgeTiles(range.size)) {
        await folder.writeTile(
          tile,
          tile.level === 'entries' ? writeBundle(entries) : Buffer.concat(rows[tile.level] ?? []),
        );
        tidied.push(tile);
      }
      tidied.push(...full.splice(0).map(([tile]) => tile));
    },
    async tidy() {
      for (const tile of tidied.splice(0)) await folder.dropNarrower(tile);
    },
  };
}
