import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { writeDx } from '@havenwacht/formats/dicos';
import { writeScanAbout } from '@havenwacht/formats/scan';
import { writeTiff } from '@havenwacht/formats/tiff';
import { forgetScans } from '../src/features/scans/index.ts';
import { insertOpinion } from '../src/features/scans/scan-store.ts';
import { openBlobs } from '../src/platform/blobs/index.ts';
import { aNode, now, type TestNode } from './a-node.ts';
import { aContainer, day } from './a-message.ts';
import { about, aScan, columns, pixels, rows } from './a-scan.ts';
import { signedIn, type SignedIn } from './signed-in.ts';

let node: TestNode;
let [ada, ben, lead, planner]: SignedIn[] = [];
before(async () => {
  node = await aNode();
  ada = await signedIn(node, ['image-analyst']);
  ben = await signedIn(node, ['image-analyst']);
  lead = await signedIn(node, ['team-lead']);
  planner = await signedIn(node, ['planner']);
  // Drawn shares would make the tests a matter of luck: each sets what it needs.
  await share(0, 0);
});
after(() => node.close());

const share = (blind: number, trial: number): Promise<number> =>
  node.db.execute('update scan_setting set blind_share = $1, trial_share = $2', [blind, trial]);

let serial = 600_000;
const fresh = (): string => aContainer((serial += 20));
interface Sent {
  readonly id: string;
  readonly state: string;
  readonly container: string | null;
  readonly numberCheck: string;
  readonly findings: readonly { readonly code: string }[];
}

async function send(bytes: Uint8Array, query = 'port=NLVLI', status = 201): Promise<Sent> {
  const answer = await node.post<Sent>(`/api/v1/scans?${query}`, bytes, ada!.headers);
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  return answer.body;
}

async function order(container: string, over: object = {}): Promise<string> {
  const body = { container, port: 'NLVLI', ...over };
  const answer = await node.post<{ id: string }>('/api/v1/scan-orders', body, planner!.headers);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body.id;
}

const open = (id: string, who = ada!, channel = 1) =>
  fetch(new URL(`/api/v1/scans/${id}/channels/${channel}`, node.address), {
    headers: { ...who.headers, 'accept-encoding': 'identity' },
  });
const judge = <Body = Record<string, unknown>>(id: string, body: object, who = ada!) =>
  node.post<Body>(`/api/v1/scans/${id}/judgements`, body, who.headers);
const read = async (id: string, who = ada!) => {
  const answer = await node.get<Record<string, unknown>>(`/api/v1/scans/${id}`, who.headers);
  assert.equal(answer.status, 200);
  return answer.body;
};
const codeOf = (answer: { readonly body: unknown }): unknown => (answer.body as { code?: unknown }).code;
const region = { x: 10, y: 10, width: 20, height: 20 };

async function clear(id: string, who = ada!): Promise<Record<string, unknown>> {
  await (await open(id, who)).arrayBuffer();
  assert.equal((await judge(id, { verdict: 'clear' }, who)).status, 202);
  const second = await judge(id, { verdict: 'clear', confirmed: true }, who);
  assert.equal(second.status, 201, JSON.stringify(second.body));
  return second.body;
}

test('a scan that comes in twice is one scan, and its samples come out bit for bit', async () => {
  const container = fresh();
  const high = pixels();
  const bytes = writeTiff([
    { columns, rows, samples: high, description: writeScanAbout(about(container)) },
    { columns, rows, samples: pixels() },
  ]);
  const first = await send(bytes);
  assert.deepEqual([first.state, first.container, first.numberCheck], ['open', container, 'not-ordered']);
  assert.equal((await send(bytes, 'port=NLVLI', 200)).id, first.id);
  const plain = new Uint16Array(await (await open(first.id)).arrayBuffer());
  assert.deepEqual(plain, high);
  const packed = await node.get<string>(`/api/v1/scans/${first.id}/channels/1`, ada!.headers);
  assert.equal(packed.status, 200);
  assert.equal((await open(first.id, ada, 3)).status, 404);
  const preview = await fetch(new URL(`/api/v1/scans/${first.id}/preview`, node.address), {
    headers: ada!.headers,
  });
  assert.deepEqual([...new Uint8Array(await preview.arrayBuffer())].slice(1, 4), [0x50, 0x4e, 0x47]);
});

