import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { writeDx } from '@havenwacht/formats/dicos';
import { listenDicom, type DicomListener } from '../src/features/scans/index.ts';
import { openBlobs } from '../src/platform/blobs/index.ts';
import { aNode, now, type TestNode } from './a-node.ts';

// dcmtk stands for the scanner: another implementation of the protocol, by other people.
const skip = spawnSync('dcmsend', ['--version']).error === undefined ? false : 'dcmtk is not here';

const folder = mkdtempSync(join(tmpdir(), 'havenwacht-dicom-'));
let node: TestNode;
let listener: DicomListener;
const failures: unknown[] = [];
before(async () => {
  node = await aNode();
  listener = await listenDicom(
    {
      db: node.db,
      blobs: await openBlobs({ folder: join(folder, 'blobs'), durable: false }),
      now: () => now,
    },
    {
      host: '127.0.0.1',
      port: 0,
      title: 'HAVENWACHT',
      callers: new Map([['SCANNER1', 'NLVLI']]),
      mostAssociations: 3,
      onFailure: (error) => failures.push(error),
    },
  );
});
after(async () => {
  await listener.close();
  await node.close();
  rmSync(folder, { recursive: true });
});

async function run(
  program: string,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly told: string }> {
  const child = spawn(program, args, { timeout: 120_000 });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (block) => (told += String(block)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, told };
}

const calling = (title: string, called = 'HAVENWACHT'): readonly string[] => [
  '-aet',
  title,
  '-aec',
  called,
  '127.0.0.1',
  String(listener.port),
];

let written = 0;
function aFile(bytes: Uint8Array): string {
  const file = join(folder, `${(written += 1)}.dcm`);
  writeFileSync(file, bytes);
  return file;
}

const [columns, rows] = [500, 400];
const dx = (name: string, over: object = {}): Uint8Array =>
  writeDx({
    instance: `2.25.${name}1`,
    series: `2.25.${name}`,
    study: `2.25.${name}`,
    number: 1,
    objectId: 'QZXU1234565',
    manufacturer: '',
    model: '',
    deviceSerial: 'QZ-1',
    acquiredAt: '20260302050000.000000',
    energy: 'high',
    kilovolts: 6_000,
    spacingMm: [5, 5],
    columns,
    rows,
    samples: Uint16Array.from({ length: columns * rows }, (_, i) => (i * 7 + Number(name)) % 65_536),
    about: '',
    ...over,
  });

const scans = (): Promise<{ state: string; port: string; channel: string; file: string; bytes: number }[]> =>
  node.db.query(
    `select scan.state, scan.port, scan.channel, scan_file.file, scan_file.bytes
     from scan join scan_file on scan_file.scan = scan.id order by scan.received_at, scan.id`,
  );

test('echoscu is answered, and only where title and caller are known', { skip }, async () => {
  assert.equal((await run('echoscu', ...calling('SCANNER1'))).code, 0);
  assert.notEqual((await run('echoscu', ...calling('STRANGER'))).code, 0);
  assert.notEqual((await run('echoscu', ...calling('SCANNER1', 'ELSEWHERE'))).code, 0);
});

test('dcmsend stores instances, once each, and what can not be judged is set aside', { skip }, async () => {
  const [good, other] = [aFile(dx('101')), aFile(dx('102', { columns: rows, rows: columns }))];
  const sent = await run('dcmsend', '-v', ...calling('SCANNER1'), good, other);
  assert.equal(sent.code, 0, sent.told);
  const again = await run('dcmsend', ...calling('SCANNER1'), good);
  assert.equal(again.code, 0, again.told);
  const found = await scans();
  assert.deepEqual(
    found.map(({ state, port, channel }) => [state, port, channel]),
    [
      ['open', 'NLVLI', 'dicom'],
      ['open', 'NLVLI', 'dicom'],
    ],
  );
  const flat = aFile(dx('103', { samples: new Uint16Array(columns * rows).fill(5) }));
  assert.equal((await run('dcmsend', ...calling('SCANNER1'), flat)).code, 0);
  assert.equal((await scans()).filter(({ state }) => state === 'quarantined').length, 1);
  assert.deepEqual(failures, []);
});

test(
  'a sender that goes away or talks nonsense leaves no scan, and the next is served',
  { skip },
  async () => {
    const before = (await scans()).length;
    for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\x01\x00\xff\xff\xff\xff', '']) {
      const socket = connect(listener.port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write(bytes, 'latin1', () => socket.destroy());
      await once(socket, 'close');
    }
    assert.equal((await scans()).length, before);
    assert.equal((await run('echoscu', ...calling('SCANNER1'))).code, 0);
  },
);

test(
  'more associations than are served are refused, and served again when others end',
  { skip },
  async () => {
    const held = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const socket = connect(listener.port, '127.0.0.1');
        await once(socket, 'connect');
        return socket;
      }),
    );
    const one = connect(listener.port, '127.0.0.1');
    one.on('error', () => {});
    await once(one, 'close');
    for (const socket of held) {
      socket.destroy();
      await once(socket, 'close');
    }
    for (let attempt = 0; ; attempt++) {
      if ((await run('echoscu', ...calling('SCANNER1'))).code === 0) break;
      assert.ok(attempt < 20, 'served again');
    }
  },
);
