import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { aContainer, aDischargeOrder, aManifest, day } from './a-message.ts';
import { aNode, dossierOf, now, rowsOf, type TestNode } from './a-node.ts';

let node: TestNode;
before(async () => {
  node = await aNode();
});
after(() => node.close());

interface File {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly verdict: string;
  readonly state: string;
  readonly type: string;
  readonly messages: number;
  readonly rows: number;
  readonly findings: number;
}
interface FileInFull extends Omit<File, 'findings'> {
  readonly findings: readonly { readonly code: string; readonly offset: number; readonly text: string }[];
  readonly unread: readonly {
    readonly what: string;
    readonly reason: string;
    readonly count: number;
    readonly firstOffset: number;
  }[];
  readonly interchanges: readonly {
    readonly control: string;
    readonly verdict: string;
    readonly messages: readonly { readonly type: string }[];
  }[];
  readonly decision: { readonly by: string; readonly reason: string } | null;
}

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const voyage = { imo: '9074729', vessel: 'SYNTHETIC ONE', voyage: '1W', port: 'NLVLI', eta: now + 2 * day };
let serial = 300_000;
/** A discharge order for one fresh container. */
function anOrder(): { readonly number: string; readonly text: string } {
  const number = aContainer((serial += 1));
  return { number, text: aDischargeOrder({ at: now - day, voyage, boxes: [{ number }] }) };
}

test('a file is taken over HTTP once: 201, then 200 for the same bytes under any name', async () => {
  const { number, text } = anOrder();
  const first = await node.post<File>('/api/v1/files?name=first.edi', text);
  assert.equal(first.status, 201);
  assert.equal(first.headers.get('location'), `/api/v1/files/${sha256(text)}`);
  assert.deepEqual(
    [
      first.body.id,
      first.body.name,
      first.body.bytes,
      first.body.verdict,
      first.body.state,
      first.body.type,
      first.body.messages,
    ],
    [sha256(text), 'first.edi', text.length, 'accepted', 'accepted', 'COPRAR', 1],
  );
  const second = await node.post<File>('/api/v1/files?name=second.edi', text);
  assert.equal(second.status, 200);
  assert.equal(second.body.id, first.body.id);
  await node.settle();
  assert.equal((await rowsOf(node, number)).length, 1);
  assert.equal((await dossierOf(node, number)).messages.length, 1, 'its message counts once');
});

test('the same Idempotency-Key with the same bytes takes nothing a second time', async () => {
  const { text } = anOrder();
  const headers = { 'idempotency-key': 'upload-1' };
  const first = await node.post<File>('/api/v1/files?name=a.edi', text, headers);
  const second = await node.post<File>('/api/v1/files?name=a.edi', text, headers);
  assert.deepEqual([first.status, second.body.id, second.body.rows], [201, first.body.id, first.body.rows]);
  const [count] = await node.db.query<{ n: number }>(
    'select count(*)::int as n from message where file = $1',
    [first.body.id],
  );
  assert.equal(count?.n, 1);
});

test('a file that comes in small pieces is streamed in, and comes back byte for byte', async () => {
  const { text } = anOrder();
  const bytes = Buffer.concat([Buffer.from(text), randomBytes(300_000)]);
  const status = await new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(node.address);
    const sending = request(
      {
        hostname,
        port,
        method: 'POST',
        path: '/api/v1/files?name=pieces.edi',
        headers: { ...node.reader.headers, 'content-type': 'application/octet-stream' },
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sending.on('error', reject);
    for (let at = 0; at < bytes.length; at += 7_919) sending.write(bytes.subarray(at, at + 7_919));
    sending.end();
  });
  assert.equal(status, 201);
  const raw = await fetch(`${node.address}/api/v1/files/${sha256(bytes)}/raw`, node.reader);
  assert.match(raw.headers.get('content-disposition') ?? '', /^attachment/);
  assert.ok(bytes.equals(Buffer.from(await raw.arrayBuffer())));
});

