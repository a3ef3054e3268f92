import { foldRight } from './compact-range.ts';
import type { ReadNodes, TreeNode } from './make-proof.ts';
import { refused, type ReadResult } from './read-result.ts';
import type { TreeHash } from './tree-hash.ts';

/** Hashes in a full tile, and entries in a full bundle. */
export const tileWidth = 256;
export const tileHeight = 8;

/** One file of a tiled log: hashes of one level, or entries. */
export interface Tile {
  /** 0 holds the hashes of entries, 1 those of full tiles below, and so on; or the entries themselves. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; below that the tile is partial. */
  readonly width: number;
}

/**
 * The path of a tile below the log's prefix.
 *
 * @see docs/sources.md#c2sp-tlog-tiles
 * @example tilePath({ level: 0, index: 1234067, width: 256 }) // 'tile/0/x001/x234/067'
 * @example tilePath({ level: 'entries', index: 5, width: 17 }) // 'tile/entries/005.p/17'
 */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const parts = padded.match(/\d{3}/g) ?? [];
  const name = parts.map((part, at) => (at === parts.length - 1 ? part : `x${part}`)).join('/');
  return `tile/${level}/${name}${width === tileWidth ? '' : `.p/${width}`}`;
}

/**
 * Reads a path that {@link tilePath} writes; `null` for every other text.
 *
 * @example readTilePath('tile/entries/x001/x234/067.p/8') // { level: 'entries', index: 1234067, width: 8 }
 * @example readTilePath('tile/0/../067') // null
 * @example readTilePath('tile/0/x000/067') // null
 */
export function readTilePath(path: string): Tile | null {
  const [, levelText = '', name = '', widthText] =
    /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (name === '') return null;
  const tile: Tile = {
    level: levelText === 'entries' ? levelText : Number(levelText),
    index: Number(name.replaceAll(/[x/]/g, '')),
    width: widthText === undefined ? tileWidth : Number(widthText),
  };
  const isTile = tile.level === 'entries' || tile.level <= 63;
  return isTile && tile.width > 0 && tile.width <= tileWidth && tilePath(tile) === path ? tile : null;
}

/** Every tile that a log of `size` entries has at its right edge, full or partial, lowest level first. */
export function edgeTiles(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  let hashes = size;
  for (let level = 0; hashes > 0; level += 1) {
    const width = hashes % tileWidth;
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / tileWidth), width });
    hashes = Math.floor(hashes / tileWidth);
  }
  const width = size % tileWidth;
  return width > 0 ? [{ level: 'entries', index: Math.floor(size / tileWidth), width }, ...tiles] : tiles;
}

/** Every tile of a log of `size` entries, one at a time; a bundle comes with the tile of its hashes. */
export function* tilesOf(size: number): Generator<Tile> {
  let hashes = size;
  for (let level = 0; hashes > 0; level += 1) {
    for (let index = 0; index * tileWidth < hashes; index += 1) {
      const width = Math.min(tileWidth, hashes - index * tileWidth);
      if (level === 0) yield { level: 'entries', index, width };
      yield { level, index, width };
    }
    hashes = Math.floor(hashes / tileWidth);
  }
}

/**
 * Entries one after the other, each behind its length in two bytes.
 *
 * @throws {RangeError} for an entry above 65,535 bytes
 * @example writeBundle([new Uint8Array([7])]) // new Uint8Array([0, 1, 7])
 */
export function writeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, { length }) => sum + 2 + length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > 0xffff) throw new RangeError('an entry has at most 65,535 bytes');
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/**
 * The entries of a bundle.
 *
 * @example readBundle(new Uint8Array([0, 1, 7])) // { ok: true, value: [new Uint8Array([7])] }
 */
export function readBundle(bytes: Uint8Array): ReadResult<readonly Uint8Array[]> {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + ((bytes[at]! << 8) | (bytes[at + 1] ?? 0));
    if (at + 2 > bytes.length || end > bytes.length) return refused('the bundle ends inside an entry');
    entries.push(bytes.slice(at + 2, end));
    at = end;
  }
  return { ok: true, value: entries };
}

/** Gives a tile of hashes, 32 bytes each. A partial one may come with more hashes than were asked for. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array>;

/**
 * Reads perfect subtrees of a log of `size` entries out of its tiles. What stands between the levels
 * that tiles hold is hashed from the tile.
 */
export function nodesFromTiles(hash: TreeHash, read: ReadTile, size: number): ReadNodes {
  return async (nodes) => {
    const tiles = new Map<string, Promise<Uint8Array>>();
    const tileAt = (level: number, index: number): Promise<Uint8Array> => {
      const hashes = Math.floor(size / tileWidth ** level) - index * tileWidth;
      const tile = { level, index, width: Math.min(tileWidth, hashes) };
      const path = tilePath(tile);
      const found = tiles.get(path) ?? read(tile);
      tiles.set(path, found);
      return found;
    };
    const found: Uint8Array[] = [];
    for (const node of nodes) found.push(await nodeOf(hash, tileAt, node));
    return found;
  };
}

async function nodeOf(
  hash: TreeHash,
  tileAt: (level: number, index: number) => Promise<Uint8Array>,
  { level, index }: TreeNode,
): Promise<Uint8Array> {
  const tileLevel = Math.floor(level / tileHeight);
  const height = level % tileHeight;
  const from = index * 2 ** height;
  const bytes = await tileAt(tileLevel, Math.floor(from / tileWidth));
  const first = from % tileWidth;
  let row = Array.from({ length: 2 ** height }, (_, at) =>
    bytes.subarray(32 * (first + at), 32 * (first + at + 1)),
  );
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, at) =>
      foldRight(hash, [row[2 * at]!, row[2 * at + 1]!]),
    );
  }
  return row[0]!;
}
