import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js';
import { hash } from 'node:crypto';
import {
  certain,
  commitDraw,
  drawMessage,
  fromHex,
  makeDraw,
  proveVrf,
  systematicSample,
  toHex,
  verifierKey,
  verifyDraw,
  verifyVrf,
  vrfPublicKey,
  writeCommitment,
  writeDraw,
  type DrawCommitment,
} from './index.ts';
import { oneBitOff, publicKeyOf, sha256, signWith, verifyEd25519 } from './test/native-crypto.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex)!;

describe('the VRF', () => {
  // RFC 9381 appendix B.3, examples 16 to 18; docs/sources.md#rfc-9381
  const published = [
    {
      seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      message: '',
      proof:
        '8657106690b5526245a92b003bb079ccd1a92130477671f6fc01ad16f26f723f26f8a57ccaed74ee1b190bed1f479d9727d2d0f9b005a6e456a35d4fb0daab1268a1b0db10836d9826a528ca76567805',
      output:
        '90cf1df3b703cce59e2a35b925d411164068269d7b2d29f3301c03dd757876ff66b71dda49d2de59d03450451af026798e8f81cd2e333de5cdf4f3e140fdd8ae',
    },
    {
      seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      message: '72',
      proof:
        'f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed5933bf0864a62558b3ed7f2fea45c92a465301b3bbf5e3e54ddf2d935be3b67926da3ef39226bbc355bdc9850112c8f4b02',
      output:
        'eb4440665d3891d668e7e0fcaf587f1b4bd7fbfe99d0eb2211ccec90496310eb5e33821bc613efb94db5e5b54c70a848a0bef4553a41befc57663b56373a5031',
    },
    {
      seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      key: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      message: 'af82',
      proof:
        '9bc0f79119cc5604bf02d23b4caede71393cedfbb191434dd016d30177ccbf8096bb474e53895c362d8628ee9f9ea3c0e52c7a5c691b6c18c9979866568add7a2d41b00b05081ed0f58ee5e31b3a970e',
      output:
        '645427e5d00c62a23fb703732fa5d892940935942101e456ecca7bb217c61c452118fec1219202a0edcf038bb6373241578be7217ba85a2687f7a0310b2df19f',
    },
  ];

  test('gives keys, proofs and outputs of the published vectors', () => {
    for (const { seed, key, message, proof, output } of published) {
      assert.equal(toHex(vrfPublicKey(bytes(seed))), key);
      assert.equal(toHex(proveVrf(bytes(seed), bytes(message))), proof);
      assert.equal(toHex(verifyVrf(bytes(key), bytes(message), bytes(proof)) ?? new Uint8Array()), output);
    }
  });

  test('refuses every bit that is changed in proof, key or message', () => {
    const { key, message, proof } = published[1]!;
    for (const other of oneBitOff(bytes(proof)))
      assert.equal(verifyVrf(bytes(key), bytes(message), other), null);
    for (const other of oneBitOff(bytes(key)))
      assert.equal(verifyVrf(other, bytes(message), bytes(proof)), null);
    for (const other of oneBitOff(bytes(message)))
      assert.equal(verifyVrf(bytes(key), other, bytes(proof)), null);
  });

  test('refuses keys of small order, points that are none, and an s that is not reduced', () => {
    const { key, message, proof } = published[0]!;
    for (const small of ED25519_TORSION_SUBGROUP) {
      assert.equal(verifyVrf(bytes(small), bytes(message), bytes(proof)), null);
    }
    // y = p and y = p + 1 are second spellings of 0 and 1; all ones is above p too.
    for (const y of ['ed', 'ee', 'ff']) {
      const point = bytes(`${y}${'ff'.repeat(30)}7f`);
      assert.equal(verifyVrf(point, bytes(message), bytes(proof)), null);
      assert.equal(
        verifyVrf(bytes(key), bytes(message), Uint8Array.from([...point, ...bytes(proof).slice(32)])),
        null,
      );
    }
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s =
      bytes(proof)
        .slice(48)
        .reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + order;
    const second = Uint8Array.from({ length: 32 }, (_, at) => Number((s >> BigInt(8 * at)) & 0xffn));
    assert.equal(
      verifyVrf(bytes(key), bytes(message), Uint8Array.from([...bytes(proof).slice(0, 48), ...second])),
      null,
    );
    for (const length of [0, 79, 81])
      assert.equal(verifyVrf(bytes(key), bytes(message), new Uint8Array(length)), null);
    assert.equal(verifyVrf(new Uint8Array(31), bytes(message), bytes(proof)), null);
  });
});