test('an upload that breaks off keeps nothing', async () => {
  const before = await node.get<{ total: number }>('/api/v1/files');
  const { hostname, port } = new URL(node.address);
  await new Promise<void>((resolve) => {
    const sending = request({
      hostname,
      port,
      method: 'POST',
      path: '/api/v1/files?name=broken.edi',
      headers: {
        ...node.reader.headers,
        'content-type': 'application/octet-stream',
        'content-length': '100000',
      },
    });
    sending.on('error', () => resolve());
    sending.write('UNB+UNOA:2+A+B', () => sending.destroy(new Error('the cable was cut')));
  });
  assert.equal((await node.get('/healthz')).status, 200);
  assert.equal((await node.get<{ total: number }>('/api/v1/files')).body.total, before.body.total);
});

/** A good interchange, and one that is cut off after its first box. */
function halfSound(): { readonly good: string; readonly cut: string; readonly text: string } {
  const good = anOrder();
  const cut = aContainer((serial += 1));
  const lost = aContainer((serial += 1));
  const broken = aDischargeOrder({ at: now - day, voyage, boxes: [{ number: cut }, { number: lost }] });
  return { good: good.number, cut, text: `${good.text}\n${broken.slice(0, broken.indexOf(lost) + 4)}` };
}

test('a file with a sound and a cut-off interchange waits in quarantine, and the sound one counts', async () => {
  const { good, cut, text } = halfSound();
  const { status, body } = await node.post<File>('/api/v1/files?name=half.edi', text);
  await node.settle();
  assert.deepEqual([status, body.verdict, body.state], [201, 'quarantined', 'quarantined']);
  assert.equal((await rowsOf(node, good)).length, 1);
  assert.deepEqual(await rowsOf(node, cut), []);
  const { body: full } = await node.get<FileInFull>(`/api/v1/files/${body.id}`);
  assert.deepEqual(
    full.interchanges.map((one) => one.verdict),
    ['accepted', 'quarantined'],
  );
  const grave = full.findings.find((finding) => /cut/.test(finding.code + finding.text))!;
  assert.ok(
    grave.offset > text.indexOf(cut) && grave.offset <= text.length && grave.text.length > 10,
    JSON.stringify(full.findings),
  );
  const { body: waiting } = await node.get<{ items: readonly File[] }>('/api/v1/files?state=quarantined');
  assert.ok(waiting.items.some((file) => file.id === body.id));
});

test('releasing takes the rest; it needs a reason, and nobody decides twice', async () => {
  const { good, cut, text } = halfSound();
  const {
    body: { id },
  } = await node.post<File>('/api/v1/files?name=half.edi', text);
  for (const reason of [undefined, '', '  ', 7]) {
    const refused = await node.post(`/api/v1/files/${id}/release`, { reason });
    assert.deepEqual([refused.status, refused.body['code']], [400, 'request/invalid'], String(reason));
  }
  const released = await node.post<FileInFull>(`/api/v1/files/${id}/release`, {
    reason: 'the sender confirmed it by telephone',
  });
  assert.deepEqual(
    [released.status, released.body.state, released.body.decision?.reason],
    [200, 'released', 'the sender confirmed it by telephone'],
  );
  const ids = async (state: string): Promise<readonly string[]> =>
    (await node.get<{ items: readonly File[] }>(`/api/v1/files?limit=500&state=${state}`)).body.items.map(
      (file) => file.id,
    );
  assert.ok(!(await ids('quarantined')).includes(id), 'it waits no longer');
  assert.ok((await ids('released')).includes(id));
  await node.settle();
  assert.equal((await rowsOf(node, cut)).length, 1);
  assert.equal((await dossierOf(node, good)).messages.length, 1, 'what was taken before is not there twice');
  for (const act of ['release', 'reject']) {
    const again = await node.post(`/api/v1/files/${id}/${act}`, { reason: 'once more' });
    assert.deepEqual([again.status, again.body['code']], [409, 'intake/not-quarantined']);
  }
});

