/**
 * One or two of the bases with one to four changes: a byte replaced or put in, a stretch left out or
 * doubled, the end cut off, a piece put in.
 */
export function mutated(
  bases: readonly Uint8Array[],
  pieces: readonly string[],
  random: () => number,
): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  const base = bases[below(bases.length)]!;
  let bytes = random() < 0.2 ? [...base, ...bases[below(bases.length)]!] : [...base];
  for (let times = 1 + below(4); times > 0; times--) {
    const at = below(bytes.length + 1);
    const length = below(Math.min(40, bytes.length));
    switch (below(7)) {
      case 0:
        bytes[Math.min(at, Math.max(0, bytes.length - 1))] = below(256);
        break;
      case 1:
        bytes.splice(at, length);
        break;
      case 2:
        bytes.splice(at, 0, ...bytes.slice(at, at + length));
        break;
      case 3:
        if (random() < 0.15) bytes = bytes.slice(0, at);
        break;
      case 4:
        bytes.splice(at, 0, below(256));
        break;
      default:
        bytes.splice(
          at,
          0,
          ...Array.from(pieces[below(pieces.length)]!, (character) => character.charCodeAt(0)),
        );
    }
  }
  return Uint8Array.from(bytes);
}

/** Sizes of blocks to push an input in, over and over. */
export function randomSizes(length: number, random: () => number): number[] {
  if (random() < 0.3) return [1];
  const most = random() < 0.5 ? 7 : Math.max(1, length);
  return Array.from({ length: 16 }, () => 1 + Math.floor(random() * most));
}

/** Numbers in [0, 1), the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
