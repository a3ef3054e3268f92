/**
 * Damaged copies of files: bytes changed, cut, doubled, and numbers made huge where lengths may stand.
 *
 * @param seed the same seed gives the same copies
 */
export function* mutatedCopies(
  bases: readonly Uint8Array[],
  count: number,
  seed: number,
): Generator<Uint8Array> {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const huge = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
  for (let i = 0; i < count; i++) {
    let bytes = bases[below(bases.length)]!.slice();
    for (let times = 1 + below(4); times > 0 && bytes.length > 0; times--) {
      // Heads are where lengths stand: half of the damage goes there.
      const at = below(random() < 0.5 ? Math.min(bytes.length, 400) : bytes.length);
      switch (below(5)) {
        case 0:
          bytes[at] = below(256);
          break;
        case 1:
          if (at + 4 <= bytes.length) {
            new DataView(bytes.buffer).setUint32(at, huge[below(huge.length)]!, random() < 0.5);
          }
          break;
        case 2:
          bytes = bytes.slice(0, at);
          break;
        case 3: {
          const length = below(40);
          bytes = Uint8Array.from([
            ...bytes.slice(0, at),
            ...bytes.slice(at, at + length),
            ...bytes.slice(at),
          ]);
          break;
        }
        default:
          bytes = Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(at + below(20))]);
      }
    }
    yield bytes;
  }
}

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