test('what can not be judged is set aside with a reason, and can not be cleared', async () => {
  const cut = aScan(fresh()).subarray(0, 5_000);
  const bad = await send(cut);
  assert.deepEqual([bad.state, bad.findings[0]?.code], ['quarantined', 'scan/cut-off']);
  assert.equal((await open(bad.id)).status, 409);
  const judged = await judge(bad.id, { verdict: 'clear', confirmed: true });
  assert.deepEqual([judged.status, codeOf(judged)], [409, 'scans/not-open']);
  for (const [bytes, code] of [
    [new Uint8Array(0), 'scan/empty'],
    [new TextEncoder().encode('no scan at all'), 'scan/not-a-scan'],
  ] as const) {
    const one = await send(bytes);
    assert.deepEqual([one.state, one.findings[0]?.code], ['quarantined', code]);
  }
  const [counted] = await node.db.query<{ n: number }>(
    "select count(*)::int as n from scan where state = 'quarantined' and verdict is not null",
  );
  assert.equal(counted?.n, 0);
});

test('an image of another container than was ordered is named, and clears neither', async () => {
  const [wanted, other] = [fresh(), fresh()];
  const id = await order(wanted);
  const wrong = await send(aScan(other), `port=NLVLI&order=${id}`);
  assert.equal(wrong.numberCheck, 'differs');
  await (await open(wrong.id)).arrayBuffer();
  const answer = await judge(wrong.id, { verdict: 'clear', confirmed: true });
  assert.deepEqual([answer.status, codeOf(answer)], [409, 'scans/wrong-container']);
  await assert.rejects(
    node.db.execute("update scan set verdict = 'clear', judged_at = now() where id = $1", [wrong.id]),
    /check constraint/,
  );
  assert.equal((await judge(wrong.id, { verdict: 'suspicious', regions: [region] })).status, 201);
});

test('two lanes that were swapped are both named so', async () => {
  const [left, right] = [fresh(), fresh()];
  await order(left, { scanner: 'QZ-2', lane: 1 });
  await order(right, { scanner: 'QZ-2', lane: 2 });
  const at = { scanner: { id: 'QZ-2', manufacturer: '', model: '' } };
  const [first, second] = [
    await send(aScan(right, { ...at, lane: 1 })),
    await send(aScan(left, { ...at, lane: 2 })),
  ];
  assert.equal(first.numberCheck, 'lanes-swapped');
  // The first order is answered by then; a number that was ordered for nobody differs all the same.
  assert.ok(['lanes-swapped', 'differs'].includes(second.numberCheck));
});

test('clear has to be said twice; a region is wanted of what is suspicious; nobody judges unseen', async () => {
  const { id } = await send(aScan(fresh()));
  const unseen = await judge(id, { verdict: 'cannot-tell' });
  assert.deepEqual([unseen.status, codeOf(unseen)], [409, 'scans/not-opened']);
  await (await open(id)).arrayBuffer();
  // Confirming what was never asked is not enough.
  const hasty = await judge(id, { verdict: 'clear', confirmed: true });
  assert.deepEqual([hasty.status, hasty.body['recorded']], [202, false]);
  assert.equal(codeOf(await judge(id, { verdict: 'suspicious' })), 'scans/no-region');
  const beyond = { ...region, x: columns - 5 };
  assert.equal(codeOf(await judge(id, { verdict: 'suspicious', regions: [beyond] })), 'scans/region');
  node.clock.advance(42_000);
  const second = await judge(id, { verdict: 'clear', confirmed: true });
  assert.equal(second.status, 201);
  const { judgement } = second.body as { judgement: { seconds: number; opinionsShown: boolean } };
  assert.deepEqual([judgement.seconds, judgement.opinionsShown], [42, false]);
});

