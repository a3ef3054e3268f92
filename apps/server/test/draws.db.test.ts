import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import {
  commitDraw,
  toHex,
  verifierKey,
  verifyDraw,
  vrfPublicKey,
  writeVerifierKey,
} from '@havenwacht/transparency';
import { sha256, signingKey, verifyEd25519 } from '../src/platform/crypto/native-crypto.ts';
import { aContainer, aManifest, hour, type Voyage } from './a-message.ts';
import { aNode, now, rowsOf, type TestNode } from './a-node.ts';
import { codes, decideAsDrawn } from './second-person.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

type Body = Record<string, unknown>;
interface Listed {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly candidates: number;
  readonly drawn: number | null;
  readonly parties: readonly { readonly name: string; readonly present: boolean | null }[];
  readonly verified: boolean | null;
  readonly problem: string | null;
}

const boxes = Array.from({ length: 60 }, (_, index) => aContainer(810_000 + index));
const voyage: Voyage = {
  imo: '9074729',
  vessel: 'SYNTHETIC ONE',
  voyage: '8W',
  port: 'NLVLI',
  eta: now + 20 * hour,
};
const manifest = (document: string, numbers: readonly string[]): string =>
  aManifest({
    at: now - 4 * hour,
    voyage,
    document,
    boxes: numbers.map((number) => ({ number, type: '45R1' })),
    bills: numbers.map((number) => ({
      number: `QZB${number}`,
      boxes: [number],
      goods: 'BANANAS',
      consignee: 'SIM FRUIT BV',
      grossKg: 20_000,
    })),
  });

/** Another party whose address and key are set once it is there. */
const anOther = () => ({
  name: 'nobody/draw',
  key: vrfPublicKey(new Uint8Array(32).fill(1)),
  url: 'http://127.0.0.1:1',
});

async function overseer(node: TestNode): Promise<SignedIn> {
  return signedIn(node, ['integrity'], { groups: ['integrity'] });
}
async function listed(node: TestNode, who: SignedIn): Promise<readonly Listed[]> {
  const { status, body } = await node.get<readonly Listed[]>('/api/v1/draws', { ...who.headers });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}
async function alerts(node: TestNode, who: SignedIn): Promise<readonly unknown[]> {
  const { body } = await node.get<{ items: Body[] }>('/api/v1/alerts', { ...who.headers });
  return body.items.map(({ alert }) => alert);
}
/** Dismisses boxes that screening put high, with both signatures. */
async function lowerByTwo(node: TestNode, visits: readonly string[]): Promise<void> {
  for (const visit of visits) {
    await node.db.execute("update screening set band = 'A' where visit_id = $1", [visit]);
    const act = { kind: 'dismiss', reason: 'known to us' };
    const { status } = await node.post(`/api/v1/visits/${visit}/acts`, act);
    assert.equal(status, 201);
    const [asked] = await node.db.query<{ id: string }>('select id from lowering where subject = $1', [
      visit,
    ]);
    const decided = await decideAsDrawn(node, asked!.id, 'approved', codes.confirm);
    assert.equal(decided.status, 200, JSON.stringify(decided.body));
  }
}
const controlled = async (node: TestNode): Promise<number> =>
  (await node.db.query("select 1 from control where origin = 'lowering'")).length;

