import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { simulatePort } from './simulate-port.ts';
import { writeSimulation } from './write-simulation.ts';

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'havenwacht-simulator-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('writeSimulation() writes what simulatePort() makes and reports progress', () => {
  inFolder((folder) => {
    let last = 0;
    const counts = writeSimulation({ seed: 2, boxes: 40 }, join(folder, 'out'), ({ files }) => {
      assert.equal(files, last + 1);
      last = files;
    });
    const expected = new Map<string, Buffer>();
    for (const { path, bytes } of simulatePort({ seed: 2, boxes: 40 })) {
      expected.set(path, Buffer.concat([expected.get(path) ?? Buffer.alloc(0), bytes]));
    }
    for (const [path, bytes] of expected)
      assert.deepEqual(readFileSync(join(folder, 'out', path)), bytes, path);
    assert.equal(readdirSync(join(folder, 'out', 'messages')).length, counts.messageFiles);
    assert.ok(last >= expected.size);
  });
});

test('writeSimulation() refuses a folder that is not empty', () => {
  inFolder((folder) => {
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    assert.throws(() => writeSimulation({ seed: 2, boxes: 40 }, folder), /not empty/);
    assert.deepEqual(readdirSync(folder), ['mine.txt']);
  });
});

test('writeSimulation() refuses bad options before it writes anything', () => {
  inFolder((folder) => {
    assert.throws(() => writeSimulation({ seed: 2, boxes: -1 }, join(folder, 'out')), RangeError);
    assert.throws(() => writeSimulation({ seed: 2, ports: ['XXXXX'] }, join(folder, 'out')), RangeError);
    assert.deepEqual(readdirSync(folder), []);
  });
});