describe('systematicSample()', () => {
  const seed = (count: number): Uint8Array => hash('sha512', `seed ${count}`, 'buffer');

  test('draws exactly as many as the probabilities add up to, always the certain and never the impossible', () => {
    const probabilities = [certain, 0, ...Array.from({ length: 40 }, () => certain / 8)];
    for (let run = 0; run < 200; run += 1) {
      const drawn = systematicSample(probabilities, seed(run));
      assert.equal(drawn.length, 6);
      assert.ok(drawn.includes(0) && !drawn.includes(1));
      assert.equal(new Set(drawn).size, 6);
    }
  });

  test('draws each candidate with its probability: no |z| above 4 in 20,000 seeded draws', () => {
    const probabilities = Array.from({ length: 60 }, (_, index) =>
      Math.floor((certain * (1 + (index % 20))) / 40),
    );
    const counts = new Array<number>(60).fill(0);
    const runs = 20_000;
    for (let run = 0; run < runs; run += 1)
      for (const index of systematicSample(probabilities, seed(run))) counts[index]! += 1;
    for (const [index, count] of counts.entries()) {
      const p = probabilities[index]! / certain;
      const z = (count - runs * p) / Math.sqrt(runs * p * (1 - p));
      assert.ok(Math.abs(z) < 4, `candidate ${index}: z ${z}`);
    }
  });

  test('refuses what is no probability', () => {
    for (const wrong of [-1, certain + 1, 0.5, Number.NaN]) {
      assert.throws(() => systematicSample([wrong], seed(0)), RangeError);
    }
    assert.deepEqual(systematicSample([], seed(0)), []);
  });
});

const organiserSeed = new Uint8Array(32).fill(9);
const organiser = verifierKey(sha256, {
  name: 'node.example',
  kind: 'note',
  publicKey: publicKeyOf(organiserSeed),
});
const seeds = new Map(
  ['nl', 'be', 'auditor'].map((name, index) => [name, new Uint8Array(32).fill(index + 1)]),
);

function aDraw(over: Partial<DrawCommitment> = {}): DrawCommitment {
  return {
    context: 'NLVLI 2026-03-02',
    model: 'policy 3, rules 7',
    at: '2026-03-02T06:00:00.000Z',
    replaces: null,
    candidates: Array.from({ length: 12 }, (_, index) => ({
      id: `v_${String(index).padStart(3, '0')}`,
      probability: certain / 4,
    })),
    parties: [...seeds].map(([name, seed]) => ({ name, key: vrfPublicKey(seed) })),
    ...over,
  };
}

function make(draw: DrawCommitment, absent: readonly { party: string; reason: string }[] = []) {
  const commitment = commitDraw(sha256, draw, organiser, signWith(organiserSeed));
  const present = draw.parties
    .map(({ name }) => name)
    .filter((name) => !absent.some(({ party }) => party === name));
  const message = drawMessage(writeCommitment(sha256, draw), present);
  const proofs = new Map(present.map((name) => [name, proveVrf(seeds.get(name)!, message)]));
  return makeDraw(sha256, draw, organiser, commitment, absent, proofs);
}

const check = (text: string, known?: Parameters<typeof verifyDraw>[3]) =>
  verifyDraw(sha256, verifyEd25519, text, known);

