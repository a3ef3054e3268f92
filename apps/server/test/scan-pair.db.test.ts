import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { simulatePair, type ScanImage, type SimulatedPair } from '@havenwacht/imaging';
import { scanFileOf } from '../src/cli/scan-file-of.ts';
import { instantText } from '../src/platform/clock/clock.ts';
import { aNode, type TestNode } from './a-node.ts';
import { aContainer, aDischargeOrder, aManifest, day } from './a-message.ts';
import { now } from './a-node.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

/** A pair of simulated scans as files, at 10 mm a pixel. */
let pair: SimulatedPair;
let other: SimulatedPair;
let node: TestNode;
let [ada, ben]: SignedIn[] = [];

before(async () => {
  const plan = { family: 'training', geometry: 'same', pitchMm: 10 } as const;
  pair = simulatePair({ ...plan, seed: 'pair', cargo: 'cartons', threatKg: 25, place: 'doors' });
  other = simulatePair({ ...plan, seed: 'other', cargo: 'cartons', threatKg: 0, wrongContainer: true });
  node = await aNode();
  await node.start();
  ada = await signedIn(node, ['image-analyst']);
  ben = await signedIn(node, ['image-analyst']);
  await node.db.execute('update scan_setting set blind_share = 0, trial_share = 0');
});
after(() => node.close());

let serial = 800_000;
const fresh = (): string => aContainer((serial += 20));

const fileOf = (image: ScanImage, container: string, acquiredAt: number): Uint8Array =>
  scanFileOf({ ...image, container, acquiredAt: instantText(acquiredAt) });

async function send(image: ScanImage, container: string, acquiredAt: number): Promise<string> {
  const sent = await node.post<{ id: string }>(
    '/api/v1/scans?port=NLVLI',
    fileOf(image, container, acquiredAt),
    ada!.headers,
  );
  assert.equal(sent.status, 201, JSON.stringify(sent.body));
  return sent.body.id;
}

async function sendPair(container: string, of = pair): Promise<{ earlier: string; later: string }> {
  const earlier = await send(of.departure.image, container, now - 12 * day);
  return { earlier, later: await send(of.arrival.image, container, now) };
}

interface PairAnswer {
  readonly earlier: { readonly id: string } | null;
  readonly comparison: {
    readonly comparable: boolean;
    readonly reason: string | null;
    readonly relation: string | null;
    readonly warp: { readonly step: number; readonly columns: number; readonly rows: number } | null;
  } | null;
}
const pairOf = (id: string, who = ada!) => node.get<PairAnswer>(`/api/v1/scans/${id}/pair`, who.headers);
const read = async (id: string) =>
  (await node.get<Record<string, unknown>>(`/api/v1/scans/${id}`, ada!.headers)).body;
const bytesAt = async (path: string) => {
  const answer = await fetch(new URL(`/api/v1/scans/${path}`, node.address), { headers: ada!.headers });
  return { status: answer.status, bytes: await answer.arrayBuffer() };
};

test('a scan is laid over the one before, and what changed stays hidden until it is judged', async () => {
  const { earlier, later } = await sendPair(fresh());
  const { body } = await pairOf(later);
  assert.equal(body.earlier?.id, earlier);
  const { comparison } = body;
  assert.deepEqual([comparison?.comparable, comparison?.relation], [true, 'same']);
  assert.ok(!/excessKg|score|changes/.test(JSON.stringify(body)));

  const { step, columns, rows } = comparison!.warp!;
  const { bytes } = await bytesAt(`${later}/pair/warp`);
  const warp = new Float32Array(bytes);
  assert.equal(warp.length, columns * rows * 2);
  // The same scanner and a smooth warp: a place lies near where it lay, its neighbour beside it.
  const middle = (rows >> 1) * columns + (columns >> 1);
  assert.ok(Math.abs(warp[2 * middle]! - (columns >> 1) * step) < 60);
  assert.ok(Math.abs(warp[2 * middle + 2]! - warp[2 * middle]! - step) < 2);

  await node.settle();
  await bytesAt(`${later}/channels`);
  assert.deepEqual((await read(later))['opinions'], []);
  const region = { x: 5, y: 5, width: 10, height: 10 };
  await node.post(
    `/api/v1/scans/${later}/judgements`,
    { verdict: 'suspicious', regions: [region] },
    ada!.headers,
  );
  const opinions = (await read(later))['opinions'] as {
    analyser: string;
    country: string;
    state: string;
    regions: { x: number; width: number; excessKg: number }[];
  }[];
  const change = opinions.find(({ analyser }) => analyser === 'paired-change');
  assert.deepEqual([change?.state, change?.country], ['evaluated', 'NL']);
  const truth = pair.arrival.mask.findIndex((seen) => seen > 0) % pair.arrival.image.columns;
  assert.ok(change!.regions.some(({ x, width }) => Math.abs(x + width / 2 - truth) < 60));
  assert.ok(node.acts.some(({ act, subject }) => act === 'scan/pair' && subject === later));
});

test('another container under the same number can not be compared, which is said and is no clear', async () => {
  const { later } = await sendPair(fresh(), other);
  const { comparison } = (await pairOf(later)).body;
  assert.deepEqual([comparison?.comparable, comparison?.warp], [false, null]);
  assert.match(comparison?.reason ?? '', /another/);
  assert.equal((await bytesAt(`${later}/pair/warp`)).status, 404);
  await node.settle();
  const [said] = await node.db.query<{ state: string; score: number | null }>(
    "select state, score from scan_opinion where scan = $1 and analyser = 'paired-change'",
    [later],
  );
  assert.deepEqual(said, { state: 'cannot-compare', score: null });
});

