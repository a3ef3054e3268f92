import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkDataFolder, checkDisk, checkRuntime } from './checkup.ts';

test('checkRuntime() fails below Node 22.18', () => {
  assert.deepEqual(
    ['24.21.0', '22.18.0', '23.0.0'].map((version) => checkRuntime(version).state),
    ['ok', 'ok', 'ok'],
  );
  assert.deepEqual(
    ['22.17.9', '20.20.2'].map((version) => checkRuntime(version).state),
    ['fail', 'fail'],
  );
});

test('checkDataFolder() warns of a folder that others can read, and takes one they can only pass through', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'havenwacht-doctor-'));
  try {
    for (const [mode, state] of [
      [0o700, 'ok'],
      [0o711, 'ok'],
      [0o755, 'warn'],
      [0o720, 'warn'],
    ] as const) {
      chmodSync(folder, mode);
      assert.equal((await checkDataFolder(folder)).state, state, mode.toString(8));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  assert.equal((await checkDataFolder(folder)).state, 'warn', 'not there yet');
});

test('checkDisk() looks at the disk a folder will be on', async () => {
  const { about } = await checkDisk('/absent/folder/of/a/node');
  assert.match(about, /^\d+\.\d GB free$/);
});
