import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  certain,
  commitDraw,
  drawMessage,
  makeDraw,
  proveVrf,
  verifierKey,
  vrfPublicKey,
  writeCommitment,
  writeDraw,
  writeVerifierKey,
  type DrawCommitment,
} from '@havenwacht/transparency';
import { sha256, signingKey } from '../src/platform/crypto/native-crypto.ts';
import { aNode, type Answer, type TestNode } from './a-node.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

interface Verdict {
  readonly ok: boolean;
  readonly problem: string | null;
  readonly candidates: number;
  readonly drawn: readonly string[];
  readonly compared: string | null;
}

const organiserKey = signingKey(new Uint8Array(32).fill(9));
const organiser = verifierKey(sha256, {
  name: 'havenwacht.example/elsewhere',
  kind: 'note',
  publicKey: organiserKey.publicKey,
});
const seeds = [1, 2].map((one) => new Uint8Array(32).fill(one));

/** A whole draw of 3 from 40, with two parties. */
function aDraw(): string {
  const draw: DrawCommitment = {
    context: 'NLVLI 2026-03-02',
    model: 'policy-3',
    at: '2026-03-02T06:00:00.000Z',
    replaces: null,
    candidates: Array.from({ length: 40 }, (_, index) => ({
      id: `v_${String(index).padStart(4, '0')}`,
      probability: (certain * 3) / 40,
    })),
    parties: seeds.map((seed, index) => ({ name: `party ${index}`, key: vrfPublicKey(seed) })),
  };
  const commitment = commitDraw(sha256, draw, organiser, (message) => organiserKey.sign(message));
  const message = drawMessage(
    writeCommitment(sha256, draw),
    draw.parties.map(({ name }) => name),
  );
  const proofs = new Map(seeds.map((seed, index) => [`party ${index}`, proveVrf(seed, message)]));
  return writeDraw(makeDraw(sha256, draw, organiser, commitment, [], proofs));
}

let node: TestNode;
let auditor: SignedIn;
before(async () => {
  node = await aNode();
  auditor = await signedIn(node, ['auditor']);
});
after(() => node.close());

const check = (body: object, who = auditor): Promise<Answer<Verdict>> =>
  node.post<Verdict>('/api/v1/draws/verification', body, { ...who.headers });

test('a draw is checked for who audits, says whose key it was compared with, and the look is on record', async () => {
  const bundle = aDraw();
  const { status, body } = await check({ bundle });
  assert.deepEqual([status, body.ok, body.candidates, body.drawn.length], [200, true, 40, 3]);
  assert.equal(body.compared, null, 'whoever made up all of it would pass');
  assert.equal((await check({ bundle, organiser: writeVerifierKey(organiser) })).body.compared, 'given');
  const other = verifierKey(sha256, {
    name: 'havenwacht.example/elsewhere',
    kind: 'note',
    publicKey: signingKey(new Uint8Array(32).fill(8)).publicKey,
  });
  const { body: refused } = await check({ bundle, organiser: writeVerifierKey(other) });
  assert.deepEqual([refused.ok, refused.drawn], [false, []]);
  assert.ok(
    node.acts.some(
      ({ kind, act, by }) => kind === 'look' && act === 'draw/verify' && by.person === auditor.person,
    ),
  );
});

test('one changed byte of a draw is caught and told', async () => {
  const bundle = aDraw();
  for (const [from, to] of [
    ['v_0003', 'v_0093'],
    ['policy-3', 'policy-4'],
    ['75000000', '75000001'],
  ] as const) {
    assert.ok(bundle.includes(from), from);
    const { body } = await check({ bundle: bundle.replace(from, to) });
    assert.equal(body.ok, false, from);
    assert.ok((body.problem ?? '').length > 3);
  }
});

test('bad input is refused in plain words, and nobody else is answered', async () => {
  for (const bundle of ['{}', 'no draw', '[]'])
    assert.equal((await check({ bundle })).body.ok, false, bundle);
  assert.equal((await check({})).status, 400);
  assert.equal((await check({ bundle: 'x'.repeat(17 * 1_048_576) })).status, 413);
  for (const role of ['planner', 'analyst', 'administrator'] as const) {
    assert.equal((await check({ bundle: '{}' }, await signedIn(node, [role]))).status, 404, role);
  }
});