describe('a draw', () => {
  test('that was made holds, draws as many as expected, and comes out the same again', () => {
    const bundle = make(aDraw());
    const found = check(writeDraw(bundle));
    assert.ok(found.ok);
    assert.equal(found.value.drawn.length, 3);
    assert.deepEqual(make(aDraw()), bundle);
  });

  test('with any single bit changed anywhere in its file is refused', () => {
    const text = Buffer.from(
      writeDraw(
        make(aDraw({ candidates: aDraw().candidates.slice(0, 4), parties: aDraw().parties.slice(0, 2) })),
      ),
    );
    const proofs = [text.indexOf('"proofs"'), text.indexOf('"drawn"')] as const;
    let tried = 0;
    for (let bit = 0; bit < 8 * text.length; bit += 1) {
      // Every bit of a proof is tried above, and each is slow here, so one in eleven of proofs and seed.
      if (bit >> 3 > proofs[0] && bit >> 3 < proofs[1] && bit % 11 !== 0) continue;
      const other = Uint8Array.from(text);
      other[bit >> 3]! ^= 1 << (bit & 7);
      const near = text.toString('utf8', Math.max(0, (bit >> 3) - 20), (bit >> 3) + 20);
      assert.ok(!check(Buffer.from(other).toString('utf8')).ok, `bit ${bit}: ${near}`);
      tried += 1;
    }
    assert.ok(tried > 4_000);
  });

  test('whose maker changed a probability, a candidate, the model, a key or the result afterwards is refused', () => {
    const bundle = make(aDraw());
    const [first, ...rest] = bundle.candidates;
    for (const other of [
      { ...bundle, candidates: [[first![0], first![1] - 1] as const, ...rest] },
      { ...bundle, candidates: rest },
      { ...bundle, candidates: [...bundle.candidates, ['w_1', 0] as const] },
      { ...bundle, candidates: [rest[0]!, first!, ...rest.slice(1)] },
      { ...bundle, model: 'policy 4, rules 7' },
      { ...bundle, at: '2026-03-02T05:00:00.000Z' },
      { ...bundle, parties: bundle.parties.slice(0, 2), proofs: bundle.proofs.slice(0, 2) },
      { ...bundle, drawn: bundle.drawn.slice(1) },
      { ...bundle, seed: '00'.repeat(64) },
      { ...bundle, proofs: [bundle.proofs[1]!, bundle.proofs[0]!, bundle.proofs[2]!] },
    ]) {
      assert.ok(!check(writeDraw(other)).ok, JSON.stringify(other).slice(0, 200));
    }
    assert.ok(!check(` ${writeDraw(bundle)}`).ok);
    assert.ok(!check(writeDraw({ ...bundle, more: 1 } as never).replace('}\n', ',"more":1}\n')).ok);
  });

  test('made up as a whole is seen by who knows the keys', () => {
    const text = writeDraw(make(aDraw()));
    const bundle = make(aDraw());
    assert.ok(check(text, { organiser: bundle.organiser, parties: new Map(bundle.parties) }).ok);
    assert.ok(!check(text, { organiser: bundle.organiser.replace('node', 'mode') }).ok);
    const parties = new Map(bundle.parties).set('be', '00'.repeat(32));
    assert.ok(!check(text, { parties }).ok);
  });

  test('names who was absent and why; dropping one after the proofs leaves no draw that holds', () => {
    const absent = [{ party: 'be', reason: 'no answer before 05:50' }];
    const bundle = make(aDraw(), absent);
    const found = check(writeDraw(bundle));
    assert.deepEqual(found.ok && found.value.absent, absent);
    const full = make(aDraw());
    assert.notEqual(full.seed, bundle.seed);
    const dropped = {
      ...full,
      absent: [['be', 'dropped afterwards'] as const],
      proofs: full.proofs.filter(([name]) => name !== 'be'),
    };
    const refused = check(writeDraw(dropped));
    assert.ok(!refused.ok && refused.problem.includes('does not hold'));
    const shown = check(writeDraw({ ...bundle, absent: [] }));
    assert.ok(!shown.ok);
  });

  test('of one party alone, with a proof withheld, or with a proof for another draw is not made', () => {
    const draw = aDraw();
    const away = (party: string) => ({ party, reason: 'away' });
    assert.throws(() => make(draw, [away('nl'), away('be')]), RangeError);
    const commitment = commitDraw(sha256, draw, organiser, signWith(organiserSeed));
    const message = drawMessage(writeCommitment(sha256, draw), ['nl', 'be', 'auditor']);
    const two = new Map(['nl', 'be'].map((name) => [name, proveVrf(seeds.get(name)!, message)]));
    assert.throws(() => makeDraw(sha256, draw, organiser, commitment, [], two), /auditor/);
    const other = drawMessage(writeCommitment(sha256, aDraw({ context: 'BEANR' })), ['nl', 'be', 'auditor']);
    const replayed = new Map(two).set('auditor', proveVrf(seeds.get('auditor')!, other));
    assert.throws(() => makeDraw(sha256, draw, organiser, commitment, [], replayed), /auditor/);
  });

  test('is not committed to with candidates twice, out of order, without parties or in two lines', () => {
    const { candidates, parties } = aDraw();
    for (const over of [
      { candidates: [candidates[0]!, candidates[0]!] },
      { candidates: [candidates[1]!, candidates[0]!] },
      { candidates: [{ id: 'a', probability: 0.5 }] },
      { parties: parties.slice(0, 1) },
      { parties: [parties[0]!, parties[0]!] },
      { parties: [parties[0]!, { name: 'other', key: parties[0]!.key }] },
      { context: 'a\nb' },
      { model: '' },
      { at: 'yesterday' },
      { replaces: 'it' },
    ]) {
      assert.throws(
        () => writeCommitment(sha256, aDraw(over)),
        RangeError,
        JSON.stringify(over).slice(0, 80),
      );
    }
  });
});