test('rejecting takes out everything the file said, and keeps its bytes and the reason', async () => {
  const { good, text } = halfSound();
  const {
    body: { id },
  } = await node.post<File>('/api/v1/files?name=half.edi', text);
  await node.settle();
  assert.equal((await rowsOf(node, good)).length, 1);
  assert.equal((await node.post(`/api/v1/files/${id}/reject`, {})).status, 400);
  const rejected = await node.post<FileInFull>(`/api/v1/files/${id}/reject`, {
    reason: 'not from this sender',
  });
  assert.deepEqual([rejected.status, rejected.body.state], [200, 'rejected']);
  await node.settle();
  assert.deepEqual(await rowsOf(node, good), []);
  assert.equal((await fetch(`${node.address}/api/v1/files/${id}/raw`, node.reader)).status, 200);
  assert.equal(
    (await node.get<FileInFull>(`/api/v1/files/${id}`)).body.decision?.reason,
    'not from this sender',
  );
  const again = await node.post<File>('/api/v1/files?name=half.edi', text);
  assert.deepEqual(
    [again.status, again.body.state],
    [200, 'rejected'],
    'sending it again changes no decision',
  );
});

test('a sound file and an unknown one can be neither released nor rejected', async () => {
  const {
    body: { id },
  } = await node.post<File>('/api/v1/files?name=sound.edi', anOrder().text);
  for (const act of ['release', 'reject']) {
    assert.equal((await node.post(`/api/v1/files/${id}/${act}`, { reason: 'no ground' })).status, 409);
    const unknown = await node.post(`/api/v1/files/${'0'.repeat(64)}/${act}`, { reason: 'no ground' });
    assert.deepEqual([unknown.status, unknown.body['code']], [404, 'intake/not-found']);
  }
  assert.equal((await node.get(`/api/v1/files/${'0'.repeat(64)}`)).status, 404);
});

test('what a mapper does not understand is shown with its place, not dropped', async () => {
  const number = aContainer((serial += 1));
  const text = aManifest({
    at: now - day,
    voyage,
    bills: [{ number: 'QZB300', boxes: [number], goods: 'TEA' }],
  }).replace('GID+1', "GIR+9+SOMETHING'\nGID+1");
  // The count is off by the segment that was put in: a warning, and the data is taken.
  const { body } = await node.post<File>('/api/v1/files?name=unread.edi', text);
  assert.equal(body.verdict, 'warning');
  const { body: full } = await node.get<FileInFull>(`/api/v1/files/${body.id}`);
  const unread = full.unread.find((one) => one.what.startsWith('GIR'))!;
  assert.equal(text.slice(unread.firstOffset, unread.firstOffset + 5), 'GIR+9');
  assert.ok(
    full.findings.some((finding) => /count/.test(finding.code + finding.text)),
    JSON.stringify(full.findings),
  );
  await node.settle();
  assert.equal((await rowsOf(node, number)).length, 1);
});

const longElement = aDischargeOrder({ at: now, voyage, boxes: [{ number: aContainer(399_999) }] })
  .replace('COPRAR:D', `COPRAR:D`)
  .replace('BGM+43', `FTX+AAI+++${'X'.repeat(70_000)}'\nBGM+43`);
const nul = aDischargeOrder({ at: now, voyage, boxes: [{ number: aContainer(399_998) }] }).replace(
  'QZCARRIER',
  'QZ\0CARRIER',
);
const oddInputs: Readonly<{ [name: string]: readonly [string | Uint8Array, string] }> = {
  'nul.edi': [nul, 'quarantined'],
  'empty.edi': [new Uint8Array(0), 'quarantined'],
  'page.html': ['<!doctype html><title>504</title><p>Gateway timeout', 'quarantined'],
  'noise.bin': [Buffer.from(sha256('noise').repeat(200), 'hex'), 'quarantined'],
  'long.edi': [longElement, 'quarantined'],
  'none.json': ['{"eventType": "EQUIPMENT", ', 'quarantined'],
  'list.json': ['[1, "two", null, {"a": {"b": []}}]', 'quarantined'],
  'unb.edi': ['UNB', 'quarantined'],
  'una.edi': ["UNA:+.? '", 'quarantined'],
};

