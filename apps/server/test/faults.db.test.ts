import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { aContainer, aDischargeOrder, aManifest, day } from './a-message.ts';
import { aNode, now, rowsOf, type TestNode } from './a-node.ts';
import { aSimulation } from './a-simulation.ts';
import { assertSameRecord, recordOf } from './record-of.ts';

async function started(t: TestContext, options: Parameters<typeof aNode>[0] = {}): Promise<TestNode> {
  const node = await aNode(options);
  t.after(() => node.close());
  return node;
}

const voyage = { imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '1W', port: 'NLVLI', eta: now + 2 * day };
const anOrder = (serial: number): string =>
  aDischargeOrder({ at: now - day, voyage, boxes: [{ number: aContainer(serial) }] });

test('files that come at the same time are taken once each, with the record they give one after the other', async (t) => {
  const [together, oneByOne] = [await started(t), await started(t)];
  const boxes = Array.from({ length: 4 }, (_, index) => aContainer(950_000 + 17 * index));
  // All of them speak of the same vessel, call and boxes, which nobody has named before.
  const files = Array.from({ length: 16 }, (_, index) =>
    index % 2 === 0
      ? aDischargeOrder({
          at: now - day - index * 60_000,
          sender: `QZ${index}`,
          voyage,
          boxes: boxes.map((number) => ({ number })),
        })
      : aManifest({
          at: now - day - index * 60_000,
          sender: `QZ${index}`,
          voyage,
          bills: boxes.map((number) => ({ number: `QZB${index}${number}`, boxes: [number], goods: 'TEA' })),
        }),
  );
  const answers = await Promise.all(
    [...files, ...files].map((text, index) =>
      together.post<{ id: string }>(`/api/v1/files?name=${index}.edi`, text),
    ),
  );
  assert.deepEqual(
    answers.map((answer) => answer.status).sort(),
    [...files.map(() => 200), ...files.map(() => 201)],
    JSON.stringify(answers.find((answer) => answer.status > 201)?.body),
  );
  for (const [index, text] of files.entries()) await oneByOne.take({ [`${index}.edi`]: text });
  await together.settle();
  assertSameRecord(await recordOf(together.db), await recordOf(oneByOne.db));
});

test('values that a database can not hold take no file with them', async (t) => {
  const node = await started(t);
  const line = (over: object): string =>
    JSON.stringify({
      container: aContainer(960_000),
      port: 'NLVLI',
      arrivalAt: '2026-01-05T00:00:00Z',
      consignee: 'SIM BV',
      bills: 1,
      ...over,
    });
  const { files } = aSimulation({ seed: 61, boxes: 40, ports: ['NLVLI'] });
  const json = files
    .filter(({ bytes }) => bytes[0] === 0x7b || bytes[0] === 0x5b)
    .map(({ bytes }) => Buffer.from(bytes).toString());
  const twisted = (from: RegExp, to: string): string => {
    const changed = json.map((text) => text.replace(from, to)).find((text, index) => text !== json[index]);
    assert.ok(changed !== undefined, String(from));
    return changed;
  };
  const inputs: Readonly<Record<string, string>> = {
    'first.edi': anOrder(960_001),
    'large.ndjson': line({ bills: 1e20 }),
    'negative.ndjson': line({ tareKg: -1e15 }),
    'nul.ndjson': line({ consignee: 'SIM\0BV' }),
    'surrogate.ndjson':
      '{"container":"\\ud800","port":"NLVLI","arrivalAt":"2026-01-05T00:00:00Z","consignee":"SIM \\udfff"}',
    'year.ndjson': line({ arrivalAt: '+275760-09-13T00:00:00Z' }),
    'infinite.ndjson': '{"container":"X","port":"NLVLI","arrivalAt":1e400,"consignee":"SIM BV"}',
    'heavy.ndjson': JSON.stringify({
      container: 'X',
      port: 'NLVLI',
      arrivalAt: '2026-01-05',
      controlledAt: '2026-01-06',
      selectedBy: 'tip',
      found: true,
      kg: 1e300,
    }),
    'nul.json': twisted(/"(Q[A-Z]{2}|SIM[^"]*)"/, '"Q\\u0000X"'),
    'surrogate.json': twisted(/"(Q[A-Z]{2}|SIM[^"]*)"/, '"\\ud83d"'),
    'year.edi': anOrder(960_002).replace(/DTM\+132:\d{12}/, 'DTM+132:999912312359'),
    'zero.edi': anOrder(960_003).replace(/DTM\+132:\d{12}/, 'DTM+132:000001010000'),
    'heavy.edi': aManifest({
      at: now - day,
      voyage,
      bills: [{ number: 'QZB1', boxes: [aContainer(960_004)], goods: 'TEA', grossKg: 9e15, packages: 9e15 }],
    }),
    'last.edi': anOrder(960_005),
  };
  const received = await node.take(inputs);
  assert.deepEqual(
    received.filter(({ file }) => file.state === 'kept').map(({ file }) => file.name),
    [],
    'every file was read',
  );
  for (const serial of [960_001, 960_002, 960_003, 960_004, 960_005]) {
    assert.equal((await rowsOf(node, aContainer(serial))).length, 1, String(serial));
  }
  for (const { file } of received)
    assert.equal((await node.get(`/api/v1/files/${file.id}`)).status, 200, file.name);
  const again = await node.post<{ verdict: string | null }>(
    '/api/v1/files?name=large.ndjson',
    inputs['large.ndjson'],
  );
  assert.equal(again.status, 200);
  assert.notEqual(again.body.verdict, null);
  await node.replay(() => {});
  await node.start();
  await node.settle();
  assert.equal((await rowsOf(node, aContainer(960_005))).length, 1);
});