describe('with a partner', () => {
  const other = anOther();
  let node: TestNode;
  let partner: TestNode;
  let integrity: SignedIn;

  before(async () => {
    node = await aNode({ actLog: { drawParties: [other] } });
    await node.actLog.drain();
    partner = await aNode({ drawSeed: 11, actLog: { witnessedLogs: [node.actLog.key()!] } });
    await partner.actLog.drain();
    other.name = `${partner.actLog.key()!.name}/draw`;
    other.key = vrfPublicKey(new Uint8Array(32).fill(11));
    other.url = partner.address;
    integrity = await overseer(node);
    await node.db.execute("update person set groups = array['pre-arrival'] where id = $1", [
      node.reader.person,
    ]);
    await signedIn(node, ['planner'], { groups: ['control-room'] });
    await node.take({ 'manifest.edi': manifest('QZM1', boxes) });
  });
  after(async () => {
    await partner.close();
    await node.close();
  });

  test('the random share is what the two drew, and anybody can check it offline', async () => {
    assert.ok(
      (await rowsOf(node)).every(({ selectedBy }) => selectedBy !== 'random'),
      'nothing before the draw',
    );
    await node.draw();
    await node.settle();
    const [draw] = await listed(node, integrity);
    assert.ok(draw !== undefined && draw.drawn !== null && draw.drawn > 0);
    assert.deepEqual([draw.kind, draw.state, draw.candidates, draw.verified], ['share', 'made', 60, true]);
    assert.deepEqual(
      draw.parties.map(({ present }) => present),
      [true, true],
    );
    const random = (await rowsOf(node)).filter(({ selectedBy }) => selectedBy === 'random');
    assert.equal(random.length, draw.drawn);

    const { body: bundle } = await node.get<string>(`/api/v1/draws/${draw.id}/bundle`, {
      ...integrity.headers,
      accept: 'text/plain',
    });
    const text = typeof bundle === 'string' ? bundle : `${JSON.stringify(bundle)}\n`;
    const known = {
      organiser: writeVerifierKey(node.actLog.key()!),
      parties: new Map([
        [`${node.actLog.key()!.name}/draw`, toHex(vrfPublicKey(new Uint8Array(32).fill(9)))],
        [other.name, toHex(other.key)],
      ]),
    };
    const verified = verifyDraw(sha256, verifyEd25519, text, known);
    assert.ok(verified.ok, JSON.stringify(verified));
    for (const row of random) {
      for (const secret of [row.container, row.id])
        assert.ok(!text.includes(secret), 'a bundle names no box');
    }
    assert.equal(
      verifyDraw(sha256, verifyEd25519, text.replace(/"drawn":\["(.)/, '"drawn":["g'), known).ok,
      false,
    );
    const commit = node.acts.findIndex(({ act }) => act === 'draw/commit');
    const made = node.acts.findIndex(({ act }) => act === 'draw/made');
    assert.ok(commit >= 0 && commit < made);
    assert.ok(partner.acts.some(({ act }) => act === 'draw/prove'));
  });

  test('nothing is drawn twice; a box that is announced late has a draw of its own', async () => {
    const before = (await rowsOf(node)).map(({ id, selectedBy }) => [id, selectedBy === 'random']);
    await node.draw();
    assert.equal((await listed(node, integrity)).length, 1);
    await node.take({ 'late.edi': manifest('QZM2', [aContainer(820_001)]) });
    await node.draw();
    await node.settle();
    const draws = await listed(node, integrity);
    assert.deepEqual(draws.map(({ candidates }) => candidates).sort(), [1, 60]);
    const after = new Map((await rowsOf(node)).map(({ id, selectedBy }) => [id, selectedBy === 'random']));
    for (const [id, wasRandom] of before) assert.equal(after.get(String(id)), wasRandom);
  });

  test('of ten boxes lowered against the screening exactly two are controlled all the same, and no row says which', async () => {
    node.clock.advance(1_000);
    const rows = (await rowsOf(node)).slice(0, 10);
    await lowerByTwo(
      node,
      rows.map(({ id }) => id),
    );
    assert.equal(await controlled(node), 0, 'the dice are not the node’s');
    await node.draw();
    const [draw] = await listed(node, integrity);
    assert.deepEqual([draw?.kind, draw?.state, draw?.candidates, draw?.drawn], ['lowered', 'made', 10, 2]);
    assert.equal(await controlled(node), 2);
    const tables = await node.db.query(
      'select (select json_agg(d) from lowering_decision d) as decisions, (select json_agg(d) from draw d where kind = $1) as draws',
      ['lowered'],
    );
    for (const { id, container } of rows) {
      assert.ok(!JSON.stringify(tables).includes(container) && !JSON.stringify(tables).includes(id));
    }
    const seen = await node.get<{ items: Body[] }>('/api/v1/lowerings', { ...integrity.headers });
    assert.equal(seen.body.items.filter(({ redrawn }) => redrawn === true).length, 2);
    const own = await node.get<{ items: Body[] }>('/api/v1/lowerings');
    assert.ok(own.body.items.every(({ redrawn }) => redrawn === null));
  });

  test('a draw is never changed, and only those who oversee see it', async () => {
    const [draw] = await listed(node, integrity);
    for (const statement of [
      "update draw set drawn = '{}' where id = $1",
      "update draw set candidates = '[]' where id = $1",
      'delete from draw where id = $1',
    ]) {
      await assert.rejects(node.db.execute(statement, [draw?.id]), /never changed/, statement);
    }
    await assert.rejects(node.db.execute('update drawn_visit set drawn = not drawn'), /never changed/);
    await assert.rejects(node.db.execute('delete from drawn_visit'), /never changed/);
    assert.equal((await node.get('/api/v1/draws')).status, 404);
    assert.equal((await node.get(`/api/v1/draws/${draw?.id}/bundle`)).status, 404);
  });

  test('a party proves for organisers it knows, and one roster a commitment', async () => {
    const draws = await node.db.query<{ commitment: string }>(
      'select commitment from draw order by at limit 1',
    );
    const { commitment } = draws[0]!;
    const ask = (what: string, body: object) =>
      partner.post<Body>(`/api/v1/draws/party/${what}`, body, { cookie: '', 'havenwacht-csrf': '1' });
    const own = `${node.actLog.key()!.name}/draw`;
    const first = await ask('prove', { commitment, present: [own, other.name] });
    assert.equal(first.status, 200);
    assert.deepEqual((await ask('prove', { commitment, present: [own, other.name] })).body, first.body);
    for (const present of [[other.name], [other.name, own], [own, 'else'], [own]]) {
      assert.equal((await ask('prove', { commitment, present })).status, 422, JSON.stringify(present));
    }
    await partner.db.execute('alter table draw_answer disable trigger draw_answer_stays');
    await partner.db.execute('update draw_answer set roster = $1', [
      JSON.stringify([own, 'gone', other.name]),
    ]);
    assert.equal((await ask('prove', { commitment, present: [own, other.name] })).status, 409);
    const { publicKey, sign } = signingKey(new Uint8Array(32).fill(77));
    const stranger = verifierKey(sha256, { name: 'stranger', kind: 'note', publicKey });
    const forged = commitDraw(
      sha256,
      {
        context: 'x',
        model: 'x',
        at: new Date(now).toISOString(),
        replaces: null,
        candidates: [{ id: 'a', probability: 1 }],
        parties: [
          { name: own, key: vrfPublicKey(new Uint8Array(32).fill(9)) },
          { name: other.name, key: other.key },
        ],
      },
      stranger,
      sign,
    );
    for (const bad of [forged, `${commitment.slice(0, 40)}x${commitment.slice(40)}`, 'x']) {
      assert.equal((await ask('attend', { commitment: bad })).status, 403);
    }
  });
});

describe('with a partner that stays away', () => {
  const other = anOther();
  let node: TestNode;
  let integrity: SignedIn;

  before(async () => {
    node = await aNode({ actLog: { drawParties: [other] } });
    integrity = await overseer(node);
    await node.db.execute("update person set groups = array['pre-arrival'] where id = $1", [
      node.reader.person,
    ]);
    await signedIn(node, ['planner'], { groups: ['control-room'] });
    await node.take({ 'manifest.edi': manifest('QZM1', boxes) });
  });
  after(() => node.close());

  test('it is told at once, and after an hour every box lowered against the screening is controlled', async () => {
    const rows = (await rowsOf(node)).slice(0, 5);
    await lowerByTwo(
      node,
      rows.map(({ id }) => id),
    );
    await node.draw();
    await node.draw();
    const waiting = await listed(node, integrity);
    assert.deepEqual(
      waiting.map(({ state }) => state),
      ['committed', 'committed'],
    );
    assert.match(waiting[0]?.problem ?? '', /can't be reached/);
    assert.deepEqual(await alerts(node, integrity), ['draw-absent', 'draw-absent']);
    assert.equal(node.acts.filter(({ kind, act }) => kind === 'refusal' && act === 'draw/absent').length, 2);
    assert.equal(await controlled(node), 0);
    node.clock.advance(hour + 60_000);
    await node.draw();
    await node.settle();
    const ended = await listed(node, integrity);
    assert.deepEqual(
      ended.map(({ state, verified }) => [state, verified]),
      [
        ['forced', null],
        ['forced', null],
      ],
    );
    assert.equal(await controlled(node), 5);
    assert.ok(
      (await rowsOf(node)).some(({ selectedBy }) => selectedBy === 'random'),
      'the share is drawn all the same',
    );
    assert.equal((await alerts(node, integrity)).filter((alert) => alert === 'draw-forced').length, 2);
    assert.equal(
      (await node.get(`/api/v1/draws/${ended[0]?.id}/bundle`, { ...integrity.headers })).status,
      404,
    );
  });
});

test('a party that attends and withholds its proof voids one draw, by name, and gains no second one', async () => {
  const other = anOther();
  const key = toHex(other.key);
  const liar = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      if (request.url?.endsWith('/attend')) response.end(JSON.stringify({ name: other.name, key }));
      else response.writeHead(503).end();
    });
  });
  await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
  other.url = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
  const node = await aNode({ actLog: { drawParties: [other] } });
  try {
    const integrity = await overseer(node);
    await node.take({ 'manifest.edi': manifest('QZM1', boxes) });
    await node.draw();
    assert.match((await listed(node, integrity))[0]?.problem ?? '', /nobody\/draw withholds its proof/);
    node.clock.advance(hour + 60_000);
    await node.draw();
    const states = async () => (await listed(node, integrity)).map(({ state }) => state);
    assert.deepEqual(await states(), ['committed', 'void']);
    const [second] = await node.db.query<{ replaces: string | null }>(
      "select replaces from draw where state = 'committed'",
    );
    assert.match(second?.replaces ?? '', /^[0-9a-f]{64}$/);
    node.clock.advance(hour + 60_000);
    await node.draw();
    assert.deepEqual(await states(), ['forced', 'void']);
    assert.ok((await alerts(node, integrity)).includes('draw-void'));
  } finally {
    await node.close();
    await new Promise((resolve) => liar.close(resolve));
  }
});

test('a node without a partner draws lowered boxes alone and says so', async () => {
  const node = await aNode();
  try {
    const integrity = await overseer(node);
    await node.take({ 'manifest.edi': manifest('QZM1', boxes) });
    await node.db.execute("update screening set band = 'D', selected_by = null");
    const released = (await rowsOf(node)).slice(0, 50);
    for (const { id } of released) {
      const act = await node.post<Body>(`/api/v1/visits/${id}/acts`, {
        kind: 'dismiss',
        reason: 'nothing about it',
      });
      assert.equal((act.body['results'] as Body[])[0]?.['outcome'], 'recorded');
    }
    await node.draw();
    const [draw] = await listed(node, integrity);
    assert.deepEqual([draw?.kind, draw?.state, draw?.candidates, draw?.drawn], ['lowered', 'forced', 50, 1]);
    assert.equal(await controlled(node), 1);
    assert.deepEqual(await alerts(node, integrity), []);
  } finally {
    await node.close();
  }
});