test('whatever the bytes are, the answer is a verdict, and files of the same batch are not touched by it', async () => {
  const [first, last] = [anOrder(), anOrder()];
  const inputs = Object.fromEntries(Object.entries(oddInputs).map(([name, [bytes]]) => [name, bytes]));
  const received = await node.take({ 'first.edi': first.text, ...inputs, 'last.edi': last.text });
  assert.deepEqual(
    received.slice(1, -1).map(({ file }) => [file.name, file.verdict, file.state, file.findings > 0]),
    Object.entries(oddInputs).map(([name, [, verdict]]) => [name, verdict, 'quarantined', true]),
  );
  assert.deepEqual([received.at(0)?.file.state, received.at(-1)?.file.state], ['taken', 'taken']);
  for (const { number } of [first, last]) assert.equal((await rowsOf(node, number)).length, 1);
  for (const [name, [bytes]] of Object.entries(oddInputs)) {
    const answer = await node.post<File>(`/api/v1/files?name=${name}`, bytes);
    assert.deepEqual([answer.status, answer.body.verdict], [200, 'quarantined'], name);
    const full = await node.get<FileInFull>(`/api/v1/files/${answer.body.id}`);
    assert.equal(full.status, 200, name);
    for (const finding of full.body.findings) {
      assert.ok(
        finding.offset >= 0 && finding.offset <= Math.max(1, bytes.length) && finding.text !== '',
        `${name} ${JSON.stringify(finding)}`,
      );
    }
    const view = await node.get<{ marked: { from: number; to: number } }>(
      `/api/v1/files/${answer.body.id}/bytes?around=${bytes.length >> 1}`,
    );
    assert.equal(view.status, 200, name);
  }
});

test('lines of history that are none are named with their offsets, and the others are taken', async () => {
  const line = (day: number): string =>
    JSON.stringify({
      container: aContainer(390_000 + day),
      port: 'NLVLI',
      arrivalAt: `2026-01-0${day}T00:00:00Z`,
      origin: 'EC',
      consignee: 'SIM FRUIT BV',
      bills: 1,
    });
  const text = `${line(1)}\nno line at all\n${line(2)}\n[1,2]\n{"container":"X"}\n${line(3)}`;
  const [received] = await node.take({ 'past-visits.ndjson': text });
  assert.deepEqual(
    [received?.file.state, received?.file.verdict, received?.file.rows],
    ['taken', 'warning', 3],
  );
  const { body } = await node.get<FileInFull>(`/api/v1/files/${received!.file.id}`);
  assert.deepEqual(body.findings.map((finding) => text.slice(finding.offset).split('\n')[0]).sort(), [
    '[1,2]',
    'no line at all',
    '{"container":"X"}',
  ]);
  const [count] = await node.db.query<{ n: number }>(
    'select count(*)::int as n from past_visit where file = $1',
    [received!.file.id],
  );
  assert.equal(count?.n, 3);
});

test('the view of the source marks exactly the value at the byte', async () => {
  const number = aContainer((serial += 1));
  const text = aManifest({
    at: now - day,
    voyage,
    boxes: [{ number, type: '45R1', seals: [["QZ?'77", 'CA']] }],
    bills: [{ number: 'QZB301', boxes: [number], goods: 'COFFEE?+TEA' }],
  });
  const {
    body: { id },
  } = await node.post<File>('/api/v1/files?name=view.edi', text);
  interface View {
    readonly from: number;
    readonly to: number;
    readonly marked: { readonly from: number; readonly to: number };
    readonly segments: readonly {
      readonly offset: number;
      readonly end: number;
      readonly text: string;
      readonly tag: string;
      readonly marked: boolean;
    }[];
  }
  const view = async (value: string, segments = 2): Promise<View> =>
    (await node.get<View>(`/api/v1/files/${id}/bytes?around=${text.indexOf(value)}&segments=${segments}`))
      .body;
  for (const [value, tag] of [
    [number, 'EQD'],
    ['45R1', 'EQD'],
    ["QZ?'77", 'SEL'],
    ['COFFEE?+TEA', 'FTX'],
  ] as const) {
    const { marked, segments } = await view(value);
    assert.equal(text.slice(marked.from, marked.to), value);
    const [segment] = segments.filter((one) => one.marked);
    assert.equal(segment?.tag, tag);
    assert.ok(segments.length <= 5);
    for (const one of segments) assert.equal(one.text.replaceAll('␊', '\n'), text.slice(one.offset, one.end));
  }
  const beyond = await node.get(`/api/v1/files/${id}/bytes?around=99999999`);
  assert.equal(beyond.status, 200);
});
