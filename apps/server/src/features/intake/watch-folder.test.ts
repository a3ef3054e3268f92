import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import type { Handed, Received } from './receive-file.ts';
import { watchFolder, type FolderWatch } from './watch-folder.ts';

interface Watched {
  readonly folder: string;
  readonly watch: FolderWatch;
  /** Names and texts in the order they were handed over, call by call. */
  readonly handed: (readonly (readonly [string, string])[])[];
  readonly errors: string[];
  /** The next call to receive fails. */
  failNext(): void;
}

/** Watches a folder by hand: it looks only when told. */
function aWatchedFolder(t: TestContext): Watched {
  const folder = mkdtempSync(join(tmpdir(), 'havenwacht-inbox-'));
  const handed: (readonly (readonly [string, string])[])[] = [];
  const errors: string[] = [];
  let fails = false;
  const receive = async (files: readonly Handed[]): Promise<readonly Received[]> => {
    const texts = await Promise.all(
      files.map(
        async ({ name, bytes }) => [name, await text(typeof bytes === 'function' ? bytes() : bytes)] as const,
      ),
    );
    if (fails) {
      fails = false;
      throw new Error('no space left');
    }
    handed.push(texts);
    return texts.map(
      ([, words]) =>
        ({ file: { id: createHash('sha256').update(words).digest('hex') }, fresh: true }) as Received,
    );
  };
  const watch = watchFolder({ folder, everyMs: 3_600_000, receive, onError: (name) => errors.push(name) });
  t.after(async () => {
    await watch.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    watch,
    handed,
    errors,
    failNext() {
      fails = true;
    },
  };
}

test('watchFolder() takes files in the order of their names and moves them out of the way', async (t) => {
  const { folder, watch, handed } = aWatchedFolder(t);
  for (const name of ['b.edi', 'a.edi', 'C.edi']) writeFileSync(join(folder, name), name);
  assert.deepEqual(await watch.look(), [], 'the first look only notes their sizes');
  assert.deepEqual(await watch.look(), ['C.edi', 'a.edi', 'b.edi']);
  assert.deepEqual(handed, [
    [
      ['C.edi', 'C.edi'],
      ['a.edi', 'a.edi'],
      ['b.edi', 'b.edi'],
    ],
  ]);
  assert.deepEqual(readdirSync(folder), ['.taken']);
  assert.equal(readdirSync(join(folder, '.taken')).length, 3);
  assert.deepEqual(await watch.look(), []);
});

test('watchFolder() leaves unfinished names, hidden names and folders alone', async (t) => {
  const { folder, watch } = aWatchedFolder(t);
  for (const name of ['x.edi.part', 'y.TMP', '.hidden', 'real.edi']) writeFileSync(join(folder, name), name);
  mkdirSync(join(folder, 'folder.edi'));
  await watch.look();
  assert.deepEqual(await watch.look(), ['real.edi']);
  for (const name of ['x.edi.part', 'y.TMP', '.hidden', 'folder.edi'])
    assert.ok(existsSync(join(folder, name)), name);
});

test('watchFolder() waits for a file that still grows', async (t) => {
  const { folder, watch, handed } = aWatchedFolder(t);
  const growing = join(folder, 'growing.edi');
  writeFileSync(growing, 'UNB');
  await watch.look();
  for (const part of ['+UNOA', ':2']) {
    appendFileSync(growing, part);
    assert.deepEqual(await watch.look(), []);
  }
  assert.deepEqual(await watch.look(), ['growing.edi']);
  assert.deepEqual(handed, [[['growing.edi', 'UNB+UNOA:2']]]);
});

test('watchFolder() keeps in place what could not be received, says so, and takes it at a later look', async (t) => {
  const { folder, watch, handed, errors, failNext } = aWatchedFolder(t);
  writeFileSync(join(folder, 'a.edi'), 'a');
  await watch.look();
  failNext();
  assert.deepEqual(await watch.look(), []);
  assert.deepEqual(errors, ['a.edi']);
  assert.ok(existsSync(join(folder, 'a.edi')));
  assert.deepEqual(await watch.look(), ['a.edi']);
  assert.deepEqual(handed, [[['a.edi', 'a']]]);
});

test('watchFolder() takes a name again when another file comes under it', async (t) => {
  const { folder, watch, handed } = aWatchedFolder(t);
  for (const words of ['one', 'two']) {
    writeFileSync(join(folder, 'same.edi'), words);
    await watch.look();
    assert.deepEqual(await watch.look(), ['same.edi']);
  }
  assert.deepEqual(handed.flat(), [
    ['same.edi', 'one'],
    ['same.edi', 'two'],
  ]);
  assert.equal(readdirSync(join(folder, '.taken')).length, 2, 'neither is written over');
});

test('watchFolder() hands over many files in portions, in order', async (t) => {
  const { folder, watch, handed } = aWatchedFolder(t);
  const names = Array.from({ length: 120 }, (_, index) => `${String(index).padStart(4, '0')}.edi`);
  for (const name of names) writeFileSync(join(folder, name), name);
  await watch.look();
  assert.deepEqual(await watch.look(), names);
  assert.ok(handed.length > 1);
  assert.deepEqual(
    handed.flat().map(([name]) => name),
    names,
  );
});