test('a file over the limit is refused as too large, and nothing of it stays', async (t) => {
  const node = await started(t, { maxFileBytes: 100_000 });
  const refused = await node.post('/api/v1/files?name=large.edi', 'X'.repeat(100_001));
  assert.deepEqual([refused.status, refused.body['code']], [413, 'blobs/too-large']);
  assert.equal((await node.get<{ total: number }>('/api/v1/files')).body.total, 0);
  assert.equal((await node.post('/api/v1/files?name=fits.edi', anOrder(970_001))).status, 201);
});

test('a node takes the files that lie in its folder, and the same bytes again only once', async (t) => {
  const node = await started(t, { inbox: true });
  mkdirSync(node.inbox, { recursive: true });
  const same = anOrder(980_003);
  const files = { 'a.edi': anOrder(980_001), 'b.edi': anOrder(980_002), 'c.edi': same, 'd.edi': same };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(node.inbox, name), text);
  await node.start();
  while (Object.keys(files).some((name) => existsSync(join(node.inbox, name)))) await sleep(20);
  await node.settle();
  const { body } = await node.get<{ total: number; items: readonly { name: string; channel: string }[] }>(
    '/api/v1/files',
  );
  assert.deepEqual(
    body.items.map((file) => [file.name, file.channel]),
    [
      ['c.edi', 'folder'],
      ['b.edi', 'folder'],
      ['a.edi', 'folder'],
    ],
  );
  assert.equal(readdirSync(join(node.inbox, '.taken')).length, 4);
  assert.equal((await rowsOf(node)).length, 3);
});

test('files that were kept but not read when a process died are read at the next start', async (t) => {
  const node = await started(t);
  await node.take({ 'a.edi': anOrder(990_001) });
  const text = anOrder(990_002);
  const [{ file } = { file: { id: '' } }] = await node.take({ 'b.edi': text });
  // As it is after a crash between keeping the bytes and reading them.
  await node.db.execute('delete from message where file = $1', [file.id]);
  await node.db.execute("update file set state = 'kept', verdict = null where id = $1", [file.id]);
  await node.start();
  await node.settle();
  const { body } = await node.get<{ verdict: string }>(`/api/v1/files/${file.id}`);
  assert.equal(body.verdict, 'accepted');
  assert.equal((await rowsOf(node, aContainer(990_002))).length, 1);
});
