/** A draw of 600 from 20,000 with three parties: made and verified. */
import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto';
import {
  certain,
  commitDraw,
  drawMessage,
  makeDraw,
  proveVrf,
  verifierKey,
  verifyDraw,
  vrfPublicKey,
  writeCommitment,
  writeDraw,
  type DrawCommitment,
} from '@havenwacht/transparency';
import { median, type Bench } from './bench-line.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');
const key = createPrivateKey({
  key: Buffer.concat([pkcs8, Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
});
const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(12));
const organiser = verifierKey(sha256, { name: 'bench', kind: 'note', publicKey });

export const bench: Bench = {
  name: 'draw',
  about: 'a provable draw of 600 from 20,000 with three parties, made and verified',
  async *run({ quick }) {
    const candidates = 20_000;
    const seeds = [1, 2, 3].map((one) => new Uint8Array(32).fill(one));
    const draw: DrawCommitment = {
      context: 'bench',
      model: 'bench',
      at: '2026-03-02T06:00:00.000Z',
      replaces: null,
      candidates: Array.from({ length: candidates }, (_, index) => ({
        id: `v_${String(index).padStart(6, '0')}`,
        // 600 in all, every other one twice as likely.
        probability: (index % 2 === 0 ? certain : 2 * certain) / 50,
      })),
      parties: seeds.map((seed, index) => ({ name: `party ${index}`, key: vrfPublicKey(seed) })),
    };
    const make = (): string => {
      const commitment = commitDraw(
        sha256,
        draw,
        organiser,
        (message) => new Uint8Array(sign(null, message, key)),
      );
      const message = drawMessage(
        writeCommitment(sha256, draw),
        draw.parties.map(({ name }) => name),
      );
      const proofs = new Map(seeds.map((seed, index) => [`party ${index}`, proveVrf(seed, message)]));
      return writeDraw(makeDraw(sha256, draw, organiser, commitment, [], proofs));
    };
    const bundle = make();
    const check = (): void => {
      const found = verifyDraw(
        sha256,
        (known, message, signature) =>
          verify(
            null,
            message,
            createPublicKey({ key: Buffer.concat([spki, known]), format: 'der', type: 'spki' }),
            signature,
          ),
        bundle,
      );
      if (!found.ok || found.value.drawn.length !== 600) throw new Error('the draw does not hold');
    };
    for (const [what, work, limit] of [
      ['committed, proved by three and drawn', make, 1],
      ['verified', check, 5],
    ] as const) {
      const seconds: number[] = [];
      for (let round = 0; round < (quick ? 1 : 5); round += 1) {
        const before = process.cpuUsage();
        work();
        const { user, system } = process.cpuUsage(before);
        seconds.push((user + system) / 1e6);
      }
      yield {
        bench: 'draw',
        case: `600 of ${candidates}, ${what}`,
        ours: median(seconds),
        peer: null,
        unit: 'CPU-seconds',
        ratio: null,
        limit,
      };
    }
  },
};
