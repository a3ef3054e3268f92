import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { aDx } from '../test/a-dx.ts';
import { dicosClass, readDx, readTdr, writeDx, writeTdr } from './index.ts';

// dcmtk is another implementation of the standard, by other people: what it names and hands on is sound.
const here = spawnSync('dcmdump', ['--version']).error === undefined;
const skip = here ? false : 'dcmtk is not here';

const tdr = writeTdr({
  instance: '2.25.2001',
  series: '2.25.2002',
  study: '2.25.1003',
  objectId: 'QZXU1234565',
  saidBy: 'MACHINE',
  algorithms: ['paired-change 1.0.0', 'regularity 1.0.0'],
  decidedAt: '20261116120100.000000',
  decision: 'ALARM',
  about: '2.25.1001',
  threats: [
    {
      category: 'CONTRABAND',
      description: 'added mass',
      flag: 'THREAT',
      probability: 0.5,
      massKg: 24.5,
      polygon: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
});

function inFolder(work: (folder: string) => void | Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'havenwacht-dicos-'));
    try {
      await work(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

test(
  'dcmdump names every attribute of a DX and of a TDR instance, and warns of none',
  { skip },
  inFolder((folder) => {
    for (const [name, bytes] of [
      ['dx', writeDx(aDx({ columns: 200, rows: 100, samples: new Uint16Array(20_000).fill(513) }))],
      ['tdr', tdr],
    ] as const) {
      const file = join(folder, name);
      writeFileSync(file, bytes);
      const told = spawnSync('dcmdump', [file], { encoding: 'utf8' });
      assert.equal(told.status, 0, told.stderr);
      // A container number is a doubtful name of a person; it is where scanners put it.
      const complaints = told.stderr
        .split('\n')
        .filter((line) => line !== '' && !line.includes('PatientName'));
      assert.deepEqual(complaints, []);
      const unnamed = told.stdout.split('\n').filter((line) => line.includes('Unknown Tag'));
      // What stands in the private block of this house has no public name.
      assert.ok(
        unnamed.every((line) => line.trimStart().startsWith('(4011,1001)')),
        unnamed.join('\n'),
      );
      assert.match(told.stdout, name === 'dx' ? /HighEnergyDetectors/ : /ThreatSequence[^]*BoundingPolygon/);
    }
  }),
);

test(
  'dcmsend hands both to storescp, and what arrives reads the same',
  { skip },
  inFolder(async (folder) => {
    const dx = aDx({ columns: 200, rows: 100, samples: Uint16Array.from({ length: 20_000 }, (_, i) => i) });
    writeFileSync(join(folder, 'dx.dcm'), writeDx(dx));
    writeFileSync(join(folder, 'tdr.dcm'), tdr);
    const arrived = mkdtempSync(join(folder, 'arrived-'));
    const { port, server } = await storescp(arrived);
    try {
      const sent = spawnSync(
        'dcmsend',
        ['-v', '127.0.0.1', String(port), join(folder, 'dx.dcm'), join(folder, 'tdr.dcm')],
        { encoding: 'utf8', timeout: 60_000 },
      );
      assert.equal(sent.status, 0, sent.stdout + sent.stderr);
    } finally {
      server.kill();
      await once(server, 'exit');
    }
    const files = readdirSync(arrived).map((name) => new Uint8Array(readFileSync(join(arrived, name))));
    assert.equal(files.length, 2);
    const images = files.map((bytes) => readDx(bytes)).filter(({ ok }) => ok);
    assert.deepEqual(
      images.map((one) => one.ok && one.record),
      [dx],
    );
    assert.equal(files.map((bytes) => readTdr(bytes)).filter(({ ok }) => ok).length, 1);
  }),
);

test(
  'the storage classes are those that dcmtk knows as DICOS',
  { skip },
  inFolder((folder) => {
    writeFileSync(join(folder, 'dx'), writeDx(aDx()));
    const told = spawnSync('dcmdump', [join(folder, 'dx')], { encoding: 'utf8' });
    assert.match(told.stdout, /=DICOS_DigitalXRayImageStorageForProcessing/);
    assert.equal(dicosClass.dxForProcessing.endsWith('501.2.2'), true);
  }),
);

/** A storescp of dcmtk on a port that was free a moment ago; another try where someone took it meanwhile. */
async function storescp(folder: string): Promise<{ readonly port: number; readonly server: ChildProcess }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const server = spawn('storescp', ['-pm', '-od', folder, String(port)], { stdio: 'ignore' });
    for (let waited = 0; waited < 300 && server.exitCode === null; waited++) {
      if (spawnSync('echoscu', ['127.0.0.1', String(port)]).status === 0) return { port, server };
      await sleep(100);
    }
    server.kill();
    if (attempt === 5) throw new Error('storescp does not listen');
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