test('the first scan of a container has none before it, and a reader of another port sees no pair', async () => {
  const container = fresh();
  const { earlier, later } = await sendPair(container);
  assert.deepEqual((await pairOf(earlier)).body, { earlier: null, comparison: null });
  const elsewhere = await signedIn(node, ['image-analyst'], { ports: ['NLRTM'] });
  assert.equal((await pairOf(later, elsewhere)).status, 404);
  await node.db.execute("update scan set port = 'NLRTM' where id = $1", [earlier]);
  const here = await signedIn(node, ['image-analyst'], { ports: ['NLVLI'] });
  assert.deepEqual((await pairOf(later, here)).body, { earlier: null, comparison: null });
});

test('a trial is compared with the scan before the one it is made from, as that one would be', async () => {
  const { earlier, later } = await sendPair(fresh());
  await bytesAt(`${later}/channels`);
  await node.db.execute('update scan_setting set trial_share = 1');
  for (const confirmed of [false, true]) {
    await node.post(`/api/v1/scans/${later}/judgements`, { verdict: 'clear', confirmed }, ada!.headers);
  }
  await node.db.execute('update scan_setting set trial_share = 0');
  const [trial] = await node.db.query<{ id: string }>('select id from scan where trial_of = $1', [later]);
  const { body } = await pairOf(trial!.id, ben);
  assert.equal(body.earlier?.id, earlier);
  assert.equal(body.comparison?.comparable, true);
});

test('pixels that stand beside another scan start no clock; all channels come in one answer', async () => {
  const { earlier, later } = await sendPair(fresh());
  const { bytes } = await bytesAt(`${earlier}/channels?beside=${later}`);
  const expected = pair.departure.image.channels.flatMap(({ samples }) => [...samples]);
  assert.deepEqual([...new Uint16Array(bytes)], expected);
  const judged = await node.post<{ code: string }>(
    `/api/v1/scans/${earlier}/judgements`,
    { verdict: 'cannot-tell' },
    ada!.headers,
  );
  assert.equal(judged.body.code, 'scans/not-opened');

  // Naming a scan that it does not stand beside does not keep the clock from starting.
  await bytesAt(`${later}/channels?beside=${earlier}`);
  const [look] = await node.db.query<{ n: number }>(
    'select count(*)::int as n from scan_look where scan = $1',
    [later],
  );
  assert.equal(look?.n, 1);
});

test('references are cleared scans of other containers with the same goods, and the papers stand beside the scan', async () => {
  const [one, two, third] = [fresh(), fresh(), fresh()] as [string, string, string];
  const voyage = { imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '1W', port: 'NLVLI', eta: now + day };
  const bill = (number: string, goods: string) => ({ number: `QZB${number}`, boxes: [number], goods });
  await node.take({
    'order.edi': aDischargeOrder({
      at: now - day,
      voyage,
      boxes: [one, two, third].map((number) => ({ number })),
    }),
    'manifest.edi': aManifest({
      at: now - day,
      document: 'QZM1',
      voyage,
      bills: [bill(one, 'CARTONS OF TOYS'), bill(two, 'CARTONS OF TOYS'), bill(third, 'SCRAP')],
    } as Parameters<typeof aManifest>[0]),
  });
  const ids = [];
  for (const [index, container] of [one, two, third].entries()) {
    ids.push(await send(pair.arrival.image, container, now + index * 1000));
  }
  const [wanted, same, unlike] = ids as [string, string, string];
  const references = async () =>
    (
      await node.get<{ items: { id: string }[] }>(`/api/v1/scans/${wanted}/references`, ada!.headers)
    ).body.items.map(({ id }) => id);
  assert.deepEqual(await references(), [], 'what nobody cleared is no reference');
  for (const id of [same, unlike]) {
    await bytesAt(`${id}/channels`);
    for (const confirmed of [false, true]) {
      await node.post(`/api/v1/scans/${id}/judgements`, { verdict: 'clear', confirmed }, ada!.headers);
    }
  }
  assert.deepEqual(await references(), [same]);
  const { declared } = (await read(wanted)) as { declared: { goods: { description: string }[] } };
  assert.deepEqual(
    declared.goods.map(({ description }) => description),
    ['CARTONS OF TOYS'],
  );
});

test('a region may have corners, which have to lie in its frame', async () => {
  const { later } = await sendPair(fresh());
  await bytesAt(`${later}/channels`);
  const judge = (corners: number[][]) =>
    node.post<{ code?: string; judgement?: { regions: object[] } }>(
      `/api/v1/scans/${later}/judgements`,
      { verdict: 'suspicious', regions: [{ x: 10, y: 10, width: 20, height: 20, corners }] },
      ada!.headers,
    );
  const beyond = await judge([
    [10, 10],
    [31, 10],
    [20, 30],
  ]);
  assert.equal(beyond.body.code, 'scans/region');
  const inside = [
    [10, 10],
    [30, 10],
    [20, 30],
  ];
  const drawn = await judge(inside);
  assert.equal(drawn.status, 201, JSON.stringify(drawn.body));
  assert.deepEqual(drawn.body.judgement?.regions, [{ x: 10, y: 10, width: 20, height: 20, corners: inside }]);
});