const opinion = {
  analyser: 'paired-change',
  version: '1.0.0',
  country: 'BE',
  at: now,
  state: 'evaluated',
  reason: null,
  score: 0.97,
  regions: [region],
} as const;

test('what algorithms and others say is hidden until the first judgement, then shown with country and version', async () => {
  const { id } = await send(aScan(fresh()));
  await insertOpinion(node.db, id, opinion);
  await insertOpinion(node.db, id, { ...opinion, score: 0.1 });
  await (await open(id)).arrayBuffer();
  const before = await read(id);
  assert.deepEqual(
    [before['opinionsHidden'], before['opinions'], before['verdict']],
    ['until-judged', [], null],
  );
  assert.ok(!JSON.stringify(before).includes('0.97'));
  await judge(id, { verdict: 'suspicious', regions: [region] });
  const { opinions } = (await read(id)) as {
    opinions: { score: number; country: string; version: string }[];
  };
  assert.deepEqual(
    opinions.map(({ score, country, version }) => [score, country, version]),
    [[0.97, 'BE', '1.0.0']],
    'the first word of a version stays',
  );
  const other = await read(id, ben);
  assert.deepEqual([other['opinions'], other['judgements'], other['verdict']], [[], [], null]);
  const again = await judge<{ judgement: { round: number; opinionsShown: boolean } }>(id, {
    verdict: 'cannot-tell',
  });
  assert.deepEqual([again.body.judgement.round, again.body.judgement.opinionsShown], [2, true]);
  assert.equal(codeOf(await judge(id, { verdict: 'cannot-tell' })), 'scans/judged');
});

test('the learned network says its word of every scan, or why it has none', async () => {
  const { id } = await send(aScan(fresh()));
  const bare = await send(writeTiff([{ columns, rows, samples: pixels() }]));
  await node.settle();
  const said = async (scan: string) =>
    node.db.query<{
      analyser: string;
      country: string;
      state: string;
      reason: string | null;
      score: number | null;
    }>('select analyser, country, state, reason, score from scan_opinion where scan = $1', [scan]);
  const [word] = await said(id);
  assert.deepEqual([word?.analyser, word?.country], ['projected-threats', 'NL']);
  // Where onnxruntime is not installed the reason stands in place of the score.
  assert.ok(word?.state === 'evaluated' ? word.score! >= 0 : /onnxruntime/.test(word?.reason ?? ''));
  const [none] = await said(bare.id);
  assert.deepEqual([none?.state, none?.score], ['not-evaluated', null]);
  assert.match(none?.reason ?? '', /energies/);
});

test('in the blind arm algorithms stay hidden after the judgement too', async () => {
  await share(1, 0);
  const { id } = await send(aScan(fresh()));
  await share(0, 0);
  await insertOpinion(node.db, id, opinion);
  await (await open(id)).arrayBuffer();
  await judge(id, { verdict: 'suspicious', regions: [region] });
  const after = await read(id);
  assert.deepEqual([after['opinionsHidden'], after['opinions']], ['blind', []]);
  assert.equal(codeOf(await judge(id, { verdict: 'clear' })), 'scans/judged');
});

