import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { openBlobs } from './index.ts';

const home = mkdtempSync(join(tmpdir(), 'havenwacht-blobs-'));
after(() => rmSync(home, { recursive: true }));
let folders = 0;
const fresh = (): string => join(home, String((folders += 1)));

const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

async function* bytes(...blocks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const block of blocks) yield Buffer.from(block as string);
}

async function whole(source: AsyncIterable<Uint8Array>): Promise<string> {
  const blocks: Uint8Array[] = [];
  for await (const block of source) blocks.push(block);
  return Buffer.concat(blocks).toString();
}

async function hashes(source: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const hash of source) found.push(hash);
  return found;
}

test('write() keeps bytes under their SHA-256 and gives them back', async () => {
  const blobs = await openBlobs({ folder: fresh() });
  assert.deepEqual(await blobs.write(bytes('a', '', 'bc')), { hash: abc, bytes: 3, fresh: true });
  assert.equal(await whole(blobs.read(abc)), 'abc');
  assert.equal(await whole(blobs.stream(abc)), 'abc');
  assert.equal(Buffer.from(await blobs.readAll(abc)).toString(), 'abc');
  assert.equal(await blobs.size(abc), 3);
  assert.deepEqual(await hashes(blobs.list()), [abc]);
});

test('write() keeps the same bytes once, also when they come at the same time', async () => {
  const folder = fresh();
  const blobs = await openBlobs({ folder });
  await Promise.all([blobs.write(bytes('abc')), blobs.write(bytes('ab', 'c')), blobs.write(bytes('abc'))]);
  assert.equal((await blobs.write(bytes('abc'))).fresh, false);
  assert.deepEqual(await hashes(blobs.list()), [abc]);
  assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
});

test('write() keeps nothing of bytes that are too many or whose source fails', async () => {
  const folder = fresh();
  const blobs = await openBlobs({ folder, maxBytes: 4 });
  await assert.rejects(blobs.write(bytes('abc', 'de')), { code: 'blobs/too-large', status: 413 });
  const failing = (async function* () {
    yield Buffer.from('ab');
    throw new Error('the sender hung up');
  })();
  await assert.rejects(blobs.write(failing), /hung up/);
  assert.deepEqual([readdirSync(join(folder, 'incoming')), await hashes(blobs.list())], [[], []]);
});

test('readRange() gives what is there of a range', async () => {
  const blobs = await openBlobs({ folder: fresh() });
  await blobs.write(bytes('abc'));
  const range = async (start: number, length: number): Promise<string> =>
    Buffer.from(await blobs.readRange(abc, start, length)).toString();
  assert.deepEqual(
    [await range(0, 2), await range(1, 100), await range(3, 1), await range(9, 1), await range(0, 0)],
    ['ab', 'bc', '', '', ''],
  );
});

test('what is not kept is refused, and a name that is no hash reaches no file', async () => {
  const blobs = await openBlobs({ folder: fresh() });
  await assert.rejects(whole(blobs.read(abc)), { code: 'blobs/missing' });
  await assert.rejects(blobs.readRange(abc, 0, 1), { code: 'blobs/missing' });
  await assert.rejects(blobs.readAll(abc), { code: 'blobs/missing' });
  assert.equal(await blobs.size(abc), null);
  assert.equal(await blobs.verify(abc), 'missing');
  await assert.rejects(whole(blobs.read('../../../etc/passwd')), { code: 'blobs/missing' });
  assert.throws(() => blobs.stream('..'), { code: 'blobs/missing' });
});

test('remove() forgets a blob, and one that is not kept without a word', async () => {
  const blobs = await openBlobs({ folder: fresh() });
  await blobs.write(bytes('abc'));
  await blobs.remove(abc);
  await blobs.remove(abc);
  assert.equal(await blobs.size(abc), null);
  await assert.rejects(blobs.remove('../../x'), { code: 'blobs/missing' });
});

test('verify() finds bytes that changed', async () => {
  const folder = fresh();
  const blobs = await openBlobs({ folder });
  await blobs.write(bytes('abc'));
  assert.equal(await blobs.verify(abc), 'sound');
  const file = join(folder, 'ba', abc);
  assert.equal(statSync(file).mode & 0o222, 0, 'nobody may write it');
  chmodSync(file, 0o600);
  appendFileSync(file, 'd');
  assert.equal(await blobs.verify(abc), 'damaged');
  assert.equal((await blobs.write(bytes('abc'))).fresh, true, 'the right bytes take its place');
  assert.equal(await blobs.verify(abc), 'sound');
});

test('openBlobs() cleans away what dead processes left, and nothing of a living one', async () => {
  const folder = fresh();
  await openBlobs({ folder });
  const incoming = join(folder, 'incoming');
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  writeFileSync(join(incoming, `${other.pid}.mark.x`), 'half');
  writeFileSync(join(incoming, `${process.pid}.earlier.x`), 'half');
  writeFileSync(join(incoming, '4194304.mark.x'), 'half');
  await openBlobs({ folder });
  assert.deepEqual(readdirSync(incoming), [`${other.pid}.mark.x`]);
  other.kill('SIGKILL');
  await once(other, 'exit');
  await openBlobs({ folder });
  assert.deepEqual(readdirSync(incoming), []);
});

test('kill -9 while writing loses nothing that was acknowledged and leaves nothing half', async () => {
  for (const acknowledged of [1, 7, 23]) {
    const folder = fresh();
    const script = `
      const { openBlobs } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
      const blobs = await openBlobs({ folder: ${JSON.stringify(folder)} });
      for (let n = 0; ; n += 1) {
        const { hash } = await blobs.write((async function* () {
          for (let part = 0; part < 8; part += 1) yield Buffer.alloc(50_000, n + ' ' + part);
        })());
        process.stdout.write(hash + '\\n');
      }`;
    const writer = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const told: string[] = [];
    for await (const line of createInterface({ input: writer.stdout })) {
      told.push(line);
      if (told.length === acknowledged) writer.kill('SIGKILL');
    }
    const blobs = await openBlobs({ folder });
    for (const hash of told) assert.equal(await blobs.verify(hash), 'sound');
    for (const hash of await hashes(blobs.list())) assert.equal(await blobs.verify(hash), 'sound');
    assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
  }
});