test('a trial looks like any scan, measures its analyst, and leads nowhere', async () => {
  await share(0, 1);
  const container = fresh();
  const { id } = await send(aScan(container));
  await clear(id);
  await share(0, 0);
  const [trial] = await node.db.query<{
    id: string;
    trial_region: typeof region;
  }>('select id, trial_region from scan where trial_of = $1', [id]);
  assert.ok(trial !== undefined);
  // He who cleared it has seen it without the threat.
  const list = async (who: SignedIn) =>
    (await node.get<{ items: Record<string, unknown>[] }>('/api/v1/scans?limit=500', who.headers)).body.items;
  assert.ok(!(await list(ada!)).some((one) => one['id'] === trial.id));
  assert.equal((await open(trial.id)).status, 404);
  const shown = (await list(ben!)).find((one) => one['id'] === trial.id);
  const plain = (await list(ben!)).find((one) => one['id'] !== trial.id);
  assert.ok(shown !== undefined && plain !== undefined);
  assert.deepEqual(Object.keys(shown), Object.keys(plain));
  assert.ok(!/trial|projec/i.test(JSON.stringify([shown, await read(trial.id, ben)])));

  const [base, loaded] = [
    new Uint16Array(await (await open(id)).arrayBuffer()),
    new Uint16Array(await (await open(trial.id, ben)).arrayBuffer()),
  ];
  const { x, y, width, height } = trial.trial_region;
  const middle = (y + (height >> 1)) * columns + x + (width >> 1);
  assert.ok(loaded[middle]! < base[middle]!);

  const [events] = await node.db.query<{ n: number }>('select count(*)::int as n from event');
  const answer = await judge<{ trial: { found: boolean } }>(
    trial.id,
    { verdict: 'suspicious', regions: [trial.trial_region] },
    ben!,
  );
  assert.equal(answer.body.trial.found, true);
  assert.deepEqual(await node.db.query('select count(*)::int as n from event'), [events]);
  assert.deepEqual(await node.db.query('select 1 from scan_suspicion where id = $1', [trial.id]), []);

  const skill = async (who: SignedIn) =>
    (
      await node.get<{ items: { person: string; trials: number; found: number; from: number }[] }>(
        '/api/v1/scan-skill',
        who.headers,
      )
    ).body.items;
  const [own] = await skill(ben!);
  assert.deepEqual([own?.person, own?.trials, own?.found], [ben!.person, 1, 1]);
  assert.ok(own!.from < 0.3, 'one trial says little');
  assert.deepEqual(await skill(ada!), []);
  assert.equal((await skill(lead!)).length, 1);
});

test('a real suspicion is news and stands in the view that later steps read', async () => {
  const container = fresh();
  const { id } = await send(aScan(container));
  await (await open(id)).arrayBuffer();
  await judge(id, { verdict: 'suspicious', regions: [region] });
  const [news] = await node.db.query<{ body: Record<string, unknown> }>(
    "select body from event where kind = 'scan-judged' order by id desc limit 1",
  );
  assert.deepEqual(news?.body, { scan: id, container, port: 'NLVLI', verdict: 'suspicious' });
  assert.equal((await node.db.query('select 1 from scan_suspicion where id = $1', [id])).length, 1);
});

test('the channels of a DICOS series become one scan when all are there', async () => {
  const container = fresh();
  const text = writeScanAbout(about(container));
  const series = `2.25.${BigInt(`0x${randomBytes(8).toString('hex')}`)}`;
  const channels = [pixels(), pixels()];
  const dx = (number: number, over: object = {}): Uint8Array =>
    writeDx({
      instance: `${series}.${number}`,
      series,
      study: series,
      number,
      objectId: container,
      manufacturer: '',
      model: '',
      deviceSerial: 'QZ-1',
      acquiredAt: '20260302050000.000000',
      energy: number === 1 ? 'high' : 'low',
      kilovolts: null,
      spacingMm: [],
      columns,
      rows,
      samples: channels[number - 1]!,
      about: text,
      ...over,
    });
  const first = await send(dx(2));
  assert.equal(first.state, 'waiting');
  assert.equal((await open(first.id)).status, 409, 'half a scan is not shown');
  const other = await send(dx(1, { columns: rows, rows: columns }));
  assert.deepEqual([other.state, other.id === first.id], ['quarantined', false]);
  const whole = await send(dx(1));
  assert.deepEqual([whole.state, whole.id], ['open', first.id]);
  for (const [index, samples] of channels.entries()) {
    const answer = await open(whole.id, ada, index + 1);
    assert.deepEqual(new Uint16Array(await answer.arrayBuffer()), samples);
  }
});

test('a reader of another port sees nothing of a scan: list, image and judgement are as if it were not there', async () => {
  const { id } = await send(aScan(fresh()));
  const elsewhere = await signedIn(node, ['image-analyst'], { ports: ['NLRTM'] });
  const list = await node.get<{ items: { id: string }[] }>('/api/v1/scans?limit=500', elsewhere.headers);
  assert.ok(!list.body.items.some((one) => one.id === id));
  assert.equal((await open(id, elsewhere)).status, 404);
  assert.equal((await judge(id, { verdict: 'cannot-tell' }, elsewhere)).status, 404);
  const sent = await node.post('/api/v1/scans?port=NLVLI', aScan(fresh()), elsewhere.headers);
  assert.equal(codeOf(sent), 'scans/port');
  const analyst = await signedIn(node, ['analyst']);
  assert.equal((await open(id, analyst)).status, 404);
  assert.equal(
    (await node.post('/api/v1/scan-orders', { container: fresh(), port: 'NLVLI' }, ada!.headers)).status,
    404,
  );
});

test('the queue begins with the container that stands ashore longest', async () => {
  const [early, late] = [fresh(), fresh()];
  const [second, first] = [await send(aScan(late)), await send(aScan(early))];
  await node.db.execute(
    `insert into container_state (container, state, port, since, check_digit_valid)
     values ($1, 'ashore', 'NLVLI', to_timestamp($2::float8 / 1000.0), true)`,
    [early, now - 30 * day],
  );
  const { body } = await node.get<{ items: { id: string; exposedSince: string }[] }>(
    '/api/v1/scans?limit=500',
    ada!.headers,
  );
  const ids = body.items.map(({ id }) => id);
  assert.ok(ids.indexOf(first.id) < ids.indexOf(second.id));
  assert.equal(body.items[0]?.exposedSince, new Date(now - 30 * day).toISOString().replace('.000Z', 'Z'));
});

test('bytes go when their time is over: what is clear before what is suspicious; what was judged stays', async () => {
  const own = await aNode({ now: now + 1 });
  try {
    const analyst = await signedIn(own, ['image-analyst']);
    const blobs = await openBlobs({ folder: `${own.inbox}/../blobs`, durable: false });
    const take = async (verdict: string): Promise<{ id: string; file: string }> => {
      const sent = await own.post<{ id: string }>(
        '/api/v1/scans?port=NLVLI',
        aScan(fresh()),
        analyst.headers,
      );
      const id = sent.body.id;
      await own.get(`/api/v1/scans/${id}/channels/1`, analyst.headers);
      for (const confirmed of [false, true]) {
        const body = { verdict, regions: [region], confirmed };
        await own.post(`/api/v1/scans/${id}/judgements`, body, analyst.headers);
        if (verdict !== 'clear') break;
      }
      const [part] = await own.db.query<{ file: string }>('select file from scan_file where scan = $1', [id]);
      return { id, file: part!.file };
    };
    await own.db.execute('update scan_setting set trial_share = 0, blind_share = 0');
    const [cleared, suspicious] = [await take('clear'), await take('suspicious')];
    const parts = { db: own.db, blobs, now: () => own.clock.now() };
    own.clock.advance(89 * day);
    assert.equal(await forgetScans(parts), 0);
    own.clock.advance(2 * day);
    assert.equal(await forgetScans(parts), 1);
    assert.deepEqual(
      [await blobs.size(cleared.file), (await blobs.size(suspicious.file)) !== null],
      [null, true],
    );
    const [left] = await own.db.query<{ state: string; verdict: string; n: number }>(
      `select state, verdict, (select count(*)::int from scan_judgement where scan = id) as n from scan where id = $1`,
      [cleared.id],
    );
    assert.deepEqual([left?.state, left?.verdict, left?.n], ['forgotten', 'clear', 1]);
    assert.equal((await own.get(`/api/v1/scans/${cleared.id}/channels/1`, analyst.headers)).status, 409);
    assert.equal(await forgetScans(parts), 0);
  } finally {
    await own.close();
  }
});
